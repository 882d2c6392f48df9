//! Writing a value in its style.

use super::{Problem, children, deep, scalar};
use crate::json::{Kind, Location, Node, Shape, Tape};
use crate::operation::{Parameter, Style, uri};

/// What a parameter becomes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// What stands in the path or the header.
    Text(String),
    /// Headers of one name.
    Lines(Vec<String>),
    /// `name=value` pairs, encoded, of a query or of cookies.
    Pairs(Vec<(String, String)>),
}

/// A value that is flat: nested arrays and objects, which styles know nothing of, are JSON text.
enum Flat {
    Text(String),
    List(Vec<String>),
    Object(Vec<(String, String)>),
}

const LONE_EMPTY_ITEM: Problem =
    "an array of one empty string cannot be told from an empty array in this style";
const EMPTY_EXPLODED: Problem =
    "an empty array cannot be told from an absent one when every item is a parameter of its own";

/// Writes a value.
pub(crate) fn write(parameter: &Parameter, json: &Tape<'_>) -> Result<Output, Problem> {
    let encode = |text: &str, is_item: bool| match parameter.location {
        Location::Query if parameter.allow_reserved => uri::encode_allowing_reserved(text, is_item),
        Location::Header => text.to_owned(),
        _ => uri::encode(text),
    };
    match (parameter.location, parameter.style) {
        (Location::Path, Style::Label) => Ok(Output::Text(label(parameter, &flat(json)?))),
        (Location::Path, Style::Matrix) => Ok(Output::Text(matrix(parameter, &flat(json)?))),
        (Location::Path | Location::Header, _) => {
            let flat = flat(json)?;
            if parameter.location == Location::Header {
                check_header(parameter, &flat)?;
            }
            Ok(Output::Text(simple(&flat, parameter.explode, encode)))
        }
        (_, Style::DeepObject) if is_nested(json) => {
            deep::write(parameter.name, json, Node::ROOT, &|text| {
                encode(text, false)
            })
            .map(Output::Pairs)
        }
        (_, Style::SpaceDelimited) if !parameter.explode && is_nested(json) => {
            delimited(parameter, &flat(json)?, ' ', "%20").map(Output::Pairs)
        }
        (_, Style::PipeDelimited) if !parameter.explode && is_nested(json) => {
            delimited(parameter, &flat(json)?, '|', "%7C").map(Output::Pairs)
        }
        _ if parameter.explode => form_exploded(parameter, json, encode).map(Output::Pairs),
        _ => {
            let value = simple(&flat(json)?, false, encode);
            Ok(Output::Pairs(vec![(uri::encode(parameter.name), value)]))
        }
    }
}

fn is_nested(json: &Tape<'_>) -> bool {
    matches!(json.kind(Node::ROOT), Kind::Array | Kind::Object)
}

fn flat(json: &Tape<'_>) -> Result<Flat, Problem> {
    let nodes = children(json, Node::ROOT).into_iter();
    Ok(match json.kind(Node::ROOT) {
        Kind::Array => {
            let items: Result<Vec<_>, _> = nodes.map(|node| scalar(json, node)).collect();
            let items = items?;
            if items == [""] {
                return Err(LONE_EMPTY_ITEM);
            }
            Flat::List(items)
        }
        Kind::Object => {
            let member = |node| Ok((json.key(node).to_owned(), scalar(json, node)?));
            Flat::Object(nodes.map(member).collect::<Result<_, Problem>>()?)
        }
        _ => Flat::Text(scalar(json, Node::ROOT)?),
    })
}

/// `simple`, and `form` without `explode`: `3,4`, `x,1`; exploded `x=1`.
fn simple(flat: &Flat, explode: bool, encode: impl Fn(&str, bool) -> String) -> String {
    let between = if explode { "=" } else { "," };
    match flat {
        Flat::Text(text) => encode(text, false),
        Flat::List(items) => join(items.iter().map(|item| encode(item, true)), ","),
        Flat::Object(members) => join(
            members
                .iter()
                .map(|(key, value)| [encode(key, true), encode(value, true)].join(between)),
            ",",
        ),
    }
}

/// A header is not encoded, so it cannot hold what separates.
fn check_header(parameter: &Parameter, flat: &Flat) -> Result<(), Problem> {
    let texts: Vec<&String> = match flat {
        Flat::Text(_) => Vec::new(),
        Flat::List(items) => items.iter().collect(),
        Flat::Object(members) => {
            if parameter.explode && members.iter().any(|(key, _)| key.contains('=')) {
                return Err("a name that contains `=` cannot be written in a header");
            }
            members
                .iter()
                .flat_map(|(key, value)| [key, value])
                .collect()
        }
    };
    if texts.iter().any(|text| text.contains(',')) {
        return Err("an item that contains a comma cannot be written in a header");
    }
    if texts
        .iter()
        .any(|text| text.trim_matches([' ', '\t']) != text.as_str())
    {
        return Err("blanks at either end of an item would be lost in a header");
    }
    Ok(())
}

