//! One document and where its crate goes.

use std::path::{Component, Path, PathBuf};
use std::time::{Duration, Instant};

use spectrait_openapi::Missing;
use spectrait_source::{Diagnostics, SourceId, Sources};

use crate::disk::shown;
use crate::input::{self, Folder};
use crate::pipeline::{self, GeneratedCrate, StageSettings};
use crate::report::{self, Mode, Report};
use crate::selection::{Name, Selection};
use crate::settings::{self, PackageName, Runtime, Settings};

/// Generates the crate of one document.
///
/// ```
/// use spectrait::Generator;
///
/// let document = "
/// openapi: 3.0.3
/// info: { title: Shop, version: '1' }
/// paths: {}
/// ";
/// let generation = Generator::from_text("shop.yaml", document).generate();
/// assert!(!generation.diagnostics.has_errors());
/// let generated = generation.generated.expect("a document without errors becomes a crate");
/// assert!(generated.files.iter().any(|file| file.path.ends_with("src/lib.rs")));
/// ```
#[derive(Debug, Clone)]
pub struct Generator {
    /// The document's path, or the name of its text.
    document: PathBuf,
    text: Option<String>,
    package: Option<PackageName>,
    default_package: Option<PackageName>,
    runtime: Option<Runtime>,
    selection: Selection,
    placeholders: bool,
    default_runtime: Runtime,
    output: Option<PathBuf>,
    deny_warnings: bool,
    mend: Option<String>,
}

/// What [`Generator::generate`] found and made.
#[derive(Debug)]
#[non_exhaustive]
pub struct Generation {
    /// The texts that the diagnostics point into.
    pub sources: Sources,
    /// What there is to say.
    pub diagnostics: Diagnostics,
    /// The crate, unless there are errors.
    pub generated: Option<GeneratedCrate>,
    /// How long it took.
    pub elapsed: Duration,
}

