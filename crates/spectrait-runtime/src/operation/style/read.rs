//! Reading a value in its style.

use std::borrow::Cow;

use super::{Problem, deep};
use crate::json::{Location, Shape, Written};
use crate::operation::request_encoder::is_set_cookie;
use crate::operation::{Parameter, Style, uri};

/// What is in a request for one parameter, still encoded.
#[derive(Debug, Default)]
pub(crate) struct Occurrences<'a> {
    /// Values under the parameter's own name, or the whole segment or header.
    pub(crate) own: Vec<&'a str>,
    /// Decoded names and values of what else there is: members of an object, names with brackets.
    pub(crate) members: Vec<(&'a str, &'a str)>,
}

impl Occurrences<'_> {
    pub(crate) fn is_empty(&self) -> bool {
        self.own.is_empty() && self.members.is_empty()
    }
}

const TWICE: Problem = "is given more than once";

/// Reads what is there, of which there is something. Where the shape is not known, the text decides, and where that does
/// not either, there are several readings; the first one that fits the type counts.
pub(crate) fn read(
    parameter: &Parameter,
    given: &Occurrences<'_>,
) -> Result<Vec<Written>, Problem> {
    let one = |shape| read_as(parameter, shape, given).map(|value| vec![value]);
    if parameter.shape != Shape::Any {
        return one(parameter.shape);
    }
    if !given.members.is_empty() {
        return one(Shape::Object);
    }
    let shapes = if may_be_several(parameter, given) {
        [Shape::Array, Shape::Object, Shape::Scalar]
    } else {
        [Shape::Scalar, Shape::Array, Shape::Object]
    };
    let mut problem = TWICE;
    let mut readings = Vec::new();
    for shape in shapes {
        match read_as(parameter, shape, given) {
            Ok(reading) => readings.push(reading),
            Err(error) => problem = error,
        }
    }
    if readings.is_empty() {
        Err(problem)
    } else {
        Ok(readings)
    }
}

/// Whether the text looks as if it held items.
fn may_be_several(parameter: &Parameter, given: &Occurrences<'_>) -> bool {
    let [value] = given.own[..] else {
        return true;
    };
    match (parameter.location, parameter.style, parameter.explode) {
        (_, Style::Label, true) => value.matches('.').count() > 1,
        (_, Style::Matrix, true) => value.matches(';').count() > 1,
        (_, Style::SpaceDelimited, false) => value.contains([' ', '+']) || value.contains("%20"),
        (_, Style::PipeDelimited, false) => {
            value.contains('|') || value.contains("%7C") || value.contains("%7c")
        }
        (Location::Query | Location::Cookie, _, true) => false,
        _ => value.contains(','),
    }
}

fn read_as(
    parameter: &Parameter,
    shape: Shape,
    given: &Occurrences<'_>,
) -> Result<Written, Problem> {
    match (parameter.location, parameter.style) {
        (Location::Path, Style::Label) => label(parameter, shape, given),
        (Location::Path, Style::Matrix) => matrix(parameter, shape, given),
        (Location::Path, _) => simple(parameter, shape, single(given)?),
        (Location::Header, _) => header(parameter, shape, given),
        (_, Style::DeepObject) => deep_object(parameter, shape, given),
        (_, Style::SpaceDelimited) if !parameter.explode && shape != Shape::Scalar => {
            delimited(parameter, shape, single(given)?, ' ')
        }
        (_, Style::PipeDelimited) if !parameter.explode && shape != Shape::Scalar => {
            delimited(parameter, shape, single(given)?, '|')
        }
        _ if parameter.explode => form_exploded(parameter, shape, given),
        _ => simple(parameter, shape, single(given)?),
    }
}

fn single<'a>(given: &Occurrences<'a>) -> Result<&'a str, Problem> {
    match given.own[..] {
        [value] => Ok(value),
        _ => Err(TWICE),
    }
}

/// Decodes as the location asks for.
pub(crate) fn decode(location: Location, text: &str) -> Result<String, Problem> {
    let decoded = match location {
        Location::Query => uri::decode_query(text),
        Location::Path | Location::Cookie => uri::decode(text),
        _ => return Ok(text.trim_matches([' ', '\t']).to_owned()),
    };
    decoded.map(Cow::into_owned).map_err(uri::BadText::message)
}

fn text(parameter: &Parameter, text: &str) -> Result<Written, Problem> {
    decode(parameter.location, text).map(Written::Text)
}

/// `simple`, and `form` without `explode`: `3,4`, `x,1`; exploded `x=1`.
fn simple(parameter: &Parameter, shape: Shape, value: &str) -> Result<Written, Problem> {
    // Of `form` exploded objects are other pairs.
    match shape {
        Shape::Array => list(parameter, value.split(','), value.is_empty()),
        Shape::Object => object(
            parameter,
            value.split(','),
            value.is_empty(),
            parameter.explode,
        ),
        Shape::Scalar | Shape::Any if parameter.location == Location::Header => {
            Ok(Written::Text(value.to_owned()))
        }
        Shape::Scalar | Shape::Any => text(parameter, value),
    }
}

fn list<'a>(
    parameter: &Parameter,
    items: impl Iterator<Item = &'a str>,
    is_empty: bool,
) -> Result<Written, Problem> {
    if is_empty {
        return Ok(Written::List(Vec::new()));
    }
    let items = items.map(|item| text(parameter, item));
    items.collect::<Result<_, _>>().map(Written::List)
}

