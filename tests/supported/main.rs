//! Holds `docs/supported.md` against the documents that it names, what the generator does with them, and the keywords
//! and fields that it knows.

mod places;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use places::{Place, places};
use spectrait::{Generation, Generator};
use spectrait_source::{Diagnostic, Node, Severity, Span};

const TABLE: &str = include_str!("../../docs/supported.md");

/// A row of a table of the document.
#[derive(Debug)]
struct Row {
    /// The heading above the table.
    section: String,
    name: String,
    status: Status,
    is_said: bool,
    document: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Supported,
    Ignored,
    Refused,
}

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    let mut section = "";
    for line in TABLE.lines() {
        if let Some(heading) = line.strip_prefix('#') {
            section = heading.trim_start_matches('#').trim();
        }
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let ["", name, status, meaning, document, ""] = cells[..] else {
            continue;
        };
        let Some(name) = name
            .strip_prefix('`')
            .and_then(|name| name.strip_suffix('`'))
        else {
            continue; // the head of a table
        };
        let status = match status {
            "supported" => Status::Supported,
            "ignored" => Status::Ignored,
            "refused" => Status::Refused,
            other => panic!("{name}: `{other}` is no status"),
        };
        rows.push(Row {
            section: section.to_owned(),
            name: name.to_owned(),
            status,
            is_said: meaning.contains("with a warning"),
            document: document.trim_matches('`').to_owned(),
        });
    }
    assert!(rows.len() > 200, "the tables are not read: {}", rows.len());
    rows
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("supported/documents")
}

/// A document, what is in it by section and name, and what generating it says.
struct Document {
    places: BTreeMap<(String, String), Vec<Span>>,
    generation: Generation,
}

impl Document {
    fn of(name: &str) -> Self {
        let path = if name.starts_with("refused/") {
            folder().join("..").join(name)
        } else {
            folder().join(name)
        };
        let generation = Generator::new(&path).generate();
        let mut found: BTreeMap<_, Vec<Span>> = BTreeMap::new();
        for file in &generation.sources {
            // Read again, for the tree: the places are the same.
            let mut diagnostics = spectrait::Diagnostics::default();
            let tree = spectrait_source::read(&generation.sources, file.id(), &mut diagnostics);
            for Place {
                section,
                name,
                span,
            } in tree.iter().flat_map(places)
            {
                found
                    .entry((section.to_owned(), name))
                    .or_default()
                    .push(span);
            }
        }
        Self {
            places: found,
            generation,
        }
    }

    /// What is said of a place: at it, or at what is in it.
    fn said(&self, place: Span) -> impl Iterator<Item = &Diagnostic> {
        self.generation
            .diagnostics
            .iter()
            .filter(move |diagnostic| {
                diagnostic.primary.as_ref().is_some_and(|label| {
                    let at = label.span;
                    at.source == place.source && place.start <= at.start && at.end <= place.end
                })
            })
    }
}

