//! `union!`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{ident, text};
use crate::model;

pub(super) fn item(union: &model::Union) -> TokenStream {
    let docs = &union.docs;
    let name = ident(&union.ident);
    let count = ident(if union.is_exclusive {
        "one_of"
    } else {
        "any_of"
    });
    let tag = union.tag.as_deref().map(text).map(|tag| quote!(by #tag));
    let variants = union.variants.iter().map(variant);
    let from = union.from.iter().filter_map(|&position| {
        let variant = union.variants.get(position)?;
        let name = ident(&variant.ident);
        let ty = &variant.ty;
        Some(quote!(#name(#ty)))
    });
    let from = (!union.from.is_empty()).then(|| quote!(from [#(#from),*];));
    quote! {
        union! {
            #docs
            #[derive(Debug, Clone, PartialEq)]
            pub enum #name: #count #tag {
                #(#variants,)*
            }
            #from
        }
    }
}

fn variant(variant: &model::UnionVariant) -> TokenStream {
    let model::UnionVariant { docs, ty, .. } = variant;
    let name = ident(&variant.ident);
    let tags = variant.tags.iter().map(|tag| text(tag));
    let tags = (!variant.tags.is_empty()).then(|| quote!(= #(#tags)|*));
    quote!(#docs #name(#ty) #tags)
}
