//! Where an API is served, where that has variables (OpenAPI 3.0.4 section 4.8.5).

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use super::claims::{Claim, Claims};
use super::docs::{self, Text};
use super::scope::{RUNTIME, RUNTIME_CLIENT, Scope};
use super::{Plan, names};
use crate::model::{self, Type};

/// The longest description that a name is made of, in words.
const MAX_WORDS: usize = 4;

impl Plan<'_> {
    /// The servers with variables. `declared` are the names that the file has already.
    pub(crate) fn server_urls(
        &self,
        declared: &[&str],
        scope: &mut Scope<'_>,
    ) -> Vec<model::ServerUrl> {
        let servers: Vec<&ir::Server> = self
            .api
            .servers
            .iter()
            .filter(|server| !server.variables.is_empty())
            .collect();
        if servers.is_empty() {
            return Vec::new();
        }
        scope.macro_(RUNTIME_CLIENT, "server");
        let mut claims = Claims::default();
        for (index, name) in declared.iter().enumerate() {
            let claim = Claim::derived(0, String::new(), (*name).to_owned(), None);
            claims.add((0, index, 0), claim);
        }
        for (index, server) in servers.iter().enumerate() {
            let wanted = name(server);
            for (position, variable) in server.variables.iter().enumerate() {
                let wanted = names::inside(&wanted, &variable.name);
                if !variable.values.is_empty() {
                    let what = format!("{index}-{position}");
                    claims.add((2, index, position), Claim::derived(2, what, wanted, None));
                }
            }
            let claim = Claim::derived(1, server.template.clone(), wanted, None);
            claims.add((1, index, 0), claim);
        }
        let settled = claims.settle(&mut Diagnostics::default());
        let servers = servers.into_iter().enumerate();
        servers
            .map(|(index, server)| {
                let idents = variable_idents(server);
                let variables = server.variables.iter().zip(idents).enumerate();
                let variables = variables.map(|(position, (variable, ident))| {
                    let enumeration = settled.get(&(2, index, position));
                    Self::server_variable(variable, ident, enumeration, scope)
                });
                model::ServerUrl {
                    docs: Text::or(server.description.as_deref(), || {
                        "Where the API is served.".to_owned()
                    })
                    .line(format!("{}.", docs::code(&server.template)))
                    .done(),
                    ident: settled[&(1, index, 0)].clone(),
                    template: server.template.clone(),
                    variables: variables.collect(),
                }
            })
            .collect()
    }

    fn server_variable(
        variable: &ir::ServerVariable,
        ident: String,
        enumeration: Option<&String>,
        scope: &mut Scope<'_>,
    ) -> model::ServerVariable {
        let about = format!("The variable {}.", docs::code(&variable.name));
        let default = match variable.default.as_str() {
            "" => "Empty unless set.".to_owned(),
            default => format!("{} unless set.", docs::code(default)),
        };
        let text = model::ServerDefault::Text(variable.default.clone());
        let plain = model::ServerVariable {
            docs: Text::or(variable.description.as_deref(), || about.clone())
                .line(default)
                .done(),
            ident,
            ty: scope.prelude("std::string", "String"),
            wire_name: variable.name.clone(),
            default: text,
            enumeration: None,
        };
        let Some(name) = enumeration else {
            return plain;
        };
        let mut claims = Claims::default();
        for (index, value) in variable.values.iter().enumerate() {
            let claim = Claim::derived(0, value.clone(), names::variant(value), None);
            claims.add(index, claim);
        }
        let idents = claims.settle(&mut Diagnostics::default()).into_values();
        let variants: Vec<model::EnumerationVariant> = idents
            .zip(&variable.values)
            .map(|(ident, value)| model::EnumerationVariant {
                ident,
                wire_name: value.clone(),
            })
            .collect();
        let is_default =
            |variant: &&model::EnumerationVariant| variant.wire_name == variable.default;
        let Some(default) = variants.iter().find(is_default) else {
            // A default that is not among the values: any text may be set.
            return plain;
        };
        scope.macro_(RUNTIME, "string_enum");
        model::ServerVariable {
            ty: Type::plain(name),
            default: model::ServerDefault::Variant(default.ident.clone()),
            enumeration: Some(model::Enumeration {
                docs: Text::default().line(about).done(),
                ident: name.clone(),
                variants,
            }),
            ..plain
        }
    }
}

fn variable_idents(server: &ir::Server) -> Vec<String> {
    let mut claims = Claims::default();
    for (index, variable) in server.variables.iter().enumerate() {
        let claim = Claim::derived(0, variable.name.clone(), names::field(&variable.name), None);
        claims.add(index, claim);
    }
    claims
        .settle(&mut Diagnostics::default())
        .into_values()
        .collect()
}

/// `ProductionServer` where the description is as short as a name, else `Server`.
fn name(server: &ir::Server) -> String {
    let description = server.description.as_deref().unwrap_or_default().trim();
    let is_name = description.split_whitespace().count() <= MAX_WORDS
        && description
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || " -_.".contains(char));
    let name = names::type_(without_article(description));
    let name = name.trim_end_matches('_');
    if description.is_empty() || !is_name {
        "Server".to_owned()
    } else if name.ends_with("Server") {
        name.to_owned()
    } else {
        format!("{name}Server")
    }
}

fn without_article(description: &str) -> &str {
    let (first, rest) = description.split_once(' ').unwrap_or(("", description));
    let is_article = ["a", "an", "the"].contains(&first.to_ascii_lowercase().as_str());
    if is_article { rest } else { description }
}
