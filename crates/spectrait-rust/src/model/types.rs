//! Types, and what they are made of.

use super::{Docs, Imports};

/// A module of `types`: a component schema with its inline children.
#[derive(Debug, Clone, PartialEq)]
pub struct TypesModule {
    /// The module's name and its file's.
    pub ident: String,
    /// What the file imports.
    pub imports: Imports,
    /// Its items in order.
    pub items: Vec<Item>,
}

/// An item that stands for a schema.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// An object.
    Record(Record),
    /// A string enum.
    Enumeration(Enumeration),
    /// Another name of a type.
    Alias(Alias),
    /// The way from what responses hold to what requests take.
    Conversion(Conversion),
}

impl Item {
    /// The name it declares, if it declares one.
    #[must_use]
    pub fn ident(&self) -> Option<&str> {
        match self {
            Self::Record(record) => Some(&record.ident),
            Self::Enumeration(enumeration) => Some(&enumeration.ident),
            Self::Alias(alias) => Some(&alias.ident),
            Self::Conversion(_) => None,
        }
    }
}

/// A struct made by `record!` or `request!`.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Which macro makes it.
    pub kind: RecordKind,
    /// Its documentation.
    pub docs: Docs,
    /// Its name.
    pub ident: String,
    /// Its fields, in document order.
    pub fields: Vec<Field>,
    /// Whether undeclared properties are violations.
    pub is_closed: bool,
    /// What the absence of fields means.
    pub defaults: Vec<DefaultValue>,
}

impl Record {
    /// The fields that must be given.
    pub fn required(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.is_required)
    }
}

/// Which macro makes a [`Record`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordKind {
    /// `record!`: a JSON object.
    Object,
    /// `request!`: the parameters and the body of an operation.
    Request,
}

/// A field.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its documentation.
    pub docs: Docs,
    /// Whether it should no longer be used.
    pub is_deprecated: bool,
    /// Its name, and its setter's.
    pub ident: String,
    /// Its type, `Option` included.
    pub ty: Type,
    /// Whether it must be given.
    pub is_required: bool,
    /// Where its value is on the wire.
    pub source: Source,
}

/// Where the value of a field is on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A property of this name.
    Property(String),
    /// All properties that are not declared.
    OtherProperties,
    /// A parameter.
    Parameter(Parameter),
    /// The JSON body.
    JsonBody,
}

/// A parameter as the runtime is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// `path`, `query`, `header` or `cookie`: the runtime's function.
    pub function: &'static str,
    /// The name on the wire.
    pub wire_name: String,
    /// Whether arrays become several parameters, where it is not what the runtime assumes.
    pub explode: Option<bool>,
    /// Whether reserved characters are sent as they are.
    pub allow_reserved: bool,
}

/// What the absence of a field means.
#[derive(Debug, Clone, PartialEq)]
pub struct DefaultValue {
    /// The field.
    pub field: String,
    /// The constant: `DEFAULT_LIMIT`.
    pub constant: String,
    /// The method: `limit_or_default`.
    pub method: String,
    /// The constant's documentation.
    pub constant_docs: Docs,
    /// The method's documentation.
    pub method_docs: Docs,
    /// Whether the field should no longer be used.
    pub is_deprecated: bool,
    /// The constant's value.
    pub value: Default,
    /// The method's result where it is another type: `Open<BuildStatus>`.
    pub open: Option<Type>,
}

/// The value of a default constant.
#[derive(Debug, Clone, PartialEq)]
pub enum Default {
    /// `true`
    Boolean(bool),
    /// `20` or `ListBuildsLimit::at(20)`
    Integer {
        /// The constant's type.
        ty: Type,
        /// Whether the type has bounds.
        is_bounded: bool,
        /// The number.
        value: i64,
    },
    /// `0.5`
    Number(f64),
    /// `"text"`
    Text(String),
    /// `BuildStatus::Pending`
    Variant(Type, String),
}

/// An enum made by `string_enum!`.
#[derive(Debug, Clone, PartialEq)]
pub struct Enumeration {
    /// Its documentation.
    pub docs: Docs,
    /// Its name.
    pub ident: String,
    /// Its variants, in document order.
    pub variants: Vec<EnumerationVariant>,
}

/// A variant of an [`Enumeration`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumerationVariant {
    /// Its name.
    pub ident: String,
    /// Its value on the wire.
    pub wire_name: String,
}

/// `pub type A = B;`
#[derive(Debug, Clone, PartialEq)]
pub struct Alias {
    /// Its documentation.
    pub docs: Docs,
    /// Its name.
    pub ident: String,
    /// What it stands for.
    pub ty: Type,
}

/// `impl TryFrom<Pet> for PetInput`.
#[derive(Debug, Clone, PartialEq)]
pub struct Conversion {
    /// What responses hold.
    pub from: Type,
    /// What requests take.
    pub into: Type,
    /// The type of the error.
    pub error: Type,
    /// The error of writing, as one of reading: `Violations`.
    pub violations: Type,
    /// `TryFrom`
    pub try_from: Type,
    /// `Result`
    pub result: Type,
}

/// A type as it is spelled in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Type {
    /// The path to it; empty for `()`.
    pub path: Vec<String>,
    /// Its generic arguments.
    pub arguments: Vec<Argument>,
}

impl Type {
    /// `()`
    #[must_use]
    pub fn unit() -> Self {
        Self {
            path: Vec::new(),
            arguments: Vec::new(),
        }
    }

    /// A type without generic arguments.
    #[must_use]
    pub fn plain(ident: &str) -> Self {
        Self {
            path: vec![ident.to_owned()],
            arguments: Vec::new(),
        }
    }

    /// The same with one more generic argument.
    #[must_use]
    pub fn of(mut self, argument: Type) -> Self {
        self.arguments.push(Argument::Type(argument));
        self
    }

    /// The same with one more constant argument.
    #[must_use]
    pub fn with(mut self, argument: impl Into<i128>) -> Self {
        self.arguments.push(Argument::Constant(argument.into()));
        self
    }

    /// The same with lengths from `minimum` to `maximum` as arguments.
    #[must_use]
    pub fn within(self, minimum: Option<u64>, maximum: Option<u64>) -> Self {
        let mut bounded = self.with(minimum.unwrap_or(0));
        bounded
            .arguments
            .push(maximum.map_or(Argument::Unlimited, |maximum| {
                Argument::Constant(maximum.into())
            }));
        bounded
    }
}

/// A generic argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// A type.
    Type(Type),
    /// A constant.
    Constant(i128),
    /// `{ usize::MAX }`: no upper bound.
    Unlimited,
}
