use spectrait_source::{
    Diagnostics, LineColumn, RenderOptions, SourceFile, Sources, Span, read, render,
};

use crate::{outline, read_clean};

#[test]
fn lines_and_columns() {
    let mut sources = Sources::default();
    let id = sources.add("a.yaml", "ab\né€😀x\r\n\nlast");
    let file = sources.get(id);
    let place = |offset| {
        let LineColumn { line, column } = file.line_column(offset);
        (line, column)
    };
    assert_eq!(place(0), (1, 1));
    assert_eq!(place(2), (1, 3), "the line feed belongs to its line");
    assert_eq!(place(3), (2, 1));
    assert_eq!(place(5), (2, 2));
    assert_eq!(
        place(6),
        (2, 2),
        "inside a character counts as that character"
    );
    assert_eq!(place(8), (2, 3));
    assert_eq!(place(12), (2, 4));
    assert_eq!(place(15), (3, 1));
    assert_eq!(place(16), (4, 1));
    assert_eq!(place(20), (4, 5));
    assert_eq!(place(u32::MAX), (4, 5), "beyond the end counts as the end");
    assert_eq!(file.line_count(), 4);
    assert_eq!(&file.text()[file.line_range(2)], "é€😀x\r");
    assert_eq!(&file.text()[file.line_range(4)], "last");
    assert!(file.line_range(0).is_empty() && file.line_range(5).is_empty());
}

#[test]
fn an_empty_text_has_one_line() {
    let mut sources = Sources::default();
    let id = sources.add("empty", "");
    assert_eq!(sources.get(id).line_count(), 1);
    assert_eq!(
        sources.get(id).line_column(0),
        LineColumn { line: 1, column: 1 }
    );
}

#[test]
fn spans_and_sources() {
    let mut sources = Sources::default();
    let first = sources.add("a", "hello world");
    let second = sources.add("b", "other");
    let hello = Span::new(first, 0, 5);
    let world = Span::new(first, 6, 11);
    assert_eq!(sources.text(world.to(hello)), "hello world");
    assert_eq!(hello.to(Span::new(second, 0, 5)), hello);
    assert_eq!(
        (
            hello.len(),
            hello.is_empty(),
            Span::new(first, 3, 3).is_empty()
        ),
        (5, false, true)
    );
    assert_eq!(sources.text(Span::new(first, 6, 99)), "");
    assert_eq!(
        sources.iter().map(SourceFile::name).collect::<Vec<_>>(),
        ["a", "b"]
    );
    assert_eq!((sources.len(), sources.get(second).id()), (2, second));
}

#[test]
fn a_byte_order_mark_counts_as_bytes_and_not_as_a_column() {
    for (name, text) in [
        ("a.json", "\u{feff}{\"a\": 1, \"a\": 2}"),
        ("a.yaml", "\u{feff}a: 1\nb: 2\na: 2\n"),
    ] {
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        let id = sources
            .add_bytes(name, text.as_bytes().to_vec(), &mut diagnostics)
            .expect("UTF-8");
        let node = read(&sources, id, &mut diagnostics).expect("a tree");
        assert_eq!(node.span.start, 3);
        let entry = node
            .as_object()
            .and_then(|mapping| mapping.entry("a"))
            .expect("the member");
        assert_eq!(sources.text(entry.key.span).trim_matches('"'), "a");
        assert_eq!(sources.text(entry.value.span), "1");
        insta::assert_snapshot!(
            format!("byte_order_mark_{name}"),
            render(&diagnostics, &sources, RenderOptions::default())
        );
    }
}

#[test]
fn bytes_that_are_not_utf_8() {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    assert!(
        sources
            .add_bytes(
                "latin1.yaml",
                b"openapi: 3.0.3\ntitle: caf\xe9 au lait\n".to_vec(),
                &mut diagnostics
            )
            .is_none()
    );
    assert!(
        sources
            .add_bytes(
                "utf16.yaml",
                b"\xff\xfea\0:\0 \x001\0".to_vec(),
                &mut diagnostics
            )
            .is_none()
    );
    assert!(
        sources
            .add_bytes("cut.yaml", b"title: caf\xc3".to_vec(), &mut diagnostics)
            .is_none()
    );
    insta::assert_snapshot!(render(&diagnostics, &sources, RenderOptions::default()));
}

#[test]
fn places_in_json() {
    let text = "\n{ \"a\" : [ -1.50e+3 , \"x\\ny\\u00e9\" ,true,{} ,[ ] ],\r\n  \"\": null, \"k\\t\" :{\"b\":\"\"}}\n";
    let (sources, node) = read_clean("a.json", text);
    insta::assert_snapshot!(outline(&sources, &node));
}

#[test]
fn places_in_yaml() {
    let text = "\
# a comment
plain: several words
'single': 'it''s'
\"double\": \"x\\ny\"
empty:
spaced  :   
literal: |
  two
  lines

folded: >-
  one
  line
over: two
  lines
list:
- a
-
- - nested
  - x: 1 # a comment

    y: {f: [1, g: 2, {h}], i}
tagged: !!str 5
anchored: &anchor
  z: 1
alias: *anchor
200: text
true: text
? explicit
: value
last: [a,
  b,
]

";
    let (sources, node) = read_clean("a.yaml", text);
    insta::assert_snapshot!(outline(&sources, &node));
}
