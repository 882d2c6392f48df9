//! Writing a request.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::json::{Encode, Encoder, Keyword, Location, Mode, Place, Tape, Violation, Violations};
use crate::operation::style::{self, Texts};
use crate::operation::{EncodedRequest, Parameter};

/// Takes the values of a request's parameters and body, in the order of
/// [`PARAMETERS`](crate::operation::Request::PARAMETERS).
#[derive(Debug)]
pub struct RequestEncoder {
    parameters: &'static [Parameter],
    path: Vec<(&'static str, String)>,
    query: String,
    headers: HeaderMap,
    cookie: String,
    body: Option<Bytes>,
    violations: Vec<Violation>,
}

impl RequestEncoder {
    /// For a request with these parameters.
    #[must_use]
    pub fn new(parameters: &'static [Parameter]) -> Self {
        Self {
            parameters,
            path: Vec::new(),
            query: String::new(),
            headers: HeaderMap::new(),
            cookie: String::new(),
            body: None,
            violations: Vec::new(),
        }
    }

    /// Gives the values of all parameters, in their order.
    pub fn fields(&mut self, values: &[&dyn Encode]) {
        for (parameter, value) in self.parameters.iter().zip(values) {
            self.field(parameter, *value);
        }
    }

    /// Gives the value of one parameter.
    pub fn field(&mut self, parameter: &'static Parameter, value: &dyn Encode) {
        if value.is_absent() {
            return;
        }
        let mut encoder = Encoder::new(Mode::Tolerant);
        value.encode_into(&mut encoder);
        match encoder.finish() {
            Ok(json) => self.json(parameter, json),
            Err(violations) => self.violations.extend(violations.iter().map(|violation| {
                let mut violation = violation.clone();
                violation.place = place(parameter, violation.place.pointer().to_owned());
                violation
            })),
        }
    }

    fn json(&mut self, parameter: &'static Parameter, json: String) {
        if parameter.location == Location::Body {
            self.headers
                .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            self.body = Some(Bytes::from(json));
            return;
        }
        let texts = match Tape::parse(json.as_bytes()) {
            Ok(tape) => Texts::of(&tape),
            Err(_) => Err("the value nests too deeply"),
        };
        let written = texts.and_then(|texts| match parameter.location {
            Location::Query => style::write_form(parameter, &texts, &mut self.query),
            Location::Path => {
                style::write_encoded(&texts).map(|text| self.path.push((parameter.name, text)))
            }
            Location::Cookie => style::write_encoded(&texts).map(|text| {
                if !self.cookie.is_empty() {
                    self.cookie.push_str("; ");
                }
                self.cookie.push_str(parameter.name);
                self.cookie.push('=');
                self.cookie.push_str(&text);
            }),
            Location::Header => style::write_header(&texts)
                .and_then(|text| append_header(&mut self.headers, parameter.name, &text)),
            Location::Body => Ok(()),
        });
        if let Err(problem) = written {
            self.refuse(parameter, problem);
        }
    }

    fn refuse(&mut self, parameter: &Parameter, problem: &str) {
        let place = place(parameter, String::new());
        self.violations
            .push(Violation::new(place, Keyword::Style, problem));
    }

    /// The request.
    ///
    /// # Errors
    /// [`Violations`] if a value was refused.
    pub(crate) fn finish(mut self, template: &str) -> Result<EncodedRequest, Violations> {
        let path = match self.expand(template) {
            Ok(path) => path,
            Err((parameter, problem)) => {
                // What was refused above is missing from the path and needs no second violation.
                let place = Place::parameter(Location::Path, parameter);
                if !self
                    .violations
                    .iter()
                    .any(|violation| violation.place == place)
                {
                    self.violations
                        .push(Violation::new(place, Keyword::Style, problem));
                }
                String::new()
            }
        };
        if !self.cookie.is_empty() {
            let cookie = std::mem::take(&mut self.cookie);
            match HeaderValue::try_from(cookie) {
                Ok(mut value) => {
                    value.set_sensitive(true);
                    self.headers.insert(COOKIE, value);
                }
                Err(_) => self.violations.push(Violation::new(
                    Place::parameter(Location::Header, COOKIE.as_str()),
                    Keyword::Style,
                    "a name of a cookie parameter cannot be written",
                )),
            }
        }
        match Violations::from_parts(self.violations, 0) {
            Some(violations) => Err(violations),
            None => Ok(EncodedRequest {
                path,
                query: (!self.query.is_empty()).then_some(self.query),
                headers: self.headers,
                body: self.body,
            }),
        }
    }

    /// Fills in the path template. A segment must not come out empty, `.` or `..`.
    fn expand<'t>(&self, template: &'t str) -> Result<String, (&'t str, &'static str)> {
        let mut path = String::new();
        for segment in template.split('/').skip(1) {
            path.push('/');
            let start = path.len();
            let mut rest = segment;
            let mut last = None;
            while let Some((before, name, after)) = variable(rest) {
                path.push_str(before);
                last = Some(name);
                match self.path.iter().find(|(given, _)| *given == name) {
                    None => return Err((name, "the value is missing")),
                    Some((_, value)) if matches!(value.as_str(), "" | "." | "..") => {
                        return Err((name, "a path value must not be empty, `.` or `..`"));
                    }
                    Some((_, value)) => path.push_str(value),
                }
                rest = after;
            }
            path.push_str(rest);
            if let Some(name) = last
                && matches!(&path[start..], "." | "..")
            {
                return Err((name, "the path segment must not become `.` or `..`"));
            }
        }
        if path.is_empty() {
            path.push('/');
        }
        Ok(path)
    }
}

/// The first `{name}`, with what is before and after it.
fn variable(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

fn place(parameter: &Parameter, pointer: String) -> Place {
    match parameter.location {
        Location::Body => Place::Body { pointer },
        location => Place::Parameter {
            location,
            name: parameter.name.to_owned(),
            pointer,
        },
    }
}

/// Adds a header whose value cannot end the line: `http` refuses control characters.
fn append_header(headers: &mut HeaderMap, name: &str, text: &str) -> Result<(), &'static str> {
    let name = HeaderName::try_from(name).map_err(|_| "the name is not a header name")?;
    if text.trim_matches([' ', '\t']) != text {
        return Err("blanks at either end would be lost in a header");
    }
    let value = HeaderValue::from_bytes(text.as_bytes())
        .map_err(|_| "a header cannot hold line breaks or other control characters")?;
    headers.append(name, value);
    Ok(())
}
