//! What the user has a say in.

use std::collections::BTreeSet;

use spectrait_ir as ir;
use spectrait_source::Span;

/// What the user can decide about the meaning of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Formats that are not checked: their strings are text, whatever they hold.
    pub text_formats: BTreeSet<ir::StringFormat>,
    /// Whether a schema without `type` whose keywords are all about one type is of that type, with a warning. If not, it
    /// means what JSON Schema says to the letter: values of all other types are valid.
    pub implied_types: bool,
    /// Which lists come in pages.
    pub pagination: PaginationSettings,
}

impl Default for Settings {
    /// Every format is checked, types are implied, and lists are as the document shows them.
    fn default() -> Self {
        Self {
            text_formats: BTreeSet::new(),
            implied_types: true,
            pagination: PaginationSettings::default(),
        }
    }
}

/// What the user says of lists in pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaginationSettings {
    /// Whether lists are not looked for.
    pub is_off: bool,
    /// Whether a part of the document was left out, so that an operation that is not there is no fault.
    pub is_partial: bool,
    /// What is said of single operations.
    pub operations: Vec<PagesOf>,
}

/// What the user says of the list of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagesOf {
    /// Its `operationId`, or `METHOD /path`.
    pub operation: Spelled,
    /// The names of parameters and properties; `None`: it is no list in pages.
    pub names: Option<Vec<(PagesKey, Spelled)>>,
}

/// A name that the user wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelled {
    /// The name.
    pub text: String,
    /// Where it stands.
    pub span: Option<Span>,
}

/// What a name is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "they are described with the settings")]
pub enum PagesKey {
    Offset,
    Page,
    Cursor,
    Link,
    Size,
    First,
    Items,
    Total,
    Pages,
    Number,
    HasMore,
    Next,
    Last,
}

impl PagesKey {
    /// All of them with their names in settings.
    pub const ALL: &[(&str, Self)] = &[
        ("offset", Self::Offset),
        ("page", Self::Page),
        ("cursor", Self::Cursor),
        ("link", Self::Link),
        ("size", Self::Size),
        ("first", Self::First),
        ("items", Self::Items),
        ("total", Self::Total),
        ("pages", Self::Pages),
        ("number", Self::Number),
        ("has_more", Self::HasMore),
        ("next", Self::Next),
        ("last", Self::Last),
    ];

    /// Its name in settings.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, key)| *key == self)
            .map_or("", |(name, _)| name)
    }
}
