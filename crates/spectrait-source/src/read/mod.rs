//! Bytes to [`Node`]: the first stage.

use crate::{Diagnostics, Node, SourceId, Sources};

/// x
pub const MAX_BYTES: usize = 64 << 20;
/// x
pub const MAX_DEPTH: usize = 256;
/// x
pub const MAX_VALUES: usize = 8_000_000;
/// x
pub const MAX_EXPANDED_VALUES: usize = 1_000_000;

/// x
pub fn read(_sources: &Sources, _id: SourceId, _diagnostics: &mut Diagnostics) -> Option<Node> {
    None
}
