//! "Did you mean …?"

/// Longer names get no suggestion: the comparison is quadratic in their length.
const LONGEST: usize = 64;

/// The candidate that `name` was most likely meant to be: equal but for case, or a few slips of the
/// keyboard away (a third of its length). The first of several that are equally near.
#[must_use]
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    if name.len() > LONGEST {
        return None;
    }
    let wanted: Vec<char> = name.to_lowercase().chars().collect();
    // One slip in a name of one or two letters leaves nothing to tell it by.
    let limit = (wanted.len() / 3).max(usize::from(wanted.len() > 2));
    let mut best: Option<(usize, &'c str)> = None;
    for candidate in candidates {
        if candidate.len() > LONGEST || candidate == name {
            continue;
        }
        let letters: Vec<char> = candidate.to_lowercase().chars().collect();
        if letters.len().abs_diff(wanted.len()) > limit {
            continue;
        }
        let distance = distance(&wanted, &letters);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How many letters must be added, dropped, changed or swapped with a neighbour to get from one to the
/// other (optimal string alignment).
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, &letter) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, &other) in right.iter().enumerate() {
            let mut least = (above[column] + usize::from(letter != other))
                .min(above[column + 1] + 1)
                .min(current[column] + 1);
            let swapped =
                row > 0 && column > 0 && letter == right[column - 1] && left[row - 1] == other;
            if swapped {
                least = least.min(before[column - 1] + 1);
            }
            current.push(least);
        }
        before = std::mem::replace(&mut above, current);
    }
    above[right.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_name_is_suggested() {
        let names = ["maxLength", "minLength", "in", "integer", "string", "Build"];
        for (written, meant) in [
            ("maxlength", Some("maxLength")),
            ("maxLenght", Some("maxLength")),
            ("strnig", Some("string")),
            ("Biuld", Some("Build")),
            ("builds", Some("Build")),
            ("int", Some("in")),
            ("of", None),
            ("IN", Some("in")),
            ("colour", None),
            ("string", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, names), meant, "{written}");
        }
    }
}
