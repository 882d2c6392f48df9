//! What [`pages!`](super::pages) needs of the fields it names, whatever their types.

use crate::{Int, List, Nullable, Text, Uuid};

/// A count in a request or a page: a number, bounded or not, optional or nullable or not.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot hold an offset, a size or a total")]
pub trait Count: Sized {
    /// The count; `None` if it is absent, null or negative.
    fn to_count(&self) -> Option<u64>;

    /// `None` if the type cannot hold it.
    fn from_count(count: u64) -> Option<Self>;
}

macro_rules! count {
    ($($integer:ty)*) => { $(
        impl Count for $integer {
            fn to_count(&self) -> Option<u64> {
                u64::try_from(*self).ok()
            }

            fn from_count(count: u64) -> Option<Self> {
                Self::try_from(count).ok()
            }
        }
    )* };
}

count! { i8 i16 i32 i64 u8 u16 u32 u64 }

/// Up to here every integer has a `double` of its own (RFC 8259 section 6).
const MAX_EXACT: u64 = (1 << 53) - 1;

/// Documents give totals as `type: number`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "what would be lost is left out before"
)]
impl Count for f64 {
    fn to_count(&self) -> Option<u64> {
        let is_count = self.fract() == 0.0 && (0.0..=MAX_EXACT as f64).contains(self);
        is_count.then_some(*self as u64)
    }

    fn from_count(count: u64) -> Option<Self> {
        (count <= MAX_EXACT).then_some(count as f64)
    }
}

impl<const MIN: i64, const MAX: i64> Count for Int<MIN, MAX> {
    fn to_count(&self) -> Option<u64> {
        u64::try_from(self.get()).ok()
    }

    fn from_count(count: u64) -> Option<Self> {
        i64::try_from(count)
            .ok()
            .and_then(|count| Self::try_from(count).ok())
    }
}

impl<T: Count> Count for Option<T> {
    fn to_count(&self) -> Option<u64> {
        self.as_ref().and_then(Count::to_count)
    }

    fn from_count(count: u64) -> Option<Self> {
        T::from_count(count).map(Some)
    }
}

impl<T: Count> Count for Nullable<T> {
    fn to_count(&self) -> Option<u64> {
        match self {
            Self::Null => None,
            Self::Value(value) => value.to_count(),
        }
    }

    fn from_count(count: u64) -> Option<Self> {
        T::from_count(count).map(Self::Value)
    }
}

/// The items of a page: an array, bounded or not, optional or nullable or not.
#[diagnostic::on_unimplemented(message = "`{Self}` is no array of items")]
pub trait PageItems {
    /// An item.
    type Item;

    /// How many there are.
    fn count(&self) -> usize;

    /// The last one.
    fn last(&self) -> Option<&Self::Item>;

    /// The items; none if they are absent or null.
    fn into_items(self) -> Vec<Self::Item>;
}

impl<T> PageItems for Vec<T> {
    type Item = T;

    fn count(&self) -> usize {
        self.len()
    }

    fn last(&self) -> Option<&T> {
        <[T]>::last(self)
    }

    fn into_items(self) -> Vec<T> {
        self
    }
}

impl<T, const MIN: usize, const MAX: usize> PageItems for List<T, MIN, MAX> {
    type Item = T;

    fn count(&self) -> usize {
        self.len()
    }

    fn last(&self) -> Option<&T> {
        <[T]>::last(self)
    }

    fn into_items(self) -> Vec<T> {
        self.into_iter().collect()
    }
}

impl<C: PageItems> PageItems for Option<C> {
    type Item = C::Item;

    fn count(&self) -> usize {
        self.as_ref().map_or(0, PageItems::count)
    }

    fn last(&self) -> Option<&C::Item> {
        self.as_ref().and_then(PageItems::last)
    }

    fn into_items(self) -> Vec<C::Item> {
        self.map(PageItems::into_items).unwrap_or_default()
    }
}

impl<C: PageItems> PageItems for Nullable<C> {
    type Item = C::Item;

    fn count(&self) -> usize {
        match self {
            Self::Null => 0,
            Self::Value(items) => items.count(),
        }
    }

