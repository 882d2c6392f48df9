//! A folder of documents and the folder of their crates.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use spectrait_source::{Diagnostic, codes};

use crate::disk::{self, Entry, manifest, shown};
use crate::generator::Generator;
use crate::input;
use crate::report::{Mode, Report, Run};
use crate::settings::{self, Runtime};

/// A folder of documents, and the folder that holds a crate for each, named like its package.
///
/// Every `.yaml`, `.yml` and `.json` file of the first is a document, but for the settings
/// (`<name>.settings.yaml`). A crate whose document is gone is deleted. Nothing at all is written when any
/// document has errors.
#[derive(Debug, Clone)]
pub struct Project {
    documents: PathBuf,
    output: PathBuf,
    default_runtime: Option<Runtime>,
    mend: Option<String>,
}

impl Project {
    /// The documents in one folder, their crates in another.
    pub fn new(documents: impl Into<PathBuf>, output: impl Into<PathBuf>) -> Self {
        Self {
            documents: documents.into(),
            output: output.into(),
            default_runtime: None,
            mend: None,
        }
    }

    /// Where the crates find their runtime unless settings say something else. A relative path is
    /// relative to the working directory.
    #[must_use]
    pub fn default_runtime(mut self, runtime: Runtime) -> Self {
        self.default_runtime = Some(runtime);
        self
    }

    /// The command that mends what [`check`](Self::check) finds, for its message.
    #[must_use]
    pub fn mended_by(mut self, command: impl Into<String>) -> Self {
        self.mend = Some(command.into());
        self
    }

    /// Makes the output folder hold exactly the crates of the documents.
    #[must_use]
    pub fn write(&self) -> Report {
        self.run(Mode::Write)
    }

    /// Says in what the output folder differs, and writes nothing.
    #[must_use]
    pub fn check(&self) -> Report {
        self.run(Mode::Check)
    }

    fn run(&self, mode: Mode) -> Report {
        let mut run = Run::new(mode, self.mend.clone());
        let documents = match self.list_documents(&mut run) {
            Ok(documents) => documents,
            Err(fault) => {
                run.diagnostics.push(*fault);
                return run.finish();
            }
        };
        let mut packages: BTreeMap<String, PathBuf> = BTreeMap::new();
        for document in documents {
            let mut generator = Generator::new(&document);
            if let Some(runtime) = &self.default_runtime {
                generator = generator.default_runtime(runtime.clone());
            }
            let settings = generator.settings(&mut run.sources, &mut run.diagnostics);
            let package = generator.package_name(&settings).to_string();
            let output = self.output.join(&package);
            if let Some(other) = packages.get(&package) {
                run.diagnostics.push(one_output(other, &document, &output));
                continue;
            }
            packages.insert(package, document);
            run.document(&generator, settings, &output);
        }
        match self.list_crates() {
            Ok(crates) => {
                for name in crates.iter().filter(|name| !packages.contains_key(*name)) {
                    run.stale(&self.output.join(name));
                }
            }
            Err(error) => run
                .diagnostics
                .push(*disk::disk_error("read", &self.output, &error)),
        }
        run.finish()
    }

    /// The documents by name. Warns of settings that belong to none.
    fn list_documents(&self, run: &mut Run) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
        let names = list(&self.documents)
            .map_err(|error| Box::new(input::unreadable(&self.documents, &error)))?;
        let (settings, documents): (Vec<PathBuf>, Vec<PathBuf>) = names
            .iter()
            .map(|name| self.documents.join(name))
            .filter(|path| is_document(path) && !path.is_dir())
            .partition(|path| settings::is_settings(path));
        if documents.is_empty() {
            let message = format!("`{}` holds no document", shown(&self.documents));
            let help = "put an OpenAPI document there, a `.yaml`, `.yml` or `.json` file";
            let empty = Diagnostic::error(codes::UNREADABLE_FILE, message).help(help);
            return Err(Box::new(empty));
        }
        let known: BTreeSet<PathBuf> = documents
            .iter()
            .map(|path| settings::path_beside(path))
            .collect();
        for path in settings.iter().filter(|path| !known.contains(*path)) {
            let message = format!("`{}` belongs to no document", shown(path));
            run.diagnostics.push(
                Diagnostic::warning(codes::INVALID_SETTINGS, message)
                    .help("settings are named like their document: those of `builds.yaml` are `builds.settings.yaml`"),
            );
        }
        Ok(documents)
    }

    /// The names of the folders in the output folder that hold a manifest, and are thus Spectrait's.
    fn list_crates(&self) -> io::Result<Vec<String>> {
        let names = match list(&self.output) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            names => names?,
        };
        let is_crate = |name: &String| {
            let folder = self.output.join(name);
            matches!(disk::entry(&folder), Ok(Entry::Folder))
                && matches!(disk::entry(&folder.join(manifest::NAME)), Ok(Entry::File))
        };
        Ok(names.into_iter().filter(is_crate).collect())
    }
}

/// The names in a folder, sorted. A name that is not UTF-8 is none of ours.
fn list(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.extend(entry?.file_name().into_string().ok());
    }
    names.sort();
    Ok(names)
}

/// Whether a file is a document or settings, by its name.
fn is_document(path: &Path) -> bool {
    let extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default();
    let is_hidden = path
        .file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'));
    !is_hidden
        && ["yaml", "yml", "json"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
}

/// Two documents that go to one place.
fn one_output(first: &Path, second: &Path, output: &Path) -> Diagnostic {
    let message = format!(
        "`{}` and `{}` both generate `{}`",
        shown(first),
        shown(second),
        shown(output)
    );
    let settings = shown(&settings::path_beside(second));
    Diagnostic::error(codes::INVALID_SETTINGS, message).help(format!(
        "rename one of them, or set `package` in `{settings}`"
    ))
}
