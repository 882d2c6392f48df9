//! Reading a request.

use std::any::Any;
use std::borrow::Cow;
use std::collections::BTreeSet;

use bytes::Bytes;
use http::header::COOKIE;

use crate::json::{
    Decode, Decoder, Keyword, Location, Mode, Node, Place, Shape, SyntaxError, Tape, Violation,
    Violations, Written,
};
use crate::operation::stream::Incoming;
use crate::operation::style::{self, Occurrences, Problem, deep};
use crate::operation::{ByteStream, MediaType, Parameter, RawRequest, Style, body, uri};

/// Gives the values of a request's parameters and body, in the order of
/// [`PARAMETERS`](crate::operation::Request::PARAMETERS), and collects what does not fit.
#[derive(Debug)]
pub struct RequestDecoder<'a> {
    raw: &'a RawRequest<'a>,
    all: &'static [Parameter],
    mode: Mode,
    /// Whether an optional value that cannot be read is absent.
    is_forgiving: bool,
    /// The body, if it is not read whole.
    stream: Option<ByteStream>,
    /// Decoded names, encoded values.
    query: Vec<(Cow<'a, str>, &'a str)>,
    /// Names in the query that belong to no parameter and are no members of one.
    reserved: BTreeSet<&'static str>,
    parameters: std::slice::Iter<'static, Parameter>,
    violations: Vec<Violation>,
    more: usize,
}

/// What was given for a parameter.
enum Given<'a> {
    Absent,
    /// Its readings; the first that fits counts. With them, which media type the body is in.
    Values(Vec<Tape<'a>>, usize),
    /// A body that comes as it is read, in the media type of this number.
    Stream(Incoming, usize),
    /// A violation was recorded.
    Bad,
}

