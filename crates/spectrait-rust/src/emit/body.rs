//! `bodies!`.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::model;

pub(super) fn item(bodies: &model::Bodies) -> TokenStream {
    let docs = &bodies.docs;
    let name = ident(&bodies.ident);
    let open = bodies.is_open.then(|| quote!(#[non_exhaustive]));
    let variants = bodies.variants.iter().map(|variant| {
        let model::BodyVariant {
            docs,
            ty,
            media_type,
            ..
        } = variant;
        let name = ident(&variant.ident);
        quote!(#docs #name(#ty) = #media_type)
    });
    quote! {
        bodies! {
            #docs
            #[derive(Debug, Clone, PartialEq)]
            #open
            pub enum #name {
                #(#variants,)*
            }
        }
    }
}
