//! The module `client`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::imports::uses;
use super::operation::{module, path};
use super::{File, apart, deprecated, docs_of, ident, rust, server_url, text};
use crate::model;

pub(super) fn files(krate: &model::Crate) -> Vec<File> {
    let client = &krate.client;
    match &krate.groups {
        model::Groups::Single(group) => {
            let mut items = uses(&client.imports.merged(&group.client.imports));
            items.push(vec![definition(client)]);
            items.extend(apart(client.servers.iter().flat_map(server_url::items)));
            items.extend(apart(methods(&client.ident, &group.client)));
            vec![rust("src/client.rs", &client.module_docs, items)]
        }
        model::Groups::PerTag(groups) => {
            let mut items = vec![groups.iter().map(|group| module(&group.ident)).collect()];
            items.extend(uses(&client.imports));
            items.push(vec![definition(client)]);
            items.extend(apart(client.servers.iter().flat_map(server_url::items)));
            let root = rust("src/client/mod.rs", &client.module_docs, items);
            let parts = groups.iter().map(|group| {
                let mut imports = group.client.imports.clone();
                imports.add("super", &client.ident);
                let mut items = uses(&imports);
                items.extend(apart(methods(&client.ident, &group.client)));
                rust(path("client", &group.ident), &group.client.docs, items)
            });
            [root].into_iter().chain(parts).collect()
        }
    }
}

/// The client, or the sender of webhooks.
pub(super) fn definition(client: &model::Client) -> TokenStream {
    let docs = &client.docs;
    let name = ident(&client.ident);
    let builder = ident(&format!("{}Builder", client.ident));
    let builder_docs = docs_of(&format!("Settings of a [`{}`].", client.ident));
    let methods = client.schemes.iter().filter_map(scheme_method);
    let base_url = match &client.base_url {
        Some((docs, url)) => {
            let url = text(url);
            Some(quote!(#docs const BASE_URL = #url;))
        }
        None => client.is_sender.then(|| quote!(no BASE_URL;)),
    };
    quote! {
        client! {
            #docs
            pub struct #name;
            #builder_docs
            pub struct #builder {
                #(#methods,)*
            }
            #base_url
        }
    }
}

/// The builder's method for a scheme. The caller's certificate is the transport's.
fn scheme_method(scheme: &model::SecurityScheme) -> Option<TokenStream> {
    let docs = &scheme.docs;
    let method = ident(&scheme.method);
    let constant = ident(&scheme.ident);
    let arguments = match scheme.kind {
        model::SecuritySchemeKind::MutualTls => return None,
        model::SecuritySchemeKind::Basic => quote!(user, password),
        _ => TokenStream::new(),
    };
    Some(quote!(#docs pub fn #method(#arguments) = crate::security::#constant))
}

/// The methods for operations, of `Client` or `Sender`.
pub(super) fn methods(client: &str, module: &model::ClientModule) -> Vec<TokenStream> {
    let client = ident(client);
    let methods = module.methods.iter().map(method);
    let implementation =
        (!module.methods.is_empty()).then(|| quote!(impl #client { #(#methods)* }));
    implementation
        .into_iter()
        .chain(module.methods.iter().filter_map(pages))
        .collect()
}

fn method(method: &model::ClientMethod) -> TokenStream {
    let model::ClientMethod {
        docs,
        request,
        call,
        ..
    } = method;
    let name = ident(&method.ident);
    let deprecated = deprecated(method.is_deprecated);
    if method.is_webhook {
        return quote! {
            #docs
            #deprecated
            pub fn #name(&self, url: &str, request: &#request) -> #call {
                self.send(url, request)
            }
        };
    }
    let pages = method.pages.as_ref().map(|pages| {
        let model::Pages { docs, ty, .. } = pages;
        let name = ident(&pages.ident);
        quote! {
            #docs
            #deprecated
            pub fn #name(&self, request: &#request) -> #ty {
                self.pages(request)
            }
        }
    });
    quote! {
        #docs
        #deprecated
        pub fn #name(&self, request: &#request) -> #call {
            self.call(request)
        }

        #pages
    }
}

fn pages(method: &model::ClientMethod) -> Option<TokenStream> {
    let request = &method.request;
    let pages = method.pages.as_ref()?;
    let model::Pages { page, item, .. } = pages;
    let kind = ident(pages.kind);
    let asked = |word: &str, field: &str| {
        let field = ident(field);
        (field != word).then(|| quote!(= #field))
    };
    let field = pages
        .field
        .as_deref()
        .and_then(|field| asked(pages.kind, field));
    let size = pages.size.as_deref().map(|size| {
        let field = asked("size", size);
        quote!(, size #field)
    });
    let first = pages.first.map(Literal::u64_unsuffixed);
    let first = first.map(|first| quote!(, first = #first));
    let items = said("items", &pages.items);
    let says = pages.says.iter().map(|(word, path)| {
        let (name, path) = (ident(word), said(word, path));
        quote!(#name #path,)
    });
    Some(quote! {
        pages! {
            #request { #kind #field #size #first } -> #page { items: #item #items, #(#says)* }
        }
    })
}

/// `= (meta?).total`; nothing where the field has the name of what it is for.
fn said(word: &str, parts: &[model::PagePart]) -> Option<TokenStream> {
    if let [part] = parts
        && part.ident == word
    {
        return None;
    }
    let way = way(parts);
    Some(quote!(= #way))
}

/// `(meta?).total`
fn way(parts: &[model::PagePart]) -> TokenStream {
    let parts = parts.iter().map(|part| {
        let name = ident(&part.ident);
        let doubts = (0..part.doubts).map(|_| quote!(?));
        if part.doubts == 0 {
            quote!(#name)
        } else {
            quote!((#name #(#doubts)*))
        }
    });
    let parts: Vec<TokenStream> = parts.collect();
    if parts.is_empty() {
        quote!(self)
    } else {
        quote!(#(#parts).*)
    }
}
