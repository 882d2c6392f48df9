//! Which operations page through a list: as the document shows it, and as settings say it.

use spectrait_ir as ir;
use spectrait_openapi::{
    PagesKey, PagesOf, PaginationSettings, Settings, Spelled, load, lower, resolve,
};
use spectrait_source::{Diagnostics, RenderOptions, Sources, read, render};

use crate::{indent, path_item};

/// A list: parameters as `name:type`, and the schema of a page, where `[]` is an array of objects with an `id`.
fn list(parameters: &str, page: &str) -> String {
    let parameters: Vec<String> = parameters
        .split_whitespace()
        .map(|parameter| {
            let (name, schema) = parameter.split_once(':').unwrap_or((parameter, "integer"));
            let schema = match schema.split_once('=') {
                Some((kind, default)) => format!("type: {kind}, default: {default}"),
                None => format!("type: {schema}"),
            };
            format!("{{name: '{name}', in: query, schema: {{{schema}}}}}")
        })
        .collect();
    let array = "{type: array, items: {type: object, properties: {id: {type: string}}}}";
    let page = page
        .replace("[]", array)
        .replace(": text", ": {type: string}")
        .replace(": integer", ": {type: integer}")
        .replace(": boolean", ": {type: boolean}");
    let page = match page.strip_prefix('<') {
        Some(properties) => object(&format!("{{{}", properties.replace('>', "}"))),
        None => page,
    };
    path_item(&format!(
        "get:\n  operationId: list\n  parameters: [{}]\n  responses:\n    '200':\n      description: A page.\n      content: {{application/json: {{schema: {page}}}}}",
        parameters.join(", ")
    ))
}

/// A nested object in which `a: {...}` stands for an object.
fn object(properties: &str) -> String {
    let mut text = String::new();
    let mut rest = properties;
    while let Some((before, after)) = rest.split_once('(') {
        text += before;
        text += "{type: object, properties: {";
        rest = after;
    }
    text += rest;
    format!("{{type: object, properties: {}}}", text.replace(')', "}}"))
}

/// What is made of a list, on one line, and what is said of it.
fn outcome(document: &str, settings: PaginationSettings) -> (String, String) {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let id = sources.add("test.yaml", document);
    let settings = Settings {
        pagination: settings,
        ..Settings::default()
    };
    let loaded = read(&sources, id, &mut diagnostics).and_then(|tree| load(tree, &mut diagnostics));
    let Some(loaded) = loaded else {
        panic!("{document}");
    };
    let api = lower(
        resolve(loaded, &mut diagnostics),
        &settings,
        &mut diagnostics,
    );
    let pagination = api
        .operations
        .first()
        .and_then(|operation| operation.pagination.as_ref());
    let said = render(&diagnostics, &sources, RenderOptions::default());
    (pagination.map_or_else(|| "-".to_owned(), line), said)
}

fn line(pagination: &ir::Pagination) -> String {
    let mut words = vec![match &pagination.kind {
        ir::PagingKind::Offset(name) => format!("offset {name}"),
        ir::PagingKind::Page { parameter, first } => format!("page {parameter} from {first}"),
        ir::PagingKind::Cursor(name) => format!("cursor {name}"),
        ir::PagingKind::Link => "link".to_owned(),
    }];
    words.extend(pagination.size.as_ref().map(|size| format!("size {size}")));
    words.push(format!("items {}", pagination.items.join(".")));
    let says = pagination.says.iter();
    words.extend(says.map(|(fact, path)| format!("{fact:?} {}", path.join("."))));
    words.join(", ").trim_end().to_owned()
}

