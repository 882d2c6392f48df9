//! The document in which every component is a body.

use std::path::Path;

use spectrait_source::{
    Diagnostics, Entry, Kind, Mapping, Node, RenderOptions, Sources, read, render, write_json,
};

use crate::process::at;

/// A document and its components.
pub(super) struct Second {
    pub(super) text: String,
    pub(super) components: Vec<String>,
}

/// What of a document is kept.
const KEPT: [&str; 4] = ["openapi", "info", "jsonSchemaDialect", "components"];

/// Makes the second document of one.
pub(super) fn of(path: &Path) -> Result<Second, String> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let text = at(path, std::fs::read_to_string(path))?;
    let id = sources.add(path.display().to_string(), text);
    let Some(tree) = read(&sources, id, &mut diagnostics) else {
        return Err(render(&diagnostics, &sources, RenderOptions::default()));
    };
    let components: Vec<String> = tree
        .get("components")
        .and_then(|components| components.get("schemas"))
        .and_then(Node::as_object)
        .map(|schemas| schemas.keys().map(str::to_owned).collect())
        .unwrap_or_default();
    let paths: Vec<String> = components
        .iter()
        .enumerate()
        .map(|(number, name)| path_item(number, name))
        .collect();
    let paths = sources.add("paths", format!("{{{}}}", paths.join(",")));
    let paths = read(&sources, paths, &mut diagnostics)
        .ok_or_else(|| render(&diagnostics, &sources, RenderOptions::default()))?;
    let members = tree.as_object().into_iter().flatten();
    let mut entries: Vec<Entry> = members
        .filter(|entry| KEPT.contains(&&*entry.key.text))
        .cloned()
        .collect();
    if let Some(mut first) = entries.first().cloned() {
        first.key.text = "paths".into();
        first.value = paths;
        entries.push(first);
    }
    let kind = Kind::Object(entries.into_iter().collect::<Mapping>());
    Ok(Second {
        text: write_json(&Node::new(tree.span, kind)),
        components,
    })
}

fn path_item(number: usize, name: &str) -> String {
    let token = name.replace('~', "~0").replace('/', "~1");
    let reference = serde_json::Value::from(format!("#/components/schemas/{token}"));
    let content = format!("{{\"application/json\": {{\"schema\": {{\"$ref\": {reference}}}}}}}");
    format!(
        "\"/roundtrip{number}\": {{\"post\": {{\"operationId\": \"roundtrip{number}\", \
         \"requestBody\": {{\"required\": true, \"content\": {content}}}, \
         \"responses\": {{\"200\": {{\"description\": \"It.\", \"content\": {content}}}}}}}}}"
    )
}
