//! Lists that come in pages by offset and limit.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::{Call, Client, Error, ErrorKind};
use crate::operation::{Keyword, Location, Operation, Place, Success, Violation, Violations};

/// An operation whose answer is one page of a list: the request says from where (`offset`) and perhaps how many
/// (`limit`), the answer holds items and perhaps how many there are in all (`total`).
///
/// Implemented by [`offset_pages!`](super::offset_pages).
pub trait OffsetPages: Operation + Clone {
    /// An item of the list.
    type Item: Send + 'static;

    /// From where the request asks; `None` if it does not say.
    fn offset(&self) -> Option<u64>;

    /// The same request from another place. `false` if `offset` cannot be so large.
    fn set_offset(&mut self, offset: u64) -> bool;

    /// How many items the request asks for; `None` if it does not say.
    fn limit(&self) -> Option<u64>;

    /// How many items the page holds.
    fn count(page: &Success<Self>) -> usize;

    /// How many items there are in all; `None` if the page does not say.
    fn total(page: &Success<Self>) -> Option<u64>;

    /// The items of the page.
    fn into_items(page: Success<Self>) -> Vec<Self::Item>;
}

/// All pages of a list, one call after the other: a [`Stream`] of `Result<page, Error>`.
///
/// It begins at the request's own offset (0 if it sets none) with the request's own limit, and goes on by
/// as many items as came. The next page is asked for only when it is polled. It ends
///
/// - after a page that reaches `total`, as that page says: the total may change between pages;
/// - after an empty page, whatever the total says;
/// - without a total: after a page that is shorter than the request's limit;
/// - before a page that is byte for byte the one before it, as from a server that knows no offset. With a total
///   that says that there is more, this is an error: [`ErrorKind::Repeated`];
/// - after an error, which it gives. To go on, make new pages from the offset you have reached.
///
/// A page shorter than the limit does not end a list with a total: a server may cap the limit. A list
/// that changes while it is read may skip or repeat items; offsets cannot do better.
///
/// Each page has the client's timeout of its own; the whole has none.
///
/// [`next`](Self::next) needs no other crate; with `futures::StreamExt` there is more.
#[must_use = "pages are asked for only when they are polled"]
pub struct Pages<O: OffsetPages> {
    client: Client,
    request: O,
    timeout: Option<Duration>,
    running: Option<Call<Success<O>, O::Failure>>,
    progress: Progress,
    state: State,
}

/// What a stream gives next.
type Next<T, O> = Option<Result<T, Error<<O as Operation>::Failure>>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// There is a page to ask for.
    More,
    /// The list goes on from an offset that the request cannot hold.
    OutOfReach(u64),
    Done,
}

impl<O: OffsetPages> Pages<O> {
    pub(crate) fn new(client: &Client, request: &O) -> Self {
        Self {
            client: client.clone(),
            request: request.clone(),
            timeout: client.0.timeout,
            running: None,
            progress: Progress {
                offset: request.offset().unwrap_or(0),
                previous: None,
            },
            state: State::More,
        }
    }

    /// How long each page may take, in the place of the client's limit. `None` sets no limit.
    pub fn timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.timeout = limit.into();
        self
    }

    /// The next page; `None` at the end. Dropping the future loses nothing: the next one goes on with the same call.
    pub async fn next(&mut self) -> Option<Result<Success<O>, Error<O::Failure>>> {
        std::future::poll_fn(|cx| self.poll_page(cx)).await
    }

    /// The items of all pages.
    pub fn items(self) -> Items<O> {
        Items {
            pages: self,
            page: Vec::new().into_iter(),
        }
    }

    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Next<Success<O>, O>> {
        match self.state {
            State::More => {}
            State::OutOfReach(offset) => {
                self.state = State::Done;
                return Poll::Ready(Some(Err(out_of_reach::<O>(offset))));
            }
            State::Done => return Poll::Ready(None),
        }
        let call = self
            .running
            .get_or_insert_with(|| self.client.call(&self.request).timeout(self.timeout));
        let result = ready!(call.poll_response(cx));
        self.running = None;
        self.state = State::Done;
        let (page, response) = match result {
            Ok(answer) => answer,
            Err(error) => return Poll::Ready(Some(Err(error))),
        };
        let step = self.progress.step(
            O::count(&page),
            O::total(&page),
            self.request.limit(),
            response.body,
        );
        Poll::Ready(match step {
            Step::Next(offset) => {
                let held = self.request.set_offset(offset);
                self.state = if held {
                    State::More
                } else {
                    State::OutOfReach(offset)
                };
                Some(Ok(page))
            }
            Step::Last => Some(Ok(page)),
            Step::End => None,
            Step::Repeated { offset, total } => Some(Err(Error::new(
                O::ID,
                ErrorKind::Repeated { offset, total },
            ))),
        })
    }
}

