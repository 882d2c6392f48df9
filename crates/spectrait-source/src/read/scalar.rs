//! YAML's scalars and tags.

use super::core_schema::{Resolved, resolve};
use crate::{Diagnostic, Diagnostics, Kind, Number, Span, codes};

/// The number by which the parser names an anchor; 0 for none.
pub(super) type AnchorId = usize;

/// What a tag asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// None is written.
    Absent,
    /// `!`: the kind of the node alone counts, so that a scalar is a string.
    NonSpecific,
    /// Of the core schema.
    String,
    Integer,
    Float,
    Boolean,
    Null,
    Sequence,
    Mapping,
    /// Anything else.
    Unknown,
}

/// What may stand before a value.
#[derive(Clone, Copy)]
pub(super) struct Properties {
    pub(super) anchor: AnchorId,
    pub(super) tag: Tag,
    /// The tag with its `!`, or the value where the tag's place is not known.
    pub(super) tag_place: Span,
}

/// A scalar as the parser gives it.
pub(super) struct Scalar<'a> {
    /// The text without quotes and escapes.
    pub(super) text: &'a str,
    /// Not quoted and not a block, so that the text decides what it is.
    pub(super) plain: bool,
    pub(super) place: Span,
    pub(super) properties: Properties,
}

impl Scalar<'_> {
    /// The value it stands for.
    pub(super) fn value(&self, diagnostics: &mut Diagnostics) -> Kind {
        let string = || Kind::String(self.text.into());
        let tag = self.properties.tag;
        let resolved = match tag {
            Tag::Absent if !self.plain => return string(),
            Tag::NonSpecific | Tag::String => return string(),
            Tag::Unknown => {
                diagnostics.push(self.properties.unknown_tag());
                return string();
            }
            _ => resolve(self.text),
        };
        if !fits(tag, &resolved) {
            diagnostics.push(self.properties.mismatch(self.place));
            return string();
        }
        match resolved {
            Resolved::Null => Kind::Null,
            Resolved::Boolean(value) => Kind::Boolean(value),
            Resolved::Number(text) => Kind::Number(Number::of_valid(text)),
            Resolved::String => string(),
            Resolved::NotFinite => {
                let message = format!("`{}` is not a finite number", self.text);
                diagnostics.push(
                    Diagnostic::error(codes::UNSUPPORTED_YAML, message)
                        .at(self.place, "")
                        .help("leave it out, or put it in quotes if it is a string"),
                );
                Kind::Null
            }
            Resolved::TooLarge => {
                let message = "an integer of this size is read in decimal only";
                diagnostics.push(
                    Diagnostic::error(codes::UNSUPPORTED_YAML, message)
                        .at(self.place, "more than 128 bits")
                        .help("write it in decimal, or put it in quotes if it is a string"),
                );
                Kind::Null
            }
        }
    }

    /// Why it cannot be a key, if it cannot. A number, a boolean and null can: `200:` is a key of text.
    pub(super) fn refused_as_key(&self) -> Option<Diagnostic> {
        if !self.plain {
            return None;
        }
        if self.place.is_empty() {
            let message = "a key is missing before `:`";
            return Some(Diagnostic::error(codes::UNSUPPORTED_YAML, message).at(self.place, ""));
        }
        let is_merge_key = self.text == "<<" && self.properties.tag == Tag::Absent;
        is_merge_key.then(|| {
            Diagnostic::error(codes::UNSUPPORTED_YAML, "a merge key `<<` cannot be used")
                .at(self.place, "YAML 1.2 has no merge keys")
                .help("write the members out, or share them through `$ref` and `allOf`")
        })
    }
}

impl Properties {
    /// What is wrong with the tag of a collection.
    pub(super) fn refused_on_collection(&self, expected: Tag, place: Span) -> Option<Diagnostic> {
        match self.tag {
            Tag::Absent | Tag::NonSpecific => None,
            Tag::Unknown => Some(self.unknown_tag()),
            tag => (tag != expected).then(|| self.mismatch(place)),
        }
    }

    pub(super) fn unknown_tag(&self) -> Diagnostic {
        Diagnostic::error(codes::UNSUPPORTED_YAML, "a tag that has no meaning here")
            .at(self.tag_place, "")
            .note("`!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!seq` and `!!map` are understood")
            .help("remove the tag, or put the text in quotes if the `!` belongs to it")
    }

    fn mismatch(&self, place: Span) -> Diagnostic {
        Diagnostic::error(
            codes::UNSUPPORTED_YAML,
            "the value is not what its tag says",
        )
        .at(place, "this value")
        .also(self.tag_place, "this tag")
        .help("remove the tag or change the value")
    }
}

/// Whether a resolved text is what a tag of the core schema says.
fn fits(tag: Tag, resolved: &Resolved) -> bool {
    match (tag, resolved) {
        (Tag::Absent, _)
        | (Tag::Null, Resolved::Null)
        | (Tag::Boolean, Resolved::Boolean(_))
        | (Tag::Float, Resolved::Number(_) | Resolved::NotFinite)
        | (Tag::Integer, Resolved::TooLarge) => true,
        (Tag::Integer, Resolved::Number(text)) => !text.contains(['.', 'e', 'E']),
        _ => false,
    }
}
