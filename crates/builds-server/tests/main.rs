//! The server: over its router without a socket, over a socket of its own, and as a program.

#![expect(clippy::expect_used, reason = "what fails here fails the test")]

mod api;
mod docs;
mod log;
mod migrations;
mod plans;
mod probes;
#[cfg(unix)]
mod program;
mod seed;
mod support;
