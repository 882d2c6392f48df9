//! Path templates, and the tree that matches a request's path against them.
//!
//! axum's own matcher decodes what it captures and knows no template such as `/reports/{id}.json`, so paths
//! are matched here, on the text as it was sent. The rules are in the [module's manual](super#paths).

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use percent_encoding::percent_decode_str;

/// A path template: `/builds/{buildId}`.
#[derive(Debug, Clone)]
pub(super) struct Template {
    segments: Vec<Segment>,
    /// The variables' names, from left to right.
    pub(super) names: Vec<&'static str>,
}

/// What stands between two slashes of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    /// No variable; percent-decoded.
    Literal(Vec<u8>),
    /// At least one variable.
    Pattern(Pattern),
}

/// A segment with variables, from left to right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Pattern {
    /// How much of it is literal text: the more, the earlier it is tried.
    literal: Reverse<usize>,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Literal(&'static str),
    Variable,
}

impl Template {
    /// Reads a template. A brace without its partner is literal text.
    pub(super) fn parse(path: &'static str) -> Self {
        let mut names = Vec::new();
        let segments = path
            .strip_prefix('/')
            .unwrap_or(path)
            .split('/')
            .map(|text| Segment::parse(text, &mut names))
            .collect();
        Self { segments, names }
    }

    /// The template as an axum route that catches the same paths, behind `base`; `None` where axum has no such
    /// route, or would read the text in another way.
    pub(super) fn axum_route(&self, base: &str) -> Option<String> {
        let is_text = |text: &str| !text.contains(['{', '}']) && !text.starts_with([':', '*']);
        if !base.split('/').all(is_text) {
            return None;
        }
        let mut route = base.to_owned();
        let mut names: Vec<&str> = Vec::new();
        for segment in &self.segments {
            route.push('/');
            match segment {
                Segment::Literal(text) => {
                    let text = std::str::from_utf8(text).ok()?;
                    // An encoded slash of the template would become one of the route.
                    if text.contains('/') || !is_text(text) {
                        return None;
                    }
                    route.push_str(text);
                }
                Segment::Pattern(pattern) => {
                    let name = *self.names.get(names.len())?;
                    let is_whole = pattern.pieces == [Piece::Variable];
                    if !is_whole || !is_name(name) || names.contains(&name) {
                        return None;
                    }
                    names.push(name);
                    route.extend(["{", name, "}"]);
                }
            }
        }
        Some(route)
    }

    /// The template without its variables' names: two that are equal catch the same paths.
    pub(super) fn shape(&self) -> String {
        let mut shape = String::new();
        for segment in &self.segments {
            shape.push('/');
            match segment {
                Segment::Literal(text) => shape.push_str(&String::from_utf8_lossy(text)),
                Segment::Pattern(pattern) => {
                    for piece in &pattern.pieces {
                        shape.push_str(match piece {
                            Piece::Literal(text) => text,
                            Piece::Variable => "{}",
                        });
                    }
                }
            }
        }
        shape
    }
}

/// Whether axum takes it as the name of a variable for sure.
fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

impl Segment {
    fn parse(text: &'static str, names: &mut Vec<&'static str>) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let Some(length) = rest[open..].find('}') else {
                break;
            };
            if open > 0 {
                pieces.push(Piece::Literal(&rest[..open]));
            }
            names.push(&rest[open + 1..open + length]);
            pieces.push(Piece::Variable);
            rest = &rest[open + length + 1..];
        }
        if pieces.is_empty() {
            return Self::Literal(decode(text).into_owned());
        }
        if !rest.is_empty() {
            pieces.push(Piece::Literal(rest));
        }
        let literal = pieces
            .iter()
            .map(|piece| {
                if let Piece::Literal(text) = piece {
                    text.len()
                } else {
                    0
                }
            })
            .sum();
        Self::Pattern(Pattern {
            literal: Reverse(literal),
            pieces,
        })
    }
}

impl Pattern {
    /// Where the variables' values stand in `segment`; `None` where it does not fit. Each variable but the
    /// last takes as little as it can, and at least one character.
    fn capture(&self, segment: &str) -> Option<Vec<Range<usize>>> {
        let mut values = Vec::new();
        // Where the variable that is being read begins, and from where on it may end.
        let mut open: Option<usize> = None;
        let mut at = 0;
        for (index, piece) in self.pieces.iter().enumerate() {
            match (piece, open) {
                (Piece::Variable, None) => open = Some(at),
                // Two variables side by side: nothing tells them apart, so the first takes one character.
                (Piece::Variable, Some(start)) => {
                    at = start + unit(&segment[start..])?;
                    values.push(start..at);
                    open = Some(at);
                }
                (Piece::Literal(text), None) => at += literal_length(&segment[at..], text)?,
                (Piece::Literal(text), Some(start)) => {
                    let is_last = index + 1 == self.pieces.len();
                    let mut end = start + unit(&segment[start..])?;
                    loop {
                        if let Some(length) = literal_length(&segment[end..], text)
                            && (!is_last || end + length == segment.len())
                        {
                            at = end + length;
                            break;
                        }
                        end += unit(&segment[end..])?;
                    }
                    values.push(start..end);
                    open = None;
                }
            }
        }
        if let Some(start) = open {
            unit(&segment[start..])?;
            values.push(start..segment.len());
            at = segment.len();
        }
        (at == segment.len()).then_some(values)
    }
}

