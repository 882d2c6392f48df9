//! Parameters: what the document says of one, as data (OpenAPI 3.0.4 section 4.8.12).
//!
//! Client and server go by the same description, so these rules hold on both sides:
//!
//! **Query.** Parameters are separated by `&` (`;` separates nothing). Names are percent-decoded before they
//! are compared; case counts. `+` and `%20` read as a space; a space is written `%20` and `+` is written
//! `%2B`. `region` and `region=` are the empty string, which is a violation for a number. An undeclared
//! parameter is ignored: proxies and trackers add theirs. A parameter that is no array must not occur twice.
//!
//! **Path.** A value is percent-encoded; `%2F` is a slash in the value and separates nothing, `+` is a plus.
//! A value that is empty, `.` or `..`, or makes its path segment so, is never sent: URL parsers would
//! rewrite the path.
//!
//! **Headers.** The value is the text itself, as UTF-8. Control characters and blanks at either end cannot be
//! sent. A header that is no array must not occur twice; of an array, each line adds its items.
//!
//! **Cookies.** Percent-encoded; `+` is a plus.
//!
//! **Arrays and objects** are written in the [style](Style) of the parameter. With `explode` (the default in a query)
//! every item is a parameter of its own, `ids=1&ids=2`; an empty array is not written and so reads as absent, which a
//! required one must not be. Without it, items are separated by commas, `ids=1,2`; a comma in an item is
//! percent-encoded, and in a header impossible; an empty value is an empty array, so `[""]` cannot be written. The members
//! of an exploded object are [named](Parameter::members), or are whatever no other parameter is. A required object without
//! any member, exploded or in brackets, is empty and not missing.
//!
//! Styles are for flat values. What is nested is JSON text, but for `deepObject`, which goes on with brackets
//! (`p[0][x]=1`); there `p[]=1` and `p=1` read as items, too. Null, and what would read as another value, is refused
//! before it is sent.
//!
//! **Unions, and anything.** The text decides: one that can hold items is read as an array, then as an object, then as a
//! scalar, any other the other way round; the first that fits counts.
//!
//! Bad percent-encoding (`%zz`) and text that is not UTF-8 are violations everywhere.
//!
//! Scalars are read as in JSON: numbers in its grammar (no `+1`, no `01`), `true` and `false`. An integer is of digits
//! alone (no `1.0`, no `1e3`): JSON has one type of numbers, but a parameter is text that only an integer is read from.

use super::{MediaType, json};
use crate::json::{Decode, Location, Shape};

/// One parameter, or the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// Its name in the document; empty for the body.
    pub name: &'static str,
    /// Where it is.
    pub location: Location,
    /// How its value is written.
    pub style: Style,
    /// Whether the items of an array, or the members of an object, are apart.
    pub explode: bool,
    /// Whether characters with a meaning in URLs are written as they are (query only).
    pub allow_reserved: bool,
    /// The members of an object whose members are parameters of their own, where they are known.
    pub members: Option<&'static [&'static str]>,
    /// The media type of the body, or of the value of a `content` parameter.
    pub media: Option<MediaType>,
    /// Whether it must be given. Follows from the field's type.
    pub required: bool,
    /// What its value looks like. Follows from the field's type.
    pub shape: Shape,
}

/// How a value becomes text (OpenAPI 3.0.4 section 4.8.12.3). For `[3, 4]` and `{"x": 1}`, without and with `explode`:
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// `3,4`, `x,1`, `x=1`: in paths and headers.
    Simple,
    /// `.3,4`, `.3.4`, `.x,1`, `.x=1`: in paths.
    Label,
    /// `;p=3,4`, `;p=3;p=4`, `;p=x,1`, `;x=1`: in paths.
    Matrix,
    /// `p=3,4`, `p=3&p=4`, `p=x,1`, `x=1`: in queries and cookies.
    Form,
    /// `p=3%204`, `p=x%201`: in queries.
    SpaceDelimited,
    /// `p=3%7C4`, `p=x%7C1`: in queries.
    PipeDelimited,
    /// `p[x]=1`, `p[0]=3&p[1]=4`, as deep as the value: in queries.
    DeepObject,
}

/// A path parameter: `simple`.
#[must_use]
pub const fn path(name: &'static str) -> Parameter {
    Parameter::new(name, Location::Path, Style::Simple, false)
}

/// A query parameter: `form`, exploded.
#[must_use]
pub const fn query(name: &'static str) -> Parameter {
    Parameter::new(name, Location::Query, Style::Form, true)
}

/// A header parameter: `simple`.
#[must_use]
pub const fn header(name: &'static str) -> Parameter {
    Parameter::new(name, Location::Header, Style::Simple, false)
}

/// A cookie parameter: `form`, not exploded (with OpenAPI's default of `explode` an array is several cookies of one name).
#[must_use]
pub const fn cookie(name: &'static str) -> Parameter {
    Parameter::new(name, Location::Cookie, Style::Form, false)
}

/// The body, as `application/json`.
#[must_use]
pub const fn json_body() -> Parameter {
    body(json("application/json"))
}

/// The body, in a media type or in one of several.
#[must_use]
pub const fn body(media: MediaType) -> Parameter {
    Parameter::new("", Location::Body, Style::Simple, false).content(media)
}

impl Parameter {
    const fn new(name: &'static str, location: Location, style: Style, explode: bool) -> Self {
        Self {
            name,
            location,
            style,
            explode,
            allow_reserved: false,
            members: None,
            media: None,
            required: true,
            shape: Shape::Scalar,
        }
    }

    /// Sets `explode`.
    #[must_use]
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// Sets `style`, and `explode` to the default of the style.
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self.explode = matches!(style, Style::Form | Style::DeepObject);
        self
    }

    /// Sets `allow_reserved`.
    #[must_use]
    pub const fn allow_reserved(mut self, allow_reserved: bool) -> Self {
        self.allow_reserved = allow_reserved;
        self
    }

    /// Names the members of an object whose members are parameters of their own. Without it they are whatever no other
    /// parameter is.
    #[must_use]
    pub const fn members(mut self, members: &'static [&'static str]) -> Self {
        self.members = Some(members);
        self
    }

    /// The value is written in a media type, and has no style.
    #[must_use]
    pub const fn content(mut self, media: MediaType) -> Self {
        self.media = Some(media);
        self
    }

    /// Sets what follows from the field's type.
    #[must_use]
    pub const fn of<T: Decode>(mut self) -> Self {
        self.required = !T::OPTIONAL;
        self.shape = T::SHAPE;
        self
    }
}

/// The body among the parameters of a request, if it takes one.
#[must_use]
pub fn body_of(parameters: &'static [Parameter]) -> Option<&'static Parameter> {
    parameters
        .iter()
        .find(|parameter| parameter.location == Location::Body)
}
