//! What the compiler says to wrong uses. Every snippet is only checked, as `cargo check` and editors do, so an
//! error that would come no sooner than `cargo build` fails the test.
#![expect(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// The newest build of this crate beside this test.
fn runtime(deps: &Path) -> PathBuf {
    let files = std::fs::read_dir(deps)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let is_runtime = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("libspectrait_runtime-") && name.ends_with(".rlib")
    };
    let modified = |path: &PathBuf| path.metadata().and_then(|data| data.modified()).unwrap();
    files.filter(is_runtime).max_by_key(modified).unwrap()
}

/// Checks a snippet and gives the compiler's words, or `None` if it has nothing to say.
fn check(name: &str, snippet: &str) -> Option<String> {
    let exe = std::env::current_exe().unwrap();
    let deps = exe.parent().unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    let source = folder.join("snippet.rs");
    std::fs::write(
        &source,
        format!("use spectrait_runtime::*;\n{snippet}\nfn main() {{}}\n"),
    )
    .unwrap();
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args(["--edition=2024", "--emit=metadata", "-Aunused", "--out-dir"])
        .arg(&folder)
        .arg(format!(
            "--extern=spectrait_runtime={}",
            runtime(deps).display()
        ))
        .arg(format!("-Ldependency={}", deps.display()))
        .arg(&source)
        .output()
        .unwrap();
    (!output.status.success()).then(|| String::from_utf8(output.stderr).unwrap())
}

#[track_caller]
fn assert_error(name: &str, snippet: &str, expected: &[&str]) {
    let text = check(name, snippet).unwrap_or_else(|| panic!("{name} compiles"));
    for part in expected {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
}

#[test]
fn what_is_right_compiles() {
    let snippet = "generated_for!(1);
        type Limit = Int<1, 100>;
        fn f() { let _ = bounded!(Limit, 50); let _: Limit = bounded!(50); let _: AtMost<0> = bounded!(-5); }";
    assert_eq!(check("right", snippet), None);
}

#[test]
fn a_literal_out_of_bounds() {
    assert_error(
        "bounded",
        "type Limit = Int<1, 100>; fn f() { let limit = bounded!(Limit, 500); }",
        &[
            "the value 500 is out of bounds: 1 to 100",
            "bounded!(Limit, 500)",
        ],
    );
}

#[test]
fn code_generated_for_another_runtime() {
    assert_error(
        "interface",
        "generated_for!(9);",
        &[
            "this code was generated for interface 9 of spectrait-runtime",
            "has interface 1: generate it again",
        ],
    );
}

const LIST: &str = "request! {
        #[derive(Default)]
        pub struct ListRequest { pub limit: Option<Int<1, 100>> = query(\"limit\") }
    }";

#[test]
fn a_plain_integer_for_a_bounded_field() {
    assert_error(
        "plain",
        &format!("{LIST} fn f() {{ ListRequest::new().limit(50); }}"),
        &[
            "`{integer}` cannot be given for a field of type `Option<spectrait_runtime::Int<1, 100>>`",
            "write `bounded!(TYPE, 50)` for a literal, and `TYPE::try_from(value)?`",
        ],
    );
}

#[test]
fn a_field_that_cannot_be_coded() {
    assert_error(
        "uncoded",
        "record! { #[derive(Default)] pub struct A { pub b: Option<u128> = \"b\" } }",
        &[
            "`u128` cannot be read from JSON",
            "`u128` cannot be written as JSON",
        ],
    );
}

#[test]
fn an_unlisted_value_cannot_be_made() {
    assert_error(
        "unlisted",
        "fn f() { let _ = Unlisted(\"x\".into()); }",
        &["private field"],
    );
}

#[test]
fn a_literal_text_that_is_too_long() {
    assert_error(
        "text",
        "type Name = Text<1, 5>; fn f() { let name = bounded!(Name, \"too long\"); }",
        &["the text has 8 characters, allowed are 1 to 5"],
    );
}

#[test]
fn a_union_of_what_cannot_be_coded() {
    assert_error(
        "branch",
        "struct A; union! { pub enum B: one_of { A(A), C(i64) } }",
        &[
            "`A` cannot be read from JSON",
            "`A` cannot be written as JSON",
        ],
    );
}

#[test]
fn an_enum_of_very_many_values() {
    let variants: Vec<String> = (0..1_300)
        .map(|n| format!("V{n} = \"value-{n}\""))
        .collect();
    let snippet = format!(
        "string_enum! {{ pub enum Many {{ {} }} }}",
        variants.join(", ")
    );
    assert_eq!(check("many", &snippet), None);
}
