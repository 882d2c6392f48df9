//! Whether a text is of a format. These never refuse a valid text.

/// `uuid`: RFC 4122 section 3.
pub(super) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text
            .bytes()
            .enumerate()
            .all(|(position, byte)| match position {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            })
}

/// `date-time`: RFC 3339 section 5.6. A second of 60 counts as valid on every day.
pub(super) fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else {
        return false;
    };
    let offset_at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (time, offset) = time.split_at(offset_at);
    is_date(date) && is_time(time) && is_offset(offset)
}

/// `date`: RFC 3339 section 5.6, `full-date`.
pub(super) fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let &[year, month, day] = &*parts else {
        return false;
    };
    let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2))
    else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

fn is_time(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<&str> = whole.split(':').collect();
    let &[hour, minute, second] = &*parts else {
        return false;
    };
    digits(hour, 2).is_some_and(|hour| hour <= 23)
        && digits(minute, 2).is_some_and(|minute| minute <= 59)
        && digits(second, 2).is_some_and(|second| second <= 60)
        && digits(fraction, fraction.len()).is_some()
        && !fraction.is_empty()
}

fn is_offset(text: &str) -> bool {
    match text.strip_prefix(['+', '-']) {
        None => matches!(text, "Z" | "z"),
        Some(offset) => offset.split_once(':').is_some_and(|(hour, minute)| {
            digits(hour, 2).is_some_and(|hour| hour <= 23)
                && digits(minute, 2).is_some_and(|minute| minute <= 59)
        }),
    }
}

/// The value of exactly `count` digits.
fn digits(text: &str, count: usize) -> Option<u32> {
    let is_wanted = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    is_wanted.then(|| {
        text.bytes().fold(0_u32, |value, digit| {
            value
                .saturating_mul(10)
                .saturating_add(u32::from(digit - b'0'))
        })
    })
}

/// `uri`: RFC 3986, with a scheme. Only the scheme and the characters are checked, not how the rest is built.
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let is_allowed =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
    let is_escaped = |escape: &str| {
        escape.len() >= 2 && escape.bytes().take(2).all(|byte| byte.is_ascii_hexdigit())
    };
    is_scheme && rest.bytes().all(is_allowed) && rest.split('%').skip(1).all(is_escaped)
}

/// `byte`: RFC 4648 section 4, with its padding.
pub(super) fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || b"+/".contains(&byte);
    padding <= 2 && text.len().is_multiple_of(4) && digits.bytes().all(is_digit)
}

#[cfg(test)]
mod tests {
    use super::{is_base64, is_date_time, is_uri, is_uuid};

    #[test]
    fn texts_of_a_format_are_known() {
        for (text, is_valid) in [
            ("123e4567-e89b-12d3-a456-426614174000", true),
            ("123E4567-E89B-12D3-A456-426614174000", true),
            ("123e4567e89b12d3a456426614174000", false),
            ("123e4567-e89b-12d3-a456-42661417400g", false),
        ] {
            assert_eq!(is_uuid(text), is_valid, "{text}");
        }
        for (text, is_valid) in [
            ("2026-01-31T12:00:00Z", true),
            ("2026-01-31t12:00:00.123456789+05:30", true),
            ("2024-02-29T23:59:60-00:00", true),
            ("2026-02-29T12:00:00Z", false),
            ("2026-13-01T12:00:00Z", false),
            ("2026-01-31T24:00:00Z", false),
            ("2026-01-31T12:00:00", false),
            ("2026-01-31T12:00:00.Z", false),
            ("2026-01-31 12:00:00Z", false),
            ("2026-01-31", false),
        ] {
            assert_eq!(is_date_time(text), is_valid, "{text}");
        }
        for (text, is_valid) in [
            ("", true),
            ("SGVsbG8=", true),
            ("SGVsbG8", false),
            ("SGVs bG8=", false),
            ("====", false),
        ] {
            assert_eq!(is_base64(text), is_valid, "{text}");
        }
        for (text, is_valid) in [
            ("https://example.com/a?b=c#d", true),
            ("urn:isbn:0451450523", true),
            ("https://example.com/%20", true),
            ("https://example.com/%2", false),
            ("https://example.com/a b", false),
            ("/relative", false),
            ("1a:b", false),
        ] {
            assert_eq!(is_uri(text), is_valid, "{text}");
        }
    }
}