/// Parameters, a response, and what is made of them.
const SHOWN: &[(&str, &str, &str)] = &[
    // An offset, a size and a total.
    (
        "limit offset",
        "<items: [], total: integer>",
        "offset offset, size limit, items items, Total total",
    ),
    (
        "limit skip",
        "<rows: [], totalCount: integer, total: text>",
        "offset skip, size limit, items rows, Total totalCount",
    ),
    (
        "limit offset",
        "<rows: [], total_count: integer, total: integer>",
        "offset offset, size limit, items rows, Total total",
    ),
    (
        "limit offset",
        "<albums: (items: [], total: integer)>",
        "offset offset, size limit, items albums.items, Total albums.total",
    ),
    (
        "limit offset",
        "<rows: [], meta: (total: integer)>",
        "offset offset, size limit, items rows, Total meta.total",
    ),
    ("limit offset", "<items: []>", "-"),
    ("limit offset", "[]", "-"),
    ("limit", "<items: [], total: integer>", "-"),
    ("offset", "<items: [], total: integer>", "-"),
    ("limit offset:string", "<items: [], total: integer>", "-"),
    ("limit Offset", "<items: [], total: integer>", "-"),
    ("limit offset", "<total: integer>", "-"),
    // Which array is the list.
    (
        "limit offset",
        "<order: [], entries: [], total: integer>",
        "offset offset, size limit, items entries, Total total",
    ),
    (
        "limit offset",
        "<order: [], members: [], total: integer>",
        "-",
    ),
    (
        "limit offset",
        "<a: (items: [], total: integer), b: (items: [], total: integer)>",
        "-",
    ),
    (
        "limit offset",
        "<raw: [], history: (events: []), total: integer>",
        "-",
    ),
    (
        "limit offset",
        "<data: [], history: (events: []), total: integer>",
        "offset offset, size limit, items data, Total total",
    ),
    // A number.
    (
        "page",
        "<users: [], pagination: (page: integer, total_pages: integer)>",
        "page page from 1, items users, Pages pagination.total_pages, Page pagination.page",
    ),
    (
        "page:integer=0 per_page",
        "<users: [], has_more: boolean>",
        "page page from 0, size per_page, items users, HasMore has_more",
    ),
    (
        "page[number] page[size]",
        "<data: [], meta: (pagination: (total: integer))>",
        "page page[number] from 1, size page[size], items data, Total meta.pagination.total",
    ),
    (
        "page per_page",
        "[]",
        "page page from 1, size per_page, items",
    ),
    (
        "page per_page",
        "<users: []>",
        "page page from 1, size per_page, items users",
    ),
    ("page", "[]", "-"),
    ("page:string per_page", "[]", "-"),
    ("page per_page after:string", "[]", "-"),
    ("page per_page offset", "[]", "-"),
    ("page", "<users: [], page: integer>", "-"),
    // A cursor.
    (
        "cursor:string limit",
        "<users: [], next_cursor: text>",
        "cursor cursor, size limit, items users, Next next_cursor",
    ),
    (
        "cursor:string",
        "<users: [], response_metadata: (next_cursor: text)>",
        "cursor cursor, items users, Next response_metadata.next_cursor",
    ),
    (
        "pageToken:string",
        "<users: [], nextPageToken: text>",
        "cursor pageToken, items users, Next nextPageToken",
    ),
    (
        "nextPageToken:string",
        "<users: [], nextPageToken: text>",
        "cursor nextPageToken, items users, Next nextPageToken",
    ),
    (
        "continue:string limit",
        "<items: [], metadata: (continue: text)>",
        "cursor continue, size limit, items items, Next metadata.continue",
    ),
    (
        "after:string",
        "<data: [], has_more: boolean, last_id: text>",
        "cursor after, items data, Next last_id, HasMore has_more",
    ),
    (
        "after:string",
        "<artists: (items: [], cursors: (after: text), next: text)>",
        "cursor after, items artists.items, Next artists.cursors.after",
    ),
    (
        "page:string",
        "<data: [], next_page: text, has_more: boolean>",
        "cursor page, items data, Next next_page, HasMore has_more",
    ),
    (
        "page_token:string",
        "<data: [], next_page: {type: string, description: The token of the next page.}>",
        "cursor page_token, items data, Next next_page",
    ),
    (
        "cursor:string",
        "<data: [], next: {type: string, description: The URL of the next page.}, has_more: boolean>",
        "-",
    ),
    (
        "cursor:string",
        "<data: [], next: {type: string, format: uri}, has_more: boolean>",
        "-",
    ),
    ("cursor:string", "<data: [], next: text>", "-"),
    ("cursor:string", "<data: [], links: (next: text)>", "-"),
    (
        "cursor:string",
        "<data: [], cursor: text, has_more: boolean>",
        "cursor cursor, items data, Next cursor, HasMore has_more",
    ),
    ("cursor:string", "<data: [], cursor: text>", "-"),
    ("cursor", "<data: [], next_cursor: text>", "-"),
    ("cursor:string", "<data: [], next_cursor: integer>", "-"),
    (
        "cursor:string",
        "<data: [], next_cursor: {type: string, enum: [a]}>",
        "-",
    ),
    (
        "cursor:string",
        "<data: [], next_cursor: {type: string, writeOnly: true}>",
        "-",
    ),
    ("token:string", "<data: [], next_token: text>", "-"),
    (
        "cursor:string limit offset",
        "<data: [], next_cursor: text, total: integer>",
        "offset offset, size limit, items data, Total total",
    ),
    // The id of the last item.
    (
        "starting_after:string limit",
        "<data: [], has_more: boolean>",
        "cursor starting_after, size limit, items data, Last id, HasMore has_more",
    ),
    ("starting_after:string", "<data: []>", "-"),
    ("starting_after", "<data: [], has_more: boolean>", "-"),
    ("before:string", "<data: [], has_more: boolean>", "-"),
    (
        "after:string",
        "<data: {type: array, items: {type: string}}, has_more: boolean>",
        "-",
    ),
    ("limit", "[]", "-"),
];

