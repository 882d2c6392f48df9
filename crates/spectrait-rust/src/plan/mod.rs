//! From what a document means to the crate that is to be written: every name, collision, derive and path is
//! decided here and only here.

mod checked;
mod circles;
mod claims;
mod classes;
mod client;
mod default;
mod docs;
mod encoding;
mod enumeration;
mod foreign;
mod group;
mod integer;
mod items;
mod media_type;
mod message;
mod names;
mod naming;
mod object;
mod operation;
mod operation_naming;
mod pages;
mod parameter;
mod places;
mod response;
mod route;
mod rules;
mod scope;
mod security;
mod server;
mod server_url;
mod shapes;
mod status;
mod types;
mod union;
mod variants;
mod webhooks;
mod words;

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use crate::{Settings, model};
use docs::Text;
use naming::Names;
use route::Route;
use rules::RuleNames;
use scope::{Home, Scope};
use security::Schemes;
use shapes::Shapes;

/// Decides what the crate of a document looks like.
///
/// Two things of the document that get one Rust name are a warning, and both get a name. The result is whole
/// in any case, but compiles only if no error was reported.
pub fn plan(api: &ir::Api, settings: &Settings, diagnostics: &mut Diagnostics) -> model::Crate {
    foreign::check(api, diagnostics);
    response::check_headers(api, diagnostics);
    let shapes = Shapes::of(api, diagnostics);
    let names = Names::of(api, &shapes, diagnostics);
    let rule_names = RuleNames::of(api, &shapes, &names);
    let schemes = Schemes::of(api, diagnostics);
    let ids: Vec<&str> = names
        .operations
        .iter()
        .map(|names| names.id.as_str())
        .collect();
    let routes = route::routes(api, &shapes, &ids);
    let package = package(api, settings);
    let plan = Plan {
        api,
        shapes: &shapes,
        names: &names,
        rule_names: &rule_names,
        schemes: &schemes,
        routes: &routes,
        package: &package.name,
    };
    model::Crate {
        docs: plan.crate_docs(),
        types: plan.types(diagnostics),
        rules: plan.rules_module(),
        groups: plan.groups(diagnostics),
        security: plan.security(),
        client: plan.client(),
        server: plan.server(),
        webhooks: plan.webhooks(diagnostics),
        package,
    }
}

/// What all parts of the stage look things up in.
struct Plan<'a> {
    api: &'a ir::Api,
    shapes: &'a Shapes<'a>,
    names: &'a Names,
    rule_names: &'a RuleNames,
    schemes: &'a Schemes,
    /// By operation.
    routes: &'a [Route],
    package: &'a str,
}

impl Plan<'_> {
    fn scope(&self, home: Home, declared: impl IntoIterator<Item = String>) -> Scope<'_> {
        Scope::new(&self.names.operation_types, home, declared)
    }

    fn crate_docs(&self) -> model::Docs {
        let title = docs::phrase(&self.api.title);
        Text::default()
            .line(format!("{title}: types, client and server."))
            .markdown(self.api.description.as_deref())
            .done()
    }
}

fn package(api: &ir::Api, settings: &Settings) -> model::Package {
    let title = api.title.split_whitespace().collect::<Vec<_>>().join(" ");
    model::Package {
        name: settings
            .package_name
            .clone()
            .unwrap_or_else(|| names::package(&api.title)),
        description: format!("{title}: types, client and server"),
        runtime: settings.runtime.clone(),
    }
}
