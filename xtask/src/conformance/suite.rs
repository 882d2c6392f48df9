//! The files of the suite.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use spectrait_source::{Diagnostics, Kind, Node, RenderOptions, SourceId, Sources, render};

use crate::process::at;

/// The groups of a folder, which become one crate.
pub(super) struct Set {
    /// The folder's name, and the crate's.
    pub(super) name: String,
    /// Of OpenAPI.
    pub(super) version: &'static str,
    /// Whether every schema says its type, as the schemas of real documents do.
    pub(super) is_typed: bool,
    pub(super) groups: Vec<Group>,
}

/// A schema with its instances.
pub(super) struct Group {
    /// The component: the file's name and a number.
    pub(super) name: String,
    /// The file's name.
    pub(super) file: String,
    pub(super) description: String,
    pub(super) schema: Node,
    pub(super) tests: Vec<Test>,
    pub(super) state: State,
}

/// What has become of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    /// There is code for it.
    Generated,
    /// The generator says why there is none.
    Refused(String),
    /// rustc refuses the code.
    Uncompiled(String),
}

/// An instance.
pub(super) struct Test {
    pub(super) description: String,
    /// Its JSON text, in one line.
    pub(super) data: String,
    pub(super) valid: bool,
}

impl Set {
    /// The groups that there is code for, with their positions.
    pub(super) fn generated(&self) -> impl Iterator<Item = (usize, &Group)> {
        let groups = self.groups.iter().enumerate();
        groups.filter(|(_, group)| group.state == State::Generated)
    }
}

/// Reads the sets of a folder, in the order of their names.
pub(super) fn read(folder: &Path) -> Result<Vec<Set>, String> {
    let is_set =
        |folder: &Path| entries(folder).map(|entries| entries.iter().any(|entry| is_json(entry)));
    let folders = if is_set(folder)? {
        vec![folder.to_owned()]
    } else {
        entries(folder)?
            .into_iter()
            .filter(|entry| entry.is_dir() && is_set(entry).unwrap_or(false))
            .collect()
    };
    if folders.is_empty() {
        return Err(format!(
            "`{}` has no .json file, and no folder with one",
            folder.display()
        ));
    }
    folders.iter().map(|folder| read_set(folder)).collect()
}

fn read_set(folder: &Path) -> Result<Set, String> {
    let name = folder.file_name().and_then(OsStr::to_str).unwrap_or("set");
    let mut set = Set {
        name: name.replace('.', "-"),
        version: if name.contains("3.1") {
            "3.1.1"
        } else {
            "3.0.4"
        },
        is_typed: name.ends_with("-typed"),
        groups: Vec::new(),
    };
    for path in entries(folder)?.into_iter().filter(|path| is_json(path)) {
        set.groups.extend(read_file(&path)?);
    }
    Ok(set)
}

fn read_file(path: &Path) -> Result<Vec<Group>, String> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let id: SourceId = sources.add(
        path.display().to_string(),
        at(path, fs::read_to_string(path))?,
    );
    let Some(tree) = spectrait_source::read(&sources, id, &mut diagnostics) else {
        return Err(render(&diagnostics, &sources, RenderOptions::default()));
    };
    let file = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let stem: String = file
        .trim_end_matches(".json")
        .split(['-', '_', '.'])
        .map(capitalised)
        .collect();
    let misses = |what: &str| format!("`{}`: a group has no `{what}`", path.display());
    let mut groups = Vec::new();
    for (index, group) in tree.as_array().unwrap_or_default().iter().enumerate() {
        let mut tests = Vec::new();
        for test in group
            .get("tests")
            .and_then(Node::as_array)
            .unwrap_or_default()
        {
            let data = test.get("data").ok_or_else(|| misses("data"))?;
            let valid = test.get("valid").and_then(Node::as_bool);
            tests.push(Test {
                description: text(test, "description"),
                // No string of JSON has a line break in it.
                data: sources.text(data.span).replace(['\n', '\r'], " "),
                valid: valid.ok_or_else(|| misses("valid"))?,
            });
        }
        groups.push(Group {
            name: format!("{stem}{:02}", index + 1),
            file: file.to_owned(),
            description: text(group, "description"),
            schema: group.get("schema").ok_or_else(|| misses("schema"))?.clone(),
            tests,
            state: State::Generated,
        });
    }
    Ok(groups)
}

fn text(node: &Node, key: &str) -> String {
    match node.get(key).map(|node| &node.kind) {
        Some(Kind::String(text)) => text.to_string(),
        _ => String::new(),
    }
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_ascii_uppercase().to_string() + characters.as_str()
    })
}

fn is_json(path: &Path) -> bool {
    path.extension() == Some(OsStr::new("json"))
}

/// What is in a folder, sorted.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut entries = at(folder, fs::read_dir(folder))?
        .map(|entry| at(folder, entry).map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    entries.sort();
    Ok(entries)
}
