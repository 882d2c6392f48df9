//! `response!` and `responses!`.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::ident;
use crate::model;

pub(super) fn single(response: &model::Response) -> TokenStream {
    let model::Response { docs, ty, .. } = response;
    let name = ident(&response.ident);
    let status = Literal::u16_unsuffixed(response.status);
    let media_type = written_as(response.media_type.as_ref());
    quote! {
        response! {
            #docs
            pub struct #name: #ty = #status #media_type;
        }
    }
}

pub(super) fn several(responses: &model::Responses) -> TokenStream {
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
    let media_type = written_as(variant.media_type.as_ref());
    quote!(#docs #name #parts = #pattern #media_type)
}

fn written_as(media_type: Option<&model::MediaType>) -> Option<TokenStream> {
    media_type.map(|media_type| quote!(as #media_type))
}