fn object<'a>(
    parameter: &Parameter,
    mut items: impl Iterator<Item = &'a str>,
    is_empty: bool,
    explode: bool,
) -> Result<Written, Problem> {
    let mut members = Vec::new();
    if is_empty {
        return Ok(Written::Object(members));
    }
    while let Some(item) = items.next() {
        let (key, value) = if explode {
            item.split_once('=').ok_or("has a member without `=`")?
        } else {
            (item, items.next().ok_or("has a name without a value")?)
        };
        members.push((decode(parameter.location, key)?, text(parameter, value)?));
    }
    Ok(Written::Object(members))
}

/// The lines of a header are one list (RFC 9110 section 5.3).
fn header(
    parameter: &Parameter,
    shape: Shape,
    given: &Occurrences<'_>,
) -> Result<Written, Problem> {
    if shape == Shape::Scalar || shape == Shape::Any {
        return simple(parameter, shape, single(given)?);
    }
    if is_set_cookie(parameter) {
        return list(parameter, given.own.iter().copied(), false);
    }
    let lines = given.own.iter().filter(|line| !line.is_empty());
    let is_empty = lines.clone().next().is_none();
    let items = lines.flat_map(|line| line.split(','));
    match shape {
        Shape::Array => list(parameter, items, is_empty),
        _ => object(parameter, items, is_empty, parameter.explode),
    }
}

/// `label`: `.3,4`, `.x,1`; exploded `.3.4`, `.x=1`.
fn label(parameter: &Parameter, shape: Shape, given: &Occurrences<'_>) -> Result<Written, Problem> {
    let value = single(given)?
        .strip_prefix('.')
        .ok_or("does not begin with a dot")?;
    match shape {
        Shape::Array if parameter.explode => list(parameter, value.split('.'), value.is_empty()),
        Shape::Object if parameter.explode => {
            object(parameter, value.split('.'), value.is_empty(), true)
        }
        shape => simple(parameter, shape, value),
    }
}

/// `matrix`: `;p=3,4`, `;p=x,1`; exploded `;p=3;p=4`, `;x=1`.
fn matrix(
    parameter: &Parameter,
    shape: Shape,
    given: &Occurrences<'_>,
) -> Result<Written, Problem> {
    let value = single(given)?
        .strip_prefix(';')
        .ok_or("does not begin with a semicolon")?;
    let pairs = value
        .split(';')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    if parameter.explode && shape == Shape::Object {
        let member = |(key, value)| Ok((decode(Location::Path, key)?, text(parameter, value)?));
        return pairs
            .map(member)
            .collect::<Result<_, _>>()
            .map(Written::Object);
    }
    let mut values = Vec::new();
    for (name, value) in pairs {
        if decode(Location::Path, name)? != parameter.name {
            return Err("has another name than the parameter");
        }
        values.push(value);
    }
    match (values.as_slice(), shape) {
        (_, Shape::Array) if parameter.explode => list(parameter, values.into_iter(), false),
        ([value], shape) => simple(parameter, shape, value),
        _ => Err(TWICE),
    }
}

/// `spaceDelimited`, `pipeDelimited`: the delimiter may be encoded.
fn delimited(
    parameter: &Parameter,
    shape: Shape,
    value: &str,
    delimiter: char,
) -> Result<Written, Problem> {
    let value = decode(parameter.location, value)?;
    let is_empty = value.is_empty();
    let items: Vec<Written> = value
        .split(delimiter)
        .filter(|_| !is_empty)
        .map(|item| Written::Text(item.to_owned()))
        .collect();
    if shape == Shape::Array {
        return Ok(Written::List(items));
    }
    let mut members = Vec::new();
    let mut items = items.into_iter();
    while let Some(key) = items.next() {
        let value = items.next().ok_or("has a name without a value")?;
        if let Written::Text(key) = key {
            members.push((key, value));
        }
    }
    Ok(Written::Object(members))
}

/// `form` with `explode`: `p=3&p=4`, `x=1`.
fn form_exploded(
    parameter: &Parameter,
    shape: Shape,
    given: &Occurrences<'_>,
) -> Result<Written, Problem> {
    match shape {
        Shape::Array => list(parameter, given.own.iter().copied(), false),
        Shape::Object if given.own.is_empty() => members(parameter, given),
        Shape::Object => Err("is not an object: its members are parameters of their own"),
        Shape::Scalar | Shape::Any => text(parameter, single(given)?),
    }
}

/// Pairs that are the members of an object; a name that occurs twice is an array.
fn members(parameter: &Parameter, given: &Occurrences<'_>) -> Result<Written, Problem> {
    let mut trees: Vec<(String, deep::Tree)> = Vec::new();
    for (name, value) in &given.members {
        let value = decode(parameter.location, value)?;
        let known = trees.iter().position(|(known, _)| known == name);
        let at = known.unwrap_or_else(|| {
            trees.push(((*name).to_owned(), deep::Tree::default()));
            trees.len() - 1
        });
        trees[at].1.add("", value)?;
    }
    let members = trees.into_iter();
    let members = members.map(|(name, tree)| Ok((name, tree.into_written()?)));
    members.collect::<Result<_, _>>().map(Written::Object)
}

/// `deepObject`: `p[x]=1`.
fn deep_object(
    parameter: &Parameter,
    shape: Shape,
    given: &Occurrences<'_>,
) -> Result<Written, Problem> {
    if shape == Shape::Scalar {
        return text(parameter, single(given)?);
    }
    let mut tree = deep::Tree::default();
    for value in &given.own {
        tree.add("", decode(parameter.location, value)?)?;
    }
    for (name, value) in &given.members {
        let keys = deep::keys(name, parameter.name).unwrap_or_default();
        tree.add(keys, decode(parameter.location, value)?)?;
    }
    tree.into_written()
}
