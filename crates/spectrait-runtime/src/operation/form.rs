//! Bodies that are `application/x-www-form-urlencoded` (WHATWG URL section 5; OpenAPI 3.0.4 section 4.8.14.4).
//!
//! Scalars are text, an array is one pair an item, and what has no text of its own (an object, or one in an array) is
//! JSON; the [encoding](super::Property) of a property may say otherwise.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::style::{self, Occurrences, Output, Problem, deep};
use super::{MediaType, Parameter, Property, PropertyKind, Style, query, uri};
use crate::json::{Kind, Location, Node, Shape, Tape, Written};

/// Writes an object as a form. The error names the property.
pub(crate) fn write(media: &MediaType, json: &Tape<'_>) -> Result<String, (String, Problem)> {
    let mut body = String::new();
    for node in style::children(json, Node::ROOT) {
        let name = json.key(node);
        let pairs = pairs(media, name, json, node).map_err(|problem| (name.to_owned(), problem))?;
        for (name, value) in pairs {
            if !body.is_empty() {
                body.push('&');
            }
            body.push_str(&name);
            body.push('=');
            body.push_str(&value);
        }
    }
    Ok(body)
}

/// A property as pairs, encoded.
pub(crate) fn pairs(
    media: &MediaType,
    name: &str,
    json: &Tape<'_>,
    node: Node,
) -> Result<Vec<(String, String)>, Problem> {
    let encode = |text: &str| uri::encode(text);
    let is_nested = matches!(json.kind(node), Kind::Array | Kind::Object);
    match media.property(name) {
        Some(property) if property.is_json() => {
            let nodes = match json.kind(node) {
                Kind::Array => style::children(json, node),
                _ => vec![node],
            };
            let pair = |node| Ok((encode(name), encode(&style::json_text(json, node)?)));
            nodes.into_iter().map(pair).collect()
        }
        Some(property) if property.is_spread() && property.members.is_empty() => {
            Err("the members of an object cannot be told from other properties")
        }
        Some(property) if property.style.is_some() => {
            let value = style::json_text(json, node)?;
            let value = Tape::parse(value.as_bytes()).map_err(|_| "the value nests too deeply")?;
            let parameter = Parameter {
                // What is empty is left out.
                required: false,
                ..parameter(property)
            };
            match style::write(&parameter, &value)? {
                Output::Pairs(pairs) => Ok(pairs),
                Output::Text(_) | Output::Lines(_) => Ok(Vec::new()),
            }
        }
        _ if media.is_deep_object && is_nested => deep::write(name, json, node, &encode),
        _ => style::pairs_of_property(name, json, node, &encode),
    }
}

/// A property as the query parameter that it is written like.
fn parameter(property: &'static Property) -> Parameter {
    let mut parameter = query(property.name)
        .style(property.style.unwrap_or(Style::Form))
        .explode(property.explode)
        .allow_reserved(property.allow_reserved);
    if property.is_spread() {
        parameter.members = Some(property.members);
    }
    parameter.shape = if property.kind == PropertyKind::Object {
        Shape::Object
    } else if property.explode {
        // One pair may be a scalar or all of an array.
        Shape::Any
    } else {
        Shape::Array
    };
    parameter
}

/// Reads a form as an object. The error names the property.
pub(crate) fn read(media: &MediaType, body: &str) -> Result<Written, (String, Problem)> {
    let mut forms = Forms::default();
    for pair in body.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name =
            uri::decode_query(name).map_err(|problem| (name.to_owned(), problem.message()))?;
        forms.add(media, name.into_owned(), value.into());
    }
    forms.read(media).map(Written::Object)
}

/// The pairs of a form by property.
#[derive(Debug, Default)]
pub(crate) struct Forms<'a> {
    list: Vec<(String, Pairs<'a>)>,
    /// A form may have very many names.
    index: BTreeMap<String, usize>,
}

/// The pairs of one property: what is in the brackets, and the value, still encoded.
#[derive(Debug, Default)]
struct Pairs<'a>(Vec<(String, Cow<'a, str>)>);

impl<'a> Forms<'a> {
    /// Adds a pair: a decoded name, an encoded value.
    pub(crate) fn add(&mut self, media: &MediaType, name: String, value: Cow<'a, str>) {
        let root = deep::root(&name);
        let is_deep = match media.property(root) {
            Some(property) => property.style == Some(Style::DeepObject),
            None => media.is_deep_object,
        };
        let (property, keys) = if let Some(property) = media.property_with(&name) {
            (property.name.to_owned(), format!("[{name}]"))
        } else if is_deep && media.property(&name).is_none() {
            (root.to_owned(), name[root.len()..].to_owned())
        } else {
            (name, String::new())
        };
        let next = self.list.len();
        let at = *self.index.entry(property.clone()).or_insert(next);
        if at == next {
            self.list.push((property, Pairs::default()));
        }
        self.list[at].1.0.push((keys, value));
    }

    /// The properties. The error names the one that cannot be read.
    pub(crate) fn read(
        self,
        media: &MediaType,
    ) -> Result<Vec<(String, Written)>, (String, Problem)> {
        let mut members = Vec::new();
        for (name, pairs) in self.list {
            let value = pairs.read(media, &name);
            members.push((name.clone(), value.map_err(|problem| (name, problem))?));
        }
        Ok(members)
    }
}

impl Pairs<'_> {
    fn read(&self, media: &MediaType, name: &str) -> Result<Written, Problem> {
        let decode = |text: &str| style::decode(Location::Query, text);
        let property = media.property(name);
        if let Some(property) = property
            && let Some(style) = property.style
            && style != Style::DeepObject
            && !property.explode
        {
            let given = Occurrences {
                own: self.0.iter().map(|(_, value)| &**value).collect(),
                members: Vec::new(),
            };
            let readings = style::read(&parameter(property), &given)?;
            return readings.into_iter().next().ok_or("cannot be read");
        }
        if property.is_some_and(Property::is_json) {
            let mut items = Vec::new();
            for (_, value) in &self.0 {
                items.push(json_or_text(decode(value)?));
            }
            return Ok(one_or_list(items));
        }
        let mut tree = deep::Tree::default();
        for (keys, value) in &self.0 {
            tree.add(keys, decode(value)?)?;
        }
        tree.into_written()
    }
}

/// JSON where it is.
pub(crate) fn json_or_text(text: String) -> Written {
    if Tape::parse(text.as_bytes()).is_ok() {
        Written::Json(text)
    } else {
        Written::Text(text)
    }
}

/// One value, which may be all that there is of an array, or several.
pub(crate) fn one_or_list(mut items: Vec<Written>) -> Written {
    if items.len() == 1 {
        Written::Lone(Box::new(items.remove(0)))
    } else {
        Written::List(items)
    }
}
