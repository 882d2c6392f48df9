//! The response's `Link` header has the URL of the next page (RFC 8288).

use http::header::LINK;
use http::{HeaderMap, Uri};

use super::position::{Answer, Position};
use super::progress::{Step, Trouble};
use crate::client::base_url::BaseUrl;
use crate::operation::{Keyword, Location, Place, Violation, Violations};

/// `context` is the URL of the page.
pub(super) fn step(answer: &Answer, headers: &HeaderMap, context: Option<&str>) -> Step {
    if answer.has_more == Some(false) {
        return Step::Last;
    }
    let mut values = headers.get_all(LINK).iter();
    let found = values.find_map(|value| match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => next(text).transpose(),
        Err(_) => Some(Err(MALFORMED)),
    });
    let reference = match found {
        None => return Step::Last,
        Some(Ok(reference)) => reference,
        Some(Err(problem)) => return Step::Stuck(Trouble::Unreadable(problem)),
    };
    match context.and_then(|context| resolve(context, reference)) {
        Some(url) => Step::Next(Position::Link(url)),
        None => Step::Stuck(Trouble::Unreadable("the link to the next page is no URL")),
    }
}

const MALFORMED: &str = "the response's header is no list of links, so that it is not known whether another page follows";

/// That a list cannot be followed.
pub(super) fn invalid(problem: impl Into<String>) -> Violations {
    let place = Place::parameter(Location::Header, "Link");
    Violations::one(Violation::new(place, Keyword::Format, problem))
}

/// The target of the first link of relation `next` to what the header is about (RFC 8288 section 3).
fn next(value: &str) -> Result<Option<&str>, &'static str> {
    let mut rest = skip(value);
    while !rest.is_empty() {
        let (target, parameters) = rest
            .strip_prefix('<')
            .and_then(|rest| rest.split_once('>'))
            .ok_or(MALFORMED)?;
        let (link, after) = parameters_of(parameters).ok_or(MALFORMED)?;
        if link.is_next && !link.is_anchored {
            return Ok(Some(target));
        }
        rest = skip(after);
    }
    Ok(None)
}

/// Without white space and commas in front: an empty member of a list is none (RFC 9110 section 5.6.1).
fn skip(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', ','])
}

fn blank(text: &str) -> &str {
    text.trim_start_matches([' ', '\t'])
}

#[derive(Default)]
struct Link {
    is_next: bool,
    /// It is about something else than the response.
    is_anchored: bool,
}

/// What the parameters of a link say, and what comes after its comma.
fn parameters_of(text: &str) -> Option<(Link, &str)> {
    let mut link = Link::default();
    let mut has_relation = false;
    let mut rest = blank(text);
    loop {
        if rest.is_empty() || rest.starts_with(',') {
            return Some((link, rest));
        }
        rest = blank(rest.strip_prefix(';')?);
        let end = rest.find(['=', ';', ',', ' ', '\t']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        rest = blank(after);
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            (value, rest) = value_of(blank(after))?;
            rest = blank(rest);
        }
        if name.eq_ignore_ascii_case("anchor") {
            link.is_anchored = true;
        }
        // Only the first counts (section 3.3).
        if name.eq_ignore_ascii_case("rel") && !has_relation {
            has_relation = true;
            link.is_next = value
                .split_ascii_whitespace()
                .any(|relation| relation.eq_ignore_ascii_case("next"));
        }
    }
}

/// A token or quoted string (RFC 9110 section 5.6.4), and what comes after it.
fn value_of(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([';', ',', ' ', '\t']).unwrap_or(text.len());
        let (value, rest) = text.split_at(end);
        return Some((value.to_owned(), rest));
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((value, quoted.get(at + 1..)?)),
            '\\' => value.push(characters.next()?.1),
            _ => value.push(character),
        }
    }
    None
}

