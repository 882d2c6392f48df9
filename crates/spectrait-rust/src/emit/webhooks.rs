//! The module `webhooks`.

use quote::quote;

use super::imports::uses;
use super::{File, apart, client, operation, rust, server};
use crate::model;

pub(super) fn files(webhooks: &model::Webhooks) -> Vec<File> {
    vec![root(webhooks), receiver(webhooks), sender(webhooks)]
}

fn root(webhooks: &model::Webhooks) -> File {
    let module = &webhooks.operations;
    let mut items = vec![vec![
        quote!(
            #[cfg(feature = "server")]
            pub mod receiver;
        ),
        quote!(
            #[cfg(feature = "client")]
            pub mod sender;
        ),
    ]];
    items.extend(uses(&module.imports));
    items.extend(apart(
        module.operations.iter().flat_map(operation::operation),
    ));
    rust("src/webhooks/mod.rs", &module.docs, items)
}

fn receiver(webhooks: &model::Webhooks) -> File {
    let methods = &webhooks.receiver;
    let mut items = uses(&webhooks.receiver_imports.merged(&methods.imports));
    items.extend(server::whole(
        &methods.docs,
        webhooks.authentication.as_ref(),
        methods,
    ));
    rust("src/webhooks/receiver.rs", &webhooks.receiver_docs, items)
}

fn sender(webhooks: &model::Webhooks) -> File {
    let sender = &webhooks.sender;
    let methods = &webhooks.sender_methods;
    let mut items = uses(&sender.imports.merged(&methods.imports));
    items.push(vec![client::definition(sender)]);
    items.extend(apart(client::methods(&sender.ident, methods)));
    rust("src/webhooks/sender.rs", &sender.module_docs, items)
}
