//! One type, read and written.

use spectrait_runtime::{FromJson, Json, Operation, ToJson};

/// What a type makes of a text.
#[derive(Debug)]
pub enum Reading {
    /// It is refused: pointers and what is said at each.
    Refused(Vec<(String, String)>),
    /// It is read, but what is written of it is not read as the same value: why, and what is written.
    Changed(String, String),
    /// It is read, and written as this.
    Same(String),
}

/// Reads a request's body strictly. The function takes the body out of the request, and so says its type.
#[must_use]
pub fn request<R, T: FromJson + ToJson + PartialEq>(_: fn(R) -> T, text: &str) -> Reading {
    reading(|text| T::from_json(text), text)
}

/// Reads the body of an operation's success tolerantly.
#[must_use]
pub fn response<O, T>(text: &str) -> Reading
where
    O: Operation<Success = Json<200, T>>,
    T: FromJson + ToJson + PartialEq,
{
    reading(|text| T::from_json_tolerant(text), text)
}

fn reading<T: ToJson + PartialEq>(
    read: impl Fn(&str) -> Result<T, spectrait_runtime::DecodeError>,
    text: &str,
) -> Reading {
    let value = match read(text) {
        Ok(value) => value,
        Err(error) => {
            let violations = error.violations().into_iter().flatten();
            let mut refused: Vec<_> = violations
                .map(|violation| {
                    (
                        violation.place.pointer().to_owned(),
                        violation.message.clone(),
                    )
                })
                .collect();
            if refused.is_empty() {
                refused.push((String::new(), error.to_string()));
            }
            return Reading::Refused(refused);
        }
    };
    let written = match value.to_json() {
        Ok(written) => written,
        Err(error) => {
            return Reading::Changed(format!("it cannot be written: {error}"), String::new());
        }
    };
    match read(&written) {
        Ok(again) if again == value => Reading::Same(written),
        Ok(_) => Reading::Changed("what is written is another value".into(), written),
        Err(error) => Reading::Changed(format!("what is written is refused: {error}"), written),
    }
}
