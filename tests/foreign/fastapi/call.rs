//! Calls every operation of the FastAPI server, and compares: `call-fastapi BASE_URL`.

use std::error::Error;
use std::fmt::Debug;
use std::time::Duration;

use fastapi::Client;
use fastapi::operations::*;
use fastapi::types::{
    BodyPatchPair, BodySendForm, BodyUpload, Color, Echo, FilterOrder, ItemInput,
};
use serde_json::{Value, json};
use spectrait_runtime::{Date, Event, FromJson, Nullable, Octets, ToJson, Uuid, bounded};

type Outcome = Result<(), Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let base_url = std::env::args()
        .nth(1)
        .ok_or("usage: call-fastapi BASE_URL")?;
    let client = Client::builder()
        .base_url(&base_url)
        .http_bearer("token")
        .http_basic("user", "pass:word")
        .api_key_header("key")
        .build()?;
    parameters(&client).await?;
    bodies(&client).await?;
    files(&client).await?;
    streams(&client).await?;
    failures(&client).await?;
    credentials(&client, &base_url).await
}

fn same<T: PartialEq + Debug>(what: &str, actual: T, expected: T) -> Outcome {
    if actual == expected {
        return Ok(());
    }
    Err(format!("{what} is\n{actual:?}\nand not\n{expected:?}").into())
}

/// What the server understood.
fn understood(what: &str, echo: &Echo, expected: Value) -> Outcome {
    let echo: Value = serde_json::from_str(&echo.to_json()?)?;
    same(what, &echo["values"], &expected)
}

async fn parameters(client: &Client) -> Outcome {
    let request = ReadPathRequest::new(
        bounded!(7),
        "a b/ü%2F?#;=+",
        "2026-02-28".parse::<Date>()?,
        Color::Blue,
    );
    let expected =
        json!({ "number": "7", "text": "a b/ü%2F?#;=+", "day": "\"2026-02-28\"", "color": "blue" });
    // A server that decodes a path before it is matched takes `%2F` for a slash, and FastAPI does.
    let slashed = client.read_path(&request).await;
    same(
        "a slash in a segment",
        slashed
            .map_err(|error| error.status().map(|it| it.as_u16()))
            .err(),
        Some(Some(404)),
    )?;
    let mut expected = expected;
    expected["text"] = json!("a b\\ü%2F?#;=+");
    let request = ReadPathRequest::new(
        bounded!(7),
        "a b\\ü%2F?#;=+",
        "2026-02-28".parse::<Date>()?,
        Color::Blue,
    );
    understood("the path", &client.read_path(&request).await?, expected)?;

    let echo = client
        .read_rest(&ReadRestRequest::new("a/b c/ü.txt"))
        .await?;
    understood(
        "the rest of a path",
        &echo,
        json!({ "name": "a/b c/ü.txt" }),
    )?;

    let id = "0123456a-89ab-4cde-8f01-23456789abcd";
    let request = ReadQueryRequest::new("a&b=c+d ü%")
        .page(bounded!(3))
        .share(Nullable::Value(ReadQueryShare::try_from(0.25)?))
        .is_new(true)
        .colors(vec![Color::Green, Color::Red])
        .numbers(Nullable::Value(vec![-1, 0, i64::MAX].try_into()?))
        .since(Nullable::Value("2026-03-02T07:28:54.123456Z".parse()?))
        .id(Nullable::Value(id.parse()?))
        .odd_name(Nullable::Value("[]&".to_owned()));
    let expected = json!({
        "needed": "a&b=c+d ü%", "page": "3", "share": "0.25", "is_new": "true", "colors": "[\"green\", \"red\"]",
        "numbers": "[-1, 0, 9223372036854775807]", "since": "\"2026-03-02 07:28:54.123456+00:00\"",
        "id": format!("\"{id}\""), "renamed": "[]&",
    });
    understood("the query", &client.read_query(&request).await?, expected)?;
    let expected = json!({
        "needed": "", "page": "1", "share": "null", "is_new": "false", "colors": "[]", "numbers": "null",
        "since": "null", "id": "null", "renamed": "null",
    });
    let echo = client.read_query(&ReadQueryRequest::new("")).await?;
    understood("a query with what is required", &echo, expected)?;

    let request = ReadModelRequest::new()
        .limit(bounded!(100))
        .order(FilterOrder::Down)
        .tags(vec!["a,b".to_owned(), "c".to_owned()]);
    let filter: Value = serde_json::from_str(&client.read_model(&request).await?.to_json()?)?;
    same(
        "a query of a model",
        filter,
        json!({ "limit": 100, "order": "down", "tags": ["a,b", "c"] }),
    )?;

    let request = ReadHeadersRequest::new("a, \"b\" c")
        .x_count(Nullable::Value(-5))
        .session(Nullable::Value("abc-123".to_owned()))
        .visits(Nullable::Value(2));
    let expected =
        json!({ "x_token": "a, \"b\" c", "x_count": "-5", "session": "abc-123", "visits": "2" });
    understood(
        "headers and cookies",
        &client.read_headers(&request).await?,
        expected,
    )?;

    let headed = client.read_headed(&ReadHeadedRequest::new()).await?;
    same("a header of a response", headed.headers.x_total, 42)
}

