//! `server!`: URLs with variables.

use proc_macro2::TokenStream;
use quote::quote;

use super::{enumeration, ident, text};
use crate::model;

/// The URL, and the enums of its variables.
pub(super) fn items(server: &model::ServerUrl) -> Vec<TokenStream> {
    let docs = &server.docs;
    let name = ident(&server.ident);
    let template = text(&server.template);
    let variables = server.variables.iter().map(|variable| {
        let model::ServerVariable { docs, ty, .. } = variable;
        let name = ident(&variable.ident);
        let wire_name = text(&variable.wire_name);
        let default = match &variable.default {
            model::ServerDefault::Text(default) => {
                let default = text(default);
                quote!(#default)
            }
            model::ServerDefault::Variant(variant) => {
                let variant = ident(variant);
                quote!(#ty::#variant)
            }
        };
        quote!(#docs pub #name: #ty = #wire_name or #default)
    });
    let definition = quote! {
        server! {
            #docs
            #[derive(Debug, Clone, PartialEq)]
            pub struct #name = #template {
                #(#variables,)*
            }
        }
    };
    let enumerations = server
        .variables
        .iter()
        .filter_map(|variable| variable.enumeration.as_ref())
        .map(enumeration::item);
    [definition].into_iter().chain(enumerations).collect()
}
