//! A client against a router, without a socket: what one side writes the other one reads.
#![cfg(all(feature = "client", feature = "server"))]
#![expect(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]
#![expect(unreachable_pub, reason = "the modules stand for generated crates")]

mod fixture;
mod foreign;
mod headers;
mod media;
mod quoted_events;
mod reconnecting;
mod routing;
mod scopes;
mod security;
mod streams;
mod styles;
mod uploads;
mod webhooks;
