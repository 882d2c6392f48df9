//! The client: a method for each operation.

use spectrait_ir as ir;

use super::Plan;
use super::docs::{self, Text};
use super::group::Group;
use super::operation::headline;
use super::scope::{Home, RUNTIME_CLIENT, Scope};
use crate::model;

/// What `client.rs` declares.
pub(crate) const DECLARED: [&str; 2] = ["Client", "ClientBuilder"];

impl Plan<'_> {
    pub(crate) fn client(&self) -> model::Client {
        let mut scope = self.scope(Home::Client, DECLARED.map(str::to_owned));
        scope.macro_(RUNTIME_CLIENT, "client");
        let title = docs::phrase(&self.api.title);
        let servers = self.server_urls(&DECLARED, &mut scope);
        let mut listed = self.api.servers.iter();
        let base_url = self
            .api
            .servers
            .first()
            .filter(|server| is_absolute(&server.url));
        let base_url = base_url.inspect(|_| {
            listed.next();
        });
        let others: Vec<String> = listed
            .filter(|server| is_absolute(&server.url) && server.variables.is_empty())
            .map(|server| {
                let url = docs::code(&server.url);
                match server.description.as_deref().map(docs::phrase) {
                    Some(about) if !about.is_empty() => format!("- {url}: {about}"),
                    _ => format!("- {url}"),
                }
            })
            .collect();
        let others = (!others.is_empty())
            .then(|| format!("Other servers of the document:\n{}", others.join("\n")));
        model::Client {
            module_docs: Text::default()
                .line(format!("The client of {title}."))
                .line("[`Client`] has a method for each operation; the manual is in [`spectrait_runtime::client`].")
                .done(),
            docs: Text::default()
                .line(format!("A client of {title}."))
                .maybe(others)
                .done(),
            ident: "Client".to_owned(),
            is_sender: false,
            imports: scope.into_imports(),
            schemes: self.schemes_of(self.api.operations.iter()),
            base_url: base_url.map(|server| {
                let docs = Text::or(server.description.as_deref(), || "Where the API is served.".to_owned());
                (docs.done(), server.url.clone())
            }),
            servers,
        }
    }

    pub(crate) fn client_module(
        &self,
        group: &Group,
        home: Home,
        declared: &[&str],
    ) -> model::ClientModule {
        let declared = declared.iter().map(|&name| name.to_owned());
        let mut scope = self.scope(home, declared);
        let methods = group
            .operations
            .iter()
            .map(|&index| self.client_method(index, &mut scope))
            .collect();
        model::ClientModule {
            docs: self.group_docs("client's methods", group),
            imports: scope.into_imports(),
            methods,
        }
    }

    fn client_method(&self, index: usize, scope: &mut Scope<'_>) -> model::ClientMethod {
        let operation = self.operation(index);
        let names = &self.names.operations[index];
        let home = self.home(index);
        let request = scope.named(home, &names.request);
        let success = self.success_value(index, scope);
        let failure = scope.named(home, &names.failure);
        model::ClientMethod {
            docs: Text::default()
                .wrapped(&headline(operation))
                .markdown(operation.description.as_deref())
                .maybe(own_servers(operation))
                .done(),
            is_deprecated: operation.deprecated,
            is_webhook: self.webhook(index).is_some(),
            ident: names.method.clone(),
            call: scope
                .runtime(RUNTIME_CLIENT, "Call")
                .of(success)
                .of(failure),
            pages: self.pages(index, &request, scope),
            request,
        }
    }
}

/// Where an operation is served, if not where the rest is.
fn own_servers(operation: &ir::Operation) -> Option<String> {
    let urls: Vec<String> = operation
        .servers
        .iter()
        .map(|server| docs::code(&server.template))
        .collect();
    (!urls.is_empty()).then(|| {
        format!(
            "Served at {}:\na client for it needs that as its base URL.",
            urls.join(" or ")
        )
    })
}

fn is_absolute(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}
