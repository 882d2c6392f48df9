//! `use` items.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::model;

/// The imports of a file: those of other crates, then those of this one. Sorting within a group is formatting.
pub(super) fn uses(imports: &model::Imports) -> Vec<Vec<TokenStream>> {
    let (own, other): (Vec<_>, Vec<_>) = imports
        .0
        .iter()
        .partition(|(path, _)| ["crate", "super", "self"].contains(&first(path)));
    [other, own]
        .into_iter()
        .map(|group| {
            group
                .into_iter()
                .map(|(path, names)| use_item(path, names))
                .collect()
        })
        .collect()
}

fn use_item<'a>(path: &str, names: impl IntoIterator<Item = &'a String>) -> TokenStream {
    let path = path.split("::").map(ident);
    let names: Vec<TokenStream> = names.into_iter().map(|name| imported(name)).collect();
    match names.as_slice() {
        [one] => quote!(use #(#path)::*::#one;),
        several => quote!(use #(#path)::*::{#(#several),*};),
    }
}

/// A name, with `as _` where it is imported for its methods.
fn imported(name: &str) -> TokenStream {
    let plain = ident(name.split(' ').next().unwrap_or_default());
    if name.ends_with(" as _") {
        quote!(#plain as _)
    } else {
        quote!(#plain)
    }
}

fn first(path: &str) -> &str {
    path.split("::").next().unwrap_or_default()
}
