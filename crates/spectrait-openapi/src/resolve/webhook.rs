//! Webhooks (OpenAPI 3.1.1 section 4.8.1) and callbacks (3.0.4 section 4.8.18).
//!
//! The document's `security` says who may call the API, not whom the API calls: these operations have their own or none.

use std::collections::BTreeSet;

use spectrait_source::{Diagnostic, Key, Node, codes};

use super::Resolver;
use super::operation::Found;
use super::reference::Noun;
use super::template::Template;
use crate::resolved;
use crate::schema::Spanned;

/// The most webhooks and callbacks of a document. A few lines with references to one component stand for millions
/// otherwise.
const MOST: usize = 10_000;

impl<'d> Resolver<'d> {
    /// What the API calls by itself. `operations` are those of `paths`.
    pub(super) fn resolve_webhooks(&mut self, operations: &[Found<'d>]) -> Vec<resolved::Webhook> {
        // Every operation, and where the callbacks that it declares stand.
        let mut declaring: Vec<&'d Node> = operations.iter().map(|found| found.node).collect();
        let mut webhooks = Vec::new();
        let members = self.tree.get("webhooks").and_then(Node::as_object);
        for entry in members.into_iter().flatten() {
            self.resolve_webhook(
                &entry.key,
                None,
                &entry.key,
                &entry.value,
                &mut declaring,
                &mut webhooks,
            );
        }
        // The callbacks of callbacks, once each: a callback may lead back to itself.
        let mut expanded = BTreeSet::new();
        let mut position = 0;
        while let Some(node) = declaring.get(position).copied() {
            if position < operations.len() || expanded.insert(node.span.place()) {
                self.resolve_callbacks(position, node, &mut declaring, &mut webhooks);
            }
            position += 1;
        }
        webhooks
    }

    fn resolve_callbacks(
        &mut self,
        operation: usize,
        node: &'d Node,
        declaring: &mut Vec<&'d Node>,
        webhooks: &mut Vec<resolved::Webhook>,
    ) {
        let members = node.get("callbacks").and_then(Node::as_object);
        for entry in members.into_iter().flatten() {
            let callback = if entry.value.get("$ref").is_some() {
                self.follow(&entry.value, Noun::Callback)
            } else {
                Some(&entry.value)
            };
            let expressions = callback.and_then(Node::as_object);
            for expression in expressions.into_iter().flatten() {
                if expression.key.text.starts_with("x-") {
                    continue;
                }
                let callback = resolved::Callback {
                    operation,
                    expression: String::from(expression.key.text.clone()),
                };
                self.resolve_webhook(
                    &entry.key,
                    Some(&callback),
                    &expression.key,
                    &expression.value,
                    declaring,
                    webhooks,
                );
            }
        }
    }

    /// The operations of one path item. `key` is what they are reached by.
    fn resolve_webhook(
        &mut self,
        name: &'d Key,
        callback: Option<&resolved::Callback>,
        key: &'d Key,
        node: &'d Node,
        declaring: &mut Vec<&'d Node>,
        webhooks: &mut Vec<resolved::Webhook>,
    ) {
        if webhooks.len() >= MOST {
            self.report(
                Diagnostic::error(
                    codes::TOO_LARGE,
                    format!("the document has more than {MOST} webhooks and callbacks"),
                )
                .at(key.span, "")
                .help("leave some out; references to one callback count each"),
            );
            return;
        }
        let template = Template::of_webhook(key);
        let mut found = Vec::new();
        self.resolve_path_item(&template, node, &mut found);
        for Found { operation, node } in found {
            declaring.push(node);
            webhooks.push(resolved::Webhook {
                name: Spanned {
                    value: String::from(name.text.clone()),
                    span: name.span,
                },
                callback: callback.cloned(),
                operation,
            });
        }
    }
}
