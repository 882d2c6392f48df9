//! Values compared as JSON Schema compares them (2020-12 core, section 4.2.2).

use std::collections::BTreeMap;

use spectrait_source::{Kind, Node};

/// One text for all ways to write a value, and another for every other value.
pub(crate) fn canonical(value: &Node) -> String {
    match &value.kind {
        Kind::Null => "null".to_owned(),
        Kind::Boolean(value) => value.to_string(),
        Kind::Number(number) => number.canonical(),
        Kind::String(text) => format!("{text:?}"),
        Kind::Array(items) => {
            let items: Vec<String> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        Kind::Object(members) => {
            let members: BTreeMap<&str, &Node> = members
                .iter()
                .map(|member| (&*member.key.text, &member.value))
                .collect();
            let members: Vec<String> = members
                .into_iter()
                .map(|(name, value)| format!("{name:?}:{}", canonical(value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
    }
}
