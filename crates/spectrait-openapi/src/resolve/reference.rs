//! Following `$ref`s (OpenAPI 3.0.4 section 4.8.23, RFC 6901 section 6).

use std::collections::BTreeMap;

use indexmap::IndexMap;
use openapiv3::ReferenceOr;
use spectrait_source::{Code, Diagnostic, Node, Pointer, Span, codes};

use super::Resolver;
use super::place::{Nouns, Placed};
use crate::bundle::REPORTED;
use crate::load::value::cut;

/// What a reference is wanted to point to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Noun {
    Callback,
    Example,
    Header,
    Link,
    Parameter,
    PathItem,
    RequestBody,
    Response,
    Schema,
    SecurityScheme,
}

impl Noun {
    /// Parameters come before headers, which they are taken for.
    const ALL: [Self; 10] = [
        Self::Callback,
        Self::Example,
        Self::Link,
        Self::Parameter,
        Self::Header,
        Self::PathItem,
        Self::RequestBody,
        Self::Response,
        Self::Schema,
        Self::SecurityScheme,
    ];

    /// Without an article: "parameter".
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Callback => "callback",
            Self::Example => "example",
            Self::Header => "header",
            Self::Link => "link",
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
            Self::Callback => "callbacks",
            Self::Example => "examples",
            Self::Header => "headers",
            Self::Link => "links",
            Self::Parameter => "parameters",
            Self::PathItem => "pathItems",
            Self::RequestBody => "requestBodies",
            Self::Response => "responses",
            Self::Schema => "schemas",
            Self::SecurityScheme => "securitySchemes",
        }
    }

    /// Whether it only documents: without it, all else has its meaning.
    fn is_documentation(self) -> bool {
        matches!(self, Self::Example | Self::Link)
    }

    /// What a reference to one is reported as that leads nowhere.
    fn fault(self, code: &'static Code, message: String) -> Diagnostic {
        if self.is_documentation() {
            Diagnostic::warning(code, message)
        } else {
            Diagnostic::error(code, message)
        }
    }

    fn is_at(self, nouns: &Nouns<'_>, place: u64) -> bool {
        match self {
            Self::Callback => nouns.callbacks.contains(&place),
            Self::Example => nouns.examples.contains(&place),
            Self::Header => {
                nouns.headers.contains_key(&place) || nouns.parameters.contains_key(&place)
            }
            Self::Link => nouns.links.contains(&place),
            Self::Parameter => nouns.parameters.contains_key(&place),
            Self::PathItem => nouns.path_items.contains_key(&place),
            Self::RequestBody => nouns.request_bodies.contains_key(&place),
            Self::Response => nouns.responses.contains_key(&place),
            Self::Schema => nouns.schemas.contains_key(&place),
            Self::SecurityScheme => nouns.security_schemes.contains_key(&place),
        }
    }
}

