//! The page says what the request for the next one holds.

use super::position::{Answer, Position};
use super::progress::Step;

pub(super) fn step(answer: &Answer) -> Step {
    let next = answer.next.as_ref().filter(|next| !next.is_empty());
    match next {
        Some(next) if answer.has_more != Some(false) => Step::Next(Position::Cursor(next.clone())),
        _ => Step::Last,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps() {
        let next = || Step::Next(Position::Cursor("c".into()));
        // items, cursor, more -> step
        let rows = [
            (2, Some("c"), None, next()),
            (2, Some("c"), Some(true), next()),
            (0, Some("c"), None, next()),
            (2, Some("c"), Some(false), Step::Last),
            (2, Some(""), Some(true), Step::Last),
            (2, None, None, Step::Last),
            (0, None, Some(true), Step::Last),
        ];
        for (count, next, has_more, expected) in rows {
            let answer = Answer {
                count,
                has_more,
                next: next.map(str::to_owned),
                ..Answer::default()
            };
            assert_eq!(step(&answer), expected, "{answer:?}");
        }
    }
}
