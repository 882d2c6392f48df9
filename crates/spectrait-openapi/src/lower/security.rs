//! Security schemes and who may call.

use spectrait_ir as ir;

use crate::resolved::{SecurityRequirement, SecurityScheme, SecuritySchemeKind};

/// The declared schemes, in document order.
pub(super) fn lower_security_schemes(declared: &[SecurityScheme]) -> Vec<ir::SecurityScheme> {
    let lower = |scheme: &SecurityScheme| ir::SecurityScheme {
        name: scheme.name.value.clone(),
        span: scheme.name.span,
        description: scheme.description.clone(),
        kind: lower_kind(&scheme.kind),
    };
    declared.iter().map(lower).collect()
}

fn lower_kind(kind: &SecuritySchemeKind) -> ir::SecuritySchemeKind {
    match kind {
        SecuritySchemeKind::Http {
            scheme,
            bearer_format,
        } => match &**scheme {
            "bearer" => ir::SecuritySchemeKind::Bearer {
                format: bearer_format.clone(),
            },
            "basic" => ir::SecuritySchemeKind::Basic,
            scheme => ir::SecuritySchemeKind::Http {
                scheme: scheme.to_owned(),
            },
        },
        SecuritySchemeKind::ApiKey { location, name } => ir::SecuritySchemeKind::ApiKey {
            location: *location,
            name: name.clone(),
        },
        SecuritySchemeKind::OAuth2 { flows } => ir::SecuritySchemeKind::OAuth2 {
            flows: flows.clone(),
        },
        SecuritySchemeKind::OpenIdConnect { url } => {
            ir::SecuritySchemeKind::OpenIdConnect { url: url.clone() }
        }
        SecuritySchemeKind::MutualTls => ir::SecuritySchemeKind::MutualTls,
    }
}

/// Who may call an operation.
pub(super) fn lower_security(requirements: &[SecurityRequirement]) -> Vec<ir::SecurityAlternative> {
    let lower_use = |(scheme, scopes): &(usize, Vec<String>)| ir::SecuritySchemeUse {
        scheme: *scheme,
        scopes: scopes.clone(),
    };
    let lower = |requirement: &SecurityRequirement| ir::SecurityAlternative {
        schemes: requirement.schemes.iter().map(lower_use).collect(),
    };
    requirements.iter().map(lower).collect()
}
