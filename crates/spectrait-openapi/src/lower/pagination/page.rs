//! What a request and its page have for a list, with their types.

use spectrait_ir as ir;

/// An operation with one answer: JSON of one status.
pub(super) struct Page<'a> {
    pub(super) operation: &'a ir::Operation,
    pub(super) response: &'a ir::Response,
    schemas: &'a [ir::Schema],
    body: Typed<'a>,
}

/// A schema behind its aliases, of a type that Rust has: without a rule, which would have a struct of its own, and without
/// a type that is written elsewhere.
#[derive(Clone, Copy)]
pub(super) struct Typed<'a> {
    pub(super) kind: &'a ir::SchemaKind,
    pub(super) nullable: bool,
    description: Option<&'a str>,
}

/// A parameter or property with its type.
#[derive(Clone)]
pub(super) struct Field<'a> {
    /// The properties that lead there, or the name of the parameter.
    pub(super) path: Vec<&'a str>,
    pub(super) ty: Typed<'a>,
    description: Option<&'a str>,
}

impl Typed<'_> {
    pub(super) fn is_integer(&self) -> bool {
        matches!(self.kind, ir::SchemaKind::Integer(_))
    }

    pub(super) fn is_count(&self) -> bool {
        let is_number = matches!(self.kind, ir::SchemaKind::Number(ir::Number::Double));
        self.is_integer() || is_number
    }

    pub(super) fn is_text(&self) -> bool {
        matches!(self.kind, ir::SchemaKind::String(string) if string.format == ir::StringFormat::Text)
    }

    /// Whether it can be a cursor that the user tells of.
    pub(super) fn is_cursor(&self) -> bool {
        let is_uuid = matches!(self.kind, ir::SchemaKind::String(string) if string.format == ir::StringFormat::Uuid);
        self.is_text() || self.is_integer() || is_uuid
    }

    pub(super) fn is_boolean(&self) -> bool {
        matches!(self.kind, ir::SchemaKind::Boolean)
    }

    pub(super) fn is_array(&self) -> bool {
        matches!(self.kind, ir::SchemaKind::Array(_))
    }

    fn is_object(&self) -> bool {
        matches!(self.kind, ir::SchemaKind::Object(object) if !object.properties.is_empty())
    }
}

impl Field<'_> {
    /// Whether its documentation has one of these words, or begins a word with it.
    pub(super) fn says(&self, words: &[&str]) -> bool {
        let texts = [self.description, self.ty.description];
        let texts = texts.into_iter().flatten().map(str::to_lowercase);
        let mut texts = texts.map(|text| format!(" {text}"));
        let begins = |text: &str, word: &&str| {
            text.match_indices(word).any(|(at, _)| {
                let before = text.get(..at).unwrap_or_default();
                !before.ends_with(char::is_alphanumeric)
            })
        };
        texts.any(|text| words.iter().any(|word| begins(&text, word)))
    }

    pub(super) fn owned(&self) -> Vec<String> {
        self.path.iter().map(|&name| name.to_owned()).collect()
    }
}

impl<'a> Page<'a> {
    /// `None` where the operation has no answer, several, or another one.
    pub(super) fn of(operation: &'a ir::Operation, schemas: &'a [ir::Schema]) -> Option<Self> {
        let is_success = |response: &&ir::Response| {
            matches!(
                response.status,
                ir::StatusPattern::Exact(200..=299) | ir::StatusPattern::Range(2)
            )
        };
        let mut successes = operation.responses.iter().filter(is_success);
        let (Some(response), None) = (successes.next(), successes.next()) else {
            return None;
        };
        let [media_type] = &*response.content else {
            return None;
        };
        let is_json = media_type.kind == ir::MediaKind::Json;
        let is_exact = matches!(response.status, ir::StatusPattern::Exact(_));
        let body = typed(schemas, media_type.schema?)?;
        let is_page = (body.is_object() || body.is_array()) && !body.nullable;
        (is_json && is_exact && is_page).then_some(Self {
            operation,
            response,
            schemas,
            body,
        })
    }

