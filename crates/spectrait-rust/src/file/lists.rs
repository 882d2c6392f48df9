//! Long lists in the bodies of macros: nested as rustfmt would nest them.

use proc_macro2::{Delimiter, Group, TokenTree};

use super::WIDTH;
use super::spacing::line;

const INDENT: usize = 4;

/// The tokens on one line.
pub(super) fn text(tokens: &[TokenTree]) -> String {
    line(&tokens.iter().cloned().collect())
}

/// The tokens on as many lines as they need.
pub(super) fn print(tokens: &[TokenTree], indent: usize, end: &str, out: &mut String) {
    let margin = " ".repeat(indent);
    let whole = text(tokens);
    let fits = |text: &str| indent + text.chars().count() + end.len() <= WIDTH;
    let alternatives = split(tokens, '|');
    if fits(&whole) {
        out.extend([&margin, whole.as_str(), end, "\n"]);
    } else if alternatives.len() > 1 {
        let last = alternatives.len() - 1;
        let words = alternatives.iter().enumerate();
        let words = words.map(|(index, word)| {
            let end = if index == last { end } else { " |" };
            format!("{}{end}", text(word))
        });
        fill(words, &margin, out);
    } else if let Some(list) = List::at_end(tokens, indent) {
        out.extend([&margin, list.opening.as_str(), "\n"]);
        let inner = indent + INDENT;
        if list.items.len() > 1 && list.items.iter().all(|item| is_flat(item)) {
            let words = list.items.iter().map(|item| format!("{},", text(item)));
            fill(words, &" ".repeat(inner), out);
        } else {
            for item in &list.items {
                print(item, inner, ",", out);
            }
        }
        out.extend([&margin, list.closing.as_str(), end, "\n"]);
    } else {
        out.extend([&margin, whole.as_str(), end, "\n"]);
    }
}

/// A list, taken apart.
struct List {
    /// Up to its bracket.
    opening: String,
    is_call: bool,
    items: Vec<Vec<TokenTree>>,
    closing: String,
}

impl List {
    /// The list that some tokens end with. One whose only item ends with a list is opened together with it, and so is a
    /// call whose other arguments fit before the last one's list.
    fn at_end(tokens: &[TokenTree], indent: usize) -> Option<Self> {
        let (head, group) = list_at_end(tokens)?;
        let is_value = head.last().is_some_and(is_equals);
        let is_clause =
            matches!(head, [TokenTree::Ident(_)]) && group.delimiter() == Delimiter::Bracket;
        let mut opening = text(head);
        if is_value || is_clause {
            opening.push(' ');
            return Some(Self::new(opening, group, String::new()));
        }
        let mut list = Self::new(opening, group, String::new());
        while let Some(inner) = list.opened_together(indent) {
            list = inner;
        }
        Some(list)
    }

    fn new(mut opening: String, group: &Group, mut closing: String) -> Self {
        let is_call = group.delimiter() != Delimiter::Bracket;
        let (open, close) = if is_call { ("(", ")") } else { ("[", "]") };
        opening.push_str(open);
        closing.insert_str(0, close);
        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
        let items = split(&inner, ',')
            .into_iter()
            .map(<[TokenTree]>::to_vec)
            .collect();
        Self {
            opening,
            is_call,
            items,
            closing,
        }
    }

    fn opened_together(&self, indent: usize) -> Option<Self> {
        let (last, others) = self.items.split_last()?;
        let (head, group) = list_at_end(last)?;
        let others: String = others.iter().map(|item| text(item) + ", ").collect();
        let opening = format!("{}{others}{}", self.opening, text(head));
        let fits = indent + opening.chars().count() < WIDTH;
        (fits && (others.is_empty() || self.is_call))
            .then(|| Self::new(opening, group, self.closing.clone()))
    }
}

/// A list that is not empty, and what is before it.
fn list_at_end(tokens: &[TokenTree]) -> Option<(&[TokenTree], &Group)> {
    match tokens.split_last()? {
        (TokenTree::Group(group), head)
            if group.delimiter() != Delimiter::Brace && !group.stream().is_empty() =>
        {
            Some((head, group))
        }
        _ => None,
    }
}

/// The parts between marks; nothing after the last mark is no part.
fn split(tokens: &[TokenTree], mark: char) -> Vec<&[TokenTree]> {
    let is_mark =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark);
    let mut parts: Vec<_> = tokens.split(is_mark).collect();
    parts.pop_if(|part| part.is_empty());
    parts
}

fn is_equals(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == '=')
}

/// Whether an item holds no list of its own: a text, a name, a variant with its type.
fn is_flat(item: &[TokenTree]) -> bool {
    let is_list = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket);
    match item {
        [TokenTree::Ident(_), TokenTree::Group(group)] => !group
            .stream()
            .into_iter()
            .any(|token| matches!(token, TokenTree::Group(_) | TokenTree::Literal(_))),
        _ => !item.iter().any(is_list) && item.len() < 3,
    }
}

/// As many words on a line as there is room for.
fn fill(words: impl Iterator<Item = String>, margin: &str, out: &mut String) {
    let mut width = 0;
    for word in words {
        let length = word.chars().count();
        if width > 0 && width + 1 + length <= WIDTH {
            out.push(' ');
            width += 1 + length;
        } else {
            if width > 0 {
                out.push('\n');
            }
            out.push_str(margin);
            width = margin.len() + length;
        }
        out.push_str(&word);
    }
    out.push('\n');
}
