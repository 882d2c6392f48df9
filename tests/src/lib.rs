//! Tests of the whole pipeline. Each folder beside this one is a subject.
