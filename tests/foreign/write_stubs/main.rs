//! Writes the workspace of the programs that talk to programs of others: `write-stubs FOLDER`.
//!
//! - a crate for each document in `tests/supported/documents` that has a path, and `stubs`, the program that serves them
//!   (see `tests/foreign/stub`);
//! - a crate of the document in `tests/foreign/fastapi`, and `call-fastapi`, the program that calls such a server.

mod answers;
mod program;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;
use spectrait::{Generator, PackageName, RenderOptions, Runtime};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let folder = env::args_os().nth(1).ok_or("usage: write-stubs FOLDER")?;
    let folder = std::path::absolute(folder)?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let root = fs::canonicalize(root)?;
    let workspace = Workspace { folder, root };

    let mut documents = Vec::new();
    for entry in fs::read_dir(workspace.root.join("tests/supported/documents"))? {
        let path = entry?.path();
        if path.is_file() {
            documents.push(path);
        }
    }
    documents.sort();
    let mut served = Vec::new();
    for document in &documents {
        served.extend(workspace.serve(document)?);
    }
    let packages = || served.iter().map(|served| &*served.package);
    let stub = workspace.root.join("tests/foreign/stub");
    let stub = stub.to_string_lossy();
    let stubs = program::manifest("stubs", packages(), "server", &workspace.root)
        + &format!("spectrait-stub = {{ path = {stub:?} }}\n");
    workspace.write("stubs/Cargo.toml", &stubs)?;
    workspace.write("stubs/src/main.rs", &program::of(&served))?;

    let name: PackageName = "fastapi".parse()?;
    let document = workspace.root.join("tests/foreign/fastapi/openapi.json");
    workspace.generate(&document, &name)?;
    let source = workspace.root.join("tests/foreign/fastapi/call.rs");
    let source = source.to_string_lossy();
    let call = program::manifest("call-fastapi", [name.as_str()], "client", &workspace.root)
        + &format!("\n[[bin]]\nname = \"call-fastapi\"\npath = {source:?}\n");
    workspace.write("call-fastapi/Cargo.toml", &call)?;
    workspace.manifest(packages().chain([name.as_str()]))
}

/// The folder of the crates. To Cargo, crates of one name at one place in two workspaces are the same, and tests make some in the
/// same target folder.
const CRATES: &str = "documents";

struct Workspace {
    folder: PathBuf,
    /// The repository's.
    root: PathBuf,
}

impl Workspace {
    /// Makes the crate of a document and the answers of its operations; `None` where there is no path to call.
    fn serve(&self, document: &Path) -> Result<Option<program::Served>> {
        let contract: Value = serde_yaml::from_str(&fs::read_to_string(document)?)?;
        if contract["paths"]
            .as_object()
            .is_none_or(serde_json::Map::is_empty)
        {
            return Ok(None);
        }
        let package = PackageName::of_document(document);
        let generated = self.generate(document, &package)?;
        let file = |name: &str| {
            generated
                .files
                .iter()
                .find(|file| file.path == Path::new(name))
        };
        let effective = file("openapi.json").ok_or("there is no openapi.json")?;
        let effective: Value = serde_json::from_str(&effective.contents)?;
        let answers = answers::of(&contract, &effective)
            .map_err(|error| format!("{}: {error}", document.display()))?;
        self.write(
            &format!("stubs/answers/{package}.json"),
            &format!("{answers:#}"),
        )?;
        Ok(Some(program::Served::new(
            package.as_str(),
            &generated.files,
        )))
    }

    fn generate(
        &self,
        document: &Path,
        package: &PackageName,
    ) -> Result<spectrait::GeneratedCrate> {
        let output = self.folder.join(CRATES).join(package.as_str());
        let generator = Generator::new(document)
            .package(package.clone())
            .runtime(Runtime::Path(self.root.join("crates/spectrait-runtime")))
            .output(&output);
        let report = generator.write();
        let Some(generated) = generator.generate().generated else {
            return Err(report.diagnostics_text(RenderOptions::default()).into());
        };
        Ok(generated)
    }

    fn manifest<'a>(&self, packages: impl Iterator<Item = &'a str>) -> Result<()> {
        let members: Vec<String> = packages
            .map(|package| format!("{CRATES}/{package}"))
            .chain(["stubs", "call-fastapi"].map(ToOwned::to_owned))
            .map(|member| format!("    {member:?},\n"))
            .collect();
        let manifest = format!(
            "[workspace]\nmembers = [\n{}]\nresolver = \"3\"\n\n\
             # As in the repository, so that what is compiled there is used.\n\
             [profile.dev]\ndebug = \"line-tables-only\"\n",
            members.concat()
        );
        self.write("Cargo.toml", &manifest)?;
        let lock = fs::read_to_string(self.root.join("Cargo.lock"))?;
        self.write("Cargo.lock", &lock)
    }

    /// Writes a file, unless it is as it should be: Cargo goes by the time.
    fn write(&self, path: &str, text: &str) -> Result<()> {
        let path = self.folder.join(path);
        if fs::read_to_string(&path).is_ok_and(|present| present == text) {
            return Ok(());
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(fs::write(path, text)?)
    }
}
