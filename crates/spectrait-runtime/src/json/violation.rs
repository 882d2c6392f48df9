//! What does not fit the document, with its place.

use std::borrow::Cow;
use std::fmt;

use super::Keyword;

/// How many violations are kept in full. Further ones are only counted: a hostile body must not buy itself
/// a long answer.
pub const MAX_VIOLATIONS: usize = 64;

/// How many characters of a value a message shows.
pub const MAX_SHOWN: usize = 64;

/// One or more violations, in the order of the parameters and of the body.
///
/// At most [`MAX_VIOLATIONS`] are kept, the rest is [counted](Self::more).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violations {
    list: Vec<Violation>,
    more: usize,
}

impl Violations {
    /// The one violation.
    #[must_use]
    pub fn one(violation: Violation) -> Self {
        Self {
            list: vec![violation],
            more: 0,
        }
    }

    /// `None` if the list is empty. Of too many, what cannot be read at all is kept first: a server's status depends on it.
    pub(crate) fn from_parts(mut list: Vec<Violation>, mut more: usize) -> Option<Self> {
        if list.len() > MAX_VIOLATIONS {
            more += list.len() - MAX_VIOLATIONS;
            let is_unreadable = |violation: &Violation| violation.keyword.is_unreadable();
            let unreadable = list.iter().filter(|one| is_unreadable(one)).count();
            let mut room = MAX_VIOLATIONS.saturating_sub(unreadable);
            list.retain(|violation| {
                let is_kept = is_unreadable(violation) || room > 0;
                room -= usize::from(is_kept && !is_unreadable(violation));
                is_kept
            });
            list.truncate(MAX_VIOLATIONS);
        }
        (!list.is_empty()).then_some(Self { list, more })
    }

    /// Those that were kept.
    pub(crate) fn into_list(self) -> Vec<Violation> {
        self.list
    }

    /// The same violations of a body that is the item of this index of a stream.
    pub(crate) fn of_item(mut self, index: usize) -> Self {
        for violation in &mut self.list {
            if let Place::Body { pointer } = &mut violation.place {
                *pointer = format!("/{index}{pointer}");
            }
        }
        self
    }

    /// The violations that were kept: 1 to [`MAX_VIOLATIONS`].
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.list.iter()
    }

    /// The first.
    #[must_use]
    pub fn first(&self) -> &Violation {
        &self.list[0]
    }

    /// How many more there are than [`iter`](Self::iter) gives.
    #[must_use]
    pub fn more(&self) -> usize {
        self.more
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// One violation a line.
impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.list.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            violation.fmt(f)?;
        }
        if self.more > 0 {
            write!(f, "\nand {} more", self.more)?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

/// One thing that does not fit the document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Where.
    pub place: Place,
    /// Which rule.
    pub keyword: Keyword,
    /// What is wrong, in one line. It never holds the value of a header or a cookie; other values are cut
    /// to [`MAX_SHOWN`] characters.
    pub message: String,
    /// What the document allows, where one value says it: `100`, `[pending, building]`.
    pub limit: Option<String>,
}

impl Violation {
    /// A violation without a limit.
    #[must_use]
    pub fn new(place: Place, keyword: Keyword, message: impl Into<String>) -> Self {
        Self {
            place,
            keyword,
            message: message.into(),
            limit: None,
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// Where in a request or a response.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In a parameter.
    Parameter {
        /// Where the parameter is.
        location: Location,
        /// Its name in the document.
        name: Cow<'static, str>,
        /// A JSON Pointer (RFC 6901) into its value; empty for the whole value.
        pointer: String,
    },
    /// In the body.
    Body {
        /// A JSON Pointer (RFC 6901); empty for the whole body.
        pointer: String,
    },
}

impl Place {
    /// The whole body.
    #[must_use]
    pub fn body() -> Self {
        Self::Body {
            pointer: String::new(),
        }
    }

    /// A whole parameter.
    #[must_use]
    pub fn parameter(location: Location, name: impl Into<Cow<'static, str>>) -> Self {
        Self::Parameter {
            location,
            name: name.into(),
            pointer: String::new(),
        }
    }

    /// The JSON Pointer into the parameter's value or the body.
    #[must_use]
    pub fn pointer(&self) -> &str {
        match self {
            Self::Parameter { pointer, .. } | Self::Body { pointer } => pointer,
        }
    }
}

/// ``query parameter `limit` ``, `body at /builds/0/id`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter { location, name, .. } => write!(f, "{location} parameter `{name}`")?,
            Self::Body { .. } => f.write_str("body")?,
        }
        match self.pointer() {
            "" => Ok(()),
            pointer => write!(f, " at `{}`", cut(pointer)),
        }
    }
}

