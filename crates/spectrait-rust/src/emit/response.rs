//! `responses!`.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::ident;
use crate::model;

pub(super) fn item(responses: &model::Responses) -> TokenStream {
    let docs = &responses.docs;
    let name = ident(&responses.ident);
    let variants = responses.variants.iter().map(variant);
    quote! {
        responses! {
            #docs
            #[derive(Debug, Clone, PartialEq)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants,)*
            }
        }
    }
}

fn variant(variant: &model::Variant) -> TokenStream {
    let docs = &variant.docs;
    let name = ident(&variant.ident);
    let parts: Vec<_> = variant.status.iter().chain(&variant.body).collect();
    let parts = (!parts.is_empty()).then(|| quote!((#(#parts),*)));
    let pattern = match variant.pattern.parse::<u16>() {
        Ok(status) => Literal::u16_unsuffixed(status).to_token_stream(),
        Err(_) => variant.pattern.to_token_stream(),
    };
    quote!(#docs #name #parts = #pattern)
}
