//! How the value of a parameter is written: a style is one function here in each direction.
//!
//! Writing goes from JSON to texts (one, or one per item) to the style; reading the other way round, onto a
//! tape of text scalars, so that parameters and bodies are decoded by the same code.

use crate::json::{Kind, Location, Node, Shape, Tape, Written};
use crate::operation::Parameter;
use crate::operation::uri::{self, BadText};

/// The value of a parameter as text, not yet encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Texts {
    One(String),
    Many(Vec<String>),
}

impl Texts {
    /// Takes the texts of a JSON scalar, or of an array of scalars.
    pub(crate) fn of(json: &Tape<'_>) -> Result<Self, &'static str> {
        if json.kind(Node::ROOT) != Kind::Array {
            return scalar(json, Node::ROOT).map(Self::One);
        }
        let mut texts = Vec::with_capacity(json.len(Node::ROOT));
        let mut items = json.children(Node::ROOT);
        while let Some(item) = json.next(&mut items) {
            texts.push(scalar(json, item)?);
        }
        Ok(Self::Many(texts))
    }

    pub(crate) fn tape(&self) -> Tape<'static> {
        let text = |text: &String| Written::Text(text.clone());
        let written = match self {
            Self::One(one) => text(one),
            Self::Many(texts) => Written::List(texts.iter().map(text).collect()),
        };
        Tape::of_written(&written).unwrap_or_else(|_| Tape::of_text(""))
    }
}

