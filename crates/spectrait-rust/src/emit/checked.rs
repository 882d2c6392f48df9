//! `checked!`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{ident, rules};
use crate::model;

pub(super) fn item(checked: &model::Checked) -> TokenStream {
    let model::Checked { docs, inner, .. } = checked;
    let name = ident(&checked.ident);
    let derives = checked.derives.iter().map(|name| ident(name));
    let rules = rules::list(&checked.rules);
    quote! {
        checked! {
            #docs
            #[derive(#(#derives),*)]
            pub struct #name(#inner) = [#rules];
        }
    }
}
