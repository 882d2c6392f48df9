//! Media types: how a body, or the value of a `content` parameter, is written, as data (OpenAPI 3.0.4 sections 4.8.14
//! and 4.8.15).

use std::cmp::Reverse;

use super::Style;
use super::content_type::{essence, is_json_type};

/// A media type of a body, or [several](one_of) of which one is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct MediaType {
    /// As the document writes it: `application/json`, `image/*`.
    pub name: &'static str,
    /// How a value is read and written.
    pub kind: MediaKind,
    /// How properties of a form or a multipart body are written, where it is not the default.
    pub properties: &'static [Property],
    /// Whether all arrays and objects in a form are written as `name[key]=value`.
    pub is_deep_object: bool,
    /// The media types of which one is chosen; empty: this one.
    choices: &'static [MediaType],
}

/// How a media type is read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum MediaKind {
    /// `application/json`, `+json` (RFC 8259, RFC 6839).
    Json,
    /// `application/x-www-form-urlencoded` (WHATWG URL section 5).
    Form,
    /// `multipart/form-data` and the like (RFC 7578).
    Multipart,
    /// A scalar as text in UTF-8.
    Text,
    /// Octets as they come.
    OctetStream,
    /// `text/event-stream` (WHATWG HTML section 9.2).
    EventStream,
    /// A JSON value a line.
    JsonLines,
}

/// `application/json`, or any type that ends in `+json`.
#[must_use]
pub const fn json(name: &'static str) -> MediaType {
    MediaType::new(name, MediaKind::Json)
}

/// `application/x-www-form-urlencoded`.
#[must_use]
pub const fn form() -> MediaType {
    MediaType::new("application/x-www-form-urlencoded", MediaKind::Form)
}

/// `multipart/form-data`, or another multipart type.
#[must_use]
pub const fn multipart(name: &'static str) -> MediaType {
    MediaType::new(name, MediaKind::Multipart)
}

/// Text: a string, or another scalar as parameters write it.
#[must_use]
pub const fn text(name: &'static str) -> MediaType {
    MediaType::new(name, MediaKind::Text)
}

/// Octets as they come: [`OctetStream`](crate::OctetStream). `*/*` and `image/*` are any type of theirs.
#[must_use]
pub const fn octet_stream(name: &'static str) -> MediaType {
    MediaType::new(name, MediaKind::OctetStream)
}

/// `text/event-stream`: [`EventStream`](crate::EventStream).
#[must_use]
pub const fn event_stream() -> MediaType {
    MediaType::new("text/event-stream", MediaKind::EventStream)
}

/// A JSON value a line: [`JsonLines`](crate::JsonLines).
#[must_use]
pub const fn json_lines(name: &'static str) -> MediaType {
    MediaType::new(name, MediaKind::JsonLines)
}

/// One of several. Where the value is of a [`bodies!`](crate::bodies) enum, its variant chooses. Any other value can be sent in
/// each of them: in `application/json`, else in the first that is no range, unless the caller of a server accepts another one
/// (`Accept`) or a client's call says so (`Call::media_type`).
#[must_use]
pub const fn one_of(choices: &'static [MediaType]) -> MediaType {
    MediaType {
        choices,
        ..MediaType::new("", MediaKind::Json)
    }
}

impl MediaType {
    const fn new(name: &'static str, kind: MediaKind) -> Self {
        Self {
            name,
            kind,
            properties: &[],
            is_deep_object: false,
            choices: &[],
        }
    }

    /// Says how single properties are written.
    #[must_use]
    pub const fn properties(mut self, properties: &'static [Property]) -> Self {
        self.properties = properties;
        self
    }

    /// All arrays and objects in a form are written as `name[key]=value`, unless [`properties`](Self::properties) has
    /// them.
    #[must_use]
    pub const fn deep_object(mut self) -> Self {
        self.is_deep_object = true;
        self
    }

    /// The media types of which one is chosen: at least this one.
    #[must_use]
    pub fn choices(&self) -> &[MediaType] {
        if self.choices.is_empty() {
            std::slice::from_ref(self)
        } else {
            self.choices
        }
    }

    /// The name of one of the [`choices`](Self::choices).
    #[must_use]
    pub fn choice_name(&self, index: usize) -> &'static str {
        self.choices().get(index).map_or("", |media| media.name)
    }

    /// The property whose member a name is.
    pub(crate) fn property_with(&self, member: &str) -> Option<&'static Property> {
        let mut properties = self.properties.iter();
        properties.find(|property| property.members.contains(&member))
    }

    /// How a property is written, where it is not the default.
    pub(crate) fn property(&self, name: &str) -> Option<&'static Property> {
        self.properties
            .iter()
            .find(|property| property.name == name)
    }

    /// Whether it is `*/*` or `image/*`.
    pub(crate) fn is_range(&self) -> bool {
        self.name.ends_with("/*")
    }

    /// Whether it can be sent as it is named: `application/*+json` cannot.
    pub(crate) fn is_concrete(&self) -> bool {
        !self.name.contains('*')
    }

    /// Whether it is `application/json` itself.
    pub(crate) fn is_plain_json(&self) -> bool {
        essence(self.name).eq_ignore_ascii_case("application/json")
    }

    /// Whether the body is handed over while it comes.
    pub(crate) fn is_stream(&self) -> bool {
        matches!(
            self.kind,
            MediaKind::OctetStream | MediaKind::EventStream | MediaKind::JsonLines
        )
    }

    /// Whether the body is handed over while it comes if it is of this one of the [`choices`](Self::choices).
    #[cfg(feature = "server")]
    pub(crate) fn is_stream_at(&self, index: usize) -> bool {
        self.choices().get(index).is_some_and(Self::is_stream)
    }

    /// How well a `content-type` fits: the more the better; `None`: not at all.
    fn fit(&self, content_type: &str) -> Option<u8> {
        let (own, given) = (essence(self.name), essence(content_type));
        if self.name.eq_ignore_ascii_case(content_type.trim()) {
            return Some(5);
        }
        if own.eq_ignore_ascii_case(given) {
            return Some(4);
        }
        if self.kind == MediaKind::Json && is_json_type(given) {
            return Some(3);
        }
        let kind = own.strip_suffix("/*")?;
        if kind == "*" {
            return Some(1);
        }
        let (given, _) = given.split_once('/')?;
        kind.eq_ignore_ascii_case(given).then_some(2)
    }

    /// Whether this very type, or a range that holds it, is meant by a `content-type`.
    pub(crate) fn accepts(&self, content_type: &str) -> bool {
        self.fit(content_type).is_some()
    }

    /// Which of the [`choices`](Self::choices) a `content-type` means. Without one, octets of any kind (RFC 9110 section
    /// 8.3).
    pub(crate) fn choose(&self, content_type: Option<&str>) -> Option<usize> {
        let choices = self.choices().iter().enumerate();
        let fit = |media: &MediaType| match content_type {
            Some(content_type) => media.fit(content_type),
            None => media.accepts("application/octet-stream").then_some(1),
        };
        choices
            .filter_map(|(index, media)| fit(media).map(|fit| (index, fit)))
            .max_by_key(|(index, fit)| (*fit, Reverse(*index)))
            .map(|(index, _)| index)
    }
}

