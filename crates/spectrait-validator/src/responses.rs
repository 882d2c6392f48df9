//! What a document lists for an operation, and responses held against it.

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::Value;

use crate::document::followed;
use crate::error::{Unfit, Violation};
use crate::media_type::{self, Kind};
use crate::validators::Validators;

/// The responses of an operation.
#[derive(Debug, Clone)]
pub struct Responses {
    validators: Arc<Validators>,
    listed: Vec<Listed>,
}

/// One of them.
#[derive(Debug, Clone)]
struct Listed {
    statuses: Statuses,
    headers: Vec<Header>,
    content: Vec<Media>,
}

/// A media type of a response.
#[derive(Debug, Clone)]
struct Media {
    name: String,
    schema: Option<Value>,
    /// Of a sequential media type.
    items: Option<ItemSchema>,
}

/// What each item of a stream is held against.
#[derive(Debug, Clone)]
struct ItemSchema {
    schema: Value,
    /// Whether an item is JSON whatever its type: the data of an event may be a text without quotes.
    is_json: bool,
}

/// A key of `responses` (`OpenAPI` 3.0.4 section 4.8.16), in the order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Statuses {
    Exact(u16),
    /// `4XX`, by its first digit.
    Range(u16),
    Default,
}

#[derive(Debug, Clone)]
struct Header {
    name: String,
    is_required: bool,
    schema: Option<Value>,
    /// Whether the value is JSON, by its `content`.
    is_json: bool,
}

/// The items of a response that is a stream.
#[derive(Debug)]
pub struct Items {
    validators: Arc<Validators>,
    status: StatusCode,
    schema: ItemSchema,
    /// Of the next one.
    index: usize,
}

impl Statuses {
    /// `None` also for an extension.
    fn parse(key: &str) -> Option<Self> {
        if key == "default" {
            return Some(Self::Default);
        }
        match key.strip_suffix("XX").or_else(|| key.strip_suffix("xx")) {
            Some(digit) => digit.parse().ok().map(Self::Range),
            None => key.parse().ok().map(Self::Exact),
        }
    }

    fn contains(self, status: StatusCode) -> bool {
        match self {
            Self::Exact(exact) => status.as_u16() == exact,
            Self::Range(digit) => status.as_u16() / 100 == digit,
            Self::Default => true,
        }
    }
}

impl Responses {
    /// Those of an operation; else what is wrong with them.
    pub(crate) fn of(validators: &Arc<Validators>, operation: &Value) -> Result<Self, String> {
        let document = validators.document();
        let mut listed = Vec::new();
        for (key, response) in operation["responses"].as_object().into_iter().flatten() {
            let Some(statuses) = Statuses::parse(key) else {
                continue;
            };
            let response = followed(document, response)
                .ok_or_else(|| format!("the reference of the response {key} leads nowhere"))?;
            let mut headers = Vec::new();
            for (name, header) in response["headers"].as_object().into_iter().flatten() {
                let header = followed(document, header).ok_or_else(|| {
                    format!("the reference of the header {name} of {key} leads nowhere")
                })?;
                // OpenAPI 3.0.4 section 4.8.17: one of this name is ignored.
                if !name.eq_ignore_ascii_case("content-type") {
                    headers.push(Header::of(name, header));
                }
            }
            let content = response["content"].as_object().into_iter().flatten();
            listed.push(Listed {
                statuses,
                headers,
                content: content
                    .map(|(name, media)| Media::of(document, name, media))
                    .collect(),
            });
        }
        Ok(Self {
            validators: Arc::clone(validators),
            listed,
        })
    }

    /// Holds a response against the document. Without `body` it is not looked at, as where it is a stream.
    ///
    /// - The status is listed: itself, or `4XX`, or `default`.
    /// - Headers that are required are there. A scalar, and one whose `content` is JSON, is held against its schema.
    /// - The media type is listed, and JSON of it is held against its schema. Of a response without `content` the document
    ///   says nothing, and neither is the body looked at.
    ///
    /// # Errors
    /// [`Unfit`]: all that is wrong.
    pub fn check(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        body: Option<&[u8]>,
    ) -> Result<(), Unfit> {
        let mut violations = Vec::new();
        match self.find(status) {
            Some(listed) => {
                for header in &listed.headers {
                    self.check_header(header, headers, &mut violations);
                }
                self.check_body(listed, status, headers, body, &mut violations);
            }
            None => violations.push(Violation::new(
                "status",
                "",
                "responses",
                "the document does not list it",
            )),
        }
        Unfit::check(status, violations)
    }

    /// What the items of a response are held against: JSON lines, events. `None` for another response, or where the document
    /// has no schema for them. Of an `itemSchema` of events that is the schema of its property `data`, unless the events are of
    /// several kinds.
    #[must_use]
    pub fn items(&self, status: StatusCode, headers: &HeaderMap) -> Option<Items> {
        let content_type = content_type(headers)?;
        let media = self.find(status)?.media(content_type)?;
        Some(Items {
            validators: Arc::clone(&self.validators),
            status,
            schema: media.items.clone()?,
            index: 0,
        })
    }

