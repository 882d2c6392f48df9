//! The request says the number of the page.

use super::position::{Answer, Position};
use super::progress::{Progress, Step};

pub(super) fn step(progress: &Progress, first: u64, answer: &Answer, size: Option<u64>) -> Step {
    let page = match progress.position {
        Some(Position::Page(page)) => page,
        _ => answer.page.unwrap_or(first),
    };
    if answer.count == 0 || answer.has_more == Some(false) {
        return Step::Last;
    }
    let Some(next) = page.checked_add(1) else {
        return Step::Last;
    };
    // A first page before the document's first one shows where the server begins.
    let first = first.min(page);
    let is_last = if let Some(pages) = answer.pages {
        next - first >= pages
    } else if let Some(total) = answer.total {
        seen(progress, page - first, answer.count) >= total
    } else {
        answer.has_more.is_none() && progress.is_short(answer.count, size)
    };
    if is_last {
        Step::Last
    } else {
        Step::Next(Position::Page(next))
    }
}

/// How many items there are up to the end of the page in hand, which is the `index`th from 0. Where the list was not read
/// from its first page, pages are taken to be as long as the average, which is never more than the truth but for a
/// shorter last page.
fn seen(progress: &Progress, index: u64, count: u64) -> u64 {
    let seen = progress.seen.saturating_add(count);
    let unread = index.saturating_sub(progress.pages_before);
    let length = seen / progress.pages_before.saturating_add(1);
    seen.saturating_add(unread.saturating_mul(length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::pages::Paging;

    #[test]
    fn steps() {
        let page = |number| Step::Next(Position::Page(number));
        let says = |text: &str| {
            let mut answer = Answer::default();
            for pair in text.split_whitespace() {
                let (name, value) = pair.split_once('=').unwrap();
                let number = value.parse().ok();
                match name {
                    "count" => answer.count = number.unwrap(),
                    "total" => answer.total = number,
                    "pages" => answer.pages = number,
                    "page" => answer.page = number,
                    "more" => answer.has_more = value.parse().ok(),
                    _ => panic!("{name}"),
                }
            }
            answer
        };
        // first, the request's page, (items before, pages before), size, the page -> step
        let rows = [
            (1, None, (0, 0), None, "count=20", page(2)),
            (0, None, (0, 0), None, "count=20", page(1)),
            (1, Some(7), (0, 0), None, "count=20", page(8)),
            (1, Some(7), (0, 0), None, "count=0", Step::Last),
            (1, None, (0, 0), None, "count=0 total=9", Step::Last),
            // What the first page says it is.
            (1, None, (0, 0), None, "count=20 page=0 pages=3", page(1)),
            (1, None, (0, 0), None, "count=20 page=0 pages=1", Step::Last),
            (1, Some(2), (20, 1), None, "count=20 page=9", page(3)),
            // How many pages there are.
            (1, None, (0, 0), None, "count=20 pages=1", Step::Last),
            (1, Some(2), (20, 1), None, "count=20 pages=3", page(3)),
            (1, Some(3), (40, 2), None, "count=20 pages=3", Step::Last),
            (0, Some(2), (40, 2), None, "count=20 pages=3", Step::Last),
            (0, Some(1), (20, 1), None, "count=20 pages=3", page(2)),
            (1, Some(9), (0, 0), None, "count=20 pages=3", Step::Last),
            // How many items there are.
            (1, None, (0, 0), Some(20), "count=5 total=5", Step::Last),
            (1, None, (0, 0), Some(20), "count=20 total=21", page(2)),
            (
                1,
                Some(2),
                (20, 1),
                Some(20),
                "count=1 total=21",
                Step::Last,
            ),
            (
                1,
                Some(3),
                (0, 0),
                Some(20),
                "count=20 total=60",
                Step::Last,
            ),
            (1, Some(3), (0, 0), Some(20), "count=20 total=61", page(4)),
            // Nothing but the length.
            (1, None, (0, 0), Some(100), "count=20", page(2)),
            (1, Some(2), (20, 1), Some(100), "count=20", page(3)),
            (1, Some(2), (20, 1), Some(100), "count=19", Step::Last),
            (1, Some(2), (20, 1), None, "count=19", page(3)),
            (
                1,
                Some(2),
                (20, 1),
                Some(100),
                "count=19 more=true",
                page(3),
            ),
            (
                1,
                Some(2),
                (20, 1),
                Some(100),
                "count=20 more=false",
                Step::Last,
            ),
            (
                1,
                Some(2),
                (20, 1),
                None,
                "count=20 more=false pages=9",
                Step::Last,
            ),
            (1, Some(u64::MAX), (0, 0), None, "count=1", Step::Last),
        ];
        for (first, number, (seen, pages_before), size, text, expected) in rows {
            let mut progress = Progress::new(Paging::Page { first }, number.map(Position::Page));
            progress.seen = seen;
            progress.pages_before = pages_before;
            progress.count_before = seen.checked_div(pages_before);
            let what = format!("{first} {number:?} {text}");
            assert_eq!(
                step(&progress, first, &says(text), size),
                expected,
                "{what}"
            );
        }
    }
}