fn item() -> Value {
    json!({
        "id": "0123456a-89ab-4cde-8f01-23456789abcd", "name": "thing", "note": null, "color": "green", "size": 2,
        "price": "12.50", "weight": 0.5, "made": "2026-03-02T07:28:54.123456Z", "day": "2026-03-02",
        "address": "192.0.2.1", "tags": ["“ü”", "\u{1f600}\n"], "labels": { "a b": -1, "": 0 }, "pair": [1, "two"],
        "pet": { "kind": "dog", "name": "Rex" }, "either": [1, 2],
        "parent": {
            "id": "00000000-0000-4000-8000-000000000000", "name": "other", "made": "2026-03-02T07:28:54Z",
            "day": "2000-02-29", "pet": { "kind": "cat", "lives": 9 }, "either": "text", "pair": null,
        },
    })
}

async fn bodies(client: &Client) -> Outcome {
    let input = ItemInput::from_json(&item().to_string())?;
    let output = client.add_item(&AddItemRequest::new(input.clone())).await?;
    let output: Value = serde_json::from_str(&output.to_json()?)?;
    same("an item", &output, &item())?;
    let least = r#"{"id":"00000000-0000-4000-8000-000000000000","name":"a","made":"2026-03-02T07:28:54Z","day":"2026-03-02"}"#;
    let output = client
        .add_item(&AddItemRequest::new(ItemInput::from_json(least)?))
        .await?;
    same("an item with what is required", &*output.to_json()?, least)?;

    client
        .delete_item(&DeleteItemRequest::new(input.id))
        .await?;

    let pair = BodyPatchPair::from_json(
        r#"{"first":{"kind":"cat","lives":0},"second":{"kind":"dog","name":"Rex"}}"#,
    )?;
    let pets = client.patch_pair(&PatchPairRequest::new(pair)).await?;
    let pets = pets
        .iter()
        .map(ToJson::to_json)
        .collect::<Result<Vec<_>, _>>()?;
    same(
        "pets",
        pets.join(" "),
        r#"{"kind":"cat","lives":0} {"kind":"dog","name":"Rex"}"#.to_owned(),
    )?;

    let values = vec![
        Nullable::Value(1),
        Nullable::Null,
        Nullable::Value(i64::MIN),
    ];
    let sent = client
        .send_nullable(&SendNullableRequest::new(values.clone()))
        .await?;
    same("values and nulls", sent, values)?;

    let form = BodySendForm::new("a&b=c ü+%")
        .age(bounded!(7))
        .tags(vec!["x y".to_owned(), "z&".to_owned()]);
    let echo = client.send_form(&SendFormRequest::new(form)).await?;
    understood(
        "a form",
        &echo,
        json!({ "name": "a&b=c ü+%", "age": "7", "tags": "[\"x y\", \"z&\"]" }),
    )?;

    let text = client.read_text(&ReadTextRequest::new()).await?;
    same("a text", &*text, "“text”\n")
}

async fn files(client: &Client) -> Outcome {
    let file = Octets::from(b"\x00\r\n--\xff".to_vec())
        .named("ä b.bin")
        .typed("image/png");
    let body = BodyUpload::new(file)
        .more(vec![
            Octets::from(b"1".to_vec()).named("one"),
            Octets::from(Vec::new()).named("two"),
        ])
        .raw(Nullable::Value(Octets::from(b"raw".to_vec()).named("raw")))
        .note(Nullable::Value("“note”".to_owned()));
    let echo = client.upload(&UploadRequest::new(body)).await?;
    let expected = json!({
        "name": "ä b.bin", "type": "image/png", "hex": "000d0a2d2dff", "more": "[\"one:31\", \"two:\"]",
        "raw": "726177", "note": "“note”",
    });
    understood("an upload", &echo, expected)?;

    let size = 3_000_000;
    let octets = client
        .download(&DownloadRequest::new(DownloadSize::try_from(size)?))
        .await?
        .collect(1 << 24)
        .await?;
    same("the length of a download", octets.len(), 3_000_000)?;
    let is_right = octets
        .iter()
        .zip((0..=u8::MAX).cycle())
        .all(|(actual, expected)| *actual == expected);
    same("what was downloaded", is_right, true)
}

