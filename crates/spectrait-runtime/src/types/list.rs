//! Arrays of a bounded size.

use std::ops::Deref;

use crate::json::{Decode, Decoder, Encode, Encoder, Node, Shape, counted, decode_items};
use crate::types::NotAllowed;

/// An array of `MIN` to `MAX` items (`minItems` and `maxItems`). Without a maximum `MAX` is `usize::MAX`.
///
/// ```
/// use spectrait_runtime::List;
///
/// let tags: List<String, 1, 3> = vec!["a".to_owned()].try_into()?;
/// assert_eq!(tags.len(), 1); // it is a slice
/// let error = List::<i64, 1, 3>::try_from(vec![]).unwrap_err();
/// assert_eq!(error.to_string(), "0 items, at least 1 allowed");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct List<T, const MIN: usize, const MAX: usize>(Vec<T>);

impl<T, const MIN: usize, const MAX: usize> List<T, MIN, MAX> {
    /// The smallest number of items.
    pub const MIN: usize = MIN;
    /// The largest number of items.
    pub const MAX: usize = MAX;

    /// The items.
    #[must_use]
    pub fn into_vec(self) -> Vec<T> {
        self.0
    }
}

impl<T, const MIN: usize, const MAX: usize> TryFrom<Vec<T>> for List<T, MIN, MAX> {
    type Error = NotAllowed;

    fn try_from(items: Vec<T>) -> Result<Self, NotAllowed> {
        let (word, limit) = match items.len() {
            len if len < MIN => ("at least", MIN),
            len if len > MAX => ("at most", MAX),
            _ => return Ok(Self(items)),
        };
        let items = counted(items.len(), "item");
        Err(NotAllowed::new(format!("{items}, {word} {limit} allowed")))
    }
}

impl<T, const N: usize, const MIN: usize, const MAX: usize> TryFrom<[T; N]> for List<T, MIN, MAX> {
    type Error = NotAllowed;

    fn try_from(items: [T; N]) -> Result<Self, NotAllowed> {
        Vec::from(items).try_into()
    }
}

impl<T, const MIN: usize, const MAX: usize> From<List<T, MIN, MAX>> for Vec<T> {
    fn from(list: List<T, MIN, MAX>) -> Self {
        list.0
    }
}

impl<T, const MIN: usize, const MAX: usize> Deref for List<T, MIN, MAX> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T, const MIN: usize, const MAX: usize> AsRef<[T]> for List<T, MIN, MAX> {
    fn as_ref(&self) -> &[T] {
        &self.0
    }
}

impl<T, const MIN: usize, const MAX: usize> IntoIterator for List<T, MIN, MAX> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T, const MIN: usize, const MAX: usize> IntoIterator for &'a List<T, MIN, MAX> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// A wrong size is a violation in both modes, found before any item is looked at.
impl<T: Decode, const MIN: usize, const MAX: usize> Decode for List<T, MIN, MAX> {
    const SHAPE: Shape = Shape::Array;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        decode_items(decoder, node, MIN, MAX).map(Self)
    }
}

impl<T: Encode, const MIN: usize, const MAX: usize> Encode for List<T, MIN, MAX> {
    fn encode_into(&self, encoder: &mut Encoder) {
        self.0.encode_into(encoder);
    }
}
