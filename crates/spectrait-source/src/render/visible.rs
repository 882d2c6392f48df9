//! Text of a document on a terminal: nothing in it may move the cursor, change colours or turn the
//! direction of writing.

/// The character to show for one of a document. A tab stays, it has a meaning and no power.
pub(super) fn character(character: char) -> char {
    match character {
        '\t' => character,
        // The pictures of the control characters stand in their order.
        '\0'..='\x1f' => {
            char::from_u32(0x2400 + u32::from(character)).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        '\x7f' => '\u{2421}',
        '\u{2028}' | '\u{2029}' => '\u{2424}',
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        _ => character,
    }
}

/// A text as one line.
pub(super) fn line(text: &str) -> String {
    text.chars().map(in_sentence).collect()
}

/// A text that may have several lines.
pub(super) fn lines(text: &str) -> String {
    let shown = |character| {
        if character == '\n' {
            character
        } else {
            in_sentence(character)
        }
    };
    text.trim_end().chars().map(shown).collect()
}

/// Outside of source lines a tab has nothing to align.
fn in_sentence(shown: char) -> char {
    if shown == '\t' { ' ' } else { character(shown) }
}
