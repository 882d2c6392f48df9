//! Builds the tree out of YAML's events, within the limits.
//!
//! The open collections are on a stack of its own, so that no input can exhaust the thread's.

use super::anchors::{Anchors, Size};
use super::scalar::{AnchorId, Properties, Scalar, Tag};
use super::{MAX_DEPTH, object, shortened, too_deep, too_many_values};
use crate::{Diagnostic, Diagnostics, Entry, Key, Kind, Node, Span, codes};

/// Reading ends here; why is in the diagnostics.
pub(super) struct Stop;

/// A complete value.
struct Built {
    node: Node,
    size: Size,
    /// Where its text ends; for an alias that is not where the node's own span does.
    end: u32,
}

impl Built {
    /// What stands for a value that cannot be had.
    fn null(place: Span) -> Self {
        Self {
            node: Node::new(place, Kind::Null),
            size: Size::of_scalar(""),
            end: place.end,
        }
    }
}

/// A collection that is not closed yet.
struct Open {
    /// From its first byte to the end of its last element so far.
    place: Span,
    /// Whether it may have brackets.
    flow: bool,
    anchor: AnchorId,
    /// Its size so far.
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
    anchors: Anchors,
    values_left: usize,
    max_values: usize,
    root: Option<Node>,
}

impl<'d> Builder<'d> {
    pub(super) fn new(max_values: usize, diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            diagnostics,
            open: Vec::new(),
            anchors: Anchors::default(),
            values_left: max_values,
            max_values,
            root: None,
        }
    }

    pub(super) fn into_root(self) -> Option<Node> {
        self.root
    }

    /// Whether the next scalar is a member's name.
    pub(super) fn expects_key(&self) -> bool {
        let content = self.open.last().map(|open| &open.content);
        matches!(
            content,
            Some(Content::Object {
                pending: Pending::Key,
                ..
            })
        )
    }

    /// The opening bracket of the innermost collection, if it may have one.
    pub(super) fn open_bracket(&self) -> Option<Span> {
        let open = self.open.last().filter(|open| open.flow)?;
        Some(Span::new(
            open.place.source,
            open.place.start,
            open.place.start + 1,
        ))
    }

    pub(super) fn scalar(&mut self, scalar: &Scalar<'_>) -> Result<(), Stop> {
        if self.expects_key() {
            self.key(scalar);
            return Ok(());
        }
        self.count_value(scalar.place)?;
        let built = self.build_scalar(scalar);
        self.finish(built, scalar.properties.anchor);
        Ok(())
    }

    fn build_scalar(&mut self, scalar: &Scalar<'_>) -> Built {
        let kind = scalar.value(self.diagnostics);
        Built {
            node: Node::new(scalar.place, kind),
            size: Size::of_scalar(scalar.text),
            end: scalar.place.end,
        }
    }

    fn key(&mut self, scalar: &Scalar<'_>) {
        if scalar.properties.anchor != 0 {
            // As a value it is what it would be elsewhere, with a tag's diagnostics.
            let built = self.build_scalar(scalar);
            self.anchors
                .keep(scalar.properties.anchor, &built.node, built.size);
        } else if scalar.properties.tag == Tag::Unknown {
            self.diagnostics.push(scalar.properties.unknown_tag());
        }
        let pending = match scalar.refused_as_key() {
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

    pub(super) fn begin_array(
        &mut self,
        place: Span,
        flow: bool,
        properties: Properties,
    ) -> Result<(), Stop> {
        self.begin(
            place,
            flow,
            properties,
            Tag::Sequence,
            Content::Array(Vec::new()),
        )
    }

    pub(super) fn begin_object(
        &mut self,
        place: Span,
        flow: bool,
        properties: Properties,
    ) -> Result<(), Stop> {
        let content = Content::Object {
            entries: Vec::new(),
            pending: Pending::Key,
        };
        self.begin(place, flow, properties, Tag::Mapping, content)
    }

    fn begin(
        &mut self,
        place: Span,
        flow: bool,
        properties: Properties,
        tag: Tag,
        content: Content,
    ) -> Result<(), Stop> {
        self.count_value(place)?;
        if self.open.len() == MAX_DEPTH {
            self.diagnostics.push(too_deep(place));
            return Err(Stop);
        }
        self.diagnostics
            .extend(properties.refused_on_collection(tag, place));
        self.open.push(Open {
            place,
            flow,
            anchor: properties.anchor,
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
        self.finish(
            Built {
                node: Node::new(place, kind),
                size,
                end: place.end,
            },
            open.anchor,
        );
    }

    pub(super) fn alias(&mut self, id: AnchorId, place: Span) -> Result<(), Stop> {
        if self.expects_key() {
            let message = "an alias cannot be a key";
            self.diagnostics.push(
                Diagnostic::error(codes::UNSUPPORTED_YAML, message)
                    .at(place, "")
                    .help("write the key out"),
            );
            self.set_pending(Pending::Refused, place.end);
            return Ok(());
        }
        self.count_value(place)?;
        if self.open.len() + self.anchors.height(id) > MAX_DEPTH {
            self.diagnostics.push(too_deep(place));
            return Err(Stop);
        }
        let built = match self.anchors.expand(id, place) {
            Ok(Some((node, size))) => Built {
                node,
                size,
                end: place.end,
            },
            Ok(None) => {
                let message = "an alias inside the value it names";
                self.diagnostics.push(
                    Diagnostic::error(codes::UNSUPPORTED_YAML, message)
                        .at(place, "would never end")
                        .help("a schema that contains itself is written with `$ref`"),
                );
                Built::null(place)
            }
            Err(diagnostic) => {
                self.diagnostics.push(*diagnostic);
                return Err(Stop);
            }
        };
        self.finish(built, 0);
        Ok(())
    }

    /// An alias without an anchor before it.
    pub(super) fn unknown_alias(&mut self, name: &str, place: Span) -> Result<(), Stop> {
        let name = shortened(name);
        let message = format!("no anchor `&{name}` stands before this alias");
        self.diagnostics.push(
            Diagnostic::error(codes::SYNTAX, message)
                .at(place, "")
                .help(format!("put it in quotes if it is a string: `\"*{name}\"`")),
        );
        if self.expects_key() {
            self.set_pending(Pending::Refused, place.end);
            return Ok(());
        }
        self.count_value(place)?;
        self.finish(Built::null(place), 0);
        Ok(())
    }

    /// Puts a complete value where it belongs.
    fn finish(&mut self, built: Built, anchor: AnchorId) {
        if anchor != 0 {
            self.anchors.keep(anchor, &built.node, built.size);
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
                        self.diagnostics.push(collection_as_key(&built.node));
                    }
                }
            }
        }
    }

    fn count_value(&mut self, place: Span) -> Result<(), Stop> {
        let Some(left) = self.values_left.checked_sub(1) else {
            self.diagnostics
                .push(too_many_values(place, self.max_values));
            return Err(Stop);
        };
        self.values_left = left;
        Ok(())
    }
}

fn collection_as_key(node: &Node) -> Diagnostic {
    Diagnostic::error(
        codes::UNSUPPORTED_YAML,
        format!("{} cannot be a key", node.kind_name()),
    )
    .at(node.span, "a key is a string")
    .help("a text with braces or brackets, such as `{id}`, stands in quotes")
}
