//! The module `types`: a file for each component, and one that names them all.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::uses;
use super::{File, apart, checked, docs_of, enumeration, ident, record, rules, rust, union};
use crate::model::{self, Item};

/// Why `new` may not be found.
const RESPONSES: &str = "What only responses hold has `new` and setters with the feature `server`: \
                         a client makes none.";

pub(super) fn files(
    modules: &[model::TypesModule],
    rules: Option<&model::RulesModule>,
) -> Vec<File> {
    if modules.is_empty() && rules.is_none() {
        return Vec::new();
    }
    let idents: Vec<_> = modules.iter().map(|module| ident(&module.ident)).collect();
    let rules_mod = rules.map(|_| {
        quote!(
            pub(crate) mod rules;
        )
    });
    let mods = idents.iter().map(|module| quote!(mod #module;)).collect();
    let exports = modules.iter().zip(&idents).map(|(module, name)| {
        let names: Vec<_> = module
            .items
            .iter()
            .filter_map(Item::ident)
            .map(ident)
            .collect();
        re_export(&quote!(#name), &names)
    });
    let mut items = modules.iter().flat_map(|module| &module.items);
    let has_responses =
        items.any(|item| matches!(item, Item::Record(record) if record.is_response));
    let mut docs = docs_of("The schemas of the document.");
    if has_responses {
        docs.0.extend([String::new(), RESPONSES.to_owned()]);
    }
    let root = rust(
        "src/types/mod.rs",
        &docs,
        vec![mods, rules_mod.into_iter().collect(), exports.collect()],
    );
    let files = modules.iter().map(file);
    [root]
        .into_iter()
        .chain(files)
        .chain(rules.map(rules::file))
        .collect()
}

/// `pub use build::{Build, BuildStatus};`
fn re_export(module: &TokenStream, names: &[proc_macro2::Ident]) -> TokenStream {
    match names {
        [one] => quote!(pub use #module::#one;),
        several => quote!(pub use #module::{#(#several),*};),
    }
}

fn file(module: &model::TypesModule) -> File {
    let mut items = uses(&module.imports);
    items.extend(apart(module.items.iter().flat_map(item)));
    let name = module.ident.strip_prefix("r#").unwrap_or(&module.ident);
    rust(
        format!("src/types/{name}.rs"),
        &model::Docs::default(),
        items,
    )
}

/// What is declared for a schema.
pub(super) fn item(item: &Item) -> Vec<TokenStream> {
    match item {
        Item::Record(record) => record::items(record),
        Item::Enumeration(enumeration) => vec![enumeration::item(enumeration)],
        Item::Union(union) => vec![union::item(union)],
        Item::Checked(checked) => checked::items(checked),
        Item::Alias(alias) => vec![alias_item(alias)],
        Item::Conversion(conversion) => vec![conversion_item(conversion)],
    }
}

pub(super) fn alias_item(alias: &model::Alias) -> TokenStream {
    let model::Alias {
        docs,
        ident: name,
        ty,
    } = alias;
    let name = ident(name);
    quote!(#docs pub type #name = #ty;)
}

fn conversion_item(conversion: &model::Conversion) -> TokenStream {
    let model::Conversion {
        from,
        into,
        error,
        violations,
        try_from,
        result,
    } = conversion;
    quote! {
        impl #try_from<#from> for #into {
            type Error = #error;

            fn try_from(value: #from) -> #result<Self, #error> {
                let json = value.to_json().map_err(#violations::from)?;
                Self::from_json(&json)
            }
        }
    }
}