    fn find(&self, status: StatusCode) -> Option<&Listed> {
        let fitting = self.listed.iter();
        fitting
            .filter(|listed| listed.statuses.contains(status))
            .min_by_key(|listed| listed.statuses)
    }

    fn check_header(&self, header: &Header, headers: &HeaderMap, violations: &mut Vec<Violation>) {
        let place = format!("header {}", header.name);
        let mut values = headers.get_all(&header.name).iter().peekable();
        if values.peek().is_none() && header.is_required {
            violations.push(Violation::new(&place, "", "required", "it is not there"));
        }
        let Some(schema) = &header.schema else {
            return;
        };
        for value in values {
            let text = String::from_utf8_lossy(value.as_bytes());
            violations.extend(if header.is_json {
                self.validators.check_json(schema, text.as_bytes(), &place)
            } else if self.is_scalar(schema) {
                self.validators.check_text(schema, &text, &place)
            } else {
                Vec::new()
            });
        }
    }

    /// Arrays and objects have a style.
    fn is_scalar(&self, schema: &Value) -> bool {
        let types = self.validators.types_of(schema);
        let is_scalar = |name: &String| !matches!(&**name, "array" | "object");
        !types.is_empty() && types.iter().all(is_scalar)
    }

    fn check_body(
        &self,
        listed: &Listed,
        status: StatusCode,
        headers: &HeaderMap,
        body: Option<&[u8]>,
        violations: &mut Vec<Violation>,
    ) {
        // RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5: these have no body.
        let is_bodiless = matches!(
            status,
            StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT | StatusCode::NOT_MODIFIED
        );
        if listed.content.is_empty() || is_bodiless {
            return;
        }
        let content_type = content_type(headers).unwrap_or_default();
        let Some(media) = listed.media(content_type) else {
            let names: Vec<&str> = listed.content.iter().map(|media| &*media.name).collect();
            let message = format!("`{content_type}` is none of {}", names.join(", "));
            violations.push(Violation::new(
                "header Content-Type",
                "",
                "content",
                message,
            ));
            return;
        };
        let schema = media.schema.as_ref();
        if let (Some(schema), Some(body), Kind::Json) = (schema, body, Kind::of(content_type)) {
            violations.extend(self.validators.check_json(schema, body, "body"));
        }
    }
}

impl Header {
    fn of(name: &str, header: &Value) -> Self {
        let mut content = header["content"].as_object().into_iter().flatten();
        let (is_json, schema) = match content.next() {
            Some((media_type, media)) => {
                let is_json = Kind::of(media_type) == Kind::Json;
                (is_json, media.get("schema").filter(|_| is_json))
            }
            None => (false, header.get("schema")),
        };
        Self {
            name: name.to_owned(),
            is_required: header["required"] == true,
            schema: schema.cloned(),
            is_json,
        }
    }
}

impl Media {
    fn of(document: &Value, name: &str, media: &Value) -> Self {
        let schema = media.get("schema");
        let item_schema = media.get("itemSchema");
        let items = match Kind::of(name) {
            Kind::Lines => item_schema.or(schema).map(ItemSchema::json),
            Kind::Events => match item_schema {
                Some(event) => ItemSchema::of_event(document, event),
                None => schema.map(ItemSchema::text),
            },
            Kind::Json | Kind::Other => None,
        };
        Self {
            name: name.to_owned(),
            schema: schema.cloned(),
            items,
        }
    }
}

impl ItemSchema {
    fn json(schema: &Value) -> Self {
        Self {
            schema: schema.clone(),
            is_json: true,
        }
    }

    fn text(schema: &Value) -> Self {
        Self {
            is_json: false,
            ..Self::json(schema)
        }
    }

    /// What the data of an event is held against (`OpenAPI` 3.2.0, "Special Considerations for Server-Sent Events").
    fn of_event(document: &Value, event: &Value) -> Option<Self> {
        let data = followed(document, event)?.get("properties")?.get("data")?;
        let data = followed(document, data)?;
        let media_type = data.get("contentMediaType").and_then(Value::as_str);
        match data.get("contentSchema") {
            Some(content) if media_type.map(Kind::of) == Some(Kind::Json) => {
                Some(Self::json(content))
            }
            _ => Some(Self::text(data)),
        }
    }
}

impl Listed {
    fn media(&self, content_type: &str) -> Option<&Media> {
        let fits = self
            .content
            .iter()
            .filter_map(|media| media_type::fit(&media.name, content_type).map(|fit| (fit, media)));
        fits.max_by_key(|(fit, _)| *fit).map(|(_, media)| media)
    }
}

impl Items {
    /// Holds the next item against the document: a line, or the data of an event.
    ///
    /// # Errors
    /// [`Unfit`]: all that is wrong with it.
    pub fn check(&mut self, text: &str) -> Result<(), Unfit> {
        let place = format!("item {}", self.index);
        self.index += 1;
        let ItemSchema { schema, is_json } = &self.schema;
        let violations = if *is_json {
            let json = text.as_bytes();
            self.validators.check_json(schema, json, &place)
        } else {
            self.validators.check_text(schema, text, &place)
        };
        Unfit::check(self.status, violations)
    }
}

fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(header::CONTENT_TYPE)
        .map(HeaderValue::to_str)
        .and_then(Result::ok)
}
