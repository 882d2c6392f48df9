//! Content negotiation: what an `Accept` header prefers (RFC 9110 section 12.5.1).

use http::{HeaderMap, header};

/// An `Accept` header, all lines of it together.
///
/// Callers write it in many ways, and none of them is worth a refusal: an item that is no media range is left out, a weight
/// that is no number counts as none, one over 1 as 1, a quote that is never closed goes to the end.
#[derive(Debug)]
pub(super) struct Accept {
    ranges: Vec<Range>,
}

/// A media range with its weight.
#[derive(Debug)]
struct Range {
    kind: String,
    subtype: String,
    /// Names in lower case.
    parameters: Vec<(String, String)>,
    /// In thousandths; 0: not acceptable.
    weight: u16,
}

/// How much a media type is wanted: by the weight of the range, then by how closely the range names it.
type Quality = (u16, usize);

impl Accept {
    /// `None`: there is no such header, or nothing in it. Everything is accepted.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let mut ranges = Vec::new();
        for line in headers.get_all(header::ACCEPT) {
            let line = String::from_utf8_lossy(line.as_bytes());
            ranges.extend(split(&line, ',').into_iter().filter_map(Range::parse));
        }
        (!ranges.is_empty()).then_some(Self { ranges })
    }

    pub(super) fn allows(&self, media_type: &str) -> bool {
        self.quality(media_type).is_some()
    }

    /// Which of several media types is wanted most, of equals the first; `None`: none of them is accepted.
    pub(super) fn best<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Option<usize> {
        let mut best: Option<(usize, Quality)> = None;
        for (index, name) in names.into_iter().enumerate() {
            if let Some(quality) = self.quality(name)
                && best.is_none_or(|(_, most)| quality > most)
            {
                best = Some((index, quality));
            }
        }
        best.map(|(index, _)| index)
    }

    /// `None`: not accepted. The range that names the media type most closely counts. Of a document's range (`image/*`) any
    /// type will do that the caller accepts.
    fn quality(&self, media_type: &str) -> Option<Quality> {
        let offered = Range::parse(media_type)?;
        let covering = self.ranges.iter().filter_map(|range| {
            let closeness = range.closeness(&offered)?;
            Some((closeness, range.weight))
        });
        let covering = covering
            .max()
            .map(|(closeness, weight)| (weight, closeness));
        let inside = self.ranges.iter().filter_map(|range| {
            let is_inside = offered.is_range() && offered.closeness(range).is_some();
            is_inside.then_some((range.weight, 2))
        });
        covering
            .into_iter()
            .chain(inside)
            .max()
            .filter(|(weight, _)| *weight > 0)
    }
}

impl Range {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = split(text, ';').into_iter();
        let name = parts.next()?.trim().to_ascii_lowercase();
        // A lone `*` is what Java's `HttpURLConnection` sends.
        let (kind, subtype) = match name.split_once('/') {
            Some((kind, subtype)) => (kind, subtype),
            None if name == "*" => ("*", "*"),
            None => return None,
        };
        if kind.is_empty() || subtype.is_empty() || (kind == "*" && subtype != "*") {
            return None;
        }
        let mut range = Self {
            kind: kind.to_owned(),
            subtype: subtype.to_owned(),
            parameters: Vec::new(),
            weight: 1000,
        };
        for part in parts {
            let Some((name, value)) = part.split_once('=') else {
                continue;
            };
            let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
            if name == "q" {
                range.weight = weight(value);
                // What comes after the weight was an extension of RFC 7231, which nobody defined any.
                break;
            }
            range
                .parameters
                .push((name, value.trim_matches('"').to_owned()));
        }
        Some(range)
    }

    fn is_range(&self) -> bool {
        self.subtype == "*"
    }

    /// How closely a media type is named; `None`: it is another one. A parameter that the media type has not is passed over:
    /// many callers add a `charset` to JSON, which has none (RFC 8259 section 11).
    fn closeness(&self, media_type: &Self) -> Option<usize> {
        if self.kind == "*" {
            return Some(0);
        }
        if self.kind != media_type.kind {
            return None;
        }
        if self.is_range() {
            return Some(1);
        }
        if self.subtype != media_type.subtype {
            return None;
        }
        let mut closeness = 2;
        for (name, value) in &self.parameters {
            let mut others = media_type.parameters.iter();
            if let Some((_, other)) = others.find(|(other, _)| other == name) {
                if !other.eq_ignore_ascii_case(value) {
                    return None;
                }
                closeness += 1;
            }
        }
        Some(closeness)
    }
}

/// A weight in thousandths (RFC 9110 section 12.4.2). More than 1 is 1, and what is no number too: the caller has listed
/// the type after all.
fn weight(text: &str) -> u16 {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let mut digits = whole.bytes().chain(rest.bytes());
    if !digits.clone().all(|byte| byte.is_ascii_digit()) || digits.next().is_none() {
        return 1000;
    }
    if !whole.bytes().all(|byte| byte == b'0') {
        return 1000;
    }
    let thousandths = rest.bytes().chain(std::iter::repeat(b'0')).take(3);
    let weight = thousandths.fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'));
    // However little it is wanted, it is.
    let is_zero = rest.bytes().all(|byte| byte == b'0');
    if is_zero { 0 } else { weight.max(1) }
}