fn scalar(json: &Tape<'_>, node: Node) -> Result<String, &'static str> {
    match json.kind(node) {
        Kind::String | Kind::Number | Kind::Text => Ok(json.text_of(node).to_owned()),
        Kind::True => Ok("true".to_owned()),
        Kind::False => Ok("false".to_owned()),
        Kind::Null => Err("a parameter cannot be null"),
        Kind::Array | Kind::Object | Kind::Octets => {
            Err("a parameter cannot hold arrays or objects")
        }
    }
}

/// Why a value cannot be written in a style, or a text cannot be read.
pub(crate) type Problem = &'static str;

const LONE_EMPTY_ITEM: Problem =
    "an array of one empty string cannot be told from an empty array when separated by commas";
const EMPTY_EXPLODED: Problem =
    "an empty array cannot be told from an absent one when every item is a parameter of its own";
const COMMA_IN_HEADER: Problem = "an item that contains a comma cannot be written in a header";

/// `form` in a query: adds `name=value` pairs.
pub(crate) fn write_form(
    parameter: &Parameter,
    texts: &Texts,
    query: &mut String,
) -> Result<(), Problem> {
    let name = uri::encode(parameter.name);
    let encode = |text: &String, is_item: bool| {
        if parameter.allow_reserved {
            uri::encode_allowing_reserved(text, is_item)
        } else {
            uri::encode(text)
        }
    };
    let mut pair = |value: &str| {
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str(&name);
        query.push('=');
        query.push_str(value);
    };
    match texts {
        Texts::One(text) => pair(&encode(text, false)),
        Texts::Many(items) if parameter.explode => {
            if items.is_empty() && parameter.required {
                return Err(EMPTY_EXPLODED);
            }
            for item in items {
                pair(&encode(item, false));
            }
        }
        Texts::Many(items) => pair(&join(items, |item| encode(item, true))?),
    }
    Ok(())
}

/// `simple` in a path, and `form` in a cookie: percent-encoded, items separated by commas.
pub(crate) fn write_encoded(texts: &Texts) -> Result<String, Problem> {
    match texts {
        Texts::One(text) => Ok(uri::encode(text)),
        Texts::Many(items) => join(items, |item| uri::encode(item)),
    }
}

/// `simple` in a header: plain text, items separated by commas.
pub(crate) fn write_header(texts: &Texts) -> Result<String, Problem> {
    match texts {
        Texts::One(text) => Ok(text.clone()),
        Texts::Many(items) if items.iter().any(|item| item.contains(',')) => Err(COMMA_IN_HEADER),
        Texts::Many(items)
            if items
                .iter()
                .any(|item| item.trim_matches([' ', '\t']) != item) =>
        {
            Err("blanks at either end of an item would be lost in a header")
        }
        Texts::Many(items) => join(items, Clone::clone),
    }
}

fn join(items: &[String], encode: impl Fn(&String) -> String) -> Result<String, Problem> {
    if let [item] = items
        && item.is_empty()
    {
        return Err(LONE_EMPTY_ITEM);
    }
    Ok(items.iter().map(encode).collect::<Vec<_>>().join(","))
}

/// Reads the occurrences of a parameter, at least one, still encoded.
pub(crate) fn read(parameter: &Parameter, given: &[&str]) -> Result<Texts, Problem> {
    let decode = |text: &str| {
        let decoded = match parameter.location {
            Location::Query => uri::decode_query(text),
            Location::Path | Location::Cookie => uri::decode(text),
            Location::Header | Location::Body => Ok(text.to_owned()),
        };
        decoded.map_err(BadText::message)
    };
    let is_array = parameter.shape == Shape::Array;
    // The lines of a header are one list (RFC 9110 section 5.3).
    let may_repeat = is_array && (parameter.explode || parameter.location == Location::Header);
    let value = match given {
        [value] => value,
        _ if may_repeat => "",
        _ => return Err("is given more than once"),
    };
    if !is_array {
        return decode(value).map(Texts::One);
    }
    let items: Result<Vec<String>, Problem> =
        if parameter.explode && parameter.location == Location::Query {
            given.iter().map(|item| decode(item)).collect()
        } else {
            let items = given
                .iter()
                .filter(|list| !list.is_empty())
                .flat_map(|list| list.split(','));
            if parameter.location == Location::Header {
                items
                    .map(|item| decode(item.trim_matches([' ', '\t'])))
                    .collect()
            } else {
                items.map(decode).collect()
            }
        };
    items.map(Texts::Many)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::{cookie, header, path, query};

    fn ids(parameter: Parameter) -> Parameter {
        parameter.of::<Vec<String>>()
    }

    fn many(items: &[&str]) -> Texts {
        Texts::Many(items.iter().map(ToString::to_string).collect())
    }

    fn form(parameter: &Parameter, texts: &Texts) -> Result<String, Problem> {
        let mut out = String::new();
        write_form(parameter, texts, &mut out).map(|()| out)
    }

    /// What is written reads as the same.
    #[track_caller]
    fn assert_round_trip(parameter: &Parameter, texts: &Texts, written: &str) {
        let text = match parameter.location {
            Location::Query => form(parameter, texts),
            Location::Header => write_header(texts),
            _ => write_encoded(texts),
        };
        assert_eq!(text.as_deref(), Ok(written));
        let prefix = format!("{}=", parameter.name);
        let given: Vec<&str> = match parameter.location {
            Location::Query => written
                .split('&')
                .filter_map(|pair| pair.strip_prefix(&prefix))
                .collect(),
            _ => vec![written],
        };
        if !given.is_empty() {
            assert_eq!(read(parameter, &given).as_ref(), Ok(texts));
        }
    }

    #[test]
    fn round_trips() {
        let text = Texts::One("a b+c,/ä".to_owned());
        assert_round_trip(&query("q"), &text, "q=a%20b%2Bc%2C%2F%C3%A4");
        assert_round_trip(
            &query("q").allow_reserved(true),
            &text,
            "q=a%20b%2Bc,/%C3%A4",
        );
        assert_round_trip(&path("q"), &text, "a%20b%2Bc%2C%2F%C3%A4");
        assert_round_trip(&cookie("q"), &text, "a%20b%2Bc%2C%2F%C3%A4");
        assert_round_trip(&header("q"), &text, "a b+c,/ä");
        let list = many(&["1,2", "b&c", ""]);
        assert_round_trip(&ids(query("q")), &list, "q=1%2C2&q=b%26c&q=");
        assert_round_trip(&ids(query("q")).explode(false), &list, "q=1%2C2,b%26c,");
        let reserved = ids(query("q")).explode(false).allow_reserved(true);
        assert_round_trip(&reserved, &list, "q=1%2C2,b%26c,");
        assert_round_trip(&ids(path("q")), &list, "1%2C2,b%26c,");
        assert_round_trip(&ids(cookie("q")), &list, "1%2C2,b%26c,");
        assert_round_trip(&ids(header("q")), &many(&["1", "", "b c"]), "1,,b c");
        assert_round_trip(&ids(query("q")), &many(&[""]), "q=");
        for empty in [
            ids(query("q")).explode(false),
            ids(path("q")),
            ids(header("q")),
        ] {
            let written = if empty.location == Location::Query {
                "q="
            } else {
                ""
            };
            assert_round_trip(&empty, &many(&[]), written);
        }
    }

    #[test]
    fn what_cannot_be_written() {
        let lone = many(&[""]);
        assert_eq!(
            form(&ids(query("q")).explode(false), &lone),
            Err(LONE_EMPTY_ITEM)
        );
        assert_eq!(write_encoded(&lone), Err(LONE_EMPTY_ITEM));
        assert_eq!(write_header(&many(&["a,b"])), Err(COMMA_IN_HEADER));
        assert_eq!(form(&ids(query("q")), &many(&[])), Err(EMPTY_EXPLODED));
        let optional = query("q").of::<Option<Vec<String>>>();
        assert_eq!(form(&optional, &many(&[])), Ok(String::new()));
    }

    #[test]
    fn what_cannot_be_read() {
        assert_eq!(
            read(&query("q"), &["1", "2"]),
            Err("is given more than once")
        );
        assert_eq!(
            read(&header("q"), &["1", "1"]),
            Err("is given more than once")
        );
        let list = ids(query("q")).explode(false);
        assert_eq!(read(&list, &["1", "2"]), Err("is given more than once"));
        assert_eq!(read(&query("q"), &["%zz"]), Err("has bad percent-encoding"));
        assert_eq!(read(&path("q"), &["%ff"]), Err("is not UTF-8"));
        assert_eq!(
            read(&ids(query("q")), &["a", "%"]),
            Err("has bad percent-encoding")
        );
    }

    #[test]
    fn header_lines_are_one_list() {
        assert_eq!(
            read(&ids(header("q")), &["a, b", "", "c\t,d"]),
            Ok(many(&["a", "b", "c", "d"]))
        );
    }
}
