//! The module `server`.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::uses;
use super::operation::{module, path};
use super::{File, ident, rust};
use crate::model;

pub(super) fn files(krate: &model::Crate) -> Vec<File> {
    let server = &krate.server;
    match &krate.groups {
        model::Groups::Single(group) => vec![single(server, &group.server)],
        model::Groups::PerTag(groups) => {
            let parts = groups.iter().map(|group| part(&group.ident, &group.server));
            [root(server, groups)].into_iter().chain(parts).collect()
        }
    }
}

/// One trait for all operations.
fn single(server: &model::Server, methods: &model::ServerModule) -> File {
    let mut items = uses(&server.imports.merged(&methods.imports));
    items.extend(whole(&server.docs, server.authentication.as_ref(), methods));
    items.push(vec![base_path(server)]);
    items.extend(openapi(server, ".."));
    rust("src/server.rs", &server.module_docs, items)
}

/// A trait with all its methods, and who may call them.
pub(super) fn whole(
    docs: &model::Docs,
    authentication: Option<&model::Authentication>,
    methods: &model::ServerModule,
) -> Vec<Vec<TokenStream>> {
    let credentials = authentication.map(|authentication| vec![credentials(authentication)]);
    let authenticate = authentication.map(authenticate);
    let parents = quote!(Send + Sync + 'static);
    let definition = definition(docs, methods, &parents, authenticate.as_ref());
    let items = [vec![definition], vec![service(methods, None)]];
    credentials.into_iter().chain(items).collect()
}

/// A trait for all operations, made of those of the groups.
fn root(server: &model::Server, groups: &[model::Group]) -> File {
    let mods = groups
        .iter()
        .map(|group| public_module(&group.ident))
        .collect();
    let mut items = vec![mods];
    let modules: Vec<_> = groups.iter().map(|group| ident(&group.ident)).collect();
    let traits: Vec<_> = groups
        .iter()
        .map(|group| ident(&group.server.ident))
        .collect();
    items.extend(uses(&server.imports));
    items.push(
        modules
            .iter()
            .zip(&traits)
            .map(|(module, name)| quote!(pub use #module::#name;))
            .collect(),
    );
    if let Some(authentication) = &server.authentication {
        items.push(vec![credentials(authentication)]);
        let members = authenticate(authentication);
        items.push(vec![quote! {
            /// Finds out who calls.
            pub trait Authenticate: Send + Sync + 'static {
                #members
            }
        }]);
        let credentials = shown(authentication.scopes.is_some());
        items.push(vec![quote!(
            service! { Authenticate { authenticate(#credentials) } }
        )]);
    }
    let docs = &server.docs;
    let unimplemented = &server.unimplemented;
    items.push(vec![
        quote!(#docs #unimplemented pub trait Api: #(#traits)+* {}),
    ]);
    items.push(vec![quote!(impl<T: #(#traits)+*> Api for T {})]);
    items.push(vec![quote!(service! { Api = #(#modules)+* })]);
    items.push(vec![base_path(server)]);
    items.extend(openapi(server, "../.."));
    rust("src/server/mod.rs", &server.module_docs, items)
}

fn part(group: &str, methods: &model::ServerModule) -> File {
    let mut items = uses(&methods.imports);
    let is_secured = methods.is_secured();
    let parents = if is_secured {
        quote!(Authenticate)
    } else {
        quote!(Send + Sync + 'static)
    };
    items.push(vec![definition(&methods.docs, methods, &parents, None)]);
    items.push(vec![service(
        methods,
        is_secured.then(|| quote!(: Authenticate)).as_ref(),
    )]);
    rust(path("server", group), &methods.module_docs, items)
}

fn public_module(name: &str) -> TokenStream {
    let module = module(name);
    quote!(pub #module)
}

fn credentials(authentication: &model::Authentication) -> TokenStream {
    let docs = &authentication.docs;
    let variants = authentication.credentials.iter().map(|credential| {
        let model::Credential {
            docs,
            types,
            schemes,
            ..
        } = credential;
        let name = ident(&credential.ident);
        let shown = (!types.is_empty()).then(|| quote!((#(#types),*) = #(#schemes)&*));
        quote!(#docs #name #shown)
    });
    quote! {
        credentials! {
            #docs
            pub enum Credentials {
                #(#variants,)*
            }
        }
    }
}

/// What a trait says of who calls.
fn authenticate(authentication: &model::Authentication) -> TokenStream {
    let model::Authentication {
        context, output, ..
    } = authentication;
    let scopes = authentication.scopes.as_ref().map(|ty| quote!(#ty +));
    quote! {
        /// Who calls, as [`authenticate`](Self::authenticate) finds out.
        type Principal: #scopes Send + Sync + 'static;

        /// Finds out who calls. What is an error here is a 401, a 403 or a 500.
        fn authenticate(
            &self,
            credentials: Credentials,
            context: &#context,
        ) -> impl Future<Output = #output> + Send;
    }
}

fn definition(
    docs: &model::Docs,
    module: &model::ServerModule,
    parents: &TokenStream,
    authenticate: Option<&TokenStream>,
) -> TokenStream {
    let name = ident(&module.ident);
    let unimplemented = &module.unimplemented;
    let methods = module.methods.iter().map(method);
    quote! {
        #docs
        #unimplemented
        pub trait #name: #parents {
            #authenticate
            #(#methods)*
        }
    }
}

fn method(method: &model::ServerMethod) -> TokenStream {
    let model::ServerMethod {
        docs,
        request,
        context,
        output,
        ..
    } = method;
    let name = ident(&method.ident);
    quote! {
        #docs
        fn #name(&self, request: #request, context: #context) -> impl Future<Output = #output> + Send;
    }
}

/// What `authenticate` is given, and whether scopes are checked after it.
fn shown(has_scopes: bool) -> TokenStream {
    let scopes = has_scopes.then(|| quote!(, scopes));
    quote!(Credentials #scopes)
}

/// `service! { Api { authenticate(Credentials), list_builds(ListBuildsRequest) } }`
fn service(module: &model::ServerModule, parent: Option<&TokenStream>) -> TokenStream {
    let name = ident(&module.ident);
    let entry = |method: &model::ServerMethod| {
        let name = ident(&method.ident);
        let request = &method.request;
        quote!(#name(#request))
    };
    let (secured, public): (Vec<_>, Vec<_>) =
        module.methods.iter().partition(|method| method.is_secured);
    let public: Vec<_> = public.into_iter().map(entry).collect();
    if secured.is_empty() {
        return quote!(service! { #name { #(#public,)* } });
    }
    let secured = secured.into_iter().map(entry);
    let public = (!public.is_empty()).then(|| quote!(public { #(#public,)* }));
    let credentials = shown(module.has_scopes);
    quote! {
        service! {
            #name #parent {
                authenticate(#credentials),
                #(#secured,)*
            }
            #public
        }
    }
}

impl quote::ToTokens for model::Unimplemented {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { message, note } = self;
        tokens.extend(quote!(#[diagnostic::on_unimplemented(message = #message, note = #note)]));
    }
}

fn base_path(server: &model::Server) -> TokenStream {
    let docs = &server.base_path_docs;
    let path = &server.base_path;
    quote!(#docs pub const BASE_PATH: &str = #path;)
}

/// The effective document, which is written into the crate's folder: `root`, from that of the module's file.
fn openapi(server: &model::Server, root: &str) -> [Vec<TokenStream>; 2] {
    let [json_docs, yaml_docs] = &server.openapi_docs;
    let [json, yaml] = ["json", "yaml"].map(|format| format!("{root}/openapi.{format}"));
    [
        vec![quote!(#json_docs pub const OPENAPI_JSON: &str = include_str!(#json);)],
        vec![quote!(#yaml_docs pub const OPENAPI_YAML: &str = include_str!(#yaml);)],
    ]
}
