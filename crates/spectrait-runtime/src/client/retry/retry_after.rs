//! The header `Retry-After` (RFC 9110 section 10.2.3).

use std::time::{Duration, SystemTime};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderName};

/// How long the server asks to wait. What is neither a number nor a date asks for nothing.
pub(in crate::client) fn read(headers: &HeaderMap) -> Option<Duration> {
    let value = text(headers, RETRY_AFTER)?;
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than a number has are a very long time, not none.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    // Against the server's clock, which may differ from ours.
    let now = text(headers, DATE).and_then(|value| httpdate::parse_http_date(value).ok());
    let now = now.unwrap_or_else(SystemTime::now);
    // A date that has passed: at once.
    Some(date.duration_since(now).unwrap_or_default())
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_dates_and_garbage() {
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        let rows = [
            ("0", seconds(0)),
            ("7", seconds(7)),
            (" 120 ", seconds(120)),
            ("99999999999999999999999", seconds(u64::MAX)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", seconds(30)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", seconds(30)),
            ("Sun Nov  6 08:49:37 1994", seconds(30)),
            ("Sun, 06 Nov 1994 08:49:06 GMT", seconds(0)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", seconds(252_618_189_052)),
            ("", None),
            ("-1", None),
            ("+1", None),
            ("1.5", None),
            ("soon", None),
            ("Sun, 32 Nov 1994 08:49:37 GMT", None),
        ];
        for (value, expected) in rows {
            let mut headers = HeaderMap::new();
            assert_eq!(read(&headers), None);
            headers.insert(DATE, "Sun, 06 Nov 1994 08:49:07 GMT".parse().unwrap());
            headers.insert(RETRY_AFTER, value.parse().unwrap());
            assert_eq!(read(&headers), expected, "{value:?}");
        }
    }

    #[test]
    fn without_a_date_of_the_server_ours_counts() {
        let mut headers = HeaderMap::new();
        let past = "Sun, 06 Nov 1994 08:49:37 GMT".parse().unwrap();
        headers.insert(RETRY_AFTER, past);
        assert_eq!(read(&headers), Some(Duration::ZERO));
        headers.insert(DATE, "never".parse().unwrap());
        assert_eq!(read(&headers), Some(Duration::ZERO));
    }
}
