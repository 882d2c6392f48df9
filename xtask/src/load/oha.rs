//! oha (<https://github.com/hatoo/oha>), the load generator.

use serde_json::Value;

use super::scenario::Scenario;
use super::server::Server;
use super::{TOKEN, held_to};
use crate::bench::progress;
use crate::process::{cargo, output, parse, target_folder};

/// The version that is installed, with the dependencies that it was published with.
pub(super) const VERSION: &str = "1.16.0";

/// The program.
pub(super) struct Oha(std::path::PathBuf);

/// What came of driving a server.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Run {
    /// In requests a second.
    pub(super) throughput: f64,
    /// How long at most 99 of 100 requests took.
    pub(super) p99_milliseconds: f64,
    /// What a request cost the server, in user and system mode. It does not depend on what else the machine does as
    /// much as the others.
    pub(super) processor_microseconds: f64,
}

impl Oha {
    /// Installs it below `target/tools`, unless it is there. It does not compile without TLS, which is not needed.
    pub(super) fn install() -> Result<Self, String> {
        let root = target_folder()?
            .join("tools")
            .join(format!("oha-{VERSION}"));
        let program = root
            .join("bin")
            .join(format!("oha{}", std::env::consts::EXE_SUFFIX));
        if !program.exists() {
            progress(&format!("load: installing oha {VERSION}"));
            let mut install = cargo();
            install
                .args([
                    "install",
                    "oha",
                    "--version",
                    &format!("={VERSION}"),
                    "--locked",
                ])
                .args(["--quiet", "--root"])
                .arg(&root);
            output(&mut install)?;
        }
        Ok(Self(program))
    }

    /// Sends one request over and over, by so many connections, for so many seconds.
    pub(super) fn drive(
        &self,
        server: &Server,
        scenario: &Scenario,
        connections: u32,
        seconds: u32,
        core: Option<usize>,
    ) -> Result<Run, String> {
        let mut command = held_to(core, &self.0);
        command
            .args(["--no-tui", "--output-format", "json"])
            // Else the last request of each connection is an error.
            .arg("--wait-ongoing-requests-after-deadline")
            .args(["-z", &format!("{seconds}s"), "-c", &connections.to_string()]);
        if scenario.has_token {
            command.args(["-H", &format!("Authorization: Bearer {TOKEN}")]);
        }
        command.arg(format!("http://{}{}", server.address(), scenario.target));
        let before = server.processor_seconds()?;
        let report = parse(&output(&mut command)?)?;
        let seconds = server.processor_seconds()? - before;
        read(&report, scenario.status, seconds)
            .map_err(|error| format!("{}: {error}", scenario.name))
    }
}

/// Reads oha's report; the server took so many seconds of processor time. That an answer was of another status, or
/// none, is an error.
fn read(report: &Value, status: u16, processor_seconds: f64) -> Result<Run, String> {
    let expected = status.to_string();
    let is_clean = |statuses: &serde_json::Map<String, Value>| {
        statuses.len() == 1 && statuses.contains_key(&expected)
    };
    let (statuses, errors) = (
        &report["statusCodeDistribution"],
        &report["errorDistribution"],
    );
    if !statuses.as_object().is_some_and(is_clean)
        || !errors.as_object().is_some_and(serde_json::Map::is_empty)
    {
        return Err(format!(
            "answers of another status than {status}, or none: {statuses}, {errors}"
        ));
    }
    let figure = |value: &Value, what: &str| {
        let figure = value.as_f64().filter(|figure| *figure > 0.0);
        figure.ok_or_else(|| format!("oha told no {what}"))
    };
    let requests = figure(&statuses[&expected], "number of requests")?;
    Ok(Run {
        processor_microseconds: processor_seconds * 1e6 / requests,
        throughput: figure(&report["summary"]["requestsPerSec"], "throughput")?,
        p99_milliseconds: figure(&report["latencyPercentiles"]["p99"], "latency")? * 1e3,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What oha 1.16.0 prints, in part.
    fn report(statuses: &Value, errors: &Value) -> Value {
        json!({
            "summary": { "successRate": 1.0, "total": 2.0, "requestsPerSec": 4321.5 },
            "latencyPercentiles": { "p50": 0.0002, "p99": 0.0015, "p99.9": 0.002 },
            "statusCodeDistribution": statuses,
            "errorDistribution": errors,
        })
    }

    #[test]
    fn throughput_and_latency_are_read() {
        let run = Run {
            throughput: 4321.5,
            p99_milliseconds: 1.5,
            processor_microseconds: 200.0,
        };
        assert_eq!(
            read(&report(&json!({ "400": 8000 }), &json!({})), 400, 1.6),
            Ok(run)
        );
    }

    #[test]
    fn answers_that_were_not_expected_are_errors() {
        let none = json!({});
        for (statuses, errors) in [
            (json!({ "400": 8643 }), none.clone()),
            (json!({ "200": 8642, "503": 1 }), none.clone()),
            (json!({ "200": 8642 }), json!({ "connection refused": 1 })),
            (none.clone(), none.clone()),
            (Value::Null, none.clone()),
            (json!({ "200": 8642 }), Value::Null),
        ] {
            let found = read(&report(&statuses, &errors), 200, 1.0);
            assert!(found.is_err(), "{statuses} {errors}");
        }
        let mut nothing = report(&json!({ "200": 1 }), &none);
        nothing["latencyPercentiles"] = json!({ "p99": null });
        assert!(read(&nothing, 200, 1.0).is_err());
    }
}
