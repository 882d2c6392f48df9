//! What is refused, where, and why.

use crate::Pattern;

#[track_caller]
fn check(pattern: &str, offset: usize, message: &str) {
    let error = Pattern::new(pattern).expect_err(pattern);
    assert_eq!(
        (error.offset, error.message.as_str()),
        (offset, message),
        "{pattern}"
    );
}

#[test]
fn what_is_no_pattern() {
    check("a)", 1, "the `)` closes no group");
    check("é(a", 2, "the group is not closed by a `)`");
    check("a[b", 1, "the class is not closed by a `]`");
    check("[b-a]", 1, "the range `b-a` is out of order");
    check("*", 0, "there is nothing to repeat before `*`");
    check("a|{2}", 2, "there is nothing to repeat before `{2}`");
    check(
        "a**",
        1,
        "there is nothing to repeat before the last of `**`",
    );
    check("^*", 1, "`^` cannot be repeated");
    check("a{2,1}", 1, "the numbers of `{2,1}` are out of order");
    check("a\\", 1, "the `\\` has nothing to escape");
    check("[\\", 1, "the `\\` has nothing to escape");
    check(
        "(?<1>a)",
        0,
        "the group's name is no identifier between `<` and `>`",
    );
    check(
        "(?<a",
        0,
        "the group's name is no identifier between `<` and `>`",
    );
    check(r"\xg", 0, r"`\x` is not followed by two hexadecimal digits");
    check(
        r"\u{110000}",
        0,
        r"`\u` is not followed by four hexadecimal digits, or by a code point in braces",
    );
    check(r"\p{Lettre}", 0, "`Lettre` is no property of Unicode");
    check(r"\p-", 0, r"`\p` is not followed by a property in braces");
    check(r"[\a]", 1, r"`\a` is no escape of ECMA-262");
}

#[test]
fn what_other_dialects_have() {
    check(
        r"(a)\1",
        3,
        r"`\1` is a back-reference, which cannot be matched in linear time",
    );
    check(
        r"(?<a>.)\k<a>",
        7,
        r"`\k` is a back-reference, which cannot be matched in linear time",
    );
    check(
        "a++",
        1,
        "`++` is a possessive quantifier, which ECMA-262 has not",
    );
    check(
        "a{2}+",
        1,
        "`{2}+` is a possessive quantifier, which ECMA-262 has not",
    );
    check(
        "(?>a)",
        0,
        "`(?>` is an atomic group, which ECMA-262 has not",
    );
    check("(?x)a", 0, "`(?x` begins no group of ECMA-262");
    check("(?#a)", 0, "`(?#` begins no group of ECMA-262");
    check("(?(1)a)", 0, "`(?(` begins no group of ECMA-262");
    check("(?", 0, "`(?` begins no group of ECMA-262");
}