impl<'a> RequestDecoder<'a> {
    /// Reads a request with these parameters, strictly.
    #[must_use]
    pub fn new(raw: &'a RawRequest<'a>, parameters: &'static [Parameter]) -> Self {
        let pairs = raw
            .query
            .unwrap_or_default()
            .split('&')
            .filter(|pair| !pair.is_empty());
        // A name that cannot be decoded is no declared one, and undeclared ones are ignored.
        let query = pairs.filter_map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            uri::decode_query(name).ok().map(|name| (name, value))
        });
        Self {
            raw,
            all: parameters,
            mode: Mode::Strict,
            is_forgiving: false,
            stream: None,
            query: query.collect(),
            reserved: BTreeSet::new(),
            parameters: parameters.iter(),
            violations: Vec::new(),
            more: 0,
        }
    }

    /// How values are read, see [`Mode`].
    pub(crate) fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// An optional value that cannot be read is absent.
    pub(crate) fn forgiving(mut self, is_forgiving: bool) -> Self {
        self.is_forgiving = is_forgiving;
        self
    }

    /// Takes the body as it comes, in the place of that of the request.
    pub(crate) fn with_stream(mut self, stream: Option<ByteStream>) -> Self {
        self.stream = stream;
        self
    }

    /// Names in the query that are not a parameter's: constant pairs, keys.
    pub(crate) fn reserving(mut self, names: impl Iterator<Item = &'static str>) -> Self {
        self.reserved.extend(names);
        self
    }

    /// The value of the next parameter; `None` if a violation was recorded.
    pub fn field<T: Decode>(&mut self) -> Option<T> {
        let parameter = self.parameters.next()?;
        let kept = (self.violations.len(), self.more);
        let value = self.value(parameter);
        if value.is_none() && self.is_forgiving && !parameter.required {
            self.violations.truncate(kept.0);
            self.more = kept.1;
            return T::absent();
        }
        value
    }

    fn value<T: Decode>(&mut self, parameter: &'static Parameter) -> Option<T> {
        let mut stream = None;
        let (tapes, media) = match self.given(parameter) {
            Given::Bad => return None,
            Given::Absent => {
                let value = T::absent();
                if value.is_none() {
                    self.missing(parameter);
                }
                return value;
            }
            Given::Values(tapes, media) => (tapes, media),
            Given::Stream(incoming, media) => {
                stream = Some(Box::new(incoming) as Box<dyn Any + Send>);
                (vec![Tape::of_text("")], media)
            }
        };
        let mut first = None;
        for tape in &tapes {
            let decoder = Decoder::at(tape, self.mode, place(parameter));
            let mut decoder = decoder.with_media(media, stream.take());
            let value = T::decode(&mut decoder, Node::ROOT);
            match decoder.finish(value) {
                Ok(value) => return Some(value),
                Err(violations) => first = first.or(Some(violations)),
            }
        }
        if let Some(violations) = first {
            self.extend(violations);
        }
        None
    }

    /// The request, or all violations.
    ///
    /// # Errors
    /// [`Violations`] if there are any.
    pub(crate) fn finish<T>(self, request: Option<T>) -> Result<T, Violations> {
        match (Violations::from_parts(self.violations, self.more), request) {
            (None, Some(request)) => Ok(request),
            (Some(violations), _) => Err(violations),
            // A `Request` by hand that reports nothing.
            (None, None) => Err(Violations::one(Violation::new(
                Place::body(),
                Keyword::Type,
                "the request does not fit",
            ))),
        }
    }

    fn given(&mut self, parameter: &'static Parameter) -> Given<'a> {
        if parameter.location == Location::Body {
            return self.body(parameter);
        }
        let mut lines = Vec::new();
        let readings = match self.occurrences(parameter, &mut lines) {
            Ok(given) if given.is_empty() => {
                // An object whose members are all absent is empty, not missing.
                if !(is_spread(parameter) || is_bracketed(parameter)) || !parameter.required {
                    return Given::Absent;
                }
                Ok(vec![Written::Object(Vec::new())])
            }
            Ok(given) => match &parameter.media {
                Some(media) => content(parameter, media, &given),
                None => style::read(parameter, &given).map(with_json),
            },
            Err(problem) => Err(problem),
        };
        let tapes = readings.and_then(|readings| {
            let tapes = readings.into_iter().map(Tape::of_written);
            let tapes: Result<Vec<_>, SyntaxError> = tapes.collect();
            tapes.map_err(|_| "is not JSON")
        });
        match tapes {
            Ok(tapes) => Given::Values(tapes, 0),
            Err(problem) => {
                let message = format!("the value {problem}");
                self.violations
                    .push(Violation::new(place(parameter), Keyword::Style, message));
                Given::Bad
            }
        }
    }

    /// Every value that was given, still encoded.
    fn occurrences<'s>(
        &'s self,
        parameter: &Parameter,
        lines: &'s mut Vec<(Cow<'a, str>, &'a str)>,
    ) -> Result<Occurrences<'s>, Problem> {
        let name = parameter.name;
        let mut given = Occurrences::default();
        match parameter.location {
            Location::Path => {
                let variables = self.raw.path.iter().filter(|(given, _)| *given == name);
                given.own = variables.map(|(_, value)| *value).collect();
            }
            Location::Query => self.pairs(parameter, &self.query, &mut given),
            Location::Header => given.own = header_texts(self.raw, name)?,
            Location::Cookie => {
                for line in header_texts(self.raw, COOKIE.as_str())? {
                    let pairs = line.split(';');
                    let pairs = pairs.filter_map(|pair| pair.trim().split_once('='));
                    lines.extend(pairs.filter_map(|(name, value)| {
                        uri::decode(name).ok().map(|name| (name, value))
                    }));
                }
                self.pairs(parameter, lines, &mut given);
            }
            Location::Body => {}
        }
        Ok(given)
    }

    /// The pairs that are the parameter's: of its name, in its brackets, or of the members of an object.
    fn pairs<'s>(
        &self,
        parameter: &Parameter,
        pairs: &'s [(Cow<'a, str>, &'a str)],
        given: &mut Occurrences<'s>,
    ) {
        let is_deep = parameter.style == Style::DeepObject && parameter.media.is_none();
        let is_spread = is_spread(parameter);
        for (name, value) in pairs {
            let is_member = match parameter.members {
                Some(members) => members.contains(&&**name),
                None => is_spread && !self.is_taken(parameter.location, name),
            };
            if name == parameter.name && !(is_spread && is_member) {
                given.own.push(value);
            } else if is_deep && deep::keys(name, parameter.name).is_some()
                || !is_deep && is_member && parameter.explode
            {
                given.members.push((name, value));
            }
        }
    }

    /// Whether a name is another parameter's.
    fn is_taken(&self, location: Location, name: &str) -> bool {
        self.reserved.contains(name)
            || self.all.iter().any(|other| {
                other.location == location
                    && match other.members {
                        _ if other.name == name => !is_spread(other),
                        Some(members) => members.contains(&name),
                        None => {
                            other.style == Style::DeepObject
                                && deep::keys(name, other.name).is_some()
                        }
                    }
            })
    }

    fn body(&mut self, parameter: &'static Parameter) -> Given<'a> {
        let Some(all) = &parameter.media else {
            return Given::Absent;
        };
        let content_type = body::content_type(self.raw.headers);
        let index = all.choose(content_type);
        let media = all.choices().get(index.unwrap_or(0)).unwrap_or(all);
        if let Some(bytes) = self.stream.take() {
            let content_type = content_type.map(ToOwned::to_owned);
            let incoming = Incoming {
                bytes,
                content_type,
            };
            return Given::Stream(incoming, index.unwrap_or(0));
        }
        let body: &'a Bytes = self.raw.body;
        // No octets are a value where somebody says so: by the media type, or because there must be one.
        let is_said = content_type.is_some() || parameter.required;
        if body.is_empty() && !(is_said && index.is_some() && body::may_be_empty(media)) {
            return Given::Absent;
        }
        match body::read(media, content_type, body) {
            Ok(tape) => Given::Values(vec![tape], index.unwrap_or(0)),
            Err(violation) => {
                self.violations.push(violation);
                Given::Bad
            }
        }
    }

    fn missing(&mut self, parameter: &Parameter) {
        self.violations.push(Violation::new(
            place(parameter),
            Keyword::Required,
            "missing",
        ));
    }

    fn extend(&mut self, violations: Violations) {
        self.more += violations.more();
        self.violations.extend(violations.into_list());
    }
}

