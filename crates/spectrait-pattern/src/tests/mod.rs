//! Tables of patterns and texts, and the same pattern matched in other ways.

mod differential;
mod errors;
mod hostile;
mod matches;
mod naive;
mod random;
