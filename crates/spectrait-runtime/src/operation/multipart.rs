//! Multipart bodies (RFC 7578, RFC 2046 section 5.1; OpenAPI 3.0.4 section 4.8.14.5).
//!
//! Each property is a part of its name, an array one part an item. Scalars are text, objects JSON, octets
//! `application/octet-stream`; the [encoding](super::Property) of a property may say otherwise.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hash::{BuildHasher, Hasher, RandomState};

use bytes::Bytes;

use super::byte_stream::ByteStream;
use super::content_type::{essence, is_json_type, parameter};
use super::form::{self, Forms, one_or_list};
use super::pieces::Pieces;
use super::style::{self, Problem, deep};
use super::{MediaType, Property, Style, uri};
use crate::json::{Beside, Kind, Location, Node, Tape, Written};
use crate::types::Octets;

/// How many parts a body may have. Each costs an entry of some hundred bytes however short it is.
pub(crate) const MAX_PARTS: usize = 1024;

/// How many bytes the headers of a part may have.
pub(crate) const MAX_PART_HEADERS: usize = 8 * 1024;

/// Writes an object, and gives the boundary with it. The error names the property.
pub(crate) fn write(
    media: &MediaType,
    json: &Tape<'_>,
    beside: &Beside,
) -> Result<(String, Pieces), (String, Problem)> {
    let boundary = boundary();
    let mut body = Pieces::default();
    let mut octets = 0;
    for property in style::children(json, Node::ROOT) {
        let name = json.key(property);
        if media
            .property(name)
            .is_some_and(|property| property.style.is_some())
        {
            write_styled(media, name, json, property, &boundary, &mut body)
                .map_err(|problem| (name.to_owned(), problem))?;
            continue;
        }
        let items = match json.kind(property) {
            Kind::Array => style::children(json, property),
            _ => vec![property],
        };
        for item in items {
            octets += usize::from(beside.octets_at(json, item).is_some());
            let part = Part::of(media.property(name), name, json, item, beside);
            let written = part.and_then(|part| part.write(name, &boundary, &mut body));
            written.map_err(|problem| (name.to_owned(), problem))?;
        }
    }
    if octets < beside.octets.len() {
        return Err((
            String::new(),
            "octets within an object have no part of their own",
        ));
    }
    body.bytes(format!("--{boundary}--\r\n").as_bytes());
    Ok((boundary, body))
}

/// A property in a style: each pair is a part. Nothing in a part is encoded.
fn write_styled(
    media: &MediaType,
    name: &str,
    json: &Tape<'_>,
    node: Node,
    boundary: &str,
    body: &mut Pieces,
) -> Result<(), Problem> {
    let is_joined = matches!(json.kind(node), Kind::Array | Kind::Object)
        && media
            .property(name)
            .is_some_and(|property| property.style == Some(Style::Form) && !property.explode);
    for (name, value) in form::pairs(media, name, json, node)? {
        if is_joined && value.contains("%2C") {
            return Err("an item that contains a comma cannot be written in a part");
        }
        let decode = |text: &str| style::decode(Location::Path, text);
        let part = Part {
            content_type: None,
            file_name: None,
            content: Content::Bytes(decode(&value)?.into()),
        };
        part.write(&decode(&name)?, boundary, body)?;
    }
    Ok(())
}

/// 128 bits that nobody can foresee, so that no part holds them by malice or chance.
fn boundary() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("spectrait-{:016x}{:016x}", random(), random())
}

struct Part {
    content_type: Option<String>,
    file_name: Option<String>,
    content: Content,
}

enum Content {
    Bytes(Bytes),
    Stream(ByteStream),
}

impl Part {
    fn of(
        property: Option<&'static Property>,
        name: &str,
        json: &Tape<'_>,
        node: Node,
        beside: &Beside,
    ) -> Result<Self, Problem> {
        let documented = property
            .and_then(Property::first_content_type)
            .map(ToOwned::to_owned);
        if let Some(octets) = beside.octets_at(json, node) {
            let own = octets.content_type().map(ToOwned::to_owned);
            // Without a file name servers commonly take a part for text.
            let file_name = octets.file_name().unwrap_or(name);
            return Ok(Self {
                content_type: own
                    .or(documented)
                    .or_else(|| Some("application/octet-stream".to_owned())),
                file_name: Some(file_name.to_owned()),
                content: match octets.stream() {
                    None => Content::Bytes(octets.clone().into_bytes()),
                    Some(stream) => {
                        Content::Stream(stream.take().ok_or("the stream was sent before")?)
                    }
                },
            });
        }
        let is_json = matches!(json.kind(node), Kind::Array | Kind::Object)
            || property.is_some_and(Property::is_json)
            || documented.as_deref().is_some_and(is_json_type);
        let (content, default) = if is_json {
            (style::json_text(json, node)?, Some("application/json"))
        } else {
            (style::scalar(json, node)?, None)
        };
        Ok(Self {
            content_type: documented.or_else(|| default.map(ToOwned::to_owned)),
            file_name: None,
            content: Content::Bytes(content.into()),
        })
    }

