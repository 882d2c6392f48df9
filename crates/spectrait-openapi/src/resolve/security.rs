//! Security schemes and requirements.

use std::borrow::Cow;

use spectrait_ir::{ApiKeyLocation, OAuthFlow};
use spectrait_source::{Diagnostic, Node, Span, codes};

use super::Resolver;
use super::reference::Noun;
use crate::load::security::security_alternatives;
use crate::load::value::{cut, plain_text};
use crate::resolved::{self, SecuritySchemeKind};
use crate::schema::Spanned;

impl<'d> Resolver<'d> {
    /// `components.securitySchemes`, in document order.
    pub(super) fn resolve_security_schemes(
        &mut self,
        openapi: &'d openapiv3::OpenAPI,
    ) -> Vec<resolved::SecurityScheme> {
        let mut resolved = Vec::new();
        for (name, span) in self.component_keys("securitySchemes") {
            self.security_schemes.insert(name, None);
            let schemes = openapi.components.as_ref().map(|all| &all.security_schemes);
            let Some(scheme) = schemes.and_then(|schemes| schemes.get(name)) else {
                continue;
            };
            self.note_scopes(name, scheme);
            if let Some(scheme) = self.resolve_security_scheme(
                Spanned {
                    value: name.to_owned(),
                    span,
                },
                scheme,
            ) {
                resolved.push(scheme);
            }
        }
        resolved.sort_by_key(|scheme| scheme.name.span);
        for (position, scheme) in resolved.iter().enumerate() {
            if let Some(known) = self.security_schemes.get_mut(&*scheme.name.value) {
                *known = Some(position);
            }
        }
        resolved
    }

    /// Keeps the scopes that an OAuth scheme declares.
    fn note_scopes(
        &mut self,
        name: &'d str,
        scheme: &'d openapiv3::ReferenceOr<openapiv3::SecurityScheme>,
    ) {
        let found = self.noun(scheme, Noun::SecurityScheme, |nouns| {
            &nouns.security_schemes
        });
        if let Some((openapiv3::SecurityScheme::OAuth2 { .. }, node, _)) = found {
            let flows = node.get("flows").and_then(Node::as_object);
            let flows = flows.into_iter().flatten();
            let declared = flows
                .flat_map(|entry| scopes(&entry.value))
                .map(|(name, _)| name);
            self.scopes.insert(name, declared.collect());
        }
    }

    fn resolve_security_scheme(
        &mut self,
        name: Spanned<String>,
        scheme: &'d openapiv3::ReferenceOr<openapiv3::SecurityScheme>,
    ) -> Option<resolved::SecurityScheme> {
        let (scheme, node, holder) = self.noun(scheme, Noun::SecurityScheme, |nouns| {
            &nouns.security_schemes
        })?;
        let (description, kind) = match scheme {
            openapiv3::SecurityScheme::APIKey {
                location,
                name,
                description,
                ..
            } => (
                description,
                SecuritySchemeKind::ApiKey {
                    location: match location {
                        openapiv3::APIKeyLocation::Query => ApiKeyLocation::Query,
                        openapiv3::APIKeyLocation::Header => ApiKeyLocation::Header,
                        openapiv3::APIKeyLocation::Cookie => ApiKeyLocation::Cookie,
                    },
                    name: name.clone(),
                },
            ),
            // `openapiv3` has no name for it, so that `load` gave it another.
            openapiv3::SecurityScheme::HTTP { description, .. }
                if node.get("type").and_then(Node::as_str) == Some("mutualTLS") =>
            {
                (description, SecuritySchemeKind::MutualTls)
            }
            openapiv3::SecurityScheme::HTTP {
                scheme,
                bearer_format,
                description,
                ..
            } => (
                description,
                SecuritySchemeKind::Http {
                    scheme: scheme.to_lowercase(),
                    bearer_format: bearer_format.clone(),
                },
            ),
            openapiv3::SecurityScheme::OAuth2 { description, .. } => {
                let flows = resolve_flows(node);
                (description, SecuritySchemeKind::OAuth2 { flows })
            }
            openapiv3::SecurityScheme::OpenIDConnect {
                open_id_connect_url,
                description,
                ..
            } => (
                description,
                SecuritySchemeKind::OpenIdConnect {
                    url: open_id_connect_url.clone(),
                },
            ),
        };
        Some(resolved::SecurityScheme {
            name,
            description: Self::description(holder, description.as_ref()),
            kind,
        })
    }

    /// The `security` of an object, if it has one.
    pub(super) fn resolve_security(
        &mut self,
        node: &'d Node,
    ) -> Option<Vec<resolved::SecurityRequirement>> {
        let written = node.get("security").filter(|node| !node.is_null())?;
        let alternatives = security_alternatives(written);
        Some(
            alternatives
                .iter()
                .filter_map(|node| self.resolve_requirement(node))
                .collect(),
        )
    }

