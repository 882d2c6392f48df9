//! `checked!`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{ident, number, rules};
use crate::model;

pub(super) fn items(checked: &model::Checked) -> Vec<TokenStream> {
    let model::Checked { docs, inner, .. } = checked;
    let name = ident(&checked.ident);
    let derives = checked.derives.iter().map(|name| ident(name));
    let rules = rules::list(&checked.rules);
    let definition = quote! {
        checked! {
            #docs
            #[derive(#(#derives),*)]
            pub struct #name(#inner) = [#rules];
        }
    };
    let constants = checked.constants.iter().map(|(docs, ident, value)| {
        let (constant, value) = (super::ident(ident), number(value));
        quote!(#docs pub const #constant: #inner = #value;)
    });
    let constants = (!checked.constants.is_empty()).then(|| quote!(impl #name { #(#constants)* }));
    [definition].into_iter().chain(constants).collect()
}
