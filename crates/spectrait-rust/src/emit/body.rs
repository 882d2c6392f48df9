//! `bodies!`.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::model;

pub(super) fn item(bodies: &model::Bodies) -> TokenStream {
    let docs = &bodies.docs;
    let name = ident(&bodies.ident);
    let derives = derives(bodies.is_stream);
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
            #derives
            #open
            pub enum #name {
                #(#variants,)*
            }
        }
    }
}

/// A stream can be read once.
pub(super) fn derives(is_stream: bool) -> TokenStream {
    if is_stream {
        quote!(#[derive(Debug)])
    } else {
        quote!(#[derive(Debug, Clone, PartialEq)])
    }
}
