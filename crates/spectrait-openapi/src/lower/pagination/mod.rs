//! Which operations page through a list.
//!
//! OpenAPI has no words for it. What a document shows is narrow on purpose: a list that is taken for a page would be
//! read wrongly, and one that is not can still be read page by page, or be told of in the settings. An operation is a
//! list if it is a GET with one status of success, whose body is JSON: an array, or an object that holds one (or one of a
//! usual name) at its top or in its only object; and if, of these, the first that is true says how:
//!
//! 1. *offset*: integer `offset`, a size, and a total in the page.
//! 2. *cursor*: a text parameter, and a text property that is called the next one. Of `next` and `next_page`, which are
//!    often URLs, it must be said somewhere that they are not.
//! 3. *link*: the response declares the header `Link`.
//! 4. *page*: a number of the page, and a total, the number of pages, or whether there are more.
//! 5. *cursor*: `starting_after` or `after`, `has_more` in the page, and items with a text `id`: that of the last one.
//! 6. *page*: a number and a size, and nothing that shows another kind.
//!
//! The names are in `names`. What is told of beside the items may also stand at the top, or in an object like `meta`.

mod names;
mod page;
mod shown;
mod told;

use spectrait_ir as ir;

use super::report::Report;
use super::settings::{PagesOf, PaginationSettings};
use page::Page;

/// Marks the operations that page through a list.
pub(super) fn mark(
    operations: &mut [ir::Operation],
    schemas: &[ir::Schema],
    settings: &PaginationSettings,
    report: &mut Report<'_>,
) {
    for PagesOf { operation, .. } in &settings.operations {
        let is_there = operations
            .iter()
            .any(|other| is_named(other, &operation.text));
        if !is_there && !settings.is_partial {
            report.push(told::no_operation(operation, operations));
        }
    }
    for operation in operations {
        let mut said = settings.operations.iter();
        let said = said.find(|said| is_named(operation, &said.operation.text));
        operation.pagination = match said {
            Some(PagesOf { names: None, .. }) => None,
            Some(PagesOf {
                operation: name,
                names: Some(names),
            }) => told::pagination(operation, schemas, name, names, report),
            None if settings.is_off => None,
            None => Page::of(operation, schemas).and_then(|page| shown::pagination(&page)),
        };
    }
}

/// `GET /builds`
fn line(operation: &ir::Operation) -> String {
    format!("{} {}", operation.method.as_str(), operation.path)
}

fn is_named(operation: &ir::Operation, name: &str) -> bool {
    operation.operation_id.as_deref() == Some(name) || line(operation) == name
}
