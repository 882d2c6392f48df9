//! The pipeline.

use std::thread;

use spectrait_openapi::{Missing, bundle_with, effective, load, lower, resolve};
use spectrait_rust::{emit, file, plan};
use spectrait_source::{Diagnostics, Node, SourceId, Sources, read};

use crate::input::Folder;
use crate::selection::{LeftOut, Selection};
use crate::untyped::Coverage;
use crate::{GeneratedFile, effective as effective_document};

/// Bytes of stack for the pipeline.
///
/// Its stages recurse over the document, whose depth `read` limits. Unoptimised, the deepest document
/// needs under 1 MiB up to `lower`, and between 8 and 16 MiB where one type is nested as deeply and is
/// formatted, which is more than a thread of a build script or a test has. Four times that is a margin for
/// stages to grow; what is not used is only reserved.
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
    /// How much of the document was left out, because it was not chosen.
    pub left_out: LeftOut,
    /// How much of the document has a type.
    pub coverage: Coverage,
}

/// What the stages need to know beside the document.
#[derive(Debug, Default)]
pub(crate) struct StageSettings {
    /// Where other files of the document are; `None` for a document that is in memory.
    pub(crate) folder: Option<Folder>,
    pub(crate) missing: Missing,
    pub(crate) selection: Selection,
    pub(crate) lower: spectrait_openapi::Settings,
    pub(crate) plan: spectrait_rust::Settings,
}

/// From text to files. Every stage reports all it finds; a stage that needs a document without errors has
/// a gate before it.
fn run(
    sources: &mut Sources,
    document: SourceId,
    settings: &StageSettings,
    diagnostics: &mut Diagnostics,
) -> Option<GeneratedCrate> {
    let tree = read(sources, document, diagnostics)?;
    let (tree, left_out) = select_and_bundle(tree, sources, settings, diagnostics);
    let document = load(tree.clone(), diagnostics)?;
    let resolved = resolve(document, diagnostics);
    let api = lower(resolved, &settings.lower, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    let planned = plan(&api, &settings.plan, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    let mut files = file(&emit(&planned));
    files.extend(effective_document::files(&effective(&tree, &api)));
    Some(GeneratedCrate {
        files,
        operations: api.operations.len(),
        schemas: api.components.len(),
        left_out,
        coverage: Coverage::of(&api, &tree),
    })
}

/// The part of a document that was chosen, with what it takes from other files.
fn select_and_bundle(
    tree: Node,
    sources: &mut Sources,
    settings: &StageSettings,
    diagnostics: &mut Diagnostics,
) -> (Node, LeftOut) {
    let mut read_file = |path: &str| Folder::read(settings.folder.as_ref(), path);
    if settings.selection.is_all() {
        let tree = bundle_with(tree, sources, &mut read_file, settings.missing, diagnostics);
        return (tree, LeftOut::default());
    }
    let mut selector = settings.selection.begin(&tree);
    let tree = selector.remove(&tree);
    let tree = bundle_with(tree, sources, &mut read_file, settings.missing, diagnostics);
    let tree = selector.remove(&tree);
    selector.finish(tree, diagnostics)
}

/// [Runs](run) the pipeline on a stack of its own.
///
/// # Panics
/// When the operating system starts no thread, as [`thread::spawn`] does.
pub(crate) fn run_on_own_stack(
    sources: &mut Sources,
    document: SourceId,
    settings: &StageSettings,
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

#[cfg(test)]
mod tests {
    use spectrait_source::MAX_DEPTH;

    use super::*;

    /// Levels around the arrays: the document, `components`, `schemas`, and the innermost schema.
    const AROUND: usize = 4;

    #[test]
    fn the_deepest_document_is_generated() {
        // One level a pair of braces.
        let depth = MAX_DEPTH - AROUND;
        let schema = r#"{"type":"array","items":"#.repeat(depth)
            + r#"{"type":"string"}"#
            + &"}".repeat(depth);
        let document = format!(
            r#"{{"openapi":"3.0.3","info":{{"title":"Deep","version":"1"}},"paths":{{}},"components":{{"schemas":{{"Deep":{schema}}}}}}}"#
        );
        let mut sources = Sources::default();
        let id = sources.add("deep.json", document);
        let settings = StageSettings::default();
        let (generated, diagnostics) = run_on_own_stack(&mut sources, id, &settings);
        assert!(!diagnostics.has_errors(), "{diagnostics:?}");
        let generated = generated.unwrap();
        assert_eq!(generated.schemas, 1);
        let deepest = "Vec<".repeat(depth);
        let found = generated.files.iter().any(|file| {
            let text: String = file.contents.split_whitespace().collect();
            text.contains(&deepest)
        });
        assert!(found, "the type is nested as the schema is");
    }
}
