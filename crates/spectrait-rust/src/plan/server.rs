//! The server: traits with a method for each operation.

use spectrait_ir as ir;

use super::docs::{self, Text};
use super::group::{Group, Subject};
use super::operation::headline;
use super::scope::{Home, RUNTIME_SERVER, Scope};
use super::{Plan, names};
use crate::model::{self, Type};

/// What `server.rs` declares beside the traits of tags.
const DECLARED: [&str; 6] = [
    "Api",
    "Authenticate",
    "BASE_PATH",
    "Credentials",
    "OPENAPI_JSON",
    "OPENAPI_YAML",
];

impl<'a> Plan<'a> {
    pub(crate) fn server(&self) -> model::Server {
        let mut scope = self.scope(Home::Server, DECLARED.map(str::to_owned));
        scope.macro_(RUNTIME_SERVER, "service");
        let title = docs::phrase(&self.api.title);
        let is_secured = self
            .api
            .operations
            .iter()
            .any(|operation| !operation.security.is_empty());
        let url = self
            .api
            .servers
            .first()
            .map_or("", |server| server.url.as_str());
        model::Server {
            module_docs: Text::default()
                .line(format!("The server of {title}."))
                .line("Implement [`Api`], and [`router`] serves it; the manual is in [`spectrait_runtime::server`].")
                .done(),
            authentication: is_secured
                .then(|| {
                    let docs = format!("What a caller of {title} shows.");
                    self.authentication(self.api.operations.iter(), docs, &mut scope)
                }),
            imports: scope.into_imports(),
            docs: Text::default().line(format!("The operations of {title}, for a server to implement.")).done(),
            unimplemented: self.unimplemented("Api"),
            base_path_docs: Text::default().line("The path of the document's first server.").done(),
            base_path: base_path(url),
            openapi_docs: openapi_docs(),
        }
    }

    pub(crate) fn authentication(
        &self,
        operations: impl Iterator<Item = &'a ir::Operation> + Clone,
        docs: String,
        scope: &mut Scope<'_>,
    ) -> model::Authentication {
        scope.macro_(RUNTIME_SERVER, "credentials");
        let error = scope.runtime(RUNTIME_SERVER, "AuthError");
        let principal = Type {
            path: vec!["Self".to_owned(), "Principal".to_owned()],
            arguments: Vec::new(),
        };
        let has_scopes = needs_scopes(operations.clone());
        model::Authentication {
            docs: Text::default().line(docs).done(),
            scopes: has_scopes.then(|| scope.runtime(RUNTIME_SERVER, "Scopes")),
            credentials: self.credentials(operations, scope),
            context: scope.runtime(RUNTIME_SERVER, "Context"),
            output: scope
                .prelude("std::result", "Result")
                .of(principal)
                .of(error),
        }
    }

    pub(crate) fn server_module(&self, ident: String, group: &Group) -> model::ServerModule {
        let mut scope = self.scope(
            Home::Server,
            DECLARED
                .map(str::to_owned)
                .into_iter()
                .chain([ident.clone()]),
        );
        let methods: Vec<_> = group
            .operations
            .iter()
            .map(|&index| self.server_method(index, &mut scope))
            .collect();
        let docs = self.group_docs("operations", group);
        if !matches!(group.subject, Subject::Api) {
            scope.macro_(RUNTIME_SERVER, "service");
            if methods
                .iter()
                .any(|method: &model::ServerMethod| method.is_secured)
            {
                scope.parent("Authenticate");
                scope.parent("Credentials");
            }
        }
        model::ServerModule {
            module_docs: self.group_docs("server's part", group),
            docs,
            imports: scope.into_imports(),
            unimplemented: self.unimplemented(&ident),
            ident,
            methods,
            has_scopes: needs_scopes(self.api.operations.iter()),
        }
    }

    pub(crate) fn server_method(&self, index: usize, scope: &mut Scope<'_>) -> model::ServerMethod {
        let operation = self.operation(index);
        let names = &self.names.operations[index];
        let home = self.home(index);
        let is_secured = !operation.security.is_empty();
        let context = scope.runtime(RUNTIME_SERVER, "Context");
        let principal = Type {
            path: vec!["Self".to_owned(), "Principal".to_owned()],
            arguments: Vec::new(),
        };
        let success = self.success_value(index, scope);
        let failure = scope.named(home, &names.failure);
        let failure = scope.runtime(RUNTIME_SERVER, "Failure").of(failure);
        model::ServerMethod {
            docs: Text::default()
                .wrapped(&headline(operation))
                .markdown(operation.description.as_deref())
                .maybe(operation.deprecated.then(|| "**Deprecated.**".to_owned()))
                .done(),
            ident: names.method.clone(),
            request: scope.named(home, &names.request),
            is_secured,
            context: if is_secured {
                context.of(principal)
            } else {
                context
            },
            output: scope
                .prelude("std::result", "Result")
                .of(success)
                .of(failure),
        }
    }

    fn unimplemented(&self, ident: &str) -> model::Unimplemented {
        self.unimplemented_in("server", ident, "operations")
    }

    /// What the compiler says where a type is no trait of a module.
    pub(crate) fn unimplemented_in(
        &self,
        module: &str,
        ident: &str,
        what: &str,
    ) -> model::Unimplemented {
        let title = self
            .api
            .title
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        // Braces would be read as parameters of the message.
        let title: String = title
            .chars()
            .filter(|&char| !"{}".contains(char) && !docs::is_unwanted(char))
            .collect();
        let package = names::crate_of(self.package);
        model::Unimplemented {
            message: format!("`{{Self}}` does not implement the {what} of {title}"),
            note: format!(
                "implement `{package}::{module}::{ident}` for it, or for what the `Arc` holds"
            ),
        }
    }
}

/// Whether any operation needs a scope of any scheme.
pub(crate) fn needs_scopes<'a>(mut operations: impl Iterator<Item = &'a ir::Operation>) -> bool {
    operations.any(|operation| {
        let alternatives = operation.security.iter();
        let mut schemes = alternatives.flat_map(|alternative| &alternative.schemes);
        schemes.any(|used| !used.scopes.is_empty())
    })
}

fn openapi_docs() -> [model::Docs; 2] {
    let json = Text::default()
        .line("The `OpenAPI` document to publish, as JSON: the contract, and what the router answers by itself.")
        .line(
            "Of each operation it lists every status that a request can get, the [rejections] as the router renders\n\
             them unless told otherwise. `servers` are the contract's.",
        )
        .line("[rejections]: spectrait_runtime::server::RejectionKind")
        .done();
    let yaml = Text::default().line("[`OPENAPI_JSON`] as YAML.").done();
    [json, yaml]
}

/// The path of a server's URL, without the slash at its end.
fn base_path(url: &str) -> String {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |start| &rest[start..]),
        None => url,
    };
    let path = path
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .trim_end_matches('/');
    if path.starts_with('/') {
        path.to_owned()
    } else {
        "/".to_owned()
    }
}
