//! Types, and what they are made of.

use super::{Docs, Imports, MediaType};

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
    /// An enum of types.
    Union(Union),
    /// A struct around a value that rules hold for.
    Checked(Checked),
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
            Self::Union(union) => Some(&union.ident),
            Self::Checked(checked) => Some(&checked.ident),
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
    /// Whether only responses hold it, so that only a server makes it.
    pub is_response: bool,
    /// Whether undeclared properties are violations.
    pub is_closed: bool,
    /// Properties that have no field and are neither violations nor kept.
    pub ignored: Vec<String>,
    /// What the fields do not say.
    pub rules: Vec<Rule>,
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
    /// `headers!`: the headers of a response.
    Headers,
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
    /// The body.
    Body(MediaType),
}

/// A parameter as the runtime is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// `path`, `query`, `header` or `cookie`: the runtime's function.
    pub function: &'static str,
    /// The name on the wire.
    pub wire_name: String,
    /// The variant of the runtime's `Style`, where it is not what the runtime assumes.
    pub style: Option<&'static str>,
    /// Whether arrays and objects become several parameters, where it is not what the runtime assumes.
    pub explode: Option<bool>,
    /// The properties of an object that becomes several parameters.
    pub members: Vec<String>,
    /// Whether reserved characters are sent as they are.
    pub allow_reserved: bool,
    /// The media type of its value, in place of a style.
    pub content: Option<MediaType>,
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
    /// Whether the field holds the value in a struct that checks it.
    pub is_checked: bool,
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
    /// `Size::Number(1)`
    Branch(Type, String, Box<Default>),
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

/// An enum made by `union!`.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// Its documentation.
    pub docs: Docs,
    /// Its name.
    pub ident: String,
    /// Whether exactly one variant must be valid, or at least one.
    pub is_exclusive: bool,
    /// The property that says which variant it is.
    pub tag: Option<String>,
    /// Its variants, in document order.
    pub variants: Vec<UnionVariant>,
    /// The positions of the variants that are made of their values with `From`: no other variant holds the same type.
    pub from: Vec<usize>,
}

/// A variant of a [`Union`].
#[derive(Debug, Clone, PartialEq)]
pub struct UnionVariant {
    /// Its documentation; empty where the macro's is as good.
    pub docs: Docs,
    /// Its name.
    pub ident: String,
    /// What it holds.
    pub ty: Type,
    /// The values of the tag that say it is this one.
    pub tags: Vec<String>,
}

/// A struct made by `checked!`.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// Its documentation.
    pub docs: Docs,
    /// What it derives.
    pub derives: Vec<&'static str>,
    /// Its name.
    pub ident: String,
    /// What it holds.
    pub inner: Type,
    /// What holds for every value.
    pub rules: Vec<Rule>,
    /// Values that the document names: documentation, name and number.
    pub constants: Vec<(Docs, String, String)>,
}

/// A value of the runtime's `Rule`: the variant's name and its arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule(pub &'static str, pub Vec<RuleArgument>);

/// An argument of a [`Rule`].
#[derive(Debug, Clone, PartialEq)]
pub enum RuleArgument {
    /// `"text"`
    Text(String),
    /// `&["a", "b"]`
    Texts(Vec<String>),
    /// `&[("a", &["b"])]`
    NamedTexts(Vec<(String, Vec<String>)>),
    /// `3`
    Count(u64),
    /// `Some(3)`; the path is that of `Some` or `None`.
    Limit(Option<u64>),
    /// `&[Null]`: variants of the runtime's `JsonType`.
    Types(Vec<&'static str>),
    /// `&[…]`
    Rules(Vec<Rule>),
    /// `&[&[…], &[…]]`
    Lists(Vec<Vec<Rule>>),
    /// `&[("a", &[…])]`
    Named(Vec<(String, Vec<Rule>)>),
    /// `&rules::NODE`
    Set(Type),
}

/// The module `types::rules`: rules that are used more than once or refer to themselves.
#[derive(Debug, Clone, PartialEq)]
pub struct RulesModule {
    /// What the file imports.
    pub imports: Imports,
    /// The sets, sorted by name.
    pub sets: Vec<RuleSet>,
}

/// A `static` of rules.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleSet {
    /// Its documentation.
    pub docs: Docs,
    /// Its name: `NODE`.
    pub ident: String,
    /// The rules.
    pub rules: Vec<Rule>,
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
    /// The path to it; empty for a tuple of its arguments, of which `()` has none.
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

    /// `(A, B)`
    #[must_use]
    pub fn tuple(items: impl IntoIterator<Item = Type>) -> Self {
        Self {
            path: Vec::new(),
            arguments: items.into_iter().map(Argument::Type).collect(),
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
