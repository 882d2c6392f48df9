//! Values of keywords. What is not what it must be is a warning: a value whose meaning is plain is used, any other is
//! left out, as the rest of the schema says enough to go on.

use spectrait_source::{Diagnostic, Entry, Node, Number};

use crate::load::Loader;
use crate::load::value::{plain_text, unusual};
use crate::schema::Spanned;

/// A value that cannot be used.
pub(super) fn left_out(field: &str, wanted: &str, node: &Node) -> Diagnostic {
    unusual(field, wanted, node).at(node.span, "left out")
}

impl Loader<'_, '_> {
    /// A string. A number or a boolean is taken as it was written: YAML makes them of text without quotes.
    pub(super) fn lift_text(&mut self, entry: &Entry) -> Option<Spanned<String>> {
        let text = self.text_of(&entry.key.text, &entry.value)?;
        Some(Spanned {
            value: text,
            span: entry.value.span,
        })
    }

    pub(super) fn text_of(&mut self, field: &str, node: &Node) -> Option<String> {
        let text = plain_text(node);
        match &text {
            Some(_) if node.as_str().is_some() => {}
            Some(text) => {
                self.diagnostics
                    .push(unusual(field, "a string", node).help(format!(
                        "it is read as the string `\"{text}\"`; put it in quotes"
                    )));
            }
            None => self
                .diagnostics
                .push(left_out(field, "a string", node).help("write a string, or leave it out")),
        }
        text.map(std::borrow::Cow::into_owned)
    }

    /// A count: an integer that is not negative. `2.0` is one (JSON Schema 2020-12 core section 4.2.3). What is beyond 64
    /// bits is out of the reach of any length, so it is cut to the largest.
    pub(super) fn lift_count(&mut self, entry: &Entry) -> Option<Spanned<u64>> {
        let (field, node) = (&*entry.key.text, &entry.value);
        let wanted = "an integer of 0 or more";
        let number = match (node.as_number(), node.as_str()) {
            (Some(number), _) => number.clone(),
            (None, Some(text)) if text.parse::<Number>().is_ok() => {
                let number = text.parse::<Number>().ok()?;
                let diagnostic = unusual(field, wanted, node)
                    .help("it is read as the number; write it without quotes");
                self.diagnostics.push(diagnostic);
                number
            }
            _ => {
                self.diagnostics.push(
                    left_out(field, wanted, node)
                        .help("write an integer, or leave it out where there is no limit"),
                );
                return None;
            }
        };
        if !number.is_integer() || number.is_negative() {
            self.diagnostics
                .push(left_out(field, wanted, node).help("leave it out where there is no limit"));
            return None;
        }
        Some(Spanned {
            value: number.as_u64().unwrap_or(u64::MAX),
            span: node.span,
        })
    }

    pub(super) fn lift_flag(&mut self, entry: &Entry) -> bool {
        self.flag_of(&entry.key.text, &entry.value)
            .unwrap_or_default()
    }

    /// A boolean.
    pub(super) fn flag_of(&mut self, field: &str, node: &Node) -> Option<bool> {
        if let Some(flag) = node.as_bool() {
            return Some(flag);
        }
        let wanted = "`true` or `false`";
        let flag = match node.as_str() {
            Some("true") => true,
            Some("false") => false,
            _ => {
                self.diagnostics
                    .push(left_out(field, wanted, node).help("write `true` or `false`"));
                return None;
            }
        };
        self.diagnostics
            .push(unusual(field, wanted, node).help(format!("write `{flag}` without quotes")));
        Some(flag)
    }

    /// A number.
    pub(super) fn number_of(&mut self, field: &str, node: &Node) -> Option<Number> {
        if let Some(number) = node.as_number() {
            return Some(number.clone());
        }
        let number = node.as_str().and_then(|text| text.parse::<Number>().ok());
        self.diagnostics.push(match number {
            Some(_) => unusual(field, "a number", node).help("write it without quotes"),
            None => left_out(field, "a number", node).help("write a number, or leave it out"),
        });
        number
    }
}
