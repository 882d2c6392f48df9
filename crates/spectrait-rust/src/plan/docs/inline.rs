//! Text between the block marks: words, code spans, links.

/// Names with capitals inside that clippy's `doc_markdown` knows not to be identifiers, of those that
/// documents use (its `doc-valid-idents`).
const KNOWN_NAMES: &[&str] = &[
    "AccessKit",
    "CamelCase",
    "CoreFoundation",
    "CoreGraphics",
    "CoreText",
    "DevOps",
    "DirectX",
    "ECMAScript",
    "GitHub",
    "GitLab",
    "GPLv2",
    "GPLv3",
    "GraphQL",
    "IPv4",
    "IPv6",
    "ClojureScript",
    "CoffeeScript",
    "JavaScript",
    "PostScript",
    "PureScript",
    "TypeScript",
    "NaN",
    "NaNs",
    "OAuth",
    "OpenDNS",
    "OpenSSH",
    "OpenSSL",
    "OpenStreetMap",
    "OpenTelemetry",
    "OpenType",
    "PowerPC",
    "PowerShell",
    "TensorFlow",
    "TrueType",
    "WebAssembly",
    "WebGL",
    "WebGPU",
    "WebRTC",
    "WebSocket",
    "WebTransport",
];

/// Rewrites one line or paragraph so that rustdoc shows what the author wrote.
pub(super) fn rustdoc(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while !rest.is_empty() {
        rest = code_span(rest, &mut out)
            .or_else(|| link(rest, &mut out))
            .or_else(|| autolink(rest, &mut out))
            .unwrap_or_else(|| word(rest, &mut out));
    }
    out
}

/// Whether a character may not stand in a source file's comment: it could make text look like something it
/// is not (`text_direction_codepoint_in_comment`), or ends the line.
pub(crate) fn is_unwanted(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// `` `code` ``, with as few marks as it needs: three at the beginning of a line would be a block.
fn code_span<'a>(text: &'a str, out: &mut String) -> Option<&'a str> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    if ticks == 0 {
        return None;
    }
    let fence = &text[..ticks];
    let mut search = ticks;
    while let Some(found) = text[search..].find(fence) {
        let start = search + found;
        let run = text[start..].len() - text[start..].trim_start_matches('`').len();
        if run == ticks {
            let content = text[ticks..start].trim();
            let is_safe = !content.is_empty() && !content.contains("``");
            out.push_str(&super::code(&if is_safe {
                content.to_owned()
            } else {
                content.replace('`', "'")
            }));
            return Some(&text[start + ticks..]);
        }
        search = start + run;
    }
    out.push_str(&"\\`".repeat(ticks));
    Some(&text[ticks..])
}

/// `[text](https://…)` and the same with `!`. What leads elsewhere becomes text with the target in code.
fn link<'a>(text: &'a str, out: &mut String) -> Option<&'a str> {
    let inner = text.strip_prefix("![").or_else(|| text.strip_prefix('['))?;
    let label_end = closing(inner, '[', ']')?;
    let target = inner[label_end + 1..].strip_prefix('(')?;
    let target_end = closing(target, '(', ')')?;
    let url = target[..target_end]
        .split_whitespace()
        .next()
        .unwrap_or_default();
    let label = label(&inner[..label_end]);
    if is_absolute(url) && !url.contains(['<', '>', '`']) {
        let mark = if text.starts_with('!') { "![" } else { "[" };
        out.extend([mark, &label, "](", url, ")"]);
    } else if url.is_empty() || url.contains('`') {
        out.push_str(&label);
    } else {
        out.extend([&label, " (`", url, "`)"]);
    }
    Some(&target[target_end + 1..])
}

/// A link's text. A link cannot hold another one.
fn label(text: &str) -> String {
    if is_absolute(text) {
        return if text.contains('`') {
            String::new()
        } else {
            format!("`{text}`")
        };
    }
    rustdoc(text)
}

/// A bare URL, or one that already stands in `<…>`.
fn autolink<'a>(text: &'a str, out: &mut String) -> Option<&'a str> {
    let is_marked = text.starts_with('<');
    let start = text.strip_prefix('<').unwrap_or(text);
    if !is_absolute(start) {
        return None;
    }
    let end = start
        .find(|char: char| char.is_whitespace() || "<>`\"|\\^{}[]".contains(char))
        .unwrap_or(start.len());
    let (url, after) = start.split_at(end);
    if is_marked && let Some(after) = after.strip_prefix('>') {
        out.extend(["<", url, ">"]);
        return Some(after);
    }
    if is_marked {
        out.push_str("\\<");
    }
    let mut url = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    while url.ends_with(')') && url.matches(')').count() > url.matches('(').count() {
        url = url[..url.len() - 1].trim_end_matches(['.', ',', ';', ':']);
    }
    out.extend(["<", url, ">"]);
    Some(&start[url.len()..])
}

