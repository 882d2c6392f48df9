//! "Did you mean …?"

pub(crate) use spectrait_source::nearest;
