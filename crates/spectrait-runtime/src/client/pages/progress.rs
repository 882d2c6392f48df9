//! How far a list has been read, and the guards against one without an end.

use bytes::Bytes;

use super::position::{Answer, Paging, Position};
use super::{cursor, link, number, offset};
use crate::client::Call;
use crate::operation::RawResponse;

/// How far a list has been read.
#[derive(Debug)]
pub(super) struct Progress {
    pub(super) paging: Paging,
    /// What the page in hand was asked for with, where the request says it.
    pub(super) position: Option<Position>,
    /// The items of the pages before.
    pub(super) seen: u64,
    /// How many pages these were.
    pub(super) pages_before: u64,
    /// How many of them the page before had; `None` at the first.
    pub(super) count_before: Option<u64>,
    /// The body of the page before.
    body_before: Option<Bytes>,
    /// The URL of the page in hand, where links are resolved against it.
    context: Option<String>,
    circle: Circle,
}

/// What comes after a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The page is good, and there may be another here.
    Next(Position),
    /// The page is good and the last.
    Last,
    /// The page is good. There should be another, which cannot be had.
    Stuck(Trouble),
    /// The page is one that was given already; the list is at its end.
    End,
    /// The page is one that was given already; the list is not at its end.
    Failed(Trouble),
}

/// Why a list does not go on.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The request cannot hold the position.
    OutOfReach(Position),
    /// The position was there already, or its page was.
    Repeated {
        position: Position,
        total: Option<u64>,
    },
    /// The `Link` header says nothing that can be followed.
    Unreadable(&'static str),
}

impl Progress {
    pub(super) fn new(paging: Paging, position: Option<Position>) -> Self {
        Self {
            paging,
            position,
            seen: 0,
            pages_before: 0,
            count_before: None,
            body_before: None,
            context: None,
            circle: Circle::default(),
        }
    }

    pub(super) fn position(&self) -> Option<&Position> {
        self.position.as_ref()
    }

    /// Sends the call to where the list was linked.
    pub(super) fn call<T, E>(&mut self, call: Call<T, E>) -> Call<T, E> {
        if self.paging != Paging::Link {
            return call;
        }
        if let Some(Position::Link(url)) = &self.position {
            self.context = Some(url.clone());
            return call.linked(url);
        }
        self.context = call.url();
        call
    }

    /// Judges a page: `size` is how many items were asked for.
    pub(super) fn step(
        &mut self,
        answer: &Answer,
        size: Option<u64>,
        response: RawResponse,
    ) -> Step {
        let is_same = self.body_before.as_ref() == Some(&response.body);
        let is_again = answer.count > 0 && is_same;
        let step = match self.paging {
            Paging::Offset | Paging::Page { .. } if is_again => return self.again(answer),
            Paging::Offset => offset::step(self, answer, size),
            Paging::Page { first } => number::step(self, first, answer, size),
            Paging::Cursor => cursor::step(answer),
            Paging::Link => link::step(answer, &response.headers, self.context.as_deref()),
        };
        let Step::Next(next) = step else {
            return step;
        };
        let is_known = self.circle.closes(self.position.as_ref(), &next);
        if matches!(self.paging, Paging::Cursor | Paging::Link) && (is_known || is_again) {
            return Step::Stuck(Trouble::Repeated {
                position: next,
                total: answer.total,
            });
        }
        self.seen = self.seen.saturating_add(answer.count);
        self.pages_before = self.pages_before.saturating_add(1);
        self.count_before = Some(answer.count);
        self.body_before = Some(response.body);
        self.position = Some(next.clone());
        Step::Next(next)
    }

    /// The page before came again.
    fn again(&self, answer: &Answer) -> Step {
        let goes_on =
            answer.total.is_some() || answer.pages.is_some() || answer.has_more == Some(true);
        match &self.position {
            Some(position) if goes_on => Step::Failed(Trouble::Repeated {
                position: position.clone(),
                total: answer.total,
            }),
            _ => Step::End,
        }
    }

    /// Whether a page is shorter than one that is not the last would be, as far as that can be told.
    pub(super) fn is_short(&self, count: u64, size: Option<u64>) -> bool {
        let is_less = |full: Option<u64>| full.is_some_and(|full| count < full);
        is_less(size) && is_less(self.count_before)
    }
}

/// Finds out that positions lead in a circle, with one of them kept (Brent's algorithm).
#[derive(Debug, Default)]
struct Circle {
    kept: Option<Position>,
    steps: u64,
}

impl Circle {
    fn closes(&mut self, position: Option<&Position>, next: &Position) -> bool {
        if position == Some(next) || self.kept.as_ref() == Some(next) {
            return true;
        }
        self.steps = self.steps.saturating_add(1);
        if self.steps.is_power_of_two() {
            self.kept = Some(next.clone());
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};

    use super::*;

    fn response(body: impl Into<Bytes>) -> RawResponse {
        RawResponse {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: body.into(),
        }
    }

    fn answer(count: u64, total: Option<u64>) -> Answer {
        Answer {
            count,
            total,
            ..Answer::default()
        }
    }

    #[test]
    fn a_repeated_page_ends_the_list() {
        let repeated = Trouble::Repeated {
            position: Position::Offset(2),
            total: Some(9),
        };
        for (total, expected) in [(Some(9), Step::Failed(repeated)), (None, Step::End)] {
            let mut progress = Progress::new(Paging::Offset, None);
            let answer = answer(2, total);
            assert_eq!(
                progress.step(&answer, None, response("page")),
                Step::Next(Position::Offset(2))
            );
            assert_eq!(progress.step(&answer, None, response("page")), expected);
        }
    }

    #[test]
    fn cursors_in_a_circle_are_found() {
        for (lead, length) in [(0, 1), (0, 2), (3, 1), (1, 3), (5, 7), (100, 40)] {
            let mut progress = Progress::new(Paging::Cursor, None);
            let mut given = 0;
            loop {
                let at = if given < lead {
                    given
                } else {
                    lead + (given - lead) % length
                };
                let answer = Answer {
                    next: Some(at.to_string()),
                    ..answer(1, None)
                };
                given += 1;
                match progress.step(&answer, None, response(given.to_string())) {
                    Step::Next(_) => assert!(given < 10 * (lead + length), "{lead} {length}"),
                    Step::Stuck(Trouble::Repeated { position, .. }) => {
                        assert_eq!(position, Position::Cursor(at.to_string()));
                        break;
                    }
                    step => panic!("{step:?}"),
                }
            }
            assert!(given > lead + length, "{lead} {length}");
        }
    }
}
