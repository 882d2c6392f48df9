//! Whether a value of the document is valid against a schema, in words.

use spectrait_ir as ir;
use spectrait_source::{Code, Diagnostic, Kind, Node, Number, Span};

use super::format;
use super::keyword::type_name;
use super::number::{shown_lower, shown_upper};
use crate::schema::{Schema, Spanned, Type};
use crate::suggest::nearest;

/// Longer texts are cut in messages, in characters.
const LONGEST_SHOWN: usize = 40;

/// More values than these are not listed in messages.
const MOST_LISTED: usize = 6;

/// Why a value is not valid.
pub(super) struct Fault {
    /// The value, or the part of it that is not valid.
    pub(super) span: Span,
    /// "is not a string"
    pub(super) predicate: String,
    /// Where the schema says so.
    pub(super) limit: Option<(Span, String)>,
    pub(super) help: String,
}

impl Fault {
    pub(super) fn new(value: &Node, predicate: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            span: value.span,
            predicate: predicate.into(),
            limit: None,
            help: help.into(),
        }
    }

    pub(super) fn because(mut self, span: Span, label: impl Into<String>) -> Self {
        self.limit = Some((span, label.into()));
        self
    }

    /// The error about it. `subject` is what the predicate is said of.
    pub(super) fn diagnostic(self, code: &'static Code, subject: &str) -> Diagnostic {
        let diagnostic = Diagnostic::error(code, format!("{subject} {}", self.predicate))
            .at(self.span, "not valid")
            .help(self.help);
        match self.limit {
            Some((span, label)) => diagnostic.also(span, label),
            None => diagnostic,
        }
    }
}

/// Why a value is not valid against a schema, the values inside an array or an object left out.
///
/// `kind` is what `schema` means. Bounds are taken from `schema`, as they are written there.
pub(super) fn scalar_fault(schema: &Schema, kind: &ir::SchemaKind, value: &Node) -> Option<Fault> {
    match kind {
        ir::SchemaKind::Any
        | ir::SchemaKind::Never
        | ir::SchemaKind::Tuple(_)
        | ir::SchemaKind::Union(_)
        | ir::SchemaKind::Reference(_) => None,
        ir::SchemaKind::Boolean => match value.kind {
            Kind::Boolean(_) => None,
            _ => Some(wrong_type(schema, Type::Boolean, value)),
        },
        ir::SchemaKind::Integer(integer) => {
            let Some(number) = value.as_number().filter(|number| number.is_integer()) else {
                return Some(wrong_type(schema, Type::Integer, value));
            };
            let fits = match number.as_i64() {
                Some(number) => {
                    integer.format != ir::IntegerFormat::Int32 || i32::try_from(number).is_ok()
                }
                None => false,
            };
            if fits {
                return bound_fault(schema, value);
            }
            let (name, bits) = if integer.format == ir::IntegerFormat::Int32 {
                ("int32", 32)
            } else {
                ("int64", 64)
            };
            let fault = Fault::new(
                value,
                format!("is beyond the {bits} bits of `{name}`"),
                "use a value that fits, or a string",
            );
            Some(match &schema.format {
                Some(format) => fault.because(format.span, "the format"),
                None => fault,
            })
        }
        ir::SchemaKind::Number(_) => match &value.kind {
            Kind::Number(number) if number.as_f64().is_none() => Some(Fault::new(
                value,
                "is beyond the 64 bits of `double`",
                "use a value that fits, or a string",
            )),
            Kind::Number(_) => bound_fault(schema, value),
            _ => Some(wrong_type(schema, Type::Number, value)),
        },
        ir::SchemaKind::String(string) => match value.as_str() {
            Some(text) => text_fault(schema, string, value, text),
            None => Some(wrong_type(schema, Type::String, value)),
        },
        ir::SchemaKind::Enumeration(enumeration) => unlisted(schema, enumeration, value),
        ir::SchemaKind::Array(_) => match value.kind {
            Kind::Array(_) => None,
            _ => Some(wrong_type(schema, Type::Array, value)),
        },
        ir::SchemaKind::Object(_) => match value.kind {
            Kind::Object(_) => None,
            _ => Some(wrong_type(schema, Type::Object, value)),
        },
    }
}

fn wrong_type(schema: &Schema, wanted: Type, value: &Node) -> Fault {
    let article = match wanted {
        Type::Integer | Type::Array | Type::Object => "an",
        _ => "a",
    };
    let name = type_name(wanted);
    let help = match &value.kind {
        Kind::Null => {
            "remove it, or allow `null`: `nullable: true` in OpenAPI 3.0, `null` in `type` in 3.1"
                .to_owned()
        }
        Kind::Boolean(value) if wanted == Type::String => format!("quote it: \"{value}\""),
        Kind::Number(number) if wanted == Type::String => format!("quote it: \"{number}\""),
        Kind::String(text) if reads_as(text, wanted) => "remove the quotes".to_owned(),
        _ => format!("use {article} {name}, or mend `type`"),
    };
    let fault = Fault::new(value, format!("is not {article} {name}"), help);
    match &schema.types {
        Some(types) => fault.because(types.span, "the type"),
        None => fault,
    }
}

