//! Diagnostics as text and as JSON.

use crate::{Diagnostics, Sources};

/// x
pub const DEFAULT_MAX: usize = 100;

/// How to render.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RenderOptions {
    /// Whether to use colour.
    pub color: bool,
    /// Columns of the terminal.
    pub width: Option<usize>,
    /// How many diagnostics to show.
    pub max: Option<usize>,
}

/// x
#[must_use]
pub fn render(_diagnostics: &Diagnostics, _sources: &Sources, _options: RenderOptions) -> String {
    String::new()
}

/// x
#[must_use]
pub fn to_json(_diagnostics: &Diagnostics, _sources: &Sources) -> String {
    String::new()
}
