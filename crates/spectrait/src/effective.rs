//! The files of the effective document.

use spectrait_rust::{GeneratedFile, HEADER};
use spectrait_source::{Node, write_json};

use crate::yaml;

/// Where it goes as JSON.
pub(crate) const JSON: &str = "openapi.json";
/// Where it goes as YAML.
pub(crate) const YAML: &str = "openapi.yaml";

/// The effective document in both its forms. JSON has no comments, so that only YAML says where it comes from.
pub(crate) fn files(document: &Node) -> [GeneratedFile; 2] {
    [
        GeneratedFile {
            path: JSON.into(),
            contents: write_json(document),
        },
        GeneratedFile {
            path: YAML.into(),
            contents: format!("# {HEADER}\n\n{}", yaml::write(document)),
        },
    ]
}
