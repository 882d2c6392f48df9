//! The client as a generated crate uses it, over transports in this process and over sockets.

#![cfg(feature = "client")]
#![expect(
    missing_docs,
    reason = "the code of `builds.rs` stands for generated code; it has what is needed here"
)]

mod answers;
mod builds;
mod mock;
mod pages;
mod settings;
mod sockets;
