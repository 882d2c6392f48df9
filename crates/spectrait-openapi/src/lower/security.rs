//! Security schemes and who may call.

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, codes};

use super::Lowering;
use crate::resolved::{SecurityRequirement, SecurityScheme, SecuritySchemeKind};

/// By position of a scheme in the document: its position in `ir::Api::security_schemes`.
pub(super) struct Schemes(Vec<Option<usize>>);

/// The declared schemes that have a kind of their own in the intermediate representation. The others are an error
/// where they are used.
pub(super) fn lower_security_schemes(
    declared: &[SecurityScheme],
) -> (Vec<ir::SecurityScheme>, Schemes) {
    let mut lowered = Vec::new();
    let mut positions = Vec::new();
    for scheme in declared {
        let kind = match &scheme.kind {
            SecuritySchemeKind::Http {
                scheme,
                bearer_format,
            } if scheme == "bearer" => Some(ir::SecuritySchemeKind::Bearer {
                format: bearer_format.clone(),
            }),
            SecuritySchemeKind::Http { scheme, .. } if scheme == "basic" => {
                Some(ir::SecuritySchemeKind::Basic)
            }
            SecuritySchemeKind::ApiKey { location, name } => Some(ir::SecuritySchemeKind::ApiKey {
                location: *location,
                name: name.clone(),
            }),
            SecuritySchemeKind::Http { .. }
            | SecuritySchemeKind::OAuth2
            | SecuritySchemeKind::OpenIdConnect { .. }
            | SecuritySchemeKind::MutualTls => None,
        };
        positions.push(kind.as_ref().map(|_| lowered.len()));
        lowered.extend(kind.map(|kind| ir::SecurityScheme {
            name: scheme.name.value.clone(),
            span: scheme.name.span,
            description: scheme.description.clone(),
            kind,
        }));
    }
    (lowered, Schemes(positions))
}

impl Lowering<'_> {
    /// Who may call an operation. What cannot be generated is reported and left out.
    pub(super) fn lower_security(
        &mut self,
        requirements: &[SecurityRequirement],
        schemes: &Schemes,
    ) -> Vec<ir::SecurityAlternative> {
        requirements
            .iter()
            .filter_map(|requirement| self.lower_requirement(requirement, schemes))
            .collect()
    }

    fn lower_requirement(
        &mut self,
        requirement: &SecurityRequirement,
        schemes: &Schemes,
    ) -> Option<ir::SecurityAlternative> {
        let (position, scopes) = match &*requirement.schemes {
            [] => {
                self.report
                    .unsupported("optional security (`{}`)", requirement.span);
                return None;
            }
            [only] => only,
            _ => {
                self.report
                    .unsupported("a combination of security schemes", requirement.span);
                return None;
            }
        };
        let scheme = self.api.security_schemes.get(*position)?;
        if let Some(what) = unsupported_scheme(&scheme.kind) {
            self.report.push(
                Diagnostic::error(
                    codes::UNSUPPORTED,
                    format!("{what} (`{}`) cannot be generated yet", scheme.name.value),
                )
                .at(scheme.name.span, "not supported")
                .also(requirement.span, "needed here")
                .help("only `type: http` with `scheme: bearer` is supported; generate from a copy without the operations that need another"),
            );
            return None;
        }
        let scheme = schemes.0.get(*position).copied().flatten()?;
        Some(ir::SecurityAlternative {
            schemes: vec![ir::SecuritySchemeUse {
                scheme,
                scopes: scopes.clone(),
            }],
        })
    }
}

/// What a scheme is, if it is not supported.
fn unsupported_scheme(kind: &SecuritySchemeKind) -> Option<String> {
    match kind {
        SecuritySchemeKind::Http { scheme, .. } if scheme == "bearer" => None,
        SecuritySchemeKind::Http { scheme, .. } => {
            Some(format!("the HTTP authentication scheme `{scheme}`"))
        }
        SecuritySchemeKind::ApiKey { .. } => Some("a security scheme `apiKey`".to_owned()),
        SecuritySchemeKind::OAuth2 => Some("a security scheme `oauth2`".to_owned()),
        SecuritySchemeKind::OpenIdConnect { .. } => {
            Some("a security scheme `openIdConnect`".to_owned())
        }
        SecuritySchemeKind::MutualTls => Some("a security scheme `mutualTLS`".to_owned()),
    }
}
