//! `type: integer` and `type: number`.

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, Number, codes};

use super::Lowering;
use super::bounds::Shown;
use crate::schema::{Bound, Schema, Spanned};

/// Formats of integers that are no `i64`: those of OpenAPI's registry, and those that Rust's generators of
/// documents write. They would have a Rust type of their own.
const OTHER_INTEGERS: &[&str] = &[
    "int8", "int16", "int128", "uint", "uint8", "uint16", "uint32", "uint64", "uint128",
];

impl Lowering<'_> {
    /// `type: integer`, its bounds inclusive and within the range of its format.
    pub(super) fn lower_integer(&mut self, schema: &Schema) -> ir::SchemaKind {
        let format = schema.format.as_ref();
        if let Some(other) = format.filter(|format| OTHER_INTEGERS.contains(&&*format.value)) {
            self.report
                .unsupported(&format!("`format: {}`", other.value), other.span);
        }
        let int32 = format.filter(|format| format.value == "int32");
        let range = match int32 {
            Some(_) => (i128::from(i32::MIN), i128::from(i32::MAX)),
            None => (i128::from(i64::MIN), i128::from(i64::MAX)),
        };
        let least = schema.minimum.as_ref().map(least_integer);
        let greatest = schema.maximum.as_ref().map(greatest_integer);
        let mut minimum = None;
        let mut maximum = None;
        if let (Some(lower), Some(upper), true) =
            (&schema.minimum, &schema.maximum, least > greatest)
        {
            self.contradictory_bounds("integer", &shown_lower(lower), &shown_upper(upper));
        } else {
            if let (Some(bound), Some(least)) = (&schema.minimum, least) {
                if least > range.1 {
                    self.out_of_range(&shown_lower(bound), int32);
                } else if least > range.0 {
                    minimum = i64::try_from(least).ok();
                }
            }
            if let (Some(bound), Some(greatest)) = (&schema.maximum, greatest) {
                if greatest < range.0 {
                    self.out_of_range(&shown_upper(bound), int32);
                } else if greatest < range.1 {
                    maximum = i64::try_from(greatest).ok();
                }
            }
        }
        ir::SchemaKind::Integer(ir::Integer {
            minimum,
            maximum,
            format: if int32.is_some() {
                ir::IntegerFormat::Int32
            } else {
                ir::IntegerFormat::Int64
            },
        })
    }

    /// `type: number`.
    pub(super) fn lower_number(&mut self, schema: &Schema) -> ir::SchemaKind {
        if let (Some(lower), Some(upper)) = (&schema.minimum, &schema.maximum) {
            let is_point_out = lower.number == upper.number && (lower.exclusive || upper.exclusive);
            if lower.number > upper.number || is_point_out {
                self.contradictory_bounds("number", &shown_lower(lower), &shown_upper(upper));
            }
        }
        ir::SchemaKind::Number(ir::Number::Double)
    }

    /// Reports a bound that leaves nothing of the range of the type.
    fn out_of_range(&mut self, bound: &Shown, int32: Option<&Spanned<String>>) {
        match int32 {
            Some(format) => self.report.push(
                Diagnostic::error(
                    codes::CONTRADICTORY_BOUNDS,
                    format!("no `int32` is {}", bound.text),
                )
                .at(bound.span, bound.text.clone())
                .also(format.span, "from -2147483648 to 2147483647")
                .help("mend the bound or remove the format"),
            ),
            None => self.report.unsupported_but(
                &format!("an integer that is {}", bound.text),
                bound.span,
                "beyond 64 bits",
                "mend the bound, or make it a string",
            ),
        }
    }
}

/// A lower bound in words.
pub(super) fn shown_lower(bound: &Bound) -> Shown {
    let word = if bound.exclusive { "above" } else { "at least" };
    Shown {
        text: format!("{word} {}", bound.number),
        span: bound.span,
    }
}

/// An upper bound in words.
pub(super) fn shown_upper(bound: &Bound) -> Shown {
    let word = if bound.exclusive { "below" } else { "at most" };
    Shown {
        text: format!("{word} {}", bound.number),
        span: bound.span,
    }
}

/// The least integer that a lower bound lets through.
fn least_integer(bound: &Bound) -> i128 {
    let (floor, is_exact) = floor(&bound.number);
    if is_exact && !bound.exclusive {
        floor
    } else {
        floor.saturating_add(1)
    }
}

/// The greatest integer that an upper bound lets through.
fn greatest_integer(bound: &Bound) -> i128 {
    let (floor, is_exact) = floor(&bound.number);
    if is_exact && bound.exclusive {
        floor.saturating_sub(1)
    } else {
        floor
    }
}

/// The greatest integer that is not above a number, no further from zero than `i128` goes, and whether it is the
/// number itself.
fn floor(number: &Number) -> (i128, bool) {
    let beyond = if number.is_negative() {
        i128::MIN
    } else {
        i128::MAX
    };
    if number.is_integer() {
        return (number.as_i128().unwrap_or(beyond), true);
    }
    let text = number.canonical();
    // Without an exponent there are at most 21 digits before the point. With one, the number is either nearer to
    // zero than 1 or beyond that.
    let whole = match text.split_once('e') {
        None => text
            .split('.')
            .next()
            .and_then(|whole| whole.parse().ok())
            .unwrap_or(beyond),
        Some((_, exponent)) if exponent.starts_with('-') => 0,
        Some(_) => beyond,
    };
    // The text was cut at the point, so towards zero.
    let floor = if number.is_negative() {
        i128::saturating_sub(whole, 1)
    } else {
        whole
    };
    (floor, false)
}

#[cfg(test)]
mod tests {
    use super::floor;
    use spectrait_source::Number;

    #[test]
    fn numbers_are_rounded_down() {
        for (text, expected) in [
            ("0", (0, true)),
            ("-0.0", (0, true)),
            ("2.0", (2, true)),
            ("1e3", (1000, true)),
            ("0.5", (0, false)),
            ("-0.5", (-1, false)),
            ("99.9", (99, false)),
            ("-99.9", (-100, false)),
            ("1e-30", (0, false)),
            ("-1e-30", (-1, false)),
            ("9223372036854775807.5", (9_223_372_036_854_775_807, false)),
            ("1e400", (i128::MAX, true)),
            ("-1e400", (i128::MIN, true)),
            ("1234567890123456789012345.5", (i128::MAX, false)),
            ("-1234567890123456789012345.5", (i128::MIN, false)),
        ] {
            let number: Number = text.parse().expect("the table holds JSON numbers");
            assert_eq!(floor(&number), expected, "{text}");
        }
    }
}
