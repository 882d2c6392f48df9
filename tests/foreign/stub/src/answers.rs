//! The answers that a document allows.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::{Map, Value};
use spectrait_runtime::operation::RawResponse;

/// One call in so many is answered by a failure, where the document lists one.
const FAILING: usize = 4;

/// The answers of each operation, in turns: each run gives the same ones.
#[derive(Debug, Default)]
pub struct Answers {
    operations: BTreeMap<String, Turns>,
}

#[derive(Debug, Default)]
struct Turns {
    calls: AtomicUsize,
    answers: Vec<Answer>,
}

/// One answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) response: RawResponse,
    /// The members of the body that no request has; `None` where the request's body is another one.
    echo: Option<Map<String, Value>>,
}

impl Answers {
    /// Reads what `write_stubs` wrote: by `"GET /things/{id}"` the answers, each with its `status`, `headers`, `body`
    /// and `echo`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mut operations = BTreeMap::new();
        for (operation, answers) in value.as_object().into_iter().flatten() {
            let answers: Option<Vec<Answer>> = answers
                .as_array()
                .into_iter()
                .flatten()
                .map(Answer::parse)
                .collect();
            let answers = answers.ok_or_else(|| format!("{operation}: no answers"))?;
            let turns = Turns {
                calls: AtomicUsize::new(0),
                answers,
            };
            operations.insert(operation.clone(), turns);
        }
        Ok(Self { operations })
    }

    /// The next answer of an operation that is of an accepted media type. Where something can be deleted, a 404 is for what
    /// was, and for nothing else.
    pub(crate) fn next(
        &self,
        method: &str,
        path: &str,
        is_gone: bool,
        accepts: impl Fn(&str) -> bool,
    ) -> Option<&Answer> {
        let turns = self.operations.get(&format!("{method} {path}"))?;
        let is_404 = |answer: &&Answer| answer.response.status == StatusCode::NOT_FOUND;
        if is_gone && let Some(answer) = turns.answers.iter().find(is_404) {
            return Some(answer);
        }
        let is_deletable = self.operations.contains_key(&format!("DELETE {path}"));
        let call = turns.calls.fetch_add(1, Ordering::Relaxed);
        let is_accepted = |answer: &&Answer| answer.media().is_none_or(&accepts);
        let (successes, failures): (Vec<&Answer>, Vec<&Answer>) = turns
            .answers
            .iter()
            .filter(is_accepted)
            .filter(|answer| !is_deletable || !is_404(answer))
            .partition(|answer| answer.response.status.is_success());
        let is_failing = call % FAILING == FAILING - 1 || successes.is_empty();
        if is_failing && !failures.is_empty() {
            turn(&failures, call / FAILING)
        } else {
            turn(&successes, call)
        }
    }
}

/// Of the statuses that there are each in its turn, and of one status the answers.
fn turn<'a>(answers: &[&'a Answer], turn: usize) -> Option<&'a Answer> {
    let mut by_status: BTreeMap<StatusCode, Vec<&Answer>> = BTreeMap::new();
    for &answer in answers {
        let status = answer.response.status;
        by_status.entry(status).or_default().push(answer);
    }
    let statuses = by_status.len().max(1);
    let of_status = by_status.into_values().nth(turn % statuses)?;
    of_status.get(turn / statuses % of_status.len()).copied()
}

impl Answer {
    fn parse(value: &Value) -> Option<Self> {
        let mut headers = HeaderMap::new();
        for (name, value) in value["headers"].as_object()? {
            let name = HeaderName::try_from(name).ok()?;
            headers.insert(name, HeaderValue::try_from(value.as_str()?).ok()?);
        }
        let status = u16::try_from(value["status"].as_u64()?).ok()?;
        Some(Self {
            response: RawResponse {
                status: StatusCode::from_u16(status).ok()?,
                headers,
                body: value["body"].as_str()?.to_owned().into(),
            },
            echo: value["echo"].as_object().cloned(),
        })
    }

    /// The media type of the body.
    fn media(&self) -> Option<&str> {
        self.response.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// The answer with what was sent as its body. It stays the text that it is: another reader could round its numbers.
    pub(crate) fn echo(&self, sent: Option<&impl AsRef<[u8]>>) -> Option<RawResponse> {
        let sent = std::str::from_utf8(sent?.as_ref()).ok()?;
        let added = self.echo.as_ref()?;
        let body = match sent.strip_prefix('{') {
            Some(rest) if !added.is_empty() => {
                let added = Value::from(added.clone()).to_string();
                let added = added.strip_suffix('}').unwrap_or_default();
                let comma = if rest.starts_with('}') { "" } else { "," };
                format!("{added}{comma}{rest}")
            }
            _ => sent.to_owned(),
        };
        Some(RawResponse {
            body: body.into(),
            ..self.response.clone()
        })
    }
}
