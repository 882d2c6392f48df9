//! Writing files beside their places first, and renaming them once all are written.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::{Fault, disk_error};

/// What the name of an unfinished file begins with. Short, so that it fits wherever the file's own name
/// does.
const UNFINISHED: &str = ".spectrait-tmp-";

/// Files written and not yet in their places. Dropping it takes back whatever was not [`commit`](Stage::commit)ted.
#[derive(Debug, Default)]
pub(super) struct Stage {
    /// Where each was written and where it belongs, in the order they are to be renamed.
    files: Vec<(PathBuf, PathBuf)>,
    /// Folders made for them, outermost first.
    folders: Vec<PathBuf>,
}

impl Stage {
    /// Writes `contents` beside `place`, making the folders on the way.
    pub(super) fn add(&mut self, place: PathBuf, contents: &str) -> Result<(), Fault> {
        if let Some(folder) = place.parent() {
            self.make_folder(folder)
                .map_err(|error| disk_error("created", folder, &error))?;
        }
        let unfinished = place.with_file_name(format!(
            "{UNFINISHED}{}-{}",
            std::process::id(),
            self.files.len()
        ));
        // Noted before it is made, so that a half-written one is taken back too.
        self.files.push((unfinished.clone(), place));
        write(&unfinished, contents).map_err(|error| {
            let place = self
                .files
                .last()
                .map_or(unfinished.as_path(), |(_, place)| place);
            disk_error("written", place, &error)
        })
    }

    /// Makes a folder and its missing parents, and remembers those it made.
    fn make_folder(&mut self, folder: &Path) -> io::Result<()> {
        // An empty path is the working folder.
        if folder.as_os_str().is_empty() || folder.is_dir() {
            return Ok(());
        }
        if let Some(parent) = folder.parent() {
            self.make_folder(parent)?;
        }
        match fs::create_dir(folder) {
            Ok(()) => self.folders.push(folder.to_path_buf()),
            // Somebody else made it in the meantime.
            Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Puts every file in its place, in the order they were added.
    pub(super) fn commit(mut self) -> Result<(), Fault> {
        let files = std::mem::take(&mut self.files);
        let mut waiting = files.into_iter();
        while let Some((unfinished, place)) = waiting.next() {
            if let Err(error) = fs::rename(&unfinished, &place) {
                // Drop takes these back.
                self.files.push((unfinished, PathBuf::new()));
                self.files.extend(waiting);
                return Err(disk_error("written", &place, &error));
            }
        }
        self.folders.clear();
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // Nothing can be done about a failure here, and what led here has been reported.
        for (unfinished, _) in &self.files {
            let _ = fs::remove_file(unfinished);
        }
        // A folder that got a file is not empty and stays.
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Writes a new file and waits until it is on the disk.
fn write(path: &Path, contents: &str) -> io::Result<()> {
    // `create_new` follows no link that somebody put there.
    let create = || File::options().write(true).create_new(true).open(path);
    let mut file = match create() {
        // Left by a process of the same number that was killed.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            create()?
        }
        created => created?,
    };
    file.write_all(contents.as_bytes())?;
    file.sync_all()
}

/// Removes what a killed run left unfinished in `folder`.
///
/// Should that run still be alive, its rename fails and it says so: two runs must not write one folder at
/// once.
pub(super) fn remove_unfinished(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            // A leftover does no harm, so failing to remove it is not worth a failure.
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_folder::TestFolder;

    #[test]
    fn nothing_is_in_its_place_before_the_commit() {
        let folder = TestFolder::new("stage_commit");
        let mut stage = Stage::default();
        stage.add(folder.path("out/src/lib.rs"), "new\n").unwrap();
        stage.add(folder.path("Cargo.toml"), "new\n").unwrap();
        assert!(!folder.path("out/src/lib.rs").exists());
        stage.commit().unwrap();
        assert_eq!(folder.list(), ["Cargo.toml", "out/src/lib.rs"]);
    }

    #[test]
    fn a_failure_takes_back_what_was_staged() {
        let folder = TestFolder::new("stage_failure");
        folder.write("a_file", "kept\n");
        folder.write("src/old.rs", "kept\n");
        let mut stage = Stage::default();
        stage.add(folder.path("src/old.rs"), "new\n").unwrap();
        stage.add(folder.path("made/for/it.rs"), "new\n").unwrap();
        let fault = stage
            .add(folder.path("a_file/lib.rs"), "new\n")
            .unwrap_err();
        assert_eq!(fault.code.name, "disk");
        drop(stage);
        assert_eq!(folder.list(), ["a_file", "src/old.rs"]);
        assert_eq!(folder.read("src/old.rs"), "kept\n");
        assert!(!folder.path("made").exists());
    }

    #[test]
    fn a_failing_rename_takes_back_the_rest() {
        let folder = TestFolder::new("stage_rename");
        // A file cannot be renamed over a folder that is not empty.
        folder.write("lib.rs/in_the_way", "kept\n");
        let mut stage = Stage::default();
        stage.add(folder.path("lib.rs"), "new\n").unwrap();
        stage.add(folder.path("other.rs"), "new\n").unwrap();
        assert_eq!(stage.commit().unwrap_err().code.name, "disk");
        assert_eq!(folder.list(), ["lib.rs/in_the_way"]);
    }

    #[test]
    fn the_longest_file_name_can_be_written() {
        let folder = TestFolder::new("stage_long");
        let name = "n".repeat(255);
        let mut stage = Stage::default();
        stage.add(folder.path(&name), "new\n").unwrap();
        stage.commit().unwrap();
        assert_eq!(folder.list(), [name]);
    }

    #[test]
    fn leftovers_of_a_killed_run_are_removed() {
        let folder = TestFolder::new("stage_leftovers");
        folder.write(".spectrait-tmp-1-0", "half");
        folder.write("lib.rs", "kept\n");
        remove_unfinished(&folder.path(""));
        assert_eq!(folder.list(), ["lib.rs"]);
    }
}
