//! `format: date-time`

pub use jiff::Timestamp;

use crate::json::{Decode, Decoder, Encode, Encoder, Keyword, Node, Shape};

/// Reads RFC 3339's `date-time` and nothing else; `jiff` reads more (blanks, brackets, missing seconds).
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let (seconds, rest) = (bytes.get(..19)?, &bytes[19..]);
    let shape = b"0000-00-00T00:00:00";
    let matches = seconds.iter().zip(shape).all(|(byte, shape)| match shape {
        b'0' => byte.is_ascii_digit(),
        b'T' => matches!(byte, b'T' | b't'),
        _ => byte == shape,
    });
    if !matches {
        return None;
    }
    let (fraction, offset) = match rest.split_first()? {
        (b'.', rest) => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 {
                return None;
            }
            rest.split_at(digits)
        }
        _ => rest.split_at(0),
    };
    match offset {
        [b'Z' | b'z'] => {}
        [b'+' | b'-', h1, h2, b':', m1, m2]
            if [h1, h2, m1, m2].iter().all(|byte| byte.is_ascii_digit())
                && (*h1, *h2) <= (b'2', b'3')
                && *m1 <= b'5' => {}
        _ => return None,
    }
    let Some(lost) = fraction.get(9..).filter(|lost| !lost.is_empty()) else {
        return text.parse().ok();
    };
    // More than nanoseconds: only zeros may be dropped.
    if lost.iter().any(|digit| *digit != b'0') {
        return None;
    }
    let end = text.len() - offset.len();
    format!("{}{}", &text[..end - lost.len()], &text[end..])
        .parse()
        .ok()
}

impl Decode for Timestamp {
    const SHAPE: Shape = Shape::Scalar;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        decoder.format(node, "a date-time", parse)
    }
}

impl Encode for Timestamp {
    fn encode_into(&self, encoder: &mut Encoder) {
        let text = self.to_string();
        if text.starts_with('-') {
            encoder.refuse(Keyword::Format, "a date-time has no years before 0");
        } else {
            encoder.string(&text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_written(text: &str, expected: &str) {
        assert_eq!(
            parse(text).map(|instant| instant.to_string()).as_deref(),
            Some(expected),
            "{text}"
        );
    }

    #[test]
    fn instants_are_kept_and_offsets_become_z() {
        assert_written("2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z");
        assert_written("2026-01-31t12:00:00z", "2026-01-31T12:00:00Z");
        assert_written("2026-01-31T12:00:00-00:00", "2026-01-31T12:00:00Z");
        assert_written("2026-01-31T12:00:00.500+05:30", "2026-01-31T06:30:00.5Z");
        assert_written(
            "2026-01-31T12:00:00.123456789Z",
            "2026-01-31T12:00:00.123456789Z",
        );
        assert_written(
            "2026-01-31T12:00:00.123456789000+01:00",
            "2026-01-31T11:00:00.123456789Z",
        );
        assert_written("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z");
        assert_written("2024-02-29T23:59:59+23:59", "2024-02-29T00:00:59Z");
    }

    #[test]
    fn a_leap_second_is_the_second_before() {
        assert_written("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z");
    }

    #[test]
    fn other_texts_are_no_date_times() {
        for text in [
            "",
            "2026-01-31",
            "2026-01-31T12:00Z",
            "2026-01-31T12:00:00",
            "2026-01-31 12:00:00Z",
            "2026-01-31T12:00:00 Z",
            "2026-01-31T12:00:00,5Z",
            "2026-01-31T12:00:00.Z",
            "2026-01-31T12:00:00+01",
            "2026-01-31T12:00:00+0100",
            "2026-01-31T12:00:00+01:60",
            "2026-01-31T12:00:00+24:00",
            "2026-01-31T12:00:00+01:00:00",
            "2026-01-31T12:00:00Z[UTC]",
            "2026-01-31T12:00:00+01:00[Europe/Berlin]",
            "2026-02-30T12:00:00Z",
            "2026-01-31T24:00:00Z",
            "2026-01-31T12:00:61Z",
            "2026-01-31T12:00:00.1234567891Z",
            "+02026-01-31T12:00:00Z",
            "-002026-01-31T12:00:00Z",
            "20260131T120000Z",
            "2026-01-31T12:00:00é",
            "9999-12-31T23:59:59-23:59",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn years_before_0_are_refused() {
        use crate::ToJson;
        assert!(Timestamp::MIN.to_json().is_err());
        assert!(Timestamp::MAX.to_json().is_ok());
    }
}