/// Where a parameter is (`in`, OpenAPI 3.0.4 section 4.8.12.1), or the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Location {
    /// A variable of the path template.
    Path,
    /// In the query string.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// The request body.
    Body,
}

impl Location {
    /// `path`, `query`, `header`, `cookie`, `body`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body => "body",
        }
    }

    /// Whether messages may show the value. Headers and cookies carry credentials.
    pub(crate) const fn shows_values(self) -> bool {
        !matches!(self, Self::Header | Self::Cookie)
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The first [`MAX_SHOWN`] characters, without control characters: a message stays one line.
pub(crate) fn cut(value: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| (b' '..=b'~').contains(&byte);
    if value.len() <= MAX_SHOWN && value.bytes().all(is_plain) {
        return Cow::Borrowed(value);
    }
    let clean = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let mut chars = value.chars();
    let mut out: String = chars.by_ref().take(MAX_SHOWN).map(clean).collect();
    if chars.next().is_some() {
        out.push('…');
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violation(message: &str) -> Violation {
        Violation::new(
            Place::Body {
                pointer: "/builds/0/id".to_owned(),
            },
            Keyword::Type,
            message,
        )
    }

    #[test]
    fn display_names_place_and_rest() {
        let all = Violations::from_parts(vec![violation("a"); MAX_VIOLATIONS + 3], 2).unwrap();
        assert_eq!(all.iter().count(), MAX_VIOLATIONS);
        assert_eq!(all.more(), 5);
        let text = all.to_string();
        assert!(
            text.starts_with("body at `/builds/0/id`: a\nbody at "),
            "{text}"
        );
        assert!(text.ends_with("\nand 5 more"), "{text}");
        assert_eq!(
            Place::parameter(Location::Query, "limit").to_string(),
            "query parameter `limit`"
        );
    }

    #[test]
    fn what_cannot_be_read_is_kept() {
        let mut list = vec![violation("a"); MAX_VIOLATIONS + 3];
        list.push(Violation::new(Place::body(), Keyword::Syntax, "b"));
        let all = Violations::from_parts(list.clone(), 0).unwrap();
        assert_eq!(all.iter().len(), MAX_VIOLATIONS);
        assert_eq!(all.more(), 4);
        assert_eq!(all.first().message, "a");
        assert_eq!(
            all.iter().last().map(|last| &*last.message),
            Some("b"),
            "the order stays"
        );

        let list = vec![list.remove(MAX_VIOLATIONS + 3); MAX_VIOLATIONS + 1];
        let all = Violations::from_parts(list, 0).unwrap();
        assert_eq!((all.iter().len(), all.more()), (MAX_VIOLATIONS, 1));
    }

    #[test]
    fn nothing_is_no_violations() {
        assert_eq!(Violations::from_parts(Vec::new(), 0), None);
    }

    #[test]
    fn values_are_cut_by_characters_and_stay_on_one_line() {
        assert_eq!(cut("a\nb"), "a\u{fffd}b");
        assert_eq!(cut(&"é".repeat(64)), "é".repeat(64));
        assert_eq!(cut(&"é".repeat(65)), format!("{}…", "é".repeat(64)));
    }
}
