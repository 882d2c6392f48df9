//! The crate that is to be written: every name, type and text decided.
//!
//! `plan` makes it, `emit` spells it out. Import nothing of it bare: write `model::Record`.

mod client;
mod media_type;
mod operation;
mod security;
mod server;
mod types;
mod webhooks;

use std::collections::{BTreeMap, BTreeSet};

pub use client::{
    Client, ClientMethod, ClientModule, PagePart, Pages, ServerDefault, ServerUrl, ServerVariable,
};
pub use media_type::{FormProperty, MediaType};
pub use operation::{
    Bodies, BodyVariant, Message, Operation, OperationsModule, Response, Responses, Variant,
};
pub use security::{OAuthFlow, Requirement, SecurityModule, SecurityScheme, SecuritySchemeKind};
pub use server::{Authentication, Credential, Server, ServerMethod, ServerModule, Unimplemented};
pub use types::{
    Alias, Argument, Checked, Conversion, Default, DefaultValue, Enumeration, EnumerationVariant,
    Field, Item, Parameter, Record, RecordKind, Rule, RuleArgument, RuleSet, RulesModule, Source,
    Type, TypesModule, Union, UnionVariant,
};
pub use webhooks::Webhooks;

use crate::Runtime;

/// A whole crate.
#[derive(Debug, Clone, PartialEq)]
pub struct Crate {
    /// What its `Cargo.toml` says.
    pub package: Package,
    /// The documentation of the crate.
    pub docs: Docs,
    /// The modules of `types`, sorted by `ident`.
    pub types: Vec<TypesModule>,
    /// The module `types::rules`; `None` where nothing needs it.
    pub rules: Option<RulesModule>,
    /// The operations, with what calls and serves them.
    pub groups: Groups,
    /// The module `security`; `None` where no scheme is declared.
    pub security: Option<SecurityModule>,
    /// The module `client`.
    pub client: Client,
    /// The module `server`.
    pub server: Server,
    /// The module `webhooks`; `None` where the API calls nothing.
    pub webhooks: Option<Webhooks>,
}

/// What `Cargo.toml` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The crate's name.
    pub name: String,
    /// One line; may be empty.
    pub description: String,
    /// Where the runtime is found.
    pub runtime: Runtime,
}

/// The operations as they are laid out in files.
#[derive(Debug, Clone, PartialEq)]
pub enum Groups {
    /// The document uses no tags: one client, one trait.
    Single(Box<Single>),
    /// A file for each tag, sorted by `ident`.
    PerTag(Vec<Group>),
}

/// The operations of a document without tags.
#[derive(Debug, Clone, PartialEq)]
pub struct Single {
    /// What `operations` holds.
    pub operations: Operations,
    /// What `client` holds.
    pub client: ClientModule,
    /// What `server` holds.
    pub server: ServerModule,
}

/// The module `operations` of a document without tags.
#[derive(Debug, Clone, PartialEq)]
pub enum Operations {
    /// One file.
    Single(OperationsModule),
    /// A file for each resource that paths begin with, by its name, sorted.
    PerResource(Vec<(String, OperationsModule)>),
}

/// What belongs to a tag: a part of `operations`, of `client` and of `server`.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The name of the three modules.
    pub ident: String,
    /// The part of `operations`.
    pub operations: OperationsModule,
    /// The part of `client`.
    pub client: ClientModule,
    /// The part of `server`.
    pub server: ServerModule,
}

/// A doc comment: its lines, without `///`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Docs(pub Vec<String>);

/// What a file imports: names by the path they are in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imports(pub BTreeMap<String, BTreeSet<String>>);

impl Imports {
    /// Adds `path::name`.
    pub fn add(&mut self, path: &str, name: &str) {
        self.0
            .entry(path.to_owned())
            .or_default()
            .insert(name.to_owned());
    }

    /// Both together.
    #[must_use]
    pub fn merged(&self, other: &Self) -> Self {
        let mut merged = self.clone();
        for (path, names) in &other.0 {
            merged
                .0
                .entry(path.clone())
                .or_default()
                .extend(names.iter().cloned());
        }
        merged
    }
}
