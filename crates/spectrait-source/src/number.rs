//! Numbers as decimal text, compared exactly.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// Exponents beyond this count as this. No computer writes a number of 10^18 digits out, so that two
/// numbers differ there is of no use to anyone.
const MAX_EXPONENT: i64 = 1_000_000_000_000_000_000;

/// The digits of the largest `i128`.
const I128_DIGITS: i64 = 39;

/// Numbers with at most this many digits before the point are written without an exponent.
const MAX_PLAIN_DIGITS: i64 = 21;

/// Numbers with at most this many zeros after the point are written without an exponent.
const MAX_PLAIN_ZEROS: i64 = 6;

/// The text of a number, in JSON's grammar (RFC 8259 section 6).
///
/// The text is kept as written. Equality, order and hash are those of the numeric value, as JSON
/// Schema compares instances (2020-12 core, section 4.2.2): `1`, `1.0` and `1e0` are equal. They are
/// exact, and cost no more than the text is long: `1e999999999` is not expanded.
#[derive(Debug, Clone)]
pub struct Number(Box<str>);

/// The text is not a number in JSON's grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidNumber;

impl fmt::Display for InvalidNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a JSON number")
    }
}

impl std::error::Error for InvalidNumber {}

impl Number {
    /// The number of a text that is known to be in JSON's grammar.
    pub(crate) fn of_valid(text: impl Into<Box<str>>) -> Self {
        let number = Self(text.into());
        debug_assert!(
            is_json_number(&number.0),
            "{:?} is no JSON number",
            number.0
        );
        number
    }

    /// The text as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the value is an integer, however it is written: `2`, `2.0`, `1e3`, `0e-7`.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        let decimal = Decimal::of(&self.0);
        decimal.exponent >= decimal.digit_count()
    }

    /// Whether the value is below zero; `-0` is not.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        Decimal::of(&self.0).negative
    }

    /// The value, if it is an integer in the range of `i64`.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        self.as_i128()?.try_into().ok()
    }

    /// The value, if it is an integer in the range of `u64`.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        self.as_i128()?.try_into().ok()
    }

    /// The value, if it is an integer in the range of `i128`.
    #[must_use]
    pub fn as_i128(&self) -> Option<i128> {
        let decimal = Decimal::of(&self.0);
        if decimal.exponent < decimal.digit_count() || decimal.exponent > I128_DIGITS {
            return None;
        }
        let zeros = decimal.exponent - decimal.digit_count();
        let digits = decimal.digits().chain((0..zeros).map(|_| b'0'));
        // Counted downwards for a negative number, as i128::MIN has no positive counterpart.
        digits
            .map(|digit| i128::from(digit - b'0'))
            .try_fold(0_i128, |value, digit| {
                let value = value.checked_mul(10)?;
                if decimal.negative {
                    value.checked_sub(digit)
                } else {
                    value.checked_add(digit)
                }
            })
    }

    /// The nearest `f64`, or `None` where that would be infinite, as for `1e400`.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        self.0.parse::<f64>().ok().filter(|value| value.is_finite())
    }

    /// One text for all ways to write a value: no leading or trailing zeros, no `+`, an exponent
    /// (`1.5e30`) only for more than 21 digits before the point or more than 6 zeros after it.
    #[must_use]
    pub fn canonical(&self) -> String {
        Decimal::of(&self.0).to_string()
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Number {
    type Err = InvalidNumber;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if is_json_number(text) {
            Ok(Self(text.into()))
        } else {
            Err(InvalidNumber)
        }
    }
}

macro_rules! from_integers {
    ($($integer:ty),*) => {
        $(
            impl From<$integer> for Number {
                fn from(value: $integer) -> Self {
                    Self(value.to_string().into())
                }
            }
        )*
    };
}

from_integers!(i32, i64, i128, u32, u64);

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        Decimal::of(&self.0).cmp(&Decimal::of(&other.0))
    }
}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let decimal = Decimal::of(&self.0);
        (decimal.negative, decimal.exponent, decimal.count).hash(state);
        decimal.digits().for_each(|digit| digit.hash(state));
    }
}

