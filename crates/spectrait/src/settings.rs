//! How one document is generated.

mod pagination;

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::Deserialize;
use serde::de::IgnoredAny;
use spectrait_ir::StringFormat;
use spectrait_openapi::PaginationSettings;
use spectrait_source::{Diagnostic, Diagnostics, SourceFile, SourceId, Sources, Span, codes};

use crate::input;
use crate::selection::{Name, Selection};

/// What the name of a settings file adds to that of its document, without `.yaml`.
const SUFFIX: &str = ".settings";

/// Settings are a few lines; more is another file under a wrong name.
const MAX_BYTES: usize = 64 << 10;

/// How one document is generated.
///
/// They stand beside the document, in a file named like it: those of `specs/builds.yaml` are in
/// `specs/builds.settings.yaml`. The file may be absent, and every key of it:
///
/// ```yaml
/// # The generated crate's name. Default: the document's file name without its extension.
/// package: builds
/// # Where the generated crate finds spectrait-runtime: `path` is relative to this file, `version` is a
/// # Cargo version requirement. One of the two. Default: the version of the generator.
/// runtime:
///   path: ../crates/spectrait-runtime
/// # Formats whose strings are not checked but plain text: any of `date-time`, `uri`, `uuid`. For a server
/// # that does not keep to its document. Default: none.
/// text_formats: [uri]
/// # Whether a schema without `type` whose keywords are all about one type is of that type. `false`: as JSON Schema has it
/// # to the letter, values of all other types are valid too. Default: true.
/// implied_types: true
/// # Whether something stands in for what references to files and addresses lead to that cannot be read: a schema that
/// # accepts anything, a response or body of anything; a parameter is left out. Default: false, they are errors.
/// placeholders: false
/// # What is generated: the operations of these tags, and these operations (an `operationId`, or method and path),
/// # with all that they reach. Default: all of the document.
/// tags: [builds]
/// operations: [listImages, GET /status]
/// # What of that is left out: an operation, the operations of a tag, a component schema, in whose place anything is
/// # accepted. A name that two of them have is written `operation:…`, `tag:…` or `schema:…`. Default: nothing.
/// exclude: [deleteBuild]
/// # Lists that come in pages, where the document does not show it: by operation (an `operationId`, or method and path) how
/// # the next page is asked for, and where in a page what is. `false` for an operation that is no such list, and
/// # `pagination: false` for a document that has none. Default: as names and types show it.
/// pagination:
///   listBuilds: { offset: skip, size: take, total: meta.count }
///   listImages: { page: p, size: n, first: 0, pages: page_count }
///   listLogs: { cursor: after, next: meta.next_cursor, items: data.lines }
///   listUsers: { cursor: starting_after, last: id, has_more: has_more }
///   GET /agents: { link: true }
///   listRegions: false
/// ```
///
/// Of `pagination`, one of `offset`, `page`, `cursor` names the query parameter, or `link: true` says that the `Link` header
/// has the URL of the next page. `size` is the query parameter for the length of a page, `first` the number of the first one
/// (0 or 1). Of the page, `items` is the array (left out where it is the only one), `total` the number of all items, `pages`
/// that of all pages, `number` that of this one, `has_more` whether another follows, `next` the next cursor, and `last`, in its
/// place, the property of the last item that is the next cursor. Properties within others are written with dots.
///
/// An unknown key is an error.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// The generated crate's name.
    pub package: Option<PackageName>,
    /// Where the generated crate finds its runtime.
    pub runtime: Option<Runtime>,
    /// Formats whose strings are plain text, whatever they hold.
    pub text_formats: BTreeSet<StringFormat>,
    /// Whether keywords that are all about one type imply it.
    pub implied_types: bool,
    /// Whether something stands in for references to what cannot be read.
    pub placeholders: bool,
    /// Which lists come in pages.
    pub(crate) pagination: PaginationSettings,
    /// What is generated.
    pub(crate) selection: Selection,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            package: None,
            runtime: None,
            text_formats: BTreeSet::new(),
            implied_types: true,
            placeholders: false,
            pagination: PaginationSettings::default(),
            selection: Selection::default(),
        }
    }
}

