//! What happens to a value that is read and written again.
//!
//! | in the document | in Rust | read | written |
//! |---|---|---|---|
//! | `integer` | `i64`, [`Int`](crate::Int), `i8` to `u64` by format | exactly; `1`, `1.0`, `10e-1` are one integer (in a parameter `1` alone is); what does not fit is a violation | in decimal: `1.0` becomes `1` |
//! | `number` | `f64` | the nearest 64-bit float; `1e400` is a violation | the shortest text that reads as the same float: `1.10` becomes `1.1`, `1` becomes `1.0`; NaN and infinities are refused |
//! | `number` as `decimal` | [`Number`](crate::Number) | by JSON's grammar, whatever its size | digit for digit |
//! | `string` | `String`, [`Text`](crate::Text) | with escapes resolved; half of a surrogate pair is a syntax error | with the escapes that JSON needs and no others |
//! | `string`, `enum` | an enum, [`Open`](crate::Open) | by its exact text | by its exact text; an unlisted value unchanged, by a server not at all |
//! | `uuid` | [`Uuid`](crate::Uuid) | 36 characters with hyphens in either case (RFC 9562 section 4, once RFC 4122) | in lower case |
//! | `date-time` | [`Timestamp`](crate::Timestamp) | RFC 3339 and nothing else, see below | in UTC with `Z`, with as many fractional digits as needed |
//! | `date` | [`Date`](crate::Date) | RFC 3339 `full-date`: `2026-01-31` | the same |
//! | `uri` | [`Uri`](crate::Uri) | RFC 3986 with a scheme | byte for byte |
//! | `byte`, `contentEncoding: base64` | [`Base64`](crate::Base64) | RFC 4648 section 4: padding must be there, line breaks must not, and bits beyond the last octet are 0 | the same |
//! | `ipv4` | [`Ipv4Addr`](crate::Ipv4Addr) | dotted decimal without leading zeros | the same |
//! | `ipv6` | [`Ipv6Addr`](crate::Ipv6Addr) | RFC 4291 section 2.2, without a zone | as RFC 5952 says: in lower case, with the longest run of zeros left out |
//! | `binary` | [`Octets`](crate::Octets) | the octets of a part or a body; in JSON a string | the same; in JSON UTF-8 only |
//! | `array` | `Vec`, [`List`](crate::List) | in order | in order |
//! | `array` of a fixed length | a tuple | in order; further items are a violation, or to a tolerant reading ignored | in order |
//! | `object` with declared properties | a struct | in any order | in the order of the document |
//! | `object` as a map | [`Map`](crate::Map) | in any order | sorted by key, as bytes |
//! | `oneOf`, `anyOf` | an enum by [`union!`](crate::union) | as the branch that it is | the same, with the tag, if there is one |
//! | what has other rules | a newtype by [`checked!`](crate::checked) | as what is in it | the same |
//! | anything | [`Any`](crate::Any) | with the text of its numbers | numbers as they were read, objects sorted by key |
//!
//! White space between values is never kept. An absent property stays absent.
//!
//! # Dates
//!
//! A `date-time` is read by the grammar of RFC 3339 section 5.6: `2026-01-31T12:00:00Z`,
//! `2026-01-31t13:00:00.123+01:00`. `T` and `Z` may be lower case. Seconds and offset must be there; a blank
//! for the `T`, a comma for the point, or a time zone name in brackets is a violation. The instant is kept,
//! the offset is not: it is written as `Z`. An unknown offset, `-00:00`, is read as UTC.
//!
//! - Nine fractional digits count. Further ones must be zeros; others are a violation, as they would be lost.
//! - A leap second, `23:59:60`, is read as `23:59:59`: the instant before, since the clock that all software
//!   keeps has no such second.
//! - Instants from `0000-01-01T00:00:00Z` to `9999-12-30T22:00:00Z` can be read and written; what lies beyond
//!   is a violation.