#[test]
fn each_row_is_what_happens() {
    let rows = rows();
    let names: BTreeSet<&str> = rows.iter().map(|row| row.document.as_str()).collect();
    let documents: BTreeMap<&str, Document> = names
        .into_iter()
        .map(|name| (name, Document::of(name)))
        .collect();
    let mut wrong = Vec::new();
    for row in &rows {
        let document = &documents[row.document.as_str()];
        let key = (row.section.clone(), row.name.clone());
        let Some(places) = document.places.get(&key) else {
            wrong.push(format!("{key:?}: `{}` does not have it", row.document));
            continue;
        };
        let said = |severity: Severity| {
            let of_place = places.iter().flat_map(|place| document.said(*place));
            of_place
                .filter(move |diagnostic| diagnostic.severity == severity)
                .count()
        };
        let (errors, warnings) = (said(Severity::Error), said(Severity::Warning));
        let is_generated = document.generation.generated.is_some();
        let is_right = match row.status {
            Status::Supported => is_generated && errors == 0 && (warnings > 0 || !row.is_said),
            Status::Ignored => is_generated && errors == 0 && (warnings > 0) == row.is_said,
            Status::Refused => !is_generated && errors > 0,
        };
        if !is_right {
            wrong.push(format!(
                "{key:?} is not {:?}: {errors} errors and {warnings} warnings in `{}`, generated: {is_generated}",
                row.status, row.document
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A document that is generated has a row for all that is in it.
#[test]
fn all_that_the_documents_have_is_in_the_table() {
    let rows = rows();
    let known: BTreeSet<(&str, &str)> = rows
        .iter()
        .map(|row| (row.section.as_str(), row.name.as_str()))
        .collect();
    let names: BTreeSet<&str> = rows.iter().map(|row| row.document.as_str()).collect();
    let mut missing = BTreeSet::new();
    for name in names {
        for (section, key) in Document::of(name).places.into_keys() {
            let is_extension = key.starts_with("x-") && !key.starts_with("x-rust-");
            if !is_extension && !known.contains(&(section.as_str(), key.as_str())) {
                missing.insert((section, key));
            }
        }
    }
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn each_document_is_named() {
    let rows = rows();
    let named: BTreeSet<&str> = rows.iter().map(|row| row.document.as_str()).collect();
    for (below, prefix) in [("", ""), ("../refused", "refused/")] {
        // Of the second there may be none.
        let entries = fs::read_dir(folder().join(below));
        for entry in entries.into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                continue;
            }
            let name = path.file_name().expect("a name").to_string_lossy();
            let name = format!("{prefix}{name}");
            assert!(named.contains(name.as_str()), "{name}");
        }
    }
}

/// The names of the tables are those that the generator asks for.
#[test]
fn the_generator_knows_what_the_table_has() {
    let rows = rows();
    let table = |section: &str| -> BTreeSet<String> {
        let of_section = rows.iter().filter(|row| row.section == section);
        let names = of_section.map(|row| row.name.clone());
        names.filter(|name| !name.starts_with("x-rust-")).collect()
    };
    let schemas: BTreeSet<String> = spectrait_openapi::schema::keywords()
        .map(str::to_owned)
        .collect();
    assert_eq!(table("Schema"), schemas);

    // What is asked for depends on what is there, and the documents have all of it.
    let mut fields: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let documents: BTreeSet<&str> = rows.iter().map(|row| row.document.as_str()).collect();
    for document in documents {
        let document = Document::of(document);
        for file in &document.generation.sources {
            let mut diagnostics = spectrait::Diagnostics::default();
            let tree =
                spectrait_source::read(&document.generation.sources, file.id(), &mut diagnostics);
            for (noun, names) in spectrait_openapi::known_fields(&tree.expect("a document")) {
                let names = names.into_iter().map(str::to_owned);
                fields.entry(noun).or_default().extend(names);
            }
        }
    }
    let sections: BTreeMap<&str, &str> = BTreeMap::from(SECTIONS);
    let known: BTreeMap<&str, BTreeSet<String>> = fields
        .into_iter()
        .map(|(noun, names)| (*sections.get(noun).unwrap_or(&noun), names))
        .collect();
    let written = SECTIONS.map(|(_, section)| (section, table(section)));
    assert_eq!(BTreeMap::from(written), known);
}

/// The section of each noun.
const SECTIONS: [(&str, &str); 22] = [
    ("the document", "Document"),
    ("`info`", "Info"),
    ("`contact`", "Contact"),
    ("`license`", "License"),
    ("`externalDocs`", "External documentation"),
    ("a tag", "Tag"),
    ("a server", "Server"),
    ("a server variable", "Server variable"),
    ("`components`", "Components"),
    ("a path item", "Path item"),
    ("an operation", "Operation"),
    ("a parameter", "Parameter"),
    ("a request body", "Request body"),
    ("a media type", "Media type"),
    ("an encoding", "Encoding"),
    ("a response", "Response"),
    ("a header", "Header"),
    ("a link", "Link"),
    ("an example", "Example"),
    ("a security scheme", "Security scheme"),
    ("`flows`", "OAuth flows"),
    ("a flow", "OAuth flow"),
];

fn text(node: &Node) -> String {
    node.as_str().unwrap_or_default().to_owned()
}
