//! Texts for formats and patterns.

use regex_syntax::hir::{Class, Hir, HirKind};

/// A text of a format, the same but for a number.
pub(crate) fn of_format(format: &str, number: usize) -> Option<String> {
    let number = number % 10;
    Some(match format {
        "byte" => ["", "YQ==", "YWI=", "YWJj"][number % 4].to_owned(),
        "date" => format!("2024-02-1{number}"),
        "date-time" => format!("2024-02-1{number}T10:20:30Z"),
        "email" => format!("somebody{number}@example.com"),
        "ipv4" => format!("192.0.2.{number}"),
        "ipv6" => format!("2001:db8::{}", number + 1),
        "uri" => format!("https://example.com/{number}"),
        "uuid" => format!("0123456{number}-89ab-4cde-8f01-23456789abcd"),
        _ => return None,
    })
}

/// A text that matches a pattern; `choice` picks among several. `None` where the pattern is of ECMA-262 alone.
pub(crate) fn of_pattern(pattern: &str, choice: usize) -> Option<String> {
    let tree = regex_syntax::parse(pattern).ok()?;
    let mut text = String::new();
    let mut choice = choice;
    write(&tree, &mut choice, &mut text);
    Some(text)
}

fn write(tree: &Hir, choice: &mut usize, text: &mut String) {
    match tree.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(Class::Unicode(class)) => {
            // Characters that can be read come first.
            let ranges = class.ranges();
            let plain = |at: usize| {
                let start = ranges[at].start();
                (
                    !start.is_ascii_alphanumeric(),
                    !start.is_ascii_graphic(),
                    at,
                )
            };
            if let Some(best) = (0..ranges.len()).min_by_key(|at| plain(*at)) {
                let range = &ranges[best];
                let visible = range.start().max(' ');
                text.push(if visible <= range.end() {
                    visible
                } else {
                    range.start()
                });
            }
        }
        HirKind::Class(Class::Bytes(class)) => {
            let range = class.ranges().first();
            text.push(range.map_or('a', |range| char::from(range.start())));
        }
        HirKind::Repetition(repetition) => {
            let least = repetition.min as usize;
            let most = repetition.max.map_or(least + 2, |max| max as usize);
            let times = (least + *choice % 3).min(most).max(least);
            for _ in 0..times {
                write(&repetition.sub, choice, text);
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, choice, text),
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, choice, text);
            }
        }
        HirKind::Alternation(parts) => {
            let part = &parts[*choice % parts.len()];
            *choice /= parts.len();
            write(part, choice, text);
        }
    }
}