/// Whether it is an object whose members are parameters of their own.
fn is_spread(parameter: &Parameter) -> bool {
    let may_be_object = parameter.shape == Shape::Object
        || parameter.shape == Shape::Any && parameter.members.is_some();
    may_be_object
        && parameter.explode
        && parameter.media.is_none()
        && parameter.style != Style::DeepObject
        && matches!(parameter.location, Location::Query | Location::Cookie)
}

/// Whether it is an object whose members are in brackets.
fn is_bracketed(parameter: &Parameter) -> bool {
    parameter.style == Style::DeepObject
        && parameter.shape == Shape::Object
        && parameter.media.is_none()
        && parameter.location == Location::Query
}

/// The readings, and once more with JSON where a text is that: what is nested is written so.
fn with_json(mut readings: Vec<Written>) -> Vec<Written> {
    let nested: Vec<Written> = readings.iter().filter_map(jsonified).collect();
    readings.extend(nested);
    readings
}

/// `None` if there is nothing to change.
fn jsonified(value: &Written) -> Option<Written> {
    match value {
        Written::Text(text) if text.starts_with(['{', '[']) => Tape::parse(text.as_bytes())
            .is_ok()
            .then(|| Written::Json(text.clone())),
        Written::List(items) => {
            let changed: Vec<_> = items.iter().map(jsonified).collect();
            let any = changed.iter().any(Option::is_some);
            let items = changed.into_iter().zip(items);
            any.then(|| Written::List(items.map(|(new, old)| new.unwrap_or(old.clone())).collect()))
        }
        Written::Object(members) => {
            let changed: Vec<_> = members.iter().map(|(_, value)| jsonified(value)).collect();
            let any = changed.iter().any(Option::is_some);
            let members = changed.into_iter().zip(members);
            any.then(|| {
                let member = |(new, (key, old)): (Option<Written>, &(String, Written))| {
                    (key.clone(), new.unwrap_or(old.clone()))
                };
                Written::Object(members.map(member).collect())
            })
        }
        Written::Lone(value) => jsonified(value).map(|value| Written::Lone(Box::new(value))),
        Written::Text(_) | Written::Json(_) | Written::Part(..) => None,
    }
}

/// The value of a `content` parameter.
fn content(
    parameter: &Parameter,
    media: &MediaType,
    given: &Occurrences<'_>,
) -> Result<Vec<Written>, Problem> {
    let text = match given.own[..] {
        [text] => style::decode(parameter.location, text)?,
        _ => return Err("is given more than once"),
    };
    Ok(vec![match media.kind {
        super::MediaKind::Json => Written::Json(text),
        _ => Written::Text(text),
    }])
}

fn header_texts<'a>(raw: &RawRequest<'a>, name: &str) -> Result<Vec<&'a str>, Problem> {
    let values = raw.headers.get_all(name).iter();
    values
        .map(|value| std::str::from_utf8(value.as_bytes()).map_err(|_| "is not UTF-8"))
        .collect()
}

fn place(parameter: &Parameter) -> Place {
    match parameter.location {
        Location::Body => Place::body(),
        location => Place::parameter(location, parameter.name),
    }
}