/// Whether a text would be of that type if it were not quoted.
fn reads_as(text: &str, r#type: Type) -> bool {
    match r#type {
        Type::Boolean => matches!(text, "true" | "false"),
        Type::Integer => text
            .parse::<Number>()
            .is_ok_and(|number| number.is_integer()),
        Type::Number => text.parse::<Number>().is_ok(),
        _ => false,
    }
}

/// Why a number is out of bounds.
fn bound_fault(schema: &Schema, value: &Node) -> Option<Fault> {
    let number = value.as_number()?;
    if let Some(bound) = &schema.minimum
        && (*number < bound.number || (bound.exclusive && *number == bound.number))
    {
        let shown = shown_lower(bound);
        let fault = Fault::new(
            value,
            format!("is not {}", shown.text),
            "use a greater value, or lower the minimum",
        );
        return Some(fault.because(bound.span, shown.text));
    }
    if let Some(bound) = &schema.maximum
        && (*number > bound.number || (bound.exclusive && *number == bound.number))
    {
        let shown = shown_upper(bound);
        let fault = Fault::new(
            value,
            format!("is not {}", shown.text),
            "use a smaller value, or raise the maximum",
        );
        return Some(fault.because(bound.span, shown.text));
    }
    None
}

/// Why a text has the wrong length or is not of its format.
fn text_fault(
    schema: &Schema,
    string: &ir::StringSchema,
    value: &Node,
    text: &str,
) -> Option<Fault> {
    let length = text.chars().count();
    let characters = |count: usize| {
        if count == 1 {
            "character"
        } else {
            "characters"
        }
    };
    if let Some(fault) = count_fault(
        value,
        length,
        characters(length),
        schema.min_length.as_ref(),
        schema.max_length.as_ref(),
    ) {
        return Some(fault);
    }
    let (is_valid, what, example) = match string.format {
        ir::StringFormat::Text
        | ir::StringFormat::Date
        | ir::StringFormat::Base64
        | ir::StringFormat::Ipv4
        | ir::StringFormat::Ipv6
        | ir::StringFormat::Binary => return None,
        ir::StringFormat::Uuid => (
            format::is_uuid(text),
            "a UUID",
            "\"123e4567-e89b-12d3-a456-426614174000\"",
        ),
        ir::StringFormat::DateTime => (
            format::is_date_time(text),
            "a date and time of RFC 3339",
            "\"2026-01-31T12:00:00Z\"",
        ),
        ir::StringFormat::Uri => (
            format::is_uri(text),
            "an absolute URI",
            "\"https://example.com/\"",
        ),
    };
    let fault = || {
        Fault::new(
            value,
            format!("is not {what}"),
            format!("write it like {example}"),
        )
    };
    (!is_valid).then(|| match &schema.format {
        Some(format) => fault().because(format.span, "the format"),
        None => fault(),
    })
}

/// Why something holds too few or too many.
pub(super) fn count_fault(
    value: &Node,
    count: usize,
    unit: &str,
    least: Option<&Spanned<u64>>,
    most: Option<&Spanned<u64>>,
) -> Option<Fault> {
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    if let Some(least) = least.filter(|least| count < least.value) {
        let predicate = format!("has {count} {unit}, fewer than {}", least.value);
        let fault = Fault::new(value, predicate, "lengthen the value, or lower the minimum");
        return Some(fault.because(least.span, format!("at least {}", least.value)));
    }
    let most = most.filter(|most| count > most.value)?;
    let predicate = format!("has {count} {unit}, more than {}", most.value);
    let fault = Fault::new(value, predicate, "shorten the value, or raise the maximum");
    Some(fault.because(most.span, format!("at most {}", most.value)))
}

/// Why a value is not listed.
fn unlisted(schema: &Schema, enumeration: &ir::Enumeration, value: &Node) -> Option<Fault> {
    let Some(text) = value.as_str() else {
        return Some(wrong_type(schema, Type::String, value));
    };
    let names = || enumeration.values.iter().map(|listed| &*listed.wire_name);
    if names().any(|name| name == text) {
        return None;
    }
    let help = match nearest(text, names()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "use a listed value, or list this one".to_owned(),
    };
    let mut shown: Vec<String> = names()
        .take(MOST_LISTED)
        .map(|name| format!("`{name}`"))
        .collect();
    if enumeration.values.len() > MOST_LISTED {
        shown.push("…".to_owned());
    }
    let predicate = format!("is not one of {}", shown.join(", "));
    let fault = Fault::new(value, predicate, help);
    Some(match &schema.enumeration {
        Some(values) => fault.because(values.span, "the values"),
        None => fault,
    })
}

/// A value as messages show it.
pub(super) fn show(value: &Node) -> String {
    match &value.kind {
        Kind::Null => "`null`".to_owned(),
        Kind::Boolean(value) => format!("`{value}`"),
        Kind::Number(number) => format!("`{}`", cut(number.as_str())),
        Kind::String(text) => format!("{:?}", cut(text)),
        Kind::Array(_) => "(an array)".to_owned(),
        Kind::Object(_) => "(an object)".to_owned(),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
