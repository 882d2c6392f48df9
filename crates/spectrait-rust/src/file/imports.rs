//! `use` items, sorted and wrapped as rustfmt does (style edition 2024).

use std::cmp::Ordering;

use syn::{ItemUse, UseTree, Visibility};

use super::WIDTH;

/// rustfmt keeps two columns free after a list on one line, and one after each line of a list that needs
/// several.
const LINE_WIDTH: usize = WIDTH - 2;
const FILL_WIDTH: usize = WIDTH - 1;

/// An import, taken apart.
struct Import {
    is_public: bool,
    path: Vec<String>,
    names: Vec<String>,
}

/// A group of imports.
pub(super) fn print(uses: &[&ItemUse]) -> String {
    let mut imports: Vec<Import> = uses.iter().map(|item| import(item)).collect();
    imports.sort_by(compare);
    imports.iter().map(text).collect()
}

fn import(item: &ItemUse) -> Import {
    let mut import = Import {
        is_public: matches!(item.vis, Visibility::Public(_)),
        path: Vec::new(),
        names: Vec::new(),
    };
    let mut tree = &item.tree;
    while let UseTree::Path(path) = tree {
        import.path.push(path.ident.to_string());
        tree = &path.tree;
    }
    match tree {
        UseTree::Group(group) => import.names.extend(group.items.iter().map(name)),
        one => import.names.push(name(one)),
    }
    import
        .names
        .sort_by(|left, right| version_order(left, right));
    import.names.dedup();
    import
}

fn name(tree: &UseTree) -> String {
    match tree {
        UseTree::Rename(rename) => format!("{} as {}", rename.ident, rename.rename),
        UseTree::Name(name) => name.ident.to_string(),
        // `emit` writes no others.
        _ => "*".to_owned(),
    }
}

fn text(import: &Import) -> String {
    let visibility = if import.is_public { "pub " } else { "" };
    let path = import.path.join("::");
    if let [one] = import.names.as_slice() {
        return format!("{visibility}use {path}::{one};\n");
    }
    let line = format!("{visibility}use {path}::{{{}}};", import.names.join(", "));
    if line.chars().count() <= LINE_WIDTH {
        return line + "\n";
    }
    let mut text = format!("{visibility}use {path}::{{\n");
    let mut line = String::from("   ");
    let all: usize = import
        .names
        .iter()
        .map(|name| name.chars().count() + 2)
        .sum();
    let limit = if all + 3 <= WIDTH { WIDTH } else { FILL_WIDTH };
    for name in &import.names {
        if line.chars().count() + name.chars().count() + 2 > limit {
            text.push_str(&line);
            text.push('\n');
            line = String::from("   ");
        }
        line.extend([" ", name, ","]);
    }
    text.push_str(&line);
    text.push_str("\n};\n");
    text
}

/// By segment; what ends in a list comes after what goes on.
fn compare(left: &Import, right: &Import) -> Ordering {
    let segments = |import: &Import| {
        let mut segments = import.path.clone();
        if let [one] = import.names.as_slice() {
            segments.push(one.clone());
        }
        segments
    };
    let (left, right) = (segments(left), segments(right));
    let by_segment = left
        .iter()
        .zip(&right)
        .map(|(left, right)| segment_order(left, right));
    by_segment
        .fold(Ordering::Equal, Ordering::then)
        .then(right.len().cmp(&left.len()))
}

fn segment_order(left: &str, right: &str) -> Ordering {
    let rank = |segment: &str| match segment {
        "self" => 0,
        "super" => 1,
        "crate" => 2,
        _ => 3,
    };
    rank(left)
        .cmp(&rank(right))
        .then_with(|| version_order(left, right))
}

/// rustfmt's version sort: runs of digits by value, `_` before everything else, the rest by code point.
fn version_order(left: &str, right: &str) -> Ordering {
    let plain = |name: &'static str, text: &str| text.strip_prefix(name).unwrap_or(text).to_owned();
    let (left, right) = (plain("r#", left), plain("r#", right));
    let (mut left, mut right) = (left.as_str(), right.as_str());
    while !left.is_empty() && !right.is_empty() {
        let (left_run, right_run) = (digits(left), digits(right));
        let order = if left_run > 0 && right_run > 0 {
            number_order(&left[..left_run], &right[..right_run])
        } else {
            key(left).cmp(&key(right))
        };
        if order != Ordering::Equal {
            return order;
        }
        let step = |text: &str, run: usize| {
            if run > 0 {
                run
            } else {
                text.chars().next().map_or(0, char::len_utf8)
            }
        };
        let both = left_run > 0 && right_run > 0;
        let (left_step, right_step) = if both {
            (left_run, right_run)
        } else {
            (step(left, 0), step(right, 0))
        };
        left = &left[left_step..];
        right = &right[right_step..];
    }
    left.len().cmp(&right.len())
}

fn digits(text: &str) -> usize {
    text.len()
        - text
            .trim_start_matches(|char: char| char.is_ascii_digit())
            .len()
}

fn number_order(left: &str, right: &str) -> Ordering {
    let value = |digits: &str| digits.trim_start_matches('0').to_owned();
    let (left, right) = (value(left), value(right));
    left.len().cmp(&right.len()).then_with(|| left.cmp(&right))
}

fn key(text: &str) -> (bool, char) {
    let char = text.chars().next().unwrap_or_default();
    (char != '_', char)
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::quote;

    use super::print;

    #[track_caller]
    fn printed(uses: &[TokenStream]) -> String {
        let items: Vec<syn::ItemUse> = uses
            .iter()
            .map(|tokens| syn::parse2(tokens.clone()).unwrap())
            .collect();
        print(&items.iter().collect::<Vec<_>>())
    }

    #[test]
    fn imports_are_sorted_as_rustfmt_does() {
        let uses = [
            quote!(
                use runtime::{request, AtLeast, Json, a};
            ),
            quote!(
                use runtime::client::{Call, A10, A2};
            ),
            quote!(
                use crate::types::B;
            ),
            quote!(
                use super::C;
            ),
        ];
        let expected = "\
use super::C;
use crate::types::B;
use runtime::client::{A2, A10, Call};
use runtime::{AtLeast, Json, a, request};
";
        assert_eq!(printed(&uses), expected);
    }

    #[test]
    fn long_lists_are_filled() {
        let names: Vec<_> = (100..120)
            .map(|number| quote::format_ident!("Name{number}"))
            .collect();
        let text = printed(&[quote!(use a::{#(#names),*};)]);
        assert!(
            text.starts_with("use a::{\n    Name100, Name101,"),
            "{text}"
        );
        assert!(text.ends_with("Name119,\n};\n"), "{text}");
        assert!(text.lines().all(|line| line.len() <= 100), "{text}");
    }
}
