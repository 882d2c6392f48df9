//! Which operations share a file: those of a tag, or, without tags, those of a resource.

use std::collections::BTreeMap;

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use super::claims::{Claim, Claims};
use super::docs::{self, Text};
use super::scope::Home;
use super::{Plan, client, names};
use crate::model;

/// The operations of one file, by position in `Api::operations`.
pub(crate) struct Group {
    pub(crate) subject: Subject,
    pub(crate) operations: Vec<usize>,
}

/// What the operations of a file have in common.
pub(crate) enum Subject {
    /// Nothing but the document.
    Api,
    Tag {
        name: String,
        /// What the document says of it.
        description: Option<String>,
    },
    /// That they have no tag, in a document that uses tags.
    Untagged,
    /// The resource that their paths begin with; `None` where they name none.
    Resource(Option<String>),
}

/// The module of operations that have no tag, in a document that uses tags.
const UNTAGGED: &str = "default";

/// How many operations without tags are in one file. Types, traits and methods are reached by the same names whether
/// there are more of them or not.
const MOST_IN_A_FILE: usize = 40;

/// The module of operations whose path names no resource.
const NO_RESOURCE: &str = "root";

impl Group {
    /// Operations that nothing else tells apart.
    pub(crate) fn whole(operations: impl IntoIterator<Item = usize>) -> Self {
        Self {
            subject: Subject::Api,
            operations: operations.into_iter().collect(),
        }
    }
}

/// One group for each first tag, sorted; `None` where the document uses no tags.
fn by_tag(api: &ir::Api) -> Option<Vec<Group>> {
    let tag = |index: &usize| api.operations[*index].tags.first();
    let groups = grouped(0..api.operations.len(), |index| {
        tag(&index).map_or(UNTAGGED, String::as_str)
    });
    let is_tagged = groups.values().flatten().any(|index| tag(index).is_some());
    let group = |(name, operations): (&str, Vec<usize>)| Group {
        subject: if operations.iter().all(|index| tag(index).is_none()) {
            Subject::Untagged
        } else {
            let known = api.tags.iter().find(|known| known.name == name);
            Subject::Tag {
                name: name.to_owned(),
                description: known.and_then(|known| known.description.clone()),
            }
        },
        operations,
    };
    is_tagged.then(|| groups.into_iter().map(group).collect())
}

/// The operations of each resource, by the name of its module.
fn by_resource(api: &ir::Api) -> BTreeMap<String, Group> {
    let resource = |index: usize| resource(&api.operations[index].path);
    let modules = grouped(0..api.operations.len(), |index| {
        names::module(resource(index).unwrap_or(NO_RESOURCE))
    });
    let group = |(module, operations): (String, Vec<usize>)| {
        let resource = operations.first().and_then(|&index| resource(index));
        let subject = Subject::Resource(resource.map(ToOwned::to_owned));
        let group = Group {
            subject,
            operations,
        };
        (module, group)
    };
    modules.into_iter().map(group).collect()
}

/// The first segment of a path that is neither a variable nor a version of the API.
fn resource(path: &str) -> Option<&str> {
    path.split('/')
        .find(|segment| !segment.is_empty() && !segment.contains('{') && !is_preface(segment))
}

/// `api`, `v1`, `v2.1`, `v1beta1`: what comes before the names of resources.
fn is_preface(segment: &str) -> bool {
    let version = segment.strip_prefix('v').unwrap_or_default();
    segment == "api" || version.starts_with(|first: char| first.is_ascii_digit())
}

/// The operations by what they have in common.
fn grouped<K: Ord>(
    operations: impl Iterator<Item = usize>,
    key: impl Fn(usize) -> K,
) -> BTreeMap<K, Vec<usize>> {
    let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for index in operations {
        groups.entry(key(index)).or_default().push(index);
    }
    groups
}

impl Plan<'_> {
    /// The operations as they are laid out in files.
    pub(crate) fn groups(&self, diagnostics: &mut Diagnostics) -> model::Groups {
        let Some(groups) = by_tag(self.api) else {
            return self.without_tags(diagnostics);
        };
        let mut modules = Claims::default();
        let mut traits = Claims::default();
        for (index, group) in groups.iter().enumerate() {
            let tag = match &group.subject {
                Subject::Tag { name, .. } => name,
                _ => UNTAGGED,
            };
            modules.add(index, claim(tag, names::module(tag)));
            traits.add(
                index,
                claim(
                    tag,
                    format!("{}Api", names::type_(tag).trim_end_matches('_')),
                ),
            );
        }
        // Traits collide where modules do.
        let traits = traits.settle(&mut Diagnostics::default());
        let mut planned: Vec<model::Group> = modules
            .settle(diagnostics)
            .into_values()
            .zip(traits.into_values())
            .zip(&groups)
            .map(|((ident, trait_ident), group)| model::Group {
                operations: self.operations_module(group, diagnostics),
                client: self.client_module(group, Home::Client, &client::DECLARED),
                server: self.server_module(trait_ident, group),
                ident,
            })
            .collect();
        planned.sort_by(|left, right| left.ident.cmp(&right.ident));
        model::Groups::PerTag(planned)
    }

    fn without_tags(&self, diagnostics: &mut Diagnostics) -> model::Groups {
        let count = self.api.operations.len();
        let whole = Group::whole(0..count);
        let resources = if count > MOST_IN_A_FILE {
            by_resource(self.api)
        } else {
            BTreeMap::new()
        };
        let mut module = |group: &Group| self.operations_module(group, diagnostics);
        model::Groups::Single(Box::new(model::Single {
            operations: if resources.len() > 1 {
                let resources = resources.iter();
                model::Operations::PerResource(
                    resources
                        .map(|(ident, group)| (ident.clone(), module(group)))
                        .collect(),
                )
            } else {
                model::Operations::Single(module(&whole))
            },
            client: self.client_module(&whole, Home::Client, &client::DECLARED),
            server: self.server_module("Api".to_owned(), &whole),
        }))
    }

    /// The documentation of a module with the operations of a group.
    pub(crate) fn group_docs(&self, what: &str, group: &Group) -> model::Docs {
        let title = docs::phrase(&self.api.title);
        let (end, description) = match &group.subject {
            Subject::Api => (String::new(), None),
            Subject::Untagged => (" without a tag".to_owned(), None),
            Subject::Tag { name, description } => (
                format!(" with the tag {}", docs::code(name)),
                description.as_deref(),
            ),
            Subject::Resource(Some(name)) => (format!(" on {}", docs::code(name)), None),
            Subject::Resource(None) => (" on no resource".to_owned(), None),
        };
        Text::default()
            .line(format!("The {what} of {title}{end}."))
            .markdown(description)
            .done()
    }
}

fn claim(tag: &str, wanted: String) -> Claim {
    let is_exact = names::plain(&wanted) == tag;
    Claim {
        wanted,
        rank: 0,
        what: format!("tag `{tag}`"),
        is_exact,
        span: None,
        instead: None,
    }
}
