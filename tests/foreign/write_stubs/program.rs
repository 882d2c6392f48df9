//! The program that serves the crates.

use std::fmt::Write;
use std::path::Path;

use spectrait::GeneratedFile;

use crate::CRATES;

/// A crate, and how its traits are implemented.
pub(crate) struct Served {
    pub(crate) package: String,
    implementations: String,
}

impl Served {
    /// Of the files of the crate.
    pub(crate) fn new(package: &str, files: &[GeneratedFile]) -> Self {
        let name = package.replace('-', "_");
        let mut implementations = String::new();
        for file in files {
            let path = file.path.with_extension("");
            let Ok(module) = path.strip_prefix("src/server") else {
                continue;
            };
            let module = match module.to_str() {
                None | Some("" | "mod") => format!("{name}::server"),
                Some(module) => format!("{name}::server::{module}"),
            };
            if let Some(block) = block(&file.contents, "service!") {
                let arms = arms_of_credentials(&file.contents);
                implementations += &implementation(&name, &module, block, &arms);
            }
        }
        Self {
            package: package.to_owned(),
            implementations,
        }
    }
}

/// What stands between the braces of a macro.
fn block<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let start = text.find(&format!("\n{name} {{"))?;
    let text = &text[start + name.len() + 3..];
    let mut depth = 1;
    for (at, character) in text.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(&text[..at]);
        }
    }
    None
}

/// The arms that take the credentials apart.
fn arms_of_credentials(text: &str) -> String {
    let lines = block(text, "credentials!").unwrap_or_default().lines();
    let variants = lines
        .map(str::trim)
        .filter(|line| line.ends_with(',') && !line.starts_with("//"));
    let mut arms = String::new();
    for variant in variants {
        let name = variant.split([',', '(', ' ']).next().unwrap_or_default();
        let count = match variant.split_once('(') {
            Some((_, rest)) => {
                rest.split(')')
                    .next()
                    .unwrap_or_default()
                    .matches(',')
                    .count()
                    + 1
            }
            None => 0,
        };
        let names: Vec<String> = (0..count).map(|number| format!("c{number}")).collect();
        let pattern = if names.is_empty() {
            String::new()
        } else {
            format!("({})", names.join(", "))
        };
        let shown: Vec<String> = names.iter().map(|name| format!("&{name}")).collect();
        let _ = writeln!(
            arms,
            "            Credentials::{name}{pattern} => Stub::admit(&[{}]),",
            shown.join(", ")
        );
    }
    arms
}

/// The implementation of the trait that a `service!` is about.
fn implementation(name: &str, module: &str, service: &str, arms: &str) -> String {
    let Some((head, operations)) = service.split_once('{') else {
        // One that only puts others together.
        return String::new();
    };
    let api = head.split(':').next().unwrap_or_default().trim();
    let mut methods = String::new();
    // Without credentials all are open to everyone.
    let mut principal = "()";
    for operation in operations.split(['{', '}', ')']).map(str::trim) {
        if operation.ends_with("public") {
            principal = "()";
        }
        let Some((method, request)) = operation.split_once('(') else {
            continue;
        };
        let method = method.trim_start_matches(',').trim();
        if method == "authenticate" {
            principal = "Caller";
        }
        if method != "authenticate" {
            let _ = writeln!(
                methods,
                "    async fn {method}(&self, request: {name}::operations::{request}, context: Context<{principal}>) \
                 -> Answer<{name}::operations::{request}> {{\n        \
                 self.0.answer(&request, &context)\n    }}"
            );
        } else if !arms.is_empty() {
            let _ = writeln!(
                methods,
                "    type Principal = Caller;\n\n    \
                 async fn authenticate(&self, credentials: {module}::Credentials, _: &Context) -> Result<Caller, AuthError> {{\n        \
                 use {module}::Credentials;\n        \
                 match credentials {{\n{arms}        }}\n    }}"
            );
        }
    }
    format!("impl {module}::{api} for Local {{\n{methods}}}\n\n")
}

/// The source of the program.
pub(crate) fn of(served: &[Served]) -> String {
    let mut implementations = String::new();
    let mut list = String::new();
    for Served {
        package,
        implementations: of_crate,
    } in served
    {
        implementations += of_crate;
        let name = package.replace('-', "_");
        let _ = writeln!(
            list,
            "    Served {{\n        name: {package:?},\n        document: {name}::server::OPENAPI_JSON,\n        \
             answers: include_str!(\"../answers/{package}.json\"),\n        \
             router: |stub| {name}::server::router(Local(stub)),\n    }},"
        );
    }
    format!(
        r"//! Serves the documents.

#![allow(deprecated, unused_imports)]

use spectrait_stub::{{Caller, Served, Stub, serve}};
use spectrait_runtime::Operation;
use spectrait_runtime::operation::Success;
use spectrait_runtime::server::{{AuthError, Context, Failure}};

type Answer<O> = Result<Success<O>, Failure<<O as Operation>::Failure>>;

/// The traits and what implements them are of other crates.
struct Local(Stub);

{implementations}const SERVED: &[Served] = &[
{list}];

fn main() -> std::io::Result<()> {{
    serve(SERVED)
}}
"
    )
}

/// The manifest of a program that uses one side of these crates; more dependencies can follow.
pub(crate) fn manifest<'a>(
    name: &str,
    crates: impl IntoIterator<Item = &'a str>,
    side: &str,
    root: &Path,
) -> String {
    let runtime = root.join("crates/spectrait-runtime");
    let runtime = runtime.to_string_lossy();
    let mut manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\nserde_json = \"1\"\nspectrait-runtime = {{ path = {runtime:?} }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"net\", \"rt\"] }}\n"
    );
    for package in crates {
        let _ = writeln!(
            manifest,
            "{package} = {{ path = \"../{CRATES}/{package}\", default-features = false, features = [{side:?}] }}"
        );
    }
    manifest
}