/// Where a generated crate finds `spectrait-runtime`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Runtime {
    /// In this folder. [`Generator`](crate::Generator) writes it relative to the output folder.
    Path(PathBuf),
    /// In the registry: a Cargo version requirement, as `0.1.0`.
    Version(String),
}

/// The keys of a settings file as they are written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object of settings")]
struct Keys {
    package: Option<String>,
    runtime: Option<RuntimeKeys>,
    text_formats: Option<Vec<String>>,
    implied_types: Option<bool>,
    placeholders: Option<bool>,
    tags: Option<Vec<String>>,
    operations: Option<Vec<String>>,
    exclude: Option<Vec<String>>,
    /// Read from the tree, which knows the place of each name.
    pagination: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `path` or `version`")]
struct RuntimeKeys {
    path: Option<String>,
    version: Option<String>,
}

/// All of them, for suggestions.
const KEYS: &[&str] = &[
    "package",
    "runtime",
    "text_formats",
    "implied_types",
    "placeholders",
    "tags",
    "operations",
    "exclude",
    "pagination",
    "path",
    "version",
];

/// Reads a version requirement; a path needs no reading.
impl FromStr for Runtime {
    type Err = String;

    fn from_str(version: &str) -> Result<Self, Self::Err> {
        // Cargo has the last word. This keeps out what would not stay within the quotes of its manifest.
        let is_version = |character: char| {
            character.is_ascii_alphanumeric() || ".,<>=^~*+- ".contains(character)
        };
        if version.trim().is_empty() || !version.chars().all(is_version) {
            return Err(format!(
                "`{}` is not a version requirement",
                version.escape_debug()
            ));
        }
        Ok(Self::Version(version.trim().to_owned()))
    }
}

/// A name that Cargo accepts for a package and Rust for a crate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PackageName(String);

/// Names that Cargo or Rust keep for themselves.
const RESERVED: &[&str] = &[
    "abstract",
    "alloc",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "core",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "proc-macro",
    "proc_macro",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "std",
    "struct",
    "super",
    "test",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
];

impl PackageName {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name for a document of this file name: its stem in lower case, with `-` for what a name cannot hold.
    #[must_use]
    pub fn of_document(document: &Path) -> Self {
        Self::near(&document.file_stem().unwrap_or_default().to_string_lossy())
    }

    /// The name for a document of a folder and those in it, by its path from that folder: with the names of the folders.
    pub(crate) fn of_path(path: &Path) -> Self {
        Self::near(&path.with_extension("").to_string_lossy())
    }

    /// The name nearest to a text.
    fn near(text: &str) -> Self {
        let words: Vec<&str> = text
            .split(|character: char| !character.is_ascii_alphanumeric() && character != '_')
            .filter(|word| !word.is_empty())
            .collect();
        let name = words.join("-").to_ascii_lowercase();
        [name.clone(), format!("{name}-api"), format!("api-{name}")]
            .into_iter()
            .find_map(|name| {
                if name.ends_with('-') {
                    None
                } else {
                    name.parse().ok()
                }
            })
            .unwrap_or_else(|| Self(String::from("api")))
    }
}

impl FromStr for PackageName {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let fits =
            |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) || !name.chars().all(fits) {
            return Err(format!(
                "`{}` cannot name a package: a letter, then letters, digits, `-` and `_`",
                name.escape_debug()
            ));
        }
        if RESERVED.contains(&name) {
            return Err(format!(
                "`{name}` cannot name a package: Rust keeps that name for itself"
            ));
        }
        Ok(Self(name.to_owned()))
    }
}

impl fmt::Display for PackageName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Where the settings of a document stand.
pub(crate) fn path_beside(document: &Path) -> PathBuf {
    let mut name = document.file_stem().unwrap_or_default().to_os_string();
    name.push(SUFFIX);
    name.push(".yaml");
    document.with_file_name(name)
}

