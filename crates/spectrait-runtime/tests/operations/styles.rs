//! Every style, with and without `explode`, in every location (OpenAPI 3.0.4 section 4.8.12, "Style Examples").

use axum::body::Body;
use http::Request;
use spectrait_runtime::{Any, FromJson, Map, Nullable, record, union};

use crate::fixture::{ask, assert_echo, echoes, written};

record! {
    /// The specification's object.
    #[derive(Clone)]
    pub struct Rgb {
        /// Red.
        pub r: i64 = "R",
        /// Green.
        pub g: i64 = "G",
        /// Blue.
        pub b: i64 = "B",
    }
    new(r: i64, g: i64, b: i64);
    closed;
}

record! {
    /// Deeper than the specification goes.
    #[derive(Clone, Default)]
    pub struct Deep {
        /// Items.
        pub items: Option<Vec<Rgb>> = "items",
        /// Names.
        pub names: Option<Vec<String>> = "names",
        /// More.
        pub metadata: Option<Map<String>> = "metadata",
        /// Deeper.
        pub more: Option<Box<Deep>> = "more",
        /// A number.
        pub count: Option<i64> = "count",
    }
    closed;
}

union! {
    /// One colour or several, or an object.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Colors: any_of {
        One(i64),
        Name(String),
        Several(Vec<String>),
        Mixed(Rgb),
    }
}

type List = Vec<String>;

