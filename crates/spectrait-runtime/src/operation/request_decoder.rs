//! Reading a request.

use http::header::COOKIE;

use crate::json::{
    Decode, DecodeError, Decoder, Keyword, Location, Mode, Node, Place, Tape, Violation, Violations,
};
use crate::operation::style;
use crate::operation::uri;
use crate::operation::{Parameter, RawRequest};

/// Gives the values of a request's parameters and body, in the order of
/// [`PARAMETERS`](crate::operation::Request::PARAMETERS), and collects what does not fit.
#[derive(Debug)]
pub struct RequestDecoder<'a> {
    raw: &'a RawRequest<'a>,
    /// Decoded names, encoded values.
    query: Vec<(String, &'a str)>,
    parameters: std::slice::Iter<'static, Parameter>,
    violations: Vec<Violation>,
    more: usize,
}

/// What was given for a parameter.
enum Given<'a> {
    Absent,
    Value(Tape<'a>),
    /// A violation was recorded.
    Bad,
}

impl<'a> RequestDecoder<'a> {
    /// Reads a request with these parameters.
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
            query: query.collect(),
            parameters: parameters.iter(),
            violations: Vec::new(),
            more: 0,
        }
    }

    /// The value of the next parameter; `None` if a violation was recorded.
    pub fn field<T: Decode>(&mut self) -> Option<T> {
        let parameter = self.parameters.next()?;
        match self.given(parameter) {
            Given::Bad => None,
            Given::Absent => {
                let value = T::absent();
                if value.is_none() {
                    self.missing(parameter);
                }
                value
            }
            Given::Value(tape) => {
                let mut decoder = Decoder::at(&tape, Mode::Strict, place(parameter));
                let value = T::decode(&mut decoder, Node::ROOT);
                match decoder.finish(value) {
                    Ok(value) => Some(value),
                    Err(violations) => {
                        self.extend(&violations);
                        None
                    }
                }
            }
        }
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
            return self.body();
        }
        let mut cookies = Vec::new();
        let texts = match self.occurrences(parameter, &mut cookies) {
            Ok(given) if given.is_empty() => return Given::Absent,
            Ok(given) => style::read(parameter, &given),
            Err(problem) => Err(problem),
        };
        match texts {
            Ok(texts) => Given::Value(texts.tape()),
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
        cookies: &'s mut Vec<&'a str>,
    ) -> Result<Vec<&'s str>, &'static str> {
        let name = parameter.name;
        Ok(match parameter.location {
            Location::Path => {
                let variables = self.raw.path.iter().filter(|(given, _)| *given == name);
                variables.map(|(_, value)| *value).collect()
            }
            Location::Query => {
                let pairs = self.query.iter().filter(|(given, _)| given == name);
                pairs.map(|(_, value)| *value).collect()
            }
            Location::Header => header_texts(self.raw, name)?,
            Location::Cookie => {
                for line in header_texts(self.raw, COOKIE.as_str())? {
                    let pairs = line
                        .split(';')
                        .filter_map(|pair| pair.trim().split_once('='));
                    cookies.extend(pairs.filter(|(given, _)| *given == name).map(|pair| pair.1));
                }
                cookies.clone()
            }
            Location::Body => Vec::new(),
        })
    }

    fn body(&mut self) -> Given<'a> {
        if self.raw.body.is_empty() {
            return Given::Absent;
        }
        match Tape::parse(self.raw.body) {
            Ok(tape) => Given::Value(tape),
            Err(error) => {
                let message = DecodeError::from(error).to_string();
                self.violations
                    .push(Violation::new(Place::body(), Keyword::Syntax, message));
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

    fn extend(&mut self, violations: &Violations) {
        self.violations.extend(violations.iter().cloned());
        self.more += violations.more();
    }
}

fn header_texts<'a>(raw: &RawRequest<'a>, name: &str) -> Result<Vec<&'a str>, &'static str> {
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
