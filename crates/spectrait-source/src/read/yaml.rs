//! YAML 1.2 out of the events of `granit-parser`, which only this module knows.

mod error;

use granit_parser::{Event, Options, Parser, ScalarStyle, StructureStyle};

use super::scalar::{Properties, Scalar, Tag};
use super::tree::{Builder, Stop};
use super::{MAX_DEPTH, MAX_REPORTED, empty, span};
use crate::{Diagnostic, Diagnostics, Kind, Node, SourceFile, Span, codes};

/// How far a key may reach, in characters. The parser's own limit, 1024, breaks long keys of JSON texts;
/// one bounds how much a text without any `:` makes it look ahead.
const MAX_KEY_CHARS: usize = 1 << 20;

/// Reads a YAML text of one document and at most so many values.
pub(super) fn read(
    file: &SourceFile,
    max_values: usize,
    diagnostics: &mut Diagnostics,
) -> Option<Node> {
    let mut reader = Reader {
        file,
        builder: Builder::new(max_values, diagnostics),
        documents: 0,
    };
    for event in Parser::new_from_str_with_options(file.text(), options()) {
        let step = match event {
            Ok((event, place)) => reader.event(&event, &place),
            Err(error) => {
                let bracket = reader.builder.open_bracket();
                reader
                    .builder
                    .diagnostics
                    .push(error::diagnostic(file, &error, bracket));
                Err(Stop)
            }
        };
        if step.is_err() || reader.builder.diagnostics.len() > MAX_REPORTED {
            return None;
        }
    }
    match reader.builder.into_root() {
        Some(node) if node.kind != Kind::Null || !node.span.is_empty() => Some(node),
        _ => {
            diagnostics.push(empty(file));
            None
        }
    }
}

fn options() -> Options {
    // The builder counts levels of both styles together; the parser's limits stop it from running ahead.
    granit_parser::options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        simple_key_max_lookahead: MAX_KEY_CHARS,
        flow_nesting_limit: MAX_DEPTH + 1,
        block_nesting_limit: MAX_DEPTH + 1,
    }
}

struct Reader<'a, 'd> {
    file: &'a SourceFile,
    builder: Builder<'d>,
    documents: usize,
}

impl Reader<'_, '_> {
    fn event(&mut self, event: &Event<'_>, place: &granit_parser::Span) -> Result<(), Stop> {
        let at = self.span(place);
        match event {
            Event::DocumentStart(_, version) => {
                self.document(at, version.is_some_and(|version| version.minor < 2))?;
            }
            Event::Scalar(text, style, anchor, tag) => {
                let properties = self.properties(*anchor, tag.as_deref(), place);
                self.scalar(text, *style, at, properties)?;
            }
            Event::SequenceStart(style, anchor, tag) => {
                let properties = self.properties(*anchor, tag.as_deref(), place);
                self.builder
                    .begin_array(at, *style == StructureStyle::Flow, properties)?;
            }
            Event::MappingStart(style, anchor, tag) => {
                let properties = self.properties(*anchor, tag.as_deref(), place);
                self.builder
                    .begin_object(at, *style == StructureStyle::Flow, properties)?;
            }
            // Only a closing bracket covers text.
            Event::SequenceEnd | Event::MappingEnd => {
                self.builder.end((!at.is_empty()).then_some(at.end));
            }
            Event::Alias(anchor) => self.builder.alias(*anchor, at)?,
            Event::UnresolvedAlias(name) => self.builder.unknown_alias(name, at)?,
            // The ends of document and stream say nothing new; comments and anchors are not asked for.
            _ => {}
        }
        Ok(())
    }

    fn document(&mut self, place: Span, old_version: bool) -> Result<(), Stop> {
        self.documents += 1;
        if self.documents > 1 {
            self.builder.diagnostics.push(
                Diagnostic::error(
                    codes::UNSUPPORTED_YAML,
                    "a second document begins in the file",
                )
                .at(place, "")
                .help("keep each document in a file of its own"),
            );
            return Err(Stop);
        }
        if old_version {
            self.builder.diagnostics.push(
                Diagnostic::warning(codes::UNSUPPORTED_YAML, "the document is read as YAML 1.2")
                    .at(place, "declared as an older version")
                    .note("`yes`, `no`, `on` and `off` are strings, and `010` is not eight")
                    .help("remove the `%YAML` line"),
            );
        }
        Ok(())
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        at: Span,
        properties: Properties,
    ) -> Result<(), Stop> {
        let mut scalar = Scalar {
            text,
            plain: style == ScalarStyle::Plain,
            place: at,
            properties,
        };
        match style {
            // An empty value: the parser gives `~` for it, at the end of its key.
            ScalarStyle::Plain if at.is_empty() => {
                scalar.text = "";
                if !self.builder.expects_key() {
                    scalar.place = self.after_colon(at);
                }
            }
            // Block scalars run to the next token, over blank lines that are not theirs.
            ScalarStyle::Literal | ScalarStyle::Folded => scalar.place = self.without_blank_end(at),
            _ => {}
        }
        self.builder.scalar(&scalar)
    }

    /// Moves an empty place behind the `:` on the same line.
    fn after_colon(&self, place: Span) -> Span {
        let rest = self
            .file
            .text()
            .get(place.end as usize..)
            .unwrap_or_default();
        let trimmed = rest.trim_start_matches([' ', '\t']);
        if !trimmed.starts_with(':') {
            return place;
        }
        let offset = place.end as usize + (rest.len() - trimmed.len()) + 1;
        span(place.source, offset, offset)
    }

    fn without_blank_end(&self, place: Span) -> Span {
        let text = self
            .file
            .text()
            .get(place.range())
            .unwrap_or_default()
            .trim_end();
        span(
            place.source,
            place.start as usize,
            place.start as usize + text.len(),
        )
    }

    fn properties(
        &self,
        anchor: usize,
        tag: Option<&granit_parser::Tag>,
        place: &granit_parser::Span,
    ) -> Properties {
        let tag_place = place
            .tag_span()
            .map_or_else(|| self.span(place), |place| self.span(&place));
        Properties {
            anchor,
            tag: tag.map_or(Tag::Absent, tag_of),
            tag_place,
        }
    }

    fn span(&self, place: &granit_parser::Span) -> Span {
        // The parser knows byte offsets whenever it reads a str.
        let offset = |marker: granit_parser::Marker| marker.byte_offset().unwrap_or_default();
        span(self.file.id(), offset(place.start), offset(place.end))
    }
}

fn tag_of(tag: &granit_parser::Tag) -> Tag {
    if tag.parts() == ("", "!") {
        return Tag::NonSpecific;
    }
    match tag.core_suffix() {
        Some("str") => Tag::String,
        Some("int") => Tag::Integer,
        Some("float") => Tag::Float,
        Some("bool") => Tag::Boolean,
        Some("null") => Tag::Null,
        Some("seq") => Tag::Sequence,
        Some("map") => Tag::Mapping,
        _ => Tag::Unknown,
    }
}
