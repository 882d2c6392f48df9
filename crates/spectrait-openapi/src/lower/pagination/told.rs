//! Lists that the user tells of.

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, codes, nearest};

use super::page::{Field, Page, Typed};
use super::shown;
use crate::lower::report::Report;
use crate::lower::settings::{PagesKey, Spelled};

/// The list of an operation, as the settings have it. What is wrong with them is said, each thing at its place.
pub(super) fn pagination(
    operation: &ir::Operation,
    schemas: &[ir::Schema],
    whole: &Spelled,
    names: &[(PagesKey, Spelled)],
    report: &mut Report<'_>,
) -> Option<ir::Pagination> {
    let Some(page) = Page::of(operation, schemas) else {
        report.push(fault(
            whole,
            format!("the answer of `{}` is no page of a list", whole.text.escape_debug()),
            "a page is JSON, an object or an array, of the only status of success that the operation has",
        ));
        return None;
    };
    let mut told = Told {
        page,
        whole,
        names,
        report,
    };
    let kind = told.kind()?;
    let size = told.parameter(PagesKey::Size, "a number", Typed::is_count);
    let items = told.items()?;
    let mut says = Vec::new();
    for (key, fact) in [
        (PagesKey::Total, ir::PageFact::Total),
        (PagesKey::Pages, ir::PageFact::Pages),
        (PagesKey::Number, ir::PageFact::Page),
        (PagesKey::HasMore, ir::PageFact::HasMore),
        (PagesKey::Next, ir::PageFact::Next),
        (PagesKey::Last, ir::PageFact::Last),
    ] {
        let found = match fact {
            ir::PageFact::HasMore => told.property(key, "a boolean", Typed::is_boolean),
            ir::PageFact::Next => told.property(key, CURSOR, Typed::is_cursor),
            ir::PageFact::Last => told.of_item(&items),
            _ => told.property(key, "a number", Typed::is_count),
        };
        says.extend(found.map(|path| (fact, path)));
    }
    told.check_uses(&kind);
    Some(ir::Pagination {
        kind,
        size: size.map(|(parameter, _)| parameter.wire_name.clone()),
        items,
        says,
    })
}

const CURSOR: &str = "a text, a UUID or an integer";

struct Told<'t, 'a, 'r> {
    page: Page<'a>,
    whole: &'t Spelled,
    names: &'t [(PagesKey, Spelled)],
    report: &'t mut Report<'r>,
}

impl<'a> Told<'_, 'a, '_> {
    fn name(&self, wanted: PagesKey) -> Option<&Spelled> {
        let mut names = self.names.iter();
        names.find(|(key, _)| *key == wanted).map(|(_, name)| name)
    }

    fn kind(&mut self) -> Option<ir::PagingKind> {
        let kinds = [
            PagesKey::Offset,
            PagesKey::Page,
            PagesKey::Cursor,
            PagesKey::Link,
        ];
        let is_kind = |key: &PagesKey| kinds.contains(key);
        let mut keys = self.names.iter().map(|(key, _)| *key).filter(is_kind);
        let (Some(key), None) = (keys.next(), keys.next()) else {
            self.report.push(fault(
                self.whole,
                format!("how the pages of `{}` follow each other is not said", self.whole.text.escape_debug()),
                "write exactly one of `offset`, `page`, `cursor` with the name of the query parameter, or `link: true`",
            ));
            return None;
        };
        match key {
            PagesKey::Link => Some(ir::PagingKind::Link),
            PagesKey::Cursor => {
                let (parameter, _) = self.parameter(key, CURSOR, Typed::is_cursor)?;
                Some(ir::PagingKind::Cursor(parameter.wire_name.clone()))
            }
            PagesKey::Offset => {
                let (parameter, _) = self.parameter(key, "a number", Typed::is_count)?;
                Some(ir::PagingKind::Offset(parameter.wire_name.clone()))
            }
            _ => {
                let (parameter, field) = self.parameter(key, "a number", Typed::is_count)?;
                let told = self
                    .name(PagesKey::First)
                    .and_then(|first| first.text.parse().ok());
                Some(ir::PagingKind::Page {
                    parameter: parameter.wire_name.clone(),
                    first: told.unwrap_or_else(|| shown::first(parameter, &field.ty)),
                })
            }
        }
    }

