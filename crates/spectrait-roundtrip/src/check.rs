//! All that is done with the components of a document.

use std::path::Path;
use std::process::ExitCode;
use std::{fs, io};

use std::io::Write;

use serde_json::{Value, json};
use spectrait_validator::{Direction, Schemas, compile};

use crate::flat::Flat as _;
use crate::instances::Instances;
use crate::mutations::{self, Mutation};
use crate::side::Reading;
use crate::value::difference;

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
        let judge = match compile(&schema) {
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
            self.verdict(schemas, component, &instance, is_valid, None);
            if !is_valid {
                continue;
            }
            self.valid += 1;
            for mutation in mutations::of(schemas, &schema, &instance) {
                let is_valid = judge.is_valid(&mutation.instance);
                self.mutations += 1;
                self.verdict(
                    schemas,
                    component,
                    &mutation.instance,
                    is_valid,
                    Some(&mutation),
                );
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
        let Ok(judge) = compile(&schema) else {
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
                Reading::Changed(why, written) => {
                    self.compare(schemas, (name, "response"), (&why, &written), &instance);
                }
                Reading::Same(written) => {
                    self.compare(schemas, (name, "response"), ("", &written), &instance);
                }
            }
        }
    }

    /// What is written is what was read. Of a union, a branch that does not declare a property may be the one that is
    /// valid; it is not kept then.
    fn compare(
        &mut self,
        schemas: &Schemas,
        (name, side): (&str, &str),
        (why, written): (&str, &str),
        instance: &Value,
    ) {
        let written_value = serde_json::from_str(written).unwrap_or_default();
        let found = difference(&written_value, instance);
        if found
            .as_ref()
            .is_none_or(|pointer| !schemas.has_union_on(&schemas.of(name), pointer))
            && (found.is_some() || !why.is_empty())
        {
            let pointer = found.unwrap_or_default();
            self.changed.push(format!(
                "{name}, {side}: {why} at `{pointer}`: written as {written}: {instance}"
            ));
        }
    }

    /// Reads strictly and compares. What was broken is to be refused at its place.
    fn verdict(
        &mut self,
        schemas: &Schemas,
        component: &Component,
        instance: &Value,
        is_valid: bool,
        broken: Option<&Mutation>,
    ) {
        let name = component.name;
        match ((component.request)(&instance.to_string()), is_valid) {
            (Reading::Refused(why), true) => self
                .verdicts
                .push(format!("{name}: valid, but refused: {why:?}: {instance}")),
            (Reading::Changed(..) | Reading::Same(_), false) => self.verdicts.push(format!(
                "{name}: not valid ({}), but accepted: {instance}",
                told(broken)
            )),
            (Reading::Changed(why, written), true) => {
                self.compare(schemas, (name, "request"), (&why, &written), instance);
            }
            (Reading::Same(written), true) => {
                if broken.is_none() {
                    self.compare(schemas, (name, "request"), ("", &written), instance);
                }
            }
            (Reading::Refused(why), false) => {
                let Some(mutation) = broken else {
                    return;
                };
                let is_placed = |place: &String| {
                    *place == mutation.pointer || Some(place) == mutation.union.as_ref()
                };
                if why.iter().any(|(place, _)| is_placed(place)) {
                    self.placed += 1;
                } else {
                    self.misplaced
                        .push(format!("{name}: {}: {why:?}: {instance}", told(broken)));
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

/// Which keyword is broken, and where.
fn told(broken: Option<&Mutation>) -> String {
    broken.map_or_else(String::new, |mutation| {
        format!("{} at `{}`", mutation.keyword, mutation.pointer)
    })
}
