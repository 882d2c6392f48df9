//! What the user has a say in.

use std::collections::BTreeSet;

use spectrait_ir as ir;

/// What the user can decide about the meaning of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// Formats that are not checked: their strings are text, whatever they hold.
    pub text_formats: BTreeSet<ir::StringFormat>,
}
