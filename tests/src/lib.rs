//! What the pipeline tests share.
