//! Holds a generated crate against its document.
//!
//! `cargo xtask roundtrip` writes a document in which every component is the body of a request and of a response, and a
//! program that hands the types of these bodies to [`run`]. What is done with them: instances are made from the schemas,
//! read, written and read again; each is changed in one keyword, and has to be refused at that place; and on each the
//! crate `jsonschema` has to say the same.

mod check;
mod flat;
mod instances;
mod mutations;
mod samples;
mod side;
mod text;
mod value;

pub use check::{Component, run};
pub use samples::Samples;
pub use side::{Reading, request, response};

#[cfg(test)]
mod tests;
