//! The output folder of a document: what differs from what is to be there, and putting it right.
//!
//! Rules that hold here and nowhere else need to:
//!
//! - A file is Spectrait's when the [manifest] of the folder lists it or it carries the [marker].
//!   Nothing else is ever overwritten or deleted. What is listed is deleted only when it carries the
//!   marker too, unless it is JSON, which cannot.
//! - [`compare`] only reads. It is all that `--check` does, and the first half of writing.
//! - Line endings do not count: Git may have checked the folder out with CRLF.
//! - Symbolic links below the folder are not followed. (A process that swaps a folder for a link
//!   between comparing and writing is outside what is defended.)
//! - Every file is written beside its place, synced and renamed. All of them are written before the
//!   first is renamed, so that a full disk or a read-only folder changes nothing.

mod apply;
mod compare;
mod inspect;
pub(crate) mod manifest;
pub(crate) mod marker;
mod stage;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use spectrait_source::{Diagnostic, codes};

pub(crate) use compare::{Comparison, compare};
pub(crate) use inspect::{Entry, entry};

/// What went wrong. In a box, as there is mostly nothing to say.
pub(crate) type Fault = Box<Diagnostic>;

/// What becomes of one file of an output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The file, relative to the output folder.
    pub path: PathBuf,
    /// What the folder holds, with LF line endings; `None` when there is no such file.
    pub before: Option<String>,
    /// What belongs there; `None` when the file is stale.
    pub after: Option<String>,
}

/// The three kinds of [`Change`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// The file is missing.
    Create,
    /// The file differs.
    Update,
    /// The file is no longer part of the output.
    Delete,
}

impl Change {
    /// What is done to the file.
    #[must_use]
    pub fn kind(&self) -> ChangeKind {
        match (&self.before, &self.after) {
            (_, None) => ChangeKind::Delete,
            (None, Some(_)) => ChangeKind::Create,
            (Some(_), Some(_)) => ChangeKind::Update,
        }
    }
}

impl ChangeKind {
    /// `create`, `update` or `delete`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// A path as it is shown: with `/` on every system.
pub(crate) fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// The operating system refused something.
pub(crate) fn disk_error(what: &str, path: &Path, error: &std::io::Error) -> Fault {
    use std::io::ErrorKind;

    let help = match error.kind() {
        ErrorKind::PermissionDenied => {
            "give yourself write permission there, or name another output folder"
        }
        ErrorKind::ReadOnlyFilesystem => {
            "the file system is read-only: name an output folder on another one"
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "free some space, and run again",
        ErrorKind::NotADirectory => "a part of the path is a file: name another output folder",
        _ => "check the path and what is there, and run again",
    };
    let message = format!("`{}` cannot be {what}: {error}", shown(path));
    Box::new(Diagnostic::error(codes::DISK, message).help(help))
}

/// Something stands at `path` that Spectrait did not write.
pub(crate) fn foreign(path: &Path, what: &str) -> Fault {
    let message = format!("`{}` is {what}", shown(path));
    Box::new(
        Diagnostic::error(codes::FOREIGN_FILE, message)
            .note("nothing was written")
            .help("move it away, or name another output folder"),
    )
}
