//! The requests that are sent.

use super::TOKEN;
use super::server::Server;
use super::wire::{self, Connection};
use crate::process::parse;

/// A request that is sent over and over.
pub(super) struct Scenario {
    /// For people.
    pub(super) name: &'static str,
    pub(super) target: &'static str,
    pub(super) has_token: bool,
    /// Of the answer.
    pub(super) status: u16,
}

/// From little to do for a handler to much, and two that reach none.
pub(super) const SCENARIOS: [Scenario; 4] = [
    Scenario {
        name: "3 builds",
        target: SMALL,
        has_token: true,
        status: 200,
    },
    Scenario {
        name: "100 builds",
        target: LARGE,
        has_token: true,
        status: 200,
    },
    Scenario {
        name: "two violations",
        target: "/v1/builds?limit=500&offset=-1",
        has_token: true,
        status: 400,
    },
    Scenario {
        name: "no token",
        target: LARGE,
        has_token: false,
        status: 401,
    },
];

/// A context that was built three times.
pub(super) const SMALL: &str = "/v1/builds?contextHash=a1b2c3d4e5f6a7b8&limit=5";

/// A full page.
pub(super) const LARGE: &str = "/v1/builds?limit=100";

/// Sees to it that both servers answer each request alike: status, media type, challenge and JSON.
pub(super) fn compare(servers: &[Server; 2]) -> Result<(), String> {
    for scenario in &SCENARIOS {
        let request = wire::get(scenario.target, scenario.has_token.then_some(TOKEN));
        let ask = |server: &Server| -> Result<_, String> {
            let answer = Connection::open(server.address())
                .and_then(|mut connection| connection.ask(&request))
                .map_err(|error| format!("{}: {error}", scenario.name))?;
            let headers = ["content-type", "www-authenticate"];
            let headers = headers.map(|name| answer.header(name).map(str::to_owned));
            Ok((answer.status, headers, parse(&answer.text()?)?))
        };
        let [first, second] = [ask(&servers[0])?, ask(&servers[1])?];
        if first != second || first.0 != scenario.status {
            return Err(format!(
                "{}: the servers do not answer alike: {first:?} and {second:?}",
                scenario.name
            ));
        }
    }
    Ok(())
}
