//! Security schemes: constants, the builder's methods, the server's credentials.

use std::collections::BTreeSet;

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use super::claims::{Claim, Claims};
use super::docs::{self, Text};
use super::scope::{Home, RUNTIME, RUNTIME_SERVER, Scope};
use super::{Plan, names, operation};
use crate::model;

/// Methods that the client's builder has anyway.
const BUILDER_METHODS: &[&str] = &[
    "base_url",
    "body_limit",
    "build",
    "default_header",
    "timeout",
    "transport",
    "user_agent",
];

/// The names of the schemes that operations use, by position in `Api::security_schemes`.
pub(crate) struct Schemes(Vec<Option<SchemeNames>>);

pub(crate) struct SchemeNames {
    pub(crate) constant: String,
    pub(crate) method: String,
    pub(crate) variant: String,
}

impl Schemes {
    pub(crate) fn of(api: &ir::Api, diagnostics: &mut Diagnostics) -> Self {
        let used: BTreeSet<usize> = operation::all(api)
            .flat_map(|operation| &operation.security)
            .flat_map(|alternative| alternative.schemes.iter().map(|used| used.scheme))
            .collect();
        let mut claims = Claims::default();
        for &index in &used {
            let scheme = &api.security_schemes[index];
            claims.add(
                index,
                Claim::new(
                    "security scheme",
                    &scheme.name,
                    names::type_(&scheme.name),
                    scheme.span,
                ),
            );
        }
        let settled = claims.settle(diagnostics);
        let names = |index| {
            let variant: &String = settled.get(&index)?;
            let method = names::method(variant);
            let is_taken = BUILDER_METHODS.contains(&method.as_str());
            let method = if is_taken {
                format!("{method}_")
            } else {
                method
            };
            Some(SchemeNames {
                constant: names::constant(variant),
                method,
                variant: variant.clone(),
            })
        };
        Self((0..api.security_schemes.len()).map(names).collect())
    }

    fn used(&self) -> impl Iterator<Item = (usize, &SchemeNames)> {
        self.0
            .iter()
            .enumerate()
            .filter_map(|(index, names)| Some((index, names.as_ref()?)))
    }
}

impl<'a> Plan<'a> {
    /// The module `security`, if any operation needs it.
    pub(crate) fn security(&self) -> Option<model::SecurityModule> {
        let mut scope = self.scope(Home::Security, []);
        let scheme_type = scope.runtime(RUNTIME, "SecurityScheme");
        let used = self.schemes.used();
        let schemes: Vec<_> = used
            .map(|(index, names)| self.scheme(index, names))
            .collect();
        if schemes.iter().any(model::SecurityScheme::has_source) {
            scope.macro_(RUNTIME, "security_scheme");
        }
        let module = model::SecurityModule {
            imports: scope.into_imports(),
            scheme_type,
            schemes,
        };
        (!module.schemes.is_empty()).then_some(module)
    }

    fn scheme(&self, index: usize, names: &SchemeNames) -> model::SecurityScheme {
        let scheme = &self.api.security_schemes[index];
        model::SecurityScheme {
            docs: scheme_docs(scheme, true),
            ident: names.constant.clone(),
            method: names.method.clone(),
            name: scheme.name.clone(),
            kind: kind(&scheme.kind),
            flows: match &scheme.kind {
                ir::SecuritySchemeKind::OAuth2 { flows } => {
                    flows.iter().filter_map(declared_flow).collect()
                }
                _ => Vec::new(),
            },
            open_id_connect_url: match &scheme.kind {
                ir::SecuritySchemeKind::OpenIdConnect { url } if !url.is_empty() => {
                    Some(url.clone())
                }
                _ => None,
            },
        }
    }

    /// The schemes that some operations use.
    pub(crate) fn schemes_of(
        &self,
        operations: impl Iterator<Item = &'a ir::Operation>,
    ) -> Vec<model::SecurityScheme> {
        let used: BTreeSet<usize> = operations
            .flat_map(|operation| &operation.security)
            .flat_map(|alternative| alternative.schemes.iter().map(|used| used.scheme))
            .collect();
        let schemes = self.schemes.used();
        schemes
            .filter(|(index, _)| used.contains(index))
            .map(|(index, names)| model::SecurityScheme {
                docs: scheme_docs(&self.api.security_schemes[index], false),
                ..self.scheme(index, names)
            })
            .collect()
    }

