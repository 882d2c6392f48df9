//! When JSON values are equal (JSON Schema 2020-12 core, section 4.2.2).

use crate::json::{Kind, Node, Tape};
use crate::rules::decimal::Decimal;

/// The same text for equal values, and for no others: numbers by their value, members sorted by key.
pub(super) fn write_canonical(tape: &Tape<'_>, node: Node, out: &mut String) {
    match tape.kind(node) {
        Kind::Null => out.push('n'),
        Kind::True => out.push('t'),
        Kind::False => out.push('f'),
        Kind::Number => {
            Decimal::new(tape.text_of(node)).write(out);
            out.push(';');
        }
        Kind::Array => {
            out.push('[');
            let mut items = tape.children(node);
            while let Some(item) = tape.next(&mut items) {
                write_canonical(tape, item, out);
            }
            out.push(']');
        }
        Kind::Object => {
            let mut members = Vec::with_capacity(tape.len(node));
            let mut children = tape.children(node);
            while let Some(member) = tape.next(&mut children) {
                members.push(member);
            }
            members.sort_by_key(|member| tape.key(*member));
            out.push('{');
            for member in members {
                write_string(tape.key(member), out);
                write_canonical(tape, member, out);
            }
            out.push('}');
        }
        _ => write_string(tape.text_of(node), out),
    }
}

/// With its length, so that no string ends early.
fn write_string(text: &str, out: &mut String) {
    out.push('"');
    out.push_str(&text.len().to_string());
    out.push(':');
    out.push_str(text);
}

/// Whether a node is the value that a JSON text says.
pub(super) fn equals(tape: &Tape<'_>, node: Node, json: &str) -> bool {
    let text = tape.text_of(node);
    match (tape.kind(node), json.as_bytes().first()) {
        (Kind::Null, Some(b'n')) | (Kind::True, Some(b't')) | (Kind::False, Some(b'f')) => true,
        (Kind::Number, Some(b'-' | b'0'..=b'9')) => {
            text == json || Decimal::new(text) == Decimal::new(json)
        }
        (Kind::String | Kind::Text, Some(b'"')) => match json.strip_prefix('"') {
            Some(rest) if !rest.contains('\\') => rest.strip_suffix('"') == Some(text),
            _ => equals_parsed(tape, node, json),
        },
        (Kind::Array, Some(b'[')) | (Kind::Object, Some(b'{')) => equals_parsed(tape, node, json),
        _ => false,
    }
}

fn equals_parsed(tape: &Tape<'_>, node: Node, json: &str) -> bool {
    let Ok(other) = Tape::parse(json.as_bytes()) else {
        return false;
    };
    let (mut mine, mut others) = (String::new(), String::new());
    write_canonical(tape, node, &mut mine);
    write_canonical(&other, Node::ROOT, &mut others);
    mine == others
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_equal(a: &str, b: &str, expected: bool) {
        let (Ok(left), Ok(right)) = (Tape::parse(a.as_bytes()), Tape::parse(b.as_bytes())) else {
            panic!("{a} and {b} are JSON");
        };
        assert_eq!(equals(&left, Node::ROOT, b), expected, "{a} {b}");
        assert_eq!(equals(&right, Node::ROOT, a), expected, "{b} {a}");
    }

    #[test]
    fn equal_values() {
        for (a, b) in [
            ("1", "1.0"),
            ("[1e2, -0]", "[100, 0]"),
            (r#"{"a":1,"b":[2]}"#, r#"{"b":[2.0],"a":1}"#),
            (r#""\u0061""#, r#""a""#),
            (r#""\\""#, r#""\u005c""#),
            ("null", "null"),
            ("{}", "{ }"),
        ] {
            assert_equal(a, b, true);
        }
        for (a, b) in [
            ("1", "2"),
            ("1", r#""1""#),
            ("0", "false"),
            ("true", "false"),
            ("null", "0"),
            ("[]", "{}"),
            ("[1,2]", "[2,1]"),
            ("[[1],2]", "[[1,2]]"),
            (r#"["a","b"]"#, r#"["a\",\"b"]"#),
            (r#"{"a":1}"#, r#"{"a":2}"#),
            (r#"{"a":1}"#, r#"{"b":1}"#),
            (r#""a""#, r#""ab""#),
            ("[12]", "[1,2]"),
        ] {
            assert_equal(a, b, false);
        }
    }
}
