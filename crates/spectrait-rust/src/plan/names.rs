//! The only module that makes Rust identifiers.
//!
//! Each rule looks at one string of the document alone, so that a name does not depend on what else the
//! document holds or in which order. Where two strings still come to one name, [`claims`](super::claims)
//! settles it.

use heck::ToSnakeCase;

/// Names that a field or an operation must not take: an inherent method of that name would hide a trait's
/// method, or is made by the runtime's macros.
const METHODS: &[&str] = &[
    "as_ref",
    "as_str",
    "authenticate",
    "base_url",
    "borrow",
    "builder",
    "call",
    "clone",
    "decode",
    "default",
    "encode",
    "eq",
    "fmt",
    "from_json",
    "from_json_tolerant",
    "hash",
    "into",
    "ne",
    "new",
    "pages",
    "send",
    "to_json",
    "to_owned",
    "to_string",
    "try_from",
    "try_into",
    "type_id",
];

/// Keywords of edition 2024 that can be written raw.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that cannot.
const PATH_KEYWORDS: &[&str] = &["self", "Self", "super", "crate", "_"];

/// File names that Windows reserves or that mean something to Rust, and the modules that hold the others.
const FILES: &[&str] = &[
    "aux",
    "client",
    "con",
    "lib",
    "main",
    "mod",
    "nul",
    "operations",
    "prn",
    "rules",
    "server",
    "types",
];

/// A field, and the setter of its name.
pub(crate) fn field(wire_name: &str) -> String {
    method(wire_name)
}

/// A method.
pub(crate) fn method(wire_name: &str) -> String {
    let snake = snake(wire_name);
    if METHODS.contains(&snake.as_str()) {
        format!("{snake}_")
    } else {
        escaped(snake)
    }
}

