//! What the API calls by itself: its webhooks, and the callbacks of its operations.

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use super::Plan;
use super::docs::{self, Text};
use super::group::Group;
use super::scope::{Home, RUNTIME_CLIENT, RUNTIME_SERVER};
use super::server::needs_scopes;
use crate::model;

/// What `receiver.rs` declares.
const RECEIVER: [&str; 2] = ["Credentials", "Receiver"];
/// What `sender.rs` declares.
const SENDER: [&str; 2] = ["Sender", "SenderBuilder"];

impl Plan<'_> {
    /// The module `webhooks`, if the API calls anything.
    pub(crate) fn webhooks(&self, diagnostics: &mut Diagnostics) -> Option<model::Webhooks> {
        let first = self.api.operations.len();
        let group = Group::whole(first..first + self.api.webhooks.len());
        if group.operations.is_empty() {
            return None;
        }
        let mut operations = self.operations_module(&group, diagnostics);
        let title = docs::phrase(&self.api.title);
        operations.docs = Text::default()
            .line(format!("What {title} calls by itself: its webhooks and callbacks."))
            .line(
                "They are operations with the roles turned around: who uses the API receives them (the module `receiver`),\n\
                 and the API, or a test of one, sends them (the module `sender`).",
            )
            .done();
        let webhooks = || self.api.webhooks.iter().map(|webhook| &webhook.operation);

        let mut scope = self.scope(Home::Receiver, RECEIVER.map(str::to_owned));
        scope.macro_(RUNTIME_SERVER, "service");
        let is_secured = webhooks().any(|operation| !operation.security.is_empty());
        let authentication = is_secured.then(|| {
            let docs = format!("What {title} shows when it calls.");
            self.authentication(webhooks(), docs, &mut scope)
        });
        let receiver_imports = scope.into_imports();

        let mut scope = self.scope(Home::Sender, SENDER.map(str::to_owned));
        scope.macro_(RUNTIME_CLIENT, "client");
        let sender = model::Client {
            module_docs: Text::default()
                .line(format!("What sends the webhooks and callbacks of {title}."))
                .line("[`Sender`] has a method for each; the manual is in [`spectrait_runtime::client`].")
                .done(),
            docs: Text::default()
                .line(format!("Sends the webhooks and callbacks of {title}."))
                .done(),
            ident: "Sender".to_owned(),
            is_sender: true,
            imports: scope.into_imports(),
            schemes: self.schemes_of(webhooks()),
            base_url: None,
            servers: Vec::new(),
        };
        Some(model::Webhooks {
            operations,
            sender,
            sender_methods: self.client_module(&group, Home::Sender, &SENDER),
            receiver_docs: Text::default()
                .line(format!("What receives the webhooks and callbacks of {title}."))
                .line(
                    "Implement [`Receiver`], and [`router`] serves it, each at `/` and its name unless its builder is told\n\
                     otherwise; the manual is in [`spectrait_runtime::server`].",
                )
                .done(),
            receiver_imports,
            authentication,
            receiver: self.receiver(&group),
        })
    }

    fn receiver(&self, group: &Group) -> model::ServerModule {
        let mut scope = self.scope(Home::Receiver, RECEIVER.map(str::to_owned));
        let methods = group.operations.iter();
        let methods = methods
            .map(|&index| self.server_method(index, &mut scope))
            .collect();
        let title = docs::phrase(&self.api.title);
        model::ServerModule {
            module_docs: model::Docs::default(),
            docs: Text::default()
                .line(format!(
                    "The webhooks and callbacks of {title}, for who uses it to answer."
                ))
                .done(),
            imports: scope.into_imports(),
            ident: "Receiver".to_owned(),
            unimplemented: self.unimplemented_in(
                "webhooks::receiver",
                "Receiver",
                "webhooks and callbacks",
            ),
            methods,
            has_scopes: needs_scopes(self.api.webhooks.iter().map(|webhook| &webhook.operation)),
        }
    }

    /// Which callbacks an operation asks for.
    pub(crate) fn callback_docs(&self, index: usize) -> Option<String> {
        let first = self.api.operations.len();
        let own = |webhook: &ir::Webhook| {
            let callback = webhook.callback.as_ref();
            callback.is_some_and(|callback| callback.operation.0 as usize == index)
        };
        let callbacks: Vec<String> = self
            .api
            .webhooks
            .iter()
            .enumerate()
            .filter(|(_, webhook)| own(webhook))
            .map(|(position, webhook)| {
                let request = &self.names.operations[first + position].request;
                let url = webhook
                    .callback
                    .as_ref()
                    .map_or("", |callback| callback.expression.as_str());
                format!(
                    "- {} at {}:\n  [`{request}`](crate::webhooks::{request})",
                    docs::code(&webhook.name),
                    docs::code(url)
                )
            })
            .collect();
        (!callbacks.is_empty()).then(|| format!("Callbacks:\n{}", callbacks.join("\n")))
    }
}
