//! Counting lines of code.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// Adds the Rust files of a folder and of those in it.
pub(crate) fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else if is_rust(&path) {
            files.push(path);
        }
    }
    Ok(())
}

/// Whether a file is one of Rust, by its name.
pub(crate) fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

/// How many lines have code: neither blank nor nothing but comment, documentation included.
///
/// For formatted code. It does not know of strings, so that a line within one that begins like a comment does
/// not count, nor of a block comment that begins behind code and ends on another line.
pub(crate) fn code_lines(text: &str) -> usize {
    let mut in_comment = false;
    text.lines()
        .filter(|line| has_code(line.trim(), &mut in_comment))
        .count()
}

/// Whether a line has code. `in_comment` is whether it begins within a block comment, and then whether it
/// ends within one.
fn has_code(mut line: &str, in_comment: &mut bool) -> bool {
    loop {
        if *in_comment {
            let Some((_, behind)) = line.split_once("*/") else {
                return false;
            };
            *in_comment = false;
            line = behind.trim_start();
        } else if let Some(comment) = line.strip_prefix("/*") {
            *in_comment = true;
            line = comment;
        } else {
            return !line.is_empty() && !line.starts_with("//");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_code_lines(text: &str, expected: usize) {
        assert_eq!(code_lines(text), expected, "{text}");
    }

    #[test]
    fn blanks_and_comments_do_not_count() {
        assert_code_lines("", 0);
        assert_code_lines("\n   \n\t\n", 0);
        assert_code_lines("//! Docs.\n\n/// More.\n// Why.\n", 0);
        assert_code_lines("fn f() {\n    // Why.\n    g();\n}\n", 3);
        assert_code_lines("let a = 1; // one\n", 1);
        assert_code_lines("let a = \"// no comment\";\n", 1);
    }

    #[test]
    fn block_comments_end_where_they_end() {
        assert_code_lines("/* one */\n", 0);
        assert_code_lines("/** Several\n\nlet a = 1;\n*/\nlet b = 2;\n", 1);
        assert_code_lines("/* one */ let a = 1;\n", 1);
        assert_code_lines("/* one\n*/ let a = 1;\nlet b = 2;\n", 2);
        assert_code_lines("/* one */ // two\n/**/\n", 0);
    }
}
