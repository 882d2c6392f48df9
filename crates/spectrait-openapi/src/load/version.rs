//! Which version of OpenAPI a document is written for.

use spectrait_source::{Diagnostic, Diagnostics, Kind, Node, codes};

use super::value::{cut, shown, unusual};
use crate::Version;
use spectrait_source::nearest;

/// Reads `openapi` (OpenAPI 3.0.4 section 4.8.1, 3.1.1 section 4.8.1). `None`, with a diagnostic, when
/// the document cannot be read.
pub(super) fn load_version(tree: &Node, diagnostics: &mut Diagnostics) -> Option<Version> {
    let Some(members) = tree.as_object() else {
        diagnostics.push(
            Diagnostic::error(
                codes::NOT_OPENAPI,
                format!("an OpenAPI document is an object, not {}", tree.kind_name()),
            )
            .at(tree.span, "")
            .help("a document begins with `openapi: 3.1.0` or `openapi: 3.0.3`"),
        );
        return None;
    };
    let Some(entry) = members.entry("openapi") else {
        diagnostics.push(match members.entry("swagger") {
            Some(swagger) => Diagnostic::error(
                codes::SWAGGER_2,
                format!(
                    "this is a Swagger {} document, which is not read",
                    swagger.value.as_str().unwrap_or("2.0")
                ),
            )
            .at(swagger.key.span.to(swagger.value.span), "")
            .help(
                "convert it to OpenAPI 3, as `swagger2openapi` and https://converter.swagger.io do",
            ),
            None => not_openapi(tree, nearest("openapi", members.keys())),
        });
        return None;
    };
    let node = &entry.value;
    let written = match &node.kind {
        Kind::String(text) => &**text,
        Kind::Number(number) => number.as_str(),
        _ => "",
    };
    let mut numbers = written.splitn(3, '.');
    let version = match (numbers.next(), numbers.next()) {
        (Some("3"), Some("0")) => Version::V3_0,
        (Some("3"), Some("1")) => Version::V3_1,
        _ => return unsupported(node, written, diagnostics),
    };
    match numbers.next() {
        Some(patch) if !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit()) => {}
        Some(_) => return unsupported(node, written, diagnostics),
        // `3.0`, in quotes or not: the version is plain.
        None => {
            diagnostics.push(
                unusual("openapi", "a version of three numbers", node)
                    .help(format!("write `openapi: {version}.0`; it is read as that")),
            );
        }
    }
    Some(version)
}

fn not_openapi(tree: &Node, similar: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        codes::NOT_OPENAPI,
        "the document has no `openapi` field, so it is no OpenAPI document",
    );
    let found = similar.and_then(|name| tree.as_object()?.entry(name));
    match found {
        Some(entry) => diagnostic
            .at(entry.key.span, "a similar name")
            .help("the field is written `openapi`"),
        None => diagnostic
            .at(tree.span, "")
            .help("a document begins with `openapi: 3.1.0` or `openapi: 3.0.3`"),
    }
}

fn unsupported(node: &Node, written: &str, diagnostics: &mut Diagnostics) -> Option<Version> {
    let message = if written.is_empty() {
        format!("`openapi` must be a version, not {}", shown(node))
    } else {
        format!("OpenAPI {} is not read", cut(written))
    };
    let help = if written.starts_with("3.2") {
        "versions 3.0 and 3.1 are read; a document that uses nothing of 3.2 needs only `openapi: 3.1.0`"
    } else if written.starts_with("2.") {
        "versions 3.0 and 3.1 are read; convert Swagger 2.0 to OpenAPI 3, as https://converter.swagger.io does"
    } else {
        "versions 3.0 and 3.1 are read, written as `openapi: 3.1.0`"
    };
    diagnostics.push(
        Diagnostic::error(codes::UNSUPPORTED_VERSION, message)
            .at(node.span, "")
            .help(help),
    );
    None
}
