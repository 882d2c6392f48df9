//! All that is done with the components of a document.

use std::path::Path;
use std::process::ExitCode;
use std::{fs, io};

use std::io::Write;

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::instances::Instances;
use crate::mutations;
use crate::schema::{Direction, Schemas};
use crate::side::Reading;
use crate::value::same;

/// How many findings of a kind are told.
const MOST_TOLD: usize = 200;

/// A component and the types of its two sides.
pub struct Component {
    /// Its name in the document.
    pub name: &'static str,
    /// The body of a request.
    pub request: fn(&str) -> Reading,
    /// The body of a response.
    pub response: fn(&str) -> Reading,
}

/// What was found.
#[derive(Default)]
struct Findings {
    instances: usize,
    valid: usize,
    mutations: usize,
    /// Of the mutations that are not valid, those refused at the right place.
    placed: usize,
    /// Components that have no valid instance among those made.
    without: Vec<String>,
    /// Verdicts that are not those of `jsonschema`.
    verdicts: Vec<String>,
    /// Values that are another after they were written, or not read in a response.
    changed: Vec<String>,
    /// Refused, but at another place.
    misplaced: Vec<String>,
    /// Schemas that `jsonschema` does not read.
    unread: Vec<String>,
}

/// Checks the components of a document and prints what was found, as JSON.
#[must_use]
pub fn run(document: &Path, components: &[Component]) -> ExitCode {
    let found = fs::read_to_string(document)
        .map_err(|error| error.to_string())
        .and_then(|text| serde_json::from_str(&text).map_err(|error| error.to_string()));
    let document: Value = match found {
        Ok(document) => document,
        Err(error) => {
            let _ = writeln!(io::stderr().lock(), "{}: {error}", document.display());
            return ExitCode::FAILURE;
        }
    };
    let requests = Schemas::new(&document, Direction::Request);
    let responses = Schemas::new(&document, Direction::Response);
    let mut findings = Findings::default();
    for component in components {
        findings.request(&requests, component);
        findings.response(&responses, component);
    }
    let _ = writeln!(io::stdout().lock(), "{}", findings.json());
    ExitCode::SUCCESS
}

impl Findings {
    fn request(&mut self, schemas: &Schemas, component: &Component) {
        let schema = schemas.of(component.name);
        let judge = match judge(&schema) {
            Ok(judge) => judge,
            Err(why) => {
                self.unread.push(format!("{}: {why}", component.name));
                return;
            }
        };
        let before = self.valid;
        for instance in (Instances { schemas }).of(&schema) {
            self.instances += 1;
            let is_valid = judge.is_valid(&instance);
            self.verdict(component, &instance, is_valid, None);
            if !is_valid {
                continue;
            }
            self.valid += 1;
            for mutation in mutations::of(schemas, &schema, &instance) {
                let is_valid = judge.is_valid(&mutation.instance);
                self.mutations += 1;
                let place = (mutation.keyword, mutation.pointer.as_str());
                self.verdict(component, &mutation.instance, is_valid, Some(place));
            }
        }
        if self.valid == before {
            self.without.push(component.name.to_owned());
        }
    }

    /// What is valid is read in a response, and comes back.
    fn response(&mut self, schemas: &Schemas, component: &Component) {
        let name = component.name;
        let schema = schemas.of(name);
        let Ok(judge) = judge(&schema) else {
            return;
        };
        for instance in (Instances { schemas }).of(&schema) {
            if !judge.is_valid(&instance) {
                continue;
            }
            match (component.response)(&instance.to_string()) {
                Reading::Refused(why) => self.changed.push(format!(
                    "{name}: refused in a response: {why:?}: {instance}"
                )),
                Reading::Changed(why) => self
                    .changed
                    .push(format!("{name}, response: {why}: {instance}")),
                Reading::Same(written) => self.compare(name, "response", &written, &instance),
            }
        }
    }

    /// What is written is what was read.
    fn compare(&mut self, name: &str, side: &str, written: &str, instance: &Value) {
        let is_same =
            serde_json::from_str(written).is_ok_and(|written: Value| same(&written, instance));
        if !is_same {
            self.changed
                .push(format!("{name}, {side}: written as {written}: {instance}"));
        }
    }

    /// Reads strictly and compares. `place` is where, and on which keyword's account, it is to be refused.
    fn verdict(
        &mut self,
        component: &Component,
        instance: &Value,
        is_valid: bool,
        place: Option<(&str, &str)>,
    ) {
        let name = component.name;
        match ((component.request)(&instance.to_string()), is_valid) {
            (Reading::Refused(why), true) => self
                .verdicts
                .push(format!("{name}: valid, but refused: {why:?}: {instance}")),
            (Reading::Changed(_) | Reading::Same(_), false) => self.verdicts.push(format!(
                "{name}: not valid ({place:?}), but accepted: {instance}"
            )),
            (Reading::Changed(why), true) => {
                self.changed
                    .push(format!("{name}, request: {why}: {instance}"));
            }
            (Reading::Same(written), true) => {
                if place.is_none() {
                    self.compare(name, "request", &written, instance);
                }
            }
            (Reading::Refused(why), false) => {
                let Some((keyword, pointer)) = place else {
                    return;
                };
                if why.iter().any(|(place, _)| place == pointer) {
                    self.placed += 1;
                } else {
                    self.misplaced.push(format!(
                        "{name}: {keyword} at `{pointer}`: {why:?}: {instance}"
                    ));
                }
            }
        }
    }

    fn json(&self) -> Value {
        let told = |list: &[String]| list.iter().take(MOST_TOLD).cloned().collect::<Vec<_>>();
        json!({
            "instances": self.instances,
            "valid": self.valid,
            "mutations": self.mutations,
            "placed": self.placed,
            "without": self.without,
            "unread": self.unread,
            "verdicts": self.verdicts.len(),
            "changed": self.changed.len(),
            "misplaced": self.misplaced.len(),
            "told": {
                "verdicts": told(&self.verdicts),
                "changed": told(&self.changed),
                "misplaced": told(&self.misplaced),
            },
        })
    }
}

/// The second opinion.
fn judge(schema: &Value) -> Result<Validator, String> {
    let is_base64 = |text: &str| {
        let data = text.trim_end_matches('=');
        let is_of = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
        text.len().is_multiple_of(4) && text.len() - data.len() <= 2 && data.bytes().all(is_of)
    };
    jsonschema::options()
        .should_validate_formats(true)
        .with_format("byte", is_base64)
        .build(schema)
        .map_err(|error| error.to_string())
}
