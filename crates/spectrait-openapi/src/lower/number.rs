//! `type: integer` and `type: number`.

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, Number, codes};

use super::Lowering;
use super::bounds::Shown;
use super::rules::{lower_bound, multiple_of, upper_bound};
use super::schema::Values;
use crate::schema::{Bound, SchemaId, Spanned};

impl<'a> Lowering<'a> {
    /// `type: integer`, its bounds inclusive and within the range of its format.
    pub(super) fn lower_integer(&mut self, parts: &[SchemaId]) -> Values {
        let (lower, upper) = self.tightest_bounds(parts);
        let lowest = lower.map(least_integer);
        let greatest = upper.map(greatest_integer);
        if let (Some(lower), Some(upper), true) = (lower, upper, lowest > greatest) {
            self.contradictory_bounds("integer", &shown_lower(lower), &shown_upper(upper));
            return Values::of(ir::SchemaKind::Never);
        }
        let written = self.integer_format(parts);
        let fits = |format| {
            let (first, last) = range(format);
            lowest.is_none_or(|lowest| lowest <= last)
                && greatest.is_none_or(|greatest| greatest >= first)
        };
        let is_wide = match written {
            Some((format, _)) => format.is_none(),
            None => !fits(ir::IntegerFormat::Int64) && !fits(ir::IntegerFormat::Uint64),
        };
        if is_wide {
            // No integer of Rust's that has bounds is as wide: the digits are kept.
            let mut rules = vec![ir::Rule::Type(vec![ir::JsonType::Integer])];
            rules.extend(lower.map(lower_bound));
            rules.extend(upper.map(upper_bound));
            self.add_multiples(parts, &mut rules);
            return Values::with(ir::SchemaKind::Number(ir::Number::Decimal), rules);
        }
        let is_beyond = |bound: Option<i128>| {
            bound.is_some_and(|bound| bound > i128::from(i64::MAX) && bound <= i128::from(u64::MAX))
        };
        let format = match written {
            Some((Some(format), _)) => format,
            // What only `u64` holds is a `u64`.
            _ if lowest.is_some_and(|lowest| lowest >= 0)
                && (is_beyond(lowest) || is_beyond(greatest)) =>
            {
                ir::IntegerFormat::Uint64
            }
            _ => ir::IntegerFormat::Int64,
        };
        let (first, last) = range(format);
        for (bound, is_out) in [
            (
                lower.map(shown_lower),
                lowest.is_some_and(|lowest| lowest > last),
            ),
            (
                upper.map(shown_upper),
                greatest.is_some_and(|greatest| greatest < first),
            ),
        ] {
            if let Some(bound) = bound.filter(|_| is_out) {
                self.out_of_range(&bound, format, written.map(|(_, format)| format));
                return Values::of(ir::SchemaKind::Never);
            }
        }
        let mut rules = Vec::new();
        let minimum = lowest.filter(|&lowest| lowest > first);
        let maximum = greatest.filter(|&greatest| greatest < last);
        let mut integer = ir::Integer {
            format,
            ..ir::Integer::default()
        };
        if let Some(minimum) = minimum {
            match i64::try_from(minimum) {
                Ok(minimum) => integer.minimum = Some(minimum),
                Err(_) => rules.push(ir::Rule::Minimum(Number::from(minimum))),
            }
        }
        if let Some(maximum) = maximum {
            match i64::try_from(maximum) {
                Ok(maximum) => integer.maximum = Some(maximum),
                Err(_) => rules.push(ir::Rule::Maximum(Number::from(maximum))),
            }
        }
        self.add_multiples(parts, &mut rules);
        Values::with(ir::SchemaKind::Integer(integer), rules)
    }

    /// `type: number`.
    pub(super) fn lower_number(&mut self, parts: &[SchemaId]) -> Values {
        let (lower, upper) = self.tightest_bounds(parts);
        if let (Some(lower), Some(upper)) = (lower, upper) {
            let is_point_out = lower.number == upper.number && (lower.exclusive || upper.exclusive);
            if lower.number > upper.number || is_point_out {
                self.contradictory_bounds("number", &shown_lower(lower), &shown_upper(upper));
                return Values::of(ir::SchemaKind::Never);
            }
        }
        let number = self.number_format(parts);
        let mut rules = Vec::new();
        rules.extend(lower.map(lower_bound));
        rules.extend(upper.map(upper_bound));
        self.add_multiples(parts, &mut rules);
        Values::with(ir::SchemaKind::Number(number), rules)
    }

