//! `faults.yaml` holds every semantic fault; a line that is to be reported ends with its code. All of
//! them are found in one run, each in its own line.

use std::collections::BTreeSet;

use spectrait::{Diagnostic, Generation, Generator, RenderOptions, render};

const DOCUMENT: &str = include_str!("faults.yaml");

fn generation() -> Generation {
    Generator::from_text("faults.yaml", DOCUMENT).generate()
}

/// The line and the code of each comment `# E0101`.
fn expected() -> BTreeSet<(usize, &'static str)> {
    (1..)
        .zip(DOCUMENT.lines())
        .filter_map(|(line, text)| {
            let (_, comment) = text.rsplit_once(" # ")?;
            comment.starts_with('E').then_some((line, comment))
        })
        .collect()
}

#[test]
fn every_fault_is_found_in_its_line() {
    let generation = generation();
    let place = |diagnostic: &Diagnostic| {
        let span = diagnostic.primary.as_ref().expect("a place").span;
        let file = generation.sources.get(span.source);
        (file.line_column(span.start).line, diagnostic.code.id)
    };
    let found: BTreeSet<_> = generation.diagnostics.iter().map(place).collect();
    let expected = expected();
    let missing: Vec<_> = expected.difference(&found).collect();
    let extra: Vec<_> = found.difference(&expected).collect();
    assert!(
        missing.is_empty() && extra.is_empty(),
        "missing {missing:?}, extra {extra:?}"
    );
}

#[test]
fn nothing_is_generated() {
    assert_eq!(generation().generated, None);
}

#[test]
fn each_fault_is_underlined_and_explained() {
    let generation = generation();
    insta::assert_snapshot!(render(
        &generation.diagnostics,
        &generation.sources,
        RenderOptions::default()
    ));
}

#[test]
fn each_error_says_how_to_mend_it() {
    let silent: Vec<_> = generation()
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.help.is_empty())
        .map(|diagnostic| format!("{} {}", diagnostic.code.id, diagnostic.message))
        .collect();
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn the_readme_shows_a_real_diagnostic() {
    let document =
        include_str!("../../specs/builds.yaml").replacen("schemas/Build'", "schemas/Biuld'", 1);
    let generation = Generator::from_text("specs/builds.yaml", document).generate();
    let text = render(
        &generation.diagnostics,
        &generation.sources,
        RenderOptions::default(),
    );
    let (diagnostic, _) = text.split_once("\n\n").expect("a diagnostic and a summary");
    let readme = include_str!("../../README.md");
    assert!(
        readme.contains(diagnostic),
        "the README does not hold:\n{diagnostic}"
    );
}