    /// Alternatives of constants, as an operation needs them.
    pub(crate) fn requirements(
        &self,
        operation: &ir::Operation,
        scope: &mut Scope<'_>,
    ) -> Vec<Vec<model::Requirement>> {
        let mut requirement = |used: &ir::SecuritySchemeUse| {
            let names = self.schemes.0[used.scheme].as_ref()?;
            Some(model::Requirement {
                scheme: scope.named(Home::Security, &names.constant),
                scopes: used.scopes.clone(),
            })
        };
        let alternatives = operation.security.iter();
        alternatives
            .map(|alternative| {
                let schemes = alternative.schemes.iter();
                schemes.filter_map(&mut requirement).collect()
            })
            .collect()
    }

    /// What a caller may show: every set of schemes once, single schemes first, nothing last.
    pub(crate) fn credentials(
        &self,
        operations: impl Iterator<Item = &'a ir::Operation>,
        scope: &mut Scope<'_>,
    ) -> Vec<model::Credential> {
        let alternatives: BTreeSet<(usize, Vec<usize>)> = operations
            .flat_map(|operation| &operation.security)
            .map(|alternative| {
                let used = alternative.schemes.iter().map(|used| used.scheme);
                let mut schemes: Vec<usize> = used.collect();
                schemes.sort_unstable();
                schemes.dedup();
                let rank = if schemes.is_empty() {
                    usize::MAX
                } else {
                    schemes.len()
                };
                (rank, schemes)
            })
            .collect();
        let mut claims = Claims::default();
        for (position, (_, schemes)) in alternatives.iter().enumerate() {
            let names: Vec<&str> = self
                .names_of(schemes)
                .map(|names| names.variant.as_str())
                .collect();
            let wanted = if names.is_empty() {
                "Nobody".to_owned()
            } else {
                names.join("And")
            };
            // A scheme keeps its name; `Nobody` and combinations give way.
            let rank = u8::from(schemes.len() != 1);
            claims.add(position, Claim::derived(rank, wanted.clone(), wanted, None));
        }
        let idents = claims.settle(&mut Diagnostics::default()).into_values();
        alternatives
            .into_iter()
            .zip(idents)
            .map(|((_, schemes), ident)| self.credential(&schemes, ident, scope))
            .collect()
    }

    fn names_of(&self, schemes: &[usize]) -> impl Iterator<Item = &SchemeNames> {
        schemes
            .iter()
            .filter_map(|&index| self.schemes.0[index].as_ref())
    }

    fn credential(
        &self,
        schemes: &[usize],
        ident: String,
        scope: &mut Scope<'_>,
    ) -> model::Credential {
        let docs = match schemes {
            [] => Text::default()
                .line("Nothing: the operation also serves everyone.")
                .done(),
            [one] => scheme_docs(&self.api.security_schemes[*one], false),
            _ => Text::default()
                .line("Schemes that are needed together.")
                .done(),
        };
        let shown = |&index: &usize| match self.api.security_schemes[index].kind {
            ir::SecuritySchemeKind::Bearer { .. }
            | ir::SecuritySchemeKind::OAuth2 { .. }
            | ir::SecuritySchemeKind::OpenIdConnect { .. } => "Bearer",
            ir::SecuritySchemeKind::Basic => "Basic",
            ir::SecuritySchemeKind::Http { .. } => "HttpCredentials",
            ir::SecuritySchemeKind::ApiKey { .. } => "ApiKey",
            ir::SecuritySchemeKind::MutualTls => "ClientCertificate",
        };
        model::Credential {
            docs,
            ident,
            types: schemes
                .iter()
                .map(|index| scope.runtime(RUNTIME_SERVER, shown(index)))
                .collect(),
            schemes: self
                .names_of(schemes)
                .map(|names| scope.named(Home::Security, &names.constant))
                .collect(),
        }
    }
}

