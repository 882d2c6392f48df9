//! The generated crate of `specs/builds.yaml` on the wire: its client, its router, and servers that
//! nobody generated.

#![expect(clippy::expect_used, reason = "what fails here fails the test")]

mod misbehaving;
mod parameters;
mod rejections;
mod service;
mod together;