async fn streams(client: &Client) -> Outcome {
    let mut events = client
        .read_events(&ReadEventsRequest::new(bounded!(12)))
        .await?;
    let mut lives = Vec::new();
    while let Some(event) = events.next().await {
        let cat = event?.data;
        lives.push(cat.lives);
    }
    let expected = (0..12).map(|number| number % 10).collect();
    same("events", lives, expected)?;

    let mut events = client.read_words(&ReadWordsRequest::new()).await?;
    let mut words = Vec::new();
    while let Some(event) = events.next().await {
        words.push(event?.data.0);
    }
    let expected = ["one", "\"two\"", "[DONE]", ""].map(ToOwned::to_owned);
    same("words", words, expected.to_vec())?;

    let mut events = client.read_texts(&ReadTextsRequest::new()).await?;
    let mut texts = Vec::new();
    while let Some(event) = events.next().await {
        texts.push(event?);
    }
    let first = Event::from("one\ntwo".to_owned()).named("text");
    let first = first.identified("7").retry(Duration::from_millis(5));
    let second = Event::from(r#"{"one": 2}"#.to_owned());
    same("texts", texts, vec![first, second])?;

    let mut lines = client
        .read_lines(&ReadLinesRequest::new(bounded!(3)))
        .await?;
    let mut names = Vec::new();
    while let Some(line) = lines.next().await {
        names.push(line?.name);
    }
    let expected = ["dog 0", "dog 1", "dog 2"].map(ToOwned::to_owned);
    same("lines", names, expected.to_vec())
}

async fn failures(client: &Client) -> Outcome {
    let other = ItemInput::from_json(&item().to_string())?;
    let none: Uuid = "00000000-0000-0000-0000-000000000000".parse()?;
    let error = client
        .put_item(&PutItemRequest::new(none, other.clone()))
        .await
        .err()
        .ok_or("no error")?;
    match error.api() {
        Some(PutItemError::NotFound(problem)) => {
            same("the 404", &*problem.detail, "there is none")?
        }
        _ => return Err(error.into()),
    }
    let another: Uuid = "11111111-1111-4111-8111-111111111111".parse()?;
    let error = client
        .put_item(&PutItemRequest::new(another, other.clone()))
        .await
        .err()
        .ok_or("no error")?;
    match error.api() {
        Some(PutItemError::Conflict(problem)) => same("the 409", &*problem.detail, "another id")?,
        _ => return Err(error.into()),
    }
    let output = client
        .put_item(&PutItemRequest::new(other.id, other))
        .await?;
    same("the item that was put", &*output.name, "thing")?;

    // The document has no pattern for it.
    let wrong = r#"{"id":"00000000-0000-4000-8000-000000000000","name":"a","made":"2026-03-02T07:28:54Z","day":"2026-03-02",
        "price":"no number"}"#;
    let error = client
        .add_item(&AddItemRequest::new(ItemInput::from_json(wrong)?))
        .await;
    let error = error.err().ok_or("no error")?;
    let Some(AddItemError::UnprocessableContent(failure)) = error.api() else {
        return Err(error.into());
    };
    let failure: Value = serde_json::from_str(&failure.to_json()?)?;
    let first = &failure["detail"][0];
    same(
        "the place of what is wrong",
        &first["loc"][1],
        &json!("price"),
    )?;
    same("what was wrong", &first["input"], &json!("no number"))
}

async fn credentials(client: &Client, base_url: &str) -> Outcome {
    let echo = client.read_bearer(&ReadBearerRequest::new()).await?;
    understood("the token", &echo, json!({ "shown": "token" }))?;
    let echo = client.read_basic(&ReadBasicRequest::new()).await?;
    understood(
        "user and password",
        &echo,
        json!({ "name": "user", "password": "pass:word" }),
    )?;
    let echo = client.read_key(&ReadKeyRequest::new()).await?;
    understood("the key", &echo, json!({ "shown": "key" }))?;

    let stranger = Client::builder().base_url(base_url).build()?;
    let refused = stranger.read_bearer(&ReadBearerRequest::new()).await;
    same("a call without a token", refused.is_err(), true)
}
