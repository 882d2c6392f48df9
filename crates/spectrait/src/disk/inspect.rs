//! Looking at what stands at a path, without following symbolic links.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use super::{Fault, disk_error, foreign};

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    Missing,
    Folder,
    File,
    /// A symbolic link, whatever it leads to.
    Link,
    /// A device, a socket, a pipe.
    Other,
}

/// What stands at `path` itself; links in its parents are followed.
pub(crate) fn entry(path: &Path) -> io::Result<Entry> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_symlink() => Ok(Entry::Link),
        Ok(metadata) if metadata.is_dir() => Ok(Entry::Folder),
        Ok(metadata) if metadata.is_file() => Ok(Entry::File),
        Ok(_) => Ok(Entry::Other),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Entry::Missing),
        Err(error) => Err(error),
    }
}

/// A file below an output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    Missing,
    /// Its text with LF line endings; bytes that are not UTF-8 are replaced.
    File(String),
}

/// Looks at the file `path` below `root`.
///
/// # Errors
/// A diagnostic when something else than a file stands there, something else than a folder on the way, or
/// it cannot be read.
pub(super) fn find(root: &Path, path: &Path) -> Result<Found, Fault> {
    let mut place = root.to_path_buf();
    let mut components = path.components().peekable();
    while let Some(component) = components.next() {
        place.push(component);
        let is_last = components.peek().is_none();
        let found = entry(&place).map_err(|error| disk_error("read", &place, &error))?;
        match (found, is_last) {
            (Entry::Missing, _) => return Ok(Found::Missing),
            (Entry::Folder, false) => {}
            (Entry::File, true) => {
                let bytes = fs::read(&place).map_err(|error| disk_error("read", &place, &error))?;
                return Ok(Found::File(
                    String::from_utf8_lossy(&bytes).replace("\r\n", "\n"),
                ));
            }
            (found, _) => return Err(foreign(&place, &misplaced(found, is_last))),
        }
    }
    Ok(Found::Missing)
}

/// What is wrong with what stands there, as it follows "is".
pub(super) fn misplaced(found: Entry, wants_file: bool) -> String {
    let found = match found {
        Entry::Missing => "missing",
        Entry::Folder => "a folder",
        Entry::File => "a file",
        Entry::Link => "a symbolic link",
        Entry::Other => "neither a file nor a folder",
    };
    let wanted = if wants_file { "a file" } else { "a folder" };
    format!("{found}, where {wanted} of the output belongs")
}