impl Generator {
    /// Of the document at `path`, with the [`Settings`] beside it.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            document: path.into(),
            text: None,
            package: None,
            default_package: None,
            runtime: None,
            selection: Selection::default(),
            placeholders: false,
            default_runtime: Runtime::Version(env!("CARGO_PKG_VERSION").into()),
            output: None,
            deny_warnings: false,
            mend: None,
        }
    }

    /// Of a document that is in memory. Diagnostics call it `name`.
    pub fn from_text(name: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self {
            text: Some(text.into()),
            ..Self::new(name)
        }
    }

    /// Where the crate goes: its own folder, the one with `Cargo.toml`.
    #[must_use]
    pub fn output(mut self, folder: impl Into<PathBuf>) -> Self {
        self.output = Some(folder.into());
        self
    }

    /// Names the crate, whatever the settings beside the document say.
    #[must_use]
    pub fn package(mut self, name: PackageName) -> Self {
        self.package = Some(name);
        self
    }

    /// Names the crate unless settings do.
    pub(crate) fn default_package(mut self, name: PackageName) -> Self {
        self.default_package = Some(name);
        self
    }

    /// Where the crate finds its runtime, whatever the settings beside the document say. A relative
    /// path is relative to the working directory.
    #[must_use]
    pub fn runtime(mut self, runtime: Runtime) -> Self {
        self.runtime = Some(runtime);
        self
    }

    /// Generates the operations of a tag, and what they reach; with more of these, and with
    /// [`operation`](Self::operation), those too. They replace `tags` and `operations` of the settings.
    #[must_use]
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.selection.tags.push(Name::new(tag));
        self
    }

    /// Generates an operation, by its `operationId` or as `GET /builds`, and what it reaches; see [`tag`](Self::tag).
    #[must_use]
    pub fn operation(mut self, operation: impl Into<String>) -> Self {
        self.selection.operations.push(Name::new(operation));
        self
    }

    /// Leaves out an operation, the operations of a tag, or a component schema, in whose place anything is accepted.
    /// A name that two of them have is written `operation:…`, `tag:…` or `schema:…`. These replace `exclude` of the
    /// settings.
    ///
    /// What is left out may be wrong: it raises no error.
    #[must_use]
    pub fn exclude(mut self, name: impl Into<String>) -> Self {
        self.selection.exclude.push(Name::new(name));
        self
    }

    /// Lets something stand in for what references to files and addresses lead to that cannot be read, whatever the
    /// settings beside the document say. Each is a warning then.
    #[must_use]
    pub fn placeholders(mut self) -> Self {
        self.placeholders = true;
        self
    }

    /// Where the crate finds its runtime unless settings say something else. Without this, in the
    /// registry, at the generator's own version.
    #[must_use]
    pub fn default_runtime(mut self, runtime: Runtime) -> Self {
        self.default_runtime = runtime;
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

    /// Generates the crate in memory and touches no disk but for reading the document and its settings.
    #[must_use]
    pub fn generate(&self) -> Generation {
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        let start = Instant::now();
        let settings = self.settings(&mut sources, &mut diagnostics);
        let generated = self.generate_into(
            settings,
            self.output.as_deref(),
            &mut sources,
            &mut diagnostics,
        );
        diagnostics.dedup();
        diagnostics.sort();
        Generation {
            sources,
            diagnostics,
            generated,
            elapsed: start.elapsed(),
        }
    }

    /// Generates the crate and makes the output folder hold exactly it. Nothing is written when there are
    /// errors.
    ///
    /// Without [`output`](Self::output), that is a folder of the package's name in the working directory.
    #[must_use]
    pub fn write(&self) -> Report {
        self.run(Mode::Write)
    }

    /// Says in what the output folder differs from what [`write`](Self::write) would make of it, and
    /// writes nothing.
    #[must_use]
    pub fn check(&self) -> Report {
        self.run(Mode::Check)
    }

    fn run(&self, mode: Mode) -> Report {
        let mut run = report::Run::new(mode, self.deny_warnings, self.mend.clone());
        let settings = self.settings(&mut run.sources, &mut run.diagnostics);
        let output = self
            .output
            .clone()
            .unwrap_or_else(|| PathBuf::from(self.package_name(&settings).as_str()));
        run.document(self, settings, &output);
        run.finish()
    }

    /// The document's path as it is shown.
    pub(crate) fn name(&self) -> String {
        shown(&self.document)
    }

    /// The settings beside the document, and over them those set here.
    pub(crate) fn settings(
        &self,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Settings {
        let mut settings = if self.text.is_some() {
            Settings::default()
        } else {
            settings::read(&self.document, sources, diagnostics)
        };
        settings.package = self.package.clone().or(settings.package);
        settings.runtime = self.runtime.clone().or(settings.runtime);
        settings.placeholders |= self.placeholders;
        let own = self.selection.clone();
        if !(own.tags.is_empty() && own.operations.is_empty()) {
            settings.selection.tags = own.tags;
            settings.selection.operations = own.operations;
        }
        if !own.exclude.is_empty() {
            settings.selection.exclude = own.exclude;
        }
        settings
    }

    pub(crate) fn package_name(&self, settings: &Settings) -> PackageName {
        settings
            .package
            .clone()
            .or_else(|| self.default_package.clone())
            .unwrap_or_else(|| PackageName::of_document(&self.document))
    }

    /// Runs the pipeline. The gate is this document's own: errors of another one, or of the settings, hide
    /// none of this one's.
    pub(crate) fn generate_into(
        &self,
        settings: Settings,
        output: Option<&Path>,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<GeneratedCrate> {
        let id = self.add_document(sources, diagnostics)?;
        let package = self.package_name(&settings);
        let runtime = match settings
            .runtime
            .unwrap_or_else(|| self.default_runtime.clone())
        {
            Runtime::Version(version) => spectrait_rust::Runtime::Version(version),
            Runtime::Path(path) => spectrait_rust::Runtime::Path(shown(&match output {
                Some(output) => path_between(output, &path),
                None => path,
            })),
        };
        let mut pagination = settings.pagination;
        pagination.is_partial = !settings.selection.is_all();
        let settings = StageSettings {
            folder: match self.text {
                Some(_) => None,
                None => Some(Folder::of_document(&self.document)),
            },
            missing: if settings.placeholders {
                Missing::Placeholder
            } else {
                Missing::Error
            },
            selection: settings.selection,
            lower: spectrait_openapi::Settings {
                text_formats: settings.text_formats,
                implied_types: settings.implied_types,
                pagination,
            },
            plan: spectrait_rust::Settings {
                package_name: Some(package.to_string()),
                runtime,
            },
        };
        let (generated, found) = pipeline::run_on_own_stack(sources, id, &settings);
        diagnostics.extend(found);
        generated
    }

    fn add_document(
        &self,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<SourceId> {
        match &self.text {
            Some(text) => Some(sources.add(self.name(), text.as_str())),
            None => input::add_file(&self.document, sources, diagnostics),
        }
    }
}

/// The way from the folder `from` to `to`; both absolute or relative to the working directory. By their
/// names alone: neither need exist.
fn path_between(from: &Path, to: &Path) -> PathBuf {
    let (from, to) = (plain(from), plain(to));
    let shared = from
        .components()
        .zip(to.components())
        .take_while(|(left, right)| left == right)
        .count();
    // Different drives of Windows share nothing.
    if shared == 0 {
        return to;
    }
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    let between: PathBuf = up.chain(to.components().skip(shared)).collect();
    if between.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        between
    }
}

/// An absolute path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut plain = PathBuf::new();
    for component in absolute.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            component => plain.push(component),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_between_two_folders() {
        for (from, to, expected) in [
            ("generated/builds", "crates/runtime", "../../crates/runtime"),
            (
                "generated/builds",
                "specs/../crates/runtime",
                "../../crates/runtime",
            ),
            ("generated/builds", "generated/runtime", "../runtime"),
            ("generated/builds", "generated", ".."),
            (".", "runtime", "runtime"),
            ("a", "a", "."),
            ("/a/b", "/a/c/d", "../c/d"),
        ] {
            assert_eq!(
                shown(&path_between(Path::new(from), Path::new(to))),
                expected,
                "{from} to {to}"
            );
        }
    }
}
