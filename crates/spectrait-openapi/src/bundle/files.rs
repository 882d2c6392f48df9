//! The files of a document.

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use spectrait_source::{Diagnostic, Diagnostics, Node, Sources, codes, read};

use super::Tree;
use crate::load::value::cut;

/// Reads a file by its path from the document's folder; see [`bundle`](crate::bundle()).
pub type ReadFile<'r> = dyn FnMut(&str) -> Result<Vec<u8>, FileError> + 'r;

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// There is none.
    NotFound {
        /// The name of a file beside it that is spelt much alike.
        similar: Option<String>,
    },
    /// It is not in the document's folder, by a symbolic link.
    Outside,
    /// Anything else, in the system's words.
    Unreadable(String),
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound { .. } => f.write_str("it does not exist"),
            Self::Outside => f.write_str("it is outside of the document's folder"),
            Self::Unreadable(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for FileError {}

/// Why a file cannot be read that was found.
const BROKEN: &str = "it has faults of its own";

/// The files that were met.
pub(super) struct Files<'r> {
    sources: &'r mut Sources,
    read_file: &'r mut ReadFile<'r>,
    /// What the names of files begin with in diagnostics: the document's folder.
    prefix: String,
    opened: Vec<File>,
    /// By path: the position, or why it cannot be read.
    known: BTreeMap<String, Result<usize, FileError>>,
}

struct File {
    /// From the document's folder.
    path: String,
    tree: Tree,
}

impl<'r> Files<'r> {
    /// The position of the document itself.
    pub(super) const DOCUMENT: usize = 0;

    pub(super) fn new(
        document: Node,
        sources: &'r mut Sources,
        read_file: &'r mut ReadFile<'_>,
    ) -> Self {
        let name = sources.get(document.span.source).name();
        let start = name.rfind(['/', '\\']).map_or(0, |slash| slash + 1);
        let (prefix, path) = (name[..start].to_owned(), name[start..].to_owned());
        Self {
            sources,
            read_file,
            prefix,
            known: BTreeMap::from([(path.clone(), Ok(Self::DOCUMENT))]),
            opened: vec![File {
                path,
                tree: Rc::new(document),
            }],
        }
    }

    pub(super) fn tree(&self, file: usize) -> Tree {
        Rc::clone(&self.opened[file].tree)
    }

    pub(super) fn path(&self, file: usize) -> &str {
        &self.opened[file].path
    }

    /// Whether the path of a reference is an address: it has a scheme or an authority (RFC 3986 section 4.2).
    pub(super) fn is_address(path: &str) -> bool {
        let is_scheme = |scheme: &str| {
            // A scheme of one letter is a drive of Windows.
            scheme.len() > 1
                && scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
                && scheme
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
        };
        path.starts_with("//")
            || path
                .split_once(':')
                .is_some_and(|(scheme, _)| is_scheme(scheme))
    }

    /// The file that a reference in another one names; what is wrong with it otherwise.
    pub(super) fn open(
        &mut self,
        from: usize,
        written: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<usize, Box<Diagnostic>> {
        let path = path(self.path(from), written)?;
        if let Some(known) = self.known.get(&path) {
            return known
                .clone()
                .map_err(|error| Box::new(unreadable(&path, &error)));
        }
        let opened = match (self.read_file)(&path) {
            Ok(bytes) => {
                let name = format!("{}{path}", self.prefix);
                let id = self.sources.add_bytes(name, bytes, diagnostics);
                let tree = id.and_then(|id| read(self.sources, id, diagnostics));
                tree.ok_or_else(|| FileError::Unreadable(BROKEN.to_owned()))
            }
            Err(error) => Err(error),
        };
        let file = opened.map(|tree| {
            self.opened.push(File {
                path: path.clone(),
                tree: Rc::new(tree),
            });
            self.opened.len() - 1
        });
        self.known.insert(path.clone(), file.clone());
        file.map_err(|error| Box::new(unreadable(&path, &error)))
    }
}

fn unreadable(path: &str, error: &FileError) -> Diagnostic {
    let path = cut(path);
    match error {
        FileError::NotFound { similar } => {
            let diagnostic =
                Diagnostic::error(codes::UNREADABLE_FILE, format!("`{path}` does not exist"));
            match similar {
                Some(similar) => diagnostic.help(format!("did you mean `{}`?", cut(similar))),
                None => diagnostic
                    .help("a `$ref` counts from the file that it stands in; check the path"),
            }
        }
        FileError::Outside => outside(&path),
        FileError::Unreadable(reason) => Diagnostic::error(
            codes::UNREADABLE_FILE,
            format!("`{path}` cannot be read: {}", cut(reason)),
        )
        .help(if reason == BROKEN {
            "mend the file first"
        } else {
            "check that it is a file, and its permissions"
        }),
    }
}

fn outside(path: &str) -> Diagnostic {
    Diagnostic::error(
        codes::EXTERNAL_REFERENCE,
        format!("`{path}` is outside of the document's folder"),
    )
    .note("only files in the document's folder and below it are read")
    .help("move the file there, or the document up")
}

/// The path from the document's folder of what a reference in the file `from` names; what is wrong with it otherwise.
fn path(from: &str, written: &str) -> Result<String, Box<Diagnostic>> {
    let invalid = |message: &str, help: &str| {
        let message = format!("`{}` {message}", cut(written));
        Box::new(Diagnostic::error(codes::EXTERNAL_REFERENCE, message).help(help))
    };
    let decoded = percent_decode(written).filter(|text| !text.contains(char::is_control));
    let Some(decoded) = decoded else {
        return Err(invalid(
            "is no path of a file",
            "`%` is followed by two hexadecimal digits; write `%25` for itself",
        ));
    };
    if decoded.contains('\\') {
        return Err(invalid("holds a backslash", "write `/` between folders"));
    }
    if written.contains('?') {
        return Err(invalid(
            "has a query, which files have not",
            "write `%3F` for a `?` in a file's name",
        ));
    }
    if decoded.starts_with('/') || decoded.as_bytes().get(1) == Some(&b':') {
        return Err(invalid(
            "is an absolute path",
            "write the path from the file that it stands in, as `./schemas.yaml`",
        ));
    }
    let mut segments: Vec<&str> = from.split('/').collect();
    segments.pop();
    for segment in decoded.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                if segments.pop().is_none() {
                    return Err(Box::new(outside(&cut(written))));
                }
            }
            _ => segments.push(segment),
        }
    }
    Ok(segments.join("/"))
}

fn percent_decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        let mut digit = || char::from(bytes.next()?).to_digit(16);
        let value = digit()? << 4 | digit()?;
        decoded.push(u8::try_from(value).ok()?);
    }
    String::from_utf8(decoded).ok()
}
