//! Where the API is mounted.

use std::str::FromStr;

/// A path without a slash at its end: `/v1`. The root is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasePath(String);

impl BasePath {
    /// The path, `/` for the root.
    #[must_use]
    pub fn as_str(&self) -> &str {
        if self.0.is_empty() { "/" } else { &self.0 }
    }
}

/// What can stand in a URL's path as it is (RFC 3986 section 3.3), beginning with a slash.
impl FromStr for BasePath {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_path_byte =
            |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@".contains(&byte);
        if !text.starts_with('/') || text.starts_with("//") || !text.bytes().all(is_path_byte) {
            return Err(
                "a base path begins with one slash and is of letters, digits and signs: `/v1`",
            );
        }
        Ok(Self(text.trim_end_matches('/').to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let path: Option<BasePath> = text.parse().ok();
        assert_eq!(path.as_ref().map(BasePath::as_str), expected, "{text}");
    }

    #[test]
    fn paths_lose_the_slash_at_their_end() {
        check("/v1", Some("/v1"));
        check("/v1/", Some("/v1"));
        check("/a/b.c~d", Some("/a/b.c~d"));
        check("/", Some("/"));
    }

    #[test]
    fn other_texts_are_no_base_paths() {
        for text in [
            "", "v1", "//host", "/v1?x", "/v1#x", "/v 1", "/{v}", "/é", "/%76",
        ] {
            check(text, None);
        }
    }
}
