//! What `load` hands to `resolve`.

use indexmap::IndexMap;
use spectrait_source::Node;

use crate::schema::{Property, Schema};

/// A loaded document: `openapiv3`'s skeleton and the schemas beside it.
#[derive(Debug)]
pub struct Document {
    /// Which version it is written for.
    pub version: Version,
    /// Everything but the schemas. A schema in it is a placeholder that names its number in `schemas`.
    pub(crate) openapi: openapiv3::OpenAPI,
    /// Every schema of the document.
    pub(crate) schemas: Vec<Schema>,
    /// `components.schemas`, in document order.
    pub(crate) components: IndexMap<Box<str>, Property>,
    /// The tree that all this was read from, for what `openapiv3` has no field for.
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
