//! Builds the tree out of YAML's events: keys, aliases, tags and the limits.
//!
//! The open collections are on a stack of its own, so that no input can exhaust the thread's.

use std::collections::BTreeMap;

use super::core_schema::{Resolved, resolve};
use super::{
    MAX_DEPTH, MAX_EXPANDED_VALUES, MAX_VALUES, object, shortened, too_deep, too_many_values,
};
use crate::{Diagnostic, Diagnostics, Entry, Key, Kind, Node, Number, Span, codes};

/// Reading ends here; why is in the diagnostics.
pub(super) struct Stop;

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

/// A scalar as the parser gives it.
pub(super) struct Scalar<'a> {
    /// The text without quotes and escapes.
    pub(super) text: &'a str,
    /// Not quoted and not a block, so that the text decides what it is.
    pub(super) plain: bool,
    pub(super) place: Span,
    pub(super) properties: Properties,
}

/// What may stand before a value.
#[derive(Clone, Copy)]
pub(super) struct Properties {
    pub(super) anchor: AnchorId,
    pub(super) tag: Tag,
    /// The tag with its `!`, or the value where the tag's place is not known.
    pub(super) tag_place: Span,
}

/// A value and what it costs to repeat it.
struct Built {
    node: Node,
    size: Size,
    /// Where its text ends; for an alias that is not where the node's own span does.
    end: u32,
}

#[derive(Debug, Clone, Copy)]
struct Size {
    /// The number of values, and one more for each 64 bytes of text.
    values: usize,
    /// The levels of collections, 0 for a scalar.
    height: usize,
}

impl Size {
    fn of_text(text: &str) -> usize {
        text.len() / 64
    }
}

/// A value that aliases can name.
enum Anchor {
    Value {
        node: Node,
        size: Size,
    },
    /// Not kept, since the kept ones are too many together.
    NotKept,
}

/// A collection that is not closed yet.
struct Open {
    place: Span,
    flow: bool,
    properties: Properties,
    values: usize,
    height: usize,
    content: Content,
}

enum Content {
    Array(Vec<Node>),
    Object {
        entries: Vec<Entry>,
        pending: Pending,
    },
}

/// Which half of a member is to come.
enum Pending {
    Key,
    Value(Key),
    /// The value of a key that was refused; it is read and dropped.
    Refused,
}

pub(super) struct Builder<'d> {
    pub(super) diagnostics: &'d mut Diagnostics,
    open: Vec<Open>,
    anchors: BTreeMap<AnchorId, Anchor>,
    /// The sizes of all kept anchors together.
    kept: usize,
    /// The sizes of all expanded aliases together.
    expanded: usize,
    values: usize,
    root: Option<Node>,
}

