//! The document of a set.

use std::fmt::Write as _;
use std::ops::Range;

use spectrait_source::{Entry, Key, Kind, Node, write_json};

use super::suite::{Group, Set};

/// A document, and which part of it is of which group.
pub(super) struct Document {
    pub(super) text: String,
    /// The places, in bytes, with the position of the group.
    places: Vec<(Range<usize>, usize)>,
}

impl Document {
    /// Of the groups of a set that there is code for.
    pub(super) fn new(set: &Set) -> Self {
        let mut document = Self {
            text: format!(
                "{{\n\"openapi\": \"{}\",\n\"info\": {{ \"title\": \"{}\", \"version\": \"1\" }},\n\"paths\": {{",
                set.version, set.name
            ),
            places: Vec::new(),
        };
        for (index, group) in set.generated() {
            document.part(index, &path_item(&group.name));
        }
        document.text += "\n},\n\"components\": { \"schemas\": {";
        for (index, group) in set.generated() {
            for (name, schema) in components(group) {
                document.part(index, &format!("\"{name}\": {}", write_json(&schema)));
            }
        }
        document.text += "\n} }\n}\n";
        document
    }

    fn part(&mut self, group: usize, text: &str) {
        if !self.text.ends_with('{') {
            self.text.push(',');
        }
        self.text.push('\n');
        let start = self.text.len();
        self.text += text;
        self.places.push((start..self.text.len(), group));
    }

    /// The group that a place of the text is of.
    pub(super) fn group_at(&self, offset: usize) -> Option<usize> {
        let of = self
            .places
            .iter()
            .find(|(range, _)| range.contains(&offset));
        of.map(|(_, group)| *group)
    }
}

fn path_item(name: &str) -> String {
    let mut text = format!("\"/{name}\": {{ \"post\": {{ \"operationId\": \"check{name}\",\n");
    // Writing to a string does not fail.
    let _ = writeln!(
        text,
        "  \"requestBody\": {{ \"required\": true, \"content\": {{ \"application/json\": {{ \"schema\": {{ \"$ref\": \
         \"#/components/schemas/{name}\" }} }} }} }},"
    );
    text + "  \"responses\": { \"204\": { \"description\": \"The instance is valid.\" } } } }"
}

/// The group's schema, and of OpenAPI 3.0, which has no place for them in a schema, its definitions.
fn components(group: &Group) -> Vec<(String, Node)> {
    let mut moved = Vec::new();
    let mut root = group.schema.clone();
    if let Kind::Object(members) = &group.schema.kind {
        let definitions = members.get("definitions").and_then(Node::as_object);
        for (index, definition) in definitions.into_iter().flatten().enumerate() {
            let name = format!("{}Definition{}", group.name, index + 1);
            moved.push((definition, name));
        }
        let rest = members
            .iter()
            .filter(|entry| &*entry.key.text != "definitions");
        root.kind = Kind::Object(rest.cloned().collect());
    }
    let names: Vec<(&str, &str)> = moved
        .iter()
        .map(|(definition, name)| (&*definition.key.text, name.as_str()))
        .collect();
    let references = References {
        root: &group.name,
        moved: &names,
    };
    let mut components = vec![(group.name.clone(), references.rewrite(&root))];
    for (definition, name) in &moved {
        components.push((name.clone(), references.rewrite(&definition.value)));
    }
    components
}

/// Turns references into the group into references into the document.
struct References<'g> {
    /// The component that `#` is.
    root: &'g str,
    /// The components that the definitions are.
    moved: &'g [(&'g str, &'g str)],
}

