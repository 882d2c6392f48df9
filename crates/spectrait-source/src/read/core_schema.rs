//! Which value a plain YAML scalar stands for: the core schema (YAML 1.2.2 section 10.3.2).
//!
//! One rule differs: digits after a leading zero, as in `0900`, make a string. A document that writes
//! so means the digits (a time, a code), and its schema can still say otherwise.

/// What a plain scalar stands for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Resolved {
    Null,
    Boolean(bool),
    /// Text in JSON's grammar.
    Number(Box<str>),
    String,
    /// `.inf` or `.nan`, which JSON cannot hold.
    NotFinite,
    /// A hexadecimal or octal integer beyond 128 bits.
    TooLarge,
}

/// Resolves a plain scalar without a tag.
pub(super) fn resolve(text: &str) -> Resolved {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Resolved::Null,
        "true" | "True" | "TRUE" => return Resolved::Boolean(true),
        "false" | "False" | "FALSE" => return Resolved::Boolean(false),
        _ => {}
    }
    // Most scalars are words: decided by their first byte.
    if !text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first)) {
        return Resolved::String;
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Resolved::NotFinite;
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return in_base(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return in_base(digits, 8);
    }
    decimal(text).map_or(Resolved::String, Resolved::Number)
}

fn in_base(digits: &str, base: u32) -> Resolved {
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(base)) {
        return Resolved::String;
    }
    u128::from_str_radix(digits, base).map_or(Resolved::TooLarge, |value| {
        Resolved::Number(value.to_string().into())
    })
}

/// Spells an integer or a float the way JSON does: `+5`, `.5` and `5.` become `5`, `0.5` and `5.0`.
fn decimal(text: &str) -> Option<Box<str>> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => unsigned.split_at(at),
        None => (unsigned, ""),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let exponent_digits = exponent.get(1..).unwrap_or_default();
    let exponent_digits = exponent_digits
        .strip_prefix(['+', '-'])
        .unwrap_or(exponent_digits);
    let valid = digits(whole)
        && fraction.is_none_or(digits)
        && !(whole.is_empty() && fraction.unwrap_or_default().is_empty())
        && digits(exponent_digits)
        && exponent.is_empty() == exponent_digits.is_empty()
        && (whole.len() < 2 || !whole.starts_with('0'));
    if !valid {
        return None;
    }
    let sign = if text.starts_with('-') { "-" } else { "" };
    let whole = if whole.is_empty() { "0" } else { whole };
    let (point, fraction) = match fraction {
        None => ("", ""),
        Some("") => (".", "0"),
        Some(fraction) => (".", fraction),
    };
    Some([sign, whole, point, fraction, exponent].concat().into())
}

#[cfg(test)]
mod tests {
    use super::{Resolved, resolve};

    #[test]
    fn plain_scalars_are_what_the_core_schema_says() {
        let number = |text: &str| Resolved::Number(text.into());
        for (text, expected) in [
            ("", Resolved::Null),
            ("~", Resolved::Null),
            ("NULL", Resolved::Null),
            ("nULL", Resolved::String),
            ("True", Resolved::Boolean(true)),
            ("FALSE", Resolved::Boolean(false)),
            ("yes", Resolved::String),
            ("no", Resolved::String),
            ("on", Resolved::String),
            ("off", Resolved::String),
            ("y", Resolved::String),
            ("0", number("0")),
            ("-0", number("-0")),
            ("+0", number("0")),
            ("7", number("7")),
            ("+5", number("5")),
            ("-5", number("-5")),
            (".5", number("0.5")),
            ("-.5", number("-0.5")),
            ("+.5e3", number("0.5e3")),
            ("5.", number("5.0")),
            ("5.e3", number("5.0e3")),
            ("1e3", number("1e3")),
            ("1E+3", number("1E+3")),
            ("1.50", number("1.50")),
            ("0.5", number("0.5")),
            ("0e3", number("0e3")),
            ("-9223372036854776000", number("-9223372036854776000")),
            ("0x1F", number("31")),
            ("0xffffffffffffffff", number("18446744073709551615")),
            ("0o17", number("15")),
            ("0x", Resolved::String),
            ("0xg", Resolved::String),
            ("0o8", Resolved::String),
            ("-0x1F", Resolved::String),
            ("0x100000000000000000000000000000000", Resolved::TooLarge),
            ("0900", Resolved::String),
            ("-0900", Resolved::String),
            ("00", Resolved::String),
            ("00.5", Resolved::String),
            ("1_000", Resolved::String),
            ("1,000", Resolved::String),
            ("1e", Resolved::String),
            ("1e+", Resolved::String),
            ("e3", Resolved::String),
            (".", Resolved::String),
            ("+", Resolved::String),
            ("-", Resolved::String),
            ("+.", Resolved::String),
            (".e3", Resolved::String),
            ("++1", Resolved::String),
            ("1.2.3", Resolved::String),
            ("2024-05-01", Resolved::String),
            ("12:30", Resolved::String),
            ("0b11", Resolved::String),
            (".inf", Resolved::NotFinite),
            ("-.INF", Resolved::NotFinite),
            ("+.Inf", Resolved::NotFinite),
            (".NaN", Resolved::NotFinite),
            ("-.nan", Resolved::String),
            ("inf", Resolved::String),
            ("NaN", Resolved::String),
            ("١", Resolved::String),
        ] {
            assert_eq!(resolve(text), expected, "{text:?}");
        }
    }
}