/// Where a `$ref` leads.
enum Step<'d> {
    /// To another one.
    To(&'d Node),
    /// To what is wanted, or to nothing that is.
    End(Option<&'d Node>),
}

impl<'d> Resolver<'d> {
    /// A noun of the skeleton, its `$ref` followed, and where it stands. The last is the object that
    /// holds the `$ref`, if there is one.
    pub(super) fn noun<T: Placed>(
        &mut self,
        noun: &'d ReferenceOr<T>,
        wanted: Noun,
        all: for<'n> fn(&'n Nouns<'d>) -> &'n BTreeMap<u64, &'d T>,
    ) -> Option<(&'d T, &'d Node, Option<&'d Node>)> {
        match noun {
            ReferenceOr::Item(item) => Some((item, self.places.of(item)?, None)),
            ReferenceOr::Reference { reference } => {
                let holder = self.places.get(reference.parse().ok()?)?;
                let target = self.follow(holder, wanted)?;
                let item = *all(&self.nouns).get(&target.span.place())?;
                Some((item, target, Some(holder)))
            }
        }
    }

    /// Follows the `$ref` of an object until it leads to the noun that is wanted. `None` when it does
    /// not, which has been reported then, here or by `load`.
    pub(super) fn follow(&mut self, holder: &'d Node, wanted: Noun) -> Option<&'d Node> {
        let mut passed: IndexMap<u64, Span> = IndexMap::new();
        let mut holder = holder;
        let found = loop {
            let start = holder.span.place();
            if let Some(known) = self.followed.get(&(start, wanted)) {
                break *known;
            }
            if let Some(first) = passed.get_index_of(&start) {
                let circle: Vec<Span> = passed.values().skip(first).copied().collect();
                self.report_cycle(&circle);
                break None;
            }
            match self.step(holder, wanted, &mut passed) {
                Step::To(next) => holder = next,
                Step::End(found) => break found,
            }
        };
        // A chain of references is walked once, however many enter it.
        for place in passed.into_keys() {
            self.followed.insert((place, wanted), found);
        }
        found
    }

    /// Follows one `$ref`.
    fn step(
        &mut self,
        holder: &'d Node,
        wanted: Noun,
        passed: &mut IndexMap<u64, Span>,
    ) -> Step<'d> {
        let Some(reference) = holder.get("$ref") else {
            return Step::End(None);
        };
        passed.insert(holder.span.place(), reference.span);
        let text = reference.as_str().unwrap_or_default();
        let Some(target) = self.locate(text, reference.span, wanted) else {
            return Step::End(None);
        };
        let place = target.span.place();
        if target.get("$ref").and_then(Node::as_str).is_some() {
            return Step::To(target);
        }
        if wanted.is_at(&self.nouns, place) {
            return Step::End(Some(target));
        }
        if !self.broken.contains(&place) {
            self.report_wrong(text, reference.span, wanted, target);
        }
        Step::End(None)
    }

    /// What a node is, with an article.
    pub(super) fn kind(&self, node: &Node) -> String {
        Noun::ALL
            .into_iter()
            .find(|noun| noun.is_at(&self.nouns, node.span.place()))
            .map_or_else(|| node.kind_name().to_owned(), Noun::named)
    }

    /// The node that a reference points to.
    pub(super) fn locate(&mut self, text: &str, span: Span, wanted: Noun) -> Option<&'d Node> {
        if text.is_empty() {
            self.report(
                Diagnostic::error(codes::UNKNOWN_REFERENCE, "`$ref` is empty")
                    .at(span, "")
                    .help(format!("write `#/components/{}/…`", wanted.section())),
            );
            return None;
        }
        if text == REPORTED && self.diagnostics.has_errors() {
            return None;
        }
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
                        .note("no schema has that name in `$anchor`")
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
        let tokens: Vec<&str> = pointer.tokens().collect();
        // Where the path ends.
        let mut found = self.tree;
        let mut depth = 0;
        while let Some(next) = tokens
            .get(depth)
            .and_then(|token| found.at_pointer(&[*token].into_iter().collect()))
        {
            found = next;
            depth += 1;
        }
        let (path, missing) = tokens.split_at(depth.min(tokens.len().saturating_sub(1)));
        let path: Pointer = path.iter().copied().collect();
        let name = missing.first().copied().unwrap_or_default();
        let section: Pointer = ["components", wanted.section()].into_iter().collect();
        let component = pointer.parent().as_ref() == Some(&section);
        let message = if component {
            format!(
                "no {} is named `{}`",
                wanted.name(),
                cut(missing[missing.len() - 1])
            )
        } else {
            format!("nothing is at `{}`", cut(&path.join(name).to_fragment()))
        };
        let mut diagnostic = wanted.fault(codes::UNKNOWN_REFERENCE, message).at(span, "");
        let meant = self.meant(&tokens, found, &path, missing, &section);
        if let Some(meant) = meant {
            diagnostic = diagnostic.help(format!("did you mean `{}`?", meant.to_fragment()));
        } else if component {
            diagnostic = diagnostic.help(format!(
                "add `{}` to `components.{}`",
                cut(missing[missing.len() - 1]),
                wanted.section()
            ));
        }
        self.report(diagnostic);
    }

    /// Where a path that ends too early was meant to lead.
    fn meant(
        &mut self,
        tokens: &[&str],
        found: &'d Node,
        path: &Pointer,
        missing: &[&str],
        section: &Pointer,
    ) -> Option<Pointer> {
        let members = found.as_object();
        // A `/` of a name that is not written `~1`.
        for length in 2..=missing.len() {
            let (name, rest) = missing.split_at(length);
            let name = name.join("/");
            if members.is_some_and(|members| members.contains_key(&name)) {
                let meant = rest
                    .iter()
                    .fold(path.join(name), |path, token| path.join(*token));
                return self.tree.at_pointer(&meant).is_some().then_some(meant);
            }
        }
        // The right name at a wrong path.
        let components = self.tree.at_pointer(section).and_then(Node::as_object);
        if let Some(name) = tokens.last()
            && path != section
            && components.is_some_and(|components| components.contains_key(name))
        {
            return Some(section.join(*name));
        }
        let near = self.nearest(missing.first()?, members?.keys())?;
        let meant = missing[1..]
            .iter()
            .fold(path.join(near), |path, token| path.join(*token));
        self.tree.at_pointer(&meant).is_some().then_some(meant)
    }

    fn report_external(&mut self, text: &str, span: Span, wanted: Noun) {
        let message = format!("`{}` leaves the document, where nothing is read", cut(text));
        let diagnostic = wanted
            .fault(codes::EXTERNAL_REFERENCE, message)
            .at(span, "");
        let local = self
            .tree
            .get("components")
            .and_then(|components| components.get(wanted.section())?.get(text));
        self.report(if local.is_some() {
            diagnostic.help(format!(
                "did you mean `#/components/{}/{}`?",
                wanted.section(),
                cut(text)
            ))
        } else {
            diagnostic
                .note("references to files in the document's folder are followed, to addresses are not")
                .help("save a copy beside the document, and refer to that")
        });
    }

    /// "It points to something else."
    pub(super) fn report_wrong(&mut self, text: &str, span: Span, wanted: Noun, target: &Node) {
        let kind = self.kind(target);
        let message = format!("`{}` is no {}", cut(text), wanted.name());
        let mut diagnostic = wanted
            .fault(codes::WRONG_REFERENCE, message)
            .at(span, format!("{} is wanted here", wanted.named()));
        if target.span.place() != self.tree.span.place() {
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
            diagnostic.help(format!(
                "let it point to {}, or write {} here",
                wanted.named(),
                wanted.named()
            ))
        });
    }

    /// Reports a circle of references by where they stand.
    pub(super) fn report_cycle(&mut self, circle: &[Span]) {
        // Wherever one enters it, it is told from its first place.
        let Some(first) = circle.iter().min().copied() else {
            return;
        };
        let mut diagnostic =
            Diagnostic::error(codes::REFERENCE_CYCLE, "this `$ref` leads back to itself")
                .at(first, "");
        for span in circle.iter().filter(|span| **span != first).take(8) {
            diagnostic = diagnostic.also(*span, "by way of this");
        }
        self.report(
            diagnostic
                .note("on the way it passes through no property, no item and no other value of its own")
                .help("leave it out, or let one of them say what it is"),
        );
    }
}
