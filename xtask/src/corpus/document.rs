//! The documents of a folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use spectrait::PackageName;

use crate::process::at;

/// A document of the folder.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    /// Its file's name.
    pub(crate) name: String,
    /// Where it is.
    pub(crate) path: PathBuf,
    /// The name of its crate, and of all that is kept about it. No two are equal.
    pub(crate) package: PackageName,
}

/// The documents of a folder by name, or those of them that are named.
pub(crate) fn list(folder: &Path, names: &[&str]) -> Result<Vec<Document>, String> {
    let mut documents = Vec::new();
    let mut packages = BTreeSet::new();
    for name in at(folder, file_names(folder))? {
        let path = folder.join(&name);
        if !is_document(&name) || path.is_dir() {
            continue;
        }
        let first = PackageName::of_document(&path);
        let package = (1_u32..)
            .map(|number| match number {
                1 => Some(first.clone()),
                // `a.json` and `a.yaml`.
                _ => format!("{first}-{number}").parse().ok(),
            })
            .find_map(|package| package.filter(|package| !packages.contains(package)))
            .ok_or_else(|| format!("`{name}` gives no name to a package"))?;
        packages.insert(package.clone());
        documents.push(Document {
            name,
            path,
            package,
        });
    }
    if documents.is_empty() {
        return Err(format!("`{}` holds no document", folder.display()));
    }
    if let Some(unknown) = names
        .iter()
        .find(|name| !documents.iter().any(|document| document.is_named(name)))
    {
        let known = documents.iter().map(|document| document.name.as_str());
        let help = match spectrait::nearest(unknown, known) {
            Some(nearest) => format!("\nhelp: did you mean `{nearest}`?"),
            None => String::new(),
        };
        return Err(format!("there is no document `{unknown}`{help}"));
    }
    if !names.is_empty() {
        documents.retain(|document| names.iter().any(|name| document.is_named(name)));
    }
    Ok(documents)
}

impl Document {
    /// Whether that is its name, with or without the extension.
    fn is_named(&self, name: &str) -> bool {
        self.name == name
            || self
                .path
                .file_stem()
                .is_some_and(|stem| stem.to_string_lossy() == name)
    }
}

fn file_names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.extend(entry?.file_name().into_string().ok());
    }
    names.sort();
    Ok(names)
}

/// Whether a file is a document, by its name: settings stand beside theirs.
fn is_document(name: &str) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else {
        return false;
    };
    let is_known = ["json", "yaml", "yml"]
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known));
    is_known && !stem.is_empty() && !stem.ends_with(".settings")
}

#[cfg(test)]
mod tests {
    use super::is_document;

    #[test]
    fn documents_are_known_by_their_names() {
        for (name, expected) in [
            ("stripe.json", true),
            ("museum-3.1.yaml", true),
            ("A.YML", true),
            ("INDEX.tsv", false),
            ("README.md", false),
            ("stripe.settings.yaml", false),
            (".yaml", false),
            ("yaml", false),
        ] {
            assert_eq!(is_document(name), expected, "{name}");
        }
    }
}
