//! Blocks of Markdown: paragraphs, lists, code, tables.

use super::inline;

/// Where lines are wrapped, in characters, `///` and indentation not counted.
const WIDTH: usize = 90;

/// A document's Markdown as the lines of a doc comment, without blank lines at both ends.
pub(super) fn rustdoc(markdown: &str) -> Vec<String> {
    let mut writer = Writer::default();
    let text = markdown.replace("\r\n", "\n").replace('\t', "    ");
    for line in text.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let line: String = line
            .chars()
            .filter(|&char| !inline::is_unwanted(char))
            .collect();
        writer.line(line.trim_end());
    }
    writer.finish()
}

#[derive(Default)]
struct Writer {
    lines: Vec<String>,
    /// The lines of a paragraph that is not finished.
    paragraph: Vec<String>,
    /// The mark that begins it: `- `, `1. `, `> `; empty for plain text.
    mark: String,
    /// The list items that are open: where their mark stands in the source, and where their text stands here.
    items: Vec<(usize, usize)>,
    /// The fence that closes the code block.
    fence: Option<String>,
    /// In an indented code block.
    in_indented_code: bool,
    was_blank: bool,
}

impl Writer {
    fn line(&mut self, line: &str) {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        if let Some(fence) = &self.fence {
            if text.starts_with(fence.as_str()) && text.trim_start_matches(['`', '~']).is_empty() {
                self.close_fence();
            } else {
                let margin = self.margin();
                self.lines
                    .push(format!("{margin}{line}").trim_end().to_owned());
            }
            return;
        }
        if text.is_empty() {
            self.end_paragraph();
            self.was_blank = true;
            return;
        }
        let follows_text = !self.was_blank && !self.paragraph.is_empty();
        if indent < 4 || !self.items.is_empty() || follows_text {
            self.close_indented_code();
        }
        if let Some((fence, language)) = opening_fence(text) {
            self.begin_block(indent);
            self.lines.push(format!(
                "{}{fence}{}",
                self.margin(),
                language_or_text(language)
            ));
            self.fence = Some(fence.to_owned());
        } else if let Some((mark, rest)) = list_mark(text) {
            self.begin_item(indent, mark);
            self.paragraph.push(rest.to_owned());
        } else if follows_text && !is_own_line(text) {
            self.paragraph
                .push(text.trim_start_matches("> ").to_owned());
        } else if indent >= 4 && self.items.is_empty() {
            self.indented_code(line);
        } else {
            self.begin_block(indent);
            if is_own_line(text) {
                let margin = self.margin();
                self.lines
                    .push(format!("{margin}{}", inline::rustdoc(text)));
            } else if let Some(quote) = text.strip_prefix('>') {
                "> ".clone_into(&mut self.mark);
                self.paragraph.push(quote.trim_start().to_owned());
            } else {
                self.paragraph.push(text.to_owned());
            }
        }
        self.was_blank = false;
    }

    fn finish(mut self) -> Vec<String> {
        self.end_paragraph();
        self.close_indented_code();
        if self.fence.is_some() {
            self.close_fence();
        }
        while self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
        }
        self.lines
    }

    fn margin(&self) -> String {
        " ".repeat(self.items.last().map_or(0, |&(_, column)| column))
    }

    /// Ends what came before; a block that is indented less than an item's text is not part of the item.
    fn begin_block(&mut self, indent: usize) {
        self.end_paragraph();
        let was_in_list = !self.items.is_empty();
        self.items.retain(|&(column, _)| indent > column);
        let needs_blank = self.was_blank || (was_in_list && self.items.is_empty());
        if needs_blank && self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn begin_item(&mut self, indent: usize, mark: &str) {
        self.end_paragraph();
        let was_in_list = !self.items.is_empty();
        self.items.retain(|&(column, _)| indent > column);
        // A list needs no blank line between its items, and one before it.
        if (!was_in_list || self.was_blank)
            && self.lines.last().is_some_and(|line| !line.is_empty())
        {
            self.lines.push(String::new());
        }
        let margin = self.margin();
        self.mark = format!("{margin}{mark} ");
        self.items.push((indent, self.mark.len()));
    }

    fn end_paragraph(&mut self) {
        let mark = std::mem::take(&mut self.mark);
        let lines = std::mem::take(&mut self.paragraph);
        if lines.is_empty() {
            return;
        }
        let text = inline::rustdoc(&lines.join(" "));
        let margin = if mark.starts_with('>') {
            mark.clone()
        } else {
            self.margin()
        };
        let first = if mark.is_empty() {
            margin.clone()
        } else {
            mark
        };
        wrap(&text, &first, &margin, &mut self.lines);
    }

    /// Rust would test an indented block as code, so it becomes a fenced one.
    fn indented_code(&mut self, line: &str) {
        if !self.in_indented_code {
            self.begin_block(0);
            self.lines.push("```text".to_owned());
            self.in_indented_code = true;
        } else if self.was_blank {
            self.lines.push(String::new());
        }
        self.lines.push(line[4..].replace("```", "'''"));
    }

    fn close_indented_code(&mut self) {
        if std::mem::take(&mut self.in_indented_code) {
            self.lines.push("```".to_owned());
        }
    }

    fn close_fence(&mut self) {
        let margin = self.margin();
        let fence = self.fence.take().unwrap_or_default();
        self.lines.push(format!("{margin}{fence}"));
        self.was_blank = false;
    }
}

