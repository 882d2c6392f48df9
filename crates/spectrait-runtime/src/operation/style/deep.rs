//! `deepObject`: `p[x]=1`, and, as the specification leaves open and servers commonly read it, `p[x][y]=1`,
//! `p[0][x]=1`, `p[]=1`.

use std::collections::BTreeMap;

use super::{Problem, children, scalar};
use crate::json::{Kind, Node, Tape, Written};
use crate::operation::uri;

/// How many brackets a name may have.
const MAX_BRACKETS: usize = 32;

/// Writes a value as `name[key]=value` pairs.
pub(crate) fn write(
    name: &str,
    json: &Tape<'_>,
    node: Node,
    encode: &dyn Fn(&str) -> String,
) -> Result<Vec<(String, String)>, Problem> {
    let mut pairs = Vec::new();
    for (index, child) in children(json, node).into_iter().enumerate() {
        let key = match json.kind(node) {
            Kind::Object => json.key(child).to_owned(),
            _ => index.to_string(),
        };
        push(&uri::encode(name), &key, json, child, encode, &mut pairs)?;
    }
    Ok(pairs)
}

fn push(
    prefix: &str,
    key: &str,
    json: &Tape<'_>,
    node: Node,
    encode: &dyn Fn(&str) -> String,
    pairs: &mut Vec<(String, String)>,
) -> Result<(), Problem> {
    if key.is_empty() || key.contains(['[', ']']) {
        return Err("a name that is empty or has brackets cannot be written in brackets");
    }
    let name = format!("{prefix}%5B{}%5D", uri::encode(key));
    match json.kind(node) {
        kind @ (Kind::Array | Kind::Object) => {
            let children = children(json, node);
            if children.is_empty() {
                return Err("an empty array or object cannot be told from an absent one");
            }
            if name.matches("%5B").count() >= MAX_BRACKETS {
                return Err("the value nests too deeply");
            }
            for (index, child) in children.into_iter().enumerate() {
                let index = index.to_string();
                let key = if kind == Kind::Object {
                    json.key(child)
                } else {
                    &index
                };
                push(&name, key, json, child, encode, pairs)?;
            }
        }
        _ => pairs.push((name, encode(&scalar(json, node)?))),
    }
    Ok(())
}

/// Whether a decoded name is of this property: `p[x]` of `p`. Gives what is in the brackets.
pub(crate) fn keys<'n>(name: &'n str, property: &str) -> Option<&'n str> {
    let rest = name.strip_prefix(property)?;
    (rest.starts_with('[') && rest.ends_with(']')).then_some(rest)
}

/// The part of a name before its first bracket.
pub(crate) fn root(name: &str) -> &str {
    match name.find('[') {
        Some(at) if at > 0 && name.ends_with(']') => &name[..at],
        _ => name,
    }
}

/// What the pairs of one property make.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    texts: Vec<String>,
    members: Vec<(String, Tree)>,
    /// Where a member is: a form may have very many.
    index: BTreeMap<String, usize>,
}

impl Tree {
    /// Adds a pair; `keys` is `[x][0]`, or empty for the property itself.
    pub(crate) fn add(&mut self, keys: &str, text: String) -> Result<(), Problem> {
        let mut tree = self;
        if !keys.is_empty() {
            let keys = &keys[1..keys.len() - 1];
            if keys.matches("][").count() >= MAX_BRACKETS {
                return Err("has a name with too many brackets");
            }
            for key in keys.split("][") {
                tree = tree.member(key);
            }
        }
        tree.texts.push(text);
        Ok(())
    }

    /// The member of a key; an empty one is the next item.
    fn member(&mut self, key: &str) -> &mut Self {
        let key = if key.is_empty() {
            self.members.len().to_string()
        } else {
            key.to_owned()
        };
        let next = self.members.len();
        let at = *self.index.entry(key.clone()).or_insert(next);
        if at == next {
            self.members.push((key, Self::default()));
        }
        &mut self.members[at].1
    }

    pub(crate) fn into_written(mut self) -> Result<Written, Problem> {
        match (self.texts.len(), self.members.is_empty()) {
            (1.., false) => Err("has a value of its own beside those in brackets"),
            (1, true) => Ok(lone(self.texts.remove(0))),
            (_, true) => Ok(Written::List(
                self.texts.into_iter().map(Written::Text).collect(),
            )),
            (_, false) => {
                let index = |(key, _): &(String, Self)| key.parse::<usize>();
                if self.members.iter().all(|member| index(member).is_ok()) {
                    self.members
                        .sort_by_key(|member| index(member).unwrap_or(0));
                }
                let members = self.members.into_iter();
                let members = members.map(|(key, tree)| Ok((key, tree.into_written()?)));
                members.collect::<Result<_, _>>().map(Written::Object)
            }
        }
    }
}

/// One text, which may be all that there is of an array.
pub(crate) fn lone(text: String) -> Written {
    Written::Lone(Box::new(Written::Text(text)))
}
