//! The answers of each operation that its document allows.

use serde_json::{Map, Value, json};
use spectrait_roundtrip::Samples;

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// By `GET /things/{id}`, what `Answers::parse` reads. Of a status only what the contract lists is an answer of the
/// handler's: the router gives the others by itself.
pub(crate) fn of(contract: &Value, effective: &Value) -> Result<Value, String> {
    let maker = Maker {
        document: effective,
        samples: Samples::of_responses(effective),
    };
    let mut all = Map::new();
    for (path, item) in members(&effective["paths"]) {
        for (method, operation) in members(maker.target(item)) {
            if !METHODS.contains(&method.as_str()) {
                continue;
            }
            let operation_name = format!("{} {path}", method.to_uppercase());
            let mut answers = Vec::new();
            for (status, response) in members(&operation["responses"]) {
                if is_of(contract, path, method, status) {
                    let of_status = maker.answers(operation, status, maker.target(response));
                    answers.extend(
                        of_status
                            .map_err(|error| format!("{operation_name}: {status}: {error}"))?,
                    );
                }
            }
            all.insert(operation_name, answers.into());
        }
    }
    Ok(all.into())
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// Whether the contract lists a status of an operation; of a path that stands in another file, that of the router's own
/// answers.
fn is_of(contract: &Value, path: &str, method: &str, status: &str) -> bool {
    let mut item = &contract["paths"][path];
    if let Some(reference) = item["$ref"].as_str() {
        item = match reference
            .strip_prefix('#')
            .and_then(|pointer| contract.pointer(pointer))
        {
            Some(item) => item,
            None => return status.starts_with('2'),
        };
    }
    item[method]["responses"].get(status).is_some()
}

struct Maker<'d> {
    document: &'d Value,
    samples: Samples,
}

impl Maker<'_> {
    /// What a reference leads to.
    fn target<'v>(&'v self, value: &'v Value) -> &'v Value {
        let pointer = value["$ref"]
            .as_str()
            .and_then(|reference| reference.strip_prefix('#'));
        let target = pointer.and_then(|pointer| self.document.pointer(pointer));
        target.map_or(value, |target| self.target(target))
    }

    fn answers(
        &self,
        operation: &Value,
        status: &str,
        response: &Value,
    ) -> Result<Vec<Value>, String> {
        let status: u16 = match status.strip_suffix("XX") {
            Some(digit) => format!("{digit}09").parse().map_err(|_| "no status")?,
            // It is neither a success nor the server's fault.
            None if status == "default" => 300,
            None => status.parse().map_err(|_| "no status")?,
        };
        let headers = self.headers(&response["headers"])?;
        let answer = |media: Option<&str>, body: String, echo: Option<Value>| {
            let mut headers = headers.clone();
            headers.extend(media.map(|media| ("content-type".to_owned(), media.into())));
            json!({ "status": status, "headers": headers, "body": body, "echo": echo })
        };
        let mut answers = Vec::new();
        let anything = json!({});
        for (media, content) in members(&response["content"]) {
            let schema = match content.get("itemSchema") {
                // What an event carries.
                Some(event) if media == "text/event-stream" => {
                    &event["properties"]["data"]["contentSchema"]
                }
                Some(item) => item,
                None => content.get("schema").unwrap_or(&anything),
            };
            let values = self.samples.of(schema)?;
            if values.is_empty() {
                return Err(format!("no value of {schema} was made"));
            }
            let texts = || values.iter().map(Value::to_string);
            match media.as_str() {
                "text/event-stream" => {
                    let events: Vec<String> = texts().collect();
                    let events = format!("data: {}\n\n", events.join("\n\ndata: "));
                    answers.push(answer(Some(media), events, None));
                }
                "application/x-ndjson" => {
                    let lines: String = texts().map(|text| text + "\n").collect();
                    answers.push(answer(Some(media), lines, None));
                }
                json if json.ends_with("/json") || json.ends_with("+json") => {
                    let sent = &self.target(&operation["requestBody"])["content"][media]["schema"];
                    answers.extend(values.iter().map(|value| {
                        let echo = (sent == schema).then(|| self.only_answered(schema, value));
                        answer(Some(json), value.to_string(), echo)
                    }));
                }
                text if text.starts_with("text/") => {
                    let texts = values.iter().filter_map(Value::as_str);
                    answers.extend(texts.map(|value| answer(Some(text), value.to_owned(), None)));
                }
                octets => answers.push(answer(Some(octets), "\u{0}octets ÿ".to_owned(), None)),
            }
        }
        if answers.is_empty() {
            answers.push(answer(None, String::new(), None));
        }
        Ok(answers)
    }

    /// The members that no request has.
    fn only_answered(&self, schema: &Value, value: &Value) -> Value {
        let schema = self.target(schema);
        let only = members(value)
            .filter(|(name, _)| self.target(&schema["properties"][name])["readOnly"] == true);
        only.map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }

    /// Headers in the style `simple`.
    fn headers(&self, headers: &Value) -> Result<Map<String, Value>, String> {
        let mut made = Map::new();
        for (name, header) in members(headers) {
            let header = self.target(header);
            let (schema, is_json) = match members(&header["content"]).next() {
                Some((_, content)) => (&content["schema"], true),
                None => (&header["schema"], false),
            };
            let mut values = self.samples.of(schema)?;
            if schema["type"] == "string" {
                values.push("text".into());
            }
            let mut texts = values.iter().map(|value| {
                if is_json {
                    value.to_string()
                } else {
                    simple(value, header["explode"] == true)
                }
            });
            // Others can be in no header.
            let is_plain = |text: &String| {
                !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic() || c == ' ')
            };
            match texts.find(is_plain) {
                Some(text) => _ = made.insert(name.to_lowercase(), text.into()),
                None if header["required"] == true => {
                    return Err(format!("no value of the header {name}"));
                }
                None => {}
            }
        }
        Ok(made)
    }
}

/// A value in the style `simple`.
fn simple(value: &Value, is_exploded: bool) -> String {
    let text = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    match value {
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(","),
        Value::Object(members) => {
            let between = if is_exploded { '=' } else { ',' };
            let members = members
                .iter()
                .map(|(name, value)| format!("{name}{between}{}", text(value)));
            members.collect::<Vec<_>>().join(",")
        }
        value => text(value),
    }
}