/// Whether a file is settings, by its name.
pub(crate) fn is_settings(path: &Path) -> bool {
    path.file_stem()
        .is_some_and(|stem| stem.to_string_lossy().ends_with(SUFFIX))
}

/// Reads the settings of a document, if there are any. What is wrong with them is said, and the defaults are
/// taken in its place.
pub(crate) fn read(
    document: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Settings {
    let path = path_beside(document);
    if !path.exists() {
        return Settings::default();
    }
    let Some(id) = input::add_file(&path, sources, diagnostics) else {
        return Settings::default();
    };
    let mut settings = parse(sources, id, diagnostics);
    if let Some(Runtime::Path(runtime)) = &mut settings.runtime {
        *runtime = path.parent().unwrap_or(Path::new("")).join(&*runtime);
    }
    settings
}

fn parse(sources: &Sources, id: SourceId, diagnostics: &mut Diagnostics) -> Settings {
    let file = sources.get(id);
    if file.text().len() > MAX_BYTES {
        diagnostics.push(Diagnostic::error(
            codes::INVALID_SETTINGS,
            format!(
                "`{}` has {} bytes, more than the limit of {MAX_BYTES}",
                file.name(),
                file.text().len()
            ),
        ));
        return Settings::default();
    }
    // A file of comments only says nothing, which is not the same as wrong.
    match serde_yaml::from_str::<Option<Keys>>(file.text()) {
        Ok(None) => Settings::default(),
        Ok(Some(keys)) => check(&keys, sources, id, diagnostics),
        Err(error) => {
            // Of faults of the text itself, such as a key that stands twice, the reader of documents says
            // more.
            let mut found = Diagnostics::default();
            let _ = spectrait_source::read(sources, id, &mut found);
            if found.has_errors() {
                diagnostics.extend(found);
            } else {
                diagnostics.push(explain(file, &error));
            }
            Settings::default()
        }
    }
}

/// Takes the settings that can be meant, and says what is wrong with the others.
fn check(keys: &Keys, sources: &Sources, id: SourceId, diagnostics: &mut Diagnostics) -> Settings {
    let mut fault = |pointer: &[&str], message: String, help: String| {
        let fault = Diagnostic::error(codes::INVALID_SETTINGS, message).help(help);
        diagnostics.push(match place(sources, id, pointer) {
            Some(span) => fault.at(span, ""),
            None => fault,
        });
    };
    let package = keys.package.as_ref().and_then(|name| {
        let help = || format!("`{}` would do", PackageName::near(name));
        name.parse()
            .map_err(|message| fault(&["package"], message, help()))
            .ok()
    });
    let one_of_two = || String::from("write one of `path` and `version`");
    let runtime =
        keys.runtime
            .as_ref()
            .and_then(|runtime| match (&runtime.path, &runtime.version) {
                (Some(path), None) if path.is_empty() => {
                    let help = "name the folder of spectrait-runtime, relative to this file";
                    fault(
                        &["runtime", "path"],
                        "`path` is empty".to_owned(),
                        help.to_owned(),
                    );
                    None
                }
                (Some(path), None) => Some(Runtime::Path(path.into())),
                (None, Some(version)) => {
                    let help = || String::from("write it as Cargo does, for example `0.1.0`");
                    version
                        .parse()
                        .map_err(|message| fault(&["runtime", "version"], message, help()))
                        .ok()
                }
                (Some(_), Some(_)) => {
                    fault(
                        &["runtime"],
                        "`runtime` has both `path` and `version`".to_owned(),
                        one_of_two(),
                    );
                    None
                }
                (None, None) => {
                    fault(
                        &["runtime"],
                        "`runtime` has neither `path` nor `version`".to_owned(),
                        one_of_two(),
                    );
                    None
                }
            });
    let mut text_formats = BTreeSet::new();
    let names = keys.text_formats.as_deref().unwrap_or_default();
    for (position, name) in names.iter().enumerate() {
        if let Some(format) = StringFormat::of_name(name) {
            text_formats.insert(format);
            continue;
        }
        let known = StringFormat::TYPED
            .iter()
            .filter_map(|format| format.name())
            .collect::<Vec<_>>()
            .join("`, `");
        fault(
            &["text_formats", &position.to_string()],
            format!("`{}` is no format that has a type", name.escape_debug()),
            format!("those that have one are `{known}`; strings of all others are text already"),
        );
    }
    let names = |key: &str, names: &Option<Vec<String>>| {
        let names = names.iter().flatten().enumerate();
        let name = |(position, text): (usize, &String)| Name {
            text: text.clone(),
            span: place(sources, id, &[key, &position.to_string()]),
        };
        names.map(name).collect()
    };
    let selection = Selection {
        tags: names("tags", &keys.tags),
        operations: names("operations", &keys.operations),
        exclude: names("exclude", &keys.exclude),
    };
    Settings {
        package,
        runtime,
        text_formats,
        implied_types: keys.implied_types.unwrap_or(true),
        placeholders: keys.placeholders.unwrap_or(false),
        pagination: match &keys.pagination {
            Some(_) => pagination::read(sources, id, diagnostics),
            None => PaginationSettings::default(),
        },
        selection,
    }
}

/// Where a value stands. serde does not tell, so the text is read once more.
fn place(sources: &Sources, id: SourceId, keys: &[&str]) -> Option<Span> {
    let tree = spectrait_source::read(sources, id, &mut Diagnostics::default())?;
    let value = tree.at_pointer(&keys.iter().copied().collect())?;
    Some(value.span)
}

/// What serde says, at the place it says it of.
fn explain(file: &SourceFile, error: &serde_yaml::Error) -> Diagnostic {
    let text = error.to_string();
    let location = error.location();
    // The place is told apart from the message here.
    let message = match &location {
        Some(place) => text
            .strip_suffix(&format!(
                " at line {} column {}",
                place.line(),
                place.column()
            ))
            .unwrap_or(&text),
        None => &text,
    };
    let unknown = message
        .split_once("unknown field `")
        .and_then(|(_, rest)| rest.split_once('`'))
        .map(|(name, _)| name);
    let mut diagnostic = match unknown {
        Some(name) => Diagnostic::error(
            codes::INVALID_SETTINGS,
            format!("`{name}` is not a setting"),
        ),
        None => Diagnostic::error(codes::INVALID_SETTINGS, message),
    };
    if let Some(place) = location {
        diagnostic = diagnostic.at(span_at(file, place.line(), place.column()), "");
    }
    match unknown.map(|name| spectrait_source::nearest(name, KEYS.iter().copied())) {
        Some(Some(nearest)) => diagnostic.help(format!("did you mean `{nearest}`?")),
        Some(None) => diagnostic.help(
            "the settings are `package`, `runtime` (with `path` or `version`), `text_formats`, `implied_types`, `placeholders`, `tags`, \
             `operations`, `exclude` and `pagination`",
        ),
        None => {
            diagnostic.help("the keys are described in the documentation of `spectrait::Settings`")
        }
    }
}

/// The word that begins at a line and a column, both from 1, the column in characters.
fn span_at(file: &SourceFile, line: usize, column: usize) -> Span {
    let range = file.line_range(line);
    let text = file.text().get(range.clone()).unwrap_or_default();
    let before: usize = text
        .chars()
        .take(column.saturating_sub(1))
        .map(char::len_utf8)
        .sum();
    let word: usize = text[before..]
        .chars()
        .take_while(|character| !character.is_whitespace() && *character != ':')
        .map(char::len_utf8)
        .sum();
    // The file is at most MAX_BYTES long.
    let offset = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
    let start = range.start + before;
    Span::new(file.id(), offset(start), offset(start + word))
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