fn kind(kind: &ir::SecuritySchemeKind) -> model::SecuritySchemeKind {
    use model::SecuritySchemeKind as Kind;
    match kind {
        ir::SecuritySchemeKind::Bearer { .. } => Kind::Bearer,
        ir::SecuritySchemeKind::Basic => Kind::Basic,
        ir::SecuritySchemeKind::Http { scheme } => Kind::Http(scheme.clone()),
        ir::SecuritySchemeKind::OAuth2 { .. } => Kind::OAuth2,
        ir::SecuritySchemeKind::OpenIdConnect { .. } => Kind::OpenIdConnect,
        ir::SecuritySchemeKind::MutualTls => Kind::MutualTls,
        ir::SecuritySchemeKind::ApiKey { location, name } => match location {
            ir::ApiKeyLocation::Header => Kind::ApiKeyHeader(name.clone()),
            ir::ApiKeyLocation::Query => Kind::ApiKeyQuery(name.clone()),
            ir::ApiKeyLocation::Cookie => Kind::ApiKeyCookie(name.clone()),
        },
    }
}

/// A flow as the constant has it.
fn declared_flow(flow: &ir::OAuthFlow) -> Option<model::OAuthFlow> {
    let function = match flow.name.as_str() {
        "implicit" => "implicit",
        "password" => "password",
        "clientCredentials" => "client_credentials",
        "authorizationCode" => "authorization_code",
        _ => return None,
    };
    let urls = [
        ("authorization_url", &flow.authorization_url),
        ("token_url", &flow.token_url),
        ("refresh_url", &flow.refresh_url),
    ];
    let urls = urls.into_iter();
    Some(model::OAuthFlow {
        function,
        urls: urls
            .filter_map(|(name, url)| Some((name, url.clone()?)))
            .collect(),
        scopes: flow.scopes.iter().map(|(name, _)| name.clone()).collect(),
    })
}

/// What a scheme is; for the constant also where its tokens come from.
fn scheme_docs(scheme: &ir::SecurityScheme, is_whole: bool) -> model::Docs {
    let text = Text::or(scheme.description.as_deref(), || {
        format!("The {} scheme.", docs::code(&scheme.name))
    });
    let more = match &scheme.kind {
        _ if !is_whole => Vec::new(),
        ir::SecuritySchemeKind::OAuth2 { flows } => flows.iter().flat_map(flow).collect(),
        ir::SecuritySchemeKind::OpenIdConnect { url } if !url.is_empty() => {
            vec![format!(
                "The provider describes itself at {}.",
                docs::code(url)
            )]
        }
        ir::SecuritySchemeKind::Bearer {
            format: Some(format),
        } => vec![format!("Tokens are {}.", docs::code(format))],
        _ => Vec::new(),
    };
    more.into_iter().fold(text, Text::line).done()
}

/// Where a flow's tokens come from, and what they may be for.
fn flow(flow: &ir::OAuthFlow) -> Vec<String> {
    let url = |what: &str, url: &Option<String>| {
        let url = docs::code(url.as_deref()?);
        Some(format!("- {what} {url}"))
    };
    let parts = [
        url("the user agrees at", &flow.authorization_url),
        url("tokens are given at", &flow.token_url),
        url("tokens are renewed at", &flow.refresh_url),
    ];
    let urls: Vec<String> = parts.into_iter().flatten().collect();
    let mut paragraphs = vec![format!(
        "Flow {}:\n{}",
        docs::code(&flow.name),
        urls.join("\n")
    )];
    let scopes: Vec<String> = flow
        .scopes
        .iter()
        .map(|(scope, about)| match docs::phrase(about) {
            about if about.is_empty() => format!("- {}", docs::code(scope)),
            about => format!("- {}: {about}", docs::code(scope)),
        })
        .collect();
    if !scopes.is_empty() {
        paragraphs.push(format!("Scopes:\n{}", scopes.join("\n")));
    }
    paragraphs
}
