//! Reading files into [`Sources`].

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use spectrait_openapi::FileError;
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
pub(crate) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    if path.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    let mut bytes = Vec::new();
    File::open(path)?
        .take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The folder of a document: the only one that its references are followed into.
#[derive(Debug, Clone)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// That of the document at a path.
    pub(crate) fn of_document(document: &Path) -> Self {
        Self(match document.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
            _ => PathBuf::from("."),
        })
    }

    /// Reads a file of it, or says why not; `path` has `/` between its segments and does not leave the folder by them.
    pub(crate) fn read(folder: Option<&Self>, path: &str) -> Result<Vec<u8>, FileError> {
        let Some(Self(folder)) = folder else {
            let reason = "the document is in memory and has no folder";
            return Err(FileError::Unreadable(reason.to_owned()));
        };
        let file = folder.join(path);
        let unreadable = |error: io::Error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => FileError::NotFound {
                similar: neighbour(&file).map(|near| match path.rsplit_once('/') {
                    Some((parent, _)) => format!("{parent}/{near}"),
                    None => near,
                }),
            },
            _ => FileError::Unreadable(error.to_string()),
        };
        let (root, real) = (
            folder.canonicalize().map_err(unreadable)?,
            file.canonicalize().map_err(unreadable)?,
        );
        // A symbolic link may lead out of the folder.
        if !real.starts_with(root) {
            return Err(FileError::Outside);
        }
        bytes(&real).map_err(unreadable)
    }
}

/// What is said of a file or a folder of documents that cannot be read.
pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let name = shown(path);
    match error.kind() {
        ErrorKind::NotFound => {
            let missing =
                Diagnostic::error(codes::UNREADABLE_FILE, format!("`{name}` does not exist"));
            match neighbour(path) {
                Some(near) => {
                    let near = shown(&path.with_file_name(near));
                    missing.help(format!("did you mean `{near}`?"))
                }
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

/// The name beside `path` that is nearest to its own.
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
    spectrait_source::nearest(name, names.iter().map(String::as_str)).map(str::to_owned)
}