/// The parts between separators; one in quotes separates nothing (RFC 9110 section 5.6.4).
fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.split(|c| {
        if is_escaped {
            is_escaped = false;
            return false;
        }
        match c {
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            c => return c == separator && !is_quoted,
        }
        false
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    /// Which of the offered ones is chosen, by name.
    fn best<'n>(lines: &[&[u8]], offered: &[&'n str]) -> Option<&'n str> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::ACCEPT, HeaderValue::from_bytes(line).unwrap());
        }
        match Accept::of(&headers) {
            Some(accept) => accept.best(offered.iter().copied()).map(|at| offered[at]),
            None => offered.first().copied(),
        }
    }

    const OFFERED: &[&str] = &["application/json", "text/csv", "image/*"];

    #[test]
    fn the_most_wanted_is_chosen() {
        let rows: &[(&str, Option<&str>)] = &[
            ("text/csv", Some("text/csv")),
            ("TEXT/CSV", Some("text/csv")),
            ("*/*", Some("application/json")),
            ("text/*", Some("text/csv")),
            ("text/csv;q=0.9, application/json;q=0.8", Some("text/csv")),
            (
                "application/json;q=0.001, text/csv;q=0",
                Some("application/json"),
            ),
            // The closer range counts, whatever its place and weight.
            ("*/*, application/json;q=0.1", Some("text/csv")),
            ("application/json;q=0, */*", Some("text/csv")),
            ("text/csv;q=0, text/*", None),
            ("text/*;q=0, image/*;q=0, application/*;q=0", None),
            // Of equal weights the one that is named more closely, then the document's first.
            ("*/*, text/csv", Some("text/csv")),
            ("text/csv, application/json", Some("application/json")),
            ("image/png", Some("image/*")),
            ("image/png;q=0", None),
            ("image/png;q=0, image/jpeg;q=0.2", Some("image/*")),
            ("image/*;q=0, */*;q=0.1", Some("application/json")),
            ("application/json; charset=utf-8", Some("application/json")),
            ("video/mp4", None),
        ];
        for (accept, expected) in rows {
            assert_eq!(best(&[accept.as_bytes()], OFFERED), *expected, "{accept}");
        }
    }

    #[test]
    fn parameters_that_contradict_are_another_type() {
        let offered = &["application/json; version=1", "application/json; version=2"];
        let rows = [
            ("application/json", Some(offered[0])),
            ("application/json;version=2", Some(offered[1])),
            ("application/json;VERSION=\"2\"", Some(offered[1])),
            ("application/json;version=3", None),
            (
                "application/json;version=1;q=0, application/json",
                Some(offered[1]),
            ),
        ];
        for (accept, expected) in rows {
            assert_eq!(best(&[accept.as_bytes()], offered), expected, "{accept}");
        }
    }

    #[test]
    fn what_is_odd_is_read_with_good_will() {
        let rows: &[(&[u8], Option<&str>)] = &[
            // Nothing that says anything is no header.
            (b"", Some("application/json")),
            (b" , ,", Some("application/json")),
            (b"json", Some("application/json")),
            (b"/", Some("application/json")),
            (b"*/csv", Some("application/json")),
            (b";q=0", Some("application/json")),
            // Weights.
            (b"text/csv;q=1.5, application/json;q=0.9", Some("text/csv")),
            (b"text/csv;q=abc, application/json;q=0.9", Some("text/csv")),
            (b"text/csv;q=, application/json;q=0.9", Some("text/csv")),
            (b"text/csv;q=-1, application/json;q=0.9", Some("text/csv")),
            (b"text/csv;q=NaN, application/json;q=0.9", Some("text/csv")),
            (b"text/csv;q=., application/json;q=0.9", Some("text/csv")),
            (b"text/csv;q=.5, application/json;q=0.4", Some("text/csv")),
            (b"text/csv;q=0.00001", Some("text/csv")),
            (b"text/csv;q=0.0000", None),
            (b"text/csv;q=99999999999999999999", Some("text/csv")),
            (
                b"text/csv; Q = 0, application/json",
                Some("application/json"),
            ),
            (b"text/csv;q=0.5;q=0", Some("text/csv")),
            (b"*; q=.2, text/csv", Some("text/csv")),
            (b"*", Some("application/json")),
            // Quotes.
            (b"text/csv;a=\"x,y;q=0\";q=0.5", Some("text/csv")),
            (
                b"text/csv;a=\"never closed, image/png;q=1",
                Some("text/csv"),
            ),
            (
                b"text/csv;a=\"\\\"\\\\\", image/png;q=0.1",
                Some("text/csv"),
            ),
            (b"\"", Some("application/json")),
            (b"text/csv;a=\"\\", Some("text/csv")),
            // Other bytes.
            (b"text/csv;a=\xff\xfe, image/png;q=0.1", Some("text/csv")),
            (b"\xe2\x82/\xac", None),
        ];
        for (accept, expected) in rows {
            let shown = String::from_utf8_lossy(accept);
            assert_eq!(best(&[accept], OFFERED), *expected, "{shown}");
        }
    }

    #[test]
    fn all_lines_count_however_many() {
        assert_eq!(
            best(&[b"video/mp4", b"text/csv"], OFFERED),
            Some("text/csv")
        );
        let mut many: Vec<String> = (0..1000).map(|index| format!("x/y{index};q=1")).collect();
        assert_eq!(best(&[many.join(",").as_bytes()], OFFERED), None);
        many.push("text/csv;q=0.001".to_owned());
        assert_eq!(
            best(&[many.join(",").as_bytes()], OFFERED),
            Some("text/csv")
        );
    }
}
