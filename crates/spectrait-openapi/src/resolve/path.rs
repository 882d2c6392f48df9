//! `paths` and path templates (OpenAPI 3.0.4 sections 4.8.8 and 4.7.2).

use std::collections::BTreeMap;

use openapiv3::ReferenceOr;
use spectrait_source::{Diagnostic, Key, Node, Span, codes};

use super::Resolver;
use super::place::part;
use super::reference::Noun;
use crate::load::value::cut;
use crate::resolved;

/// A path with its variables.
pub(super) struct Template<'d> {
    pub(super) key: &'d Key,
    pub(super) variables: Vec<Variable<'d>>,
}

/// `{name}` in a path.
pub(super) struct Variable<'d> {
    pub(super) name: &'d str,
    /// Where it stands, with its braces.
    pub(super) span: Span,
}

impl<'d> Resolver<'d> {
    /// Every operation of `paths`, in document order.
    pub(super) fn resolve_paths(
        &mut self,
        paths: &'d openapiv3::Paths,
    ) -> Vec<resolved::Operation> {
        let mut operations = Vec::new();
        let mut shapes: BTreeMap<String, &'d Key> = BTreeMap::new();
        let members = self.tree.get("paths").and_then(Node::as_object);
        for entry in members.into_iter().flatten() {
            let Some(item) = paths.paths.get(&*entry.key.text) else {
                continue;
            };
            let template = self.resolve_template(&entry.key);
            self.check_ambiguity(&template, &mut shapes);
            let item = match item {
                ReferenceOr::Item(item) => Some((item, &entry.value)),
                ReferenceOr::Reference { .. } => {
                    self.follow(&entry.value, Noun::PathItem).and_then(|node| {
                        let item = *self.nouns.path_items.get(&node.span.place())?;
                        Some((item, node))
                    })
                }
            };
            if let Some((item, node)) = item {
                self.resolve_path_item(&template, item, node, &mut operations);
            }
        }
        operations
    }

    /// Finds the variables of a path, and what is wrong with its text.
    fn resolve_template(&mut self, key: &'d Key) -> Template<'d> {
        let mut variables: Vec<Variable<'d>> = Vec::new();
        let mut names: BTreeMap<&str, Span> = BTreeMap::new();
        let text = &*key.text;
        let mut position = 0;
        while let Some(found) = text[position..].find(['{', '}', '?', '#']) {
            let start = position + found;
            let end = match text.as_bytes()[start] {
                b'{' => text[start..].find('}').map(|length| start + length),
                b'}' => None,
                letter => {
                    self.report(
                        Diagnostic::error(
                            codes::INVALID_VALUE,
                            format!("a path must not hold `{}`", char::from(letter)),
                        )
                        .at(part(key.span, text, start, text.len()), "")
                        .help(if letter == b'?' {
                            "describe a query in `parameters`, `in: query`"
                        } else {
                            "a fragment is never sent; move the operations to the path without it"
                        }),
                    );
                    break;
                }
            };
            let name = end.map(|end| &text[start + 1..end]);
            let (Some(end), Some(name)) = (
                end,
                name.filter(|name| !name.is_empty() && !name.contains(['{', '/'])),
            ) else {
                self.report(
                    Diagnostic::error(
                        codes::PATH_PARAMETER,
                        format!("`{}` is no path template", cut(text)),
                    )
                    .at(
                        part(key.span, text, start, start + 1),
                        "this brace begins or ends no variable",
                    )
                    .help("a variable is written `{name}`, within one segment of the path"),
                );
                break;
            };
            position = end + 1;
            let span = part(key.span, text, start, end + 1);
            let name = self.check_operators(name, span);
            if let Some(first) = names.get(name).copied() {
                self.report(
                    Diagnostic::error(
                        codes::PATH_PARAMETER,
                        format!("the path has the variable `{}` twice", cut(name)),
                    )
                    .at(span, "")
                    .also(first, "first here")
                    .help("rename one of the two"),
                );
            } else {
                names.insert(name, span);
                variables.push(Variable { name, span });
            }
        }
        Template { key, variables }
    }

    /// The name without the operators of RFC 6570, which some other tools read.
    fn check_operators<'t>(&mut self, written: &'t str, span: Span) -> &'t str {
        let name = written
            .trim_start_matches(['+', '.', ';', '&'])
            .trim_end_matches('*');
        if name.len() < written.len() && !name.is_empty() {
            self.report(
                Diagnostic::error(
                    codes::PATH_PARAMETER,
                    format!(
                        "`{{{}}}` uses an operator of RFC 6570, which OpenAPI has not",
                        cut(written)
                    ),
                )
                .at(span, "")
                .help(format!(
                    "write `{{{}}}`, and `style` and `explode` in its parameter",
                    cut(name)
                )),
            );
            return name;
        }
        written
    }

    /// "Templated paths with the same hierarchy but different templated names MUST NOT exist as they
    /// are identical."
    fn check_ambiguity(&mut self, template: &Template<'d>, shapes: &mut BTreeMap<String, &'d Key>) {
        let mut shape = String::new();
        let mut rest = &*template.key.text;
        while let Some((before, after)) = rest.split_once('{') {
            shape += before;
            shape += "{}";
            rest = after.split_once('}').map_or("", |(_, after)| after);
        }
        shape += rest;
        if let Some(first) = shapes.get(&shape).copied() {
            self.report(
                Diagnostic::error(
                    codes::AMBIGUOUS_PATH,
                    format!(
                        "`{}` and `{}` match the same paths",
                        cut(&first.text),
                        cut(&template.key.text)
                    ),
                )
                .at(template.key.span, "")
                .also(first.span, "the other path")
                .help("move the operations of one to the other, or tell the paths apart"),
            );
            return;
        }
        shapes.insert(shape, template.key);
    }
}
