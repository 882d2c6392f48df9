//! Bodies, and the values of `content` parameters: from JSON to a media type and back.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};

use super::byte_stream::ByteStream;
use super::content_type::parameter;
use super::stream::Outgoing;
use super::style::{self, Problem};
use super::{MediaKind, MediaType, form, lines, multipart};
use crate::json::{
    Beside, DecodeError, Keyword, Kind, Node, Place, Tape, Violation, Violations, Written,
    push_segment,
};
use crate::types::Octets;

/// A body on its way out.
#[derive(Debug)]
pub(crate) struct Payload {
    pub(crate) content_type: HeaderValue,
    pub(crate) body: Bytes,
    /// The body where it is a stream.
    pub(crate) stream: Option<ByteStream>,
}

/// Writes a body of one of several media types.
pub(crate) fn write(
    media: &MediaType,
    text: String,
    beside: Beside,
) -> Result<Payload, Violations> {
    let choices = media.choices();
    let Some(media) = choices.get(beside.media.unwrap_or(0)).or(choices.first()) else {
        return Err(refused("", "the body has no media type"));
    };
    let mut written = write_one(media, text, beside)
        .map_err(|(property, problem)| refused(&property, problem))?;
    // RFC 6657 section 4: some readers take text without it for another encoding.
    if media.kind == MediaKind::Text
        && media.name.starts_with("text/")
        && !media.name.contains(';')
        && !written.body.is_ascii()
    {
        written.content_type.push_str("; charset=utf-8");
    }
    let content_type = HeaderValue::try_from(written.content_type)
        .map_err(|_| refused("", "the media type is no header value"))?;
    Ok(Payload {
        content_type,
        body: written.body,
        stream: written.stream,
    })
}

fn refused(property: &str, problem: Problem) -> Violations {
    let mut pointer = String::new();
    if !property.is_empty() {
        push_segment(&mut pointer, property);
    }
    Violations::one(Violation::new(
        Place::Body { pointer },
        Keyword::Style,
        problem,
    ))
}

struct Text {
    content_type: String,
    body: Bytes,
    stream: Option<ByteStream>,
}

fn write_one(media: &MediaType, text: String, beside: Beside) -> Result<Text, (String, Problem)> {
    let done = |content_type: String, body: Bytes| Text {
        content_type,
        body,
        stream: None,
    };
    let whole = |problem| (String::new(), problem);
    let name = media.name.to_owned();
    if media.kind == MediaKind::Json {
        return if beside.octets.is_empty() && beside.attachment.is_none() {
            Ok(done(name, text.into()))
        } else {
            Err(whole("octets cannot be written in JSON"))
        };
    }
    if let Some(stream) = beside.attachment {
        let outgoing: Box<Outgoing> = stream
            .downcast()
            .map_err(|_| whole("what is attached is no stream"))?;
        let content_type = concrete(media, outgoing.content_type.as_deref()).map_err(whole)?;
        return Ok(Text {
            content_type,
            body: Bytes::new(),
            stream: Some(match (media.kind, lines::prefix(media)) {
                (MediaKind::JsonLines, prefix) if !prefix.is_empty() => {
                    outgoing.bytes.prefixed(prefix)
                }
                _ => outgoing.bytes,
            }),
        });
    }
    let json = Tape::parse(text.as_bytes()).map_err(|_| whole("the value nests too deeply"))?;
    let is_object = json.kind(Node::ROOT) == Kind::Object;
    let body = match media.kind {
        MediaKind::Form | MediaKind::Multipart if !is_object => {
            return Err(whole("only an object can be written as a form"));
        }
        MediaKind::Form => form::write(media, &json)?.into(),
        MediaKind::Multipart => {
            let (boundary, body) = multipart::write(media, &json, &beside)?;
            let content_type = format!("{name}; boundary={boundary}");
            return Ok(match body.finish() {
                Ok(body) => done(content_type, body),
                Err(stream) => Text {
                    content_type,
                    body: Bytes::new(),
                    stream: Some(stream),
                },
            });
        }
        MediaKind::Json | MediaKind::Text => {
            style::scalar(&json, Node::ROOT).map_err(whole)?.into()
        }
        MediaKind::OctetStream => {
            let octets = match beside.octets_at(&json, Node::ROOT) {
                Some(octets) => octets.clone(),
                None => style::scalar(&json, Node::ROOT).map_err(whole)?.into(),
            };
            let content_type = concrete(media, octets.content_type()).map_err(whole)?;
            return Ok(done(content_type, octets.into_bytes()));
        }
        MediaKind::EventStream | MediaKind::JsonLines => {
            return Err(whole("only a stream can be written so"));
        }
    };
    Ok(done(name, body))
}