impl References<'_> {
    fn rewrite(&self, schema: &Node) -> Node {
        let Kind::Object(members) = &schema.kind else {
            return schema.clone();
        };
        let entries = members.iter().map(|entry| {
            let value = &entry.value;
            let value = match &*entry.key.text {
                "$ref" => self.reference(value),
                "additionalProperties"
                | "contains"
                | "contentSchema"
                | "else"
                | "if"
                | "not"
                | "propertyNames"
                | "then"
                | "unevaluatedItems"
                | "unevaluatedProperties" => self.rewrite(value),
                "allOf" | "anyOf" | "oneOf" | "prefixItems" | "items" => self.each(value),
                "$defs" | "dependentSchemas" | "patternProperties" | "properties" => {
                    self.each_value(value)
                }
                _ => value.clone(),
            };
            Entry {
                key: Key::clone(&entry.key),
                value,
            }
        });
        Node::new(schema.span, Kind::Object(entries.collect()))
    }

    /// A schema, or several.
    fn each(&self, value: &Node) -> Node {
        match &value.kind {
            Kind::Array(schemas) => {
                let schemas = schemas.iter().map(|schema| self.rewrite(schema));
                Node::new(value.span, Kind::Array(schemas.collect()))
            }
            _ => self.rewrite(value),
        }
    }

    fn each_value(&self, value: &Node) -> Node {
        let Kind::Object(schemas) = &value.kind else {
            return value.clone();
        };
        let schemas = schemas.iter().map(|entry| Entry {
            key: entry.key.clone(),
            value: self.rewrite(&entry.value),
        });
        Node::new(value.span, Kind::Object(schemas.collect()))
    }

    fn reference(&self, value: &Node) -> Node {
        let Some(fragment) = value.as_str().and_then(|text| text.strip_prefix('#')) else {
            return value.clone();
        };
        let of_definition = fragment.strip_prefix("/definitions/").and_then(|rest| {
            let (name, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let name = unescaped(name);
            let (_, component) = self.moved.iter().find(|(key, _)| *key == name)?;
            Some(format!("#/components/schemas/{component}{rest}"))
        });
        let text = of_definition
            .unwrap_or_else(|| format!("#/components/schemas/{}{fragment}", self.root));
        Node::new(value.span, Kind::String(text.into()))
    }
}

/// A token of a pointer in a fragment (RFC 6901 section 6).
fn unescaped(token: &str) -> String {
    let token = token.replace("%25", "%").replace("%22", "\"");
    token.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use spectrait_source::{Diagnostics, Sources, read};

    use super::super::suite::State;
    use super::*;

    #[test]
    fn references_lead_to_the_groups_own_components() {
        let mut sources = Sources::default();
        let text = r##"{
            "definitions": { "a/b": { "$ref": "#/definitions/a~1b/properties/x" } },
            "properties": { "$ref": { "$ref": "#" }, "y": { "$ref": "#/properties/y" } },
            "enum": [{ "$ref": "#" }],
            "not": { "allOf": [{ "$ref": "#/definitions/a~1b" }] }
        }"##;
        let id = sources.add("group.json", text);
        let mut diagnostics = Diagnostics::default();
        let schema = read(&sources, id, &mut diagnostics).expect("it is JSON");
        let group = Group {
            name: "Ref01".into(),
            file: "ref.json".into(),
            description: String::new(),
            schema,
            tests: Vec::new(),
            state: State::Generated,
        };
        let components: Vec<String> = components(&group)
            .iter()
            .map(|(name, schema)| {
                let text = write_json(schema);
                format!("{name}: {}", text.split_whitespace().collect::<String>())
            })
            .collect();
        assert_eq!(
            components,
            [
                concat!(
                    r##"Ref01: {"properties":{"$ref":{"$ref":"#/components/schemas/Ref01"},"##,
                    r##""y":{"$ref":"#/components/schemas/Ref01/properties/y"}},"##,
                    r##""enum":[{"$ref":"#"}],"##,
                    r##""not":{"allOf":[{"$ref":"#/components/schemas/Ref01Definition1"}]}}"##,
                ),
                r##"Ref01Definition1: {"$ref":"#/components/schemas/Ref01Definition1/properties/x"}"##,
            ]
        );
    }
}
