//! The module `security`.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::uses;
use super::{File, apart, docs_of, ident, rust, text};
use crate::model;

pub(super) fn file(module: &model::SecurityModule) -> File {
    let ty = &module.scheme_type;
    let constants = module.schemes.iter().map(|scheme| {
        let docs = &scheme.docs;
        let constant = ident(&scheme.ident);
        let name = text(&scheme.name);
        let (kind, argument) = kind(&scheme.kind);
        let kind = ident(kind);
        let argument = argument.map(|argument| {
            let argument = text(argument);
            quote!(, #argument)
        });
        if !scheme.has_source() {
            return quote!(#docs pub const #constant: #ty = #ty::#kind(#name #argument););
        }
        let flows = scheme.flows.iter().map(flow);
        let url = scheme.open_id_connect_url.as_ref().map(|url| {
            let url = text(url);
            quote!(open_id_connect_url = #url,)
        });
        quote! {
            security_scheme! {
                #docs
                pub const #constant: #ty = #kind(#name) {
                    #(#flows)*
                    #url
                }
            }
        }
    });
    let mut items = uses(&module.imports);
    items.extend(apart(constants));
    rust(
        "src/security.rs",
        &docs_of("How callers show who they are."),
        items,
    )
}

/// `client_credentials { token_url = "/token", scopes = &["read"] }`
fn flow(flow: &model::OAuthFlow) -> TokenStream {
    let function = ident(flow.function);
    let urls = flow.urls.iter().map(|(name, url)| {
        let (name, url) = (ident(name), text(url));
        quote!(#name = #url,)
    });
    let scopes = (!flow.scopes.is_empty()).then(|| {
        let scopes = flow.scopes.iter().map(|scope| text(scope));
        quote!(scopes = &[#(#scopes),*],)
    });
    quote!(#function { #(#urls)* #scopes })
}

/// The runtime's function for a kind, and its argument after the name.
fn kind(kind: &model::SecuritySchemeKind) -> (&'static str, Option<&str>) {
    use model::SecuritySchemeKind as Kind;
    match kind {
        Kind::Bearer => ("bearer", None),
        Kind::Basic => ("basic", None),
        Kind::Http(scheme) => ("http", Some(scheme)),
        Kind::ApiKeyHeader(name) => ("api_key_header", Some(name)),
        Kind::ApiKeyQuery(name) => ("api_key_query", Some(name)),
        Kind::ApiKeyCookie(name) => ("api_key_cookie", Some(name)),
        Kind::OAuth2 => ("oauth2", None),
        Kind::OpenIdConnect => ("open_id_connect", None),
        Kind::MutualTls => ("mutual_tls", None),
    }
}
