//! Whether a value of the document is valid against a schema, in words.

use spectrait_ir as ir;
use spectrait_source::{Code, Diagnostic, Kind, Node, Number, Span};

use super::format;
use super::number::{shown_lower, shown_upper};
use super::types::{TypeSet, type_phrase};
use crate::schema::{Schema, Spanned, Type};
use spectrait_source::nearest;

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

    /// The warning about it. `subject` is what the predicate is said of.
    pub(super) fn warning(self, code: &'static Code, subject: &str) -> Diagnostic {
        let diagnostic = Diagnostic::warning(code, format!("{subject} {}", self.predicate))
            .at(self.span, "not valid")
            .help(self.help);
        match self.limit {
            Some((span, label)) => diagnostic.also(span, label),
            None => diagnostic,
        }
    }
}

/// Why a value is not of the type that is wanted.
pub(super) fn wrong_type(schema: &Schema, wanted: Type, value: &Node) -> Fault {
    let name = type_phrase(wanted);
    let help = match &value.kind {
        Kind::Null => {
            "remove it, or allow `null`: `nullable: true` in OpenAPI 3.0, `null` in `type` in 3.1"
                .to_owned()
        }
        Kind::Boolean(value) if wanted == Type::String => format!("quote it: \"{value}\""),
        Kind::Number(number) if wanted == Type::String => format!("quote it: \"{number}\""),
        Kind::String(text) if reads_as(text, wanted) => "remove the quotes".to_owned(),
        _ => format!("use {name}, or mend `type`"),
    };
    let fault = Fault::new(value, format!("is not {name}"), help);
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

/// Why a number is out of bounds. `is_typed`: whether the width of its type counts.
pub(super) fn number_fault(
    schema: &Schema,
    value: &Node,
    number: &Number,
    is_typed: bool,
) -> Option<Fault> {
    let width = || width_fault(schema, value, number).filter(|_| is_typed);
    width()
        .or_else(|| bound_fault(schema, value, number))
        .or_else(|| {
            let step = schema.multiple_of.as_ref()?;
            let (number, divisor) = (number.as_i128()?, step.value.as_i128()?);
            let fault = || {
                Fault::new(
                    value,
                    format!("is no multiple of {divisor}"),
                    "use a multiple of it, or mend `multipleOf`",
                )
            };
            (divisor != 0 && number % divisor != 0).then(|| fault().because(step.span, "the step"))
        })
}

/// Why a number is beyond the type that holds it.
fn width_fault(schema: &Schema, value: &Node, number: &Number) -> Option<Fault> {
    let format = schema.format.as_ref();
    let is_integer = TypeSet::of_schema(schema).list() == [Type::Integer];
    let (name, bits, fits) = match format.map(|format| &*format.value) {
        Some(name @ "int32") if is_integer => {
            let fits = number
                .as_i64()
                .is_some_and(|number| i32::try_from(number).is_ok());
            (name, 32, fits)
        }
        Some("uint64" | "uint") if is_integer => ("uint64", 64, number.as_u64().is_some()),
        Some("int128" | "uint128" | "decimal") => return None,
        _ if is_integer => ("int64", 64, number.as_i64().is_some()),
        _ => ("double", 64, number.as_f64().is_some()),
    };
    if fits {
        return None;
    }
    let fault = Fault::new(
        value,
        format!("is beyond the {bits} bits of `{name}`"),
        "use a value that fits, or a string",
    );
    Some(match format {
        Some(format) => fault.because(format.span, "the format"),
        None => fault,
    })
}

/// Why a number is beyond `minimum` or `maximum`.
fn bound_fault(schema: &Schema, value: &Node, number: &Number) -> Option<Fault> {
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
pub(super) fn text_fault(
    schema: &Schema,
    format: ir::StringFormat,
    value: &Node,
    text: &str,
) -> Option<Fault> {
    let length = text.chars().count();
    let unit = if length == 1 {
        "character"
    } else {
        "characters"
    };
    let (least, most) = (schema.min_length.as_ref(), schema.max_length.as_ref());
    if let Some(fault) = count_fault(value, length, unit, least, most) {
        return Some(fault);
    }
    let (is_valid, what, example) = match format {
        ir::StringFormat::Text | ir::StringFormat::Binary => return None,
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
        ir::StringFormat::Date => (
            format::is_date(text),
            "a date of RFC 3339",
            "\"2026-01-31\"",
        ),
        ir::StringFormat::Uri => (
            format::is_uri(text),
            "an absolute URI",
            "\"https://example.com/\"",
        ),
        ir::StringFormat::Base64 => (
            format::is_base64(text),
            "base64 of RFC 4648 section 4",
            "\"SGVsbG8=\"",
        ),
        ir::StringFormat::Ipv4 => (
            text.parse::<std::net::Ipv4Addr>().is_ok(),
            "an IPv4 address",
            "\"192.0.2.1\"",
        ),
        ir::StringFormat::Ipv6 => (
            text.parse::<std::net::Ipv6Addr>().is_ok(),
            "an IPv6 address",
            "\"2001:db8::1\"",
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
pub(super) fn unlisted(schema: &Schema, value: &Node) -> Option<Fault> {
    let values = schema.enumeration.as_ref()?;
    if values.value.iter().any(|listed| listed.same_value(value)) {
        return None;
    }
    let names = values.value.iter().filter_map(Node::as_str);
    let meant = value.as_str().and_then(|text| nearest(text, names));
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "use a listed value, or list this one".to_owned(),
    };
    let shown = |value: &Node| match value.as_str() {
        Some(text) => format!("`{}`", cut(text)),
        None => show(value),
    };
    let mut listed: Vec<String> = values.value.iter().take(MOST_LISTED).map(shown).collect();
    if values.value.len() > MOST_LISTED {
        listed.push("…".to_owned());
    }
    let predicate = format!("is not one of {}", listed.join(", "));
    Some(Fault::new(value, predicate, help).because(values.span, "the values"))
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
