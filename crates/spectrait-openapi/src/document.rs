//! What `load` hands to `resolve`.

use std::collections::BTreeSet;
use std::fmt;

use indexmap::IndexMap;
use spectrait_source::Node;

use crate::schema::{Property, Schema};

/// The extension under which an object of the skeleton carries its place: the offset of its first
/// byte, which no other object of the document has.
pub(crate) const PLACE: &str = "x-at";

/// A loaded document: `openapiv3`'s skeleton and the schemas beside it.
///
/// The skeleton is what `load` made of the tree, and knows no text but its own:
/// - an object has its place under `x-at`,
/// - a `$ref` holds the place of the object it stands in instead of the reference,
/// - a schema is a `$ref` that holds its number in `schemas`,
/// - what `load` has reported as broken is left out, and so are callbacks, links, encodings,
///   examples and extensions: they nest without bound, and `resolve` finds them in the tree.
#[derive(Debug)]
pub struct Document {
    /// Which version it is written for.
    pub version: Version,
    /// Everything but the schemas.
    pub(crate) openapi: openapiv3::OpenAPI,
    /// The path items of `components.pathItems`, `webhooks` and callbacks.
    pub(crate) path_items: Vec<openapiv3::PathItem>,
    /// The headers of encodings.
    pub(crate) headers: Vec<openapiv3::Header>,
    /// Every schema of the document.
    pub(crate) schemas: Vec<Schema>,
    /// `components.schemas`, in document order.
    pub(crate) components: IndexMap<Box<str>, Property>,
    /// The places of what `load` has left out of the skeleton because it is broken.
    pub(crate) broken: BTreeSet<u64>,
    /// The tree that all this was read from.
    pub(crate) tree: Node,
}

/// A version of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 3.0.x
    V3_0,
    /// 3.1.x
    V3_1,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
        })
    }
}
