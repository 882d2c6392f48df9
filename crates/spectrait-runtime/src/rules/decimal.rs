//! Decimal numbers by their text, exactly and whatever their size.

use std::cmp::Ordering;

/// A JSON number: `digits` × 10^`exponent`, with its sign. Zero has no digits; otherwise the first and the last digit
/// are not 0, so that equal numbers are equal values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    exponent: i64,
}

impl Decimal {
    /// Reads a number in JSON's grammar (RFC 8259 section 6).
    pub(super) fn new(number: &str) -> Self {
        let (negative, unsigned) = match number.strip_prefix('-') {
            Some(unsigned) => (true, unsigned),
            None => (false, number),
        };
        let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut digits: Vec<u8> = whole
            .bytes()
            .chain(fraction.bytes())
            .map(|digit| digit.wrapping_sub(b'0'))
            .collect();
        let kept = digits
            .iter()
            .rposition(|digit| *digit != 0)
            .map_or(0, |at| at + 1);
        let dropped = digits.len() - kept;
        digits.truncate(kept);
        let zeros = digits.iter().take_while(|digit| **digit == 0).count();
        digits.drain(..zeros);
        if digits.is_empty() {
            return Self {
                negative: false,
                digits,
                exponent: 0,
            };
        }
        // An exponent beyond this is beyond every number that is ever written out.
        let exponent = exponent.parse().unwrap_or(if exponent.starts_with('-') {
            i64::MIN / 4
        } else {
            i64::MAX / 4
        });
        let exponent = exponent
            .clamp(i64::MIN / 4, i64::MAX / 4)
            .saturating_sub(length(fraction.len()))
            .saturating_add(length(dropped));
        Self {
            negative,
            digits,
            exponent,
        }
    }

    fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// Whether it has no fraction.
    pub(super) fn is_integer(&self) -> bool {
        self.exponent >= 0
    }

    pub(super) fn compare(&self, other: &Self) -> Ordering {
        match (self.sign(), other.sign()) {
            (mine, others) if mine != others => mine.cmp(&others),
            (0, _) => Ordering::Equal,
            (1, _) => self.compare_magnitude(other),
            _ => other.compare_magnitude(self),
        }
    }

