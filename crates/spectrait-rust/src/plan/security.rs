//! Security schemes: constants, the builder's methods, the server's credentials.

use std::collections::BTreeSet;

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use super::claims::{Claim, Claims};
use super::docs::{self, Text};
use super::scope::{Home, RUNTIME, RUNTIME_SERVER, Scope};
use super::{Plan, names};
use crate::model::{self, Type};

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
        let used: BTreeSet<usize> = api
            .operations
            .iter()
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

impl Plan<'_> {
    /// The module `security`, if any operation needs it.
    pub(crate) fn security(&self) -> Option<model::SecurityModule> {
        let mut scope = self.scope(Home::Security, []);
        let scheme_type = scope.runtime(RUNTIME, "SecurityScheme");
        let schemes: Vec<_> = self
            .schemes
            .used()
            .map(|(index, names)| {
                let scheme = &self.api.security_schemes[index];
                model::SecurityScheme {
                    docs: scheme_docs(scheme),
                    ident: names.constant.clone(),
                    method: names.method.clone(),
                    name: scheme.name.clone(),
                    kind: model::SecuritySchemeKind::Bearer,
                }
            })
            .collect();
        let module = model::SecurityModule {
            imports: scope.into_imports(),
            scheme_type,
            schemes,
        };
        (!module.schemes.is_empty()).then_some(module)
    }

    /// Alternatives of constants, as an operation needs them.
    pub(crate) fn requirements(
        &self,
        operation: &ir::Operation,
        scope: &mut Scope<'_>,
    ) -> Vec<Vec<Type>> {
        let alternative = |alternative: &ir::SecurityAlternative| {
            let schemes = alternative
                .schemes
                .iter()
                .filter_map(|used| self.schemes.0[used.scheme].as_ref());
            schemes
                .map(|names| scope.named(Home::Security, &names.constant))
                .collect()
        };
        operation.security.iter().map(alternative).collect()
    }

    /// What a caller may show: every alternative of the document once, single schemes first.
    pub(crate) fn credentials(&self, scope: &mut Scope<'_>) -> Vec<model::Credential> {
        let alternatives: BTreeSet<(usize, Vec<usize>)> = self
            .api
            .operations
            .iter()
            .flat_map(|operation| &operation.security)
            .map(|alternative| {
                let schemes: Vec<usize> =
                    alternative.schemes.iter().map(|used| used.scheme).collect();
                // Nothing comes last.
                (
                    if schemes.is_empty() {
                        usize::MAX
                    } else {
                        schemes.len()
                    },
                    schemes,
                )
            })
            .collect();
        alternatives
            .into_iter()
            .map(|(_, schemes)| self.credential(&schemes, scope))
            .collect()
    }

    fn credential(&self, schemes: &[usize], scope: &mut Scope<'_>) -> model::Credential {
        let names: Vec<&SchemeNames> = schemes
            .iter()
            .filter_map(|&index| self.schemes.0[index].as_ref())
            .collect();
        let variants: Vec<&str> = names.iter().map(|names| names.variant.as_str()).collect();
        let docs = match schemes {
            [] => Text::default()
                .line("Nothing: the operation also serves everyone.")
                .done(),
            [one] => scheme_docs(&self.api.security_schemes[*one]),
            _ => Text::default()
                .line("Schemes that are needed together.")
                .done(),
        };
        model::Credential {
            docs,
            ident: if variants.is_empty() {
                "Nobody".to_owned()
            } else {
                variants.join("And")
            },
            types: names
                .iter()
                .map(|_| scope.runtime(RUNTIME_SERVER, "Bearer"))
                .collect(),
            schemes: names
                .iter()
                .map(|names| scope.named(Home::Security, &names.constant))
                .collect(),
        }
    }
}

fn scheme_docs(scheme: &ir::SecurityScheme) -> model::Docs {
    Text::or(scheme.description.as_deref(), || {
        format!("The {} scheme.", docs::code(&scheme.name))
    })
    .done()
}
