use spectrait_source::{Diagnostics, RenderOptions, Sources, codes, read, render};

use crate::{read_clean, read_text, report, reports};

#[test]
fn json_structure() {
    let said = reports(
        "a.json",
        &[
            "",
            " \n ",
            "[1, 2,]",
            "{\"a\": 1,\n}",
            "{\"a\": 1 \"b\": 2}",
            "[1 2]",
            "{\"a\" 1}",
            "{\"a\": }",
            "{\"a\"",
            "{\n  \"a\": [1,\n  \"b\": 2\n}",
            "{\n  \"a\": [1, 2\n",
            "[,1]",
            "[1}",
            "]",
            "{} {}",
            "{\"a\": 1} // the end",
            "{\n  // first\n  \"a\": 1}",
            "{a: 1}",
            "{'a': 1}",
            "{1: 2}",
        ],
    );
    insta::assert_snapshot!(said);
}

#[test]
fn json_scalars() {
    let said = reports(
        "a.json",
        &[
            "[True]",
            "[None]",
            "[NaN]",
            "[-Infinity]",
            "[nulls]",
            "['x']",
            "[+1]",
            "[.5]",
            "[1.]",
            "[1.e5]",
            "[-]",
            "[1e]",
            "[0900]",
            "[1_000]",
            "[0x1F]",
            "[2024-05-01]",
            "[\"a\\qb\"]",
            "[\"\\u12g4\"]",
            "[\"\\ud83d\"]",
            "[\"\\ude00\\ud83d\"]",
            "[\"\\ud83d\\u0041\"]",
            "[\"not closed]",
            "[\"over\nthe line\"]",
            "[\"a\ttab\"]",
            "[\"\u{0}\"]",
            "[\"\\",
            "[\u{0}]",
            "[\u{a0}1]",
        ],
    );
    insta::assert_snapshot!(said);
}

#[test]
fn yaml_syntax() {
    let said = reports(
        "a.yaml",
        &[
            "",
            "# only a comment\n",
            "---\n",
            "a:\n\tb: 1\n",
            "a: 1\n\tb: 2\n",
            "a: \"not closed\nb: 1\n",
            "a: 'it's'\n",
            "a: \"say \"hi\"\"\n",
            "a: \"\\d+\"\n",
            "a: \"\\ud800\"\n",
            "a: [1, 2\nb: 3\n",
            "a: {x: 1\n",
            "a: [1}\n",
            "a: 1}\n]\n",
            "{\"a\": 1 \"b\": 2}",
            "description: note: the colon\n",
            "a: 1\n  b: 2\n",
            "a:\n  b: 1\n c: 2\n",
            "- a\nb: 1\n",
            "a: - b\n",
            "a: @at\n",
            "a: `tick`\n",
            "a: *\n",
            "a: !x!y z\n",
            "a: %percent\n",
            "a: |text\n",
            "a: words # comment\n  more: 1\n",
            "key\nb: 1\n",
            "a: x\u{0}y\n",
            "a: *nope\n",
            "%YAML 2.0\n---\na: 1\n",
        ],
    );
    insta::assert_snapshot!(said);
}

#[test]
fn the_name_and_the_first_character_choose_the_reader() {
    // A trailing comma is YAML and not JSON.
    for (name, text, is_read) in [
        ("a.yaml", "{\"a\": 1,}", true),
        ("a.YML", "  [a, b,]", true),
        ("a.json", "{\"a\": 1,}", false),
        ("a.JSON", "a: 1", false),
        ("a", "{\"a\": 1,}", false),
        ("a", "a: [1,]", true),
        ("openapi", "\n\n{\"a\": 1}", true),
        ("a.json", "5", true),
        ("a.json", "null\n", true),
        ("a.json", "\"text\"", true),
        ("a.json", "nulls", false),
        ("a.yaml", "{a: 1}: {b}", false),
    ] {
        let (_, _, _, diagnostics) = read_text(name, text);
        assert_eq!(diagnostics.is_empty(), is_read, "{name} {text}");
    }
}

#[test]
fn json_in_a_yaml_file_is_read_as_json() {
    // A raw U+007F is JSON and not YAML.
    let (_, node) = read_clean("a.yaml", "{\"a\": \"\u{7f}\"}");
    assert_eq!(
        node.get("a").and_then(|value| value.as_str()),
        Some("\u{7f}")
    );
    // Where both readers refuse it, the first key tells which of the two it was meant for.
    let said = reports("a.yaml", &["{\"a\": 1 \"b\": 2}", "{a: 1 \"b\": 2}"]);
    insta::assert_snapshot!(said);
}

#[test]
fn yaml_in_a_json_file() {
    insta::assert_snapshot!(report("a.json", "openapi: 3.0.3\n"));
}

#[test]
fn several_diagnostics_in_one_run() {
    let text = "\
openapi: 3.0.3
info:
  title: Builds
  title: Build
  version: .nan
paths: {}
paths: {}
x: !Ref y
<<: {a: 1}
paths: {}
";
    insta::assert_snapshot!(report("specs/builds.yaml", text));
    insta::assert_snapshot!(report(
        "a.json",
        "{\"a\": {\"b\": 1, \"b\": 2},\n \"a\": 3}"
    ));
}

#[test]
fn a_repeated_key_does_not_stop_the_reading() {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let id = sources.add("a.yaml", "limit: 1\nother: {x: 1, x: 2}\nlimit: 2\n");
    let node = read(&sources, id, &mut diagnostics).expect("a tree");
    assert_eq!(sources.text(node.get("limit").expect("kept").span), "1");
    assert_eq!(diagnostics.error_count(), 2);
    assert!(
        diagnostics
            .iter()
            .all(|diagnostic| diagnostic.code == codes::DUPLICATE_KEY)
    );
    assert!(
        render(&diagnostics, &sources, RenderOptions::default())
            .ends_with("error: a.yaml: 2 errors\n")
    );
}
