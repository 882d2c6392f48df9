//! Writing a request.

use http::header::COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::json::{
    Beside, Encode, Encoder, Field, Keyword, Location, Mode, Place, Tape, Violation, Violations,
};
use crate::operation::style::{self, Output, Problem};
use crate::operation::written::{Writing, WrittenRequest};
use crate::operation::{EncodedRequest, MediaKind, MediaType, Parameter, body, uri};

/// Takes the values of a request's parameters and body, in the order of
/// [`PARAMETERS`](crate::operation::Request::PARAMETERS).
#[derive(Debug)]
pub struct RequestEncoder {
    parameters: &'static [Parameter],
    mode: Mode,
    path: Vec<(&'static str, String)>,
    query: String,
    headers: HeaderMap,
    cookie: String,
    body: Option<Writing>,
    violations: Vec<Violation>,
}

impl RequestEncoder {
    /// For a request with these parameters.
    #[must_use]
    pub fn new(parameters: &'static [Parameter]) -> Self {
        Self {
            parameters,
            mode: Mode::Tolerant,
            path: Vec::new(),
            query: String::new(),
            headers: HeaderMap::new(),
            cookie: String::new(),
            body: None,
            violations: Vec::new(),
        }
    }

    /// How values are written, see [`Mode`].
    pub(crate) fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// Pairs that every request has.
    pub(crate) fn constants(mut self, pairs: &[(&str, &str)]) -> Self {
        for (name, value) in pairs {
            self.pair(&uri::encode(name), &uri::encode(value));
        }
        self
    }

    /// Gives the values of all parameters, in their order.
    pub fn fields(&mut self, values: &[&dyn Field]) {
        for (parameter, value) in self.parameters.iter().zip(values) {
            self.field(parameter, *value);
        }
    }

    /// Gives the value of one parameter.
    pub fn field(&mut self, parameter: &'static Parameter, value: &dyn Encode) {
        if value.is_absent() {
            return;
        }
        let is_body = parameter.location == Location::Body;
        let mut encoder = Encoder::new(self.mode)
            .checking_rules()
            .keeping_beside(is_body);
        value.encode_into(&mut encoder);
        match (encoder.finish_body(), &parameter.media) {
            (Ok((json, beside)), Some(media)) if is_body => self.body(media, json, beside),
            (Ok((json, beside)), media) => self.parameter(parameter, media.as_ref(), json, beside),
            (Err(violations), _) => self.extend(parameter, &violations),
        }
    }

    fn body(&mut self, media: &MediaType, json: String, beside: Beside) {
        match Writing::new(media, json, beside) {
            Ok(writing) => self.body = Some(writing),
            Err(violations) => self.violations.extend(violations.iter().cloned()),
        }
    }

    fn parameter(
        &mut self,
        parameter: &'static Parameter,
        media: Option<&MediaType>,
        json: String,
        beside: Beside,
    ) {
        let written = match media {
            None => match Tape::parse(json.as_bytes()) {
                Ok(json) if is_set_cookie(parameter) => style::texts(&json).map(Output::Lines),
                Ok(json) => style::write(parameter, &json),
                Err(_) => Err("the value nests too deeply"),
            },
            Some(media) => match body::write(media, json, beside) {
                Ok(payload) => content(parameter, &payload.body),
                Err(violations) => return self.extend(parameter, &violations),
            },
        };
        let written = written.and_then(|output| self.place(parameter, output));
        if let Err(problem) = written {
            let place = place(parameter, String::new());
            self.violations
                .push(Violation::new(place, Keyword::Style, problem));
        }
    }

