//! `format: date`

pub use jiff::civil::Date;

use crate::json::{Decode, Decoder, Encode, Encoder, Keyword, Node, Shape};

/// Reads RFC 3339's `full-date` and nothing else; `jiff` reads more.
pub(crate) fn parse(text: &str) -> Option<Date> {
    let digits = |text: &str| {
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse().ok()).flatten()
    };
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    if (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    // Two digits fit an `i8`.
    let part = |text| i8::try_from(digits(text)?).ok();
    Date::new(digits(year)?, part(month)?, part(day)?).ok()
}

impl Decode for Date {
    const SHAPE: Shape = Shape::Scalar;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        decoder.format(node, "a date", parse)
    }
}

impl Encode for Date {
    fn encode_into(&self, encoder: &mut Encoder) {
        if self.year() < 0 {
            encoder.refuse(Keyword::Format, "a date has no years before 0");
        } else {
            encoder.string(&self.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_full_dates() {
        for text in ["2026-01-31", "0000-01-01", "9999-12-31", "2024-02-29"] {
            assert_eq!(parse(text).unwrap().to_string(), text);
        }
        for text in [
            "",
            "2026-1-31",
            "2026-01-32",
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "20260131",
            "2026-01-31T00:00:00Z",
            " 2026-01-31",
            "+2026-01-31",
            "-2026-01-31",
            "02026-01-31",
            "2026-W05-6",
            "২০২৬-01-31",
            "2026-01-3é",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn years_before_0_are_refused() {
        use crate::ToJson;
        assert!(Date::MIN.to_json().is_err());
        assert_eq!(Date::MAX.to_json().unwrap(), r#""9999-12-31""#);
    }
}
