//! How a name is spelled in one file.

use std::collections::BTreeSet;

use crate::model::{Imports, Type};

/// Where a name of the generated crate is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Home {
    Types,
    Rules,
    Operations,
    Client,
    Server,
    Security,
    Webhooks,
    Receiver,
    Sender,
}

impl Home {
    fn path(self) -> &'static str {
        match self {
            Self::Types => "crate::types",
            Self::Rules => "crate::types::rules",
            Self::Operations => "crate::operations",
            Self::Client => "crate::client",
            Self::Server => "crate::server",
            Self::Security => "crate::security",
            Self::Webhooks => "crate::webhooks",
            Self::Receiver => "crate::webhooks::receiver",
            Self::Sender => "crate::webhooks::sender",
        }
    }
}

/// What Rust or the runtime offers.
pub(crate) const RUNTIME: &str = "spectrait_runtime";
pub(crate) const RUNTIME_CLIENT: &str = "spectrait_runtime::client";
pub(crate) const RUNTIME_SERVER: &str = "spectrait_runtime::server";

/// What emitted code calls by its short name: of the prelude, and of the runtime. A type of the document with
/// such a name is imported nowhere; other files write its path.
const RESERVED: &[&str] = &[
    "Any",
    "ApiKey",
    "AtLeast",
    "AtMost",
    "AuthError",
    "Base64",
    "Basic",
    "Bearer",
    "Box",
    "Call",
    "ClientCertificate",
    "Context",
    "Date",
    "DecodeError",
    "Empty",
    "EmptyObject",
    "EventStream",
    "Failure",
    "FromJson",
    "Future",
    "HttpCredentials",
    "Int",
    "Ipv4Addr",
    "Ipv6Addr",
    "Json",
    "JsonData",
    "JsonLines",
    "List",
    "Map",
    "Method",
    "Nullable",
    "Number",
    "OctetStream",
    "Octets",
    "Open",
    "OpenUnion",
    "Operation",
    "Option",
    "Pages",
    "Result",
    "Scopes",
    "SecurityScheme",
    "Send",
    "StatusCode",
    "String",
    "Sync",
    "Text",
    "Timestamp",
    "ToJson",
    "TryFrom",
    "Uri",
    "Uuid",
    "Vec",
    "Violations",
    "WithHeaders",
];

/// One file: what it declares, and what it comes to import.
pub(crate) struct Scope<'a> {
    /// Every type of `operations`.
    operations: &'a BTreeSet<String>,
    home: Home,
    /// The names that this file declares.
    own: BTreeSet<String>,
    imports: Imports,
}

impl<'a> Scope<'a> {
    /// Imports what an attempt needs, unless it comes to nothing.
    pub(crate) fn attempt<T>(&mut self, attempt: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.imports.clone();
        let found = attempt(self);
        if found.is_none() {
            self.imports = before;
        }
        found
    }

    pub(crate) fn new(
        operations: &'a BTreeSet<String>,
        home: Home,
        own: impl IntoIterator<Item = String>,
    ) -> Self {
        Self {
            operations,
            home,
            own: own.into_iter().collect(),
            imports: Imports::default(),
        }
    }

    /// A type or trait of the runtime; by its path where the file declares the name itself.
    pub(crate) fn runtime(&mut self, path: &str, name: &str) -> Type {
        debug_assert!(RESERVED.contains(&name), "{name} is not reserved");
        if self.own.contains(name) {
            return written(&format!("{path}::{name}"));
        }
        self.imports.add(path, name);
        Type::plain(name)
    }

    /// A macro of the runtime. Macros are a namespace of their own.
    pub(crate) fn macro_(&mut self, path: &str, name: &str) {
        self.imports.add(path, name);
    }

    /// A trait of the runtime whose methods are called.
    pub(crate) fn methods_of(&mut self, name: &str) {
        let name = if self.own.contains(name) {
            format!("{name} as _")
        } else {
            name.to_owned()
        };
        self.imports.add(RUNTIME, &name);
    }

    /// A type or trait of the prelude; by its path where the file declares the name itself.
    pub(crate) fn prelude(&mut self, path: &str, name: &str) -> Type {
        debug_assert!(RESERVED.contains(&name), "{name} is not reserved");
        if self.own.contains(name) {
            written(&format!("{path}::{name}"))
        } else {
            Type::plain(name)
        }
    }

    /// A static of the module `types::rules`.
    pub(crate) fn rule_set(&mut self, ident: &str) -> Type {
        match self.home {
            Home::Rules => return Type::plain(ident),
            Home::Types => self.imports.add("super", "rules"),
            _ => self.imports.add("crate::types", "rules"),
        }
        written(&format!("rules::{ident}"))
    }

    /// A name that the parent module declares.
    pub(crate) fn parent(&mut self, ident: &str) {
        self.imports.add("super", ident);
    }

    /// A name of the generated crate.
    pub(crate) fn named(&mut self, home: Home, ident: &str) -> Type {
        if self.own.contains(ident) && self.home == home {
            return Type::plain(ident);
        }
        let path = if home == self.home {
            "super"
        } else {
            home.path()
        };
        // Where an operation's type has the name of a schema's, the schema's is written with its path.
        let is_ambiguous =
            home == Home::Types && self.home != Home::Types && self.operations.contains(ident);
        if is_ambiguous || self.own.contains(ident) || RESERVED.contains(&ident) {
            return written(&format!("{path}::{ident}"));
        }
        self.imports.add(path, ident);
        Type::plain(ident)
    }

    pub(crate) fn into_imports(self) -> Imports {
        self.imports
    }
}

fn written(path: &str) -> Type {
    Type {
        path: path.split("::").map(str::to_owned).collect(),
        arguments: Vec::new(),
    }
}
