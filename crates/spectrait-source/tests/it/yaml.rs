use crate::{outline, read_clean, read_text, reports};

#[test]
fn unsupported_yaml() {
    let said = reports(
        "a.yaml",
        &[
            "maximum: .inf\n",
            "default: .NaN\n",
            "a: 0x123456789abcdef0123456789abcdef0123456789\n",
            "base: &base {x: 1}\nb:\n  <<: *base\n  y: 2\n",
            "? [a, b]\n: 1\n",
            "? {a: b}\n: 1\n",
            "get: {id}: 1\n",
            "/builds/{id}: 1\n{id}: 2\n",
            "{{id}: 2}\n",
            ": no key\n",
            "&a x: 1\n*a : 2\n",
            "*nope : 2\n",
            "a: &a [1, *a]\n",
            "a: !Ref b\n",
            "a: !<tag:example.com,2000:x> b\n",
            "a: !!timestamp 2001-12-14\n",
            "a: !!binary aGk=\n",
            "!x a: 1\n",
            "a: !x [1]\n",
            "a: !!int text\n",
            "a: !!int 1.5\n",
            "a: !!bool yes\n",
            "a: !!seq {b: 1}\n",
            "a: !!map 5\n",
            "a: !!str [1]\n",
            "a: 1\n---\nb: 2\n",
            "%YAML 1.1\n---\na: yes\n",
        ],
    );
    insta::assert_snapshot!(said);
}

#[test]
fn scalars_and_tags() {
    let text = "\
- yes
- No
- on
- 0900
- 1_000
- 0o17
- 0x1F
- +5
- .5
- 5.
- ~
- Null
- 'true'
- \"5\"
- !!str 5
- !!str
- ! 5
- !!int \"5\"
- !!int 0x10
- !!float 5
- !!bool 'true'
- !!null ''
- !!null
- !!seq []
- !!map {}
- !<tag:yaml.org,2002:str> true
- 12:30:45
- 2024-05-01
- http://example.com/#a
- a#b
- -9223372036854776000
";
    let (sources, node) = read_clean("a.yaml", text);
    insta::assert_snapshot!(outline(&sources, &node));
}

#[test]
fn keys_are_text() {
    let (_, node) = read_clean(
        "a.yaml",
        "200: a\n4XX: b\n\"201\": c\ntrue: d\nnull: e\n~: f\n1.50: g\n0x1F: h\n'<<': i\n!!str 5: j\nyes: k\ntwo words: l\n\"\": m\n.inf: n\n",
    );
    let keys: Vec<_> = node.as_object().expect("an object").keys().collect();
    assert_eq!(
        keys,
        [
            "200",
            "4XX",
            "201",
            "true",
            "null",
            "~",
            "1.50",
            "0x1F",
            "<<",
            "5",
            "yes",
            "two words",
            "",
            ".inf"
        ]
    );
    let (_, _, _, diagnostics) = read_text("a.yaml", "200: a\n'200': b\n");
    assert_eq!(diagnostics.len(), 1, "a number and its text are one key");
}

#[test]
fn aliases_have_the_place_of_what_they_name() {
    let text =
        "a: &a\n  limit: &n 5\nb: *a\nc: [*n, *n]\nd: &a x\ne: *a\n&k key: *k\nf: &e\ng: *e\n";
    let (sources, node) = read_clean("a.yaml", text);
    insta::assert_snapshot!(outline(&sources, &node));
}

#[test]
fn block_scalars() {
    let (_, node) = read_clean(
        "a.yaml",
        "clip: |\n  a\n   b\n\n\nstrip: |-\n  a\n\nkeep: |+\n  a\n\nfold: >\n  a\n  b\n\n  c\nindent: |2\n   a\nempty: |\nend: |\n  last",
    );
    let texts: Vec<_> = node
        .as_object()
        .expect("an object")
        .iter()
        .map(|entry| entry.value.as_str())
        .collect();
    assert_eq!(
        texts,
        [
            Some("a\n b\n"),
            Some("a"),
            Some("a\n\n"),
            Some("a b\nc\n"),
            Some(" a\n"),
            Some(""),
            Some("last\n")
        ]
    );
}

#[test]
fn one_document_with_markers() {
    for text in [
        "---\na: 1\n",
        "a: 1\n...\n",
        "%YAML 1.2\n---\na: 1\n...\n",
        "--- {a: 1}\n",
        "\u{feff}---\na: 1",
    ] {
        let (_, node) = read_clean("a.yaml", text);
        assert!(node.get("a").is_some(), "{text:?}");
    }
}
