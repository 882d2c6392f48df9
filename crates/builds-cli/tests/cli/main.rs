//! The `builds` program as its users run it, against servers on loopback ports.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod program;
mod server;

mod arguments;
mod failures;
mod formats;
#[cfg(unix)]
mod terminal;
