//! The request says how many items to skip.

use super::position::{Answer, Position};
use super::progress::{Progress, Step};

pub(super) fn step(progress: &Progress, answer: &Answer, size: Option<u64>) -> Step {
    let offset = match progress.position {
        Some(Position::Offset(offset)) => offset,
        _ => 0,
    };
    if answer.count == 0 || answer.has_more == Some(false) {
        return Step::Last;
    }
    let Some(next) = offset.checked_add(answer.count) else {
        return Step::Last;
    };
    let is_last = match (answer.total, answer.has_more) {
        (Some(total), _) => next >= total,
        (None, Some(_)) => false,
        (None, None) => progress.is_short(answer.count, size),
    };
    if is_last {
        Step::Last
    } else {
        Step::Next(Position::Offset(next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::pages::Paging;

    #[test]
    fn steps() {
        let (last, next) = (Step::Last, |offset| Step::Next(Position::Offset(offset)));
        // offset, items, items before, total, size, more -> step
        let rows = [
            (Some(0), 20, None, Some(42), Some(20), None, next(20)),
            (None, 20, None, Some(42), Some(20), None, next(20)),
            (Some(40), 2, Some(20), Some(42), Some(20), None, last),
            (Some(22), 20, Some(20), Some(42), Some(20), None, Step::Last),
            (Some(0), 5, Some(20), Some(42), Some(20), None, next(5)),
            (Some(0), 0, None, Some(u64::MAX), Some(20), None, Step::Last),
            (Some(0), 0, None, None, None, Some(true), Step::Last),
            (Some(0), 20, None, None, Some(20), None, next(20)),
            (Some(20), 19, Some(20), None, Some(20), None, Step::Last),
            // A server may cap the size.
            (Some(0), 19, None, None, Some(20), None, next(19)),
            (Some(19), 19, Some(19), None, Some(20), None, next(38)),
            (Some(20), 19, Some(20), None, None, None, next(39)),
            (Some(20), 19, Some(20), None, Some(20), Some(true), next(39)),
            (
                Some(20),
                20,
                Some(20),
                None,
                Some(20),
                Some(false),
                Step::Last,
            ),
            (Some(20), 20, None, Some(99), None, Some(false), Step::Last),
            (Some(50), 20, None, Some(42), Some(20), None, Step::Last),
            (Some(u64::MAX), 1, None, None, None, None, Step::Last),
        ];
        for (offset, count, before, total, size, has_more, expected) in rows {
            let mut progress = Progress::new(Paging::Offset, offset.map(Position::Offset));
            progress.count_before = before;
            let answer = Answer {
                count,
                total,
                has_more,
                ..Answer::default()
            };
            let what = format!("{offset:?} {answer:?} {size:?} {before:?}");
            assert_eq!(step(&progress, &answer, size), expected, "{what}");
        }
    }
}