/// `label`: `.3,4`, `.x,1`; exploded `.3.4`, `.x=1`, where a dot within an item is encoded.
fn label(parameter: &Parameter, flat: &Flat) -> String {
    if !parameter.explode {
        return [".", &simple(flat, false, |text, _| uri::encode(text))].concat();
    }
    let encode = |text: &String| uri::encode(text).replace('.', "%2E");
    let items: Vec<String> = match flat {
        Flat::Text(text) => vec![uri::encode(text)],
        Flat::List(items) => items.iter().map(encode).collect(),
        Flat::Object(members) => members
            .iter()
            .map(|(key, value)| [encode(key), encode(value)].join("="))
            .collect(),
    };
    items
        .into_iter()
        .flat_map(|item| [".".to_owned(), item])
        .collect()
}

/// `matrix`: `;p=3,4`, `;p=x,1`; exploded `;p=3;p=4`, `;x=1`. An empty value has no `=`.
fn matrix(parameter: &Parameter, flat: &Flat) -> String {
    let pair = |name: &str, value: &str| match value {
        "" => format!(";{}", uri::encode(name)),
        value => format!(";{}={value}", uri::encode(name)),
    };
    match flat {
        Flat::List(items) if parameter.explode => items
            .iter()
            .map(|item| pair(parameter.name, &uri::encode(item)))
            .collect(),
        Flat::Object(members) if parameter.explode => members
            .iter()
            .map(|(key, value)| pair(key, &uri::encode(value)))
            .collect(),
        flat => {
            let value = simple(flat, false, |text, _| uri::encode(text));
            pair(parameter.name, &value)
        }
    }
}

/// `spaceDelimited` and `pipeDelimited`: `p=3%204`, `p=x%7C1`. The delimiter is itself encoded, so that an item cannot
/// hold it.
fn delimited(
    parameter: &Parameter,
    flat: &Flat,
    delimiter: char,
    encoded: &str,
) -> Result<Vec<(String, String)>, Problem> {
    let texts: Vec<&String> = match flat {
        Flat::Text(text) => vec![text],
        Flat::List(items) => items.iter().collect(),
        Flat::Object(members) => members
            .iter()
            .flat_map(|(key, value)| [key, value])
            .collect(),
    };
    if texts.iter().any(|text| text.contains(delimiter)) {
        return Err("an item that contains the delimiter of the style cannot be written");
    }
    let value = join(texts.iter().map(|text| uri::encode(text)), encoded);
    Ok(vec![(uri::encode(parameter.name), value)])
}

/// `form` with `explode`: `p=3&p=4`, `x=1`.
fn form_exploded(
    parameter: &Parameter,
    json: &Tape<'_>,
    encode: impl Fn(&str, bool) -> String,
) -> Result<Vec<(String, String)>, Problem> {
    let encode = |text: &str| encode(text, false);
    if json.kind(Node::ROOT) != Kind::Object {
        let pairs = pairs_of_property(parameter.name, json, Node::ROOT, &encode)?;
        if pairs.is_empty() && parameter.required {
            return Err(EMPTY_EXPLODED);
        }
        return Ok(pairs);
    }
    if parameter.members.is_none() && parameter.shape == Shape::Any {
        return Err("the members of an object cannot be told from other parameters");
    }
    let mut pairs = Vec::new();
    for node in children(json, Node::ROOT) {
        let key = json.key(node);
        if parameter
            .members
            .is_some_and(|members| !members.contains(&key))
        {
            return Err(
                "a member that the document does not declare cannot be told from other parameters",
            );
        }
        pairs.extend(pairs_of_property(key, json, node, &encode)?);
    }
    Ok(pairs)
}

/// A value as `name=value`, an array as one pair for each item.
pub(crate) fn pairs_of_property(
    name: &str,
    json: &Tape<'_>,
    node: Node,
    encode: &dyn Fn(&str) -> String,
) -> Result<Vec<(String, String)>, Problem> {
    let values = match json.kind(node) {
        Kind::Array => children(json, node),
        _ => vec![node],
    };
    let pair = |node| Ok((uri::encode(name), encode(&scalar(json, node)?)));
    values.into_iter().map(pair).collect()
}

fn join(texts: impl Iterator<Item = String>, separator: &str) -> String {
    texts.collect::<Vec<_>>().join(separator)
}