/// Up to the next place where something else may begin.
fn word<'a>(text: &'a str, out: &mut String) -> &'a str {
    let first = text.chars().next().map_or(0, char::len_utf8);
    let is_word =
        !text.starts_with(|char: char| char.is_whitespace() || "[]<>*`|\\!(".contains(char));
    if !is_word {
        match &text[..first] {
            mark @ ("[" | "]") => out.extend(["\\", mark]),
            // A backslash keeps its meaning before what can be escaped, and is itself elsewhere.
            "\\" => return escape(text, out),
            "<" if text[1..]
                .starts_with(|char: char| char.is_ascii_alphabetic() || "/!?".contains(char)) =>
            {
                out.push_str("\\<");
            }
            other => out.push_str(other),
        }
        return &text[first..];
    }
    let end = text
        .char_indices()
        .find(|&(index, char)| {
            char.is_whitespace()
                || "[]<>*`|\\'".contains(char)
                || (index > 0 && char == 'h' && starts_url(text, index))
        })
        .map_or(text.len(), |(index, _)| index.max(first));
    marked_identifier(&text[..end], out);
    &text[end..]
}

fn escape<'a>(text: &'a str, out: &mut String) -> &'a str {
    if text[1..].starts_with(|char: char| char.is_ascii_punctuation()) {
        out.push_str(&text[..2]);
        &text[2..]
    } else {
        out.push_str("\\\\");
        &text[1..]
    }
}

/// Puts the part of a word that clippy would take for an identifier in backticks (`clippy::doc_markdown`).
fn marked_identifier(word: &str, out: &mut String) {
    let is_mark = |char: char| !char.is_alphanumeric() && char != ':';
    let mut end = word.trim_end_matches(is_mark).len();
    if word[end..].starts_with("()") {
        end += 2;
    }
    let start = end - word[..end].trim_start_matches(is_mark).len();
    let mut core = word[start..end].trim_start_matches(':');
    core = core.trim_end_matches(':');
    let start = start + word[start..end].find(core).unwrap_or(0);
    if looks_like_identifier(core) {
        out.extend([&word[..start], "`", core, "`", &word[start + core.len()..]]);
    } else {
        out.push_str(word);
    }
}

fn looks_like_identifier(word: &str) -> bool {
    if KNOWN_NAMES.contains(&word) || word.is_empty() {
        return false;
    }
    let is_camel_case = || {
        let singular = word.strip_suffix('s').unwrap_or(word);
        !word.starts_with(|char: char| char.is_ascii_digit() || char.is_ascii_lowercase())
            && singular.chars().all(char::is_alphanumeric)
            && singular.chars().filter(|char| char.is_uppercase()).count() > 1
            && singular.chars().any(char::is_lowercase)
    };
    word.contains('_') || word.contains("::") || word.ends_with("()") || is_camel_case()
}

fn is_absolute(url: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| {
        url.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && url.len() > scheme.len()
    })
}

fn starts_url(text: &str, index: usize) -> bool {
    is_absolute(&text[index..]) && !text[..index].ends_with(char::is_alphanumeric)
}

/// The place of the bracket that closes one opened before `text`.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, char) in text.char_indices() {
        if char == open {
            depth += 1;
        } else if char == close {
            match depth.checked_sub(1) {
                Some(outer) => depth = outer,
                None => return Some(index),
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::rustdoc;

    #[test]
    fn what_rustdoc_would_misread_is_escaped() {
        let table = [
            ("plain text, as it is.", "plain text, as it is."),
            ("an [x] and [x][y]", r"an \[x\] and \[x\]\[y\]"),
            (
                "see [the docs](https://a.example/x)",
                "see [the docs](https://a.example/x)",
            ),
            (
                "see [the docs](https://a.example \"Title\")",
                "see [the docs](https://a.example)",
            ),
            ("see [pets](#pets)", "see pets (`#pets`)"),
            ("see [Pet](Pet)", "see Pet (`Pet`)"),
            (
                "see [https://a.example](https://a.example)",
                "see [`https://a.example`](https://a.example)",
            ),
            ("at https://a.example/x.", "at <https://a.example/x>."),
            ("(https://a.example/x_(y))", "(<https://a.example/x_(y)>)"),
            ("at <https://a.example>", "at <https://a.example>"),
            ("**https://a.example**", "**<https://a.example>**"),
            ("<b>bold</b> Vec<String>", r"\<b>bold\</b> Vec\<String>"),
            ("1 < 2 <= 3", "1 < 2 <= 3"),
            ("`[x] <b>` stays", "`[x] <b>` stays"),
            ("a lone ` tick", r"a lone \` tick"),
            ("```json {}``` and `` a ` ``", "`json {}` and `` a ` ``"),
            (r"C:\temp \[x\]", r"C:\\temp \[x\]"),
        ];
        for (text, expected) in table {
            assert_eq!(rustdoc(text), expected, "of {text:?}");
        }
    }

    #[test]
    fn identifiers_stand_in_backticks() {
        let table = [
            ("the user_id, please", "the `user_id`, please"),
            ("(user_id)", "(`user_id`)"),
            ("**user_id**", "**`user_id`**"),
            ("a BuildStatus.", "a `BuildStatus`."),
            ("call foo() or std::fs", "call `foo()` or `std::fs`"),
            ("contextHash is fine", "contextHash is fine"),
            ("IDs, APIs, URLs and GitHub", "IDs, APIs, URLs and GitHub"),
            ("| user_id | x |", "| `user_id` | x |"),
            ("user's_id", "user'`s_id`"),
            ("<br>*PayPal*", r"\<br>*`PayPal`*"),
            ("status: BuildStatus:", "status: `BuildStatus`:"),
        ];
        for (text, expected) in table {
            assert_eq!(rustdoc(text), expected, "of {text:?}");
        }
    }
}
