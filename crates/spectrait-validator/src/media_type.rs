//! Media types, as far as bodies are judged by them.

/// How a body is written, as far as it is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One JSON value.
    Json,
    /// A JSON value a line.
    Lines,
    /// Server-sent events, whose data is JSON or a text.
    Events,
    /// It is not looked at.
    Other,
}

impl Kind {
    /// The kind of a `content-type`, as the generator classifies it.
    pub(crate) fn of(content_type: &str) -> Self {
        const LINES: &[&str] = &[
            "application/json-lines",
            "application/json-seq",
            "application/jsonl",
            "application/jsonlines",
            "application/ndjson",
            "application/stream+json",
            "application/x-json-stream",
            "application/x-jsonl",
            "application/x-jsonlines",
            "application/x-ndjson",
        ];
        let essence = essence(content_type);
        if LINES.contains(&&*essence) || essence.ends_with("+json-seq") {
            return Self::Lines;
        }
        match essence.split_once('/') {
            Some(("text", "event-stream")) => Self::Events,
            Some(("application" | "text", "json")) => Self::Json,
            Some(("application", subtype)) if subtype.starts_with("json+") => Self::Json,
            Some((_, subtype)) if subtype.ends_with("+json") => Self::Json,
            _ => Self::Other,
        }
    }
}

/// How well a media type of the document fits a `content-type`, the more the better; `None`: not at all (`OpenAPI` 3.0.4
/// section 4.8.17: the most specific key counts).
pub(crate) fn fit(listed: &str, content_type: &str) -> Option<u8> {
    if listed.trim().eq_ignore_ascii_case(content_type.trim()) {
        return Some(4);
    }
    let (listed, given) = (essence(listed), essence(content_type));
    if listed == given {
        return Some(3);
    }
    match listed.strip_suffix("/*")? {
        "*" => Some(1),
        kind => (given.split_once('/')?.0 == kind).then_some(2),
    }
}

/// In lower case, without its parameters.
fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}