    /// How a number is held.
    pub(super) fn number_format(&self, parts: &[SchemaId]) -> ir::Number {
        let is_decimal = parts.iter().any(|&part| {
            let format = self.schema(part).format.as_ref();
            format.is_some_and(|format| format.value == "decimal")
        });
        if is_decimal {
            ir::Number::Decimal
        } else {
            ir::Number::Double
        }
    }

    fn add_multiples(&self, parts: &[SchemaId], rules: &mut Vec<ir::Rule>) {
        let mut multiples: Vec<&Number> = Vec::new();
        for &part in parts {
            if let Some(multiple) = multiple_of(self.schema(part))
                && !multiples.contains(&multiple)
            {
                multiples.push(multiple);
            }
        }
        rules.extend(multiples.into_iter().cloned().map(ir::Rule::MultipleOf));
    }

    /// The tightest bounds of all parts.
    fn tightest_bounds(&self, parts: &[SchemaId]) -> (Option<&'a Bound>, Option<&'a Bound>) {
        let mut lower: Option<&Bound> = None;
        let mut upper: Option<&Bound> = None;
        for &part in parts {
            let schema = self.schema(part);
            // Of equal numbers the exclusive bound allows less.
            if let Some(bound) = &schema.minimum
                && lower.is_none_or(|known| {
                    (&bound.number, bound.exclusive) > (&known.number, known.exclusive)
                })
            {
                lower = Some(bound);
            }
            if let Some(bound) = &schema.maximum
                && upper.is_none_or(|known| {
                    (&bound.number, !bound.exclusive) < (&known.number, !known.exclusive)
                })
            {
                upper = Some(bound);
            }
        }
        (lower, upper)
    }

    /// The width that a format gives; `None` for one that is wider than 64 bits.
    pub(super) fn integer_format(
        &self,
        parts: &[SchemaId],
    ) -> Option<(Option<ir::IntegerFormat>, &'a Spanned<String>)> {
        parts.iter().find_map(|&part| {
            let format = self.schema(part).format.as_ref()?;
            let width = match &*format.value {
                "int8" => Some(ir::IntegerFormat::Int8),
                "int16" => Some(ir::IntegerFormat::Int16),
                "int32" => Some(ir::IntegerFormat::Int32),
                "int64" => Some(ir::IntegerFormat::Int64),
                "uint8" => Some(ir::IntegerFormat::Uint8),
                "uint16" => Some(ir::IntegerFormat::Uint16),
                "uint32" => Some(ir::IntegerFormat::Uint32),
                "uint64" | "uint" => Some(ir::IntegerFormat::Uint64),
                "int128" | "uint128" | "decimal" => None,
                _ => return None,
            };
            Some((width, format))
        })
    }

    /// Reports a bound that leaves nothing of the range of the type.
    fn out_of_range(
        &mut self,
        bound: &Shown,
        format: ir::IntegerFormat,
        written: Option<&Spanned<String>>,
    ) {
        let (first, last) = range(format);
        let name = written.map_or("int64", |format| &format.value);
        let mut diagnostic = Diagnostic::warning(
            codes::CONTRADICTORY_BOUNDS,
            format!("no `{name}` is {}: no value is valid", bound.text),
        )
        .at(bound.span, bound.text.clone());
        diagnostic = match written {
            Some(format) => diagnostic
                .also(format.span, format!("from {first} to {last}"))
                .help("mend the bound or remove the format"),
            None => {
                diagnostic.help("mend the bound, or write `format: int128`, which keeps all digits")
            }
        };
        self.report.push(diagnostic);
    }
}

/// The values of an integer type.
pub(super) fn range(format: ir::IntegerFormat) -> (i128, i128) {
    match format {
        ir::IntegerFormat::Int8 => (i8::MIN.into(), i8::MAX.into()),
        ir::IntegerFormat::Int16 => (i16::MIN.into(), i16::MAX.into()),
        ir::IntegerFormat::Int32 => (i32::MIN.into(), i32::MAX.into()),
        ir::IntegerFormat::Int64 => (i64::MIN.into(), i64::MAX.into()),
        ir::IntegerFormat::Uint8 => (0, u8::MAX.into()),
        ir::IntegerFormat::Uint16 => (0, u16::MAX.into()),
        ir::IntegerFormat::Uint32 => (0, u32::MAX.into()),
        ir::IntegerFormat::Uint64 => (0, u64::MAX.into()),
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
