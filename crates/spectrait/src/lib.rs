//! From an OpenAPI document to a Rust crate: types, client and server.
//!
//! This is the whole of Spectrait behind one door, for a build script, an xtask, or a test:
//!
//! - [`Generator`] is one document. [`generate`](Generator::generate) stays in memory,
//!   [`write`](Generator::write) makes a folder hold the crate, [`check`](Generator::check) says in what
//!   the folder differs.
//! - [`Project`] is a folder of documents and a folder of their crates.
//! - [`Settings`] stand beside a document.
//!
//! Nothing here prints, and there is no global state. Diagnostics come back as data, with the texts they
//! point into.
//!
//! ```no_run
//! use spectrait::{Generator, Outcome, RenderOptions};
//!
//! let report = Generator::new("specs/builds.yaml").output("generated/builds").write();
//! if report.outcome == Outcome::Failed {
//!     panic!("{}", report.diagnostics_text(RenderOptions::default()));
//! }
//! ```

#[cfg(feature = "cli")]
pub mod cli;
mod disk;
mod effective;
mod generator;
mod input;
mod pipeline;
mod project;
mod report;
mod selection;
mod settings;
#[cfg(test)]
mod test_folder;
mod untyped;
mod yaml;

pub use disk::{Change, ChangeKind};
pub use generator::{Generation, Generator};
pub use pipeline::GeneratedCrate;
pub use project::Project;
pub use report::{DocumentReport, Outcome, Report};
pub use selection::LeftOut;
pub use settings::{PackageName, Runtime, Settings};
pub use spectrait_ir::StringFormat;
pub use spectrait_rust::GeneratedFile;
pub use spectrait_source::{
    Diagnostic, Diagnostics, RenderOptions, Severity, Sources, explain, nearest, render, to_json,
};
pub use untyped::{Coverage, Untyped};