impl<'d> Builder<'d> {
    pub(super) fn new(diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            diagnostics,
            open: Vec::new(),
            anchors: BTreeMap::new(),
            kept: 0,
            expanded: 0,
            values: 0,
            root: None,
        }
    }

    pub(super) fn into_root(self) -> Option<Node> {
        self.root
    }

    /// Whether the next scalar is a member's name.
    pub(super) fn expects_key(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Open {
                content: Content::Object {
                    pending: Pending::Key,
                    ..
                },
                ..
            })
        )
    }

    /// The opening bracket of the innermost collection, if it has one.
    pub(super) fn open_bracket(&self) -> Option<Span> {
        self.open
            .last()
            .filter(|open| open.flow)
            .map(|open| Span::new(open.place.source, open.place.start, open.place.start + 1))
    }

    pub(super) fn scalar(&mut self, scalar: &Scalar<'_>) -> Result<(), Stop> {
        self.count_value(scalar.place)?;
        if self.expects_key() {
            self.key(scalar);
            return Ok(());
        }
        let built = self.build_scalar(scalar);
        self.finish(built, scalar.properties.anchor);
        Ok(())
    }

    fn build_scalar(&mut self, scalar: &Scalar<'_>) -> Built {
        let kind = self.resolve_scalar(scalar);
        let size = Size {
            values: 1 + Size::of_text(scalar.text),
            height: 0,
        };
        Built {
            node: Node::new(scalar.place, kind),
            size,
            end: scalar.place.end,
        }
    }

    fn resolve_scalar(&mut self, scalar: &Scalar<'_>) -> Kind {
        let string = || Kind::String(scalar.text.into());
        let (tag, place) = (scalar.properties.tag, scalar.place);
        let resolved = match tag {
            Tag::Absent if !scalar.plain => return string(),
            Tag::NonSpecific | Tag::String => return string(),
            Tag::Unknown => {
                self.unknown_tag(scalar.properties);
                return string();
            }
            _ => resolve(scalar.text),
        };
        let fits = match (tag, &resolved) {
            (Tag::Absent, _)
            | (Tag::Null, Resolved::Null)
            | (Tag::Boolean, Resolved::Boolean(_))
            | (Tag::Float, Resolved::Number(_) | Resolved::NotFinite)
            | (Tag::Integer, Resolved::TooLarge) => true,
            (Tag::Integer, Resolved::Number(text)) => !text.contains(['.', 'e', 'E']),
            _ => false,
        };
        if !fits {
            self.mismatched_tag(scalar.properties, place);
            return string();
        }
        match resolved {
            Resolved::Null => Kind::Null,
            Resolved::Boolean(value) => Kind::Boolean(value),
            Resolved::Number(text) => Kind::Number(Number::of_valid(text)),
            Resolved::String => string(),
            Resolved::NotFinite => {
                self.diagnostics.push(
                    Diagnostic::error(
                        codes::UNSUPPORTED_YAML,
                        format!("`{}` is not a finite number", scalar.text),
                    )
                    .at(place, "")
                    .help("leave the bound out, or put the text in quotes if it is a string"),
                );
                Kind::Null
            }
            Resolved::TooLarge => {
                self.diagnostics.push(
                    Diagnostic::error(
                        codes::UNSUPPORTED_YAML,
                        "an integer of this size is read in decimal only",
                    )
                    .at(place, "more than 128 bits")
                    .help("write it in decimal, or put it in quotes if it is a string"),
                );
                Kind::Null
            }
        }
    }

    fn key(&mut self, scalar: &Scalar<'_>) {
        let refused = if scalar.plain && scalar.place.is_empty() {
            Some(
                Diagnostic::error(codes::UNSUPPORTED_YAML, "a key is missing before `:`")
                    .at(scalar.place, ""),
            )
        } else if scalar.plain && scalar.text == "<<" && scalar.properties.tag == Tag::Absent {
            Some(
                Diagnostic::error(codes::UNSUPPORTED_YAML, "a merge key `<<`")
                    .at(scalar.place, "YAML 1.2 has no merge keys")
                    .help("write the members out, or share them through `$ref` and `allOf`"),
            )
        } else {
            None
        };
        if scalar.properties.tag == Tag::Unknown {
            self.unknown_tag(scalar.properties);
        }
        if scalar.properties.anchor != 0 {
            let built = self.build_scalar(scalar);
            self.keep(scalar.properties.anchor, &built);
        }
        let pending = match refused {
            Some(diagnostic) => {
                self.diagnostics.push(diagnostic);
                Pending::Refused
            }
            None => Pending::Value(Key {
                span: scalar.place,
                text: scalar.text.into(),
            }),
        };
        self.set_pending(pending, scalar.place.end);
    }

    fn set_pending(&mut self, next: Pending, end: u32) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        open.place.end = open.place.end.max(end);
        if let Content::Object { pending, .. } = &mut open.content {
            if let Pending::Value(key) = &next {
                open.values += Size::of_text(&key.text);
            }
            *pending = next;
        }
    }

    pub(super) fn begin(
        &mut self,
        place: Span,
        flow: bool,
        mapping: bool,
        properties: Properties,
    ) -> Result<(), Stop> {
        self.count_value(place)?;
        if self.open.len() == MAX_DEPTH {
            self.diagnostics.push(too_deep(place));
            return Err(Stop);
        }
        let expected = if mapping { Tag::Mapping } else { Tag::Sequence };
        match properties.tag {
            Tag::Absent | Tag::NonSpecific => {}
            Tag::Unknown => self.unknown_tag(properties),
            tag if tag != expected => self.mismatched_tag(properties, place),
            _ => {}
        }
        let content = if mapping {
            Content::Object {
                entries: Vec::new(),
                pending: Pending::Key,
            }
        } else {
            Content::Array(Vec::new())
        };
        self.open.push(Open {
            place,
            flow,
            properties,
            values: 1,
            height: 0,
            content,
        });
        Ok(())
    }

    /// Closes the innermost collection; `end` is the offset after its bracket, if it has one.
    pub(super) fn end(&mut self, end: Option<u32>) {
        let Some(open) = self.open.pop() else { return };
        let mut place = open.place;
        place.end = place.end.max(end.unwrap_or(place.end));
        let kind = match open.content {
            Content::Array(elements) => Kind::Array(elements),
            Content::Object { entries, .. } => Kind::Object(object(entries, self.diagnostics)),
        };
        let size = Size {
            values: open.values,
            height: open.height + 1,
        };
        let built = Built {
            node: Node::new(place, kind),
            size,
            end: place.end,
        };
        self.finish(built, open.properties.anchor);
    }

    pub(super) fn alias(&mut self, id: AnchorId, place: Span) -> Result<(), Stop> {
        self.count_value(place)?;
        if self.expects_key() {
            self.diagnostics.push(
                Diagnostic::error(codes::UNSUPPORTED_YAML, "an alias as a key")
                    .at(place, "")
                    .help("write the key out"),
            );
            self.set_pending(Pending::Refused, place.end);
            return Ok(());
        }
        let (node, size) = match self.anchors.get(&id) {
            Some(Anchor::Value { node, size })
                if self.expanded + size.values <= MAX_EXPANDED_VALUES =>
            {
                if self.open.len() + size.height > MAX_DEPTH {
                    self.diagnostics.push(too_deep(place));
                    return Err(Stop);
                }
                (node.clone(), *size)
            }
            Some(_) => {
                self.diagnostics.push(
                    Diagnostic::error(
                        codes::TOO_LARGE,
                        format!("aliases add more than {MAX_EXPANDED_VALUES} values"),
                    )
                    .at(place, "the limit is passed here")
                    .help("move what is repeated to `components` and refer to it with `$ref`"),
                );
                return Err(Stop);
            }
            None => {
                self.diagnostics.push(
                    Diagnostic::error(
                        codes::UNSUPPORTED_YAML,
                        "an alias inside the value it names",
                    )
                    .at(place, "would never end")
                    .help("a schema that contains itself is written with `$ref`"),
                );
                (
                    Node::new(place, Kind::Null),
                    Size {
                        values: 1,
                        height: 0,
                    },
                )
            }
        };
        self.expanded += size.values;
        self.finish(
            Built {
                node,
                size,
                end: place.end,
            },
            0,
        );
        Ok(())
    }

    /// An alias without an anchor before it.
    pub(super) fn unknown_alias(&mut self, name: &str, place: Span) -> Result<(), Stop> {
        self.count_value(place)?;
        let name = shortened(name);
        self.diagnostics.push(
            Diagnostic::error(
                codes::SYNTAX,
                format!("no anchor `&{name}` stands before this alias"),
            )
            .at(place, "")
            .help(format!("put it in quotes if it is a string: `\"*{name}\"`")),
        );
        if self.expects_key() {
            self.set_pending(Pending::Refused, place.end);
        } else {
            let node = Node::new(place, Kind::Null);
            self.finish(
                Built {
                    node,
                    size: Size {
                        values: 1,
                        height: 0,
                    },
                    end: place.end,
                },
                0,
            );
        }
        Ok(())
    }

    /// Puts a complete value where it belongs.
    fn finish(&mut self, built: Built, anchor: AnchorId) {
        if anchor != 0 {
            self.keep(anchor, &built);
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(built.node);
            return;
        };
        open.place.end = open.place.end.max(built.end);
        open.values = open.values.saturating_add(built.size.values);
        open.height = open.height.max(built.size.height);
        match &mut open.content {
            Content::Array(elements) => elements.push(built.node),
            Content::Object { entries, pending } => {
                match std::mem::replace(pending, Pending::Key) {
                    Pending::Value(key) => entries.push(Entry {
                        key,
                        value: built.node,
                    }),
                    Pending::Refused => {}
                    Pending::Key => {
                        *pending = Pending::Refused;
                        let what = built.node.kind_name();
                        self.diagnostics.push(
                        Diagnostic::error(codes::UNSUPPORTED_YAML, format!("{what} as a key"))
                            .at(built.node.span, "a key is a string")
                            .help("a text with braces or brackets, such as `{id}`, stands in quotes"),
                    );
                    }
                }
            }
        }
    }

    fn keep(&mut self, anchor: AnchorId, built: &Built) {
        let kept = self.kept + built.size.values;
        let value = if kept <= MAX_EXPANDED_VALUES {
            self.kept = kept;
            Anchor::Value {
                node: built.node.clone(),
                size: built.size,
            }
        } else {
            Anchor::NotKept
        };
        self.anchors.insert(anchor, value);
    }

    fn count_value(&mut self, place: Span) -> Result<(), Stop> {
        self.values += 1;
        if self.values > MAX_VALUES {
            self.diagnostics.push(too_many_values(place));
            return Err(Stop);
        }
        Ok(())
    }

    fn unknown_tag(&mut self, properties: Properties) {
        self.diagnostics.push(
            Diagnostic::error(codes::UNSUPPORTED_YAML, "a tag that JSON cannot hold")
                .at(properties.tag_place, "")
                .note("`!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!seq` and `!!map` are understood")
                .help("remove the tag, or put the text in quotes if the `!` belongs to it"),
        );
    }

    fn mismatched_tag(&mut self, properties: Properties, place: Span) {
        self.diagnostics.push(
            Diagnostic::error(
                codes::UNSUPPORTED_YAML,
                "the value is not what its tag says",
            )
            .at(place, "this value")
            .also(properties.tag_place, "this tag")
            .help("remove the tag or change the value"),
        );
    }
}
