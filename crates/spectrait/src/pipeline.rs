//! The pipeline.

use std::thread;

use spectrait_openapi::{load, lower, resolve};
use spectrait_rust::{emit, file, plan};
use spectrait_source::{Diagnostics, SourceId, Sources, read};

use crate::GeneratedFile;

/// Bytes of stack for the pipeline. Its stages recurse over a document whose depth `read` limits (to 256
/// levels); an unoptimised build takes some tens of kilobytes a level, and what formats Rust comes on
/// top. This leaves a wide margin, and is reserved, not used, by documents that are flat. A thread of its
/// own makes the depth that is safe the same in `main`, in a build script and in a test.
const STACK: usize = 64 << 20;

/// What a document becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GeneratedCrate {
    /// The files, with paths relative to the crate's folder.
    pub files: Vec<GeneratedFile>,
    /// How many operations the document has.
    pub operations: usize,
    /// How many component schemas the document has.
    pub schemas: usize,
}

/// From text to files. Every stage reports all it finds; a stage that needs a document without errors has
/// a gate before it.
fn run(
    sources: &Sources,
    document: SourceId,
    settings: &spectrait_rust::Settings,
    diagnostics: &mut Diagnostics,
) -> Option<GeneratedCrate> {
    let tree = read(sources, document, diagnostics)?;
    let document = load(tree, diagnostics)?;
    let resolved = resolve(document, diagnostics);
    let api = lower(resolved, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    let planned = plan(&api, settings, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    Some(GeneratedCrate {
        files: file(emit(&planned)),
        operations: api.operations.len(),
        schemas: api.components.len(),
    })
}

/// [Runs](run) the pipeline on a stack of its own.
///
/// # Panics
/// When the operating system starts no thread, as [`thread::spawn`] does.
pub(crate) fn run_on_own_stack(
    sources: &Sources,
    document: SourceId,
    settings: &spectrait_rust::Settings,
) -> (Option<GeneratedCrate>, Diagnostics) {
    let work = || {
        let mut diagnostics = Diagnostics::default();
        let generated = run(sources, document, settings, &mut diagnostics);
        (generated, diagnostics)
    };
    let finished = thread::scope(|scope| {
        let thread = thread::Builder::new()
            .name("spectrait".into())
            .stack_size(STACK)
            .spawn_scoped(scope, work);
        match thread {
            Ok(thread) => thread.join(),
            Err(error) => panic!("no thread could be started: {error}"),
        }
    });
    finished.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
