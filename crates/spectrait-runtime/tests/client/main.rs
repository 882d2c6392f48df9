//! The client as a generated crate uses it, over transports in this process and over sockets.

#![cfg(feature = "client")]
#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]
#![expect(unreachable_pub, reason = "`builds.rs` stands for a generated crate")]

mod answers;
mod builds;
#[cfg(any(feature = "brotli", feature = "gzip", feature = "zstd"))]
mod compression;
mod faults;
mod hooks;
mod layers;
mod lists;
mod mock;
#[cfg(feature = "server")]
mod mocked;
mod oauth2;
mod pages;
mod redirects;
mod retries;
mod settings;
mod sockets;
mod timeouts;
