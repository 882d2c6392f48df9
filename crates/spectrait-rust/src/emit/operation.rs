//! The module `operations`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::imports::uses;
use super::{File, apart, body, docs_of, ident, record, response, rust, text, types};
use crate::model;

pub(super) fn files(groups: &model::Groups) -> Vec<File> {
    match groups {
        model::Groups::Single(single) => match &single.operations {
            model::Operations::Single(module) => {
                vec![file("src/operations.rs".to_owned(), module)]
            }
            model::Operations::PerResource(modules) => {
                let modules = modules.iter();
                parts(modules.map(|(name, module)| (name.as_str(), module)))
            }
        },
        model::Groups::PerTag(groups) => {
            let groups = groups.iter();
            parts(groups.map(|group| (group.ident.as_str(), &group.operations)))
        }
    }
}

/// A file for each module, and one that hands on what they declare.
fn parts<'m>(
    modules: impl Iterator<Item = (&'m str, &'m model::OperationsModule)> + Clone,
) -> Vec<File> {
    let mods = modules.clone().map(|(name, _)| module(name)).collect();
    let exports = modules
        .clone()
        .filter(|(_, module)| !module.operations.is_empty())
        .map(|(name, _)| {
            let name = ident(name);
            quote!(pub use #name::*;)
        });
    let docs = docs_of("The operations of the document: their requests and responses.");
    let root = rust(
        "src/operations/mod.rs",
        &docs,
        vec![mods, exports.collect()],
    );
    let files = modules.map(|(name, module)| file(path("operations", name), module));
    [root].into_iter().chain(files).collect()
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

fn file(path: String, module: &model::OperationsModule) -> File {
    let mut items = uses(&module.imports);
    items.extend(apart(module.operations.iter().flat_map(operation)));
    rust(path, &module.docs, items)
}

/// What is declared for an operation.
pub(super) fn operation(operation: &model::Operation) -> Vec<TokenStream> {
    let mut items: Vec<TokenStream> = operation.aliases.iter().flat_map(types::item).collect();
    items.extend(record::items(&operation.request));
    items.push(implementation(operation));
    items.extend(operation.messages.iter().flat_map(message));
    items.extend(operation.items.iter().flat_map(types::item));
    items
}

fn message(message: &model::Message) -> Vec<TokenStream> {
    match message {
        model::Message::Bodies(bodies) => vec![body::item(bodies)],
        model::Message::Response(response) => vec![response::single(response)],
        model::Message::Responses(responses) => vec![response::several(responses)],
        model::Message::Headers(headers) => record::items(headers),
        model::Message::Alias(alias) => vec![types::alias_item(alias)],
    }
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
    let query = pairs("QUERY", &operation.query);
    let headers = pairs("HEADERS", &operation.headers);
    let is_webhook = operation.is_webhook.then(|| {
        quote!(
            const IS_WEBHOOK: bool = true;
        )
    });
    quote! {
        impl #operation_trait for #request {
            const ID: &str = #id;
            const METHOD: #method_type = #method_type::#method;
            const PATH: &str = #path;
            #query
            #headers
            const SECURITY: &[&[#scheme_type]] = &[#(#security),*];
            #is_webhook
            type Success = #success;
            type Failure = #failure;
        }
    }
}

/// A constant of names and values.
fn pairs(name: &str, pairs: &[(String, String)]) -> Option<TokenStream> {
    let name = ident(name);
    let items = pairs.iter().map(|(name, value)| {
        let (name, value) = (text(name), text(value));
        quote!((#name, #value))
    });
    (!pairs.is_empty()).then(|| quote!(const #name: &[(&str, &str)] = &[#(#items),*];))
}

impl ToTokens for model::Requirement {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { scheme, scopes } = self;
        let scopes = (!scopes.is_empty()).then(|| quote!(.scopes(&[#(#scopes),*])));
        tokens.extend(quote!(#scheme #scopes));
    }
}
