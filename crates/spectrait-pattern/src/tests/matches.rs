//! What matches.

use crate::Pattern;

/// Each text of the first list matches, none of the second does.
#[track_caller]
fn check(pattern: &str, matching: &[&str], others: &[&str]) {
    let compiled = Pattern::new(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
    for (texts, expected) in [(matching, true), (others, false)] {
        for text in texts {
            assert_eq!(compiled.is_match(text), expected, "{pattern} on {text:?}");
        }
    }
}

#[test]
fn anchors_are_the_texts_ends() {
    check("b", &["b", "abc"], &["", "a", "B"]);
    check("^b", &["b", "bc"], &["ab", "a\nb"]);
    check("b$", &["b", "ab"], &["bc", "b\n"]);
    check("^b$", &["b"], &["ab", "bc", "b\n", ""]);
    check("^$", &[""], &["a", "\n"]);
    check("", &["", "a"], &[]);
    check("^a|b$", &["ax", "xb", "b"], &["xa", "bx"]);
    check("^(a|b)$", &["a", "b"], &["ab", ""]);
    check("(^a)?b$", &["ab", "b", "xb", "xab"], &["ba"]);
    check("a^b|c", &["c"], &["ab", "a\nb"]);
    check(".^", &[], &["", "a", "\n"]);
    check("^", &["", "x"], &[]);
    check("^(?:^)*(?:$){2}$", &[""], &["x"]);
    check("(?m)^b$", &["b", "a\nb", "b\nc", "a\r\u{2028}b"], &["ab"]);
    check(r"\Ab\z", &["b"], &["ab", "b\n"]);
}

#[test]
fn repetition_in_all_its_spellings() {
    check("^a*$", &["", "a", "aaa"], &["b", "ab"]);
    check("^a+?$", &["a", "aa"], &["", "ab"]);
    check("^a??$", &["", "a"], &["aa"]);
    check("^a{2}$", &["aa"], &["a", "aaa"]);
    check("^a{2,}$", &["aa", "aaaaa"], &["a"]);
    check("^a{1,2}?$", &["a", "aa"], &["", "aaa"]);
    check("^a{0}b$", &["b"], &["ab"]);
    check("^(ab){2,3}$", &["abab", "ababab"], &["ab", "abababab"]);
    check(
        "^(a{2,3}b?){2}$",
        &["aaaa", "aaabaa", "aabaab"],
        &["aaa", "aaaaaaa"],
    );
    check("^(a|b)*c$", &["c", "ababc"], &["ab"]);
    check("^(a?){3}$", &["", "a", "aaa"], &["aaaa"]);
    check("^(?:a{0,2}){2}b", &["b", "aaaab"], &["aaaaab"]);
}

#[test]
fn many_characters_are_counted() {
    let times = |count: usize| "x".repeat(count);
    for count in [17, 64, 65, 300, 65535] {
        let (fewer, exact, more) = (times(count - 1), times(count), times(count + 1));
        check(&format!("^x{{{count}}}$"), &[&exact], &[&fewer, &more, ""]);
        check(&format!("^x{{{count},}}$"), &[&exact, &more], &[&fewer, ""]);
        check(
            &format!("^x{{0,{count}}}$"),
            &[&exact, &fewer, ""],
            &[&more],
        );
        check(
            &format!("x{{{count}}}y"),
            &[&(more.clone() + "y")],
            &[&(fewer + "y"), &more],
        );
    }
    // Runs that begin at different places.
    check(
        "^a*[ab]{20,22}b$",
        &["a".repeat(40) + "b", "ab".repeat(11)]
            .each_ref()
            .map(String::as_str),
        &["a".repeat(19).as_str()],
    );
    check(
        "^(?:[a-c]{20,30},)*$",
        &[&"abcabcabcabcabcabcabc,".repeat(3), ""],
        &[&"abcabcabcabcabcabcab,c,".repeat(2)],
    );
}

#[test]
fn classes() {
    check("^[abc]$", &["a", "c"], &["d", "", "A"]);
    check("^[^abc]$", &["d", "é", "\n"], &["a", ""]);
    check("^[a-c-]$", &["-", "b"], &["d"]);
    check("^[-a]$", &["-", "a"], &["b"]);
    check(r"^[\w-.]$", &["-", ".", "x"], &["+"]);
    check(r"^[a-\d]$", &["-", "a", "5"], &["b"]);
    check(r"^[\]\[\\^]$", &["]", "[", "\\", "^"], &["a"]);
    check("^[[]$", &["["], &["]"]);
    check("[]", &[], &["", "a"]);
    check("^[^]$", &["a", "\n", "😀"], &["", "ab"]);
    check(r"^[\b]$", &["\u{8}"], &["b"]);
    check(r"^[\d\s]+$", &["1 2\u{FEFF}"], &["a"]);
    check(r"^[^\d\s]+$", &["a"], &["1", "\u{3000}"]);
    check(r"^[\S\s]$", &["a", "\n"], &[""]);
    check("^[é-ü]$", &["ö"], &["a", "é̂", "ý"]);
    check("^[.*+?{}()|$/]+$", &[".*+?{}()|$/"], &["a"]);
    check(r"^[\cA\c1\c_]+$", &["\u{1}\u{11}\u{1F}"], &["c"]);
    check(r"^[\12\0]+$", &["\n\0"], &["1"]);
}

#[test]
fn shorthands_are_ecma_262s() {
    check(r"^\d$", &["0", "9"], &["٣", "a"]);
    check(r"^\D$", &["٣", "a"], &["0"]);
    check(r"^\w$", &["a", "Z", "0", "_"], &["é", "-"]);
    check(r"^\W$", &["é", "-"], &["a"]);
    check(
        r"^\s$",
        &["\t", "\u{B}", "\u{A0}", "\u{FEFF}", "\u{2029}", "\u{1680}"],
        &["\u{85}", "\u{180E}", "\u{200B}"],
    );
    check(r"^\S$", &["\u{85}", "a"], &["\u{2000}"]);
    check(
        "^.$",
        &["a", "😀", "\u{85}"],
        &["\n", "\r", "\u{2028}", "\u{2029}", ""],
    );
    check("(?s)^.$", &["\n"], &["ab"]);
    check(r"\bé", &["aé"], &["é"]);
    check(r"^\Ba?", &["", "é"], &["a"]);
    check(r"\bcat\b", &["cat", "a cat!"], &["cats", "concat"]);
}

#[test]
fn escapes() {
    check(r"^\t\n\v\f\r\0$", &["\t\n\u{B}\u{C}\r\0"], &[]);
    check(r"^\x41\u0042\u{43}\u{1F600}$", &["ABC😀"], &[]);
    check(r"^\ud83d\ude00$", &["😀"], &[]);
    check(r"^[\ud83d\ude00-\ud83d\ude4f]$", &["😀", "🙏"], &["a"]);
    check(r"\ud83d", &[], &["😀", ""]);
    check(r"^[^\ud800-\udfff]$", &["a", "😀"], &[]);
    check(r"^\cJ$", &["\n"], &[]);
    check(r"^\c$", &["\\c"], &["c"]);
    check(r"^\-\/\_\ \'\!\@\.\^\$$", &["-/_ '!@.^$"], &[]);
    check(r"^\052$", &["*"], &[]);
    check(r"^\x{1F600}$", &["😀"], &[]);
    check("^]}{$", &["]}{"], &[]);
    check("^a{$", &["a{"], &[]);
    check("^a{,2}$", &["a{,2}"], &["a", ""]);
    check("^{a}{1,b}$", &["{a}{1,b}"], &[]);
}

#[test]
fn properties_of_unicode() {
    check(r"^\p{Letter}+$", &["é", "π", "中"], &["1"]);
    check(r"^\p{L}\P{L}$", &["é1"], &["éé"]);
    check(r"^\pL$", &["é"], &["1"]);
    check(r"^[\p{Lu}\p{Nd}]+$", &["É٣"], &["é"]);
    check(r"^\p{Script=Greek}$", &["π"], &["p"]);
    check(r"^\p{sc=Grek}\p{scx=Greek}$", &["ππ"], &["pp"]);
    check(r"^\p{gc=Zl}$", &["\u{2028}"], &["a"]);
    check(r"^\p{Alphabetic}\p{ASCII}\p{Any}$", &["éa\n"], &["ééé"]);
    check(r"^\p{Emoji_Presentation}$", &["😀"], &["a"]);
    check(r"\p{Cs}", &[], &["a"]);
    check(r"^\P{Cs}$", &["a"], &[]);
}

#[test]
fn case_is_ignored_where_it_is_said() {
    check("(?i)^straße$", &["STRAßE", "straẞe"], &["STRASSE"]);
    check("(?i)^[a-c]$", &["B"], &["D"]);
    check("(?i)^[^a-c]$", &["D"], &["B", "b"]);
    check(r"(?i)^\u212a$", &["k", "K"], &[]);
    check(r"(?i)^\w$", &["\u{17F}", "\u{212A}"], &["é"]);
    check(r"(?i)^\W$", &["é"], &["\u{17F}", "k"]);
    check("^(?i:a)b$", &["Ab", "ab"], &["AB"]);
    check("^((?i)a)b$", &["Ab"], &["AB"]);
    check("^(?i)a|b$", &["B", "A"], &[]);
    check("(?i)^a(?-i:b)$", &["Ab"], &["AB"]);
    check("(?ims)^a.B$", &["x\nA\nb"], &[]);
}

#[test]
fn look_around() {
    check(
        "^(?=.*[A-Z])(?=.*[0-9]).{4,}$",
        &["aB3d"],
        &["ab3d", "aBcd", "aB3"],
    );
    check("^(?!https://)[a-z:/]+$", &["http://a"], &["https://a"]);
    check("^(?!.*--)[a-z-]+$", &["a-b-c"], &["a--b"]);
    check("^[a-z-]+(?<!-)$", &["a-b"], &["a-"]);
    check("(?<=a)b", &["ab"], &["b", "cb"]);
    check("(?<!a)b", &["b", "cb", "abb"], &["ab"]);
    check("a(?=b)", &["ab"], &["a", "ac"]);
    check("a(?!b)", &["a", "ac", "aba"], &["ab"]);
    check("(?<=^a.*)c$", &["abc", "ac"], &["bac", "c"]);
    check("(?=a(?=b(?!c))).", &["abd", "ab"], &["abc"]);
    check("(?<=a(?<!ba))c", &["ac", "aac"], &["bac"]);
    check("(?<=(?=a).)b", &["ab"], &["bb"]);
    check("^(?:(?!ab).)*$", &["ba", ""], &["cab", "ab"]);
    check("^(?:(?=a)a|b){2,}$", &["ab", "bb"], &["a", "ac"]);
    check("^(?=a)*b$", &["b"], &["ab"]);
    check("^(?=a){2}a$", &["a"], &["b"]);
    check(
        "(?<=[ab]{17,18})c",
        &[&("ab".repeat(9) + "c")],
        &[&("ab".repeat(8) + "c")],
    );
    check(r"(?<=\bcat)s\b", &["cats"], &["concats"]);
    check("(?<!.)é(?!.)", &["é", "a\né\nb"], &["éé"]);
}

#[test]
fn groups_leave_no_trace() {
    check(
        "^(?<year>\\d{4})-(?<month>\\d\\d)$",
        &["2024-01"],
        &["2024"],
    );
    check("^(?P<a>x)(?:y)()$", &["xy"], &[]);
    check("^(?<ünïcode_1>x)$", &["x"], &[]);
}

#[test]
fn patterns_of_real_documents() {
    check(
        r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$",
        &["YQ==", "YWI=", "YWJj", "YWJjYQ=="],
        &["YQ=", "", "YQ==YQ=="],
    );
    check(
        "^[a-z0-9]+(-?[a-z0-9]*)*$",
        &["a-b-c", "a", "a--b"],
        &["-a", "a_b"],
    );
    check(
        r"^(()|[a-z0-9A-Z]|([a-z0-9A-Z][a-z0-9A-Z\._-]{0,61}[a-z0-9A-Z]))$",
        &["", "a", "a.b", &"a".repeat(63)],
        &["-a", "a-", &"a".repeat(64)],
    );
    check(
        "^(?:{[0-9a-fA-F]{4}(?:-?[0-9a-fA-F]{4}){7}}|[0-9a-fA-F]{4}(?:-?[0-9a-fA-F]{4}){7})$",
        &[
            "{0123-4567-89ab-cdef-0123-4567-89ab-cdef}",
            "0123456789abcdef0123456789abcdef",
        ],
        &["{0123456789abcdef0123456789abcdef"],
    );
    check(
        "^[A-Z-a-z0-9]{4}[A-Z-a-z]{2}[A-Z-a-z0-9]{2}([A-Z-a-z0-9]{3})?$",
        &["DEUTDEFF", "DEUTDEFF500"],
        &["DEUTDEFF5"],
    );
    check(
        "^-?(?:0|[1-9][0-9]{0,11})(?:\\.[0-9]{1,9})?s$",
        &["1.5s", "-0s"],
        &["01s", "1.s"],
    );
    check("^[\\w‘\\-.,\":;\\!?]*$", &["a‘-!", ""], &[" "]);
}
