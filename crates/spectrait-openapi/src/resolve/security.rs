//! Security schemes and requirements.

use std::borrow::Cow;

use spectrait_ir::ApiKeyLocation;
use spectrait_source::{Diagnostic, Node, codes};

use super::Resolver;
use super::reference::Noun;
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
                (description, SecuritySchemeKind::OAuth2)
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
        let requirements = node.get("security")?.as_array()?;
        Some(
            requirements
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
        for entry in node.as_object()? {
            let Some(&position) = self.security_schemes.get(&*entry.key.text) else {
                self.report_unknown_scheme(&entry.key.text, entry.key.span);
                complete = false;
                continue;
            };
            let scopes = entry.value.as_array().unwrap_or_default();
            let scopes = scopes
                .iter()
                .filter_map(plain_text)
                .map(Cow::into_owned)
                .collect();
            match position {
                Some(position) => schemes.push((position, scopes)),
                None => complete = false,
            }
        }
        complete.then_some(resolved::SecurityRequirement {
            span: node.span,
            schemes,
        })
    }

    fn report_unknown_scheme(&mut self, name: &str, span: spectrait_source::Span) {
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
