//! What [`offset_pages!`](super::offset_pages) needs of the fields it names, whatever their types.

use crate::{Int, List, Nullable};

/// A count in a request or a page: an integer, bounded or not, optional or nullable or not.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot hold an offset, a limit or a total")]
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

count! { i32 i64 u32 u64 }

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

    /// The items; none if they are absent or null.
    fn into_items(self) -> Vec<Self::Item>;
}

impl<T> PageItems for Vec<T> {
    type Item = T;

    fn count(&self) -> usize {
        self.len()
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

    fn into_items(self) -> Vec<T> {
        self.into_iter().collect()
    }
}

impl<C: PageItems> PageItems for Option<C> {
    type Item = C::Item;

    fn count(&self) -> usize {
        self.as_ref().map_or(0, PageItems::count)
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

    fn into_items(self) -> Vec<C::Item> {
        match self {
            Self::Null => Vec::new(),
            Self::Value(items) => items.into_items(),
        }
    }
}
