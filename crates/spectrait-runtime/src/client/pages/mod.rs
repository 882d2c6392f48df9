//! Lists that come in pages.
//!
//! How a list goes on is one of four [kinds](Paging); a generated operation declares with
//! [`pages!`](super::pages) which, and in which fields. What all have in common is here: the streams, and the guards
//! against a list without an end.
//!
//! | kind | the next page is | the list ends |
//! |---|---|---|
//! | [offset](Paging::Offset) | at the offset of this one and as many as came | at the total; after an empty page |
//! | [page](Paging::Page) | of the next number | at the number of pages or the total; after an empty page |
//! | [cursor](Paging::Cursor) | at the cursor that this one gives: in a field, or the id of its last item | where none is given |
//! | [link](Paging::Link) | where the `Link` header with `rel="next"` leads (RFC 8288) | where there is none |
//!
//! - A page that says that there is no more (`has_more: false`) is the last of any kind.
//! - Where a list with offsets or numbers says nothing of its length, a page that is shorter than the size asked for, and
//!   than the one before, is the last. The first is not, however short: a server may cap the size.
//! - Totals count as the latest page says them. A list that changes while it is read may skip or repeat items;
//!   offsets and numbers cannot do better.
//! - Page numbers begin with the request's own; if it has none, with the number that the first page says it has, else
//!   with the document's default or minimum, else with 1. If the request begins in the middle, the items before are
//!   reckoned by the length of the first page.
//! - A cursor that is empty is none. An empty page with a cursor or link is no end.
//! - A page that is byte for byte the one before is not given again. With offsets and numbers it ends the list, as from a
//!   server that does not know them; if there should be more, it is an error: [`Repeated`](ErrorKind::Repeated).
//! - So is a cursor or link that leads back to where the list was: after the page that gave it, at the latest when the
//!   list has gone twice round its circle.
//! - A link is followed to the base URL's own origin, and below its path, only; anything else is an
//!   [`Invalid`](ErrorKind::Invalid) error, unsent. It brings path and query; method, headers and credentials are the
//!   operation's. A credential in the query replaces one of its name in the link.
//!
//! # Errors
//!
//! An error is given once and ends the list. [`Pages::position`] tells of which page it is, and
//! [`Pages::starting_at`] goes on there, with another client, too. A page that cannot be asked for, as an offset beyond
//! the document's maximum, is such an error, after the page that led there.

mod cursor;
mod link;
mod macros;
mod number;
mod offset;
mod position;
mod progress;

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;

use super::{Call, Client, Error, ErrorKind};
use crate::operation::{Operation, Success};
pub(crate) use link::target;
pub use position::{Answer, Paging, Position};
use progress::{Progress, Step, Trouble};

/// An operation whose answer is one page of a list.
///
/// Implemented by [`pages!`](super::pages).
#[diagnostic::on_unimplemented(
    message = "`{Self}` asks for no list in pages that the document or its settings tell of"
)]
pub trait Paged: Operation + Clone {
    /// An item of the list.
    type Item: Send + 'static;

    /// How the list goes on.
    const PAGING: Paging;

    /// From where the request asks; `None` if it does not say.
    fn position(&self) -> Option<Position>;

    /// How many items the request asks for; `None` if it does not say.
    fn size(&self) -> Option<u64>;

    /// The same request from another position. `false` if it cannot be there.
    fn go_to(&mut self, position: &Position) -> bool;

    /// What the page says of the list.
    fn answer(page: &Success<Self>) -> Answer;

    /// The items of the page.
    fn into_items(page: Success<Self>) -> Vec<Self::Item>;
}

/// All pages of a list, one call after the other: a [`Stream`] of `Result<page, Error>`.
///
/// It begins where the request does, asks for as many items as the request does, and goes on to the end of the list. The
/// next page is asked for only when it is polled. An error ends it; [`position`](Self::position) tells where.
///
/// | the list has | it goes on | it ends |
/// |---|---|---|
/// | an offset | by as many items as came | at the total; after an empty page |
/// | page numbers | with the next number | at the last page or the total; after an empty page |
/// | a cursor | at the cursor that the page gives | where none is given |
/// | links | at the `Link` header's `next`, on the same origin | where there is none |
///
/// A page that says that there is no more is the last of any list. Without a total, so is one shorter than the request's size
/// and than the page before. A page shorter than the size does not end a list with a total: a server may cap it. A list that
/// changes while it is read may skip or repeat items.
///
/// A server that gives the same page again and again, or cursors in a circle, is an error
/// ([`ErrorKind::Repeated`]), or the end where nothing says that there is more.
///
/// Each page has the client's timeout of its own; the whole has none.
///
/// [`next`](Self::next) needs no other crate; with `futures::StreamExt` there is more.
#[must_use = "pages are asked for only when they are polled"]
pub struct Pages<O: Paged> {
    client: Client,
    request: O,
    timeout: Option<Duration>,
    running: Option<Call<Success<O>, O::Failure>>,
    progress: Progress,
    state: State,
}

