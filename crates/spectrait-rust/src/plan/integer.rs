//! Integers: which type holds which range.

use spectrait_ir as ir;

/// The bounds of an integer that are narrower than its Rust type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IntegerRange {
    /// None.
    Whole,
    /// `minimum` only.
    AtLeast(i64),
    /// `maximum` only.
    AtMost(i64),
    /// Both.
    Between(i64, i64),
    /// Bounds that a bounded type, which is an `i64` inside, cannot have: those of a `u64` beyond it.
    Wide,
}

/// The bounds that matter.
pub(crate) fn integer_range(integer: &ir::Integer) -> IntegerRange {
    let (least, greatest) = limits(integer.format);
    let is_wide = integer.format == ir::IntegerFormat::Uint64;
    let minimum = integer.minimum.filter(|&minimum| minimum > least);
    let maximum = integer
        .maximum
        .filter(|&maximum| maximum < greatest || is_wide);
    let is_narrow = integer.format != ir::IntegerFormat::Int64;
    match (minimum, maximum) {
        (None, None) => IntegerRange::Whole,
        (Some(_), None) if is_wide => IntegerRange::Wide,
        (Some(minimum), Some(maximum)) => IntegerRange::Between(minimum, maximum),
        // The other bound is that of the narrower type.
        (Some(minimum), None) if is_narrow => IntegerRange::Between(minimum, greatest),
        (None, Some(maximum)) if is_narrow => IntegerRange::Between(least, maximum),
        (Some(minimum), None) => IntegerRange::AtLeast(minimum),
        (None, Some(maximum)) => IntegerRange::AtMost(maximum),
    }
}

/// The Rust type of a format.
pub(crate) fn integer_type(format: ir::IntegerFormat) -> &'static str {
    match format {
        ir::IntegerFormat::Int8 => "i8",
        ir::IntegerFormat::Int16 => "i16",
        ir::IntegerFormat::Int32 => "i32",
        ir::IntegerFormat::Int64 => "i64",
        ir::IntegerFormat::Uint8 => "u8",
        ir::IntegerFormat::Uint16 => "u16",
        ir::IntegerFormat::Uint32 => "u32",
        ir::IntegerFormat::Uint64 => "u64",
    }
}

/// The range of a format, as far as an `i64` goes.
fn limits(format: ir::IntegerFormat) -> (i64, i64) {
    match format {
        ir::IntegerFormat::Int8 => (i8::MIN.into(), i8::MAX.into()),
        ir::IntegerFormat::Int16 => (i16::MIN.into(), i16::MAX.into()),
        ir::IntegerFormat::Int32 => (i32::MIN.into(), i32::MAX.into()),
        ir::IntegerFormat::Int64 => (i64::MIN, i64::MAX),
        ir::IntegerFormat::Uint8 => (0, u8::MAX.into()),
        ir::IntegerFormat::Uint16 => (0, u16::MAX.into()),
        ir::IntegerFormat::Uint32 => (0, u32::MAX.into()),
        ir::IntegerFormat::Uint64 => (0, i64::MAX),
    }
}