echoes! {
    SimpleText(String) = path("color"), GET "/simple/text/{color}";
    SimpleList(List) = path("color"), GET "/simple/list/{color}";
    SimpleObject(Rgb) = path("color"), GET "/simple/object/{color}";
    SimpleTextExploded(String) = path("color").explode(true), GET "/simple/exploded/text/{color}";
    SimpleListExploded(List) = path("color").explode(true), GET "/simple/exploded/list/{color}";
    SimpleObjectExploded(Rgb) = path("color").explode(true), GET "/simple/exploded/object/{color}";

    LabelText(String) = path("color").style(Style::Label), GET "/label/text/{color}";
    LabelList(List) = path("color").style(Style::Label), GET "/label/list/{color}";
    LabelObject(Rgb) = path("color").style(Style::Label), GET "/label/object/{color}";
    LabelTextExploded(String) = path("color").style(Style::Label).explode(true), GET "/label/exploded/text/{color}";
    LabelListExploded(List) = path("color").style(Style::Label).explode(true), GET "/label/exploded/list/{color}";
    LabelObjectExploded(Rgb) = path("color").style(Style::Label).explode(true), GET "/label/exploded/object/{color}";

    MatrixText(String) = path("color").style(Style::Matrix), GET "/matrix/text/{color}";
    MatrixList(List) = path("color").style(Style::Matrix), GET "/matrix/list/{color}";
    MatrixObject(Rgb) = path("color").style(Style::Matrix), GET "/matrix/object/{color}";
    MatrixTextExploded(String) = path("color").style(Style::Matrix).explode(true), GET "/matrix/exploded/text/{color}";
    MatrixListExploded(List) = path("color").style(Style::Matrix).explode(true), GET "/matrix/exploded/list/{color}";
    MatrixObjectExploded(Rgb) = path("color").style(Style::Matrix).explode(true), GET "/matrix/exploded/object/{color}";

    FormText(Option<String>) = query("color").explode(false), GET "/form/text";
    FormList(Option<List>) = query("color").explode(false), GET "/form/list";
    FormObject(Option<Rgb>) = query("color").explode(false), GET "/form/object";
    FormTextExploded(Option<String>) = query("color"), GET "/form/exploded/text";
    FormListExploded(Option<List>) = query("color"), GET "/form/exploded/list";
    FormObjectExploded(Option<Rgb>) = query("color").members(&["R", "G", "B"]), GET "/form/exploded/object";
    FormMapExploded(Map<Vec<i64>>) = query("color"), GET "/form/exploded/map";

    SpaceList(List) = query("color").style(Style::SpaceDelimited), GET "/space/list";
    SpaceObject(Rgb) = query("color").style(Style::SpaceDelimited), GET "/space/object";
    SpaceListExploded(List) = query("color").style(Style::SpaceDelimited).explode(true), GET "/space/exploded/list";
    PipeList(List) = query("color").style(Style::PipeDelimited), GET "/pipe/list";
    PipeObject(Rgb) = query("color").style(Style::PipeDelimited), GET "/pipe/object";
    PipeListExploded(List) = query("color").style(Style::PipeDelimited).explode(true), GET "/pipe/exploded/list";

    DeepObject(Option<Rgb>) = query("color").style(Style::DeepObject), GET "/deep/object";
    Deeper(Option<Deep>) = query("color").style(Style::DeepObject), GET "/deep/deeper";

    DeepMap(Map<String>) = query("color").style(Style::DeepObject), GET "/deep/map";

    HeaderText(String) = header("X-Color"), GET "/header/text";
    HeaderList(List) = header("X-Color"), GET "/header/list";
    HeaderObject(Rgb) = header("X-Color"), GET "/header/object";
    HeaderTextExploded(String) = header("X-Color").explode(true), GET "/header/exploded/text";
    HeaderListExploded(List) = header("X-Color").explode(true), GET "/header/exploded/list";
    HeaderObjectExploded(Rgb) = header("X-Color").explode(true), GET "/header/exploded/object";

    CookieText(String) = cookie("color"), GET "/cookie/text";
    CookieList(List) = cookie("color"), GET "/cookie/list";
    CookieObject(Rgb) = cookie("color"), GET "/cookie/object";
    CookieTextExploded(String) = cookie("color").explode(true), GET "/cookie/exploded/text";
    CookieListExploded(List) = cookie("color").explode(true), GET "/cookie/exploded/list";
    CookieObjectExploded(Rgb) = cookie("color").explode(true), GET "/cookie/exploded/object";

    ContentQuery(Option<Deep>) = query("color").content(json("application/json")), GET "/content/query";
    ContentPath(Rgb) = path("color").content(json("application/json")), GET "/content/path/{color}";
    ContentHeader(Rgb) = header("X-Color").content(json("application/json")), GET "/content/header";
    ContentHeaderNames(List) = header("X-Color").content(json("application/json")), GET "/content/header/names";
    ContentCookie(Rgb) = cookie("color").content(json("application/json")), GET "/content/cookie";
    ContentText(String) = query("color").content(text("text/plain")), GET "/content/text";

    UnionQuery(Colors) = query("color").members(&["R", "G", "B"]), GET "/union/query";
    UnionFlat(Colors) = query("color").explode(false), GET "/union/flat";
    UnionPath(Colors) = path("color"), GET "/union/path/{color}";
    UnionDeep(Colors) = query("color").style(Style::DeepObject), GET "/union/deep";
    AnyQuery(Any) = query("color"), GET "/any/query";
    Nested(Vec<Rgb>) = query("color"), GET "/nested/list";
    NestedHeader(Vec<Vec<i64>>) = header("X-Color"), GET "/nested/header";
    NullableQuery(Option<Nullable<i64>>) = query("color"), GET "/nullable";
    Reserved(String) = query("color").allow_reserved(true), GET "/reserved";
}

fn blue() -> String {
    "blue".to_owned()
}

fn list() -> List {
    ["blue", "black", "brown"].map(ToOwned::to_owned).to_vec()
}

fn rgb() -> Rgb {
    Rgb::new(100, 200, 150)
}

macro_rules! check {
    ($($name:ident($value:expr) => $expected:expr;)+) => {
        $(assert_echo(router(), &$name::new($value), $expected);)+
    };
}

