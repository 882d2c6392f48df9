//! The files of a generated crate.

use std::fs;
use std::path::{Path, PathBuf};

use spectrait::GeneratedFile;

use crate::process::at;

/// Makes the folder hold these files. Those that have not changed are left, so that Cargo sees it.
pub(crate) fn write(folder: &Path, files: &[GeneratedFile]) -> Result<(), String> {
    let source = folder.join("src");
    let known = |path: &Path| files.iter().any(|file| folder.join(&file.path) == path);
    for stale in list(&source)?.iter().filter(|path| !known(path)) {
        at(stale, fs::remove_file(stale))?;
    }
    for file in files {
        let path = folder.join(&file.path);
        if let Some(parent) = path.parent() {
            at(parent, fs::create_dir_all(parent))?;
        }
        if fs::read_to_string(&path).ok().as_deref() != Some(&*file.contents) {
            at(&path, fs::write(&path, &file.contents))?;
        }
    }
    Ok(())
}

/// The files of a folder and of those in it.
fn list(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    if !folder.exists() {
        return Ok(files);
    }
    for entry in at(folder, fs::read_dir(folder))? {
        let path = at(folder, entry)?.path();
        if path.is_dir() {
            files.extend(list(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}
