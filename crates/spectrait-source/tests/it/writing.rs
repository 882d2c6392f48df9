//! Trees as JSON text.

use spectrait_source::write_json;

use crate::read_clean;

/// What a text is written as; it must be read back as the same tree, with numbers spelled alike.
#[track_caller]
fn written(name: &str, text: &str) -> String {
    let (_, tree) = read_clean(name, text);
    let written = write_json(&tree);
    let (_, again) = read_clean("written.json", &written);
    assert!(tree.same_value(&again), "{written}");
    assert_eq!(write_json(&again), written);
    written
}

#[test]
fn members_keep_their_order_and_numbers_their_text() {
    insta::assert_snapshot!(written(
        "test.json",
        r#"{"z": 1, "a": [1.10, -0, 1e400, 123456789012345678901234567890, 2.50E-3],
            "empty": [{}, []], "plain": [null, true, false, "text"]}"#,
    ), @r#"
    {
      "z": 1,
      "a": [
        1.10,
        -0,
        1e400,
        123456789012345678901234567890,
        2.50E-3
      ],
      "empty": [
        {},
        []
      ],
      "plain": [
        null,
        true,
        false,
        "text"
      ]
    }
    "#);
}

#[test]
fn yaml_becomes_json() {
    insta::assert_snapshot!(written("test.yaml", "200: &a {x: .5, y: 0x10}\nother: *a\n"), @r#"
    {
      "200": {
        "x": 0.5,
        "y": 16
      },
      "other": {
        "x": 0.5,
        "y": 16
      }
    }
    "#);
}

#[test]
fn strings_are_what_serde_json_writes() {
    for text in [
        "",
        "a\"b\\c/d",
        "\0\u{1}\u{1f}\n\r\t\u{7f}",
        "é𝄞\u{85}\u{2028}\u{feff}",
    ] {
        let json = serde_json::Value::from(text).to_string();
        assert_eq!(written("test.json", &json), format!("{json}\n"));
    }
}

#[test]
fn the_deepest_tree_is_written() {
    let depth = spectrait_source::MAX_DEPTH;
    let text = "[".repeat(depth) + &"]".repeat(depth);
    assert_eq!(
        written("test.json", &text)
            .split_whitespace()
            .collect::<String>(),
        text
    );
}
