//! Numbers by their text, without a detour over floats.

/// Why a number is no integer of 64 bits, with or without a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoInteger {
    /// It has a fraction.
    Fraction,
    /// It is less than every such integer.
    TooSmall,
    /// It is more than every such integer.
    TooLarge,
}

/// The exact value of a JSON number: `1`, `1.0` and `10e-1` are one integer, `0.5` is none.
pub(crate) fn integer(number: &str) -> Result<i128, NoInteger> {
    // Nearly every integer is written plainly.
    if let Ok(value) = number.parse::<i64>() {
        return Ok(value.into());
    }
    let negative = number.starts_with('-');
    let out = if negative {
        NoInteger::TooSmall
    } else {
        NoInteger::TooLarge
    };
    let unsigned = number.trim_start_matches('-');
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_start_matches('0').trim_end_matches('0');
    if significant.is_empty() {
        return Ok(0);
    }
    // value = significant * 10^shift. An exponent beyond i64 decides by its sign alone.
    let exponent: i64 = match exponent.parse() {
        Ok(exponent) => exponent,
        Err(_) if exponent.starts_with('-') => return Err(NoInteger::Fraction),
        Err(_) => return Err(out),
    };
    let trailing = digits.len() - digits.trim_end_matches('0').len();
    let shift = exponent
        .saturating_sub(length(fraction))
        .saturating_add(i64::try_from(trailing).unwrap_or(i64::MAX));
    if shift < 0 {
        return Err(NoInteger::Fraction);
    }
    if length(significant).saturating_add(shift) > 20 {
        return Err(out);
    }
    let sign = if negative { "-" } else { "" };
    let zeros = "0".repeat(usize::try_from(shift).unwrap_or_default());
    match format!("{sign}{significant}{zeros}").parse() {
        Ok(value) if (i64::MIN.into()..=u64::MAX.into()).contains(&value) => Ok(value),
        _ => Err(out),
    }
}

fn length(text: &str) -> i64 {
    i64::try_from(text.len()).unwrap_or(i64::MAX)
}

/// Whether a text is a number in JSON's grammar (RFC 8259 section 6).
pub(crate) fn is_number(text: &str) -> bool {
    fn digits(text: &str) -> Option<&str> {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        (rest.len() < text.len()).then_some(rest)
    }
    fn rest(text: &str) -> Option<&str> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let mut rest = match unsigned.strip_prefix('0') {
            Some(rest) => rest,
            None => digits(unsigned)?,
        };
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = digits(fraction)?;
        }
        if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
            rest = digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))?;
        }
        Some(rest)
    }
    rest(text) == Some("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_exact() {
        let rows: [(&str, Result<i128, NoInteger>); 27] = [
            ("0", Ok(0)),
            ("-0", Ok(0)),
            ("-0.0", Ok(0)),
            ("0e999999999999999999999", Ok(0)),
            ("1.0", Ok(1)),
            ("1e3", Ok(1000)),
            ("1E+3", Ok(1000)),
            ("1000e-3", Ok(1)),
            ("1200e-2", Ok(12)),
            ("1.50e1", Ok(15)),
            ("-1.5e1", Ok(-15)),
            ("0.001e3", Ok(1)),
            ("9007199254740993.0", Ok(9_007_199_254_740_993)),
            ("9223372036854775807", Ok(i64::MAX.into())),
            ("9223372036854775807.00", Ok(i64::MAX.into())),
            ("-9223372036854775808e0", Ok(i64::MIN.into())),
            ("9223372036854775808", Ok(1 << 63)),
            ("18446744073709551615.0", Ok(u64::MAX.into())),
            ("18446744073709551616", Err(NoInteger::TooLarge)),
            ("-9223372036854775809", Err(NoInteger::TooSmall)),
            ("1e19", Ok(10_000_000_000_000_000_000)),
            ("1e20", Err(NoInteger::TooLarge)),
            ("-1e99999999999999999999", Err(NoInteger::TooSmall)),
            ("0.5", Err(NoInteger::Fraction)),
            ("15e-1", Err(NoInteger::Fraction)),
            ("1e-99999999999999999999", Err(NoInteger::Fraction)),
            ("123456789012345678901234567890.5", Err(NoInteger::Fraction)),
        ];
        for (text, expected) in rows {
            assert_eq!(integer(text), expected, "{text}");
        }
    }

    #[test]
    fn number_grammar() {
        for text in ["0", "-0", "10", "1.5", "1e3", "1E-3", "0.0e+0"] {
            assert!(is_number(text), "{text}");
        }
        for text in [
            "", "-", "01", "+1", "1.", ".5", "1e", "1e+", " 1", "1 ", "0x1", "NaN", "١", "1_0",
        ] {
            assert!(!is_number(text), "{text}");
        }
    }
}