    /// Puts what was written where it belongs.
    fn place(&mut self, parameter: &'static Parameter, output: Output) -> Result<(), Problem> {
        match (parameter.location, output) {
            (Location::Path, Output::Text(text)) => self.path.push((parameter.name, text)),
            (Location::Header, Output::Text(text)) => {
                append_header(&mut self.headers, parameter.name, &text)?;
            }
            (Location::Header, Output::Lines(lines)) => {
                for line in lines {
                    append_header(&mut self.headers, parameter.name, &line)?;
                }
            }
            (Location::Query, Output::Pairs(pairs)) => {
                for (name, value) in pairs {
                    self.pair(&name, &value);
                }
            }
            (Location::Cookie, Output::Pairs(pairs)) => {
                for (name, value) in pairs {
                    if !self.cookie.is_empty() {
                        self.cookie.push_str("; ");
                    }
                    self.cookie.push_str(&name);
                    self.cookie.push('=');
                    self.cookie.push_str(&value);
                }
            }
            _ => return Err("the style does not fit the location"),
        }
        Ok(())
    }

    fn pair(&mut self, name: &str, value: &str) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(name);
        self.query.push('=');
        self.query.push_str(value);
    }

    fn extend(&mut self, parameter: &Parameter, violations: &Violations) {
        self.violations.extend(violations.iter().map(|violation| {
            let mut violation = violation.clone();
            violation.place = place(parameter, violation.place.pointer().to_owned());
            violation
        }));
    }

    /// The headers alone: those of a response.
    ///
    /// # Errors
    /// [`Violations`] if a value was refused.
    pub(crate) fn into_headers(self) -> Result<HeaderMap, Violations> {
        match Violations::from_parts(self.violations, 0) {
            Some(violations) => Err(violations),
            None => Ok(self.headers),
        }
    }

    /// The request.
    ///
    /// # Errors
    /// [`Violations`] if a value was refused.
    pub(crate) fn finish(mut self, template: &'static str) -> Result<WrittenRequest, Violations> {
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
        if let Some(violations) = Violations::from_parts(self.violations, 0) {
            return Err(violations);
        }
        let mut written = WrittenRequest {
            request: EncodedRequest {
                path,
                query: (!self.query.is_empty()).then_some(self.query),
                headers: self.headers,
                body: None,
            },
            stream: None,
            unwritten: None,
        };
        match self.body {
            Some(Writing::Done(payload)) => written.put(payload),
            Some(Writing::Open(unwritten)) => written.unwritten = Some(unwritten),
            None => {}
        }
        Ok(written)
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

/// Whether it is the one header whose lines are no list (RFC 9110 section 5.3).
pub(crate) fn is_set_cookie(parameter: &Parameter) -> bool {
    parameter.location == Location::Header && parameter.name.eq_ignore_ascii_case("set-cookie")
}

/// The value of a `content` parameter.
fn content(parameter: &Parameter, body: &[u8]) -> Result<Output, Problem> {
    let text = std::str::from_utf8(body).map_err(|_| "a parameter must be text")?;
    let is_json = parameter
        .media
        .is_some_and(|media| media.kind == MediaKind::Json);
    Ok(match parameter.location {
        // The one control character that JSON has as it is (RFC 8259 section 7), and a header has not.
        Location::Header if is_json => Output::Text(text.replace('\u{7f}', "\\u007f")),
        Location::Header => Output::Text(text.to_owned()),
        Location::Path => Output::Text(uri::encode(text)),
        _ => Output::Pairs(vec![(uri::encode(parameter.name), uri::encode(text))]),
    })
}

fn place(parameter: &Parameter, pointer: String) -> Place {
    match parameter.location {
        Location::Body => Place::Body { pointer },
        location => Place::Parameter {
            location,
            name: parameter.name.into(),
            pointer,
        },
    }
}

/// Adds a header whose value cannot end the line: `http` refuses control characters.
fn append_header(headers: &mut HeaderMap, name: &str, text: &str) -> Result<(), Problem> {
    let name = HeaderName::try_from(name).map_err(|_| "the name is not a header name")?;
    if text.trim_matches([' ', '\t']) != text {
        return Err("blanks at either end would be lost in a header");
    }
    let value = HeaderValue::from_bytes(text.as_bytes())
        .map_err(|_| "a header cannot hold line breaks or other control characters")?;
    headers.append(name, value);
    Ok(())
}
