//! From a set to its crate.

use std::fs;
use std::path::Path;

use spectrait::{Generation, Generator, PackageName, Runtime, Severity};

use super::document::Document;
use super::suite::{Set, State};
use crate::files;
use crate::process::at;

/// Writes the set's document and crate into a folder. The groups that are refused are marked so, and left out.
pub(super) fn run(set: &mut Set, folder: &Path) -> Result<(), String> {
    let package: PackageName = set.name.parse()?;
    let path = folder.join(format!("{package}.json"));
    let settings = folder.join(format!("{package}.settings.yaml"));
    let implied = if set.is_typed {
        ""
    } else {
        "implied_types: false\n"
    };
    at(&settings, fs::write(&settings, implied))?;
    // Some errors are seen only when others are gone.
    loop {
        let document = Document::new(set);
        at(&path, fs::write(&path, &document.text))?;
        let generation = Generator::new(&path)
            .package(package.clone())
            .runtime(Runtime::Path("crates/spectrait-runtime".into()))
            .output(folder.join("crate"))
            .generate();
        if let Some(generated) = &generation.generated {
            return files::write(&folder.join("crate"), &generated.files);
        }
        refuse(set, &document, &generation)?;
    }
}

fn refuse(set: &mut Set, document: &Document, generation: &Generation) -> Result<(), String> {
    let mut refused = 0;
    for diagnostic in &generation.diagnostics {
        if diagnostic.severity != Severity::Error {
            continue;
        }
        let message = format!("{} {}", diagnostic.code.id, diagnostic.message);
        let place = diagnostic
            .primary
            .as_ref()
            .map(|label| label.span.range().start);
        let Some(group) = place.and_then(|place| document.group_at(place)) else {
            return Err(format!("{}: {message}, which is no group's", set.name));
        };
        if set.groups[group].state == State::Generated {
            set.groups[group].state = State::Refused(message);
            refused += 1;
        }
    }
    if refused == 0 {
        return Err(format!(
            "{}: nothing is generated, and no error says why",
            set.name
        ));
    }
    Ok(())
}
