//! The `spectrait` command as a process: what it prints, what it ends with, what it leaves on the disk.

#![expect(
    clippy::unwrap_used,
    reason = "a test stops where its ground is missing"
)]

#[path = "../src/test_folder.rs"]
mod test_folder;

use std::process::{Command, Output};

use test_folder::TestFolder;

const SHOP: &str = "\
openapi: 3.0.3
info:
  title: Shop
  version: '1'
paths:
  /items:
    get:
      operationId: listItems
      parameters:
        - name: limit
          in: query
          schema: { type: integer, minimum: 1, maximum: 100 }
      responses:
        '200':
          description: The items.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Items' }
components:
  schemas:
    Items:
      type: array
      items: { type: string }
";

fn command(folder: &TestFolder, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_spectrait"))
        .args(arguments)
        .current_dir(folder.path(""))
        .env_remove("NO_COLOR")
        .output()
        .unwrap()
}

/// What a run prints and ends with, as text.
fn run(folder: &TestFolder, arguments: &[&str]) -> String {
    let output = command(folder, arguments);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    format!(
        "$ spectrait {}\n{}{}exit code {}\n",
        arguments.join(" "),
        text(&output.stdout),
        text(&output.stderr),
        output.status.code().unwrap()
    )
}

#[test]
fn what_is_no_document_is_refused_and_nothing_is_written() {
    let files = [
        ("shop.yaml", SHOP),
        ("empty.yaml", ""),
        ("text.yaml", "key: [unclosed\n"),
        ("other.yaml", "name: builds\non: push\n"),
        (
            "swagger.yaml",
            "swagger: '2.0'\ninfo: { title: Shop, version: '1' }\npaths: {}\n",
        ),
        (
            "future.yaml",
            "openapi: 4.0.0\ninfo: { title: Shop, version: '1' }\npaths: {}\n",
        ),
        ("settings.yaml", SHOP),
        ("settings.settings.yaml", "pakage: shop\n"),
    ];
    let folder = TestFolder::new("cli_refused");
    for (name, text) in files {
        folder.write(name, text);
    }
    std::fs::write(folder.path("latin1.yaml"), b"title: caf\xe9\n").unwrap();
    std::fs::create_dir(folder.path("specs")).unwrap();
    let before = folder.list();

    let mut said = String::new();
    for document in [
        "missing/shop.yaml",
        "shop.yml",
        "specs",
        "empty.yaml",
        "text.yaml",
        "latin1.yaml",
        "other.yaml",
        "swagger.yaml",
        "future.yaml",
        "settings.yaml",
    ] {
        let arguments = ["generate", document, "--output", "out"];
        assert_eq!(
            command(&folder, &arguments).status.code(),
            Some(2),
            "{document}"
        );
        said += &run(&folder, &arguments);
        said += "\n";
        assert_eq!(folder.list(), before, "{document}");
        assert!(!folder.path("out").exists(), "{document}");
    }
    insta::assert_snapshot!(said);
}

/// What is printed is what the crate has, and it is a document again.
#[test]
fn the_effective_document_is_printed() {
    let folder = TestFolder::new("cli_effective");
    folder.write("shop.yaml", SHOP);
    folder.write(
        "broken.yaml",
        &SHOP.replace("schemas/Items", "schemas/Item"),
    );
    let generated = command(&folder, &["generate", "shop.yaml", "--output", "out"]);
    assert_eq!(generated.status.code(), Some(0));
    for (arguments, file) in [
        (&["effective", "shop.yaml"][..], "out/openapi.yaml"),
        (
            &["effective", "shop.yaml", "--format", "json"],
            "out/openapi.json",
        ),
    ] {
        let printed = command(&folder, arguments);
        assert_eq!(printed.status.code(), Some(0));
        assert_eq!(printed.stderr, b"");
        let text = String::from_utf8(printed.stdout).unwrap();
        assert_eq!(text, folder.read(file));
        assert!(text.contains("application/problem+json"), "{text}");
        assert_eq!(
            command(&folder, &["check", file]).status.code(),
            Some(0),
            "{file}"
        );
    }
    let said = run(&folder, &["effective", "broken.yaml"]);
    assert!(said.contains("unknown-reference"), "{said}");
    assert!(said.ends_with("exit code 2\n"), "{said}");
    assert_eq!(
        command(&folder, &["effective", "broken.yaml"]).stdout,
        b"",
        "nothing is printed of a document with errors"
    );
    insta::assert_snapshot!(run(&folder, &["effective", "--help"]));
}

