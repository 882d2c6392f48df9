//! Operations: their requests and responses, and the files they are in.

use std::collections::BTreeMap;

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use super::claims::{Claim, Claims};
use super::docs::{self, Text};
use super::naming::Named;
use super::places::{Owner, Slot};
use super::scope::{Home, RUNTIME, Scope};
use super::shapes::Direction;
use super::{Plan, client, names, response};
use crate::model;

/// The operations of one file, by position in `Api::operations`.
pub(crate) struct Group {
    /// The tag; `None` where the document uses none.
    pub(crate) tag: Option<String>,
    /// What the document says of the tag.
    pub(crate) description: Option<String>,
    pub(crate) operations: Vec<usize>,
    /// Whether its operations have no tag, in a document that uses tags.
    pub(crate) is_untagged: bool,
}

/// Every operation: those of `paths`, then the webhooks. An [`ir::OperationId`] is a position among them.
pub(crate) fn all(api: &ir::Api) -> impl Iterator<Item = &ir::Operation> {
    let webhooks = api.webhooks.iter().map(|webhook| &webhook.operation);
    api.operations.iter().chain(webhooks)
}

/// The module that declares the types of an operation.
pub(crate) fn home(api: &ir::Api, index: usize) -> Home {
    if index < api.operations.len() {
        Home::Operations
    } else {
        Home::Webhooks
    }
}

/// The tag of operations that have none, in a document that uses tags.
const UNTAGGED: &str = "default";

/// One group for each first tag, in the order of the document's tags; a single one without tags.
pub(crate) fn groups(api: &ir::Api) -> Vec<Group> {
    if api
        .operations
        .iter()
        .all(|operation| operation.tags.is_empty())
    {
        let operations = (0..api.operations.len()).collect();
        return vec![Group {
            tag: None,
            description: None,
            operations,
            is_untagged: false,
        }];
    }
    let mut by_tag: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, operation) in api.operations.iter().enumerate() {
        let tag = operation.tags.first().map_or(UNTAGGED, String::as_str);
        by_tag.entry(tag).or_default().push(index);
    }
    let description = |tag: &str| {
        api.tags
            .iter()
            .find(|known| known.name == tag)?
            .description
            .clone()
    };
    by_tag
        .into_iter()
        .map(|(tag, operations)| Group {
            tag: Some(tag.to_owned()),
            description: description(tag),
            is_untagged: operations
                .iter()
                .all(|&index| api.operations[index].tags.is_empty()),
            operations,
        })
        .collect()
}