/// How long the first character of `text` is as it was sent: three bytes for `%41`; `None` at the end.
fn unit(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let escaped = first == '%'
        && text
            .as_bytes()
            .get(1..3)
            .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
    Some(if escaped { 3 } else { first.len_utf8() })
}

/// How much of `sent` is the literal text, each byte of which may be percent-encoded.
fn literal_length(sent: &str, literal: &str) -> Option<usize> {
    let mut at = 0;
    let mut wanted = literal.as_bytes();
    while !wanted.is_empty() {
        let length = unit(sent.get(at..)?)?;
        let decoded = decode(&sent[at..at + length]);
        wanted = wanted.strip_prefix(&*decoded)?;
        at += length;
    }
    Some(at)
}

fn decode(text: &str) -> Cow<'_, [u8]> {
    percent_decode_str(text).into()
}

/// Whether a variable that a template has twice has the same value at both places.
pub(super) fn is_consistent(path: &str, values: &[(&str, Range<usize>)]) -> bool {
    values.iter().enumerate().all(|(index, (name, value))| {
        let first = values[..index].iter().find(|(other, _)| other == name);
        first.is_none_or(|(_, first)| decode(&path[first.clone()]) == decode(&path[value.clone()]))
    })
}

/// The templates of a router, each with what it leads to.
#[derive(Debug)]
pub(super) struct Tree<T> {
    root: Node<T>,
}

#[derive(Debug)]
struct Node<T> {
    literals: BTreeMap<Vec<u8>, Node<T>>,
    /// In the order in which they are tried.
    patterns: BTreeMap<Pattern, Node<T>>,
    leaf: Option<T>,
}

impl<T> Default for Node<T> {
    fn default() -> Self {
        Self {
            literals: BTreeMap::new(),
            patterns: BTreeMap::new(),
            leaf: None,
        }
    }
}

impl<T> Tree<T> {
    pub(super) fn new() -> Self {
        Self {
            root: Node::default(),
        }
    }

    /// What the template leads to, made if need be.
    pub(super) fn entry(&mut self, template: &Template) -> &mut Option<T> {
        let mut node = &mut self.root;
        for segment in &template.segments {
            node = match segment {
                Segment::Literal(text) => node.literals.entry(text.clone()).or_default(),
                Segment::Pattern(pattern) => node.patterns.entry(pattern.clone()).or_default(),
            };
        }
        &mut node.leaf
    }

    /// What a path leads to, and where in it the variables' values stand, from left to right.
    pub(super) fn find(&self, path: &str) -> Option<(&T, Vec<Range<usize>>)> {
        // `OPTIONS *` and `CONNECT` have other targets.
        if !path.starts_with('/') {
            return None;
        }
        let mut values = Vec::new();
        let leaf = self.root.find(path, 1, &mut values)?;
        values.reverse();
        Some((leaf, values))
    }
}

impl<T> Node<T> {
    /// Visits each node once at most: a node stands at one depth, and so belongs to one segment.
    /// `values` are collected from the last to the first.
    fn find(&self, path: &str, start: usize, values: &mut Vec<Range<usize>>) -> Option<&T> {
        let end = path[start..]
            .find('/')
            .map_or(path.len(), |length| start + length);
        let segment = &path[start..end];
        let decoded = decode(segment);
        if let Some(node) = self.literals.get(&*decoded)
            && let Some(leaf) = node.follow(path, end, values)
        {
            return Some(leaf);
        }
        if matches!(&*decoded, b"." | b"..") {
            return None;
        }
        for (pattern, node) in &self.patterns {
            if let Some(captured) = pattern.capture(segment)
                && let Some(leaf) = node.follow(path, end, values)
            {
                values.extend(
                    captured
                        .into_iter()
                        .rev()
                        .map(|value| start + value.start..start + value.end),
                );
                return Some(leaf);
            }
        }
        None
    }