/// The marks of an opening fence and what follows them.
fn opening_fence(text: &str) -> Option<(&str, &str)> {
    let mark = text.chars().next().filter(|char| "`~".contains(*char))?;
    let language = text.trim_start_matches(mark);
    let fence = &text[..text.len() - language.len()];
    (fence.len() >= 3 && !language.contains('`')).then_some((fence, language.trim()))
}

/// rustdoc tests what it takes for Rust; every word it does not know means another language.
fn language_or_text(language: &str) -> &str {
    let name = language.split([' ', ',', '{']).next().unwrap_or_default();
    let is_other = matches!(
        name,
        "bash"
            | "console"
            | "css"
            | "csv"
            | "go"
            | "graphql"
            | "html"
            | "http"
            | "java"
            | "javascript"
            | "js"
            | "json"
            | "jsonc"
            | "kotlin"
            | "php"
            | "python"
            | "ruby"
            | "sh"
            | "shell"
            | "sql"
            | "swift"
            | "toml"
            | "ts"
            | "typescript"
            | "xml"
            | "yaml"
            | "yml"
    );
    if is_other { name } else { "text" }
}

/// A list item's mark, as written here, and its text.
fn list_mark(text: &str) -> Option<(&str, &str)> {
    let (mark, rest) = text.split_once(' ')?;
    let is_ordered = || {
        let number = mark.strip_suffix(['.', ')']);
        number.is_some_and(|number| {
            (1..=9).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let rest = rest.trim_start();
    match mark {
        _ if rest.is_empty() => None,
        "-" | "*" | "+" => Some(("-", rest)),
        _ if is_ordered() => Some((mark, rest)),
        _ => None,
    }
}

/// Headings, rows of tables and rules are lines of their own.
fn is_own_line(text: &str) -> bool {
    let is_rule =
        |mark: char| text.len() >= 3 && text.chars().all(|char| char == mark || char == ' ');
    let heading = text.trim_start_matches('#');
    let is_heading = heading.len() < text.len() && (heading.is_empty() || heading.starts_with(' '));
    is_heading || text.starts_with('|') || ['-', '*', '_', '='].into_iter().any(is_rule)
}

/// Breaks text between words, but never so that a line begins with what Markdown takes for a mark.
pub(super) fn wrap(text: &str, first: &str, margin: &str, lines: &mut Vec<String>) {
    let mut line = first.to_owned();
    let mut width = line.chars().count();
    let mut is_empty = true;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        if !is_empty && width + 1 + length > WIDTH && !begins_block(word) {
            lines.push(std::mem::replace(&mut line, margin.to_owned()));
            width = margin.chars().count();
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
            width += 1;
        }
        line.push_str(word);
        width += length;
        is_empty = false;
    }
    lines.push(line);
}

fn begins_block(word: &str) -> bool {
    let is_ordered = || {
        word.strip_suffix(['.', ')']).is_some_and(|number| {
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    word.starts_with(['-', '+', '*', '#', '>', '=', '|', '~', '`', '_'])
        && !word.starts_with("**")
        && !is_code(word)
        || is_ordered()
}

/// `` `code` `` is no fence.
fn is_code(word: &str) -> bool {
    word.starts_with('`') && !word.starts_with("```")
}

#[cfg(test)]
mod tests {
    use super::rustdoc;

    #[track_caller]
    fn becomes(markdown: &str, expected: &str) {
        assert_eq!(rustdoc(markdown).join("\n"), expected);
    }

    #[test]
    fn paragraphs_are_joined_and_wrapped() {
        becomes("one\ntwo\n\nthree  \n", "one two\n\nthree");
        let long = "word ".repeat(30);
        assert!(rustdoc(&long).iter().all(|line| line.len() <= 90));
        let list_like = format!("{} - not a list", "x".repeat(88));
        becomes(&list_like, &format!("{} -\nnot a list", "x".repeat(88)));
        becomes("", "");
        becomes("\n\n", "");
    }

    #[test]
    fn lists_keep_their_levels() {
        becomes(
            "Text:\n* one\n  still one\n    * inner\n* two\nlazy\n\nAfter",
            "Text:\n\n- one still one\n  - inner\n- two lazy\n\nAfter",
        );
        becomes("1. one\n   - a\n2. two", "1. one\n   - a\n2. two");
        becomes(
            "- one\n\n  more of one\n- two",
            "- one\n\n  more of one\n- two",
        );
    }

    #[test]
    fn code_is_never_a_doctest() {
        becomes("```\nlet x = [y];\n```", "```text\nlet x = [y];\n```");
        becomes("```rust\nx\n```", "```text\nx\n```");
        becomes("~~~json\n{}\n~~~", "~~~json\n{}\n~~~");
        becomes("```json\n{}", "```json\n{}\n```");
        becomes(
            "Text\n\n    let x = 1;\n\n    let y = 2;\n\nAfter",
            "Text\n\n```text\nlet x = 1;\n\nlet y = 2;\n```\n\nAfter",
        );
        becomes("Text\n    goes on", "Text goes on");
    }

    #[test]
    fn tables_headings_and_quotes_keep_their_lines() {
        becomes(
            "# Title\ntext\n| a | b |\n|---|---|\n| [x] | y |",
            "# Title\ntext\n| a | b |\n|---|---|\n| \\[x\\] | y |",
        );
        becomes("> quoted\n> more\n\ntext", "> quoted more\n\ntext");
    }

    #[test]
    fn invisible_characters_go() {
        becomes("a\u{202e}b\u{0}c\r\nd", "abc d");
    }
}
