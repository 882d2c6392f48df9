//! Path templates (OpenAPI 3.0.4 section 4.7.2).

use std::collections::BTreeMap;

use spectrait_source::{Diagnostic, Key, Span, codes};

use super::Resolver;
use super::place::part;
use crate::load::value::cut;
use crate::schema::Spanned;

/// What an operation is reached by.
pub(super) struct Template<'d> {
    /// The path as later stages see it. Of a webhook its name, of a callback its expression.
    pub(super) path: Spanned<String>,
    pub(super) variables: Vec<Variable<'d>>,
    /// The variables in the query that the path holds, by the name of the pair.
    pub(super) query: Vec<Variable<'d>>,
    /// Whether it is a path: its variables are parameters.
    pub(super) is_path: bool,
}

/// `{name}` in a path.
pub(super) struct Variable<'d> {
    pub(super) name: &'d str,
    /// Where it stands, with its braces.
    pub(super) span: Span,
}

impl Template<'_> {
    /// What a webhook or a callback is reached by.
    pub(super) fn of_webhook(key: &Key) -> Self {
        Self {
            path: Spanned {
                value: String::from(key.text.clone()),
                span: key.span,
            },
            variables: Vec::new(),
            query: Vec::new(),
            is_path: false,
        }
    }
}

impl<'d> Resolver<'d> {
    /// Finds the variables of a path, and what is wrong with its text.
    pub(super) fn resolve_template(&mut self, key: &'d Key) -> Template<'d> {
        let text = &*key.text;
        let mut template = Template {
            path: Spanned {
                value: String::new(),
                span: key.span,
            },
            variables: Vec::new(),
            query: Vec::new(),
            is_path: true,
        };
        if !text.starts_with('/') {
            // `load` has warned.
            template.path.value.push('/');
        }
        // A fragment or a query may be meant by an operator within braces.
        let end = outside(text, '#').unwrap_or(text.len());
        let query = outside(&text[..end], '?').unwrap_or(end);
        self.resolve_segments(key, query, &mut template);
        if query < end {
            self.resolve_query(key, query, end, &mut template);
        }
        if end < text.len() {
            self.report(
                Diagnostic::warning(codes::INVALID_VALUE, "a path must not hold a fragment")
                    .at(part(key.span, text, end, text.len()), "left out")
                    .note("a fragment is never sent (RFC 3986 section 3.5)")
                    .help("move the operations to the path without it"),
            );
        }
        template
    }

    /// The path itself, which ends at `end`.
    fn resolve_segments(&mut self, key: &'d Key, end: usize, template: &mut Template<'d>) {
        let text = &key.text[..end];
        let mut names: BTreeMap<&str, Span> = BTreeMap::new();
        let mut position = 0;
        while let Some(found) = text[position..].find(['{', '}']) {
            let start = position + found;
            template.path.value += &text[position..start];
            let close = match text.as_bytes()[start] {
                b'{' => text[start..].find('}').map(|length| start + length),
                _ => None,
            };
            let name = close.map(|close| &text[start + 1..close]);
            let (Some(close), Some(name)) = (
                close,
                name.filter(|name| !name.is_empty() && !name.contains(['{', '/'])),
            ) else {
                self.report(
                    Diagnostic::error(
                        codes::PATH_PARAMETER,
                        format!("`{}` is no path template", cut(text)),
                    )
                    .at(
                        part(key.span, &key.text, start, start + 1),
                        "this brace begins or ends no variable",
                    )
                    .help("a variable is written `{name}`, within one segment of the path"),
                );
                return;
            };
            position = close + 1;
            let span = part(key.span, &key.text, start, position);
            let Some(name) = self.check_operators(name, span) else {
                continue;
            };
            template.path.value.extend(["{", name, "}"]);
            if let Some(first) = names.get(name).copied() {
                self.report(
                    Diagnostic::warning(
                        codes::PATH_PARAMETER,
                        format!("the path has the variable `{}` twice", cut(name)),
                    )
                    .at(span, "has the same value as the first")
                    .also(first, "first here")
                    .help("rename one of the two, if each has a value of its own"),
                );
            } else {
                names.insert(name, span);
                template.variables.push(Variable { name, span });
            }
        }
        template.path.value += &text[position..];
    }

    /// The query that a path holds from `start` to `end`. Its pairs are part of the path, but for those whose values are
    /// variables: they are parameters.
    fn resolve_query(
        &mut self,
        key: &'d Key,
        start: usize,
        end: usize,
        template: &mut Template<'d>,
    ) {
        let text = &key.text[..end];
        let mut separator = '?';
        let mut position = start + 1;
        for pair in text[position..].split('&') {
            let span = part(key.span, &key.text, position, position + pair.len());
            position += pair.len() + 1;
            let name = pair.split('=').next().unwrap_or(pair);
            if pair.contains('{') {
                template.query.push(Variable { name, span });
            } else if !pair.is_empty() {
                template.path.value.push(separator);
                template.path.value += pair;
                separator = '&';
            }
        }
        let label = if template.query.is_empty() {
            "read as a part of every request"
        } else {
            "what is variable is read as parameters, the rest as a part of every request"
        };
        self.report(
            Diagnostic::warning(codes::INVALID_VALUE, "a path must not hold a query")
                .at(part(key.span, &key.text, start, end), label)
                .note("several such paths are told apart by it")
                .help("describe a query in `parameters`, `in: query`"),
        );
    }

    /// The name without the operators of RFC 6570 and the patterns of routers, which some other tools read. `None` where
    /// it is a query that the path does not need.
    fn check_operators<'t>(&mut self, written: &'t str, span: Span) -> Option<&'t str> {
        if written.starts_with(['?', '&', '#']) {
            self.report(
                Diagnostic::warning(
                    codes::PATH_PARAMETER,
                    format!("`{{{}}}` is no variable of a path", cut(written)),
                )
                .at(span, "left out")
                .help("leave it out, and describe the query in `parameters`, `in: query`"),
            );
            return None;
        }
        let name = written.split(':').next().unwrap_or(written);
        let name = name
            .trim_start_matches(['+', '.', ';', '*'])
            .trim_end_matches('*');
        if name.len() == written.len() || name.is_empty() {
            return Some(written);
        }
        self.report(
            Diagnostic::warning(
                codes::PATH_PARAMETER,
                format!("`{{{}}}` says more than a variable's name", cut(written)),
            )
            .at(span, format!("read as `{{{}}}`", cut(name)))
            .note("OpenAPI has neither the operators of RFC 6570 nor patterns in a path; a `/` in the value is sent as `%2F`")
            .help(format!(
                "write `{{{}}}`, and `style`, `explode` and `schema` in its parameter",
                cut(name)
            )),
        );
        Some(name)
    }
}

/// Where a character first stands that is not within braces.
fn outside(text: &str, wanted: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (position, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            letter if letter == wanted && depth == 0 => return Some(position),
            _ => {}
        }
    }
    None
}
