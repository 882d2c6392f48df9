//! Reading the fields of an object, each asked for by its name; a name that nobody asked for is
//! unknown to OpenAPI.

use std::borrow::Cow;

use spectrait_source::{Diagnostic, Entry, Mapping, Node, codes};

use super::part::Part;
use super::schema::is_keyword;
use super::value::{self, cut, invalid};
use super::{Loader, milder};
use crate::Version;
use crate::document::PLACE;
use spectrait_source::nearest;

/// Reads a value of a noun or of a type.
pub(super) type Load<'t, 'd, T> = fn(&mut Loader<'t, 'd>, &'t Node) -> Option<T>;

/// The fields of one object.
pub(super) struct Fields<'t> {
    /// What the object is, for messages: "a parameter".
    noun: &'static str,
    pub(super) node: &'t Node,
    members: &'t Mapping,
    /// The names asked for: what OpenAPI defines here.
    known: Vec<&'static str>,
    parts: Vec<(Cow<'t, str>, Part<'t>)>,
}

impl<'t> Fields<'t> {
    /// Begins to read an object. `None`, with an error, for anything else.
    pub(super) fn open(
        loader: &mut Loader<'t, '_>,
        node: &'t Node,
        noun: &'static str,
    ) -> Option<Self> {
        let Some(members) = node.as_object() else {
            loader.diagnostics.push(
                Diagnostic::error(
                    codes::INVALID_VALUE,
                    format!("{noun} must be an object, not {}", value::shown(node)),
                )
                .at(node.span, ""),
            );
            return None;
        };
        Some(Self {
            noun,
            node,
            members,
            known: Vec::new(),
            parts: Vec::new(),
        })
    }

    /// The same for what is there for people only: anything else is ignored, with a warning.
    pub(super) fn open_documentation(
        loader: &mut Loader<'t, '_>,
        node: &'t Node,
        noun: &'static str,
    ) -> Option<Self> {
        if node.as_object().is_some() {
            return Self::open(loader, node, noun);
        }
        loader.diagnostics.push(
            Diagnostic::warning(
                codes::INVALID_VALUE,
                format!("{noun} must be an object, not {}", value::shown(node)),
            )
            .at(node.span, "ignored"),
        );
        None
    }

    /// A field's value as it is, `null` too.
    pub(super) fn any(&mut self, name: &'static str) -> Option<&'t Node> {
        self.known.push(name);
        self.members.get(name)
    }

    /// A field's value. No field but an example or a default may be `null`: it is read as absent.
    pub(super) fn get(
        &mut self,
        loader: &mut Loader<'t, '_>,
        name: &'static str,
    ) -> Option<&'t Node> {
        self.known.push(name);
        let entry = self.members.entry(name)?;
        if !entry.value.is_null() {
            return Some(&entry.value);
        }
        loader.diagnostics.push(no_value(entry));
        None
    }