#[test]
fn simple() {
    check! {
        SimpleText(blue()) => "/simple/text/blue";
        SimpleList(list()) => "/simple/list/blue,black,brown";
        SimpleObject(rgb()) => "/simple/object/R,100,G,200,B,150";
        SimpleTextExploded(blue()) => "/simple/exploded/text/blue";
        SimpleListExploded(list()) => "/simple/exploded/list/blue,black,brown";
        SimpleObjectExploded(rgb()) => "/simple/exploded/object/R=100,G=200,B=150";
    }
}

#[test]
fn label() {
    check! {
        LabelText(blue()) => "/label/text/.blue";
        LabelList(list()) => "/label/list/.blue,black,brown";
        LabelObject(rgb()) => "/label/object/.R,100,G,200,B,150";
        LabelTextExploded(blue()) => "/label/exploded/text/.blue";
        LabelListExploded(list()) => "/label/exploded/list/.blue.black.brown";
        LabelObjectExploded(rgb()) => "/label/exploded/object/.R=100.G=200.B=150";
        // A dot within an item would separate.
        LabelListExploded(vec!["1.5".to_owned(), "a/b".to_owned()]) => "/label/exploded/list/.1%2E5.a%2Fb";
    }
}

#[test]
fn matrix() {
    check! {
        MatrixText(blue()) => "/matrix/text/;color=blue";
        MatrixText(String::new()) => "/matrix/text/;color";
        MatrixList(list()) => "/matrix/list/;color=blue,black,brown";
        MatrixObject(rgb()) => "/matrix/object/;color=R,100,G,200,B,150";
        MatrixTextExploded(blue()) => "/matrix/exploded/text/;color=blue";
        MatrixListExploded(list()) => "/matrix/exploded/list/;color=blue;color=black;color=brown";
        MatrixListExploded(vec![";=".to_owned()]) => "/matrix/exploded/list/;color=%3B%3D";
        MatrixObjectExploded(rgb()) => "/matrix/exploded/object/;R=100;G=200;B=150";
    }
}

#[test]
fn form() {
    check! {
        FormText(blue()) => "/form/text?color=blue";
        FormText(String::new()) => "/form/text?color=";
        FormText(None) => "/form/text";
        FormList(list()) => "/form/list?color=blue,black,brown";
        FormList(Vec::new()) => "/form/list?color=";
        FormObject(rgb()) => "/form/object?color=R,100,G,200,B,150";
        FormTextExploded(blue()) => "/form/exploded/text?color=blue";
        FormListExploded(list()) => "/form/exploded/list?color=blue&color=black&color=brown";
        FormListExploded(vec![blue()]) => "/form/exploded/list?color=blue";
        FormObjectExploded(rgb()) => "/form/exploded/object?R=100&G=200&B=150";
        FormObjectExploded(None) => "/form/exploded/object";
        FormMapExploded(Map::from([("a b".to_owned(), vec![1, 2]), ("c".to_owned(), vec![3])]))
            => "/form/exploded/map?a%20b=1&a%20b=2&c=3";
        FormMapExploded(Map::new()) => "/form/exploded/map";
    }
}

#[test]
fn delimited() {
    check! {
        SpaceList(list()) => "/space/list?color=blue%20black%20brown";
        SpaceList(Vec::new()) => "/space/list?color=";
        SpaceObject(rgb()) => "/space/object?color=R%20100%20G%20200%20B%20150";
        SpaceListExploded(list()) => "/space/exploded/list?color=blue&color=black&color=brown";
        PipeList(list()) => "/pipe/list?color=blue%7Cblack%7Cbrown";
        PipeList(vec!["a,b".to_owned(), "c d".to_owned()]) => "/pipe/list?color=a%2Cb%7Cc%20d";
        PipeObject(rgb()) => "/pipe/object?color=R%7C100%7CG%7C200%7CB%7C150";
        PipeListExploded(list()) => "/pipe/exploded/list?color=blue&color=black&color=brown";
    }
}

