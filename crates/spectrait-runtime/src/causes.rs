//! What is behind an error.

use std::error::Error;
use std::iter;

/// The error, then its [source](Error::source), and so on to the one that has none.
pub(crate) fn causes<'e>(
    error: &'e (dyn Error + 'static),
) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    iter::successors(Some(error), |&error| error.source())
}
