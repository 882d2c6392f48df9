//! `Cargo.toml` and the crate's root.

use quote::quote;

use super::{File, rust};
use crate::{Runtime, model};

/// The interface of the runtime that the emitted code is written for: the number of its `generated_for!`.
const INTERFACE: u32 = 1;

pub(super) fn manifest(package: &model::Package) -> String {
    let runtime = match &package.runtime {
        Runtime::Path(path) => format!("path = {}", toml_string(path)),
        Runtime::Version(version) => format!("version = {}", toml_string(version)),
    };
    format!(
        r#"[package]
name = {name}
description = {description}
version = "0.0.0"
edition = "2024"
rust-version = "1.95"
publish = false

[features]
default = ["client", "server"]
client = ["spectrait-runtime/client"]
server = ["spectrait-runtime/server"]
check-responses = ["server", "spectrait-runtime/check-responses"]
serde = ["spectrait-runtime/serde"]
tracing = ["spectrait-runtime/tracing"]
gzip = ["spectrait-runtime/gzip"]
brotli = ["spectrait-runtime/brotli"]
zstd = ["spectrait-runtime/zstd"]

[dependencies]
spectrait-runtime = {{ {runtime} }}
"#,
        name = toml_string(&package.name),
        description = toml_string(&package.description),
    )
}

/// A basic string (TOML 1.0, "String").
fn toml_string(text: &str) -> String {
    let mut quoted = String::from('"');
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            char if char.is_control() => {
                quoted.extend(format!("\\u{:04X}", u32::from(char)).chars());
            }
            char => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}

pub(super) fn root(krate: &model::Crate) -> File {
    let mut always = vec![quote!(
        pub mod operations;
    )];
    always.extend(krate.security.is_some().then(|| {
        quote!(
            pub mod security;
        )
    }));
    always.extend((!krate.types.is_empty()).then(|| {
        quote!(
            pub mod types;
        )
    }));
    always.extend(krate.webhooks.is_some().then(|| {
        quote!(
            pub mod webhooks;
        )
    }));
    let interface = proc_macro2::Literal::u32_unsuffixed(INTERFACE);
    let items = vec![
        always,
        vec![
            quote!(
                #[cfg(feature = "client")]
                pub mod client;
            ),
            quote!(
                #[cfg(feature = "server")]
                pub mod server;
            ),
        ],
        vec![
            quote!(
                #[cfg(feature = "client")]
                pub use client::Client;
            ),
            quote!(
                #[cfg(feature = "server")]
                pub use server::Api;
            ),
        ],
        vec![quote!(
            /// What the crate is written with: the types of its fields, and how to call and to serve.
            #[doc(no_inline)]
            pub use spectrait_runtime as runtime;
        )],
        vec![quote!(spectrait_runtime::generated_for!(#interface);)],
    ];
    rust("src/lib.rs", &krate.docs, items)
}
