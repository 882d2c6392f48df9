use spectrait_source::{Diagnostic, Diagnostics, Severity, Sources, Span, codes};

fn messages(diagnostics: &Diagnostics) -> Vec<&str> {
    diagnostics
        .iter()
        .map(|diagnostic| diagnostic.message.as_str())
        .collect()
}

#[test]
fn they_are_sorted_by_file_place_and_code() {
    let mut sources = Sources::default();
    let (a, b) = (
        sources.add("a", "0123456789"),
        sources.add("b", "0123456789"),
    );
    let error = |code, message: &str| Diagnostic::error(code, message);
    let mut diagnostics = Diagnostics::default();
    diagnostics.extend([
        error(codes::UNSUPPORTED, "b 1").at(Span::new(b, 1, 2), ""),
        error(codes::UNSUPPORTED, "a 5 late code").at(Span::new(a, 5, 6), ""),
        error(codes::SYNTAX, "a 5 early code").at(Span::new(a, 5, 9), ""),
        error(codes::DISK, "no place"),
        error(codes::SYNTAX, "a 5 early code, second").at(Span::new(a, 5, 6), ""),
        Diagnostic::warning(codes::SYNTAX, "a 2").at(Span::new(a, 2, 3), ""),
    ]);
    assert_eq!((diagnostics.len(), diagnostics.error_count()), (6, 5));
    diagnostics.sort();
    assert_eq!(
        messages(&diagnostics),
        [
            "no place",
            "a 2",
            "a 5 early code",
            "a 5 early code, second",
            "a 5 late code",
            "b 1"
        ]
    );
}

#[test]
fn repetitions_are_dropped() {
    let mut sources = Sources::default();
    let id = sources.add("a", "0123456789");
    let at =
        |start| Diagnostic::error(codes::SYNTAX, "same").at(Span::new(id, start, start + 1), "");
    let mut diagnostics: Diagnostics = [
        at(1),
        at(2),
        at(1).help("else"),
        at(1),
        at(2),
        at(1).help("else"),
        at(0),
    ]
    .into_iter()
    .collect();
    diagnostics.dedup();
    assert_eq!(
        diagnostics.into_vec(),
        [at(1), at(2), at(1).help("else"), at(0)]
    );
}

#[test]
fn errors_and_warnings() {
    let mut diagnostics = Diagnostics::default();
    assert!(diagnostics.is_empty() && !diagnostics.has_errors());
    diagnostics.push(Diagnostic::warning(codes::UNSUPPORTED, "a warning"));
    assert!(!diagnostics.is_empty() && !diagnostics.has_errors());
    diagnostics.push(Diagnostic::error(codes::UNSUPPORTED, "an error"));
    assert!(diagnostics.has_errors());
    let severities: Vec<_> = diagnostics
        .into_iter()
        .map(|diagnostic| diagnostic.severity.as_str())
        .collect();
    assert_eq!(severities, [Severity::Warning.as_str(), "error"]);
}
