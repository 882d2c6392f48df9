//! What an output folder holds against what it should hold.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use spectrait_source::{Diagnostic, Diagnostics, codes};

use super::inspect::{Found, entry, find, misplaced};
use super::{Change, Entry, Fault, disk_error, foreign, manifest, marker, shown};
use crate::GeneratedFile;

/// What has to be done to an output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Comparison {
    /// The output folder.
    pub(crate) root: PathBuf,
    /// The files to create, update and delete, the manifest included, by path.
    pub(crate) changes: Vec<Change>,
    /// How many files are as they should be.
    pub(crate) unchanged: usize,
    /// What the manifest lists now and what it will list. While files are being replaced it lists both,
    /// so that an interrupted run leaves nothing behind that is nobody's.
    pub(crate) owned: BTreeSet<PathBuf>,
}

/// Compares the folder `root` with `files`, whose paths are relative to it. An empty list means that
/// the folder's document is gone.
///
/// Returns `None` after reporting a file that is not Spectrait's where output belongs
/// ([`FOREIGN_FILE`](codes::FOREIGN_FILE)), all of them, or a folder that cannot be read
/// ([`DISK`](codes::DISK)).
pub(crate) fn compare(
    root: &Path,
    files: &[GeneratedFile],
    diagnostics: &mut Diagnostics,
) -> Option<Comparison> {
    let mut faults = Vec::new();
    let wanted = check_paths(files, &mut faults);
    let listed = match open(root) {
        Ok(listed) => listed,
        Err(fault) => {
            faults.push(*fault);
            None
        }
    };
    if !faults.is_empty() {
        diagnostics.extend(faults);
        return None;
    }

    let owned = listed.as_deref().map(manifest::parse).unwrap_or_default();
    let mut comparison = Comparison {
        root: root.to_path_buf(),
        changes: Vec::new(),
        unchanged: 0,
        owned: wanted
            .keys()
            .map(|path| path.to_path_buf())
            .chain(owned.iter().cloned())
            .collect(),
    };
    for (&path, &contents) in &wanted {
        match find(root, path) {
            Ok(Found::File(before)) if before == contents => comparison.unchanged += 1,
            Ok(Found::File(before)) if owned.contains(path) || marker::is_marked(&before) => {
                comparison.change(path, Some(before), Some(contents));
            }
            Ok(Found::File(_)) => {
                let what = "a file that Spectrait did not write, where output belongs";
                faults.push(*foreign(&root.join(path), what));
            }
            Ok(Found::Missing) => comparison.change(path, None, Some(contents)),
            Err(fault) => faults.push(*fault),
        }
    }
    for path in owned
        .iter()
        .filter(|path| !wanted.contains_key(path.as_path()))
    {
        match find(root, path) {
            Ok(Found::File(before))
                if marker::is_marked(&before) || !marker::can_be_marked(path) =>
            {
                comparison.change(path, Some(before), None);
            }
            Ok(Found::Missing) => {}
            // Not a file any more, or not ours: whoever put it there keeps it.
            Ok(Found::File(_)) => diagnostics.push(released(&root.join(path))),
            Err(fault) if fault.code == codes::FOREIGN_FILE => {
                diagnostics.push(released(&root.join(path)));
            }
            Err(fault) => faults.push(*fault),
        }
    }
    comparison.compare_manifest(listed, files);
    comparison
        .changes
        .sort_by(|left, right| left.path.cmp(&right.path));

    if faults.is_empty() {
        Some(comparison)
    } else {
        diagnostics.extend(faults);
        None
    }
}

impl Comparison {
    fn change(&mut self, path: &Path, before: Option<String>, after: Option<&str>) {
        self.changes.push(Change {
            path: path.to_path_buf(),
            before,
            after: after.map(str::to_owned),
        });
    }

    /// The manifest is one file more, and goes with the last one.
    fn compare_manifest(&mut self, listed: Option<String>, files: &[GeneratedFile]) {
        let after =
            (!files.is_empty()).then(|| manifest::render(files.iter().map(|file| &file.path)));
        if listed != after {
            self.change(Path::new(manifest::NAME), listed, after.as_deref());
        } else if after.is_some() {
            self.unchanged += 1;
        }
    }
}

/// Whether the output folder is one, and the text of its manifest.
fn open(root: &Path) -> Result<Option<String>, Fault> {
    match entry(root).map_err(|error| disk_error("read", root, &error))? {
        Entry::Missing => Ok(None),
        Entry::Folder => match find(root, Path::new(manifest::NAME))? {
            Found::File(text) => Ok(Some(text)),
            Found::Missing => Ok(None),
        },
        found => Err(foreign(root, &misplaced(found, false))),
    }
}

/// A file that the manifest lists, that is no longer part of the output, and that is somebody else's by
/// now: it does not carry the marker, or is no file.
fn released(path: &Path) -> Diagnostic {
    let message = format!(
        "`{}` is no longer part of the output and is left alone",
        shown(path)
    );
    Diagnostic::warning(codes::FOREIGN_FILE, message)
        .note("it does not say that Spectrait generated it")
        .help("delete it, unless you put it there")
}

/// The files by path. That each path stays within the folder is the generator's own duty; the last place
/// before the disk does not rely on it.
fn check_paths<'f>(
    files: &'f [GeneratedFile],
    faults: &mut Vec<Diagnostic>,
) -> BTreeMap<&'f Path, &'f str> {
    let mut wanted = BTreeMap::new();
    let mut folded = BTreeSet::new();
    for file in files {
        let path = file.path.as_path();
        let is_ours = manifest::is_within(path) && path != Path::new(manifest::NAME);
        // Two names that differ in case only are one file on many systems.
        if is_ours && folded.insert(shown(path).to_lowercase()) {
            wanted.insert(path, file.contents.as_str());
        } else {
            let why = if is_ours {
                "is generated twice"
            } else {
                "is not a path within the output folder"
            };
            faults.push(
                Diagnostic::error(codes::DISK, format!("`{}` {why}", shown(path)))
                    .help("this is a fault of Spectrait; please report it with the document"),
            );
        }
    }
    wanted
}
