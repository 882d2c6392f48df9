//! Making an output folder what it should be.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::stage::{Stage, remove_unfinished};
use super::{Comparison, Fault, disk_error, manifest};

impl Comparison {
    /// Whether the folder is as it should be.
    pub(crate) fn is_current(&self) -> bool {
        self.changes.is_empty()
    }

    /// Does what has to be done. Files that are as they should be are not touched.
    ///
    /// # Errors
    /// What the operating system refused. Up to the first rename nothing has changed by then; later on, a
    /// file is either the old or the new one, and running again finishes the work.
    pub(crate) fn apply(&self) -> Result<(), Fault> {
        if self.is_current() {
            return Ok(());
        }
        for folder in self.folders() {
            remove_unfinished(&folder);
        }
        let mut stage = Stage::default();
        // The manifest first, with the old and the new files; and once more at the end, when the old
        // ones are gone. Mostly the two are one.
        let meanwhile = manifest::render(&self.owned);
        let manifest_change = self
            .changes
            .iter()
            .find(|change| change.path == Path::new(manifest::NAME));
        let current = manifest_change.map(|change| change.before.as_deref());
        if current.is_some_and(|current| current != Some(&meanwhile)) {
            stage.add(self.root.join(manifest::NAME), &meanwhile)?;
        }
        for change in self
            .changes
            .iter()
            .filter(|change| change.path != Path::new(manifest::NAME))
        {
            if let Some(contents) = &change.after {
                stage.add(self.root.join(&change.path), contents)?;
            }
        }
        stage.commit()?;

        for change in &self.changes {
            if change.after.is_none() && change.path != Path::new(manifest::NAME) {
                self.delete(&change.path)?;
            }
        }
        match manifest_change.map(|change| &change.after) {
            Some(Some(listed)) if *listed != meanwhile => {
                let mut stage = Stage::default();
                stage.add(self.root.join(manifest::NAME), listed)?;
                stage.commit()
            }
            Some(None) => self.delete(Path::new(manifest::NAME)),
            _ => Ok(()),
        }
    }

    /// Deletes a file and the folders that it leaves empty, the output folder included.
    fn delete(&self, path: &Path) -> Result<(), Fault> {
        let place = self.root.join(path);
        match fs::remove_file(&place) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(disk_error("deleted", &place, &error));
            }
            _ => {}
        }
        // `remove_dir` refuses a folder that is not empty, and so ends the walk.
        let folders = path
            .ancestors()
            .skip(1)
            .map(|folder| self.root.join(folder));
        for folder in folders {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }

    /// The folders in which something changes; `compare` made sure that no link is among them.
    fn folders(&self) -> BTreeSet<PathBuf> {
        let folders = self
            .changes
            .iter()
            .filter_map(|change| change.path.parent());
        folders.map(|folder| self.root.join(folder)).collect()
    }
}
