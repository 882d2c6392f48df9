//! What a run did, or would do.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use spectrait_source::{Diagnostics, RenderOptions, Sources, render};

use crate::disk::{self, Change, ChangeKind, Comparison, shown};
use crate::generator::Generator;
use crate::selection::LeftOut;
use crate::settings::Settings;
use crate::untyped::Coverage;

mod diff;
mod json;
mod text;
#[cfg(feature = "cli")]
pub(crate) mod untyped;

#[cfg(feature = "cli")]
pub(crate) use text::size;

/// Whether a run writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Write,
    Check,
}

/// What a run did, or would do.
#[derive(Debug)]
#[non_exhaustive]
pub struct Report {
    /// The texts that the diagnostics point into.
    pub sources: Sources,
    /// What there is to say, in the order it is to be shown.
    pub diagnostics: Diagnostics,
    /// How it ended.
    pub outcome: Outcome,
    /// One entry for every document, and one for every output folder whose document is gone. After a
    /// failure, only those that were written before it.
    pub documents: Vec<DocumentReport>,
    /// Whether it failed for warnings alone.
    denied: bool,
    /// The command that mends a difference.
    mend: Option<String>,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// There are errors.
    Failed,
    /// Everything was as it should be.
    Current,
    /// The output was brought up to date.
    Written,
    /// The output differs from what the documents generate, and was only to be checked.
    Differs,
}

/// What became of one output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DocumentReport {
    /// The document's path; `None` when there is none any more and the folder is cleared.
    pub document: Option<String>,
    /// The output folder.
    pub output: PathBuf,
    /// How many operations the document has.
    pub operations: usize,
    /// How many component schemas the document has.
    pub schemas: usize,
    /// How much of the document was left out, because it was not chosen.
    pub left_out: LeftOut,
    /// How much of the document has a type.
    pub coverage: Coverage,
    /// The files that differ, by path.
    pub changes: Vec<Change>,
    /// How many files are as they should be.
    pub unchanged: usize,
    /// How long it took.
    pub elapsed: Duration,
}

impl DocumentReport {
    /// How many files are of one kind of change.
    #[must_use]
    pub fn count(&self, kind: ChangeKind) -> usize {
        self.changes
            .iter()
            .filter(|change| change.kind() == kind)
            .count()
    }

    /// A changed file as it is shown.
    fn shown(&self, change: &Change) -> String {
        shown(&self.output.join(&change.path))
    }
}

impl Report {
    /// What a process ends with: 0 when all is well, 1 when the output differs, 2 when there are errors.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self.outcome {
            Outcome::Current | Outcome::Written => 0,
            Outcome::Differs => 1,
            Outcome::Failed => 2,
        }
    }

    /// The diagnostics as text; empty when there are none.
    #[must_use]
    pub fn diagnostics_text(&self, options: RenderOptions) -> String {
        render(&self.diagnostics, &self.sources, options)
    }

    /// What differs, as unified diffs; long ones are cut. Empty unless the output [`Differs`](Outcome::Differs).
    #[must_use]
    pub fn differences(&self, color: bool) -> String {
        match self.outcome {
            Outcome::Differs => diff::render(&self.documents, color),
            _ => String::new(),
        }
    }

    /// A line or two for every document.
    #[must_use]
    pub fn summary(&self, color: bool) -> String {
        text::summary(self, color)
    }

    /// Everything as JSON, one object a line: the diagnostics as [`to_json`](crate::to_json) writes them,
    /// with `severity`, then the documents, with `output`.
    ///
    /// A document's line has `document` (`null` when it is gone), `output`, `operations`, `schemas`, `left_out` (with
    /// `operations` and `schemas`), `fields`, `untyped_fields`,
    /// `written` (whether the changes were made), `changes` (each with `path`, `change`, which is
    /// `create`, `update` or `delete`, and `diff` where it was not made), `unchanged` and
    /// `milliseconds`.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::render(self)
    }
}

/// A run in progress: every document is generated and compared before anything is written.
#[derive(Debug)]
pub(crate) struct Run {
    mode: Mode,
    deny_warnings: bool,
    mend: Option<String>,
    pub(crate) sources: Sources,
    pub(crate) diagnostics: Diagnostics,
    work: Vec<(DocumentReport, Comparison)>,
}

impl Run {
    pub(crate) fn new(mode: Mode, deny_warnings: bool, mend: Option<String>) -> Self {
        Self {
            mode,
            deny_warnings,
            mend,
            sources: Sources::default(),
            diagnostics: Diagnostics::default(),
            work: Vec::new(),
        }
    }

    /// Whether a file was read as a part of a document.
    pub(crate) fn has_read(&self, path: &Path) -> bool {
        let name = shown(path);
        self.sources.iter().any(|file| file.name() == name)
    }

    /// Generates a document and compares its output folder.
    pub(crate) fn document(&mut self, generator: &Generator, settings: Settings, output: &Path) {
        let start = Instant::now();
        let generated = generator.generate_into(
            settings,
            Some(output),
            &mut self.sources,
            &mut self.diagnostics,
        );
        let Some(generated) = generated else { return };
        let Some(comparison) = disk::compare(output, &generated.files, &mut self.diagnostics)
        else {
            return;
        };
        let report = DocumentReport {
            document: Some(generator.name()),
            operations: generated.operations,
            schemas: generated.schemas,
            left_out: generated.left_out,
            coverage: generated.coverage,
            ..DocumentReport::of(&comparison, start)
        };
        self.work.push((report, comparison));
    }

    /// Compares the output folder of a document that is gone.
    pub(crate) fn stale(&mut self, output: &Path) {
        let start = Instant::now();
        if let Some(comparison) = disk::compare(output, &[], &mut self.diagnostics) {
            self.work
                .push((DocumentReport::of(&comparison, start), comparison));
        }
    }

    /// Writes, if that is wanted and there are no errors, in any document.
    pub(crate) fn finish(mut self) -> Report {
        let mut documents = Vec::new();
        let differs = self
            .work
            .iter()
            .any(|(_, comparison)| !comparison.is_current());
        let denied =
            self.deny_warnings && !self.diagnostics.is_empty() && !self.diagnostics.has_errors();
        let mut failed = denied || self.diagnostics.has_errors();
        for (mut report, comparison) in self.work {
            let start = Instant::now();
            let written = match self.mode {
                _ if failed => break,
                Mode::Check => Ok(()),
                Mode::Write => comparison.apply(),
            };
            report.elapsed += start.elapsed();
            match written {
                Ok(()) => {
                    report.changes = comparison.changes;
                    documents.push(report);
                }
                Err(fault) => {
                    self.diagnostics.push(*fault);
                    failed = true;
                }
            }
        }
        self.diagnostics.dedup();
        self.diagnostics.sort();
        let outcome = match (failed, differs, self.mode) {
            (true, _, _) => Outcome::Failed,
            (false, false, _) => Outcome::Current,
            (false, true, Mode::Write) => Outcome::Written,
            (false, true, Mode::Check) => Outcome::Differs,
        };
        Report {
            sources: self.sources,
            diagnostics: self.diagnostics,
            outcome,
            documents,
            denied,
            mend: self.mend,
        }
    }
}

impl DocumentReport {
    fn of(comparison: &Comparison, start: Instant) -> Self {
        Self {
            document: None,
            output: comparison.root.clone(),
            operations: 0,
            schemas: 0,
            left_out: LeftOut::default(),
            coverage: Coverage::default(),
            // Theirs may be large texts; they move here at the end.
            changes: Vec::new(),
            unchanged: comparison.unchanged,
            elapsed: start.elapsed(),
        }
    }
}
