//! Objects whose properties the document does not name.

use std::collections::BTreeMap;

/// An object with any keys (`additionalProperties`), sorted by key: the order of an object's members has no
/// meaning (RFC 8259 section 4), and a sorted one makes equal values equal texts.
pub type Map<T> = BTreeMap<String, T>;
