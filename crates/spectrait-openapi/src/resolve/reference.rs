//! Following `$ref`s (OpenAPI 3.0.4 section 4.8.23, RFC 6901 section 6).

use std::collections::BTreeMap;

use openapiv3::ReferenceOr;
use spectrait_source::{Diagnostic, Node, Pointer, Span, codes};

use super::Resolver;
use super::place::{Nouns, Placed};
use crate::load::value::cut;

/// What a reference is wanted to point to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Noun {
    Example,
    Header,
    Parameter,
    PathItem,
    RequestBody,
    Response,
    Schema,
    SecurityScheme,
}

impl Noun {
    const ALL: [Self; 8] = [
        Self::Example,
        Self::Header,
        Self::Parameter,
        Self::PathItem,
        Self::RequestBody,
        Self::Response,
        Self::Schema,
        Self::SecurityScheme,
    ];

    /// Without an article: "parameter".
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Example => "example",
            Self::Header => "header",
            Self::Parameter => "parameter",
            Self::PathItem => "path item",
            Self::RequestBody => "request body",
            Self::Response => "response",
            Self::Schema => "schema",
            Self::SecurityScheme => "security scheme",
        }
    }

    /// With an article: "a parameter".
    fn named(self) -> String {
        let article = if self == Self::Example { "an" } else { "a" };
        format!("{article} {}", self.name())
    }

    /// The field of `components` that holds them.
    fn section(self) -> &'static str {
        match self {
            Self::Example => "examples",
            Self::Header => "headers",
            Self::Parameter => "parameters",
            Self::PathItem => "pathItems",
            Self::RequestBody => "requestBodies",
            Self::Response => "responses",
            Self::Schema => "schemas",
            Self::SecurityScheme => "securitySchemes",
        }
    }

    fn is_at(self, nouns: &Nouns<'_>, place: u32) -> bool {
        match self {
            Self::Example => nouns.examples.contains_key(&place),
            Self::Header => nouns.headers.contains_key(&place),
            Self::Parameter => nouns.parameters.contains_key(&place),
            Self::PathItem => nouns.path_items.contains_key(&place),
            Self::RequestBody => nouns.request_bodies.contains_key(&place),
            Self::Response => nouns.responses.contains_key(&place),
            Self::Schema => nouns.schemas.contains_key(&place),
            Self::SecurityScheme => nouns.security_schemes.contains_key(&place),
        }
    }
}

impl<'d> Resolver<'d> {
    /// A noun of the skeleton, its `$ref` followed, and where it stands. The last is the object that
    /// holds the `$ref`, if there is one.
    pub(super) fn noun<T: Placed>(
        &mut self,
        noun: &'d ReferenceOr<T>,
        wanted: Noun,
        all: for<'n> fn(&'n Nouns<'d>) -> &'n BTreeMap<u32, &'d T>,
    ) -> Option<(&'d T, &'d Node, Option<&'d Node>)> {
        match noun {
            ReferenceOr::Item(item) => Some((item, self.places.of(item)?, None)),
            ReferenceOr::Reference { reference } => {
                let holder = self.places.get(reference.parse().ok()?)?;
                let target = self.follow(holder, wanted)?;
                let item = *all(&self.nouns).get(&target.span.start)?;
                Some((item, target, Some(holder)))
            }
        }
    }

    /// Follows the `$ref` of an object until it leads to the noun that is wanted. `None` when it does
    /// not, which has been reported then, here or by `load`.
    pub(super) fn follow(&mut self, holder: &'d Node, wanted: Noun) -> Option<&'d Node> {
        let mut visited: Vec<(u32, Span)> = Vec::new();
        let mut holder = holder;
        loop {
            let reference = holder.get("$ref")?;
            let text = reference.as_str()?;
            let start = holder.span.start;
            if let Some(first) = visited.iter().position(|(place, _)| *place == start) {
                self.report_cycle(&visited[first..]);
                return None;
            }
            visited.push((start, reference.span));
            let target = self.locate(text, reference.span, wanted)?;
            let place = target.span.start;
            if target.get("$ref").and_then(Node::as_str).is_some() {
                // Not a reference to a reference of another kind: the noun at its end decides.
                holder = target;
            } else if wanted.is_at(&self.nouns, place) {
                return Some(target);
            } else if self.broken.contains(&place) {
                return None;
            } else {
                self.report_wrong(text, reference.span, wanted, target);
                return None;
            }
        }
    }

    /// The node that a reference points to.
    pub(super) fn locate(&mut self, text: &str, span: Span, wanted: Noun) -> Option<&'d Node> {
        if !text.starts_with('#') {
            self.report_external(text, span, wanted);
            return None;
        }
        let pointer = match Pointer::from_fragment(text) {
            Ok(pointer) => pointer,
            Err(error) => {
                let mut diagnostic = Diagnostic::error(
                    codes::UNKNOWN_REFERENCE,
                    format!("`{}` points to nothing", cut(text)),
                )
                .at(span, "");
                diagnostic = match error {
                    spectrait_source::InvalidPointer::NoSlash => diagnostic
                        .note("names of `$anchor` are not followed")
                        .help(format!(
                            "write the path to it, as `#/components/{}/{}`",
                            wanted.section(),
                            cut(&text[1..])
                        )),
                    _ => diagnostic.note(error.to_string()),
                };
                self.report(diagnostic);
                return None;
            }
        };
        let target = self.tree.at_pointer(&pointer);
        if target.is_none() {
            self.report_unknown(&pointer, span, wanted);
        }
        target
    }

