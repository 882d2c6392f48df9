//! How a name is spelled in one file.

use std::collections::BTreeSet;

use crate::model::{Imports, Type};

/// Where a name of the generated crate is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Home {
    Types,
    Operations,
    Client,
    Server,
    Security,
}

impl Home {
    fn path(self) -> &'static str {
        match self {
            Self::Types => "crate::types",
            Self::Operations => "crate::operations",
            Self::Client => "crate::client",
            Self::Server => "crate::server",
            Self::Security => "crate::security",
        }
    }
}

/// What Rust or the runtime offers.
pub(crate) const RUNTIME: &str = "spectrait_runtime";
pub(crate) const RUNTIME_CLIENT: &str = "spectrait_runtime::client";
pub(crate) const RUNTIME_SERVER: &str = "spectrait_runtime::server";

/// Names of the prelude that emitted code writes without asking: a file must not import a type of that name.
const WRITTEN_PLAINLY: &[&str] = &["Future", "Send", "Sync"];

/// The names that all files have to agree on.
#[derive(Debug, Default)]
pub(crate) struct Declared {
    /// Every type of `types`.
    pub(crate) types: BTreeSet<String>,
    /// Every type of `operations`.
    pub(crate) operations: BTreeSet<String>,
}

/// One file: what it declares, and what it comes to import.
pub(crate) struct Scope<'a> {
    declared: &'a Declared,
    home: Home,
    /// The names that this file declares.
    own: BTreeSet<String>,
    imports: Imports,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(
        declared: &'a Declared,
        home: Home,
        own: impl IntoIterator<Item = String>,
    ) -> Self {
        Self {
            declared,
            home,
            own: own.into_iter().collect(),
            imports: Imports::default(),
        }
    }

    /// A type or trait of the runtime. A document may have a type of that name; then the path is written out,
    /// in every file, so that no file's text depends on what it happens to use.
    pub(crate) fn runtime(&mut self, path: &str, name: &str) -> Type {
        if self.is_taken(name) {
            return written(&format!("{path}::{name}"));
        }
        self.imports.add(path, name);
        Type::plain(name)
    }

    /// A macro of the runtime. Macros are a namespace of their own.
    pub(crate) fn macro_(&mut self, path: &str, name: &str) {
        self.imports.add(path, name);
    }

    /// A trait of the runtime whose methods are called: under another name where a type has its own.
    pub(crate) fn methods_of(&mut self, name: &str) {
        let name = if self.is_taken(name) {
            format!("{name} as _")
        } else {
            name.to_owned()
        };
        self.imports.add(RUNTIME, &name);
    }

    /// A type or trait of the prelude.
    pub(crate) fn prelude(&mut self, path: &str, name: &str) -> Type {
        if self.is_taken(name) {
            written(&format!("{path}::{name}"))
        } else {
            Type::plain(name)
        }
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
        // The operation's name is the shorter one where a schema has the same.
        let is_ambiguous = home == Home::Types
            && self.home != Home::Types
            && self.declared.operations.contains(ident);
        if is_ambiguous || self.own.contains(ident) || WRITTEN_PLAINLY.contains(&ident) {
            return written(&format!("{}::{ident}", home.path()));
        }
        self.imports.add(
            if home == self.home {
                "super"
            } else {
                home.path()
            },
            ident,
        );
        Type::plain(ident)
    }

    pub(crate) fn into_imports(self) -> Imports {
        self.imports
    }

    fn is_taken(&self, name: &str) -> bool {
        [&self.declared.types, &self.declared.operations, &self.own]
            .into_iter()
            .any(|names| names.contains(name))
    }
}

fn written(path: &str) -> Type {
    Type {
        path: path.split("::").map(str::to_owned).collect(),
        arguments: Vec::new(),
    }
}
