//! The names of a union's variants.
//!
//! A variant is named by what tells its branch apart, the plainest first: the component it is, the value of the tag, its
//! title, its type, the property that only it requires, and at last its position. Where two branches come to one name, both
//! go on to the next: so no name but the last depends on the order of the branches.

use std::collections::{BTreeMap, BTreeSet};

use spectrait_ir as ir;
use spectrait_source::{Diagnostics, Kind};

use super::claims::{Claim, Claims};
use super::integer::integer_type;
use super::names;
use super::shapes::{Direction, Shapes, is_component, is_map};

/// The longest title that is a name, in words.
const TITLE_WORDS: usize = 5;

/// The words for types, for which there are better ones.
const TYPES: &[&str] = &[
    "null", "boolean", "integer", "number", "string", "array", "object",
];

/// By how plain it is, the name that a branch may have.
type Candidates = Vec<(u8, String)>;

const COMPONENT: u8 = 0;
const TAG: u8 = 1;
const TITLE: u8 = 2;
const KIND: u8 = 3;
const CONTENT: u8 = 4;
const PROPERTY: u8 = 5;
const POSITION: u8 = 6;

/// A name for each variant, in the order of [`Shapes::branches`]. `components` are the names of the components,
/// `named` the same by the document's names.
pub(crate) fn names_of(
    api: &ir::Api,
    shapes: &Shapes<'_>,
    id: ir::SchemaId,
    components: &BTreeMap<ir::SchemaId, &str>,
    named: &BTreeMap<&str, &str>,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let branches = shapes.branches(id);
    let words = Namer {
        api,
        shapes,
        components,
        named,
    };
    let counts = words.property_counts(&branches);
    let candidates: Vec<Candidates> = branches
        .iter()
        .map(|(position, branch)| words.candidates(*position, branch, &counts))
        .collect();
    let chosen = choose(&candidates);
    let mut claims = Claims::default();
    for (index, (_, branch)) in branches.iter().enumerate() {
        let (rank, wanted) = &candidates[index][chosen[index]];
        let what = match branch.tags.first() {
            Some(tag) => format!("branch `{tag}`"),
            None => format!("branch `{}`", words.described(branch.schema)),
        };
        let claim = Claim::derived(*rank, what, wanted.clone(), Some(branch.span));
        claims.add(index, claim);
    }
    claims.settle(diagnostics).into_values().collect()
}

/// Names for the variants that stand for several in responses, by the positions of their branches: what kind of value they
/// are, where no other variant is called so.
pub(crate) fn merged(
    api: &ir::Api,
    shapes: &Shapes<'_>,
    id: ir::SchemaId,
    variants: &[String],
) -> Vec<(usize, String)> {
    let (components, others) = (BTreeMap::new(), BTreeMap::new());
    let words = Namer {
        api,
        shapes,
        components: &components,
        named: &others,
    };
    let key = |branch: &ir::Branch| shapes.type_key(branch.schema, Direction::Open);
    let branches = shapes.branches(id);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for key in branches.iter().filter_map(|(_, branch)| key(branch)) {
        *counts.entry(key).or_default() += 1;
    }
    let is_merged = |branch| key(branch).is_some_and(|key| counts[&key] > 1);
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    for (position, branch) in branches {
        let is_component = is_component(api, branch.schema);
        if is_merged(branch) && !is_component {
            told.entry(words.word(branch.schema)).or_insert(position);
        }
    }
    told.into_iter()
        .filter(|(name, _)| !variants.contains(name))
        .map(|(name, position)| (position, name))
        .collect()
}

/// Which candidate each branch gets.
fn choose(candidates: &[Candidates]) -> Vec<usize> {
    let mut chosen = vec![0; candidates.len()];
    loop {
        let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, candidates) in candidates.iter().enumerate() {
            groups
                .entry(&candidates[chosen[index]].1)
                .or_default()
                .push(index);
        }
        let mut is_settled = true;
        for group in groups.into_values().filter(|group| group.len() > 1) {
            let rank = |index: &usize| candidates[*index][chosen[*index]].0;
            let plainest = group.iter().map(rank).min().unwrap_or_default();
            let keepers = group.iter().filter(|index| rank(index) == plainest).count();
            let moving: Vec<usize> = group
                .into_iter()
                .filter(|index| keepers > 1 || rank(index) > plainest)
                .filter(|&index| chosen[index] + 1 < candidates[index].len())
                .collect();
            for index in moving {
                chosen[index] += 1;
                is_settled = false;
            }
        }
        if is_settled {
            return chosen;
        }
    }
}

