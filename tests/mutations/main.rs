//! Changes the document one word at a time and sees that the generated crate changes with it.
//!
//! Every mutant becomes a crate. All of them, and `behaviour.rs`, which says what each must do, are one
//! throw-away workspace, so that what is tested is what a user would compile.

#![expect(clippy::expect_used, reason = "what fails here fails the test")]

#[path = "../nested.rs"]
mod nested;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use nested::{cargo, root, text, write};
use spectrait::{Generator, Outcome, RenderOptions, Runtime};

const DOCUMENT: &str = include_str!("../../specs/builds.yaml");
const BEHAVIOUR: &str = include_str!("behaviour.rs");

/// A change of the document: in the first place of `anchor`, and after it, the first `from` becomes `to`.
struct Mutation {
    /// The mutant's package.
    name: &'static str,
    anchor: &'static str,
    from: &'static str,
    to: &'static str,
}

const fn mutation(
    name: &'static str,
    anchor: &'static str,
    from: &'static str,
    to: &'static str,
) -> Mutation {
    Mutation {
        name,
        anchor,
        from,
        to,
    }
}

const MUTATIONS: &[Mutation] = &[
    mutation("maximum", "name: limit", "maximum: 100", "maximum: 99"),
    mutation("minimum", "name: limit", "minimum: 1", "minimum: 2"),
    mutation(
        "offset_bounds",
        "name: offset",
        "minimum: 0",
        "minimum: 0\n            maximum: 50",
    ),
    mutation("offset_default", "name: offset", "default: 0", "default: 7"),
    mutation("default", "name: limit", "default: 20", "default: 30"),
    mutation("enum_value", "name: status", "- timeout", "- cancelled"),
    mutation("format_uuid", "Build:", "format: uuid", "x-was: uuid"),
    mutation("format_uri", "logsUrl:", "format: uri", "x-was: uri"),
    mutation(
        "format_date_time",
        "startedAt:",
        "format: date-time",
        "x-was: date-time",
    ),
    mutation("path", "paths:", "/builds:", "/images:"),
    mutation("method", "/builds:", "get:", "put:"),
    mutation("parameter_name", "name: region", "region", "zone"),
    mutation(
        "parameter_required",
        "name: region",
        "in: query",
        "in: query\n          required: true",
    ),
    mutation("property_name", "Build:", "organizationId", "orgId"),
    mutation(
        "property_required",
        "Build:",
        "type: object",
        "type: object\n      required: [id]",
    ),
    mutation("response_status", "responses:", "'200'", "'203'"),
    mutation(
        "security",
        "description: List of builds",
        "- BearerAuth: []",
        "[]",
    ),
    mutation(
        "kind",
        "name: limit",
        "type: integer",
        "type: boolean\n            x-was: integer",
    ),
];

impl Mutation {
    fn document(&self) -> String {
        let anchor = DOCUMENT
            .find(self.anchor)
            .expect("the anchor is in the document");
        let (before, after) = DOCUMENT.split_at(anchor);
        assert!(
            after.contains(self.from),
            "{}: nothing to change",
            self.name
        );
        let mut after = after.replacen(self.from, self.to, 1);
        match self.name {
            // A list of requirements, of which none is left.
            "security" => after = after.replacen("security:\n        []", "security: []", 1),
            // Bounds and default of an integer say nothing of a boolean.
            "kind" => {
                for line in ["default: 20", "minimum: 1", "maximum: 100"] {
                    after = after.replacen(&format!("            {line}\n"), "", 1);
                }
            }
            _ => {}
        }
        before.to_owned() + &after
    }

    fn generator(&self) -> Generator {
        Generator::from_text("builds.yaml", self.document())
            .package(self.name.parse().expect("a package name"))
            .runtime(Runtime::Path(root().join("crates/spectrait-runtime")))
    }
}

#[test]
fn every_mutation_is_drift() {
    for mutation in MUTATIONS {
        let report = Generator::from_text("builds.yaml", mutation.document())
            .runtime(Runtime::Path("crates/spectrait-runtime".into()))
            .output(root().join("generated/builds"))
            .check();
        assert_eq!(report.outcome, Outcome::Differs, "{}", mutation.name);
    }
}

#[test]
fn the_document_itself_is_no_drift() {
    let report = Generator::from_text("builds.yaml", DOCUMENT)
        .package("builds".parse().expect("a package name"))
        .runtime(Runtime::Path(root().join("crates/spectrait-runtime")))
        .output(root().join("generated/builds"))
        .check();
    assert_eq!(
        report.outcome,
        Outcome::Current,
        "{}",
        report.differences(false)
    );
}

#[test]
fn every_mutant_behaves_as_its_document_says() {
    let workspace = workspace();
    let output = cargo(workspace, &["test", "--package", "behaviour"]);
    assert!(output.status.success(), "{}", text(&output));
    for mutation in MUTATIONS {
        let test = format!("test {} ... ok", mutation.name);
        assert!(
            text(&output).contains(&test),
            "behaviour.rs says nothing of `{}`",
            mutation.name
        );
    }
}

/// Literals are held against the bounds by the compiler, in `cargo check`.
#[test]
fn a_literal_out_of_bounds_does_not_compile() {
    let workspace = workspace();
    for (package, literal, compiles) in [
        ("default", "ListBuildsLimit, 100", true),
        ("default", "ListBuildsLimit, 101", false),
        ("default", "ListBuildsLimit, 1", true),
        ("default", "ListBuildsLimit, 0", false),
        ("default", "ListBuildsOffset, -1", false),
        ("maximum", "ListBuildsLimit, 99", true),
        ("maximum", "ListBuildsLimit, 100", false),
        ("minimum", "ListBuildsLimit, 1", false),
        ("offset_bounds", "ListBuildsOffset, 51", false),
    ] {
        let source = format!(
            "//! A literal.\nuse {package}::operations::*;\n/// It.\npub fn literal() -> i64 {{ spectrait_runtime::bounded!({literal}).get() }}\n"
        );
        write(&workspace.join("literal/src/lib.rs"), &source);
        let output = cargo(workspace, &["check", "--package", "literal"]);
        let text = text(&output);
        assert_eq!(
            output.status.success(),
            compiles,
            "{package} {literal}: {text}"
        );
        // E0080: a constant that cannot be evaluated.
        assert!(
            compiles || text.contains("E0080"),
            "{package} {literal}: {text}"
        );
    }
}

/// Writes every mutant, `behaviour` and `literal`, once for all tests.
fn workspace() -> &'static Path {
    static WORKSPACE: LazyLock<PathBuf> = LazyLock::new(|| {
        let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mutants");
        for mutation in MUTATIONS {
            let report = mutation
                .generator()
                .output(workspace.join(mutation.name))
                .write();
            let diagnostics = report.diagnostics_text(RenderOptions::default());
            assert_ne!(report.outcome, Outcome::Failed, "{diagnostics}");
        }
        let packages: Vec<&str> = MUTATIONS.iter().map(|mutation| mutation.name).collect();
        nested::write_workspace(&workspace, &packages, "");
        write(&workspace.join("behaviour/src/lib.rs"), BEHAVIOUR);
        let manifest = nested::manifest("literal", &packages, "");
        write(&workspace.join("literal/Cargo.toml"), &manifest);
        write(&workspace.join("literal/src/lib.rs"), "");
        workspace
    });
    &WORKSPACE
}
