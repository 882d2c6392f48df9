use spectrait_source::{codes, explain};

#[test]
fn ids_are_unique_and_sorted() {
    assert!(codes::ALL.is_sorted_by(|left, right| left.id < right.id));
    for code in codes::ALL {
        let digits = code.id.strip_prefix('E').unwrap_or_default();
        assert!(
            digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()),
            "{}",
            code.id
        );
    }
}

#[test]
fn names_are_unique_and_kebab_case() {
    let mut names: Vec<_> = codes::ALL.iter().map(|code| code.name).collect();
    names.sort_unstable();
    assert!(names.is_sorted_by(|left, right| left < right), "{names:?}");
    for name in names {
        let is_word = |word: &str| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        assert!(name.split('-').all(is_word), "{name}");
    }
}

#[test]
fn explanations_are_a_few_sentences() {
    for code in codes::ALL {
        assert!(code.explanation.ends_with('.'), "{}", code.name);
        assert!(
            (60..500).contains(&code.explanation.len()),
            "{}: {}",
            code.name,
            code.explanation.len()
        );
        assert!(!code.explanation.contains('\n'), "{}", code.name);
    }
}

#[test]
fn every_code_is_found_by_id_and_name_in_any_case() {
    for &code in codes::ALL {
        for written in [
            code.id,
            code.name,
            &code.id.to_lowercase(),
            &code.name.to_uppercase(),
            &format!(" {} ", code.id),
        ] {
            assert_eq!(explain(written), Some(code), "{written}");
        }
    }
    assert_eq!(explain("E9999"), None);
    assert_eq!(explain(""), None);
}