fn out_of_reach<O: OffsetPages>(offset: u64) -> Error<O::Failure> {
    let message =
        format!("the list goes on at offset {offset}, which is more than the document allows");
    let violation = Violation::new(
        Place::parameter(Location::Query, "offset"),
        Keyword::Maximum,
        message,
    );
    Error::new(O::ID, ErrorKind::Invalid(Violations::one(violation)))
}

/// Nothing in it is pinned.
impl<O: OffsetPages> Unpin for Pages<O> {}

impl<O: OffsetPages> Stream for Pages<O> {
    type Item = Result<Success<O>, Error<O::Failure>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(cx)
    }
}

impl<O: OffsetPages> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &O::ID)
            .field("offset", &self.progress.offset)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// The items of all pages: a [`Stream`] of `Result<item, Error>`. See [`Pages`] for where it ends.
#[must_use = "pages are asked for only when they are polled"]
pub struct Items<O: OffsetPages> {
    pages: Pages<O>,
    page: std::vec::IntoIter<O::Item>,
}

impl<O: OffsetPages> Items<O> {
    /// The next item; `None` at the end. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error<O::Failure>>> {
        std::future::poll_fn(|cx| self.poll_item(cx)).await
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Next<O::Item, O>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(cx)) {
                Some(Ok(page)) => self.page = O::into_items(page).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// Nothing in it is pinned.
impl<O: OffsetPages> Unpin for Items<O> {}

impl<O: OffsetPages> Stream for Items<O> {
    type Item = Result<O::Item, Error<O::Failure>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(cx)
    }
}

impl<O: OffsetPages> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("at_hand", &self.page.len())
            .finish()
    }
}

/// How far a list has been read.
#[derive(Debug)]
struct Progress {
    /// What the page in hand was asked for with.
    offset: u64,
    /// The body of the page before.
    previous: Option<Bytes>,
}

/// What comes after a page.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// The page is good, and there may be another at this offset.
    Next(u64),
    /// The page is good and the last.
    Last,
    /// The page is one that was given already; the list is at its end.
    End,
    /// The page is one that was given already; the list is not at its end.
    Repeated { offset: u64, total: u64 },
}

impl Progress {
    fn step(&mut self, count: usize, total: Option<u64>, limit: Option<u64>, body: Bytes) -> Step {
        if count == 0 {
            return Step::Last;
        }
        if self.previous.as_ref() == Some(&body) {
            return match total {
                Some(total) => Step::Repeated {
                    offset: self.offset,
                    total,
                },
                None => Step::End,
            };
        }
        self.previous = Some(body);
        let count = count as u64;
        let Some(next) = self.offset.checked_add(count) else {
            return Step::Last;
        };
        let is_last = match total {
            Some(total) => next >= total,
            None => limit.is_some_and(|limit| count < limit),
        };
        if is_last {
            return Step::Last;
        }
        self.offset = next;
        Step::Next(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps() {
        // offset, items, total, limit -> step
        let rows = [
            (0, 20, Some(42), Some(20), Step::Next(20)),
            (40, 2, Some(42), Some(20), Step::Last),
            (22, 20, Some(42), Some(20), Step::Last),
            (40, 20, Some(42), Some(20), Step::Last),
            (0, 5, Some(42), Some(20), Step::Next(5)),
            (0, 0, Some(u64::MAX), Some(20), Step::Last),
            (0, 0, None, None, Step::Last),
            (0, 20, None, Some(20), Step::Next(20)),
            (0, 19, None, Some(20), Step::Last),
            (0, 1, None, None, Step::Next(1)),
            (50, 20, Some(42), Some(20), Step::Last),
            (u64::MAX, 1, None, None, Step::Last),
        ];
        for (offset, count, total, limit, expected) in rows {
            let mut progress = Progress {
                offset,
                previous: Some("before".into()),
            };
            assert_eq!(
                progress.step(count, total, limit, "now".into()),
                expected,
                "{offset} {count} {total:?} {limit:?}"
            );
        }
    }

    #[test]
    fn a_repeated_page_ends_the_list() {
        let mut progress = Progress {
            offset: 0,
            previous: None,
        };
        assert_eq!(
            progress.step(2, Some(9), None, "page".into()),
            Step::Next(2)
        );
        assert_eq!(
            progress.step(2, Some(9), None, "page".into()),
            Step::Repeated {
                offset: 2,
                total: 9
            }
        );
        let mut progress = Progress {
            offset: 0,
            previous: None,
        };
        assert_eq!(progress.step(2, None, None, "page".into()), Step::Next(2));
        assert_eq!(progress.step(2, None, None, "page".into()), Step::End);
    }
}