#[test]
fn deep_object() {
    let deep = Deep::new()
        .items(vec![rgb(), Rgb::new(1, 2, 3)])
        .names(vec![blue()])
        .metadata(Map::from([("a b".to_owned(), "c&d".to_owned())]))
        .more(Box::new(Deep::new().count(7)));
    check! {
        DeepObject(rgb()) => "/deep/object?color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150";
        DeepObject(None) => "/deep/object";
        DeepMap(Map::from([("a".to_owned(), blue())])) => "/deep/map?color%5Ba%5D=blue";
        // An object without members is empty, not missing.
        DeepMap(Map::new()) => "/deep/map";
        Deeper(deep) => concat!(
            "/deep/deeper",
            "?color%5Bitems%5D%5B0%5D%5BR%5D=100&color%5Bitems%5D%5B0%5D%5BG%5D=200&color%5Bitems%5D%5B0%5D%5BB%5D=150",
            "&color%5Bitems%5D%5B1%5D%5BR%5D=1&color%5Bitems%5D%5B1%5D%5BG%5D=2&color%5Bitems%5D%5B1%5D%5BB%5D=3",
            "&color%5Bnames%5D%5B0%5D=blue&color%5Bmetadata%5D%5Ba%20b%5D=c%26d&color%5Bmore%5D%5Bcount%5D=7",
        );
    }
}

#[test]
fn header() {
    check! {
        HeaderText("blue, black".to_owned()) => "/header/text\nx-color: blue, black";
        HeaderList(list()) => "/header/list\nx-color: blue,black,brown";
        HeaderObject(rgb()) => "/header/object\nx-color: R,100,G,200,B,150";
        HeaderTextExploded(blue()) => "/header/exploded/text\nx-color: blue";
        HeaderListExploded(list()) => "/header/exploded/list\nx-color: blue,black,brown";
        HeaderObjectExploded(rgb()) => "/header/exploded/object\nx-color: R=100,G=200,B=150";
    }
}

#[test]
fn cookie() {
    check! {
        CookieText("a b;".to_owned()) => "/cookie/text\ncookie: color=a%20b%3B";
        CookieList(list()) => "/cookie/list\ncookie: color=blue,black,brown";
        CookieObject(rgb()) => "/cookie/object\ncookie: color=R,100,G,200,B,150";
        CookieTextExploded(blue()) => "/cookie/exploded/text\ncookie: color=blue";
        CookieListExploded(list()) => "/cookie/exploded/list\ncookie: color=blue; color=black; color=brown";
        CookieObjectExploded(rgb()) => "/cookie/exploded/object\ncookie: R=100; G=200; B=150";
    }
}

#[test]
fn content() {
    check! {
        ContentQuery(Deep::new().count(7)) => "/content/query?color=%7B%22count%22%3A7%7D";
        ContentQuery(None) => "/content/query";
        ContentPath(rgb()) => "/content/path/%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D";
        ContentHeader(rgb()) => "/content/header\nx-color: {\"R\":100,\"G\":200,\"B\":150}";
        // A header has no control characters, and JSON has one as it is.
        ContentHeaderNames(vec!["a\u{7f}\tb".to_owned()]) => "/content/header/names\nx-color: [\"a\\u007f\\tb\"]";
        ContentCookie(rgb()) => "/content/cookie\ncookie: color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D";
        ContentText("a b".to_owned()) => "/content/text?color=a%20b";
    }
}

