//! Where a page is, and what it says of its list.

use std::fmt;

use crate::client::fields::{Count, Cursor, Flag, PageItems};
use crate::operation::{Keyword, Location, Place, Violation, Violations};

/// How a list goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Paging {
    /// The request says how many items to skip.
    Offset,
    /// The request says the number of the page.
    Page {
        /// The number of the first one.
        first: u64,
    },
    /// The page says what the request for the next one holds.
    Cursor,
    /// The response's `Link` header has the URL of the next page (RFC 8288).
    Link,
}

/// Where a page of a list is. It can be kept, to go on later: [`Pages::starting_at`](super::Pages::starting_at).
///
/// Neither `Display` nor `Debug` show a cursor or link, as they hold what was sent.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Position {
    /// After so many items.
    Offset(u64),
    /// The page of this number.
    Page(u64),
    /// Where this cursor leads, as the server gave it.
    Cursor(String),
    /// At this absolute URL.
    Link(String),
}

impl Position {
    /// Sets the request's field for the offset.
    #[doc(hidden)]
    pub fn put_offset<F: Count>(&self, field: &mut F) -> bool {
        match self {
            Self::Offset(offset) => put(field, F::from_count(*offset)),
            _ => false,
        }
    }

    /// Sets the request's field for the number of the page.
    #[doc(hidden)]
    pub fn put_page<F: Count>(&self, field: &mut F) -> bool {
        match self {
            Self::Page(number) => put(field, F::from_count(*number)),
            _ => false,
        }
    }

    /// Sets the request's field for the cursor.
    #[doc(hidden)]
    pub fn put_cursor<F: Cursor>(&self, field: &mut F) -> bool {
        match self {
            Self::Cursor(cursor) => put(field, F::from_cursor(cursor)),
            _ => false,
        }
    }

    /// That a request cannot be there.
    pub(super) fn out_of_reach(&self) -> Violations {
        let (parameter, keyword, why) = match self {
            Self::Offset(_) => ("offset", Keyword::Maximum, "is more than"),
            Self::Page(_) => ("page", Keyword::Maximum, "is more than"),
            Self::Cursor(_) => ("cursor", Keyword::Format, "is not what"),
            Self::Link(_) => ("Link", Keyword::Format, "is not what"),
        };
        let message = format!("the list goes on at {self}, which {why} the document allows");
        let place = Place::parameter(Location::Query, parameter);
        Violations::one(Violation::new(place, keyword, message))
    }
}

fn put<F>(field: &mut F, value: Option<F>) -> bool {
    match value {
        Some(value) => {
            *field = value;
            true
        }
        None => false,
    }
}

/// `offset 20`, `page 3`, `a cursor`, `a link`.
impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offset(offset) => write!(f, "offset {offset}"),
            Self::Page(number) => write!(f, "page {number}"),
            Self::Cursor(_) => f.write_str("a cursor"),
            Self::Link(_) => f.write_str("a link"),
        }
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offset(offset) => f.debug_tuple("Offset").field(offset).finish(),
            Self::Page(number) => f.debug_tuple("Page").field(number).finish(),
            Self::Cursor(_) => f.write_str("Cursor(..)"),
            Self::Link(_) => f.write_str("Link(..)"),
        }
    }
}

/// What a page says of its list. What is absent, null or negative is not said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
#[must_use = "it is what a list goes on by"]
pub struct Answer {
    /// How many items the page holds.
    pub count: u64,
    /// How many there are in all.
    pub total: Option<u64>,
    /// How many pages there are.
    pub pages: Option<u64>,
    /// Which page this is.
    pub page: Option<u64>,
    /// Whether another page follows.
    pub has_more: Option<bool>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

/// What [`pages!`](super::super::pages) writes: a field, or `None` where what holds it is absent.
#[doc(hidden)]
impl Answer {
    pub fn of<C: PageItems>(items: Option<&C>) -> Self {
        Self {
            count: items.map_or(0, PageItems::count) as u64,
            ..Self::default()
        }
    }

    pub fn total<F: Count>(mut self, field: Option<&F>) -> Self {
        self.total = field.and_then(Count::to_count);
        self
    }

    pub fn pages<F: Count>(mut self, field: Option<&F>) -> Self {
        self.pages = field.and_then(Count::to_count);
        self
    }

    pub fn page<F: Count>(mut self, field: Option<&F>) -> Self {
        self.page = field.and_then(Count::to_count);
        self
    }

    pub fn has_more<F: Flag>(mut self, field: Option<&F>) -> Self {
        self.has_more = field.and_then(Flag::to_flag);
        self
    }

    pub fn next<F: Cursor>(mut self, field: Option<&F>) -> Self {
        self.next = field.and_then(Cursor::to_cursor);
        self
    }
}
