//! From what a document means to the files of its Rust crate, in three stages:
//!
//! - [`plan()`]: every name, collision, derive and module path is decided: a [`model::Crate`].
//! - [`emit()`]: that is spelled out as tokens; nothing is decided any more.
//! - [`file()`]: tokens become the text of files, formatted as rustfmt leaves it.
//!
//! The module `server` includes two files that are not among them: the effective document, `openapi.json` and
//! `openapi.yaml` beside `Cargo.toml`.

mod emit;
mod file;
pub mod model;
mod plan;
mod settings;

pub use emit::{Content, File, emit};
pub use file::{GeneratedFile, HEADER, file};
pub use plan::plan;
pub use settings::{Runtime, Settings};