/// Whether a text follows RFC 8259 section 6.
fn is_json_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent
            .is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

/// A value taken apart: `±0.DIGITS × 10^exponent`, where the digits neither begin nor end with a zero,
/// so that equal values have equal parts. Zero has no digits, exponent 0, and is not negative.
struct Decimal<'a> {
    negative: bool,
    exponent: i64,
    whole: &'a [u8],
    fraction: &'a [u8],
    /// Zeros to leave out at the beginning of `whole` followed by `fraction`.
    skip: usize,
    /// Digits after these that count.
    count: usize,
}

impl<'a> Decimal<'a> {
    fn of(text: &'a str) -> Self {
        let (negative, text) = text
            .strip_prefix('-')
            .map_or((false, text), |rest| (true, rest));
        let (mantissa, written_exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let (whole, fraction) = (whole.as_bytes(), fraction.as_bytes());
        let all = whole.iter().chain(fraction);
        let skip = all.clone().take_while(|&&digit| digit == b'0').count();
        let zeros_at_end = all.rev().take_while(|&&digit| digit == b'0').count();
        let length = whole.len() + fraction.len();
        if skip == length {
            return Self {
                negative: false,
                exponent: 0,
                whole: &[],
                fraction: &[],
                skip: 0,
                count: 0,
            };
        }
        let exponent = exponent_of(written_exponent)
            .saturating_add(signed(whole.len()))
            .saturating_sub(signed(skip))
            .clamp(-MAX_EXPONENT, MAX_EXPONENT);
        Self {
            negative,
            exponent,
            whole,
            fraction,
            skip,
            count: length - skip - zeros_at_end,
        }
    }

    fn digits(&self) -> impl Iterator<Item = u8> + '_ {
        self.whole
            .iter()
            .chain(self.fraction)
            .copied()
            .skip(self.skip)
            .take(self.count)
    }

    fn digit_count(&self) -> i64 {
        signed(self.count)
    }

    fn is_zero(&self) -> bool {
        self.count == 0
    }

    /// Orders the absolute values. `0.DIGITS` is at least 0.1, so the larger exponent is the larger value.
    fn cmp_magnitude(&self, other: &Self) -> Ordering {
        match (self.is_zero(), other.is_zero()) {
            (false, false) => self
                .exponent
                .cmp(&other.exponent)
                .then_with(|| self.digits().cmp(other.digits())),
            (self_zero, other_zero) => other_zero.cmp(&self_zero),
        }
    }

    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.cmp_magnitude(other),
            (true, true) => other.cmp_magnitude(self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl fmt::Display for Decimal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_zero() {
            return f.write_str("0");
        }
        if self.negative {
            f.write_str("-")?;
        }
        let mut digits = self.digits().map(char::from);
        let scientific = self.exponent > MAX_PLAIN_DIGITS || self.exponent < -MAX_PLAIN_ZEROS;
        let before_point = if scientific { 1 } else { self.exponent };
        if before_point <= 0 {
            f.write_str("0.")?;
            (before_point..0).try_for_each(|_| f.write_str("0"))?;
        } else {
            (0..before_point).try_for_each(|_| write!(f, "{}", digits.next().unwrap_or('0')))?;
            if self.digit_count() > before_point {
                f.write_str(".")?;
            }
        }
        digits.try_for_each(|digit| write!(f, "{digit}"))?;
        if scientific {
            write!(f, "e{}", self.exponent - 1)
        } else {
            Ok(())
        }
    }
}

/// The value of an exponent's text, no further from zero than [`MAX_EXPONENT`].
fn exponent_of(text: &str) -> i64 {
    let negative = text.starts_with('-');
    let digits = text.bytes().filter(u8::is_ascii_digit);
    let value = digits.fold(0_i64, |value, digit| {
        value
            .saturating_mul(10)
            .saturating_add(i64::from(digit - b'0'))
            .min(MAX_EXPONENT)
    });
    if negative { -value } else { value }
}

/// A length as a signed number. Lengths in memory are below `i64::MAX`.
fn signed(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
