//! JSON values.

use serde_json::Value;
use spectrait_runtime::Timestamp;

/// Where two values differ, if they do: `1` is `1.0` (JSON Schema 2020-12 core, section 4.2.2), and an instant is the same
/// in another time zone.
pub(crate) fn difference(one: &Value, other: &Value) -> Option<String> {
    let mut pointer = String::new();
    differ(one, other, &mut pointer).then_some(pointer)
}

fn differ(one: &Value, other: &Value, pointer: &mut String) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one != other && one.as_f64() != other.as_f64()
        }
        (Value::String(one), Value::String(other)) => {
            let instants = (one.parse::<Timestamp>(), other.parse::<Timestamp>());
            one != other
                && !matches!(instants, (Ok(one), Ok(other)) if one == other)
                && !(one.len() == 36 && one.eq_ignore_ascii_case(other))
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() != other.len()
                || one
                    .iter()
                    .zip(other)
                    .enumerate()
                    .any(|(index, (one, other))| {
                        inside(&index.to_string(), pointer, |pointer| {
                            differ(one, other, pointer)
                        })
                    })
        }
        (Value::Object(one), Value::Object(other)) => {
            let names = one.keys().chain(other.keys());
            names.into_iter().any(|name| {
                inside(name, pointer, |pointer| {
                    match (one.get(name), other.get(name)) {
                        (Some(one), Some(other)) => differ(one, other, pointer),
                        _ => true,
                    }
                })
            })
        }
        (one, other) => one != other,
    }
}

/// Goes on inside; the pointer stays there where that differs.
fn inside(token: &str, pointer: &mut String, differs: impl FnOnce(&mut String) -> bool) -> bool {
    let length = pointer.len();
    *pointer = child(pointer, token);
    let found = differs(pointer);
    if !found {
        pointer.truncate(length);
    }
    found
}

/// A pointer to a member or an element (RFC 6901).
pub(crate) fn child(pointer: &str, token: &str) -> String {
    format!("{pointer}/{}", token.replace('~', "~0").replace('/', "~1"))
}

/// A number of JSON: an integer where it is one and a double tells it apart from its neighbours.
pub(crate) fn number(value: f64) -> Option<Value> {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        let text = format!("{value:.0}");
        return text.parse::<i64>().ok().map(Value::from);
    }
    serde_json::Number::from_f64(value).map(Value::from)
}

/// A count, cut short where it is large.
pub(crate) fn count(value: &Value) -> Option<usize> {
    let count = number(value.as_f64()?.clamp(0.0, 1e6).trunc())?;
    usize::try_from(count.as_u64()?).ok()
}