    fn parameter(
        &mut self,
        key: PagesKey,
        what: &str,
        is_it: impl Fn(&Typed<'a>) -> bool,
    ) -> Option<(&'a ir::Parameter, Field<'a>)> {
        let name = self.name(key)?.clone();
        let found = self.page.parameter(&name.text);
        if let Some((parameter, field)) = found
            && is_it(&field.ty)
        {
            return Some((parameter, field));
        }
        let operation = self.whole.text.escape_debug();
        let shown = name.text.escape_debug();
        let mut parameters = self.page.operation.parameters.iter();
        if parameters.any(|parameter| {
            parameter.location == ir::Location::Query && parameter.wire_name == name.text
        }) {
            let message = format!("`{shown}` of `{operation}` is not {what}");
            let help = format!(
                "`{}` must be {what} without rules of its own (`enum`, `pattern` and the like)",
                key.name()
            );
            self.report.push(fault(&name, message, help));
            return None;
        }
        let candidates: Vec<&str> = self
            .page
            .parameters()
            .map(|(parameter, _)| &*parameter.wire_name)
            .collect();
        let message = format!("`{operation}` has no query parameter `{shown}`");
        self.report.push(unknown(
            &name,
            message,
            &candidates,
            "its query parameters are",
        ));
        None
    }

    fn items(&mut self) -> Option<Vec<String>> {
        if self.name(PagesKey::Items).is_some() {
            return self.property(PagesKey::Items, "an array", Typed::is_array);
        }
        let found = shown::items(&self.page);
        if found.is_none() {
            self.report.push(fault(
                self.whole,
                format!(
                    "which property of a page of `{}` holds the items is not clear",
                    self.whole.text.escape_debug()
                ),
                "write `items` with the name of the property",
            ));
        }
        found.map(|path| path.into_iter().map(str::to_owned).collect())
    }

    /// A property of the page, by its path.
    fn property(
        &mut self,
        key: PagesKey,
        what: &str,
        is_it: impl Fn(&Typed<'a>) -> bool,
    ) -> Option<Vec<String>> {
        let name = self.name(key)?.clone();
        let mut outer: Vec<&'a str> = Vec::new();
        let mut rest = name.text.as_str();
        loop {
            let fields = self.page.fields(&outer);
            let own = |wanted: &str| {
                let mut fields = fields.iter();
                fields
                    .find(|field| field.path.last() == Some(&wanted))
                    .cloned()
            };
            // A name may have dots of its own.
            if let Some(field) = own(rest) {
                return self.of_type(key, &name, what, &field, is_it);
            }
            let step = rest
                .split_once('.')
                .and_then(|(first, more)| Some((own(first)?, more)));
            let Some((field, more)) = step else {
                let operation = self.whole.text.escape_debug();
                let message = format!(
                    "a page of `{operation}` has no `{}`",
                    name.text.escape_debug()
                );
                let candidates: Vec<String> =
                    fields.iter().map(|field| field.path.join(".")).collect();
                let candidates: Vec<&str> = candidates.iter().map(String::as_str).collect();
                self.report
                    .push(unknown(&name, message, &candidates, "it has"));
                return None;
            };
            outer = field.path;
            rest = more;
        }
    }

    fn of_type(
        &mut self,
        key: PagesKey,
        name: &Spelled,
        what: &str,
        field: &Field<'a>,
        is_it: impl Fn(&Typed<'a>) -> bool,
    ) -> Option<Vec<String>> {
        if is_it(&field.ty) {
            return Some(field.owned());
        }
        let message = format!(
            "`{}` of a page of `{}` is not {what}",
            name.text.escape_debug(),
            self.whole.text.escape_debug()
        );
        self.report.push(fault(
            name,
            message,
            format!("`{}` must be {what}", key.name()),
        ));
        None
    }

    /// The property of the last item that is the next cursor.
    fn of_item(&mut self, items: &[String]) -> Option<Vec<String>> {
        let name = self.name(PagesKey::Last)?.clone();
        let items: Vec<&str> = items.iter().map(String::as_str).collect();
        let found = self.page.of_item(&items, &name.text);
        let found = found.filter(|field| field.ty.is_cursor());
        if found.is_none() {
            let message = format!(
                "an item of `{}` has no `{}` that could be a cursor",
                self.whole.text.escape_debug(),
                name.text.escape_debug()
            );
            self.report.push(fault(
                &name,
                message,
                format!("the item must be an object with that property, {CURSOR}"),
            ));
        }
        found.map(|field| field.owned())
    }

    /// What is told and has no effect on a list of this kind, or is lacking.
    fn check_uses(&mut self, kind: &ir::PagingKind) {
        let is_cursor = matches!(kind, ir::PagingKind::Cursor(_));
        let is_page = matches!(kind, ir::PagingKind::Page { .. });
        let ends = [PagesKey::Next, PagesKey::Last].map(|key| self.name(key).cloned());
        match (is_cursor, &ends) {
            (true, [None, None]) => self.report.push(fault(
                self.whole,
                format!("where the next cursor of `{}` comes from is not said", self.whole.text.escape_debug()),
                "write `next` with the name of the page's property, or `last` with that of the last item's",
            )),
            (true, [Some(_), Some(last)]) => self.report.push(fault(
                last,
                "a cursor is both `next` and `last`".to_owned(),
                "write one of the two",
            )),
            _ => {}
        }
        for (key, name) in self.names {
            let is_used = match key {
                PagesKey::Next | PagesKey::Last => is_cursor,
                PagesKey::First | PagesKey::Pages | PagesKey::Number => is_page,
                PagesKey::Total | PagesKey::Size => matches!(
                    kind,
                    ir::PagingKind::Offset(_) | ir::PagingKind::Page { .. }
                ),
                _ => true,
            };
            if !is_used {
                let message = format!("`{}` has no effect on a list of this kind", key.name());
                self.report.push(fault(name, message, "leave it out"));
            }
        }
    }
}

fn fault(name: &Spelled, message: String, help: impl Into<String>) -> Diagnostic {
    let fault = Diagnostic::error(codes::INVALID_SETTINGS, message).help(help);
    match name.span {
        Some(span) => fault.at(span, ""),
        None => fault,
    }
}

fn unknown(name: &Spelled, message: String, candidates: &[&str], they_are: &str) -> Diagnostic {
    let help = match nearest(&name.text, candidates.iter().copied()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None if candidates.is_empty() => "there is none".to_owned(),
        None => format!("{they_are} `{}`", candidates.join("`, `")),
    };
    fault(name, message, help)
}

/// That no operation has this name.
pub(super) fn no_operation(name: &Spelled, operations: &[ir::Operation]) -> Diagnostic {
    let lines = operations.iter().map(super::line);
    let ids = operations
        .iter()
        .filter_map(|operation| operation.operation_id.clone());
    let names: Vec<String> = ids.chain(lines).collect();
    let message = format!(
        "no operation of the document is `{}`",
        name.text.escape_debug()
    );
    let help = match nearest(&name.text, names.iter().map(String::as_str)) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "write its `operationId`, or its method and path: `GET /builds`".to_owned(),
    };
    fault(name, message, help)
}
