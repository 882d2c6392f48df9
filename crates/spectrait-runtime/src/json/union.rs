//! What unions say of themselves.

use crate::json::{Decode, Decoder, Encode, Keyword, Node, Shape};

/// What a union says of itself. The macro [`union!`](crate::union) makes it.
#[derive(Debug)]
pub struct UnionShape {
    /// Whether exactly one branch must be valid (`oneOf`), or at least one (`anyOf`).
    pub exactly_one: bool,
    /// The property that says which branch it is.
    pub tag: Option<&'static str>,
    /// The branches, in the order of the document.
    pub branches: &'static [Branch],
}

/// A branch of a [`UnionShape`].
#[derive(Debug)]
pub struct Branch {
    /// As messages name it.
    pub name: &'static str,
    /// The values of the tag that say that it is this branch; without a tag none.
    pub tags: &'static [&'static str],
}

/// A type that is one of several (`oneOf`, `anyOf`). The macro [`union!`](crate::union) implements it.
pub trait Union: Decode + Encode {
    /// What it says of itself: a static, which is known by its address.
    const UNION: &'static UnionShape;
}

/// How a branch is read.
pub type ReadBranch<T> = fn(&mut Decoder<'_>, Node) -> Option<T>;

impl UnionShape {
    /// Every tag, in the order of the branches.
    pub(crate) fn tags(&self) -> Vec<&'static str> {
        let branches = self.branches.iter();
        branches.flat_map(|branch| branch.tags).copied().collect()
    }

    /// The branch of a tag.
    pub(crate) fn tagged(&self, tag: &str) -> Option<usize> {
        self.branches
            .iter()
            .position(|branch| branch.tags.contains(&tag))
    }

    pub(super) const fn keyword(&self) -> Keyword {
        if self.exactly_one {
            Keyword::OneOf
        } else {
            Keyword::AnyOf
        }
    }
}

/// The shape of a union of these.
#[must_use]
pub const fn shape_of_union(shapes: &[Shape]) -> Shape {
    let mut index = 1;
    while index < shapes.len() {
        let same = matches!(
            (shapes[0], shapes[index]),
            (Shape::Scalar, Shape::Scalar)
                | (Shape::Array, Shape::Array)
                | (Shape::Object, Shape::Object)
        );
        if !same {
            return Shape::Any;
        }
        index += 1;
    }
    if shapes.is_empty() {
        Shape::Any
    } else {
        shapes[0]
    }
}
