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
use crate::settings::{self, PackageName, Runtime};

/// A folder of documents, and the folder that holds a crate for each, named like its package.
///
/// Every `.yaml`, `.yml` and `.json` file of the first is a document, but for the settings
/// (`<name>.settings.yaml`) and for files that a document refers to. So is every such file of a folder in it that says
/// `openapi`; its package is named after the folders too. A crate that no document generates any more is deleted.
/// Nothing at all is written when any document has errors.
#[derive(Debug, Clone)]
pub struct Project {
    documents: PathBuf,
    output: PathBuf,
    default_runtime: Option<Runtime>,
    deny_warnings: bool,
    mend: Option<String>,
}

impl Project {
    /// The documents in one folder, their crates in another.
    pub fn new(documents: impl Into<PathBuf>, output: impl Into<PathBuf>) -> Self {
        Self {
            documents: documents.into(),
            output: output.into(),
            default_runtime: None,
            deny_warnings: false,
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

    /// Whether a warning is taken for an error: nothing is written then.
    #[must_use]
    pub fn deny_warnings(mut self, deny: bool) -> Self {
        self.deny_warnings = deny;
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
        let mut run = Run::new(mode, self.deny_warnings, self.mend.clone());
        let documents = match self.list_documents(&mut run) {
            Ok(documents) => documents,
            Err(fault) => {
                run.diagnostics.push(*fault);
                return run.finish();
            }
        };
        let mut packages: BTreeMap<String, PathBuf> = BTreeMap::new();
        // What does not look like one comes last, when it is known what the others read.
        let (documents, doubtful): (Vec<_>, Vec<_>) = documents
            .into_iter()
            .partition(|path| says_openapi(&self.documents.join(path)));
        for path in documents.into_iter().chain(doubtful) {
            let document = self.documents.join(&path);
            if run.has_read(&document) {
                continue;
            }
            let mut generator =
                Generator::new(&document).default_package(PackageName::of_path(&path));
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

    /// The paths of what may be documents, from their folder, sorted. Warns of settings that belong to none.
    fn list_documents(&self, run: &mut Run) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
        let mut paths = Vec::new();
        self.find_documents(Path::new(""), &mut paths)
            .map_err(|(folder, error)| Box::new(input::unreadable(&folder, &error)))?;
        paths.sort();
        let (settings, documents): (Vec<PathBuf>, Vec<PathBuf>) = paths
            .into_iter()
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
            let message = format!(
                "`{}` belongs to no document",
                shown(&self.documents.join(path))
            );
            run.diagnostics.push(
                Diagnostic::warning(codes::INVALID_SETTINGS, message)
                    .help("settings are named like their document: those of `builds.yaml` are `builds.settings.yaml`"),
            );
        }
        Ok(documents)
    }

    /// Adds the paths of a folder and of those in it. Below the first, only what says that it is a document is one: what
    /// else is there (schemas, examples) belongs to some document. A folder that is a symbolic link is not entered.
    fn find_documents(
        &self,
        below: &Path,
        paths: &mut Vec<PathBuf>,
    ) -> Result<(), (PathBuf, io::Error)> {
        let folder = if below.as_os_str().is_empty() {
            self.documents.clone()
        } else {
            self.documents.join(below)
        };
        for name in list(&folder).map_err(|error| (folder.clone(), error))? {
            let path = below.join(&name);
            let full = self.documents.join(&path);
            if matches!(disk::entry(&full), Ok(Entry::Folder)) {
                if !name.starts_with('.') {
                    self.find_documents(&path, paths)?;
                }
            } else if is_document(&path)
                && !full.is_dir()
                && (below.as_os_str().is_empty()
                    || settings::is_settings(&path)
                    || says_openapi(&full))
            {
                paths.push(path);
            }
        }
        Ok(())
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

/// Whether a file has a key that only documents have, wherever in it: a look, not a reading.
fn says_openapi(path: &Path) -> bool {
    let text = input::bytes(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    ["openapi", "swagger"].iter().any(|word| {
        text.match_indices(word).any(|(at, word)| {
            let is_quote = |character: char| matches!(character, '"' | '\'');
            let before = text[..at].trim_end_matches(is_quote);
            let after = text[at + word.len()..].trim_start_matches(is_quote);
            let begins = before.is_empty()
                || before.ends_with(|last: char| {
                    matches!(last, '\n' | '{' | ',' | ' ' | '\t' | '\u{feff}')
                });
            begins && after.trim_start().starts_with(':')
        })
    })
}

/// Two documents that go to one place.
fn one_output(first: &Path, second: &Path, output: &Path) -> Diagnostic {
    let message = format!(
        "`{}` and `{}` both generate `{}`",
        shown(first),
        shown(second),
        shown(output)
    );
    let fault = Diagnostic::error(codes::INVALID_SETTINGS, message);
    let settings = settings::path_beside(second);
    if settings == settings::path_beside(first) {
        return fault.help("rename one of them; they would have the same settings too");
    }
    let settings = shown(&settings);
    fault.help(format!(
        "rename one of them, or set `package` in `{settings}`"
    ))
}
