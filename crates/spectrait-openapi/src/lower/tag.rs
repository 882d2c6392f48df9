//! What tells the branches of a union apart: `discriminator`, or a property with a value of its own in each.

use std::collections::{BTreeMap, BTreeSet};

use spectrait_source::{Diagnostic, Node, Span, codes};

use super::Lowering;
use super::conjunction::{Conjunction, Target};
use super::types::TypeSet;
use crate::schema::{SchemaId, Type};
use spectrait_source::nearest;

/// Properties that are taken for a tag before others.
const LIKELY_TAGS: &[&str] = &["type", "kind", "object"];

/// How often a branch is looked at for the tag of one union.
const FUEL: u32 = 20_000;

/// A tag and what it tells apart.
pub(super) struct Tagging {
    pub(super) tag: Option<String>,
    pub(super) groups: Vec<Group>,
}

/// Branches that a tag does not tell apart, mostly one, and the values that say that it is one of them.
pub(super) struct Group {
    pub(super) branches: Vec<SchemaId>,
    pub(super) tags: Vec<String>,
}

impl Lowering<'_> {
    /// The tag of a union of these branches, each with `base` beside it. A mapping may add branches.
    pub(super) fn lower_tag(
        &mut self,
        part: SchemaId,
        base: &[SchemaId],
        live: Vec<SchemaId>,
    ) -> Tagging {
        self.fuel = FUEL;
        // The discriminator stands beside the choice, or in what is shared.
        let holder = [part]
            .into_iter()
            .chain(base.iter().copied())
            .find(|&holder| self.schema(holder).discriminator.is_some());
        if let Some(holder) = holder
            && let Some(discriminator) = &self.schema(holder).discriminator
            && let Some(property) = discriminator.get("propertyName")
            && let Some(tagging) = self.read_discriminator(discriminator, property, base, &live)
        {
            return tagging;
        }
        let (tag, tags) = match self.find_tag(base, &live) {
            Some((tag, tags)) => (Some(tag), tags),
            None => (None, vec![Vec::new(); live.len()]),
        };
        let group = |(branch, tags)| Group {
            branches: vec![branch],
            tags,
        };
        Tagging {
            tag,
            groups: live.into_iter().zip(tags).map(group).collect(),
        }
    }

    fn read_discriminator(
        &mut self,
        discriminator: &Node,
        property: &Node,
        base: &[SchemaId],
        live: &[SchemaId],
    ) -> Option<Tagging> {
        let tag = property.as_str()?;
        let mut branches = live.to_vec();
        let mut mapped: BTreeMap<SchemaId, Vec<(String, Span)>> = BTreeMap::new();
        for entry in discriminator
            .get("mapping")
            .and_then(Node::as_object)
            .into_iter()
            .flatten()
        {
            let Some(text) = entry.value.as_str() else {
                continue;
            };
            let Some(component) = self.mapped_component(text) else {
                self.report_unknown_mapping(text, entry.value.span);
                continue;
            };
            let position = branches
                .iter()
                .copied()
                .position(|branch| self.component_of(branch) == Some(component));
            if position.is_none() {
                self.report.push(
                    Diagnostic::warning(
                        codes::DISCRIMINATOR,
                        format!("`{text}` is mapped and not among the schemas that are told apart: it is read as one of them"),
                    )
                    .at(entry.value.span, "")
                    .help("list it, or remove it from `mapping`"),
                );
                branches.push(component);
            }
            mapped
                .entry(component)
                .or_default()
                .push((entry.key.text.to_string(), entry.key.span));
        }
        let mut groups: Vec<Group> = Vec::new();
        for &branch in &branches {
            if !self.is_object(base, branch) {
                self.report_useless(property.span, branch, "is no object");
                return None;
            }
            let values = self.values_of(base, branch, tag);
            let component = self.component_of(branch);
            let names = component.and_then(|component| mapped.get(&component));
            let own: Vec<String> = match (names, &values) {
                (Some(names), values) => {
                    let fits =
                        |name: &String| values.as_ref().is_none_or(|values| values.contains(name));
                    let fitting: Vec<String> = names
                        .iter()
                        .map(|(name, _)| name.clone())
                        .filter(fits)
                        .collect();
                    if fitting.is_empty() {
                        let (name, span) = &names[0];
                        self.report.push(
                            Diagnostic::warning(
                                codes::DISCRIMINATOR,
                                format!(
                                    "`{name}` is mapped to a schema whose `{tag}` is never that"
                                ),
                            )
                            .at(*span, "")
                            .also(self.schema(branch).span, "the schema")
                            .help("correct the mapping, or the values of the property"),
                        );
                        values.clone().unwrap_or_default()
                    } else {
                        fitting
                    }
                }
                (None, Some(values)) => values.clone(),
                (None, None) => component
                    .and_then(|component| self.component_names.get(&component).cloned())
                    .into_iter()
                    .collect(),
            };
            if own.is_empty() {
                self.report_useless(
                    property.span,
                    branch,
                    "has no name, and no value of its own there",
                );
                return None;
            }
            add_to_groups(&mut groups, branch, own);
        }
        Some(Tagging {
            tag: Some(tag.to_owned()),
            groups,
        })
    }

    /// Whether all values of a branch are objects.
    fn is_object(&mut self, base: &[SchemaId], branch: SchemaId) -> bool {
        let object = TypeSet::of(Type::Object);
        let types = self.types_of(branch).and(self.allowed(base));
        if types == TypeSet::ALL {
            let mut conjunction = Conjunction::of_all(base.iter().copied());
            conjunction.add(branch);
            return self
                .implied_type(&conjunction)
                .is_some_and(|implied| implied.r#type == Type::Object)
                || self.only_choice(branch).is_some();
        }
        types == object
    }

    fn report_useless(&mut self, property: Span, branch: SchemaId, why: &str) {
        self.report.push(
            Diagnostic::warning(
                codes::DISCRIMINATOR,
                format!("the discriminator cannot be used: one of the schemas {why}"),
            )
            .at(property, "")
            .also(self.schema(branch).span, "this one")
            .help("make each a component, or give the property a value of its own in each"),
        );
    }

    fn report_unknown_mapping(&mut self, text: &str, span: Span) {
        let name = text.rsplit('/').next().unwrap_or(text).to_owned();
        let names: Vec<&str> = self.component_names.values().map(String::as_str).collect();
        let help = match nearest(&name, names) {
            Some(meant) => format!("did you mean `#/components/schemas/{meant}`?"),
            None => "write the name of a component schema, or a reference to one".to_owned(),
        };
        self.report.push(
            Diagnostic::warning(
                codes::DISCRIMINATOR,
                format!(
                    "`{}` names no component schema: it is left out",
                    crate::load::value::cut(text)
                ),
            )
            .at(span, "")
            .help(help),
        );
    }

    /// The component that a mapping names: by its name, by a reference, or by a reference to the file that it came from.
    fn mapped_component(&self, text: &str) -> Option<SchemaId> {
        let find = |name: &str| {
            self.api
                .components
                .get(name)
                .map(|component| component.schema)
        };
        if let Some(found) = find(text) {
            return Some(found);
        }
        let last = text.rsplit('/').next().unwrap_or(text);
        let name = last.replace("~1", "/").replace("~0", "~");
        find(&name).or_else(|| {
            let (stem, _) = name.split_once('.')?;
            find(stem)
        })
    }

    /// The component that a branch is.
    fn component_of(&mut self, branch: SchemaId) -> Option<SchemaId> {
        match self.settle(Conjunction::of(branch), None, true).1 {
            Target::Component(component) => Some(component),
            Target::Own => None,
        }
    }

    /// A property that is required in every branch and has values of its own there.
    fn find_tag(
        &mut self,
        base: &[SchemaId],
        live: &[SchemaId],
    ) -> Option<(String, Vec<Vec<String>>)> {
        // A branch that is a union itself has properties in its branches only.
        let mut names: Vec<String> = Vec::new();
        for &branch in live {
            let parts = self.branch_parts(base, branch);
            names.extend(
                parts
                    .iter()
                    .flat_map(|&part| self.schema(part).properties.keys())
                    .map(ToString::to_string),
            );
            if !names.is_empty() {
                break;
            }
        }
        names.sort_by_key(|name| {
            let likely = LIKELY_TAGS.iter().position(|likely| likely == name);
            (likely.unwrap_or(LIKELY_TAGS.len()), name.clone())
        });
        names.dedup();
        if live.len() < 2 {
            return None;
        }
        names.into_iter().find_map(|name| {
            let mut seen: BTreeSet<String> = BTreeSet::new();
            let mut tags = Vec::new();
            for &branch in live {
                if !self.is_required(base, branch, &name) {
                    return None;
                }
                let values = self.values_of(base, branch, &name)?;
                if values.is_empty() || !values.iter().all(|value| seen.insert(value.clone())) {
                    return None;
                }
                tags.push(values);
            }
            Some((name, tags))
        })
    }

    /// The parts of a branch with what stands beside it; none, when enough was asked.
    fn branch_parts(&mut self, base: &[SchemaId], branch: SchemaId) -> Vec<SchemaId> {
        let Some(fuel) = self.fuel.checked_sub(1) else {
            return Vec::new();
        };
        self.fuel = fuel;
        let mut conjunction = Conjunction::of_all(base.iter().copied());
        conjunction.add(branch);
        self.parts(&conjunction).list
    }

    fn is_required(&mut self, base: &[SchemaId], branch: SchemaId, name: &str) -> bool {
        if self.types_of(branch) == TypeSet::ALL
            && self.implied_type(&Conjunction::of(branch)).is_none()
        {
            return false;
        }
        let parts = self.branch_parts(base, branch);
        let is_required = parts.iter().any(|&part| {
            self.schema(part)
                .required
                .iter()
                .any(|required| required.value == name)
        });
        if is_required {
            return true;
        }
        if self.depth >= super::DEEPEST || self.fuel == 0 {
            return false;
        }
        let Some(branches) = self.only_choice(branch) else {
            return false;
        };
        self.depth += 1;
        let all = branches
            .iter()
            .all(|&branch| self.is_required(base, branch, name));
        self.depth -= 1;
        all
    }

    /// The strings that a property can be in a branch, where it lists them; through unions inside the branch, too.
    fn values_of(
        &mut self,
        base: &[SchemaId],
        branch: SchemaId,
        name: &str,
    ) -> Option<Vec<String>> {
        let mut values: Option<Vec<String>> = None;
        for part in self.branch_parts(base, branch) {
            let Some(property) = self.schema(part).properties.get(name) else {
                continue;
            };
            let parts = self.parts(&Conjunction::of(property.schema));
            for part in parts.list {
                let Some(listed) = &self.schema(part).enumeration else {
                    continue;
                };
                let listed: Option<Vec<String>> = listed
                    .value
                    .iter()
                    .filter(|value| !value.is_null())
                    .map(|value| value.as_str().map(ToOwned::to_owned))
                    .collect();
                let listed = listed?;
                values = Some(match values {
                    Some(values) => values
                        .into_iter()
                        .filter(|value| listed.contains(value))
                        .collect(),
                    None => listed,
                });
            }
        }
        if values.is_some() {
            return values;
        }
        if self.depth >= super::DEEPEST || self.fuel == 0 {
            return None;
        }
        let branches = self.only_choice(branch)?;
        self.depth += 1;
        let all: Option<Vec<Vec<String>>> = branches
            .iter()
            .map(|&branch| self.values_of(base, branch, name))
            .collect();
        self.depth -= 1;
        let mut all: Vec<String> = all?.concat();
        let mut seen = BTreeSet::new();
        all.retain(|value| seen.insert(value.clone()));
        Some(all)
    }

    /// The branches of a schema that is a union.
    fn only_choice(&mut self, id: SchemaId) -> Option<Vec<SchemaId>> {
        let parts = self.parts(&Conjunction::of(id));
        match parts.choices(&self.api.schemas)[..] {
            [(_, _, branches)] => Some(branches.value.clone()),
            _ => None,
        }
    }
}

/// Adds a branch: to those that share a value with it, or by itself.
fn add_to_groups(groups: &mut Vec<Group>, branch: SchemaId, tags: Vec<String>) {
    let shares = |group: &Group| tags.iter().any(|tag| group.tags.contains(tag));
    let mut joined = Group {
        branches: Vec::new(),
        tags: Vec::new(),
    };
    let position = groups.iter().position(shares);
    while let Some(position) = groups.iter().position(shares) {
        let group = groups.remove(position);
        joined.branches.extend(group.branches);
        joined.tags.extend(group.tags);
    }
    joined.branches.push(branch);
    for tag in tags {
        if !joined.tags.contains(&tag) {
            joined.tags.push(tag);
        }
    }
    groups.insert(position.unwrap_or(groups.len()), joined);
}
