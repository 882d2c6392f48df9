//! Media types of bodies, and of the values of parameters.

use super::Type;

/// How a body is read and written: a function of the runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaType {
    /// JSON, under this name.
    Json(String),
    /// `application/x-www-form-urlencoded`
    Form {
        /// What is to be said of single properties.
        properties: Vec<FormProperty>,
        /// Whether all arrays and objects among the properties are written as `name[key]=value`.
        is_deep_object: bool,
    },
    /// `multipart/form-data`, or another multipart type.
    Multipart {
        /// Its name.
        name: String,
        /// What is to be said of single properties.
        properties: Vec<FormProperty>,
    },
    /// A text.
    Text(String),
    /// Octets as they come.
    OctetStream(String),
    /// `text/event-stream`
    EventStream,
    /// A JSON value a line.
    JsonLines(String),
    /// One of several, which one value can be written in.
    OneOf(Vec<MediaType>),
    /// One of several, which the value chooses: those of an enum made by `bodies!`.
    Enum(Type),
}

/// How a property of a form or multipart body is written, where it is not as the runtime assumes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormProperty {
    /// The property.
    pub wire_name: String,
    /// The variant of the runtime's `Style`.
    pub style: Option<&'static str>,
    /// Whether arrays and objects become several pairs.
    pub explode: Option<bool>,
    /// Whether reserved characters are sent as they are.
    pub allow_reserved: bool,
    /// Whether it is an object, which a style without `explode` cannot tell from an array.
    pub is_object: bool,
    /// The properties of an object that are pairs of their own.
    pub members: Vec<String>,
    /// Whether it is written as JSON.
    pub is_json: bool,
    /// The media types a part may have.
    pub content_type: Option<String>,
}

impl FormProperty {
    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        let plain = Self {
            wire_name: self.wire_name.clone(),
            ..Self::default()
        };
        *self == plain
    }
}