    /// Goes on behind a segment that ends at `end`.
    fn follow(&self, path: &str, end: usize, values: &mut Vec<Range<usize>>) -> Option<&T> {
        if end == path.len() {
            self.leaf.as_ref()
        } else {
            self.find(path, end + 1, values)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first of `templates` that `path` leads to, with its values: `/a/{x} [1]`.
    #[track_caller]
    fn check(templates: &[&'static str], path: &str, expected: &str) {
        let mut tree = Tree::new();
        for template in templates {
            tree.entry(&Template::parse(template))
                .get_or_insert(*template);
        }
        let found = tree.find(path).map_or_else(
            || "nothing".to_owned(),
            |(template, values)| {
                let values: Vec<&str> = values.into_iter().map(|value| &path[value]).collect();
                format!("{template} [{}]", values.join(" "))
            },
        );
        assert_eq!(found, expected, "{path} in {templates:?}");
    }

    #[test]
    fn whole_segments() {
        let templates = [
            "/",
            "/builds",
            "/builds/{id}",
            "/builds/latest",
            "/builds/{id}/logs",
            "/builds/latest/x",
        ];
        check(&templates, "/", "/ []");
        check(&templates, "/builds", "/builds []");
        check(&templates, "/builds/", "nothing");
        check(&templates, "/builds/7", "/builds/{id} [7]");
        check(&templates, "/builds/latest", "/builds/latest []");
        check(&templates, "/builds/lates", "/builds/{id} [lates]");
        // `latest` leads nowhere further on, so the variable is tried.
        check(
            &templates,
            "/builds/latest/logs",
            "/builds/{id}/logs [latest]",
        );
        check(&templates, "/builds/7/logs/", "nothing");
        check(&templates, "//builds", "nothing");
        check(&templates, "builds", "nothing");
        check(&templates, "*", "nothing");
        check(&templates, "", "nothing");
        check(&["/{x}"], "*", "nothing");
    }

    #[test]
    fn values_stay_encoded() {
        check(
            &["/a/{x}/b/{y}"],
            "/a/1%2F2/b/%FF%zz",
            "/a/{x}/b/{y} [1%2F2 %FF%zz]",
        );
        check(&["/a/{x}"], "/a/1+2", "/a/{x} [1+2]");
    }

    #[test]
    fn dot_segments_are_no_values() {
        for path in ["/a/.", "/a/..", "/a/%2e%2E", "/a/.%2e"] {
            check(&["/a/{x}"], path, "nothing");
        }
        check(&["/a/{x}"], "/a/...", "/a/{x} [...]");
    }

    #[test]
    fn literals_may_be_encoded() {
        check(&["/users/@me"], "/users/%40me", "/users/@me []");
        check(&["/a%20b"], "/a%20b", "/a%20b []");
        check(&["/a b"], "/a%20b", "/a b []");
        check(&["/a/b"], "/a%2Fb", "nothing");
        check(
            &["/v1/{name}:cancel"],
            "/v1/n%3Acancel",
            "/v1/{name}:cancel [n]",
        );
        check(&["/Builds"], "/builds", "nothing");
    }

    #[test]
    fn variables_within_a_segment() {
        let templates = ["/r/{x}", "/r/{x}.json", "/r/{x}.tar.{y}", "/r/v{x}"];
        check(&templates, "/r/a.json", "/r/{x}.json [a]");
        check(&templates, "/r/a.json.json", "/r/{x}.json [a.json]");
        check(&templates, "/r/.json", "/r/{x} [.json]");
        check(
            &templates,
            "/r/a.tar.gz.tar.xz",
            "/r/{x}.tar.{y} [a gz.tar.xz]",
        );
        check(&templates, "/r/v2", "/r/v{x} [2]");
        check(&templates, "/r/v", "/r/{x} [v]");
        check(&["/{a}:{b}"], "/1:2:3", "/{a}:{b} [1 2:3]");
        check(&["/{a}:{b}"], "/1", "nothing");
        check(&["/{a}-{b}-c"], "/1-2-3-c", "/{a}-{b}-c [1 2-3]");
        check(&["/{a}{b}"], "/%41bc", "/{a}{b} [%41 bc]");
        check(&["/{a}{b}"], "/1", "nothing");
        check(&["/x{a}"], "/%", "nothing");
        check(&["/{a}é"], "/ü%C3%A9", "/{a}é [ü]");
    }

    #[test]
    fn lone_braces_are_text() {
        check(&["/a{", "/b}"], "/a{", "/a{ []");
        check(&["/a{", "/b}"], "/b%7D", "/b} []");
    }

    #[test]
    fn axum_routes() {
        let route = |path: &'static str| Template::parse(path).axum_route("/v1");
        assert_eq!(route("/a/{x}/{y}").as_deref(), Some("/v1/a/{x}/{y}"));
        assert_eq!(route("/").as_deref(), Some("/v1/"));
        for base in ["/{x}", "/{x", "/:x", "/a/*x"] {
            assert_eq!(Template::parse("/{x}").axum_route(base), None, "{base}");
        }
        for path in [
            "/{x}.json",
            "/a{",
            "/:x",
            "/*",
            "/{*x}",
            "/{a-b}",
            "/{}",
            "/{a}/{a}",
            "/a%2Fb",
        ] {
            assert_eq!(route(path), None, "{path}");
        }
    }
}
