//! What our side of the differential test does, over the crate generated from the document that `document.py` writes:
//!
//! - `differential-program emit SEED COUNT` makes so many values for each operation and prints, one JSON object a line, each with
//!   the request that our client sends, or with why it refuses to.
//! - `differential-program read` takes such lines with requests that others wrote, hands them to our server, and holds what its
//!   handlers get against the values. It prints for each operation the shortest value that does not come through, and
//!   ends with 1 if there is one.

mod carry;
mod values;

use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use differential::operations::*;
use serde_json::{Value, json};
use spectrait_runtime::client::{self, ErrorKind};
use spectrait_runtime::server::{RouterBuilder, Routes};
use spectrait_runtime::{Base64, Operation};
use tower::ServiceExt;

use crate::values::{Kind, Random, base64, same};

type BoxError = Box<dyn std::error::Error + Send + Sync>;
type Sent = Result<Value, BoxError>;

/// An operation.
struct Cell {
    id: &'static str,
    kind: Kind,
    /// Whether its values are several of the kind.
    is_stream: bool,
    /// The request that our client sends with a value, as JSON, or why there is none.
    send: fn(Value) -> std::pin::Pin<Box<dyn Future<Output = Sent>>>,
    /// Adds a handler that keeps what it gets.
    route: fn(Routes, Kept) -> Routes,
}

/// What a handler got.
type Kept = Arc<Mutex<Option<Value>>>;

fn take(kept: &Kept) -> Option<Value> {
    kept.lock().unwrap_or_else(PoisonError::into_inner).take()
}

fn keep(kept: &Kept, value: Value) {
    *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
}

/// What was made, of the type that a request has it in.
fn of_field<R, T>(_: fn(R) -> T, made: Result<T, BoxError>) -> Result<T, BoxError> {
    made
}

macro_rules! cells {
    ($($carried:ident $request:ident.$field:ident $id:ident $kind:ident,)+) => {
        const CELLS: &[Cell] = &[$(Cell {
            id: stringify!($id),
            kind: Kind::$kind,
            is_stream: matches!(stringify!($carried).as_bytes(), b"lines"),
            send: |value| Box::pin(async move {
                let field = of_field(|request: $request| request.$field, carry::$carried::make(&value))?;
                send(&$request::new(field)).await
            }),
            route: |routes, kept| routes.public::<$request, _, _>(move |request, _| {
                let kept = Arc::clone(&kept);
                async move {
                    keep(&kept, carry::$carried::tell(request.$field).await?);
                    Ok(())
                }
            }),
        },)+];
    };
}
include!("cells.rs");

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, BoxError> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["emit", seed, count] => emit(seed.parse()?, count.parse()?).await,
        ["read"] => read().await,
        _ => {
            Err("usage: differential-program emit SEED COUNT, or differential-program read".into())
        }
    }
}

async fn emit(seed: u64, count: u64) -> Result<ExitCode, BoxError> {
    let mut random = Random(seed);
    let mut out = std::io::stdout().lock();
    for cell in CELLS {
        for _ in 0..count {
            let value = if cell.is_stream {
                random.lines(cell.kind)?
            } else {
                random.value(cell.kind)?
            };
            let mut line = (cell.send)(value.clone()).await?;
            line["operation"] = cell.id.into();
            line["kind"] = format!("{:?}", cell.kind).into();
            line["value"] = value;
            writeln!(out, "{line}")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// `{"request": …}`, or `{"refused": …}`.
async fn send<O: Operation>(request: &O) -> Sent {
    let kept = Kept::default();
    let transport = {
        let kept = Arc::clone(&kept);
        tower::service_fn(move |request| {
            let kept = Arc::clone(&kept);
            async move {
                keep(&kept, written(request).await?);
                let response = http::Response::builder().status(204);
                Ok::<_, BoxError>(response.body(client::Body::from(""))?)
            }
        })
    };
    let client = client::Client::builder()
        .base_url("http://test")
        .transport(transport)
        .build()?;
    match client.call(request).await {
        Ok(_) => Ok(json!({"request": take(&kept)})),
        Err(error) => match error.kind() {
            ErrorKind::Invalid(violations) => Ok(json!({"refused": violations.to_string()})),
            _ => Err(format!("{}: {:?}", O::ID, error.to_string()).into()),
        },
    }
}

async fn written(request: http::Request<client::Body>) -> Sent {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(Body::new(body), 1 << 20).await?;
    let headers = head.headers.iter().map(|(name, value)| {
        let value = std::str::from_utf8(value.as_bytes())?;
        Ok(json!([name.as_str(), value]))
    });
    Ok(json!({
        "method": head.method.as_str(),
        "target": head.uri.path_and_query().map(http::uri::PathAndQuery::as_str),
        "headers": headers.collect::<Result<Vec<_>, BoxError>>()?,
        "body": base64(&body)?,
    }))
}

async fn read() -> Result<ExitCode, BoxError> {
    let kept = Kept::default();
    let routes = CELLS.iter().fold(Routes::new(), |routes, cell| {
        (cell.route)(routes, Arc::clone(&kept))
    });
    let router = RouterBuilder::new(routes).build();
    let mut count = 0;
    let mut different: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in std::io::stdin().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        count += 1;
        let got = match asked(&line["request"]) {
            Ok(request) => {
                let response = router.clone().oneshot(request).await?;
                let (head, body) = response.into_parts();
                let body = axum::body::to_bytes(body, 1 << 20).await?;
                take(&kept)
                    .ok_or_else(|| format!("{}: {}", head.status, String::from_utf8_lossy(&body)))
            }
            Err(error) => Err(format!("no request: {error}")),
        };
        if !got.as_ref().is_ok_and(|got| same(got, &line["value"])) {
            let got = got.map_or_else(|error| error, |got| got.to_string());
            let operation = line["operation"].as_str().unwrap_or_default();
            let told = format!(
                "sent {}\n  as {}\n  read {got}",
                line["value"], line["request"]
            );
            different
                .entry(operation.to_owned())
                .or_default()
                .push(told);
        }
    }
    let mut out = std::io::stdout().lock();
    for (operation, told) in &different {
        let shortest = told
            .iter()
            .min_by_key(|told| told.len())
            .map_or("", String::as_str);
        writeln!(
            out,
            "{operation}: {} values come through otherwise, such as\n  {shortest}",
            told.len()
        )?;
    }
    writeln!(
        out,
        "{count} requests, {} operations with a difference",
        different.len()
    )?;
    Ok(if different.is_empty() && count > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn asked(request: &Value) -> Result<http::Request<Body>, BoxError> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let body: Base64 = carry::json::make(&request["body"])?;
    let mut builder = http::Request::builder()
        .method(text(&request["method"]).as_str())
        .uri(text(&request["target"]));
    for pair in request["headers"].as_array().into_iter().flatten() {
        let value = http::HeaderValue::from_bytes(text(&pair[1]).as_bytes())?;
        builder = builder.header(text(&pair[0]), value);
    }
    Ok(builder.body(Body::from(body.into_vec()))?)
}