/// A module, and the file of its name.
pub(crate) fn module(wire_name: &str) -> String {
    let snake = snake(wire_name);
    let is_device = |prefix| {
        snake
            .strip_prefix(prefix)
            .is_some_and(|rest: &str| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
    };
    let is_taken = FILES.contains(&snake.as_str()) || is_device("com") || is_device("lpt");
    // A raw keyword would be legal, but `mod.rs` is another file and `r#type` is read more often than it is written.
    if is_taken || KEYWORDS.contains(&snake.as_str()) {
        format!("{snake}_")
    } else {
        escaped(snake)
    }
}

/// A type.
pub(crate) fn type_(wire_name: &str) -> String {
    escaped(with_letter_first(camel(wire_name), 'N'))
}

/// A type whose name is given as it is to be (`x-rust-name`): where rustc would not warn of its case, it stays.
pub(crate) fn own_type(name: &str) -> String {
    let is_plain = name.starts_with(|char: char| char.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_plain {
        escaped(name.to_owned())
    } else {
        type_(name)
    }
}

/// A field whose name is given as it is to be.
pub(crate) fn own_field(name: &str) -> String {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let is_plain = name.starts_with(|char: char| char.is_ascii_lowercase())
        && name.bytes().all(is_letter)
        && !METHODS.contains(&name);
    if is_plain {
        escaped(name.to_owned())
    } else {
        field(name)
    }
}

/// A variant of an enum.
pub(crate) fn variant(wire_name: &str) -> String {
    type_(wire_name)
}

/// A constant.
pub(crate) fn constant(wire_name: &str) -> String {
    escaped(snake(wire_name).to_uppercase())
}

/// A constant that belongs to the field `ident`: `DEFAULT_LIMIT`.
pub(crate) fn constant_of(prefix: &str, ident: &str) -> String {
    format!(
        "{prefix}_{}",
        plain(ident).trim_end_matches('_').to_uppercase()
    )
}

/// A method that belongs to the field or method `ident`: `limit_or_default`.
pub(crate) fn method_of(ident: &str, suffix: &str) -> String {
    format!("{}_{suffix}", plain(ident).trim_end_matches('_'))
}

/// The type of something inside: `Build` and `status` make `BuildStatus`.
pub(crate) fn inside(outer: &str, wire_name: &str) -> String {
    joined(outer, &camel(wire_name))
}

/// A package, as Cargo wants it (ASCII letters, digits, `-` and `_`).
pub(crate) fn package(title: &str) -> String {
    let ascii: String = title
        .chars()
        .map(|char| {
            if char.is_ascii_alphanumeric() {
                char
            } else {
                ' '
            }
        })
        .collect();
    let name = with_letter_first(words(&ascii).join("-"), 'n');
    // Cargo refuses keywords and the names of the crates that are always there.
    let is_taken = KEYWORDS.contains(&name.as_str())
        || PATH_KEYWORDS.contains(&name.as_str())
        || ["alloc", "core", "proc-macro", "std", "test"].contains(&name.as_str())
        || ["aux", "con", "nul", "prn"].contains(&name.as_str());
    if is_taken {
        format!("{name}-api")
    } else {
        name
    }
}

/// What Rust calls a package.
pub(crate) fn crate_of(package: &str) -> String {
    package.replace('-', "_")
}

/// The name of an operation without an `operationId`, for [`method`] and [`type_`] to read:
/// `GET /builds/{id}` becomes `get builds by id`.
pub(crate) fn operation(method: &str, path: &str) -> String {
    let mut name = method.to_lowercase();
    // A query or a fragment in the path is a part of the name, as its words.
    let path = path.replace(['?', '&', '=', '#'], "/");
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        // What stands in braces is a parameter, whatever stands around it.
        for (index, part) in segment
            .split(['{', '}'])
            .enumerate()
            .filter(|(_, part)| !part.is_empty())
        {
            name.push_str(if index % 2 == 1 { " by " } else { " " });
            name.push_str(part);
        }
    }
    if path == "/" {
        name.push_str(" root");
    }
    name
}

/// An identifier without `r#`.
pub(crate) fn plain(ident: &str) -> &str {
    ident.strip_prefix("r#").unwrap_or(ident)
}

/// Two names as one, digits kept apart.
pub(crate) fn joined(first: &str, second: &str) -> String {
    let digits = first.ends_with(|char: char| char.is_numeric())
        && second.starts_with(|char: char| char.is_numeric());
    format!("{first}{}{second}", if digits { "_" } else { "" })
}

fn snake(wire_name: &str) -> String {
    with_letter_first(words(wire_name).join("_"), 'n')
}

/// Two digits that a separator parts stay apart: `1.5` is `1_5`, `15` is `15`.
fn camel(wire_name: &str) -> String {
    words(wire_name).iter().fold(String::new(), |camel, word| {
        let mut chars = word.chars();
        let first = chars.next().into_iter().flat_map(char::to_uppercase);
        joined(&camel, &first.chain(chars).collect::<String>())
    })
}

/// A leading underscore would tell Rust that the name is unused.
fn with_letter_first(name: String, letter: char) -> String {
    if name.starts_with(|char: char| char.is_numeric()) {
        format!("{letter}{name}")
    } else {
        name
    }
}

fn escaped(name: String) -> String {
    if PATH_KEYWORDS.contains(&name.as_str()) {
        format!("{name}_")
    } else if KEYWORDS.contains(&name.as_str()) {
        format!("r#{name}")
    } else {
        name
    }
}

/// The words of a string, lower case, at least one. What stands between letters and digits parts words; a
/// symbol that says something is a word itself.
fn words(wire_name: &str) -> Vec<String> {
    // One word, whatever its case says.
    let chars: Vec<char> = wire_name.replace("OAuth", "Oauth").chars().collect();
    let has_words = chars.iter().any(|&char| is_letter(char));
    let is_letter_at = |index: Option<usize>| {
        index
            .and_then(|at| chars.get(at))
            .is_some_and(|&char| is_letter(char))
    };
    let mut text = String::new();
    for (index, &char) in chars.iter().enumerate() {
        let parts_words = match char {
            '-' => is_letter_at(index.checked_sub(1)) && index + 1 < chars.len(),
            '\'' | '’' if has_words => continue,
            _ => is_separator(char),
        };
        if is_letter(char) {
            text.push(char);
        } else {
            text.push(' ');
            if !(parts_words && has_words) {
                text.push_str(&symbol(char));
                text.push(' ');
            }
        }
    }
    let words: Vec<String> = text
        .split(' ')
        .flat_map(|part| {
            part.to_snake_case()
                .split('_')
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        vec!["empty".to_owned()]
    } else {
        words
    }
}

/// Whether an identifier can hold it.
fn is_letter(char: char) -> bool {
    char.is_ascii_alphanumeric()
        || (!char.is_ascii()
            && char.is_alphanumeric()
            && syn::parse_str::<syn::Ident>(&format!("x{char}")).is_ok())
}

fn is_separator(char: char) -> bool {
    char.is_whitespace() || char.is_control() || "_./:,;\"`\\()[]{}".contains(char)
}

fn symbol(char: char) -> String {
    let word = match char {
        '+' => "plus",
        '-' => "minus",
        '=' => "equals",
        '<' => "less",
        '>' => "greater",
        '≤' => "less or equal",
        '≥' => "greater or equal",
        '≠' => "not equal",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '&' => "and",
        '|' => "pipe",
        '%' => "percent",
        '#' => "hash",
        '@' => "at",
        '$' => "dollar",
        '!' => "bang",
        '?' => "question",
        '^' => "caret",
        '~' => "tilde",
        '_' => "underscore",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '\'' => "apostrophe",
        '"' => "quote",
        '`' => "backtick",
        '(' | ')' => "parenthesis",
        '[' | ']' => "bracket",
        '{' | '}' => "brace",
        ' ' => "space",
        '\t' => "tab",
        '\n' => "newline",
        _ => return format!("u{:x}", u32::from(char)),
    };
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name, then what becomes of it as a field and as a type or variant.
    const TABLE: &[(&str, &str, &str)] = &[
        ("status", "status", "Status"),
        ("contextHash", "context_hash", "ContextHash"),
        ("X-Request-Id", "x_request_id", "XRequestId"),
        (
            "HTTPValidationError",
            "http_validation_error",
            "HttpValidationError",
        ),
        ("filter[name]", "filter_name", "FilterName"),
        ("ids[]", "ids", "Ids"),
        ("don't", "dont", "Dont"),
        ("type", "r#type", "Type"),
        ("gen", "r#gen", "Gen"),
        ("self", "self_", "Self_"),
        ("Self", "self_", "Self_"),
        ("super", "super_", "Super"),
        ("crate", "crate_", "Crate"),
        ("new", "new_", "New"),
        ("clone", "clone_", "Clone"),
        ("to_json", "to_json_", "ToJson"),
        ("", "empty", "Empty"),
        (" ", "space", "Space"),
        ("_", "underscore", "Underscore"),
        ("__", "underscore_underscore", "UnderscoreUnderscore"),
        ("_id", "id", "Id"),
        ("2fa", "n2fa", "N2fa"),
        ("720p", "n720p", "N720p"),
        ("1.5", "n1_5", "N1_5"),
        ("15", "n15", "N15"),
        ("gpt-4.1", "gpt_4_1", "Gpt4_1"),
        ("2023-10-16", "n2023_10_16", "N2023_10_16"),
        ("+1", "plus_1", "Plus1"),
        ("-1", "minus_1", "Minus1"),
        ("reactions-+1", "reactions_plus_1", "ReactionsPlus1"),
        ("reactions--1", "reactions_minus_1", "ReactionsMinus1"),
        ("name", "name", "Name"),
        ("-name", "minus_name", "MinusName"),
        ("A+", "a_plus", "APlus"),
        ("A-", "a_minus", "AMinus"),
        ("Etc/GMT+1", "etc_gmt_plus_1", "EtcGmtPlus1"),
        ("Etc/GMT+12", "etc_gmt_plus_12", "EtcGmtPlus12"),
        ("Etc/GMT-1", "etc_gmt_1", "EtcGmt1"),
        (">=", "greater_equals", "GreaterEquals"),
        ("≥", "greater_or_equal", "GreaterOrEqual"),
        ("=", "equals", "Equals"),
        ("*/*", "star_slash_star", "StarSlashStar"),
        ("@odata.count", "at_odata_count", "AtOdataCount"),
        ("$ref", "dollar_ref", "DollarRef"),
        ("OAuth2Token", "oauth2_token", "Oauth2Token"),
        ("Größe", "größe", "Größe"),
        ("名前", "名前", "名前"),
        ("5²", "n5_ub2", "N5Ub2"),
        ("🦀", "u1f980", "U1f980"),
    ];

    #[test]
    fn every_string_has_a_name() {
        for (wire_name, expected_field, expected_type) in TABLE {
            assert_eq!(field(wire_name), *expected_field, "field of {wire_name:?}");
            assert_eq!(type_(wire_name), *expected_type, "type of {wire_name:?}");
            for ident in [
                field(wire_name),
                type_(wire_name),
                module(wire_name),
                constant(wire_name),
            ] {
                assert!(
                    syn::parse_str::<syn::Ident>(&ident).is_ok(),
                    "{ident} of {wire_name:?} is no identifier"
                );
            }
        }
    }

    #[test]
    fn modules_are_safe_file_names() {
        let names = ["mod", "type", "con", "com1", "lib", "Build", "self"].map(module);
        assert_eq!(
            names,
            ["mod_", "type_", "con_", "com1_", "lib_", "build", "self_"]
        );
    }

    #[test]
    fn operations_without_an_id_are_named_by_method_and_path() {
        let named = |method_name, path| method(&operation(method_name, path));
        assert_eq!(named("GET", "/builds/{id}"), "get_builds_by_id");
        assert_eq!(named("DELETE", "/a/{x}/b/{yZ}"), "delete_a_by_x_b_by_y_z");
        assert_eq!(named("GET", "/files/{name}.json"), "get_files_by_name_json");
        assert_eq!(named("GET", "/"), "get_root");
    }

    #[test]
    fn packages_are_what_cargo_takes() {
        let names = ["Pipecat Cloud", "builds", "3D (v2)", "test", "Ünï", ""].map(package);
        assert_eq!(
            names,
            [
                "pipecat-cloud",
                "builds",
                "n3d-v2",
                "test-api",
                "n",
                "empty"
            ]
        );
    }

    #[test]
    fn inner_names_keep_digits_apart() {
        assert_eq!(inside("Build", "status"), "BuildStatus");
        assert_eq!(inside("V1", "2fa"), "V1_2fa");
        assert_eq!(constant_of("DEFAULT", "r#type"), "DEFAULT_TYPE");
        assert_eq!(method_of("clone_", "or_default"), "clone_or_default");
    }
}