/// The text decides.
#[test]
fn unions() {
    let one = || Colors::One(7);
    let name = || Colors::Name("blue".to_owned());
    let several = || Colors::Several(list());
    let mixed = || Colors::Mixed(rgb());
    check! {
        UnionQuery(one()) => "/union/query?color=7";
        UnionQuery(name()) => "/union/query?color=blue";
        UnionQuery(several()) => "/union/query?color=blue&color=black&color=brown";
        UnionQuery(mixed()) => "/union/query?R=100&G=200&B=150";
        UnionFlat(one()) => "/union/flat?color=7";
        UnionFlat(Colors::Name("a,b".to_owned())) => "/union/flat?color=a%2Cb";
        UnionFlat(several()) => "/union/flat?color=blue,black,brown";
        UnionPath(name()) => "/union/path/blue";
        UnionPath(several()) => "/union/path/blue,black,brown";
        UnionDeep(one()) => "/union/deep?color=7";
        UnionDeep(mixed()) => "/union/deep?color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150";
        AnyQuery(Any::String("blue".to_owned())) => "/any/query?color=blue";
        AnyQuery(Any::Array(vec![Any::String("a".to_owned()), Any::String("b".to_owned())]))
            => "/any/query?color=a&color=b";
    }
}

/// What no style has a place for is JSON.
#[test]
fn nested() {
    check! {
        Nested(vec![Rgb::new(1, 2, 3)]) => "/nested/list?color=%7B%22R%22%3A1%2C%22G%22%3A2%2C%22B%22%3A3%7D";
        NestedHeader(vec![vec![1], vec![]]) => "/nested/header\nx-color: [1],[]";
        NullableQuery(7_i64) => "/nullable?color=7";
        Reserved("/a?b=c,d&e".to_owned()) => "/reserved?color=/a?b=c,d%26e";
    }
}