#[test]
fn a_wrong_command_line_is_refused() {
    let folder = TestFolder::new("cli_usage");
    let said: Vec<String> = [
        &["generat"][..],
        &["generate", "shop.yaml"],
        &[
            "generate",
            "shop.yaml",
            "--output",
            "out",
            "--package",
            "my shop",
        ],
        &[
            "generate",
            "shop.yaml",
            "--output",
            "out",
            "--runtime-version",
            "\"\n",
        ],
        &[
            "generate",
            "shop.yaml",
            "--output",
            "out",
            "--runtime-path",
            "a",
            "--runtime-version",
            "1",
        ],
        &[
            "generate",
            "shop.yaml",
            "--output",
            "out",
            "--runtime-path",
            "nowhere",
        ],
        &["check", "shop.yaml", "--color", "maybe"],
        &["explain", "unkown-reference"],
        &["explain", "nonsense"],
    ]
    .map(|arguments| run(&folder, arguments))
    .to_vec();
    for said in &said {
        assert!(said.ends_with("exit code 2\n"), "{said}");
    }
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn a_code_is_explained_by_id_and_by_name() {
    let folder = TestFolder::new("cli_explain");
    let by_id = command(&folder, &["explain", "e0602"]);
    let by_name = command(&folder, &["explain", "foreign-file"]);
    assert_eq!(by_id.stdout, by_name.stdout);
    assert!(by_id.stdout.starts_with(b"E0602 foreign-file\n\n"));
    assert_eq!(by_id.status.code(), Some(0));
    let all = command(&folder, &["explain"]);
    assert_eq!(all.status.code(), Some(0));
    let all = String::from_utf8(all.stdout).unwrap();
    assert!(
        all.starts_with(
            "E0001 unreadable-file: The file is missing, is a directory, or cannot be opened.\n"
        ),
        "{all}"
    );
    assert!(
        all.lines()
            .all(|line| line.starts_with('E') && line.ends_with('.')),
        "{all}"
    );
}

#[test]
fn generating_checking_and_mending() {
    let folder = TestFolder::new("cli_generate");
    folder.write("shop.yaml", SHOP);
    folder.write("the runtime/Cargo.toml", "[package]\n");
    let generate = [
        "generate",
        "shop.yaml",
        "--output",
        "out/shop",
        "--runtime-path",
        "the runtime",
    ];
    let check = [&generate[..], &["--check"]].concat();

    let missing = command(&folder, &check);
    assert_eq!(missing.status.code(), Some(1));
    let stderr = String::from_utf8(missing.stderr).unwrap();
    assert!(
        stderr.starts_with("error: `out/shop` is not what `shop.yaml` generates: "),
        "{stderr}"
    );
    let help = "help: run `spectrait generate shop.yaml --output out/shop --runtime-path 'the runtime'` and commit";
    assert!(stderr.contains(help), "{stderr}");
    let before = ["shop.yaml", "the runtime/Cargo.toml"];
    assert_eq!(folder.list(), before, "checking writes nothing");

    let written = run(&folder, &generate);
    assert!(
        written.contains("shop.yaml -> out/shop: 1 operation, 1 schema; "),
        "{written}"
    );
    assert!(written.ends_with("exit code 0\n"), "{written}");
    let manifest = folder.read("out/shop/Cargo.toml");
    assert!(manifest.contains("name = \"shop\""), "{manifest}");
    assert!(
        manifest.contains("path = \"../../the runtime\""),
        "{manifest}"
    );
    let files = folder.list();
    // JSON has no comments.
    let is_marked = |path: &&String| path.starts_with("out/") && *path != "out/shop/openapi.json";
    for path in files.iter().filter(is_marked) {
        let text = folder.read(path);
        let first = text.lines().next().unwrap();
        assert!(first.contains("@generated by Spectrait"), "{path}: {first}");
    }

    let again = run(&folder, &generate);
    assert!(again.contains("; nothing to do, "), "{again}");
    assert_eq!(command(&folder, &check).status.code(), Some(0));

    let lib = folder.read("out/shop/src/lib.rs");
    folder.write(
        "out/shop/src/lib.rs",
        &format!("{lib}// edited\u{1b}[31m\n"),
    );
    let edited = command(&folder, &check);
    assert_eq!(edited.status.code(), Some(1));
    let stdout = String::from_utf8(edited.stdout).unwrap();
    assert!(
        stdout.starts_with("--- a/out/shop/src/lib.rs\n+++ b/out/shop/src/lib.rs\n@@ "),
        "{stdout}"
    );
    assert!(stdout.ends_with("\n-// edited\u{fffd}[31m\n"), "{stdout}");
    assert!(
        String::from_utf8(edited.stderr)
            .unwrap()
            .contains("generates: 1 file differs\n")
    );

    assert!(run(&folder, &generate).contains("; 1 file written, 0 deleted, "));
    assert_eq!(folder.read("out/shop/src/lib.rs"), lib);
    assert_eq!(folder.list(), files);
}

#[test]
fn json_is_one_object_a_line() {
    let folder = TestFolder::new("cli_json");
    folder.write("other.yaml", "name: builds\n");
    insta::assert_snapshot!(run(
        &folder,
        &["check", "other.yaml", "--message-format", "json"]
    ));

    folder.write("shop.yaml", SHOP);
    let generate = [
        "generate",
        "shop.yaml",
        "--output",
        "out",
        "--message-format",
        "json",
    ];
    for (arguments, key, expected) in [
        ([&generate[..], &["--check"]].concat(), "written", false),
        (generate.to_vec(), "written", true),
    ] {
        let output = command(&folder, &arguments);
        assert!(output.stderr.is_empty());
        let line: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(line["document"], "shop.yaml");
        assert_eq!(line["output"], "out");
        assert_eq!(line["operations"], 1);
        assert_eq!(line[key], expected);
        assert_eq!(line["changes"][0]["path"], "out/.spectrait-manifest");
        assert_eq!(line["changes"][0]["change"], "create");
        assert_eq!(line["changes"][0]["diff"].is_string(), !expected);
    }
}

#[test]
fn warnings_can_be_denied() {
    let folder = TestFolder::new("cli_warnings");
    folder.write(
        "shop.yaml",
        &SHOP.replace("type: string", "type: string, maxItems: 2"),
    );
    let generate = [
        "generate",
        "shop.yaml",
        "--output",
        "out",
        "--deny-warnings",
    ];
    let said = [
        run(&folder, &["check", "shop.yaml"]),
        run(&folder, &["check", "shop.yaml", "--deny-warnings"]),
        run(&folder, &generate),
    ];
    assert!(!folder.path("out").exists());
    insta::assert_snapshot!(said.join("\n"));
    assert_eq!(command(&folder, &generate[..4]).status.code(), Some(0));
    folder.write("shop.yaml", SHOP);
    assert_eq!(command(&folder, &generate).status.code(), Some(0));
}

#[test]
fn a_half_merged_document_is_told_by_its_marks() {
    let folder = TestFolder::new("cli_merge");
    let ours = SHOP.replace("maximum: 100", "maximum: 50");
    let conflict = |of: &str| {
        let (ours, theirs) = (&ours[of.len()..], &SHOP[of.len()..]);
        format!("{of}<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> topic\n")
    };
    folder.write("shop.yaml", &conflict("openapi: 3.0.3\n"));
    folder.write("shop.json", &conflict("").replace('\n', "\r\n"));
    folder.write(
        "shop.settings.yaml",
        "<<<<<<< HEAD\n=======\npackage: shop\n>>>>>>> topic\n",
    );
    let said = ["shop.yaml", "shop.json"].map(|document| run(&folder, &["check", document]));
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn colour_is_for_terminals() {
    let folder = TestFolder::new("cli_color");
    folder.write("other.yaml", "name: builds\n");
    let escapes = |arguments: &[&str]| command(&folder, arguments).stderr.contains(&0x1b);
    assert!(!escapes(&["check", "other.yaml"]));
    assert!(!escapes(&["check", "other.yaml", "--color", "never"]));
    assert!(escapes(&["check", "other.yaml", "--color", "always"]));
}

#[test]
fn checking_a_document_says_what_there_is_to_say() {
    let folder = TestFolder::new("cli_check");
    folder.write("shop.yaml", SHOP);
    folder.write(
        "broken.yaml",
        &SHOP.replace("schemas/Items", "schemas/Item"),
    );
    let said = ["shop.yaml", "broken.yaml"].map(|document| run(&folder, &["check", document]));
    insta::assert_snapshot!(said.join("\n"));
    assert_eq!(folder.list(), ["broken.yaml", "shop.yaml"]);
}