    /// A field's key and value.
    pub(super) fn entry(&self, name: &str) -> Option<&'t Entry> {
        self.members.entry(name)
    }

    /// A field that must be there.
    pub(super) fn required(
        &mut self,
        loader: &mut Loader<'t, '_>,
        name: &'static str,
    ) -> Option<&'t Node> {
        self.known.push(name);
        let node = self.members.get(name).filter(|node| !node.is_null());
        if node.is_none() {
            loader.diagnostics.push(self.missing(name));
        }
        node
    }

    /// A string that should be there, and that something can do without: it is a warning where it is not.
    pub(super) fn wanted_text(
        &mut self,
        loader: &mut Loader<'t, '_>,
        name: &'static str,
        help: &str,
    ) -> Option<Cow<'t, str>> {
        self.known.push(name);
        let node = self.members.get(name).filter(|node| !node.is_null());
        if node.is_none() {
            let missing = milder(self.missing(name));
            loader.diagnostics.push(missing.help(help));
        }
        self.put_text(loader, name, node?)
    }

    /// "… has no `name`", at the object, or at what was probably meant to be the field.
    pub(super) fn missing(&self, name: &str) -> Diagnostic {
        let diagnostic = Diagnostic::error(
            codes::MISSING_FIELD,
            format!("{} must have the field `{name}`", self.noun),
        );
        if let Some(entry) = self.members.entry(name) {
            return diagnostic.at(entry.key.span, "it has no value");
        }
        let name = self
            .noun
            .split_once(' ')
            .map(|(_, name)| format!("this {name}"));
        diagnostic.at(self.node.span, name.unwrap_or_default())
    }

    /// Adds to what `openapiv3` gets.
    pub(super) fn put(&mut self, name: &'static str, part: Part<'t>) {
        self.parts.push((name.into(), part));
    }

    /// A field of one value.
    pub(super) fn one<'d>(
        &mut self,
        loader: &mut Loader<'t, 'd>,
        name: &'static str,
        load: Load<'t, 'd, Part<'t>>,
    ) {
        if let Some(node) = self.get(loader, name)
            && let Some(part) = load(loader, node)
        {
            self.put(name, part);
        }
    }

    /// A string.
    pub(super) fn text(
        &mut self,
        loader: &mut Loader<'t, '_>,
        name: &'static str,
    ) -> Option<Cow<'t, str>> {
        let node = self.get(loader, name)?;
        self.put_text(loader, name, node)
    }

    /// A string that must be there.
    pub(super) fn required_text(
        &mut self,
        loader: &mut Loader<'t, '_>,
        name: &'static str,
    ) -> Option<Cow<'t, str>> {
        let node = self.required(loader, name)?;
        self.put_text(loader, name, node)
    }

    fn put_text(
        &mut self,
        loader: &mut Loader<'t, '_>,
        name: &'static str,
        node: &'t Node,
    ) -> Option<Cow<'t, str>> {
        let text = value::text(loader.diagnostics, name, node)?;
        self.put(name, Part::Text(text.clone()));
        Some(text)
    }

    /// A boolean.
    pub(super) fn flag(&mut self, loader: &mut Loader<'t, '_>, name: &'static str) -> Option<bool> {
        let node = self.get(loader, name)?;
        let flag = value::flag(loader.diagnostics, name, node)?;
        self.put(name, Part::Flag(flag));
        Some(flag)
    }

    /// An array.
    pub(super) fn array(
        &mut self,
        loader: &mut Loader<'t, '_>,
        name: &'static str,
    ) -> Option<&'t [Node]> {
        let node = self.get(loader, name)?;
        let items = node.as_array();
        if items.is_none() {
            loader.diagnostics.push(invalid(name, "an array", node));
        }
        items
    }

    /// An object with any names.
    pub(super) fn map(
        &mut self,
        loader: &mut Loader<'t, '_>,
        name: &'static str,
    ) -> Option<&'t Mapping> {
        let node = self.get(loader, name)?;
        let members = node.as_object();
        if members.is_none() {
            loader.diagnostics.push(invalid(name, "an object", node));
        }
        members
    }

    /// An array of one noun, for `openapiv3`.
    pub(super) fn list<'d>(
        &mut self,
        loader: &mut Loader<'t, 'd>,
        name: &'static str,
        load: Load<'t, 'd, Part<'t>>,
    ) {
        if let Some(items) = self.array(loader, name) {
            let parts = items.iter().filter_map(|item| load(loader, item)).collect();
            self.put(name, Part::List(parts));
        }
    }

    /// An array of strings, for `openapiv3`.
    pub(super) fn texts(&mut self, loader: &mut Loader<'t, '_>, name: &'static str) {
        if let Some(items) = self.array(loader, name) {
            let parts = items
                .iter()
                .filter_map(|item| value::text(loader.diagnostics, name, item))
                .map(Part::Text)
                .collect();
            self.put(name, Part::List(parts));
        }
    }

    /// A field that OpenAPI 3.1 added. In a 3.0 document its meaning is plain: it is read, with a warning.
    pub(super) fn since_3_1(
        &mut self,
        loader: &mut Loader<'t, '_>,
        name: &'static str,
    ) -> Option<&'t Node> {
        let node = self.get(loader, name)?;
        if loader.version < Version::V3_1
            && let Some(entry) = self.members.entry(name)
        {
            loader.diagnostics.push(
                Diagnostic::warning(codes::UNKNOWN_FIELD, format!("OpenAPI 3.0 has no `{name}`"))
                    .at(entry.key.span, "read as in OpenAPI 3.1")
                    .help("write `openapi: 3.1.0`, or leave it out"),
            );
        }
        Some(node)
    }

    /// Ends with the place for the part, and reports the fields that nobody asked for.
    pub(super) fn close(self, loader: &mut Loader<'t, '_>) -> Part<'t> {
        for entry in self.unknown() {
            let mut diagnostic = Diagnostic::warning(
                codes::UNKNOWN_FIELD,
                format!("{} has no field `{}`", self.noun, cut(&entry.key.text)),
            )
            .at(entry.key.span, self.ignored());
            if self.known.contains(&"schema") && is_keyword(&entry.key.text) {
                diagnostic = diagnostic.help("it belongs into the `schema`");
            } else if let Some(name) = nearest(&entry.key.text, self.known.iter().copied()) {
                diagnostic = diagnostic.help(format!("did you mean `{name}`?"));
            }
            loader.diagnostics.push(diagnostic);
        }
        self.close_quietly(loader)
    }

    /// What becomes of an unknown field: where components stand, a `$ref` may lead to it.
    fn ignored(&self) -> &'static str {
        match self.noun {
            "`components`" | "the document" => "ignored, but for what a `$ref` leads to",
            _ => "ignored",
        }
    }

    /// Ends without a word about what nobody asked for: the caller has judged it.
    pub(super) fn close_quietly(mut self, loader: &mut Loader<'t, '_>) -> Part<'t> {
        if let Some(known) = &mut loader.known {
            known.entry(self.noun).or_default().extend(&self.known);
        }
        self.parts
            .push((PLACE.into(), Part::Place(self.node.span.place())));
        Part::Object(self.parts)
    }

    /// The fields that nobody has asked for so far, but for extensions.
    pub(super) fn unknown(&self) -> impl Iterator<Item = &'t Entry> {
        self.members
            .iter()
            .filter(|entry| !is_extension(entry) && !self.known.contains(&&*entry.key.text))
    }

    /// The names asked for so far.
    pub(super) fn known(&self) -> &[&'static str] {
        &self.known
    }
}

/// A field that is `null` where OpenAPI knows no `null`.
pub(super) fn no_value(entry: &Entry) -> Diagnostic {
    Diagnostic::warning(
        codes::INVALID_VALUE,
        format!("`{}` has no value", cut(&entry.key.text)),
    )
    .at(entry.key.span, "")
    .help("it is read as if it were not there; leave it out")
}

/// Whether a member is an extension, which OpenAPI allows in its own objects; in a map of names, as
/// `headers`, such a name is one like any other.
pub(super) fn is_extension(entry: &Entry) -> bool {
    entry.key.text.starts_with("x-")
}
