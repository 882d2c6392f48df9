//! Input that is made to do harm: every one ends in a tree or a diagnostic, soon and in little memory.

use std::fmt::Write;
use std::time::{Duration, Instant};

use spectrait_source::{
    Code, Diagnostics, MAX_BYTES, MAX_DEPTH, RenderOptions, Sources, codes, read, render,
};

use crate::{read_clean, read_text, report};

/// Far above what any of these takes without optimisation, far below what something quadratic takes.
const LONG: Duration = Duration::from_secs(20);

/// Reads on the small stack of a test thread, and renders what is said.
#[track_caller]
fn codes_of(name: &str, text: &str) -> Vec<&'static Code> {
    let begin = Instant::now();
    let (sources, _, _, diagnostics) = read_text(name, text);
    let rendered = render(&diagnostics, &sources, RenderOptions::default());
    assert!(begin.elapsed() < LONG, "{:?}", begin.elapsed());
    assert!(
        rendered.len() < 200_000,
        "{} bytes are shown",
        rendered.len()
    );
    let mut codes: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code)
        .collect();
    codes.dedup();
    codes
}

#[test]
fn nesting() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let nested = |depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
        for name in ["a.json", "a.yaml"] {
            read_clean(name, &nested(MAX_DEPTH));
            assert_eq!(codes_of(name, &nested(MAX_DEPTH + 1)), [codes::TOO_DEEP]);
            assert_eq!(codes_of(name, &open.repeat(200_000)), [codes::TOO_DEEP]);
        }
        read_clean("a.yaml", &format!("--- {}", nested(MAX_DEPTH)));
        assert_eq!(
            codes_of("a.yaml", &format!("--- {}", nested(MAX_DEPTH + 1))),
            [codes::TOO_DEEP]
        );
        assert_eq!(
            codes_of("a.yaml", &format!("--- {}", open.repeat(200_000))),
            [codes::TOO_DEEP]
        );
    }
    for step in ["- ", "? ", "a: &a ? "] {
        assert!(
            codes_of("a.yaml", &step.repeat(10_000)).contains(&codes::TOO_DEEP)
                || step.starts_with('a')
        );
    }
    let blocks: String = (0..10_000).fold(String::new(), |mut text, depth| {
        writeln!(text, "{:depth$}a:", "").expect("a String takes all");
        text
    });
    assert_eq!(codes_of("a.yaml", &blocks), [codes::TOO_DEEP]);
}

#[test]
fn nesting_through_aliases() {
    // Each anchor holds the one before, which is written only once.
    let chain: String = (1..300).fold(String::from("a0: &a0 [x]\n"), |mut text, number| {
        writeln!(text, "a{number}: &a{number} [*a{}]", number - 1).expect("a String takes all");
        text
    });
    assert_eq!(codes_of("a.yaml", &chain), [codes::TOO_DEEP]);
}

#[test]
fn alias_bombs() {
    let laughs: String = (1..30).fold(String::from("a0: &a0 [x, x]\n"), |mut text, number| {
        let alias = format!("*a{}", number - 1);
        writeln!(
            text,
            "a{number}: &a{number} [{}]",
            vec![alias; 9].join(", ")
        )
        .expect("a String takes all");
        text
    });
    assert_eq!(codes_of("a.yaml", &laughs), [codes::TOO_LARGE]);
    let wide = format!(
        "a: &a [{}]\nb: [{}]\n",
        vec!["x"; 10_000].join(","),
        vec!["*a"; 10_000].join(",")
    );
    assert_eq!(codes_of("a.yaml", &wide), [codes::TOO_LARGE]);
    let long = format!(
        "a: &a {}\nb: [{}]\n",
        "x".repeat(1_000_000),
        vec!["*a"; 10_000].join(",")
    );
    assert_eq!(codes_of("a.yaml", &long), [codes::TOO_LARGE]);
    let nested = format!("{}{}\n", "&a [".repeat(200), "x,".repeat(100_000));
    assert_eq!(
        codes_of("a.yaml", &(nested + &"]".repeat(200))),
        Vec::<&Code>::new()
    );
    insta::assert_snapshot!(report("bomb.yaml", &laughs));
}

#[test]
fn many_anchors_and_aliases() {
    let text: String = (0..50_000).fold(String::new(), |mut text, number| {
        writeln!(text, "- &a{number} {number}\n- *a{number}").expect("a String takes all");
        text
    });
    assert!(codes_of("a.yaml", &text).is_empty());
}