#[test]
fn what_names_and_types_show() {
    for (parameters, page, expected) in SHOWN {
        let document = list(parameters, page);
        let (found, said) = outcome(&document, PaginationSettings::default());
        assert_eq!(found, *expected, "{parameters}\n{page}\n{document}\n{said}");
        let off = PaginationSettings {
            is_off: true,
            ..PaginationSettings::default()
        };
        assert_eq!(outcome(&document, off).0, "-");
    }
}

/// Only a GET with one success, of one status, that is JSON.
#[test]
fn what_is_no_page() {
    let whole = list("page per_page", "[]");
    let paged = |document: &str| outcome(document, PaginationSettings::default()).0;
    assert_ne!(paged(&whole), "-");
    for (from, to) in [
        ("get:", "post:"),
        ("in: query", "in: header"),
        ("'200':", "'2XX':"),
        ("application/json:", "application/xml:"),
        ("application/json:", "text/csv: {}, application/json:"),
        ("type: array", "type: [array, 'null']"),
        ("type: array", "uniqueItems: true, type: array"),
        ("type: array", "x-rust-type: my::List, type: array"),
        (
            "responses:\n",
            "responses:\n        '204': {description: None.}\n",
        ),
    ] {
        let changed = whole.replacen(from, to, 1);
        assert_ne!(changed, whole, "{from}");
        assert_eq!(paged(&changed), "-", "{to}");
    }
}

#[test]
fn a_link_header_is_a_list() {
    let with = |page: &str, header: &str| {
        let whole = list("page per_page", page);
        whole.replacen(
            "description: A page.\n",
            &format!(
                "description: A page.\n{}",
                indent(
                    10,
                    &format!("headers: {{{header}: {{schema: {{type: string}}}}}}")
                )
            ),
            1,
        )
    };
    for (page, header, expected) in [
        ("[]", "Link", "link, items"),
        ("[]", "link", "link, items"),
        ("<users: [], total: integer>", "Link", "link, items users"),
        ("<a: [], b: []>", "Link", "-"),
        ("[]", "X-Link", "page page from 1, size per_page, items"),
    ] {
        let document = with(page, header);
        let (found, said) = outcome(&document, PaginationSettings::default());
        assert_eq!(found, expected, "{page} {header}\n{said}\n{document}");
    }
}

