//! Reading files into [`Sources`].

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use spectrait_source::{Diagnostic, Diagnostics, MAX_BYTES, SourceId, Sources, codes};

use crate::disk::shown;

/// Adds a file under its path. Says so when it cannot be read or is not text.
pub(crate) fn add_file(
    path: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<SourceId> {
    match bytes(path) {
        Ok(bytes) => sources.add_bytes(shown(path), bytes, diagnostics),
        Err(error) => {
            diagnostics.push(unreadable(path, &error));
            None
        }
    }
}

/// The bytes of a file; one more than the limit of those that have more, so that the length still tells.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    if path.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    let mut bytes = Vec::new();
    File::open(path)?
        .take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What is said of a file or a folder of documents that cannot be read.
pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let name = shown(path);
    match error.kind() {
        ErrorKind::NotFound => {
            let missing =
                Diagnostic::error(codes::UNREADABLE_FILE, format!("`{name}` does not exist"));
            match neighbour(path) {
                Some(neighbour) => missing.help(format!("did you mean `{neighbour}`?")),
                None => missing.help("check the path; it is relative to the working directory"),
            }
        }
        ErrorKind::IsADirectory => {
            Diagnostic::error(codes::UNREADABLE_FILE, format!("`{name}` is a folder"))
                .help("name the document itself, a `.yaml` or `.json` file")
        }
        _ => Diagnostic::error(
            codes::UNREADABLE_FILE,
            format!("`{name}` cannot be read: {error}"),
        )
        .help("check its permissions"),
    }
}

/// The file beside `path` whose name is nearest.
fn neighbour(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let folder = match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => return None,
    };
    let mut names: Vec<String> = folder
        .read_dir()
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    let nearest = spectrait_source::nearest(name, names.iter().map(String::as_str))?;
    Some(shown(&path.with_file_name(nearest)))
}
