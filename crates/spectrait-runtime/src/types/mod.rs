//! The types that generated code uses for what Rust's own cannot say.

pub mod any;
mod base64;
mod date;
mod empty_object;
pub mod formats;
mod int;
mod into_field;
mod ip;
mod list;
mod map;
mod message;
mod nullable;
mod octets;
mod open;
mod open_union;
mod text;
mod timestamp;
mod tuple;
mod uri;
mod uuid;

pub use any::{Any, Number};
pub use base64::Base64;
pub use date::Date;
pub use empty_object::EmptyObject;
pub use int::{AtLeast, AtMost, Int};
pub use into_field::{Absent, IntoField};
pub use ip::{Ipv4Addr, Ipv6Addr};
pub use list::List;
pub use map::Map;
pub use nullable::Nullable;
pub use octets::Octets;
pub use open::{Open, StringEnum, Unlisted};
pub use open_union::{OpenUnion, UnlistedUnion};
pub use text::Text;
pub use timestamp::Timestamp;
pub use uri::Uri;
pub use uuid::Uuid;

use std::fmt;

/// A value that is none of a type: out of its bounds, or not listed. Made by `TryFrom` and `FromStr`.
///
/// ```
/// use spectrait_runtime::Int;
///
/// let error = Int::<1, 100>::try_from(101_i64).unwrap_err();
/// assert_eq!(error.to_string(), "101 is more than 100");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAllowed(String);

impl NotAllowed {
    /// With one line that says what is wrong.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// `` `done` is none of [pending, building] ``
    #[must_use]
    pub fn unlisted(text: &str, values: &[&str]) -> Self {
        Self(format!(
            "`{}` is none of [{}]",
            crate::json::cut(text),
            values.join(", ")
        ))
    }
}

impl fmt::Display for NotAllowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotAllowed {}
