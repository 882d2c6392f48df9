//! Tokens on one line.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

/// What spaces depend on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// An identifier, a literal, or what ends like one.
    Word,
    /// `(…)` or `[…]`
    Brackets,
    /// `{…}`
    Braces,
    /// `.`, `::`, `<`, `!`, `&`, `-`, `'`, `#`: stick to what follows.
    Opening,
    /// `,`, `;`, `:`, `>`, `?`: stick to what is before.
    Closing,
    /// `=`, `->`, `+`: stand free.
    Operator,
}

/// The tokens as people write them, for what stands in our macros: types, calls of functions, lists.
pub(super) fn line(tokens: &TokenStream) -> String {
    let mut text = String::new();
    let mut before: Option<Kind> = None;
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut index = 0;
    while index < tokens.len() {
        let (word, kind, used) = piece(&tokens[index..], before);
        if before.is_some_and(|before| needs_space(before, kind, &word)) {
            text.push(' ');
        }
        text.push_str(&word);
        before = Some(if word.ends_with('>') && kind == Kind::Closing {
            Kind::Word
        } else {
            kind
        });
        index += used;
    }
    text
}

fn needs_space(before: Kind, kind: Kind, word: &str) -> bool {
    match (before, kind) {
        (Kind::Opening, _) | (_, Kind::Closing) | (Kind::Word, Kind::Brackets) => false,
        // `.explode(false)`, `a::b`, `Vec<`.
        (Kind::Word | Kind::Brackets, Kind::Opening) => !matches!(word, "." | "::" | "<" | "!"),
        _ => true,
    }
}

/// The first word of some tokens, and how many they are.
fn piece(tokens: &[TokenTree], before: Option<Kind>) -> (String, Kind, usize) {
    match &tokens[0] {
        TokenTree::Group(group) => {
            let kind = if group.delimiter() == Delimiter::Brace {
                Kind::Braces
            } else {
                Kind::Brackets
            };
            (inline(group), kind, 1)
        }
        TokenTree::Punct(punct) => {
            let next = match tokens.get(1) {
                Some(TokenTree::Punct(next)) if punct.spacing() == Spacing::Joint => {
                    Some(next.as_char())
                }
                _ => None,
            };
            let is_value_before = matches!(before, Some(Kind::Word | Kind::Brackets));
            match (punct.as_char(), next) {
                (':', Some(':')) => ("::".to_owned(), Kind::Opening, 2),
                ('-', Some('>')) => ("->".to_owned(), Kind::Operator, 2),
                ('.', Some('.')) => ("..".to_owned(), Kind::Opening, 2),
                (mark @ ('.' | '<' | '!' | '\'' | '#'), _) => (mark.to_string(), Kind::Opening, 1),
                (mark @ ('&' | '-'), _) if !is_value_before => (mark.to_string(), Kind::Opening, 1),
                (mark @ (',' | ';' | ':' | '>' | '?'), _) => (mark.to_string(), Kind::Closing, 1),
                (mark, _) => (mark.to_string(), Kind::Operator, 1),
            }
        }
        word => (word.to_string(), Kind::Word, 1),
    }
}

fn inline(group: &Group) -> String {
    let inner = line(&group.stream());
    // On one line a list has no comma at its end.
    let inner = inner.trim_end_matches(',');
    match group.delimiter() {
        Delimiter::Parenthesis => format!("({inner})"),
        Delimiter::Bracket => format!("[{inner}]"),
        Delimiter::Brace if inner.is_empty() => "{}".to_owned(),
        Delimiter::Brace => format!("{{ {inner} }}"),
        Delimiter::None => inner.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn tokens_are_spaced_as_people_do() {
        let lines = [
            "pub status: Option<Open<BuildStatus>> = \"status\"",
            "pub limit: Option<Int<-1, 100>> = query(\"limit\").explode(false)",
            "pub r#type: std::string::String = \"type\"",
            "pub all: Text<1, { usize::MAX }> = \"all\"",
            "..pub additional: Map<String>",
            "new(id: i64, name: Text<1, 80>)",
            "Other(StatusCode, Problem) = \"default\"",
            "Both(Bearer, Bearer) = FIRST_AUTH & SECOND_AUTH",
            "Api = builds + lists",
            "PetsApi: Authenticate { authenticate(Credentials), list(ListRequest) }",
            "Request { offset = offset } -> Page { items: Vec<Item> = (data??).items, total = (meta?).total }",
            "pub fn bearer_auth() = crate::security::BEARER_AUTH",
            "pub enum ListBuildsError {}",
            "derive(Debug, Clone)",
            "Nothing(()) = 204",
        ];
        for text in lines {
            assert_eq!(line(&text.parse().unwrap()), text);
        }
    }
}
