//! What the user has a say in.

use std::collections::BTreeSet;

use spectrait_ir as ir;

/// What the user can decide about the meaning of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Formats that are not checked: their strings are text, whatever they hold.
    pub text_formats: BTreeSet<ir::StringFormat>,
    /// Whether a schema without `type` whose keywords are all about one type is of that type, with a warning. If not, it
    /// means what JSON Schema says to the letter: values of all other types are valid.
    pub implied_types: bool,
}

impl Default for Settings {
    /// Every format is checked, and types are implied.
    fn default() -> Self {
        Self {
            text_formats: BTreeSet::new(),
            implied_types: true,
        }
    }
}
