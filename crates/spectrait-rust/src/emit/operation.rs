//! The module `operations`.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::uses;
use super::types::re_export;
use super::{File, apart, docs_of, ident, record, response, rust, types};
use crate::model;

pub(super) fn files(groups: &model::Groups) -> Vec<File> {
    match groups {
        model::Groups::Single(group) => {
            vec![file("src/operations.rs".to_owned(), &group.operations)]
        }
        model::Groups::PerTag(groups) => {
            let mods = groups.iter().map(|group| module(&group.ident)).collect();
            let exports = groups
                .iter()
                .filter(|group| !group.operations.operations.is_empty())
                .map(|group| {
                    let name = ident(&group.ident);
                    let names: Vec<_> = group
                        .operations
                        .operations
                        .iter()
                        .flat_map(declared)
                        .map(ident)
                        .collect();
                    re_export(&quote!(#name), &names)
                });
            let docs = docs_of("The operations of the document: their requests and responses.");
            let root = rust(
                "src/operations/mod.rs",
                &docs,
                vec![mods, exports.collect()],
            );
            let files = groups
                .iter()
                .map(|group| file(path("operations", &group.ident), &group.operations));
            [root].into_iter().chain(files).collect()
        }
    }
}

/// `mod pets;`
pub(super) fn module(name: &str) -> TokenStream {
    let name = ident(name);
    quote!(mod #name;)
}

/// The file of a group in one of the modules.
pub(super) fn path(module: &str, group: &str) -> String {
    format!(
        "src/{module}/{}.rs",
        group.strip_prefix("r#").unwrap_or(group)
    )
}

/// The types that an operation declares.
fn declared(operation: &model::Operation) -> impl Iterator<Item = &str> {
    let items = operation
        .aliases
        .iter()
        .chain(&operation.items)
        .filter_map(model::Item::ident);
    let responses = operation
        .responses
        .iter()
        .map(|responses| responses.ident.as_str());
    items
        .chain([operation.request.ident.as_str()])
        .chain(responses)
}

fn file(path: String, module: &model::OperationsModule) -> File {
    let mut items = uses(&module.imports);
    items.extend(apart(module.operations.iter().flat_map(operation)));
    rust(path, &module.docs, items)
}

fn operation(operation: &model::Operation) -> Vec<TokenStream> {
    let mut items: Vec<TokenStream> = operation.aliases.iter().flat_map(types::item).collect();
    items.extend(record::items(&operation.request));
    items.push(implementation(operation));
    items.extend(operation.responses.iter().map(response::item));
    items.extend(operation.items.iter().flat_map(types::item));
    items
}

fn implementation(operation: &model::Operation) -> TokenStream {
    let model::Operation {
        id,
        path,
        success,
        failure,
        ..
    } = operation;
    let [operation_trait, method_type, scheme_type] = &operation.runtime;
    let request = ident(&operation.request.ident);
    let method = ident(operation.method);
    let security = operation
        .security
        .iter()
        .map(|schemes| quote!(&[#(#schemes),*]));
    quote! {
        impl #operation_trait for #request {
            const ID: &str = #id;
            const METHOD: #method_type = #method_type::#method;
            const PATH: &str = #path;
            const SECURITY: &[&[#scheme_type]] = &[#(#security),*];
            type Success = #success;
            type Failure = #failure;
        }
    }
}