#[test]
fn repeated_keys() {
    // However many there are, a limited number is reported, and the last says so.
    let (_, _, node, diagnostics) = read_text("a.yaml", &"a: 1\n".repeat(5_000));
    assert!(node.is_some());
    assert_eq!(diagnostics.len(), 1_000);
    assert!(diagnostics.into_vec()[999].notes[0].contains("may be more"));
    let (_, _, _, diagnostics) = read_text("a.yaml", &"- .inf\n".repeat(5_000));
    assert_eq!(diagnostics.len(), 1_001);
    let same: String = "a: 1\n".repeat(100_000);
    assert_eq!(codes_of("a.yaml", &same), [codes::DUPLICATE_KEY]);
    let pairs: Vec<_> = (0..100_000)
        .map(|number| format!("\"k{}\":1", number / 2))
        .collect();
    assert_eq!(
        codes_of("a.json", &format!("{{{}}}", pairs.join(","))),
        [codes::DUPLICATE_KEY]
    );
    let distinct: Vec<_> = (0..100_000)
        .map(|number| format!("\"k{number}\":{number}"))
        .collect();
    let (_, node) = read_clean("a.json", &format!("{{{}}}", distinct.join(",\n")));
    let begin = Instant::now();
    for number in 0..100_000 {
        assert!(node.get(&format!("k{number}")).is_some());
    }
    assert!(begin.elapsed() < LONG);
}

#[test]
fn long_texts_without_structure() {
    // What is quadratic takes minutes at this size without optimisation.
    let long = "x".repeat(1 << 18);
    for text in [
        long.clone(),
        format!("{long}: 1"),
        format!("\"{long}\": 1"),
        format!("a: \"{long}"),
        format!("a: '{long}"),
        format!("a: [{long}"),
        format!("# {long}"),
        "x ".repeat(1 << 17),
        "x\n".repeat(1 << 17),
        "\n".repeat(1 << 18),
        " ".repeat(1 << 18),
        "\t".repeat(1 << 18),
        "\"".repeat(1 << 18),
        "'".repeat(1 << 18),
        "- x\n".repeat(1 << 17),
        "!".repeat(1 << 18),
        "&a ".repeat(1 << 18),
        "*a ".repeat(1 << 18),
        "%a\n".repeat(1 << 18),
        "---\n".repeat(1 << 18),
        "? a\n".repeat(1 << 17),
        "a: |\n".repeat(1 << 17),
        "{},".repeat(1 << 18),
        "\\".repeat(1 << 18),
    ] {
        codes_of("a.yaml", &text);
        codes_of("a.json", &text);
        codes_of("a.yaml", &format!("[{text}"));
        codes_of("a.json", &format!("[{text}"));
    }
}

#[test]
fn long_keys_are_read() {
    let key = "k".repeat(100_000);
    for (name, text) in [
        ("a.json", format!("{{\"{key}\": 1}}")),
        ("a.yaml", format!("{key}: 1\n")),
    ] {
        let (_, node) = read_clean(name, &text);
        assert!(node.get(&key).is_some());
    }
}

#[test]
fn too_many_bytes() {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    assert!(
        sources
            .add_bytes("big.json", vec![b' '; MAX_BYTES + 1], &mut diagnostics)
            .is_none()
    );
    let id = sources.add("bigger.json", " ".repeat(MAX_BYTES + 1));
    assert!(read(&sources, id, &mut diagnostics).is_none());
    insta::assert_snapshot!(render(&diagnostics, &sources, RenderOptions::default()));
}

#[test]
fn numbers_of_any_length() {
    let text = format!("[1{}, 1e{}]", "0".repeat(100_000), "9".repeat(100_000));
    for name in ["a.json", "a.yaml"] {
        let (_, node) = read_clean(name, &text);
        let numbers: Vec<_> = node
            .as_array()
            .expect("an array")
            .iter()
            .filter_map(|node| node.as_number())
            .collect();
        assert!(numbers[0] < numbers[1]);
    }
}

#[test]
fn what_is_said_of_deep_values() {
    let text = format!("a:\n  {}", "[".repeat(300));
    insta::assert_snapshot!(report("deep.yaml", &text));
    insta::assert_snapshot!(report("deep.json", &"[\n".repeat(300)));
}