    /// "Nothing is there", with the likeliest name.
    fn report_unknown(&mut self, pointer: &Pointer, span: Span, wanted: Noun) {
        // Where the path ends, and what is missing there.
        let mut found = self.tree;
        let mut path = Pointer::root();
        let mut missing = "";
        for token in pointer.tokens() {
            missing = token;
            match found.at_pointer(&[token].into_iter().collect()) {
                Some(next) => found = next,
                None => break,
            }
            path.push(token);
        }
        let section = [String::from("components"), wanted.section().to_owned()]
            .into_iter()
            .collect();
        let message = if path == section {
            format!("no {} is named `{}`", wanted.name(), cut(missing))
        } else {
            format!(
                "nothing is at `{}`",
                cut(&path.join(missing).to_fragment())
            )
        };
        let mut diagnostic =
            Diagnostic::error(codes::UNKNOWN_REFERENCE, message).at(span, "");
        // The same name among the components is what a wrong path was meant to lead to.
        let components = self.tree.at_pointer(&section).and_then(Node::as_object);
        let moved = pointer
            .last()
            .filter(|name| path != section && components.is_some_and(|all| all.contains_key(name)))
            .map(|name| section.join(name));
        let meant = moved.or_else(|| {
            let members = found.as_object()?;
            let near = self.nearest(missing, members.keys())?;
            Some(path.join(near))
        });
        if let Some(meant) = meant {
            diagnostic = diagnostic.help(format!("did you mean `{}`?", meant.to_fragment()));
        } else if path == section {
            diagnostic = diagnostic.help(format!(
                "add `{}` to `components.{}`",
                cut(missing),
                wanted.section()
            ));
        }
        self.report(diagnostic);
    }

    fn report_external(&mut self, text: &str, span: Span, wanted: Noun) {
        let diagnostic = Diagnostic::error(
            codes::EXTERNAL_REFERENCE,
            format!("`{}` leaves the document, which is not followed yet", cut(text)),
        )
        .at(span, "");
        let local = self
            .tree
            .get("components")
            .and_then(|components| components.get(wanted.section())?.get(text));
        self.report(if text.is_empty() || local.is_some() {
            diagnostic.help(format!(
                "did you mean `#/components/{}/{}`?",
                wanted.section(),
                cut(text)
            ))
        } else {
            diagnostic.help("bundle the document into one file, as `redocly bundle` does")
        });
    }

    /// "It points to something else."
    pub(super) fn report_wrong(
        &mut self,
        text: &str,
        span: Span,
        wanted: Noun,
        target: &Node,
    ) {
        let kind = Noun::ALL
            .into_iter()
            .find(|noun| noun.is_at(&self.nouns, target.span.start))
            .map_or_else(|| target.kind_name().to_owned(), Noun::named);
        let mut diagnostic = Diagnostic::error(
            codes::WRONG_REFERENCE,
            format!("`{}` is no {}", cut(text), wanted.name()),
        )
        .at(span, format!("{} is wanted here", wanted.named()));
        if target.span.start != self.tree.span.start {
            diagnostic = diagnostic.also(target.span, format!("this is {kind}"));
        }
        let name = text.rsplit('/').next().unwrap_or_default();
        let same = self
            .tree
            .get("components")
            .and_then(|components| components.get(wanted.section())?.get(name));
        self.report(if same.is_some() {
            diagnostic.help(format!(
                "did you mean `#/components/{}/{}`?",
                wanted.section(),
                cut(name)
            ))
        } else {
            diagnostic
        });
    }

    /// Reports a circle of references, each with the place it stands at.
    pub(super) fn report_cycle(&mut self, circle: &[(u32, Span)]) {
        // Wherever one enters it, it is told from its first place.
        let Some(first) = circle.iter().map(|(_, span)| *span).min() else {
            return;
        };
        let mut diagnostic =
            Diagnostic::error(codes::REFERENCE_CYCLE, "this `$ref` leads back to itself")
                .at(first, "");
        for (_, span) in circle.iter().filter(|(_, span)| *span != first).take(8) {
            diagnostic = diagnostic.also(*span, "by way of this");
        }
        self.report(diagnostic.help("let one of them say what it is"));
    }
}
