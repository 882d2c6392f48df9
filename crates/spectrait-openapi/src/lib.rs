//! From a tree of nodes to the intermediate representation, in four stages:
//!
//! - [`bundle()`]: what the document takes from other files becomes part of the tree.
//! - [`load`]: the tree becomes a [`Document`]: `openapiv3`'s types for every noun but the schema,
//!   schemas in a lossless arena of our own. 3.0 and 3.1 are one form from here on.
//! - [`resolve`]: the document becomes a [`resolved::Api`]: references followed, defaults filled in.
//! - [`lower`]: that becomes an [`ir::Api`](spectrait_ir::Api): what the document means.
//!
//! [`effective()`] goes the other way: the document with what a router answers by itself.
//!
//! Only `load` and `resolve` know of `openapiv3`.

mod bundle;
mod canonical;
mod document;
mod effective;
mod load;
mod lower;
mod resolve;
pub mod resolved;
pub mod schema;

pub use bundle::{FileError, Missing, ReadFile, bundle, bundle_with};
pub use document::{Document, Version};
pub use effective::effective;
pub use load::{known_fields, load};
pub use lower::{PagesKey, PagesOf, PaginationSettings, Settings, Spelled, lower};
pub use resolve::resolve;