struct Namer<'a> {
    api: &'a ir::Api,
    shapes: &'a Shapes<'a>,
    components: &'a BTreeMap<ir::SchemaId, &'a str>,
    /// The names of the components by those of the document: what a branch is made of may be told by one.
    named: &'a BTreeMap<&'a str, &'a str>,
}

impl Namer<'_> {
    fn candidates(
        &self,
        position: usize,
        branch: &ir::Branch,
        counts: &BTreeMap<&str, usize>,
    ) -> Candidates {
        let schema = self.api.schema(branch.schema);
        let mut candidates = Vec::new();
        let mut add = |rank, name: String| candidates.push((rank, name));
        let hint = match schema.origin.steps.last() {
            Some(ir::Step::Branch(_, Some(word))) => word.as_str(),
            _ => "",
        };
        let named = self.named.get(hint).copied();
        if let Some(component) = self.component(branch.schema).or(named) {
            add(COMPONENT, component.to_owned());
        } else if let Some(name) = &schema.rust_name {
            add(COMPONENT, names::own_type(name));
        }
        let has_letters = |tag: &&String| tag.chars().any(char::is_alphabetic);
        if let Some(tag) = branch.tags.iter().find(has_letters) {
            add(TAG, names::variant(tag));
        }
        let title = schema.docs.title.as_deref();
        let title = title.unwrap_or(if TYPES.contains(&hint) { "" } else { hint });
        if (1..=TITLE_WORDS).contains(&title.split_whitespace().count()) {
            add(TITLE, names::variant(title));
        }
        let word = self.word(branch.schema);
        add(KIND, word.clone());
        if let Some(content) = self.content(branch.schema) {
            add(CONTENT, names::joined(&content, &word));
        }
        if let Some(property) = self.own_property(branch.schema, counts) {
            add(PROPERTY, names::variant(property));
        }
        if let Some(tag) = branch.tags.first() {
            add(POSITION, names::joined("Variant", &names::variant(tag)));
        }
        add(POSITION, format!("Variant{}", position + 1));
        candidates
    }

    /// The name of the component that a schema is.
    fn component(&self, mut id: ir::SchemaId) -> Option<&str> {
        loop {
            if let Some(name) = self.components.get(&id) {
                return Some(name);
            }
            id = self.shapes.reference(id)?;
        }
    }

    /// What kind of value it is, in a word.
    fn word(&self, id: ir::SchemaId) -> String {
        let schema = self.api.schema(self.shapes.target(id));
        if let Some(path) = &schema.rust_type {
            let name = path
                .split('<')
                .next()
                .and_then(|path| path.rsplit("::").next());
            return names::type_(name.unwrap_or_default());
        }
        let word = match &schema.kind {
            ir::SchemaKind::Boolean => match only_value(&schema.rules).map(|value| &value.kind) {
                Some(Kind::Boolean(true)) => "True",
                Some(Kind::Boolean(false)) => "False",
                _ => "Boolean",
            },
            ir::SchemaKind::Integer(integer) if integer.format != ir::IntegerFormat::Int64 => {
                return names::type_(integer_type(integer.format));
            }
            ir::SchemaKind::Integer(_) => "Integer",
            ir::SchemaKind::Number(ir::Number::Double) => "Number",
            ir::SchemaKind::Number(ir::Number::Decimal) => "Decimal",
            ir::SchemaKind::String(string) => match string.format {
                ir::StringFormat::Text => "Text",
                ir::StringFormat::Uuid => "Uuid",
                ir::StringFormat::DateTime => "Timestamp",
                ir::StringFormat::Date => "Date",
                ir::StringFormat::Uri => "Uri",
                ir::StringFormat::Base64 => "Base64",
                ir::StringFormat::Ipv4 => "Ipv4",
                ir::StringFormat::Ipv6 => "Ipv6",
                ir::StringFormat::Binary => "Octets",
            },
            ir::SchemaKind::Enumeration(enumeration) => match enumeration.values.as_slice() {
                [one] => return names::variant(&one.wire_name),
                _ => "Listed",
            },
            ir::SchemaKind::Array(_) => "List",
            ir::SchemaKind::Tuple(_) => "Tuple",
            ir::SchemaKind::Object(object) if is_map(object) => "Map",
            ir::SchemaKind::Object(_) => "Object",
            ir::SchemaKind::Union(_) => "Either",
            ir::SchemaKind::Never => "Never",
            ir::SchemaKind::Any | ir::SchemaKind::Reference(_) => "Any",
        };
        word.to_owned()
    }

    /// What a list or map is of.
    fn content(&self, id: ir::SchemaId) -> Option<String> {
        let inner = match &self.api.schema(self.shapes.target(id)).kind {
            ir::SchemaKind::Array(array) => array.items,
            ir::SchemaKind::Object(object) if is_map(object) => match object.additional {
                ir::Additional::Kept(value) => value,
                _ => return None,
            },
            _ => return None,
        };
        if let Some(component) = self.component(inner) {
            return Some(component.to_owned());
        }
        let word = self.word(inner);
        Some(match self.content(inner) {
            Some(content) => names::joined(&content, &word),
            None => word,
        })
    }

    /// In how many branches each property is declared.
    fn property_counts(&self, branches: &[(usize, &ir::Branch)]) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for (_, branch) in branches {
            for property in self.properties(branch.schema) {
                *counts.entry(property.wire_name.as_str()).or_default() += 1;
            }
        }
        counts
    }

    /// A property that this branch requires and no other declares; of several the first in alphabetical order, as their
    /// order in the document may change.
    fn own_property(&self, id: ir::SchemaId, counts: &BTreeMap<&str, usize>) -> Option<&str> {
        let properties = self.properties(id).iter();
        let own: BTreeSet<(bool, &str)> = properties
            .filter(|property| counts.get(property.wire_name.as_str()) == Some(&1))
            .map(|property| (!property.required, property.wire_name.as_str()))
            .collect();
        own.first().map(|(_, name)| *name)
    }

    fn properties(&self, id: ir::SchemaId) -> &[ir::Property] {
        match &self.api.schema(self.shapes.target(id)).kind {
            ir::SchemaKind::Object(object) => &object.properties,
            _ => &[],
        }
    }

    /// What a branch is for messages, and for an order of branches that does not depend on the document's.
    fn described(&self, id: ir::SchemaId) -> String {
        let schema = self.api.schema(id);
        match (self.component(id), &schema.docs.title) {
            (Some(component), _) => component.to_owned(),
            (None, Some(title)) => title.clone(),
            (None, None) => self.word(id),
        }
    }
}