impl<'a> Plan<'a> {
    /// An operation or webhook.
    pub(crate) fn operation(&self, index: usize) -> &'a ir::Operation {
        let webhooks = self.api.operations.len();
        match self.api.operations.get(index) {
            Some(operation) => operation,
            None => &self.api.webhooks[index - webhooks].operation,
        }
    }

    pub(crate) fn webhook(&self, index: usize) -> Option<&'a ir::Webhook> {
        let webhook = index.checked_sub(self.api.operations.len())?;
        self.api.webhooks.get(webhook)
    }

    pub(crate) fn home(&self, index: usize) -> Home {
        home(self.api, index)
    }

    /// How what calls an operation is read: strictly, but what the API itself sends as any response.
    pub(crate) fn request_direction(&self, index: usize) -> Direction {
        match self.home(index) {
            Home::Webhooks => Direction::Open,
            _ => Direction::Strict,
        }
    }

    pub(crate) fn response_direction(&self, index: usize) -> Direction {
        match self.home(index) {
            Home::Webhooks => Direction::Strict,
            _ => Direction::Open,
        }
    }

    /// The name of what a media type holds, in a part of an operation.
    pub(crate) fn slot_name(
        &self,
        index: usize,
        slot: Slot,
        media: &ir::MediaType,
    ) -> Option<&Named> {
        self.names.in_slot(index, slot, media.schema?)
    }

    /// The operations as they are laid out in files.
    pub(crate) fn groups(&self, diagnostics: &mut Diagnostics) -> model::Groups {
        let groups = groups(self.api);
        if let [Group { tag: None, .. }] = groups.as_slice() {
            return model::Groups::Single(Box::new(self.group(
                "operations".to_owned(),
                "Api".to_owned(),
                &groups[0],
                diagnostics,
            )));
        }
        let mut modules = Claims::default();
        let mut traits = Claims::default();
        for (index, group) in groups.iter().enumerate() {
            let tag = group.tag.as_deref().unwrap_or_default();
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
            .map(|((ident, trait_ident), group)| self.group(ident, trait_ident, group, diagnostics))
            .collect();
        planned.sort_by(|left, right| left.ident.cmp(&right.ident));
        model::Groups::PerTag(planned)
    }

    fn group(
        &self,
        ident: String,
        trait_ident: String,
        group: &Group,
        diagnostics: &mut Diagnostics,
    ) -> model::Group {
        model::Group {
            ident,
            operations: self.operations_module(group, diagnostics),
            client: self.client_module(group, Home::Client, &client::DECLARED),
            server: self.server_module(trait_ident, group),
        }
    }

    pub(crate) fn operations_module(
        &self,
        group: &Group,
        diagnostics: &mut Diagnostics,
    ) -> model::OperationsModule {
        let declared = group
            .operations
            .iter()
            .flat_map(|&index| self.operation_idents(index));
        let home = group
            .operations
            .first()
            .map_or(Home::Operations, |&index| self.home(index));
        let mut scope = self.scope(home, declared);
        let runtime = ["Operation", "Method", "SecurityScheme"].map(|name| {
            if group.operations.is_empty() {
                model::Type::unit()
            } else {
                scope.runtime(RUNTIME, name)
            }
        });
        let operations = group
            .operations
            .iter()
            .map(|&index| self.planned(index, runtime.clone(), &mut scope, diagnostics))
            .collect();
        model::OperationsModule {
            docs: self.group_docs("operations", group),
            imports: scope.into_imports(),
            operations,
        }
    }

    /// The names that an operation declares.
    fn operation_idents(&self, index: usize) -> Vec<String> {
        let names = &self.names.operations[index];
        let owned = self
            .names
            .owned
            .get(&Owner::Operation(index))
            .into_iter()
            .flatten();
        let mut idents: Vec<String> = owned.flat_map(|&id| self.declared(id)).collect();
        idents.extend([names.request.clone(), names.failure.clone()]);
        idents.extend(names.success.clone());
        let shared = self.names.shared(index);
        idents.extend(shared.map(|(named, _)| named.ident.clone()));
        let messages = self.names.messages_of(index);
        idents.extend(messages.filter_map(|key| Some(self.names.message(key)?.to_owned())));
        idents
    }

    fn planned(
        &self,
        index: usize,
        runtime: [model::Type; 3],
        scope: &mut Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> model::Operation {
        let operation = self.operation(index);
        let names = &self.names.operations[index];
        let owned = self
            .names
            .owned
            .get(&Owner::Operation(index))
            .into_iter()
            .flatten();
        let items = owned
            .flat_map(|&id| self.items(id, scope, diagnostics))
            .collect::<Vec<_>>();
        let (aliases, items): (Vec<_>, Vec<_>) = items
            .into_iter()
            .partition(|item| matches!(item, model::Item::Alias(_)));
        let shared = self
            .shared_aliases(index, scope)
            .into_iter()
            .map(model::Item::Alias);
        let request = self.request(index, self.request_docs(index), scope, diagnostics);
        let (success, success_type) = self.success(index, scope, diagnostics);
        let failure = self.failure(index, scope, diagnostics);
        let mut messages: Vec<model::Message> = success_type.into_iter().collect();
        messages.push(failure);
        messages.extend(self.messages(index, scope, diagnostics));
        let route = &self.routes[index];
        model::Operation {
            id: names.id.clone(),
            method: operation.method.as_str(),
            path: route.path.clone(),
            query: route.query.clone(),
            headers: route.headers.clone(),
            is_webhook: self.webhook(index).is_some(),
            aliases: aliases.into_iter().chain(shared).collect(),
            request,
            security: self.requirements(operation, scope),
            runtime,
            success,
            failure: model::Type::plain(&names.failure),
            messages,
            items,
        }
    }

    fn request_docs(&self, index: usize) -> model::Docs {
        let operation = self.operation(index);
        let call = docs::code(&format!("{} {}", operation.method.as_str(), operation.path));
        let call = match self.webhook(index) {
            Some(webhook) if webhook.callback.is_some() => format!("the callback {call}"),
            Some(_) => format!("the webhook {call}"),
            None => call,
        };
        let summary = operation
            .summary
            .as_deref()
            .map(docs::continued_phrase)
            .filter(|summary| !summary.is_empty());
        let line = match summary {
            Some(summary) => format!("The request of {call}: {summary}."),
            None => format!("The request of {call}."),
        };
        // Of several successes, and where it has a type of its own, the success says it itself.
        let has_success = self.names.operations[index].success.is_some();
        let linked = operation.responses.iter().filter(|_| !has_success);
        let links = linked
            .filter(|response| response::is_success(response.status))
            .find_map(|response| response::links(&response.links));
        Text::default()
            .wrapped(&line)
            .markdown(operation.description.as_deref())
            .maybe(links)
            .maybe(self.callback_docs(index))
            .done()
    }

    /// The documentation of a module with the operations of a group.
    pub(crate) fn group_docs(&self, what: &str, group: &Group) -> model::Docs {
        let title = docs::phrase(&self.api.title);
        match &group.tag {
            None => Text::default()
                .line(format!("The {what} of {title}."))
                .done(),
            Some(_) if group.is_untagged => Text::default()
                .line(format!("The {what} of {title} without a tag."))
                .done(),
            Some(tag) => Text::default()
                .line(format!(
                    "The {what} of {title} with the tag {}.",
                    docs::code(tag)
                ))
                .markdown(group.description.as_deref())
                .done(),
        }
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

/// The first line of what is said of an operation, ended by its method and path.
pub(crate) fn headline(operation: &ir::Operation) -> String {
    let call = docs::code(&format!("{} {}", operation.method.as_str(), operation.path));
    match operation
        .summary
        .as_deref()
        .map(docs::phrase)
        .filter(|summary| !summary.is_empty())
    {
        Some(summary) => format!("{summary}: {call}."),
        None => format!("{call}."),
    }
}