/// What a stream gives next.
type Next<T, O> = Option<Result<T, Error<<O as Operation>::Failure>>>;

#[derive(Debug)]
enum State {
    /// There is a page to ask for.
    More,
    /// There should be, and it cannot be asked for.
    Stuck(Trouble),
    Done,
}

impl<O: Paged> Pages<O> {
    pub(crate) fn new(client: &Client, request: &O) -> Self {
        Self {
            client: client.clone(),
            request: request.clone(),
            timeout: client.0.timeout,
            running: None,
            progress: Progress::new(O::PAGING, request.position()),
            state: State::More,
        }
    }

    /// How long each page may take, in the place of the client's limit. `None` sets no limit.
    pub fn timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.timeout = limit.into();
        self
    }

    /// Begins at this position, whatever the request says: to go on with a list that was left.
    ///
    /// A position that the request cannot have makes the first page an error, [`ErrorKind::Invalid`].
    pub fn starting_at(mut self, position: Position) -> Self {
        self.state = if self.request.go_to(&position) {
            State::More
        } else {
            State::Stuck(Trouble::OutOfReach(position.clone()))
        };
        self.progress = Progress::new(O::PAGING, Some(position));
        self
    }

    /// Where the page is that is asked for next; after an error, the page that is missing. `None` where the request leaves it
    /// to the server: at the beginning.
    #[must_use]
    pub fn position(&self) -> Option<&Position> {
        self.progress.position()
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
        if !matches!(self.state, State::More) {
            let state = std::mem::replace(&mut self.state, State::Done);
            return Poll::Ready(match state {
                State::Stuck(trouble) => Some(Err(failed(O::ID, trouble).widen())),
                _ => None,
            });
        }
        let call = match &mut self.running {
            Some(call) => call,
            None => self.running.insert(
                self.progress
                    .call(Call::new(&self.client, &self.request).timeout(self.timeout)),
            ),
        };
        let result = ready!(call.poll_response(cx));
        self.running = None;
        self.state = State::Done;
        let (page, response) = match result {
            Ok(answer) => answer,
            Err(error) => return Poll::Ready(Some(Err(error))),
        };
        let answer = O::answer(&page);
        let step = self.progress.step(&answer, self.request.size(), response);
        Poll::Ready(match step {
            Step::Next(position) => {
                self.state = if self.request.go_to(&position) {
                    State::More
                } else {
                    State::Stuck(Trouble::OutOfReach(position))
                };
                Some(Ok(page))
            }
            Step::Stuck(trouble) => {
                self.state = State::Stuck(trouble);
                Some(Ok(page))
            }
            Step::Last => Some(Ok(page)),
            Step::End => None,
            Step::Failed(trouble) => Some(Err(failed(O::ID, trouble).widen())),
        })
    }
}

/// The error of a trouble. One for all operations, to be compiled once.
fn failed(operation: &'static str, trouble: Trouble) -> Error<Infallible> {
    let kind = match trouble {
        Trouble::OutOfReach(position) => ErrorKind::Invalid(position.out_of_reach()),
        Trouble::Repeated { position, total } => ErrorKind::Repeated { position, total },
        Trouble::Unreadable(problem) => ErrorKind::Invalid(link::invalid(problem)),
    };
    Error::new(operation, kind)
}

/// Nothing in it is pinned.
impl<O: Paged> Unpin for Pages<O> {}

impl<O: Paged> Stream for Pages<O> {
    type Item = Result<Success<O>, Error<O::Failure>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(cx)
    }
}

impl<O: Paged> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &O::ID)
            .field("position", &self.position())
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// The items of all pages: a [`Stream`] of `Result<item, Error>`. See [`Pages`] for where it ends.
#[must_use = "pages are asked for only when they are polled"]
pub struct Items<O: Paged> {
    pages: Pages<O>,
    page: std::vec::IntoIter<O::Item>,
}

impl<O: Paged> Items<O> {
    /// The next item; `None` at the end. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error<O::Failure>>> {
        std::future::poll_fn(|cx| self.poll_item(cx)).await
    }

    /// Where the page is that comes after the items at hand; after an error, the page that is missing: all items before it
    /// were given. See [`Pages::position`].
    #[must_use]
    pub fn position(&self) -> Option<&Position> {
        self.pages.position()
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
impl<O: Paged> Unpin for Items<O> {}

impl<O: Paged> Stream for Items<O> {
    type Item = Result<O::Item, Error<O::Failure>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(cx)
    }
}

impl<O: Paged> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("at_hand", &self.page.len())
            .finish()
    }
}
