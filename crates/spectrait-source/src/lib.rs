//! Source files and what can be said about them: spans, one spanned tree for JSON and YAML, JSON
//! pointers, and diagnostics rendered like rustc's.
//!
//! The pipeline's first stage, `read`, lives here: bytes become a [`Node`] tree, and everything that
//! would make a later stage unsafe (duplicate keys, nesting depth, aliases, size) is refused once,
//! with its place.
//!
//! ```
//! use spectrait_source::{Diagnostics, RenderOptions, Sources, read, render};
//!
//! let mut sources = Sources::default();
//! let mut diagnostics = Diagnostics::default();
//! let id = sources.add("builds.yaml", "limit: 20\nlimit: 30\n");
//! let tree = read(&sources, id, &mut diagnostics).expect("a repeated key does not stop the reading");
//! assert_eq!(tree.get("limit").and_then(|limit| limit.as_number()?.as_i64()), Some(20));
//! assert!(render(&diagnostics, &sources, RenderOptions::default()).contains("builds.yaml:2:1"));
//! ```

pub mod codes;
mod diagnostic;
mod node;
mod number;
mod pointer;
mod read;
mod render;
mod source_file;
mod suggest;
mod write;

pub use codes::explain;
pub use diagnostic::{Code, Diagnostic, Diagnostics, Label, Severity};
pub use node::{Entry, Key, Kind, Mapping, Node};
pub use number::{InvalidNumber, Number};
pub use pointer::{InvalidPointer, Pointer};
pub use read::{MAX_BYTES, MAX_DEPTH, MAX_EXPANDED_VALUES, MAX_VALUES, read};
pub use render::{DEFAULT_MAX, RenderOptions, render, to_json};
pub use source_file::{LineColumn, SourceFile, SourceId, Sources, Span};
pub use suggest::nearest;
pub use write::write_json;
