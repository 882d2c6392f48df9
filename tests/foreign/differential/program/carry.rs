//! Values as JSON, and as generated requests have them: `make` and `tell` for each kind of field.

/// What has JSON of its own.
pub mod json {
    use serde_json::Value;
    use spectrait_runtime::{FromJson, ToJson};

    use crate::BoxError;

    pub fn make<T: FromJson>(value: &Value) -> Result<T, BoxError> {
        Ok(T::from_json(value.to_string())?)
    }

    pub async fn tell<T: ToJson>(field: T) -> Result<Value, BoxError> {
        Ok(serde_json::from_str(&field.to_json()?)?)
    }
}

/// Octets as a body.
pub mod octets {
    use serde_json::Value;
    use spectrait_runtime::{Base64, OctetStream};

    use crate::BoxError;
    use crate::values::base64;

    pub fn make(value: &Value) -> Result<OctetStream, BoxError> {
        let octets: Base64 = super::json::make(value)?;
        Ok(OctetStream::from(octets.into_vec()))
    }

    pub async fn tell(field: OctetStream) -> Result<Value, BoxError> {
        base64(&field.collect(1 << 20).await?)
    }
}

/// JSON values a line.
pub mod lines {
    use serde_json::Value;
    use spectrait_runtime::json::Decode;
    use spectrait_runtime::{FromJson, JsonLines, ToJson};

    use crate::BoxError;

    pub fn make<T: FromJson + Send + 'static>(value: &Value) -> Result<JsonLines<T>, BoxError> {
        let items = value
            .as_array()
            .into_iter()
            .flatten()
            .map(super::json::make);
        Ok(JsonLines::of(items.collect::<Result<Vec<T>, _>>()?))
    }

    pub async fn tell<T: ToJson + Decode>(mut field: JsonLines<T>) -> Result<Value, BoxError> {
        let mut items = Vec::new();
        while let Some(item) = field.next().await {
            items.push(super::json::tell(item?).await?);
        }
        Ok(items.into())
    }
}

/// A multipart body with files.
pub mod parts {
    use differential::types::Parts;
    use serde_json::{Map, Value, json};
    use spectrait_runtime::{Base64, Octets};

    use crate::BoxError;
    use crate::values::base64;

    pub fn make(value: &Value) -> Result<Parts, BoxError> {
        let mut parts = Parts::new(
            super::json::make::<String>(&value["text"])?,
            file(&value["file"])?,
        );
        parts.count = value.get("count").map(super::json::make).transpose()?;
        parts.list = value.get("list").map(super::json::make).transpose()?;
        parts.record = value.get("record").map(super::json::make).transpose()?;
        if let Some(files) = value["files"].as_array() {
            parts.files = Some(files.iter().map(file).collect::<Result<_, _>>()?);
        }
        Ok(parts)
    }

    pub async fn tell(parts: Parts) -> Result<Value, BoxError> {
        let mut members = Map::from_iter([
            ("text".to_owned(), parts.text.into()),
            ("file".to_owned(), told(&parts.file)?),
        ]);
        let files = parts
            .files
            .map(|files| files.iter().map(told).collect::<Result<_, _>>());
        for (name, value) in [
            ("count", parts.count.map(Value::from)),
            ("list", parts.list.map(Value::from)),
            ("files", files.transpose()?),
        ] {
            members.extend(value.map(|value| (name.to_owned(), value)));
        }
        if let Some(record) = parts.record {
            members.insert("record".to_owned(), super::json::tell(record).await?);
        }
        Ok(members.into())
    }

    fn file(value: &Value) -> Result<Octets, BoxError> {
        let octets: Base64 = super::json::make(&value["octets"])?;
        let (name, media) = (value["name"].as_str(), value["type"].as_str());
        Ok(Octets::from(octets.into_vec())
            .named(name.unwrap_or_default())
            .typed(media.unwrap_or_default()))
    }

    fn told(octets: &Octets) -> Result<Value, BoxError> {
        Ok(
            json!({"name": octets.file_name(), "type": octets.content_type(), "octets": base64(octets)?}),
        )
    }
}
