//! Rules of a value that is made in the program.

use crate::json::{Decoder, Encode, Encoder, Mode, Node, Tape, Violations};
use crate::rules::{Rule, judge};
use crate::types::NotAllowed;

/// Checks the JSON that a value is written as.
pub(crate) fn check_text(value: &dyn Encode, rules: &'static [Rule]) -> Result<(), NotAllowed> {
    let mut encoder = Encoder::new(Mode::Tolerant);
    value.encode_into(&mut encoder);
    let violations = match encoder.finish() {
        Ok(json) => violations(&json, rules, &[]),
        Err(violations) => Some(violations),
    };
    match violations {
        None => Ok(()),
        Some(violations) => {
            let first = violations.first();
            Err(NotAllowed::new(match first.place.pointer() {
                "" => first.message.clone(),
                pointer => format!("at `{}`: {}", crate::json::cut(pointer), first.message),
            }))
        }
    }
}

/// What is wrong with a JSON text that this crate has written.
pub(crate) fn violations(
    json: &str,
    rules: &'static [Rule],
    ignored: &'static [&'static str],
) -> Option<Violations> {
    // It nests no deeper than it was read; what was made deeper is refused by whoever reads it.
    let tape = Tape::parse(json.as_bytes()).ok()?;
    let mut decoder = Decoder::new(&tape, Mode::Strict);
    let is_valid = judge(&mut decoder, Node::ROOT, rules, ignored, None);
    decoder.finish(is_valid.then_some(())).err()
}
