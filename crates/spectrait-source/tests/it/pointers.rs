use spectrait_source::{InvalidPointer, Pointer};

use crate::read_clean;

#[test]
fn the_examples_of_the_rfc() {
    let document = r#"{"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8}"#;
    let (sources, node) = read_clean("rfc6901.json", document);
    for (pointer, fragment, text) in [
        ("", "#", document),
        ("/foo", "#/foo", r#"["bar", "baz"]"#),
        ("/foo/0", "#/foo/0", r#""bar""#),
        ("/", "#/", "0"),
        ("/a~1b", "#/a~1b", "1"),
        ("/c%d", "#/c%25d", "2"),
        ("/e^f", "#/e%5Ef", "3"),
        ("/g|h", "#/g%7Ch", "4"),
        ("/i\\j", "#/i%5Cj", "5"),
        ("/k\"l", "#/k%22l", "6"),
        ("/ ", "#/%20", "7"),
        ("/m~0n", "#/m~0n", "8"),
    ] {
        let parsed = Pointer::parse(pointer).expect(pointer);
        assert_eq!(Pointer::from_fragment(fragment), Ok(parsed.clone()));
        assert_eq!(parsed.to_string(), pointer);
        assert_eq!(parsed.to_fragment(), fragment);
        assert_eq!(
            node.at_pointer(&parsed)
                .map(|found| sources.text(found.span)),
            Some(text),
            "{pointer}"
        );
    }
    for pointer in [
        "/nope",
        "/foo/2",
        "/foo/00",
        "/foo/-",
        "/foo/+1",
        "/foo/",
        "/foo/99999999999999999999",
        "/foo/0/x",
        "//x",
    ] {
        assert!(
            node.at_pointer(&Pointer::parse(pointer).expect(pointer))
                .is_none(),
            "{pointer}"
        );
    }
}

#[test]
fn what_is_not_a_pointer_says_why() {
    for (text, error) in [
        ("a", InvalidPointer::NoSlash),
        ("#/a", InvalidPointer::NoSlash),
        ("/~", InvalidPointer::Tilde),
        ("/a~2", InvalidPointer::Tilde),
        ("/~~01", InvalidPointer::Tilde),
    ] {
        assert_eq!(Pointer::parse(text), Err(error), "{text}");
    }
    for (text, error) in [
        ("", InvalidPointer::NoHash),
        ("/a", InvalidPointer::NoHash),
        ("other.yaml#/a", InvalidPointer::NoHash),
        ("#Build", InvalidPointer::NoSlash),
        ("#/%", InvalidPointer::Percent),
        ("#/%4", InvalidPointer::Percent),
        ("#/%zz", InvalidPointer::Percent),
        ("#/%é", InvalidPointer::Percent),
        ("#/%ff", InvalidPointer::Percent),
        ("#/%7E2", InvalidPointer::Tilde),
    ] {
        assert_eq!(Pointer::from_fragment(text), Err(error), "{text}");
    }
}

#[test]
fn fragments_are_decoded_once() {
    let pointer =
        Pointer::from_fragment("#/paths/~1builds~1%7Bid%7D/caf%C3%A9").expect("a pointer");
    assert_eq!(
        pointer.tokens().collect::<Vec<_>>(),
        ["paths", "/builds/{id}", "café"]
    );
    assert_eq!(
        pointer.to_fragment(),
        "#/paths/~1builds~1%7Bid%7D/caf%C3%A9"
    );
    let twice = Pointer::from_fragment("#/%257E1").expect("a pointer");
    assert_eq!(twice.tokens().collect::<Vec<_>>(), ["%7E1"]);
    assert_eq!(
        Pointer::parse("/~01").expect("a pointer").last(),
        Some("~1")
    );
}

#[test]
fn levels() {
    let mut pointer = Pointer::root().join("paths").join("/builds/{id}");
    assert_eq!(pointer.to_string(), "/paths/~1builds~1{id}");
    assert_eq!(pointer.last(), Some("/builds/{id}"));
    assert_eq!(pointer.parent(), Some(Pointer::root().join("paths")));
    pointer.push("get");
    assert_eq!(pointer.pop(), Some(String::from("get")));
    assert_eq!(pointer, ["paths", "/builds/{id}"].into_iter().collect());
    assert!(Pointer::root().is_root() && Pointer::root().parent().is_none() && !pointer.is_root());
}