/// The media type that is sent: the document's, or of its range the value's own.
fn concrete(media: &MediaType, own: Option<&str>) -> Result<String, Problem> {
    match own {
        _ if !media.is_range() => Ok(media.name.to_owned()),
        Some(own) if media.accepts(own) => Ok(own.to_owned()),
        Some(_) => Err("the media type of the octets is not what the document allows"),
        None if media.accepts("application/octet-stream") => {
            Ok("application/octet-stream".to_owned())
        }
        None => Err("the octets need a media type: set it with `typed`"),
    }
}

/// The `content-type`, if there is one and it is text.
pub(crate) fn content_type(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}

/// Reads a body, to be decoded.
pub(crate) fn read<'b>(
    media: &MediaType,
    content_type: Option<&str>,
    body: &'b Bytes,
) -> Result<Tape<'b>, Violation> {
    let problem = |problem: Problem| Violation::new(Place::body(), Keyword::Syntax, problem);
    let written = match media.kind {
        MediaKind::Json => {
            return Tape::parse(body).map_err(|error| {
                let message = DecodeError::from(error).to_string();
                Violation::new(Place::body(), Keyword::Syntax, message)
            });
        }
        MediaKind::Form => {
            let text = std::str::from_utf8(body).map_err(|_| problem("the form is not UTF-8"))?;
            form::read(media, text).map_err(|(property, problem)| {
                let mut pointer = String::new();
                push_segment(&mut pointer, &property);
                let message = format!("the value {problem}");
                Violation::new(Place::Body { pointer }, Keyword::Style, message)
            })?
        }
        MediaKind::Multipart => {
            let content_type = content_type.unwrap_or_default();
            multipart::read(media, content_type, body).map_err(problem)?
        }
        MediaKind::Text => {
            let charset = content_type.and_then(|value| parameter(value, "charset"));
            Written::Text(text(body, charset.as_deref()).map_err(problem)?)
        }
        MediaKind::OctetStream | MediaKind::EventStream | MediaKind::JsonLines => Written::Part(
            match content_type {
                Some(content_type) => Octets::from(body.clone()).typed(content_type),
                None => Octets::from(body.clone()),
            },
            None,
        ),
    };
    Tape::of_written(written).map_err(|error| {
        let message = DecodeError::from(error).to_string();
        Violation::new(Place::body(), Keyword::Syntax, message)
    })
}

fn text(body: &[u8], charset: Option<&str>) -> Result<String, Problem> {
    match charset.map(str::to_ascii_lowercase).as_deref() {
        None | Some("utf-8" | "utf8" | "us-ascii") => std::str::from_utf8(body)
            .map(ToOwned::to_owned)
            .map_err(|_| "the text is not UTF-8"),
        // ISO 8859-1 is the first block of Unicode.
        Some("iso-8859-1") => Ok(body.iter().map(|byte| char::from(*byte)).collect()),
        Some(_) => Err("the text is in an encoding that is not read: only UTF-8 is"),
    }
}

/// Whether an empty body of this media type is a value, and not the absence of one.
pub(crate) fn may_be_empty(media: &MediaType) -> bool {
    !matches!(media.kind, MediaKind::Json | MediaKind::Multipart)
}
