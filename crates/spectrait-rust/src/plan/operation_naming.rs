//! The names of operations and webhooks, of their methods and of the types of their own.

use std::collections::BTreeMap;

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use super::claims::{Claim, Claims};
use super::message::{self, MessageKey};
use super::naming::{INLINE, INPUT, Key, OWN};
use super::scope::Home;
use super::{names, operation, response, status};

/// The names of an operation.
pub(crate) struct OperationNames {
    /// What the document calls it, or the name made for it.
    pub(crate) id: String,
    /// `list_builds`
    pub(crate) method: String,
    /// `list_builds_pages`
    pub(crate) pages: String,
    /// `ListBuildsRequest`
    pub(crate) request: String,
    /// `ListBuildsError`
    pub(crate) failure: String,
    /// `ListBuildsSuccess`, where the successes are a type of their own.
    pub(crate) success: Option<String>,
}

/// What each operation is called: its `operationId`, or a name made of what it is called by.
pub(crate) fn ids(api: &ir::Api) -> Vec<String> {
    let mut ids: Vec<String> = api
        .operations
        .iter()
        .map(|operation| {
            let made = || {
                names::method(&names::operation(
                    operation.method.as_str(),
                    &operation.path,
                ))
            };
            operation.operation_id.clone().unwrap_or_else(made)
        })
        .collect();
    for webhook in &api.webhooks {
        let id = webhook_id(api, webhook, &ids);
        ids.push(id);
    }
    ids
}

/// A webhook is called by its key, a callback by its key after the operation that asks for it; with the method where
/// there are several.
fn webhook_id(api: &ir::Api, webhook: &ir::Webhook, ids: &[String]) -> String {
    if let Some(id) = &webhook.operation.operation_id {
        return id.clone();
    }
    let has_name =
        |other: &&ir::Webhook| other.name == webhook.name && other.callback == webhook.callback;
    let method = if api.webhooks.iter().filter(has_name).count() > 1 {
        format!("{} ", webhook.operation.method.as_str().to_lowercase())
    } else {
        String::new()
    };
    let asked_by = match &webhook.callback {
        Some(callback) => {
            let index = callback.operation.0 as usize;
            format!("{} ", ids.get(index).map_or("", String::as_str))
        }
        None => String::new(),
    };
    if method.is_empty() && asked_by.is_empty() {
        return webhook.name.clone();
    }
    names::method(&format!("{method}{asked_by}{}", webhook.name))
}

/// What claims are for an operation, or for a webhook: each have a module of their own.
fn of<'c, K>(claims: &'c mut [Claims<K>; 2], api: &ir::Api, index: usize) -> &'c mut Claims<K> {
    let is_webhook = operation::home(api, index) == Home::Webhooks;
    &mut claims[usize::from(is_webhook)]
}

fn settled<K: Ord>(claims: [Claims<K>; 2], diagnostics: &mut Diagnostics) -> BTreeMap<K, String> {
    claims
        .into_iter()
        .flat_map(|claims| claims.settle(diagnostics))
        .collect()
}

fn rank(operation: &ir::Operation) -> u8 {
    let has_name = operation.operation_id.is_some() || operation.rust_name.is_some();
    if has_name { OWN } else { INPUT }
}

/// The methods of the operations, and those for all pages.
pub(crate) fn methods(
    api: &ir::Api,
    ids: &[String],
    diagnostics: &mut Diagnostics,
) -> (Vec<String>, Vec<String>) {
    let mut claims = [Claims::default(), Claims::default()];
    for (index, (operation, id)) in operation::all(api).zip(ids).enumerate() {
        let claims = of(&mut claims, api, index);
        let rust_name = operation.rust_name.as_deref();
        let method = rust_name.map_or_else(|| names::method(id), names::own_field);
        if operation.pagination.is_some() {
            let what = format!("method for all pages of `{id}`");
            claims.add(
                (index, 1),
                Claim::derived(INLINE, what, names::method_of(&method, "pages"), None),
            );
        }
        let mut claim = Claim::new("operation", id, method, operation.span);
        claim.is_exact |= rust_name.is_some();
        claim.rank = rank(operation);
        claims.add((index, 0), claim);
    }
    let mut settled = settled(claims, diagnostics);
    let mut take = |part| {
        (0..ids.len())
            .map(|index| settled.remove(&(index, part)).unwrap_or_default())
            .collect()
    };
    (take(0), take(1))
}

/// What the types of the operations begin with. Collisions have been reported for the methods.
pub(crate) fn prefixes(api: &ir::Api, ids: &[String]) -> Vec<String> {
    let mut claims = [Claims::default(), Claims::default()];
    for (index, (operation, id)) in operation::all(api).zip(ids).enumerate() {
        let name = operation.rust_name.as_deref().unwrap_or(id);
        let mut claim = Claim::new("operation", id, names::type_(name), operation.span);
        claim.is_exact = operation.rust_name.is_some() || names::plain(&names::method(id)) == id;
        claim.rank = rank(operation);
        of(&mut claims, api, index).add(index, claim);
    }
    settled(claims, &mut Diagnostics::default())
        .into_values()
        .collect()
}

/// The types that an operation always has, and those of its bodies and headers that have a name of their own.
pub(crate) fn claims(
    api: &ir::Api,
    ids: &[String],
    prefixes: &[String],
    messages: impl Iterator<Item = MessageKey>,
    same: &message::Same,
    claims: &mut [Claims<Key>; 2],
) {
    let operations: Vec<&ir::Operation> = operation::all(api).collect();
    for (index, prefix) in prefixes.iter().enumerate() {
        let operation = operations[index];
        let claims = of(claims, api, index);
        let mut add = |key, what: &str, suffix: &str| {
            let what = format!("{what} type of operation `{}`", ids[index]);
            let claim = Claim::derived(
                OWN,
                what,
                names::joined(prefix, suffix),
                Some(operation.span),
            );
            claims.add(key, claim);
        };
        add(Key::Request(index), "request", "Request");
        add(Key::Failure(index), "error", "Error");
        if response::has_success_type(operation) {
            add(Key::Success(index), "success", "Success");
        }
    }
    for key in messages {
        let index = key.operation();
        let prefix = &prefixes[index];
        let status_of = |position: usize| operations[index].responses[position].status;
        let (what, suffix, span) = match key {
            MessageKey::RequestBody(_) => {
                let body = operations[index].request_body.as_ref();
                (
                    "the body".to_owned(),
                    "Body".to_owned(),
                    body.map(|body| body.span),
                )
            }
            MessageKey::ResponseBody(_, position) => (
                format!("the body of {}", status::phrase(status_of(position))),
                format!("{}Body", status::variant(status_of(position))),
                Some(operations[index].responses[position].span),
            ),
            MessageKey::LongBody(_, position) => {
                let infix = response::status_infix(operations[index], status_of(position));
                (
                    format!("the body of {}", status::phrase(status_of(position))),
                    format!("{infix}Response"),
                    Some(operations[index].responses[position].span),
                )
            }
            MessageKey::Headers(..) if same.common.contains(&key) => (
                "the headers".to_owned(),
                "Headers".to_owned(),
                Some(operations[index].span),
            ),
            MessageKey::Headers(_, position) => (
                format!("the headers of {}", status::phrase(status_of(position))),
                format!("{}Headers", status::variant(status_of(position))),
                Some(operations[index].responses[position].span),
            ),
        };
        let what = format!("type of {what} in operation `{}`", ids[index]);
        let claim = Claim::derived(INLINE, what, names::joined(prefix, &suffix), span);
        of(claims, api, index).add(Key::Message(key), claim);
    }
}
