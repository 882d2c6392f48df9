//! Patterns, each compiled once.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use spectrait_pattern::Pattern;

/// By its text. Patterns are part of the program, so there are only as many as the document has.
static PATTERNS: RwLock<BTreeMap<&'static str, Option<Arc<Pattern>>>> =
    RwLock::new(BTreeMap::new());

/// Whether a pattern matches somewhere in a text.
pub(super) fn is_match(pattern: &'static str, text: &str) -> bool {
    // The generator refuses a pattern that cannot be read. One that was written by hand forbids nothing.
    compiled(pattern).is_none_or(|pattern| pattern.is_match(text))
}

fn compiled(pattern: &'static str) -> Option<Arc<Pattern>> {
    // Nothing panics while the lock is held, and a map is whole after every insertion.
    let patterns = PATTERNS.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(compiled) = patterns.get(pattern) {
        return compiled.clone();
    }
    drop(patterns);
    let compiled = Pattern::new(pattern).ok().map(Arc::new);
    let mut patterns = PATTERNS.write().unwrap_or_else(PoisonError::into_inner);
    patterns.entry(pattern).or_insert(compiled).clone()
}
