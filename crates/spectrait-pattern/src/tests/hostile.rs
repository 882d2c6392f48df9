//! Patterns that take a backtracking engine for ever, and those that would take all memory.

use crate::Pattern;
use crate::scan::WORK;

/// Steps of the automata for a text.
fn work(pattern: &Pattern, text: &str) -> u64 {
    WORK.set(0);
    let _ = pattern.is_match(text);
    WORK.get()
}

#[test]
fn work_grows_with_the_text_and_no_faster() {
    for pattern in [
        "^(a*)*b$",
        "^(a+)+$",
        "^(a|a)*$",
        "^(a|aa)+b",
        "^(?:a?){30}a{30}$",
        "(x+x+)+y",
        "(.*)*(.*)*(.*)*,",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "^[a-z0-9]+(-?[a-z0-9]*)*$",
        "(?=(a*)*b)c",
        "(?<!(a|aa)*c)b",
        "(?=(?=(?=a*b)a*c)a*d)e",
        r"\b(a*)*\b!",
        "a{1000}b",
        "^a*[ab]{1000,2000}[bc]{1000,2000}d",
        "(a{17,40}){17,40}b",
    ] {
        let pattern = Pattern::new(pattern).expect("it is a pattern");
        let size = u64::try_from(pattern.as_str().len()).expect("it is short");
        let (short, long) = ("a".repeat(2000), "a".repeat(4000));
        let (short, long) = (work(&pattern, &short), work(&pattern, &long));
        assert!(
            long <= short * 2 + 4000 * size,
            "{pattern}: {short} steps, then {long}"
        );
        // The steps a character takes are at most those written out.
        assert!(long <= 4000 * 2000, "{pattern}: {long} steps");
    }
}

#[test]
fn what_is_written_out_has_a_limit() {
    for pattern in [
        "(((a{9}b){9}){99}){999}",
        "((ab){0,4294967295}){0,4294967295}",
        "(?:(?:){99999}){99999}a",
        "(ab){99999999999999999999}",
        "(?:a(?=(b{5}c){9999}))",
    ] {
        let Err(error) = Pattern::new(pattern) else {
            assert_eq!(pattern, "(?:(?:){99999}){99999}a", "it is too large");
            continue;
        };
        assert!(
            error.message.starts_with("the pattern is too large"),
            "{pattern}: {error}"
        );
    }
}

#[test]
fn depth_and_length_have_limits() {
    let nested = |depth: usize| "(".repeat(depth) + &")".repeat(depth);
    assert!(Pattern::new(&nested(200)).is_ok());
    assert_eq!(
        Pattern::new(&nested(100_000 / 4)).unwrap_err().message,
        "groups are nested more than 200 deep"
    );
    assert!(Pattern::new(&"a".repeat(1 << 16)).is_ok());
    assert!(Pattern::new(&"a".repeat((1 << 16) + 1)).is_err());
    // A set for each character, each looked for among the others, stays quick.
    let all: String = (0..20_000u32)
        .filter_map(|point| char::from_u32(0x4E00 + point))
        .collect();
    assert!(Pattern::new(&all[..60_000]).is_ok());
}
