//! What structs of fields have in common, whichever their fields are.

use std::any::Any;
use std::fmt;

use crate::json::Encode;

/// The value of a field.
pub trait Field: Encode + fmt::Debug {
    /// Whether the other is of the same type and equal.
    fn equals(&self, other: &dyn Any) -> bool;

    /// The value, for [`equals`](Self::equals).
    fn as_any(&self) -> &dyn Any;
}

impl<T: Encode + fmt::Debug + PartialEq + 'static> Field for T {
    fn equals(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// A struct of fields. The macros [`record!`](crate::record) and [`request!`](crate::request) implement it.
///
/// It is what they make `Encode`, `Debug` and `PartialEq` of: rustc looks at each field once for the three of them.
pub trait Fields {
    /// Shows the values, in the order of the fields.
    fn fields(&self, show: &mut dyn FnMut(&[&dyn Field]));
}

/// Writes a struct as a derived `Debug` does. `names` are the fields' identifiers, with spaces between them.
#[doc(hidden)]
pub fn debug(
    value: &dyn Fields,
    name: &str,
    names: &str,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut shown = f.debug_struct(name);
    value.fields(&mut |fields| {
        for (name, field) in names.split_whitespace().zip(fields) {
            shown.field(name.strip_prefix("r#").unwrap_or(name), field);
        }
    });
    shown.finish()
}

/// Whether two structs of one type are equal.
#[doc(hidden)]
#[must_use]
pub fn equal(left: &dyn Fields, right: &dyn Fields) -> bool {
    let mut is_equal = false;
    left.fields(&mut |left| {
        right.fields(&mut |right| {
            let mut pairs = left.iter().zip(right);
            is_equal = pairs.all(|(left, right)| left.equals(right.as_any()));
        });
    });
    is_equal
}
