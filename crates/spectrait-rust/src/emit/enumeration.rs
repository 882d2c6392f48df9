//! `string_enum!`.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::model;

pub(super) fn item(enumeration: &model::Enumeration) -> TokenStream {
    let docs = &enumeration.docs;
    let name = ident(&enumeration.ident);
    let variants = enumeration.variants.iter().map(|variant| {
        let name = ident(&variant.ident);
        let wire_name = &variant.wire_name;
        quote!(#name = #wire_name)
    });
    quote! {
        string_enum! {
            #docs
            pub enum #name {
                #(#variants,)*
            }
        }
    }
}
