//! A folder that is gone afterwards.

use std::path::{Path, PathBuf};
use std::{env, fs, process};

use crate::process::at;

/// A new and empty folder, deleted when this is dropped.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// Among the machine's temporary files.
    pub(crate) fn new() -> Result<Self, String> {
        let path = env::temp_dir().join(format!("spectrait-bench-{}", process::id()));
        // Fails where there is one already, so that nobody else's is deleted.
        at(&path, fs::create_dir(&path))?;
        Ok(Self(path))
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left over harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}
