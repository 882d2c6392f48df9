//! What the user can decide about the crate of a document.

/// What [`plan`](crate::plan()) needs to know beside the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The name of the crate; made from the document's title where it is `None`. What Cargo does not take is
    /// replaced.
    pub package_name: Option<String>,
    /// Where the generated crate finds `spectrait-runtime`.
    pub runtime: Runtime,
}

/// Where the generated crate finds `spectrait-runtime`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Runtime {
    /// A folder, relative to the generated crate's; `/` parts it on every system.
    Path(String),
    /// A registry, with a version requirement as Cargo reads it.
    Version(String),
}

impl Default for Runtime {
    /// The version that belongs to this generator.
    fn default() -> Self {
        Self::Version(env!("CARGO_PKG_VERSION").to_owned())
    }
}
