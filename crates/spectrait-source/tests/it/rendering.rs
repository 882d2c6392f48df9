use std::fmt::Write;
use std::time::{Duration, Instant};

use spectrait_source::{
    Diagnostic, Diagnostics, RenderOptions, SourceId, Sources, Span, codes, render, to_json,
};

const BUILDS: &str = "\
openapi: 3.0.3
paths:
  /builds/{id}:
    get:
      responses:
        '200':
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Biuld'
components:
  schemas:
    Build:
      type: object
      properties:
        id: {type: string}
        state: {type: string}
      required:
        - id
";

/// The `nth` place of a text in a file, from 0.
#[track_caller]
fn place(sources: &Sources, id: SourceId, text: &str, nth: usize) -> Span {
    let Some((start, _)) = sources.get(id).text().match_indices(text).nth(nth) else {
        panic!("{text:?} is not in the file")
    };
    let offset = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
    Span::new(id, offset(start), offset(start + text.len()))
}

fn plain(diagnostics: &Diagnostics, sources: &Sources) -> String {
    render(diagnostics, sources, RenderOptions::default())
}

/// One of every shape: places in one file near and far, in two files, none; notes, help, a warning.
fn examples() -> (Diagnostics, Sources) {
    let mut sources = Sources::default();
    let builds = sources.add("specs/builds.yaml", BUILDS);
    let other = sources.add(
        "specs/other.yaml",
        "components:\n  schemas:\n    Build: {type: string}\n",
    );
    let at = |text, nth| place(&sources, builds, text, nth);
    let diagnostics = [
        Diagnostic::error(codes::UNKNOWN_REFERENCE, "no schema is named `Biuld`")
            .at(at("'#/components/schemas/Biuld'", 0), "points to nothing")
            .also(at("Build", 0), "this one exists")
            .help("did you mean `#/components/schemas/Build`?"),
        Diagnostic::error(codes::NAME_COLLISION, "two schemas get the name `Build`")
            .at(at("Build", 0), "from here")
            .also(place(&sources, other, "Build", 0), "and from here")
            .note("the two documents go into one crate")
            .note("a note of\ntwo lines")
            .help("rename one in the settings"),
        Diagnostic::warning(codes::MISPLACED_KEYWORD, "`type` has no effect")
            .at(at("{type: string}", 1), ""),
        Diagnostic::error(codes::UNREADABLE_FILE, "`specs/none.yaml` cannot be read")
            .note("No such file or directory (os error 2)"),
    ];
    (diagnostics.into_iter().collect(), sources)
}

#[test]
fn all_shapes() {
    let (diagnostics, sources) = examples();
    insta::assert_snapshot!(plain(&diagnostics, &sources));
}

#[test]
fn colours() {
    let (diagnostics, sources) = examples();
    let coloured = render(
        &diagnostics,
        &sources,
        RenderOptions {
            color: true,
            ..RenderOptions::default()
        },
    );
    insta::assert_snapshot!(coloured.replace('\u{1b}', "ESC"));
}

#[test]
fn json_lines() {
    let (diagnostics, sources) = examples();
    let lines = to_json(&diagnostics, &sources);
    let values: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect();
    assert_eq!(values.len(), 4);
    assert_eq!(values[0]["file"], serde_json::Value::Null);
    assert_eq!(values[1]["spans"][0]["line_start"], 10);
    let shown = plain(&diagnostics, &sources);
    for value in &values {
        assert!(shown.contains(value["rendered"].as_str().expect("a text")));
    }
    insta::assert_snapshot!(lines);
}

#[test]
fn nothing_to_say() {
    assert_eq!(plain(&Diagnostics::default(), &Sources::default()), "");
    assert_eq!(to_json(&Diagnostics::default(), &Sources::default()), "");
}

#[test]
fn only_the_first_are_shown_and_errors_before_warnings() {
    let mut sources = Sources::default();
    let id = sources.add("a.yaml", "x\n".repeat(300));
    let diagnostics: Diagnostics = (0..300)
        .map(|line| {
            let span = Span::new(id, line * 2, line * 2 + 1);
            let make = if line % 2 == 0 {
                Diagnostic::warning
            } else {
                Diagnostic::error
            };
            make(codes::INVALID_VALUE, format!("line {line}")).at(span, "")
        })
        .collect();
    let shown = plain(&diagnostics, &sources);
    assert_eq!(shown.matches(": line ").count(), 100);
    assert_eq!(shown.matches("\nwarning[").count(), 0);
    assert!(
        shown.ends_with("\n\n... and 200 more\n\nerror: a.yaml: 150 errors, 150 warnings\n"),
        "{shown}"
    );
    let few = render(
        &diagnostics,
        &sources,
        RenderOptions {
            max: Some(2),
            ..RenderOptions::default()
        },
    );
    insta::assert_snapshot!(few);
    let all = render(
        &diagnostics,
        &sources,
        RenderOptions {
            max: Some(usize::MAX),
            ..RenderOptions::default()
        },
    );
    assert_eq!(all.matches(": line ").count(), 300);
}

