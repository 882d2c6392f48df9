//! The module `security`.

use quote::quote;

use super::imports::uses;
use super::{File, apart, docs_of, ident, rust};
use crate::model;

pub(super) fn file(module: &model::SecurityModule) -> File {
    let ty = &module.scheme_type;
    let constants = module.schemes.iter().map(|scheme| {
        let docs = &scheme.docs;
        let constant = ident(&scheme.ident);
        let name = &scheme.name;
        let kind = match scheme.kind {
            model::SecuritySchemeKind::Bearer => ident("bearer"),
        };
        quote!(#docs pub const #constant: #ty = #ty::#kind(#name);)
    });
    let mut items = uses(&module.imports);
    items.extend(apart(constants));
    rust(
        "src/security.rs",
        &docs_of("How callers show who they are."),
        items,
    )
}