/// The value of a schema that has only one.
fn only_value(rules: &[ir::Rule]) -> Option<&ir::Value> {
    rules.iter().find_map(|rule| match rule {
        ir::Rule::Enum(values) => match values.as_slice() {
            [one] => Some(one),
            _ => None,
        },
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::choose;

    #[track_caller]
    fn chosen(candidates: &[&[(u8, &str)]], expected: &[usize]) {
        let owned: Vec<Vec<(u8, String)>> = candidates
            .iter()
            .map(|names| {
                names
                    .iter()
                    .map(|&(rank, name)| (rank, name.to_owned()))
                    .collect()
            })
            .collect();
        assert_eq!(choose(&owned), expected);
    }

    #[test]
    fn both_of_two_equal_names_go_on() {
        let object = (3, "Object");
        chosen(
            &[&[object, (5, "A")], &[object, (5, "B")], &[(3, "Text")]],
            &[1, 1, 0],
        );
        // The plainer one keeps its name.
        chosen(&[&[(0, "Object")], &[object, (6, "Variant2")]], &[0, 1]);
        // Without another candidate there is nothing to choose.
        chosen(&[&[(0, "A")], &[(0, "A")]], &[0, 0]);
    }

    #[test]
    fn a_thousand_branches_are_no_trouble() {
        let names: Vec<Vec<(u8, String)>> = (0..1000)
            .map(|index| vec![(3, "Object".to_owned()), (6, format!("Variant{index}"))])
            .collect();
        assert_eq!(choose(&names), vec![1; 1000]);
    }
}