fn told(operation: &str, names: Option<&str>) -> PaginationSettings {
    let spelled = |text: &str| Spelled {
        text: text.to_owned(),
        span: None,
    };
    let names = names.map(|names| {
        let pairs = names
            .split_whitespace()
            .filter_map(|pair| pair.split_once('='));
        let key = |name: &str| PagesKey::ALL.iter().find(|(known, _)| *known == name);
        let pair = |(name, value)| {
            (
                key(name).unwrap_or_else(|| panic!("{name}")).1,
                spelled(value),
            )
        };
        pairs.map(pair).collect()
    });
    PaginationSettings {
        operations: vec![PagesOf {
            operation: spelled(operation),
            names,
        }],
        ..PaginationSettings::default()
    }
}

const TOLD: (&str, &str) = (
    "from n:string size mark:string id:string=a",
    "<a: [], data: (b.c: [], meta: (count: integer, more: boolean, mark: text))>",
);

#[test]
fn what_settings_say() {
    let document = list(TOLD.0, TOLD.1);
    for (names, expected) in [
        ("offset=from items=a", "offset from, items a"),
        (
            "offset=from size=size items=data.b.c total=data.meta.count",
            "offset from, size size, items data.b.c, Total data.meta.count",
        ),
        (
            "page=from first=0 items=a pages=data.meta.count number=data.meta.count",
            "page from from 0, items a, Pages data.meta.count, Page data.meta.count",
        ),
        (
            "page=from items=a has_more=data.meta.more",
            "page from from 1, items a, HasMore data.meta.more",
        ),
        (
            "cursor=mark items=a next=data.meta.mark",
            "cursor mark, items a, Next data.meta.mark",
        ),
        (
            "cursor=from items=a next=data.meta.count",
            "cursor from, items a, Next data.meta.count",
        ),
        (
            "cursor=mark items=a last=id",
            "cursor mark, items a, Last id",
        ),
        ("link= items=a", "link, items a"),
    ] {
        for operation in ["list", "GET /things"] {
            let (found, said) = outcome(&document, told(operation, Some(names)));
            assert_eq!(found, expected, "{names}\n{said}");
            assert_eq!(said, "");
        }
    }
    // What the document shows does not count then.
    let shown = list("limit offset", "<items: [], total: integer>");
    assert_eq!(outcome(&shown, told("list", None)).0, "-");
    assert_eq!(
        outcome(&shown, told("list", Some("offset=limit"))).0,
        "offset limit, items items"
    );
    let mut partial = told("left out", None);
    assert!(!outcome(&shown, partial.clone()).1.is_empty());
    partial.is_partial = true;
    assert_eq!(outcome(&shown, partial).1, "");
}

#[test]
fn what_settings_say_wrongly() {
    let document = list(TOLD.0, TOLD.1);
    let rows = [
        ("lst", "offset=from items=a"),
        ("GET /thing", "offset=from items=a"),
        ("list", "items=a"),
        ("list", "offset=from cursor=mark items=a"),
        ("list", "offset=form items=a"),
        ("list", "offset=mark items=a"),
        ("list", "offset=somewhere items=a size=n"),
        ("list", "offset=from"),
        ("list", "offset=from items=aa"),
        ("list", "offset=from items=data"),
        ("list", "offset=from items=a total=data.meta.cuont"),
        ("list", "offset=from items=a total=data.meta.more"),
        ("list", "offset=from items=a has_more=data.meta.count"),
        ("list", "offset=from items=a next=data.meta.mark first=0"),
        ("list", "cursor=mark items=a"),
        ("list", "cursor=mark items=a next=data.meta.mark last=id"),
        ("list", "cursor=mark items=a last=nr"),
        ("list", "cursor=mark items=data.b.c next=data.meta"),
        ("list", "link= items=a size=size"),
    ];
    let said: Vec<String> = rows
        .iter()
        .map(|(operation, names)| {
            let (_, said) = outcome(&document, told(operation, Some(names)));
            assert!(said.contains("E0501"), "{operation} {names}: {said}");
            format!("{operation}: {names}\n{said}")
        })
        .collect();
    insta::assert_snapshot!("settings_of_pages", said.join("\n"));
}
