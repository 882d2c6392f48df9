//! What benchmarks hold the generated crate `builds` against: [types with serde's derive](by_hand).

pub mod by_hand;