    pub(super) fn is_array(&self) -> bool {
        self.body.is_array()
    }

    /// The query parameters that have such a type.
    pub(super) fn parameters(&self) -> impl Iterator<Item = (&'a ir::Parameter, Field<'a>)> {
        let in_query = |parameter: &&ir::Parameter| parameter.location == ir::Location::Query;
        let parameters = self.operation.parameters.iter().filter(in_query);
        parameters.filter_map(|parameter| {
            let field = Field {
                path: vec![parameter.wire_name.as_str()],
                ty: typed(self.schemas, parameter.schema)?,
                description: parameter.docs.description.as_deref(),
            };
            Some((parameter, field))
        })
    }

    pub(super) fn parameter(&self, name: &str) -> Option<(&'a ir::Parameter, Field<'a>)> {
        self.parameters()
            .find(|(parameter, _)| parameter.wire_name == name)
    }

    /// The properties of an object that have such a type.
    pub(super) fn fields(&self, path: &[&'a str]) -> Vec<Field<'a>> {
        let Some(object) = self.object(path) else {
            return Vec::new();
        };
        let fields = self.properties(object).map(|mut field| {
            field.path.splice(..0, path.iter().copied());
            field
        });
        fields.collect()
    }

    /// The property of this name of an item.
    pub(super) fn of_item(&self, items: &[&'a str], name: &str) -> Option<Field<'a>> {
        let ir::SchemaKind::Array(array) = self.at(items)?.kind else {
            return None;
        };
        let item = typed(self.schemas, array.items).filter(|item| !item.nullable)?;
        let ir::SchemaKind::Object(object) = item.kind else {
            return None;
        };
        self.properties(object).find(|field| *field.path == [name])
    }

    /// What properties lead to.
    fn at(&self, path: &[&'a str]) -> Option<Typed<'a>> {
        let Some((name, outer)) = path.split_last() else {
            return Some(self.body);
        };
        let object = self.object(outer)?;
        let mut fields = self.properties(object);
        fields
            .find(|field| *field.path == [*name])
            .map(|field| field.ty)
    }

    fn object(&self, path: &[&'a str]) -> Option<&'a ir::Object> {
        match self.at(path)?.kind {
            ir::SchemaKind::Object(object) => Some(object),
            _ => None,
        }
    }

    fn properties(&self, object: &'a ir::Object) -> impl Iterator<Item = Field<'a>> {
        let seen = object
            .properties
            .iter()
            .filter(|property| !property.write_only);
        seen.filter_map(|property| {
            Some(Field {
                path: vec![property.wire_name.as_str()],
                ty: typed(self.schemas, property.schema)?,
                description: property.docs.description.as_deref(),
            })
        })
    }

    /// The objects directly in an object.
    pub(super) fn objects(&self, path: &[&'a str]) -> Vec<Field<'a>> {
        let mut fields = self.fields(path);
        fields.retain(|field| field.ty.is_object());
        fields
    }
}

/// What a schema is behind aliases. `None` for a loop of them, which `resolve` has reported.
fn typed(schemas: &[ir::Schema], mut id: ir::SchemaId) -> Option<Typed<'_>> {
    let mut nullable = false;
    let mut description = None;
    for _ in 0..=schemas.len() {
        let schema = schemas.get(id.index())?;
        nullable |= schema.nullable;
        description = description.or(schema.docs.description.as_deref());
        let is_object = matches!(schema.kind, ir::SchemaKind::Object(_));
        if schema.rust_type.is_some() || !(schema.rules.is_empty() || is_object) {
            return None;
        }
        match &schema.kind {
            ir::SchemaKind::Reference(target) => id = *target,
            kind => {
                return Some(Typed {
                    kind,
                    nullable,
                    description,
                });
            }
        }
    }
    None
}
