use super::*;
use crate::test_folder::TestFolder;
use spectrait_openapi::{PagesKey, Spelled};
use spectrait_source::{RenderOptions, render};

/// The settings of a text, or what is wrong with it.
fn parsed(text: &str) -> Result<Settings, String> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let id = sources.add("api.settings.yaml", text);
    let settings = parse(&sources, id, &mut diagnostics);
    if diagnostics.is_empty() {
        Ok(settings)
    } else {
        Err(render(&diagnostics, &sources, RenderOptions::default()))
    }
}

#[test]
fn every_key_is_read() {
    let expected = Settings {
        package: Some("builds-api".parse().unwrap()),
        runtime: Some(Runtime::Path("../runtime".into())),
        text_formats: BTreeSet::from([StringFormat::DateTime, StringFormat::Uri]),
        ..Settings::default()
    };
    assert_eq!(
        parsed(
            "package: builds-api\nruntime:\n  path: ../runtime\ntext_formats: [uri, date-time, uri]\n"
        ),
        Ok(expected)
    );
    let expected = Settings {
        package: None,
        runtime: Some(Runtime::Version("^0.1".into())),
        ..Settings::default()
    };
    assert_eq!(parsed("runtime: { version: ^0.1 }"), Ok(expected));
    let expected = Settings {
        implied_types: false,
        ..Settings::default()
    };
    assert_eq!(parsed("implied_types: false"), Ok(expected));
    let expected = Settings {
        placeholders: true,
        ..Settings::default()
    };
    assert_eq!(parsed("placeholders: true"), Ok(expected));
}

#[test]
fn a_file_that_says_nothing_is_right() {
    for text in ["", "\n", "# package: builds\n", "---\n", "{}", "null"] {
        assert_eq!(parsed(text), Ok(Settings::default()), "{text:?}");
    }
}

#[test]
fn what_is_wrong_is_said_at_its_place() {
    let texts = [
        "package: builds\npacakge: builds\n",
        "runtime:\n  pth: ../runtime\n",
        "colour: red\n",
        "text_formats: [uuid, url]\n",
        "# ü\n\"ü\": 1\n",
        "package: 1st\n",
        "package: my api\n",
        "package: type\n",
        "package: [builds]\n",
        "runtime: ../runtime\n",
        "runtime: {}\n",
        "runtime:\n  path: ../runtime\n  version: 0.1.0\n",
        "runtime:\n  version: '\"evil'\n",
        "package: a\npackage: b\n",
        "package: [\n",
        "package: a\n---\npackage: b\n",
        "- package\n",
        "a: &a [*a]\n",
        "package: *a\n",
        "pagination: 1\n",
        "pagination:\n  list: true\n",
        "pagination:\n  list: { offset: a, sise: b }\n  other: { curser: a, colour: red }\n",
        "pagination:\n  list: { link: false, first: 2, items: [a] }\n",
    ];
    let rendered: Vec<String> = texts
        .iter()
        .map(|text| format!("{text:?}\n{}", parsed(text).expect_err(text)))
        .collect();
    insta::assert_snapshot!(rendered.join("\n"));
}

#[test]
fn settings_are_a_few_lines() {
    let said = parsed(&"# filler\n".repeat(10_000)).unwrap_err();
    assert!(
        said.contains("90000 bytes, more than the limit of 65536"),
        "{said}"
    );
}

#[test]
fn a_package_is_named_like_its_document() {
    for (document, expected) in [
        ("specs/builds.yaml", "builds"),
        ("specs/pet_store.json", "pet_store"),
        ("My API.v1.yaml", "my-api-v1"),
        ("2024-01.yaml", "api-2024-01"),
        ("type.yaml", "type-api"),
        ("日本.yaml", "api"),
        ("", "api"),
    ] {
        assert_eq!(
            PackageName::of_document(Path::new(document)).as_str(),
            expected,
            "{document}"
        );
    }
}

#[test]
fn settings_stand_beside_their_document() {
    assert_eq!(
        path_beside(Path::new("specs/builds.yaml")),
        Path::new("specs/builds.settings.yaml")
    );
    assert!(is_settings(Path::new("specs/builds.settings.yaml")));
    assert!(!is_settings(Path::new("specs/settings.yaml")));
}

#[test]
fn pages_are_read() {
    let pagination = |text: &str| parsed(text).map(|settings| settings.pagination);
    assert!(pagination("pagination: false").unwrap().is_off);
    assert_eq!(
        pagination("pagination: true"),
        Ok(PaginationSettings::default())
    );
    let read = pagination(
        "pagination:\n  a: false\n  GET /b: { page: p, first: 0, items: x.y }\n  c: { link: true }\n",
    );
    let read: Vec<_> = read
        .unwrap()
        .operations
        .into_iter()
        .map(|said| {
            let names = said.names.map(|names| {
                let pair =
                    |(key, name): (PagesKey, Spelled)| format!("{}={}", key.name(), name.text);
                names.into_iter().map(pair).collect::<Vec<_>>().join(" ")
            });
            (said.operation.text, names)
        })
        .collect();
    let expected = [
        ("a", None),
        ("GET /b", Some("page=p first=0 items=x.y")),
        ("c", Some("link=")),
    ];
    assert_eq!(
        read,
        expected.map(|(name, names)| (name.to_owned(), names.map(str::to_owned)))
    );
}

/// What the document does not have is said at its place in the settings.
#[test]
fn pages_are_held_against_the_document() {
    let folder = TestFolder::new("pages_settings");
    folder.write(
        "api.yaml",
        "openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a:
    get:
      operationId: list
      parameters: [{name: after, in: query, schema: {type: string}}]
      responses:
        '200':
          description: A page.
          content: {application/json: {schema: {type: object, properties: {rows: {type: array, items: {}}, mark: {type: string}}}}}
",
    );
    folder.write(
        "api.settings.yaml",
        "pagination:\n  lst: false\n  list: { cursor: afterr, next: mark }\n",
    );
    let generation = crate::Generator::new(folder.path("api.yaml")).generate();
    let said = render(
        &generation.diagnostics,
        &generation.sources,
        RenderOptions::default(),
    );
    let root = format!("{}/", folder.path("").display()).replace("//", "/");
    insta::assert_snapshot!(said.replace(&root, ""));
}