#[test]
fn places_far_apart() {
    let mut sources = Sources::default();
    let text: String = (1..=10_000).fold(String::new(), |mut text, number| {
        writeln!(text, "key{number}: {number}").expect("a String takes all");
        text
    });
    let id = sources.add("long.yaml", text);
    let at = |text| place(&sources, id, text, 0);
    let diagnostics: Diagnostics = [
        Diagnostic::error(codes::DUPLICATE_KEY, "neighbours")
            .at(at("key12:"), "")
            .also(at("key11:"), "above"),
        Diagnostic::error(codes::DUPLICATE_KEY, "one line between")
            .at(at("key22:"), "")
            .also(at("key20:"), ""),
        Diagnostic::error(codes::DUPLICATE_KEY, "some lines between")
            .at(at("key1000:"), "")
            .also(at("key900:"), ""),
        Diagnostic::error(codes::DUPLICATE_KEY, "many lines between")
            .at(at("key9000:"), "")
            .also(at("key30:"), "there"),
    ]
    .into_iter()
    .collect();
    insta::assert_snapshot!(plain(&diagnostics, &sources));
}

#[test]
fn places_of_several_lines_are_marked_in_the_first() {
    let mut sources = Sources::default();
    let text = format!(
        "{{\n  \"a\": {{  \n{}  }},\n  \"b\": [\r\n    1\r\n  ]\n}}\n",
        "    \"x\": 1,\n".repeat(1_000)
    );
    let id = sources.add("a.json", text);
    let end = u32::try_from(sources.get(id).text().len()).expect("a small file");
    let diagnostics: Diagnostics = [
        Diagnostic::error(codes::INVALID_VALUE, "the whole file")
            .at(Span::new(id, 0, end), "all of it"),
        Diagnostic::error(codes::INVALID_VALUE, "an object")
            .at(Span::new(id, 9, end - 20), "this object"),
        Diagnostic::error(codes::INVALID_VALUE, "line endings of Windows")
            .at(Span::new(id, end - 21, end - 3), "[ and on"),
        Diagnostic::error(codes::INVALID_VALUE, "the end").at(Span::new(id, end, end), "here"),
        Diagnostic::error(codes::INVALID_VALUE, "the end of a line")
            .at(Span::new(id, 1, 1), "here"),
        Diagnostic::error(codes::INVALID_VALUE, "beyond the end")
            .at(Span::new(id, end + 5, end + 9), "here"),
        Diagnostic::error(codes::INVALID_VALUE, "back to front").at(Span::new(id, 9, 5), "here"),
    ]
    .into_iter()
    .collect();
    insta::assert_snapshot!(plain(&diagnostics, &sources));
}

#[test]
fn long_lines_are_cut() {
    let mut sources = Sources::default();
    let members: Vec<_> = (0..200_000)
        .map(|number| format!("\"key{number}\":{number}"))
        .collect();
    let id = sources.add("minified.json", format!("{{{}}}", members.join(",")));
    let at = |text| place(&sources, id, text, 0);
    let length = u32::try_from(sources.get(id).text().len()).expect("a small file");
    let diagnostics: Diagnostics = [
        Diagnostic::error(codes::DUPLICATE_KEY, "the beginning")
            .at(at("\"key1\""), "here")
            .also(at("\"key3\""), "there"),
        Diagnostic::error(codes::DUPLICATE_KEY, "near each other")
            .at(at("\"key70001\""), "here")
            .also(at("\"key70003\""), "there"),
        Diagnostic::error(codes::DUPLICATE_KEY, "far apart")
            .at(at("\"key150000\""), "here")
            .also(at("\"key4\""), "there"),
        Diagnostic::error(codes::DUPLICATE_KEY, "the end")
            .at(Span::new(id, length - 1, length), "here"),
        Diagnostic::error(codes::DUPLICATE_KEY, "all").at(Span::new(id, 0, length), "everything"),
    ]
    .into_iter()
    .collect();
    let shown = plain(&diagnostics, &sources);
    assert!(
        shown.lines().all(|line| line.chars().count() <= 160),
        "{shown}"
    );
    insta::assert_snapshot!(shown);
    let narrow = render(
        &diagnostics,
        &sources,
        RenderOptions {
            width: Some(60),
            ..RenderOptions::default()
        },
    );
    insta::assert_snapshot!(narrow);
}

#[test]
fn many_diagnostics_on_one_long_line_take_little_time() {
    let mut sources = Sources::default();
    let id = sources.add("minified.json", "{\"abcdef\": 12},".repeat(300_000));
    let diagnostics: Diagnostics = (0..100)
        .map(|number| {
            let start = 40_000 * number;
            Diagnostic::error(codes::INVALID_VALUE, "wrong")
                .at(Span::new(id, start, start + 4), "")
                .also(Span::new(id, 1, 3), "")
        })
        .collect();
    let begin = Instant::now();
    let shown = plain(&diagnostics, &sources);
    assert!(
        begin.elapsed() < Duration::from_secs(20),
        "{:?}",
        begin.elapsed()
    );
    assert!(shown.len() < 100_000);
}

#[test]
fn nothing_of_a_document_reaches_the_terminal_as_a_command() {
    let mut sources = Sources::default();
    let text = "a: \u{1b}[31mred\u{7} \u{9b}31m \u{202e}right to left\u{2066} \u{0}\ttab é\u{301} 漢字 😀: end\u{2028}x\n";
    let id = sources.add("evil\u{1b}[0m\nname.yaml", text);
    let diagnostics: Diagnostics = [
        Diagnostic::error(codes::INVALID_VALUE, format!("message {text}"))
            .at(place(&sources, id, "end", 0), format!("label {text}")),
        Diagnostic::error(codes::INVALID_VALUE, "others")
            .at(place(&sources, id, "tab", 0), "")
            .note(text)
            .help(text),
    ]
    .into_iter()
    .collect();
    let shown = plain(&diagnostics, &sources);
    assert!(
        shown
            .chars()
            .all(|shown| shown == '\n' || !shown.is_control()),
        "{shown:?}"
    );
    insta::assert_snapshot!(shown);
}
