//! Tests of the whole pipeline. Each folder beside this one is a subject.
//!
//! The Rust in the README is compiled here.

#[doc = include_str!("../../README.md")]
#[cfg(doctest)]
mod readme {}