    fn write(self, name: &str, boundary: &str, body: &mut Pieces) -> Result<(), Problem> {
        let mut head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
            escape(name)
        );
        if let Some(file_name) = &self.file_name {
            let _ = write!(head, "; filename=\"{}\"", escape(file_name));
        }
        head.push_str("\r\n");
        if let Some(content_type) = &self.content_type {
            if content_type
                .chars()
                .any(|c| c.is_control() || !c.is_ascii())
            {
                return Err("the media type of the part cannot be written");
            }
            let _ = write!(head, "Content-Type: {content_type}\r\n");
        }
        head.push_str("\r\n");
        body.bytes(head.as_bytes());
        match self.content {
            Content::Bytes(bytes) => body.bytes(&bytes),
            Content::Stream(stream) => body.stream(stream),
        }
        body.bytes(b"\r\n");
        Ok(())
    }
}

/// As browsers do (WHATWG HTML section 4.10.21.8).
fn escape(text: &str) -> String {
    text.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn unescape(text: &str) -> String {
    text.replace("%22", "\"")
        .replace("%0D", "\r")
        .replace("%0A", "\n")
}

/// Reads a body as an object.
pub(crate) fn read(
    media: &MediaType,
    content_type: &str,
    body: &Bytes,
) -> Result<Written, Problem> {
    let boundary = parameter(content_type, "boundary")
        .filter(|boundary| (1..=70).contains(&boundary.len()))
        .ok_or("the content type has no boundary of 1 to 70 characters")?;
    let mut styled = Forms::default();
    let mut members: Vec<(String, Vec<Written>)> = Vec::new();
    let mut index: BTreeMap<String, usize> = BTreeMap::new();
    for (count, part) in split(body, &boundary)?.into_iter().enumerate() {
        if count == MAX_PARTS {
            return Err("the body has too many parts");
        }
        let (name, value) = read_part(media, &part)?;
        if is_styled(media, &name)
            && let Written::Part(octets, _) = &value
        {
            let text = std::str::from_utf8(octets).map_err(|_| "a part is not UTF-8")?;
            let text = uri::encode_allowing_reserved(text, false);
            styled.add(media, name, text.into());
            continue;
        }
        let next = members.len();
        let at = *index.entry(name.clone()).or_insert(next);
        if at == next {
            members.push((name, Vec::new()));
        }
        members[at].1.push(value);
    }
    let members = members.into_iter();
    let members = members.map(|(name, items)| (name, one_or_list(items)));
    let styled = styled.read(media).map_err(|(_, problem)| problem)?;
    Ok(Written::Object(members.chain(styled).collect()))
}

/// Whether a part is of a property with a style.
fn is_styled(media: &MediaType, name: &str) -> bool {
    let named = media
        .property(name)
        .or_else(|| media.property(deep::root(name)));
    named.is_some_and(|property| property.style.is_some()) || media.property_with(name).is_some()
}

/// What stands between the delimiters, head and content.
fn split(body: &Bytes, boundary: &str) -> Result<Vec<Bytes>, Problem> {
    let delimiter = format!("--{boundary}");
    let mut parts = Vec::new();
    // Where the part that is being read begins; before the first delimiter there is none.
    let mut start: Option<usize> = None;
    let mut at = 0;
    while let Some(found) = find(&body[at..], delimiter.as_bytes()) {
        let found = at + found;
        at = found + delimiter.len();
        // Asked first, so that the search for the end of the line below is linear in all.
        if found > 0 && body[found - 1] != b'\n' {
            continue;
        }
        let rest = &body[at..];
        let is_last = rest.starts_with(b"--");
        let line_end = rest.iter().position(|byte| *byte == b'\n');
        let padding = &rest[..line_end.unwrap_or(rest.len())];
        if !is_last && !padding.trim_ascii().is_empty() {
            // A longer boundary that begins alike.
            continue;
        }
        if let Some(start) = start {
            // The line break before a delimiter belongs to it.
            let end = found - 1;
            let end = end - usize::from(end > start && body[end - 1] == b'\r');
            parts.push(body.slice(start..end.max(start)));
            if parts.len() > MAX_PARTS {
                return Ok(parts);
            }
        }
        if is_last {
            return Ok(parts);
        }
        let Some(line_end) = line_end else { break };
        at += line_end + 1;
        start = Some(at);
        // The next delimiter may follow at once, on its line.
        at -= 1;
    }
    Err("the body ends before its last boundary")
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    let first = *what.first()?;
    let mut at = 0;
    while let Some(found) = text.get(at..)?.iter().position(|byte| *byte == first) {
        if text[at + found..].starts_with(what) {
            return Some(at + found);
        }
        at += found + 1;
    }
    None
}

/// The name of a part, and its value.
fn read_part(media: &MediaType, part: &Bytes) -> Result<(String, Written), Problem> {
    let (head, content) = if part.starts_with(b"\r\n") {
        (part.slice(..0), part.slice(2..))
    } else {
        let window = &part[..part.len().min(MAX_PART_HEADERS)];
        let end = find(window, b"\r\n\r\n").ok_or("a part has no end of its headers")?;
        (part.slice(..end), part.slice(end + 4..))
    };
    let head = std::str::from_utf8(&head).map_err(|_| "the headers of a part are not UTF-8")?;
    let (mut name, mut file_name, mut content_type) = (None, None, None);
    for line in head.split("\r\n") {
        let (header, value) = line
            .split_once(':')
            .ok_or("a header of a part has no colon")?;
        let value = value.trim();
        if header.eq_ignore_ascii_case("content-disposition") {
            name = parameter(value, "name").map(|name| unescape(&name));
            file_name = parameter(value, "filename").map(|name| unescape(&name));
        } else if header.eq_ignore_ascii_case("content-type") {
            content_type = Some(value.to_owned());
        } else if header.eq_ignore_ascii_case("content-transfer-encoding")
            && !["7bit", "8bit", "binary"].contains(&value.to_ascii_lowercase().as_str())
        {
            return Err("a part has a transfer encoding, which forms must not have");
        }
    }
    let name = name.ok_or("a part has no name")?;
    let is_json = match content_type.as_deref().map(essence) {
        Some(label) if is_json_type(label) => true,
        Some(label) if label.eq_ignore_ascii_case("text/plain") => is_json_property(media, &name),
        Some(_) => false,
        None => file_name.is_none() && is_json_property(media, &name),
    };
    let mut octets = Octets::from(content);
    if let Some(file_name) = file_name {
        octets = octets.named(file_name);
    }
    if let Some(content_type) = content_type {
        octets = octets.typed(content_type);
    }
    let text = std::str::from_utf8(&octets).ok().filter(|_| is_json);
    let json = text
        .filter(|text| Tape::parse(text.as_bytes()).is_ok())
        .map(ToOwned::to_owned);
    Ok((name, Written::Part(octets, json)))
}

fn is_json_property(media: &MediaType, name: &str) -> bool {
    media.property(name).is_some_and(|property| {
        property.is_json() || property.first_content_type().is_some_and(is_json_type)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &str, expected: Result<&[&str], Problem>) {
        let body = Bytes::from(body.to_owned());
        let parts = split(&body, "x").map(|parts| {
            let parts = parts.iter();
            parts
                .map(|part| String::from_utf8_lossy(part).into_owned())
                .collect::<Vec<_>>()
        });
        let expected = expected.map(|parts| parts.iter().map(ToString::to_string).collect());
        assert_eq!(parts, expected, "{body:?}");
    }

    #[test]
    fn delimiters() {
        check("--x--", Ok(&[]));
        check("--x\r\n\r\na\r\n--x--\r\n", Ok(&["\r\na"]));
        check(
            "preamble\r\n--x  \r\nA: 1\r\n\r\na\r\n\r\n--x\r\n\r\n\r\n--x--epilogue",
            Ok(&["A: 1\r\n\r\na\r\n", "\r\n"]),
        );
        // What only looks like a delimiter is content.
        check(
            "--x\r\n\r\na--x\r\n--xy\r\n\r\n--x--",
            Ok(&["\r\na--x\r\n--xy\r\n"]),
        );
        check("--x\r\n\r\n--x--", Ok(&[""]));
        // Line feeds alone.
        check("--x\n\r\na\n--x--", Ok(&["\r\na"]));
        check("", Err("the body ends before its last boundary"));
        check(
            "--x\r\n\r\na",
            Err("the body ends before its last boundary"),
        );
        check("--x", Err("the body ends before its last boundary"));
    }
}
