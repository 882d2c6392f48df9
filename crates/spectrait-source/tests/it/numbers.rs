use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use spectrait_source::Number;

#[track_caller]
fn number(text: &str) -> Number {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn hash(number: &Number) -> u64 {
    let mut hasher = DefaultHasher::new();
    number.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn only_the_grammar_of_json_is_taken() {
    for text in ["0", "-0", "10", "-1.50", "0.0", "1e5", "1E+05", "1.2e-3"] {
        assert_eq!(number(text).as_str(), text);
    }
    for text in [
        "", "-", "+1", "01", "-01", "1.", ".5", "1e", "1e+", "0x1", "1_0", " 1", "1 ", "NaN",
        "1.2.3", "--1", "1e5e5", "١",
    ] {
        assert!(text.parse::<Number>().is_err(), "{text:?}");
    }
}

#[test]
fn values_are_ordered_exactly() {
    // In ascending order; texts of one group are equal.
    let groups: &[&[&str]] = &[
        &["-1e999999999"],
        &["-1e400"],
        &["-9223372036854776000", "-9.223372036854776e18"],
        &["-9223372036854775809"],
        &["-9223372036854775808"],
        &["-10", "-1e1", "-10.0"],
        &["-9.99"],
        &["-1"],
        &["-1e-999999999"],
        &[
            "0",
            "-0",
            "0.000",
            "0e5",
            "-0e999999999",
            "0e-99999999999999999999999",
        ],
        &["1e-999999999"],
        &["0.1", "1e-1", "0.10"],
        &["0.10000000000000000000000000000001"],
        &["0.5", "5e-1"],
        &["1", "1.0", "10e-1", "1e0", "1e-0", "0.01e2"],
        &["1.0000000000000000000000000000000000001"],
        &["2"],
        &["9007199254740992"],
        &["9007199254740993"],
        &["18446744073709551615"],
        &["18446744073709551616"],
        &["1e400", "10e399", "0.1e401"],
        &["1.1e400"],
        &["1e999999999"],
        &["1e9999999999"],
    ];
    for (left_rank, left_group) in groups.iter().enumerate() {
        for (right_rank, right_group) in groups.iter().enumerate() {
            for left in left_group.iter().map(|text| number(text)) {
                for right in right_group.iter().map(|text| number(text)) {
                    let expected = left_rank.cmp(&right_rank);
                    assert_eq!(left.cmp(&right), expected, "{left} and {right}");
                    if expected == Ordering::Equal {
                        assert_eq!(hash(&left), hash(&right), "{left} and {right}");
                        assert_eq!(left.canonical(), right.canonical());
                    }
                }
            }
        }
    }
    let canonical: BTreeSet<_> = groups
        .iter()
        .map(|group| number(group[0]).canonical())
        .collect();
    assert_eq!(canonical.len(), groups.len());
}

#[test]
fn integers_are_known_however_they_are_written() {
    for (text, integer) in [
        ("0", Some(0)),
        ("-0.0", Some(0)),
        ("2.0", Some(2)),
        ("1e3", Some(1000)),
        ("1.5e1", Some(15)),
        ("100e-2", Some(1)),
        ("-7", Some(-7)),
        ("9223372036854775807", Some(i64::MAX)),
        ("-9223372036854775808", Some(i64::MIN)),
        ("-92233720368547758.08e2", Some(i64::MIN)),
        ("0e-999999999", Some(0)),
    ] {
        assert!(number(text).is_integer(), "{text}");
        assert_eq!(number(text).as_i64(), integer, "{text}");
    }
    for text in [
        "0.5",
        "1e-1",
        "1.50",
        "100e-3",
        "1e-999999999",
        "9007199254740993.5",
    ] {
        assert!(!number(text).is_integer(), "{text}");
        assert_eq!(number(text).as_i128(), None, "{text}");
    }
}

#[test]
fn ranges_end_where_they_should() {
    assert_eq!(number("9223372036854775808").as_i64(), None);
    assert_eq!(number("-9223372036854775809").as_i64(), None);
    assert_eq!(number("18446744073709551615").as_u64(), Some(u64::MAX));
    assert_eq!(number("18446744073709551616").as_u64(), None);
    assert_eq!(number("-1").as_u64(), None);
    assert_eq!(number(&i128::MAX.to_string()).as_i128(), Some(i128::MAX));
    assert_eq!(number(&i128::MIN.to_string()).as_i128(), Some(i128::MIN));
    assert_eq!(
        number("170141183460469231731687303715884105728").as_i128(),
        None
    );
    assert_eq!(number("1e38").as_i128(), Some(10_i128.pow(38)));
    assert_eq!(number("1e39").as_i128(), None);
    assert!(number("1e999999999999999999999").is_integer());
    assert_eq!(number("1e999999999999999999999").as_i128(), None);
    assert_eq!(number("1e400").as_f64(), None);
    assert_eq!(number("1e-400").as_f64(), Some(0.0));
    assert_eq!(number("0.1").as_f64(), Some(0.1));
    assert!(number("-1e-9").is_negative() && !number("-0.0").is_negative());
}

#[test]
fn canonical_texts() {
    for (text, canonical) in [
        ("-0.0", "0"),
        ("1.50", "1.5"),
        ("-100", "-100"),
        ("1e3", "1000"),
        ("123e-2", "1.23"),
        ("0.00012", "0.00012"),
        ("1e-7", "0.0000001"),
        ("1e-8", "1e-8"),
        ("1.25e-8", "1.25e-8"),
        ("1e20", "100000000000000000000"),
        ("1e21", "1e21"),
        ("-1.5e30", "-1.5e30"),
        ("9223372036854775808", "9223372036854775808"),
        ("1e999999999", "1e999999999"),
    ] {
        assert_eq!(number(text).canonical(), canonical, "{text}");
        assert_eq!(number(canonical), number(text));
    }
}

#[test]
fn integers_become_numbers() {
    assert_eq!(Number::from(20_u64), number("20.0"));
    assert_eq!(Number::from(i128::MIN).as_i128(), Some(i128::MIN));
}

#[test]
fn a_long_number_costs_no_more_than_its_length() {
    let long = format!("1{}", "0".repeat(1_000_000));
    let exponent = format!("1e{}", "9".repeat(1_000_000));
    assert_eq!(number(&long), number("1e1000000"));
    assert!(number(&exponent) > number(&long));
    assert_eq!(number(&long).canonical(), "1e1000000");
}
