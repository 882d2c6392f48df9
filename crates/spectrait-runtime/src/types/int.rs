//! Integers between bounds.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use crate::json::{Decode, Decoder, Encode, Encoder, Node, Shape};
use crate::types::NotAllowed;
use crate::types::message::Message;

/// An integer from `MIN` to `MAX`, both included (`minimum` and `maximum`).
///
/// ```
/// use spectrait_runtime::{Int, bounded};
///
/// type Limit = Int<1, 100>;
///
/// let limit = bounded!(Limit, 50); // checked by the compiler
/// assert_eq!(limit.get(), 50);
/// assert_eq!(limit, 50);
/// assert_eq!(Limit::try_from(100_u8)?.to_string(), "100"); // checked when the program runs
/// assert!(Limit::try_from(0).is_err());
/// assert_eq!(Limit::MAX, 100);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Int<const MIN: i64, const MAX: i64>(i64);

/// An integer of at least `MIN`.
pub type AtLeast<const MIN: i64> = Int<MIN, { i64::MAX }>;

/// An integer of at most `MAX`.
pub type AtMost<const MAX: i64> = Int<{ i64::MIN }, MAX>;

impl<const MIN: i64, const MAX: i64> Int<MIN, MAX> {
    /// The smallest value.
    pub const MIN: i64 = MIN;
    /// The largest value.
    pub const MAX: i64 = MAX;

    /// A value that is known to fit: a constant. [`bounded!`](crate::bounded) has the compiler check it.
    ///
    /// # Panics
    /// If it does not fit; in a constant that is a compile error. Use `try_from` for values of run time.
    #[must_use]
    #[track_caller]
    pub const fn at(value: i64) -> Self {
        Self::check(value);
        Self(value)
    }

    /// What [`bounded!`](crate::bounded) has the compiler do.
    #[doc(hidden)]
    #[track_caller]
    pub const fn check(value: i64) {
        if value < MIN || value > MAX {
            let message = Message::new()
                .text("the value ")
                .integer(value)
                .text(" is out of bounds: ")
                .integer(MIN)
                .text(" to ")
                .integer(MAX);
            panic!("{}", message.as_str());
        }
    }

    /// The value.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl<const MIN: i64, const MAX: i64> fmt::Debug for Int<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<const MIN: i64, const MAX: i64> fmt::Display for Int<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<const MIN: i64, const MAX: i64> PartialEq<i64> for Int<MIN, MAX> {
    fn eq(&self, other: &i64) -> bool {
        self.0 == *other
    }
}

impl<const MIN: i64, const MAX: i64> From<Int<MIN, MAX>> for i64 {
    fn from(value: Int<MIN, MAX>) -> Self {
        value.0
    }
}

fn check(value: i128, min: i64, max: i64) -> Result<i64, NotAllowed> {
    if value < i128::from(min) {
        return Err(NotAllowed::new(format!("{value} is less than {min}")));
    }
    match i64::try_from(value) {
        Ok(value) if value <= max => Ok(value),
        _ => Err(NotAllowed::new(format!("{value} is more than {max}"))),
    }
}

macro_rules! from_integers {
    ($($integer:ty)*) => {$(
        impl<const MIN: i64, const MAX: i64> TryFrom<$integer> for Int<MIN, MAX> {
            type Error = NotAllowed;

            fn try_from(value: $integer) -> Result<Self, NotAllowed> {
                // Saturated it is out of bounds all the same.
                check(i128::try_from(value).unwrap_or(i128::MAX), MIN, MAX).map(Self)
            }
        }
    )*};
}

from_integers! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }

/// Decimal, as Rust reads integers.
impl<const MIN: i64, const MAX: i64> FromStr for Int<MIN, MAX> {
    type Err = NotAllowed;

    fn from_str(text: &str) -> Result<Self, NotAllowed> {
        let value: Result<i128, ParseIntError> = text.parse();
        let value = value.map_err(|_| {
            NotAllowed::new(format!("`{}` is not an integer", crate::json::cut(text)))
        })?;
        check(value, MIN, MAX).map(Self)
    }
}

/// Out of bounds is a violation in both modes: a value of this type is always within them.
impl<const MIN: i64, const MAX: i64> Decode for Int<MIN, MAX> {
    const SHAPE: Shape = Shape::Scalar;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        decoder.integer(node, MIN, MAX).map(Self)
    }
}

impl<const MIN: i64, const MAX: i64> Encode for Int<MIN, MAX> {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.integer(self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversions_keep_the_bounds() {
        type Limit = Int<-5, 100>;
        assert_eq!(Limit::try_from(-5_i8).map(Int::get), Ok(-5));
        assert_eq!(Limit::try_from(100_usize).map(i64::from), Ok(100));
        for error in [Limit::try_from(-6), Limit::try_from(101), "101".parse()] {
            assert!(error.is_err());
        }
        let message = |value: u128| AtLeast::<0>::try_from(value).unwrap_err().to_string();
        let max = "9223372036854775807";
        assert_eq!(
            message(1 << 64),
            format!("18446744073709551616 is more than {max}")
        );
        assert!(Limit::try_from(u128::MAX).is_err());
        assert_eq!("7".parse::<Limit>().unwrap(), 7);
        assert_eq!(
            "x".parse::<Limit>().unwrap_err().to_string(),
            "`x` is not an integer"
        );
        assert!(Limit::at(1) < Limit::at(2));
        assert_eq!(format!("{:?} {:>3}", Limit::at(7), Limit::at(7)), "7   7");
        assert_eq!(AtMost::<7>::MIN, i64::MIN);
    }

    #[test]
    #[should_panic(expected = "the value -500 is out of bounds: 1 to 9223372036854775807")]
    fn at_names_the_bounds() {
        let _ = AtLeast::<1>::at(-500);
    }

    #[test]
    #[should_panic(expected = "the value 8 is out of bounds: -9223372036854775808 to 7")]
    fn at_names_extreme_bounds() {
        let _ = AtMost::<7>::at(8);
    }
}
