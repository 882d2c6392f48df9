//! The names by which parts of a document are chosen.

use std::collections::BTreeSet;

use spectrait_source::{Diagnostic, Diagnostics, Node, codes, nearest};

use super::site::Site;
use super::{Name, Selection, object};

/// The names of a document.
#[derive(Debug, Default)]
pub(super) struct Known {
    operation_ids: BTreeSet<String>,
    /// `GET /builds`
    lines: BTreeSet<String>,
    tags: BTreeSet<String>,
    schemas: BTreeSet<String>,
}

/// What a name excludes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Excluded {
    Operation(String),
    Tag(String),
    Schema(String),
}

impl Excluded {
    /// Whether it is that operation, or one of its tags.
    pub(super) fn is_site(&self, site: &Site<'_>) -> bool {
        match self {
            Self::Operation(name) => site.is_named(name),
            Self::Tag(tag) => site.tags.contains(&tag.as_str()),
            Self::Schema(_) => false,
        }
    }

    /// The name that can mean nothing else.
    fn spelt_out(&self) -> String {
        match self {
            Self::Operation(name) => format!("operation:{name}"),
            Self::Tag(name) => format!("tag:{name}"),
            Self::Schema(name) => format!("schema:{name}"),
        }
    }
}

impl Known {
    /// Adds the names of a tree.
    pub(super) fn add(&mut self, tree: &Node, sites: &[Site<'_>]) {
        for site in sites {
            self.operation_ids
                .extend(site.operation_id.map(str::to_owned));
            self.lines.insert(site.line());
            self.tags
                .extend(site.tags.iter().copied().map(str::to_owned));
        }
        let schemas = tree
            .get("components")
            .and_then(|components| object(components, "schemas"));
        let names = schemas.into_iter().flatten();
        self.schemas
            .extend(names.map(|entry| entry.key.text.to_string()));
    }

    /// What a name excludes; otherwise all that it can mean.
    pub(super) fn excluded(&self, name: &str) -> Result<Excluded, Vec<Excluded>> {
        let has = |meaning: &Excluded| match meaning {
            Excluded::Operation(name) => self.is_operation(name),
            Excluded::Tag(name) => self.tags.contains(name),
            Excluded::Schema(name) => self.schemas.contains(name),
        };
        let kinds = [Excluded::Operation, Excluded::Tag, Excluded::Schema];
        let mut meanings: Vec<Excluded> = kinds
            .map(|kind| kind(name.to_owned()))
            .into_iter()
            .filter(has)
            .collect();
        // Behind the names themselves, which may begin like this.
        if let Some((kind, rest)) = name.split_once(':')
            && meanings.is_empty()
        {
            let meaning = match kind {
                "operation" => Some(Excluded::Operation(rest.to_owned())),
                "tag" => Some(Excluded::Tag(rest.to_owned())),
                "schema" => Some(Excluded::Schema(rest.to_owned())),
                _ => None,
            };
            meanings.extend(meaning.filter(has));
        }
        match meanings.len() {
            1 => meanings.pop().ok_or(meanings),
            _ => Err(meanings),
        }
    }

    fn is_operation(&self, name: &str) -> bool {
        let as_line = || {
            let (method, path) = name.split_once(char::is_whitespace)?;
            Some(format!("{} {}", method.to_ascii_uppercase(), path.trim()))
        };
        self.operation_ids.contains(name)
            || as_line().is_some_and(|line| self.lines.contains(&line))
    }

    /// Reports what names nothing, or too much.
    pub(super) fn check(&self, selection: &Selection, diagnostics: &mut Diagnostics) {
        let plain = |sets: &[&BTreeSet<String>]| -> Vec<String> {
            sets.iter()
                .flat_map(|names| names.iter().cloned())
                .collect()
        };
        let prefixed = |kind: &str, sets: &[&BTreeSet<String>]| -> Vec<String> {
            plain(sets)
                .iter()
                .map(|name| format!("{kind}:{name}"))
                .collect()
        };
        let unknown = |name: &Name, what: &str, candidates: &[String]| {
            let message = format!(
                "no {what} of the document is `{}`",
                name.text.escape_debug()
            );
            let mut fault = Diagnostic::error(codes::INVALID_SETTINGS, message);
            if let Some(span) = name.span {
                fault = fault.at(span, "");
            }
            match nearest(&name.text, candidates.iter().map(String::as_str)) {
                Some(nearest) => fault.help(format!("did you mean `{nearest}`?")),
                None => fault.help(match what {
                    "tag" => "write a tag that an operation has",
                    "operation" => "write its `operationId`, or its method and path: `GET /builds`",
                    _ => "write an `operationId`, a method and path, a tag, or the name of a component schema",
                }),
            }
        };
        for name in selection
            .tags
            .iter()
            .filter(|name| !self.tags.contains(&name.text))
        {
            diagnostics.push(unknown(name, "tag", &plain(&[&self.tags])));
        }
        let operations = [&self.operation_ids, &self.lines];
        for name in &selection.operations {
            if !self.is_operation(&name.text) {
                diagnostics.push(unknown(name, "operation", &plain(&operations)));
            }
        }
        for name in &selection.exclude {
            let Err(meanings) = self.excluded(&name.text) else {
                continue;
            };
            diagnostics.push(match (name.text.split_once(':'), meanings.is_empty()) {
                (_, false) => ambiguous(name, &meanings),
                (Some(("operation", _)), _) => {
                    unknown(name, "operation", &prefixed("operation", &operations))
                }
                (Some(("tag", _)), _) => unknown(name, "tag", &prefixed("tag", &[&self.tags])),
                (Some(("schema", _)), _) => unknown(
                    name,
                    "component schema",
                    &prefixed("schema", &[&self.schemas]),
                ),
                _ => {
                    let all = [&self.operation_ids, &self.lines, &self.tags, &self.schemas];
                    unknown(name, "operation, tag or component schema", &plain(&all))
                }
            });
        }
    }
}

fn ambiguous(name: &Name, meanings: &[Excluded]) -> Diagnostic {
    let kinds: Vec<&str> = meanings
        .iter()
        .map(|meaning| match meaning {
            Excluded::Operation(_) => "an operation",
            Excluded::Tag(_) => "a tag",
            Excluded::Schema(_) => "a component schema",
        })
        .collect();
    let spelt: Vec<String> = meanings
        .iter()
        .map(|meaning| format!("`{}`", meaning.spelt_out()))
        .collect();
    let message = format!(
        "`{}` names {}",
        name.text.escape_debug(),
        kinds.join(" and ")
    );
    let fault = Diagnostic::error(codes::INVALID_SETTINGS, message)
        .help(format!("write {}", spelt.join(" or ")));
    match name.span {
        Some(span) => fault.at(span, ""),
        None => fault,
    }
}