    fn sign(&self) -> i8 {
        match (self.is_zero(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    fn compare_magnitude(&self, other: &Self) -> Ordering {
        let top = |number: &Self| number.exponent.saturating_add(length(number.digits.len()));
        // With the first digits at the same place they compare like words.
        top(self)
            .cmp(&top(other))
            .then_with(|| self.digits.cmp(&other.digits))
    }

    /// Whether it is an integer times `divisor`; never, if that is 0.
    pub(super) fn is_multiple_of(&self, divisor: &Self) -> bool {
        if self.is_zero() || divisor.is_zero() {
            return self.is_zero() && !divisor.is_zero();
        }
        // A quotient with `shift < 0` would have a factor of 10 too many on the right: the last digit is not 0.
        let shift = self.exponent.saturating_sub(divisor.exponent);
        let Ok(shift) = usize::try_from(shift) else {
            return false;
        };
        // The divisor's factors of 2 and 5 are used up after four zeros for each of its digits; more change nothing.
        let zeros = shift.min(divisor.digits.len().saturating_mul(4));
        let digits = self.digits.iter().copied();
        let digits = digits.chain(std::iter::repeat_n(0, zeros));
        if divisor.digits.len() <= SMALL {
            let divisor = divisor
                .digits
                .iter()
                .fold(0, |value, digit| value * 10 + u128::from(*digit));
            digits.fold(0, |rest, digit| (rest * 10 + u128::from(digit)) % divisor) == 0
        } else {
            long_remainder_is_zero(digits, &divisor.digits)
        }
    }

    /// The one spelling of the number.
    pub(super) fn write(&self, out: &mut String) {
        if self.is_zero() {
            out.push('0');
            return;
        }
        if self.negative {
            out.push('-');
        }
        out.extend(self.digits.iter().map(|digit| char::from(b'0' + digit)));
        if self.exponent != 0 {
            out.push('e');
            out.push_str(&self.exponent.to_string());
        }
    }
}

/// How many digits a divisor may have so that a remainder with one more fits 128 bits.
const SMALL: usize = 37;

/// Long division by hand, for a divisor that no integer type holds.
fn long_remainder_is_zero(digits: impl Iterator<Item = u8>, divisor: &[u8]) -> bool {
    // As many digits as the divisor, and one in front.
    let mut rest = vec![0; divisor.len() + 1];
    for digit in digits {
        rest.remove(0);
        rest.push(digit);
        while rest[0] != 0 || rest[1..] >= *divisor {
            let mut borrow = 0;
            for (index, digit) in rest.iter_mut().enumerate().rev() {
                let taken = borrow + index.checked_sub(1).map_or(0, |at| divisor[at]);
                borrow = u8::from(*digit < taken);
                *digit = *digit + borrow * 10 - taken;
            }
        }
    }
    rest.iter().all(|digit| *digit == 0)
}

fn length(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_order(less: &str, more: &str) {
        let (less, more) = (Decimal::new(less), Decimal::new(more));
        assert_eq!(less.compare(&more), Ordering::Less, "{less:?} {more:?}");
        assert_eq!(more.compare(&less), Ordering::Greater, "{less:?} {more:?}");
    }

    #[test]
    fn order() {
        let ascending = [
            "-1e400",
            "-1e399",
            "-12",
            "-1.5",
            "-1",
            "-0.5",
            "-1e-400",
            "0",
            "1e-400",
            "0.001",
            "0.01",
            "0.5",
            "0.51",
            "1",
            "1.0000000000000000000000001",
            "2",
            "9",
            "10",
            "11",
            "99.999",
            "100",
            "9007199254740992",
            "9007199254740993",
            "1e30",
            "1e400",
            "1.1e400",
            "1e999999999999999999999999",
        ];
        for pair in ascending.windows(2) {
            assert_order(pair[0], pair[1]);
        }
    }

    #[test]
    fn equal_numbers() {
        for (a, b) in [
            ("0", "-0"),
            ("0", "0.000e99"),
            ("1", "1.0"),
            ("100", "1e2"),
            ("0.0012", "12e-4"),
            ("1e400", "10e399"),
            ("-1.50", "-15E-1"),
        ] {
            assert_eq!(Decimal::new(a), Decimal::new(b), "{a} {b}");
            assert_eq!(Decimal::new(a).compare(&Decimal::new(b)), Ordering::Equal);
        }
    }

    #[test]
    fn integers() {
        for (number, expected) in [
            ("0", true),
            ("1.0", true),
            ("1e3", true),
            ("10e-1", true),
            ("0.5", false),
            ("15e-1", false),
            ("1e-999999999999999999999", false),
            ("1e400", true),
            ("0e-5", true),
        ] {
            assert_eq!(Decimal::new(number).is_integer(), expected, "{number}");
        }
    }

    #[test]
    fn multiples() {
        for (number, divisor, expected) in [
            ("0", "3", true),
            ("0.0", "0.01", true),
            ("9", "3", true),
            ("10", "3", false),
            ("-9", "3", true),
            ("0.3", "0.1", true),
            ("4.35", "0.01", true),
            ("4.355", "0.01", false),
            ("1e400", "2", true),
            ("1e400", "3", false),
            ("3e400", "3", true),
            ("1e400", "1024", true),
            ("1e9", "1024", false),
            ("1e10", "1024", true),
            ("1e308", "0.123456789", false),
            ("1e999999999999999999999", "7", false),
            ("7e999999999999999999999", "7", true),
            ("1", "1e-400", true),
            ("1e-400", "1", false),
            ("0.0075", "0.0001", true),
            ("0.00751", "0.0001", false),
            ("35", "1.5", false),
            ("4.5", "1.5", true),
            ("1", "0", false),
        ] {
            let is_multiple = Decimal::new(number).is_multiple_of(&Decimal::new(divisor));
            assert_eq!(is_multiple, expected, "{number} {divisor}");
        }
    }

    #[test]
    fn a_divisor_of_more_digits_than_any_integer_type() {
        let divisor = "1234567890123456789012345678901234567890123";
        let Ok(half) = divisor[..18].parse::<u64>() else {
            panic!("18 digits fit");
        };
        assert_eq!(half, 123_456_789_012_345_678);
        let multiple = "3703703670370370367037037036703703703670369"; // times 3
        let divisor = Decimal::new(divisor);
        assert!(Decimal::new(multiple).is_multiple_of(&divisor));
        assert!(Decimal::new(&format!("{multiple}0")).is_multiple_of(&divisor));
        assert!(Decimal::new(&format!("{multiple}e400")).is_multiple_of(&divisor));
        let beside = "3703703670370370367037037036703703703670368";
        assert!(!Decimal::new(beside).is_multiple_of(&divisor));
        assert!(!Decimal::new("1").is_multiple_of(&divisor));
        assert!(divisor.is_multiple_of(&divisor));
        assert!(divisor.is_multiple_of(&Decimal::new("1")));
    }

    #[test]
    fn one_spelling() {
        for (number, expected) in [
            ("-0.0", "0"),
            ("100", "1e2"),
            ("-1.50", "-15e-1"),
            ("7", "7"),
        ] {
            let mut out = String::new();
            Decimal::new(number).write(&mut out);
            assert_eq!(out, expected);
        }
    }
}