    /// One alternative; `None` where it is reported: without one of its schemes it would let in more callers
    /// than the document does.
    fn resolve_requirement(&mut self, node: &'d Node) -> Option<resolved::SecurityRequirement> {
        let mut schemes = Vec::new();
        let mut complete = true;
        if let Some(name) = node.as_str() {
            // `load` has warned.
            match self.security_schemes.get(name).copied() {
                Some(Some(position)) => schemes.push((position, Vec::new())),
                Some(None) => complete = false,
                None => {
                    self.report_unknown_scheme(name, node.span);
                    complete = false;
                }
            }
            return complete.then_some(resolved::SecurityRequirement {
                span: node.span,
                schemes,
            });
        }
        for entry in node.as_object()? {
            let Some(&position) = self.security_schemes.get(&*entry.key.text) else {
                self.report_unknown_scheme(&entry.key.text, entry.key.span);
                complete = false;
                continue;
            };
            let scopes = entry.value.as_array().unwrap_or_default();
            let scopes: Vec<(String, Span)> = scopes
                .iter()
                .filter_map(|scope| Some((plain_text(scope)?.into_owned(), scope.span)))
                .collect();
            match position {
                Some(position) => {
                    self.check_scopes(&entry.key.text, &scopes);
                    let scopes = scopes.into_iter().map(|(scope, _)| scope).collect();
                    schemes.push((position, scopes));
                }
                None => complete = false,
            }
        }
        complete.then_some(resolved::SecurityRequirement {
            span: node.span,
            schemes,
        })
    }

    /// Whether an OAuth scheme declares the scopes; those of other schemes are declared elsewhere.
    fn check_scopes(&mut self, scheme: &str, scopes: &[(String, Span)]) {
        let Some(declared) = self.scopes.get(scheme) else {
            return;
        };
        let declared: Vec<&'d str> = declared.iter().copied().collect();
        for (scope, span) in scopes {
            if declared.contains(&&**scope) {
                continue;
            }
            let diagnostic = Diagnostic::warning(
                codes::UNKNOWN_SECURITY_SCHEME,
                format!(
                    "the security scheme `{}` declares no scope `{}`",
                    cut(scheme),
                    cut(scope)
                ),
            )
            .at(*span, "needed all the same");
            let meant = self.nearest(scope, declared.iter().copied());
            self.report(match meant {
                Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                None => diagnostic.help("declare it in the `scopes` of the scheme's flows"),
            });
        }
    }

    fn report_unknown_scheme(&mut self, name: &str, span: Span) {
        let names: Vec<&str> = self.security_schemes.keys().copied().collect();
        let diagnostic = Diagnostic::error(
            codes::UNKNOWN_SECURITY_SCHEME,
            format!("no security scheme is named `{}`", cut(name)),
        )
        .at(span, "");
        let meant = self.nearest(name, names.iter().copied());
        self.report(match (meant, names[..].first()) {
            (Some(meant), _) => diagnostic.help(format!("did you mean `{meant}`?")),
            (None, Some(_)) => diagnostic.help(format!(
                "`components.securitySchemes` declares `{}`",
                names
                    .iter()
                    .take(8)
                    .map(|name| cut(name))
                    .collect::<Vec<_>>()
                    .join("`, `")
            )),
            (None, None) => diagnostic.help("declare it in `components.securitySchemes`"),
        });
    }
}

/// The flows of an OAuth scheme, in the order of the specification.
fn resolve_flows(node: &Node) -> Vec<OAuthFlow> {
    let names = [
        "implicit",
        "password",
        "clientCredentials",
        "authorizationCode",
    ];
    let flows = node.get("flows").and_then(Node::as_object);
    let entries = names.iter().filter_map(|name| flows?.entry(name));
    let flows = entries.filter(|entry| entry.value.as_object().is_some());
    let text = |node: &Node, name| node.get(name).and_then(plain_text).map(Cow::into_owned);
    flows
        .map(|entry| OAuthFlow {
            name: String::from(entry.key.text.clone()),
            authorization_url: text(&entry.value, "authorizationUrl"),
            token_url: text(&entry.value, "tokenUrl"),
            refresh_url: text(&entry.value, "refreshUrl"),
            scopes: scopes(&entry.value)
                .map(|(name, purpose)| {
                    let purpose = plain_text(purpose).map(Cow::into_owned);
                    (name.to_owned(), purpose.unwrap_or_default())
                })
                .collect(),
        })
        .collect()
}

/// The scopes of a flow.
fn scopes(flow: &Node) -> impl Iterator<Item = (&str, &Node)> {
    let members = flow.get("scopes").and_then(Node::as_object);
    let members = members.into_iter().flatten();
    members.map(|entry| (&*entry.key.text, &entry.value))
}
