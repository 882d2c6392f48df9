//! Operations: their requests and responses.

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use super::docs::{self, Text};
use super::group::Group;
use super::naming::Named;
use super::places::{Owner, Slot};
use super::scope::{Home, RUNTIME, Scope};
use super::shapes::Direction;
use super::{Plan, response};
use crate::model;

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