    fn last(&self) -> Option<&C::Item> {
        self.as_ref().and_then(PageItems::last)
    }

    fn into_items(self) -> Vec<C::Item> {
        match self {
            Self::Null => Vec::new(),
            Self::Value(items) => items.into_items(),
        }
    }
}

/// Whether there is more: a boolean, optional or nullable or not.
#[diagnostic::on_unimplemented(message = "`{Self}` does not say whether there is more")]
pub trait Flag {
    /// What it says; `None` if it is absent or null.
    fn to_flag(&self) -> Option<bool>;
}

impl Flag for bool {
    fn to_flag(&self) -> Option<bool> {
        Some(*self)
    }
}

impl<T: Flag> Flag for Option<T> {
    fn to_flag(&self) -> Option<bool> {
        self.as_ref().and_then(Flag::to_flag)
    }
}

impl<T: Flag> Flag for Nullable<T> {
    fn to_flag(&self) -> Option<bool> {
        self.as_ref().and_then(Flag::to_flag)
    }
}

/// A cursor in a request or a page: a text, bounded or not, a UUID or an integer, optional or nullable or not.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot hold a cursor")]
pub trait Cursor: Sized {
    /// The cursor; `None` if it is absent or null.
    fn to_cursor(&self) -> Option<String>;

    /// `None` if the type cannot hold it.
    fn from_cursor(cursor: &str) -> Option<Self>;
}

impl Cursor for String {
    fn to_cursor(&self) -> Option<String> {
        Some(self.clone())
    }

    fn from_cursor(cursor: &str) -> Option<Self> {
        Some(cursor.to_owned())
    }
}

impl<const MIN: usize, const MAX: usize> Cursor for Text<MIN, MAX> {
    fn to_cursor(&self) -> Option<String> {
        Some(self.as_str().to_owned())
    }

    fn from_cursor(cursor: &str) -> Option<Self> {
        cursor.try_into().ok()
    }
}

impl Cursor for Uuid {
    fn to_cursor(&self) -> Option<String> {
        Some(self.to_string())
    }

    fn from_cursor(cursor: &str) -> Option<Self> {
        cursor.parse().ok()
    }
}

macro_rules! cursor {
    ($($integer:ty)*) => { $(
        impl Cursor for $integer {
            fn to_cursor(&self) -> Option<String> {
                Some(self.to_string())
            }

            fn from_cursor(cursor: &str) -> Option<Self> {
                cursor.parse().ok()
            }
        }
    )* };
}

cursor! { i8 i16 i32 i64 u8 u16 u32 u64 }

impl<const MIN: i64, const MAX: i64> Cursor for Int<MIN, MAX> {
    fn to_cursor(&self) -> Option<String> {
        Some(self.get().to_string())
    }

    fn from_cursor(cursor: &str) -> Option<Self> {
        Self::try_from(cursor.parse::<i64>().ok()?).ok()
    }
}

impl<T: Cursor> Cursor for Option<T> {
    fn to_cursor(&self) -> Option<String> {
        self.as_ref().and_then(Cursor::to_cursor)
    }

    fn from_cursor(cursor: &str) -> Option<Self> {
        T::from_cursor(cursor).map(Some)
    }
}

impl<T: Cursor> Cursor for Nullable<T> {
    fn to_cursor(&self) -> Option<String> {
        self.as_ref().and_then(Cursor::to_cursor)
    }

    fn from_cursor(cursor: &str) -> Option<Self> {
        T::from_cursor(cursor).map(Self::Value)
    }
}

/// What may be absent or null, on the way to a field of it.
pub trait Part {
    /// What it is.
    type Value;

    /// `None` if it is absent or null.
    fn part(&self) -> Option<&Self::Value>;

    /// `None` if it is absent or null.
    fn into_part(self) -> Option<Self::Value>;
}

impl<T> Part for Option<T> {
    type Value = T;

    fn part(&self) -> Option<&T> {
        self.as_ref()
    }

    fn into_part(self) -> Self {
        self
    }
}

impl<T> Part for Nullable<T> {
    type Value = T;

    fn part(&self) -> Option<&T> {
        self.as_ref()
    }

    fn into_part(self) -> Option<T> {
        self.value()
    }
}
