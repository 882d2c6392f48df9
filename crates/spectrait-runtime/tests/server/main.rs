//! The server on the wire: requests in, whole responses out, without a socket unless one is needed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bodies;
mod connections;
mod extras;
mod failures;
mod fixture;
mod paths;
mod rejections;
mod security;
mod several;
mod socket;
mod templates;