/// How a property of a form or a multipart body is written (OpenAPI 3.0.4 section 4.8.15).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Property {
    /// Its name.
    pub name: &'static str,
    /// Its style, where the document says one.
    pub style: Option<Style>,
    /// Whether arrays and objects become several pairs.
    pub explode: bool,
    /// Whether characters with a meaning in URLs are written as they are.
    pub allow_reserved: bool,
    /// What has to be known of its value.
    pub kind: PropertyKind,
    /// The members of an object that are pairs of their own (`form` with `explode`).
    pub members: &'static [&'static str],
    /// The media types that a part may have, as the document lists them.
    pub content_type: Option<&'static str>,
}

/// What has to be known of a property's value before it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PropertyKind {
    /// Nothing.
    Plain,
    /// It is an object, which a style without `explode` cannot tell from an array.
    Object,
    /// It, or each of its items, is written as JSON.
    Json,
}

/// A property of a form or a multipart body, with nothing said of it.
#[must_use]
pub const fn property(name: &'static str) -> Property {
    Property {
        name,
        style: None,
        explode: true,
        allow_reserved: false,
        kind: PropertyKind::Plain,
        members: &[],
        content_type: None,
    }
}

impl Property {
    /// Sets `style`, and `explode` to the default of the style.
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.style = Some(style);
        self.explode = matches!(style, Style::Form | Style::DeepObject);
        self
    }

    /// Sets `explode`. The style is `form` unless set.
    #[must_use]
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = explode;
        if self.style.is_none() {
            self.style = Some(Style::Form);
        }
        self
    }

    /// Sets `allow_reserved`. The style is `form` unless set.
    #[must_use]
    pub const fn allow_reserved(mut self, allow_reserved: bool) -> Self {
        self.allow_reserved = allow_reserved;
        if self.style.is_none() {
            self.style = Some(Style::Form);
        }
        self
    }

    /// Says that it is an object.
    #[must_use]
    pub const fn object(mut self) -> Self {
        self.kind = PropertyKind::Object;
        self
    }

    /// Says that it is an object whose members are pairs of their own, and names them: `form` with `explode`.
    #[must_use]
    pub const fn members(mut self, members: &'static [&'static str]) -> Self {
        self.members = members;
        self.object().explode(true)
    }

    /// It, or each of its items, is written as JSON.
    #[must_use]
    pub const fn json(mut self) -> Self {
        self.kind = PropertyKind::Json;
        self
    }

    /// The media types that a part may have: `image/png, image/jpeg`.
    #[must_use]
    pub const fn content_type(mut self, content_type: &'static str) -> Self {
        self.content_type = Some(content_type);
        self
    }

    /// Whether it is an object whose members are pairs of their own.
    pub(crate) fn is_spread(&self) -> bool {
        self.style == Some(Style::Form) && self.explode && self.kind == PropertyKind::Object
    }

    pub(crate) fn is_json(&self) -> bool {
        self.kind == PropertyKind::Json
    }

    /// The first media type that is no range.
    pub(crate) fn first_content_type(&self) -> Option<&'static str> {
        let mut types = self.content_type?.split(',').map(str::trim);
        types.find(|name| !name.ends_with("/*"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_fit_is_chosen() {
        const MEDIA: MediaType = one_of(&[
            octet_stream("*/*"),
            octet_stream("image/*"),
            json("application/json"),
            json("application/json; version=2"),
            json("application/problem+json"),
            text("text/csv"),
        ]);
        let rows = [
            (Some("application/json"), Some(2)),
            (Some("Application/JSON; charset=utf-8"), Some(2)),
            (Some("application/json; version=2"), Some(3)),
            (Some("application/problem+json"), Some(4)),
            (Some("application/vnd.api+json"), Some(2)),
            (Some("text/csv;header=absent"), Some(5)),
            (Some("image/png"), Some(1)),
            (Some("video/mp4"), Some(0)),
            (None, Some(0)),
        ];
        for (content_type, expected) in rows {
            assert_eq!(MEDIA.choose(content_type), expected, "{content_type:?}");
        }
        assert_eq!(text("text/plain").choose(None), None);
        assert_eq!(text("text/plain").choose(Some("text/html")), None);
    }
}
