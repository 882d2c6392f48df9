//! The module `client`.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::uses;
use super::operation::{module, path};
use super::{File, apart, deprecated, ident, rust};
use crate::model;

pub(super) fn files(krate: &model::Crate) -> Vec<File> {
    let client = &krate.client;
    match &krate.groups {
        model::Groups::Single(group) => {
            let mut items = uses(&client.imports.merged(&group.client.imports));
            items.push(vec![definition(client)]);
            items.extend(apart(methods(&group.client)));
            vec![rust("src/client.rs", &client.module_docs, items)]
        }
        model::Groups::PerTag(groups) => {
            let mut items = vec![groups.iter().map(|group| module(&group.ident)).collect()];
            items.extend(uses(&client.imports));
            items.push(vec![definition(client)]);
            let root = rust("src/client/mod.rs", &client.module_docs, items);
            let parts = groups.iter().map(|group| {
                let mut imports = group.client.imports.clone();
                imports.add("super", "Client");
                let mut items = uses(&imports);
                items.extend(apart(methods(&group.client)));
                rust(path("client", &group.ident), &group.client.docs, items)
            });
            [root].into_iter().chain(parts).collect()
        }
    }
}

fn definition(client: &model::Client) -> TokenStream {
    let docs = &client.docs;
    let methods = client.schemes.iter().map(|scheme| {
        let docs = &scheme.docs;
        let method = ident(&scheme.method);
        let constant = ident(&scheme.ident);
        quote!(#docs pub fn #method() = crate::security::#constant)
    });
    let base_url = client
        .base_url
        .iter()
        .map(|(docs, url)| quote!(#docs const BASE_URL = #url;));
    quote! {
        client! {
            #docs
            pub struct Client;
            #[doc = " Settings of a [`Client`]."]
            pub struct ClientBuilder {
                #(#methods,)*
            }
            #(#base_url)*
        }
    }
}

fn methods(module: &model::ClientModule) -> Vec<TokenStream> {
    let methods = module.methods.iter().map(method);
    let implementation = (!module.methods.is_empty()).then(|| quote!(impl Client { #(#methods)* }));
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
    let model::Pages { page, item, .. } = method.pages.as_ref()?;
    let pages = method.pages.as_ref()?;
    let [limit, offset, items, total] =
        [&pages.limit, &pages.offset, &pages.items, &pages.total].map(|name| ident(name));
    Some(quote! {
        offset_pages! {
            #request { #limit, #offset } -> #page { #items: #item, #total }
        }
    })
}