/// The absolute URL that a reference means (RFC 3986 section 5.2). Dots in its path are left: they are refused where it
/// is followed.
fn resolve(context: &str, reference: &str) -> Option<String> {
    let reference = reference.trim();
    let (reference, _) = reference.split_once('#').unwrap_or((reference, ""));
    let uri: Uri = context.parse().ok()?;
    let (scheme, authority) = (uri.scheme_str()?, uri.authority()?);
    let path = uri.path();
    let is_absolute = reference.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    });
    let url = if is_absolute {
        reference.to_owned()
    } else if reference.starts_with("//") {
        format!("{scheme}:{reference}")
    } else if reference.starts_with('/') {
        format!("{scheme}://{authority}{reference}")
    } else if reference.starts_with('?') {
        format!("{scheme}://{authority}{path}{reference}")
    } else if reference.is_empty() {
        context.to_owned()
    } else {
        let (folder, _) = path.rsplit_once('/')?;
        format!("{scheme}://{authority}{folder}/{reference}")
    };
    url.parse::<Uri>().ok().map(|_| url)
}

/// Where a link is followed to: below the base URL and nowhere else, or a credential would go to another server.
/// `credentials` are the pairs that belong to the query; those of their names are taken out of the link's.
pub(crate) fn target(
    base: Option<&BaseUrl>,
    url: &str,
    credentials: Option<&str>,
) -> Result<Uri, Violations> {
    let (before, query) = match url.split_once('?') {
        Some((before, query)) => (before, Some(query)),
        None => (url, None),
    };
    let is_below = |base: &BaseUrl| base.has(before);
    if !base.is_some_and(is_below) {
        return Err(invalid(
            "the link to the next page leads away from the base URL, where no credential may go",
        ));
    }
    let name = |pair: &str| {
        pair.split_once('=')
            .map_or(pair, |(name, _)| name)
            .to_owned()
    };
    let own: Vec<&str> = credentials
        .into_iter()
        .flat_map(|pairs| pairs.split('&'))
        .collect();
    let is_own = |pair: &str| own.iter().any(|own| name(own) == name(pair));
    let kept = query.into_iter().flat_map(|query| query.split('&'));
    let query: Vec<&str> = kept
        .filter(|pair| !is_own(pair))
        .chain(own.iter().copied())
        .collect();
    let whole = if query.is_empty() {
        before.to_owned()
    } else {
        format!("{before}?{}", query.join("&"))
    };
    whole
        .parse()
        .map_err(|_| invalid("the link to the next page is no URL"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_link_is_found() {
        let rows = [
            ("", Ok(None)),
            ("<a>; rel=next", Ok(Some("a"))),
            ("<a>; rel=\"next\"", Ok(Some("a"))),
            ("<a>;rel=NEXT", Ok(Some("a"))),
            ("<a> ; REL = \"next\" ; title=\"x\"", Ok(Some("a"))),
            (
                "<p>; rel=\"prev\", <a>; rel=\"next\", <l>; rel=\"last\"",
                Ok(Some("a")),
            ),
            ("<p>; rel=prev,<a>; rel=next", Ok(Some("a"))),
            (" ,, <p>; rel=prev ,, <a>; rel=next ,", Ok(Some("a"))),
            ("<a>; rel=\"prev next\"", Ok(Some("a"))),
            ("<a>; rel=\"  next\tlast \"", Ok(Some("a"))),
            // What looks like a link is a title.
            (
                "<p>; title=\"<x>; rel=next, \\\"\"; rel=prev, <a>; rel=next",
                Ok(Some("a")),
            ),
            ("<p>; title=\"<x>; rel=next\"; rel=prev", Ok(None)),
            // The comma and semicolon are the URL's.
            (
                "<https://h/a,b;c?d=e,f>; rel=next",
                Ok(Some("https://h/a,b;c?d=e,f")),
            ),
            ("<a>; rel=prev; rel=next", Ok(None)),
            ("<a>; rel=next; rel=prev", Ok(Some("a"))),
            ("<a>; rel=next; anchor=\"#x\", <b>; rel=next", Ok(Some("b"))),
            ("<a>; nextish; rel=\"nextish\"", Ok(None)),
            ("<a>; rel=\"n\\ext\"", Ok(Some("a"))),
            ("<a>; rel", Ok(None)),
            ("<a>", Ok(None)),
            ("<>; rel=next", Ok(Some(""))),
            ("a; rel=next", Err(MALFORMED)),
            ("<a; rel=next", Err(MALFORMED)),
            ("<a> rel=next", Err(MALFORMED)),
            ("<a>; rel=\"next", Err(MALFORMED)),
            ("<a>; rel=\"next\\", Err(MALFORMED)),
            ("<p>; rel=prev <a>; rel=next", Err(MALFORMED)),
        ];
        for (value, expected) in rows {
            assert_eq!(next(value), expected, "{value}");
        }
    }

    #[test]
    fn references_are_resolved() {
        let context = "https://h:8443/v1/repos/list?page=1";
        let rows = [
            (
                "https://h:8443/v1/repos?page=2",
                Some("https://h:8443/v1/repos?page=2"),
            ),
            ("https://other/x", Some("https://other/x")),
            ("//other/x", Some("https://other/x")),
            (
                "/v1/repos?page=2#top",
                Some("https://h:8443/v1/repos?page=2"),
            ),
            ("?page=2", Some("https://h:8443/v1/repos/list?page=2")),
            ("next?page=2", Some("https://h:8443/v1/repos/next?page=2")),
            ("next?at=1:2", Some("https://h:8443/v1/repos/next?at=1:2")),
            ("", Some(context)),
            ("/a b", None),
            ("urn:x", Some("urn:x")),
        ];
        for (reference, expected) in rows {
            assert_eq!(
                resolve(context, reference).as_deref(),
                expected,
                "{reference}"
            );
        }
    }

    #[test]
    fn only_what_is_below_the_base_url_is_followed() {
        let base = BaseUrl::parse("https://api.example.com/v1").unwrap();
        let rows = [
            ("https://api.example.com/v1/repos?page=2", true),
            ("https://API.example.com:443/v1/repos?page=2", true),
            ("https://api.example.com/v1", true),
            ("https://api.example.com/v1?page=2", true),
            ("https://api.example.com/v1/other/", true),
            ("https://api.example.com/v10/repos", false),
            ("https://api.example.com/V1/repos", false),
            ("https://api.example.com/repos", false),
            ("https://api.example.com/v1/../repos", false),
            ("https://api.example.com/v1/%2e%2e/repos", false),
            ("http://api.example.com/v1/repos", false),
            ("https://api.example.com:8443/v1/repos", false),
            ("https://api.example.com.evil.example/v1/repos", false),
            ("https://evil.example/v1/repos", false),
            ("https://api.example.com@evil.example/v1/repos", false),
            ("https://user:secret@api.example.com/v1/repos", false),
            ("https://api.example.com\\@evil.example/v1/repos", false),
            ("ftp://api.example.com/v1/repos", false),
            ("/v1/repos", false),
            ("urn:x", false),
            ("", false),
        ];
        for (url, is_followed) in rows {
            assert_eq!(target(Some(&base), url, None).is_ok(), is_followed, "{url}");
        }
        assert!(target(None, "https://api.example.com/v1", None).is_err());
    }

    #[test]
    fn a_credential_takes_the_place_of_the_links() {
        let base = BaseUrl::parse("https://h").unwrap();
        let rows = [
            ("https://h/a?page=2", None, "https://h/a?page=2"),
            ("https://h/a", Some("key=new"), "https://h/a?key=new"),
            (
                "https://h/a?page=2&key=old&k=1&key",
                Some("key=new"),
                "https://h/a?page=2&k=1&key=new",
            ),
            (
                "https://h/a?key=old",
                Some("key=new&id=x"),
                "https://h/a?key=new&id=x",
            ),
        ];
        for (url, credentials, expected) in rows {
            let followed = target(Some(&base), url, credentials).unwrap();
            assert_eq!(followed.to_string(), expected);
        }
    }
}