/// What would be read as another value is refused before it is sent.
#[test]
fn refused() {
    let lone = || vec![String::new()];
    let object = || Any::from_json(r#"{"a":"b"}"#).unwrap();
    macro_rules! refuse {
        ($($name:ident($value:expr) => $problem:literal;)+) => {
            $(
                let text = written(&$name::new($value));
                let (_, problem) = text.split_once(": ").unwrap().1.split_once(": ").unwrap_or(("", &text));
                assert_eq!(problem, $problem, "{}", stringify!($name));
            )+
        };
    }
    refuse! {
        SimpleText(String::new()) => "a path value must not be empty, `.` or `..`";
        SimpleText("..".to_owned()) => "a path value must not be empty, `.` or `..`";
        SimpleList(Vec::new()) => "a path value must not be empty, `.` or `..`";
        SimpleList(lone()) => "an array of one empty string cannot be told from an empty array in this style";
        LabelText(String::new()) => "a path value must not be empty, `.` or `..`";
        LabelListExploded(Vec::new()) => "a path value must not be empty, `.` or `..`";
        MatrixListExploded(Vec::new()) => "a path value must not be empty, `.` or `..`";
        FormList(lone()) => "an array of one empty string cannot be told from an empty array in this style";
        SpaceList(vec!["a b".to_owned()]) => "an item that contains the delimiter of the style cannot be written";
        PipeList(vec!["a|b".to_owned()]) => "an item that contains the delimiter of the style cannot be written";
        SpaceListExploded(Vec::new()) => "an empty array cannot be told from an absent one when every item is a parameter of its own";
        Deeper(Deep::new().names(Vec::new())) => "an empty array or object cannot be told from an absent one";
        Deeper(Deep::new().metadata(Map::from([("a[".to_owned(), blue())]))) => "a name that is empty or has brackets cannot be written in brackets";
        HeaderList(vec!["a,b".to_owned()]) => "an item that contains a comma cannot be written in a header";
        HeaderList(vec![" a".to_owned()]) => "blanks at either end of an item would be lost in a header";
        HeaderText("a\r\nb: c".to_owned()) => "a header cannot hold line breaks or other control characters";
        NullableQuery(Nullable::Null) => "null cannot be written";
        AnyQuery(Any::Null) => "null cannot be written";
        AnyQuery(object()) => "the members of an object cannot be told from other parameters";
    }
}

fn get(target: &str) -> Request<Body> {
    Request::get(target).body(Body::empty()).unwrap()
}

/// What other clients write is read as well.
#[test]
fn foreign() {
    let rows = [
        (
            "/deep/object?color[R]=1&color[G]=2&color[B]=3",
            "DeepObject { value: Some(Rgb { r: 1, g: 2, b: 3 }) }",
        ),
        (
            "/deep/deeper?color[names][]=a&color[names][]=b",
            "names: Some([\\\"a\\\", \\\"b\\\"])",
        ),
        ("/deep/deeper?color[names]=a", "names: Some([\\\"a\\\"])"),
        (
            "/deep/deeper?color[names]=a&color[names]=b",
            "names: Some([\\\"a\\\", \\\"b\\\"])",
        ),
        (
            "/deep/deeper?color[items][1][R]=4&color[items][1][G]=5&color[items][1][B]=6&color[items][0][R]=1&color[items][0][G]=2&color[items][0][B]=3",
            "items: Some([Rgb { r: 1, g: 2, b: 3 }, Rgb { r: 4, g: 5, b: 6 }])",
        ),
        (
            "/deep/deeper?color[metadata][0]=a",
            "metadata: Some({\\\"0\\\": \\\"a\\\"})",
        ),
        ("/space/list?color=blue+black", r#"[\"blue\", \"black\"]"#),
        ("/space/list?color=blue", r#"[\"blue\"]"#),
        ("/pipe/list?color=blue|black", r#"[\"blue\", \"black\"]"#),
        (
            "/form/exploded/object?utm=1&B=150&R=100&G=200",
            "Rgb { r: 100, g: 200, b: 150 }",
        ),
        ("/form/exploded/object?utm=1", "value: None"),
        (
            "/nested/list?color={\"R\":1,\"G\":2,\"B\":3}",
            "Rgb { r: 1, g: 2, b: 3 }",
        ),
    ];
    for (target, expected) in rows {
        let target = target
            .replace('"', "%22")
            .replace('{', "%7B")
            .replace('}', "%7D")
            .replace('|', "%7C");
        let (status, body) = ask(router(), get(&target));
        assert_eq!(status, 200, "{target}: {body}");
        assert!(body.contains(expected), "{target}: {body}");
    }
}

#[test]
fn violations() {
    let rows = [
        ("/label/list/blue", "does not begin with a dot"),
        ("/matrix/list/blue", "does not begin with a semicolon"),
        (
            "/matrix/list/;colour=blue",
            "has another name than the parameter",
        ),
        ("/matrix/text/;color=a;color=b", "is given more than once"),
        ("/simple/object/R,100,G", "has a name without a value"),
        ("/simple/exploded/object/R,100", "has a member without `=`"),
        ("/simple/object/R,1,G,2,B,x", r#""pointer":"/B","#),
        (
            "/form/exploded/text?color=a&color=b",
            "is given more than once",
        ),
        ("/form/exploded/object?R=1&G=2", r#""pointer":"/B","#),
        ("/deep/object?color=1", "`1` is not an object"),
        (
            "/deep/object?color[R]=1&color[R][x]=2",
            "has a value of its own beside those in brackets",
        ),
        (
            "/deep/object?color[X]=1&color[R]=1&color[G]=2&color[B]=3",
            r#""pointer":"/X","#,
        ),
        ("/content/query?color=%7B", "is not JSON"),
        (
            "/content/query?color=%7B%7D&color=%7B%7D",
            "is given more than once",
        ),
        ("/form/exploded/map?a=x", r#""pointer":"/a","#),
    ];
    for (target, expected) in rows {
        let (status, body) = ask(router(), get(target));
        assert_eq!(status, 400, "{target}: {body}");
        assert!(body.contains(expected), "{target}: {body}");
    }
    let many = format!("/deep/object?color{}=1", "[a]".repeat(40));
    let (status, body) = ask(router(), get(&many));
    assert_eq!(status, 400);
    assert!(body.contains("too many brackets"), "{body}");
}
