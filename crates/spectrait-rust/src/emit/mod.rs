//! From the planned crate to tokens, item by item. Nothing is decided here, and nothing can fail.

mod body;
mod checked;
mod client;
mod enumeration;
mod imports;
mod media_type;
mod operation;
mod package;
mod record;
mod response;
mod rules;
mod security;
mod server;
mod server_url;
mod types;
mod union;
mod webhooks;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt, quote};

use crate::model;

/// A file that is to be written.
#[derive(Debug, Clone)]
pub struct File {
    /// Where it belongs, relative to the crate's folder, parted by `/`.
    pub path: String,
    /// What it holds.
    pub content: Content,
}

/// What a [`File`] holds.
#[derive(Debug, Clone)]
pub enum Content {
    /// Rust: the lines of the file's own documentation, and items.
    Rust {
        /// The lines after `//!`.
        docs: Vec<String>,
        /// The items, in groups that blank lines part.
        items: Vec<Vec<TokenStream>>,
    },
    /// TOML, without the header.
    Toml(String),
}

/// Spells a crate out.
#[must_use]
pub fn emit(krate: &model::Crate) -> Vec<File> {
    let mut files = vec![
        File {
            path: "Cargo.toml".to_owned(),
            content: Content::Toml(package::manifest(&krate.package)),
        },
        package::root(krate),
    ];
    files.extend(types::files(&krate.types, krate.rules.as_ref()));
    files.extend(operation::files(&krate.groups));
    files.extend(krate.security.as_ref().map(security::file));
    files.extend(client::files(krate));
    files.extend(server::files(krate));
    files.extend(krate.webhooks.iter().flat_map(webhooks::files));
    files
}

/// A file of Rust.
fn rust(path: impl Into<String>, docs: &model::Docs, items: Vec<Vec<TokenStream>>) -> File {
    let items = items
        .into_iter()
        .filter(|group| !group.is_empty())
        .collect();
    File {
        path: path.into(),
        content: Content::Rust {
            docs: docs.0.clone(),
            items,
        },
    }
}

/// Each item by itself, so that blank lines part them.
fn apart(items: impl IntoIterator<Item = TokenStream>) -> impl Iterator<Item = Vec<TokenStream>> {
    items.into_iter().map(|item| vec![item])
}

/// Documentation of our own that needs no plan.
fn docs_of(line: &str) -> model::Docs {
    model::Docs(vec![line.to_owned()])
}

/// An identifier, raw or not.
fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(plain) => Ident::new_raw(plain, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// A text as people write it: raw where that saves backslashes.
fn text(text: &str) -> Literal {
    let is_plain = !text.contains(['\\', '"'])
        || text
            .chars()
            .any(|char| char.is_control() || char == '\u{feff}');
    if is_plain {
        return Literal::string(text);
    }
    let longest = text
        .split(|char| char != '#')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let marks = if text.contains('"') {
        "#".repeat(longest + 1)
    } else {
        String::new()
    };
    format!("r{marks}\"{text}\"{marks}")
        .parse()
        .unwrap_or_else(|_| Literal::string(text))
}

/// A number as people write it: `100_000`.
fn number(text: &str) -> Literal {
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", text), |digits| ("-", digits));
    let grouped = match digits.split_once('.') {
        Some((whole, fraction)) => {
            format!("{}.{}", whole_grouped(whole), fraction_grouped(fraction))
        }
        None => whole_grouped(digits),
    };
    // What Rust has written as a number is one with `_` between digits, too.
    format!("{sign}{grouped}")
        .parse()
        .unwrap_or_else(|_| Literal::string(text))
}

fn whole_grouped(digits: &str) -> String {
    let reversed: String = digits.chars().rev().collect();
    fraction_grouped(&reversed).chars().rev().collect()
}

/// In threes from the left, if they are more than can be read at a glance; an exponent stays as it is.
fn fraction_grouped(digits: &str) -> String {
    if digits.len() <= 5 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits.to_owned();
    }
    digits
        .chars()
        .enumerate()
        .fold(String::new(), |mut grouped, (index, digit)| {
            if index > 0 && index % 3 == 0 {
                grouped.push('_');
            }
            grouped.push(digit);
            grouped
        })
}

/// `#[deprecated]` where it is.
fn deprecated(is_deprecated: bool) -> Option<TokenStream> {
    is_deprecated.then(|| quote!(#[deprecated]))
}

impl ToTokens for model::Docs {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for line in &self.0 {
            // A blank after `///`, as people write it.
            let line = if line.is_empty() {
                String::new()
            } else {
                format!(" {line}")
            };
            tokens.extend(quote!(#[doc = #line]));
        }
    }
}

impl ToTokens for model::Type {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let arguments = &self.arguments;
        if self.path.is_empty() {
            return tokens.extend(match arguments.as_slice() {
                [one] => quote!((#one,)),
                several => quote!((#(#several),*)),
            });
        }
        let (colons, names) = match self.path.split_first() {
            Some((first, names)) if first.is_empty() => (Some(quote!(::)), names),
            _ => (None, self.path.as_slice()),
        };
        let path = names.iter().map(|segment| ident(segment));
        tokens.extend(quote!(#colons #(#path)::*));
        if !arguments.is_empty() {
            tokens.extend(quote!(<#(#arguments),*>));
        }
    }
}

impl ToTokens for model::Argument {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Type(ty) => ty.to_tokens(tokens),
            Self::Constant(value) => tokens.append(number(&value.to_string())),
            Self::Unlimited => tokens.extend(quote!({ usize::MAX })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn long_numbers_are_grouped() {
        let texts = [
            "0",
            "12345",
            "-123456",
            "1234567",
            "0.5",
            "0.1234567",
            "1234567.0",
            "1e21",
            "-1.5e-7",
        ];
        let numbers = texts.map(|text| number(text).to_string());
        let grouped = [
            "0",
            "12345",
            "-123_456",
            "1_234_567",
            "0.5",
            "0.123_456_7",
            "1_234_567.0",
            "1e21",
            "-1.5e-7",
        ];
        assert_eq!(numbers, grouped);
    }
}
