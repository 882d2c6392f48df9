//! `union!`

/// An enum that is one of several schemas in the document: `oneOf` or `anyOf`.
///
/// ```
/// use spectrait_runtime::{FromJson, ToJson, record, union};
///
/// union! {
///     /// A pet.
///     #[derive(Debug, Clone, PartialEq)]
///     pub enum Pet: one_of by "petType" {
///         /// It purrs.
///         Cat(Cat) = "cat" | "kitty",
///         Dog(Box<Dog>) = "dog",
///     }
///     from [Cat(Cat), Dog(Box<Dog>)];
/// }
/// # record! {
/// #     /// A cat.
/// #     #[derive(Clone, Default)]
/// #     pub struct Cat {
/// #         /// Its lives.
/// #         pub lives: Option<i64> = "lives",
/// #     }
/// # }
/// # record! {
/// #     /// A dog.
/// #     #[derive(Clone, Default)]
/// #     pub struct Dog {
/// #         /// Its tag.
/// #         pub pet_type: Option<String> = "petType",
/// #     }
/// # }
///
/// let pet = Pet::from_json(r#"{"petType":"kitty","lives":7}"#)?;
/// assert_eq!(pet, Pet::from(Cat::new().lives(7)));
/// assert_eq!(pet.to_json()?, r#"{"petType":"cat","lives":7}"#);
///
/// let error = Pet::from_json(r#"{"petType":"cow"}"#).unwrap_err();
/// assert_eq!(error.to_string(), "body at `/petType`: `cow` is none of [cat, kitty, dog]");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// After the name come `one_of` or `any_of`, and, if a property says which branch a value is, `by` and its name. Each
/// variant holds the type of a branch, and says which values of that property are its own.
///
/// **With a tag** its value picks the branch. If it is missing, the value is what exactly one branch takes it for. A value
/// that no branch has is a violation; [`OpenUnion`](crate::OpenUnion) is for what a client reads. The tag is written once:
/// where the branch has no such property, it is added.
///
/// **Without a tag** all branches are tried. A strict reading of `one_of` takes the one that is valid, and refuses a value
/// that two take; `any_of` takes the one that ignores the fewest properties, and of equals the first. A tolerant reading
/// takes the one to which it has the least to pardon, so what a strict reading takes it takes for the same. In a parameter, whose text may be read in several ways, a number
/// comes before a boolean, and a boolean before a string.
///
/// ```
/// use spectrait_runtime::{FromJson, union};
///
/// union! {
///     /// A name or a number.
///     #[derive(Debug, Clone, PartialEq)]
///     pub enum Id: any_of { Name(String), Number(i64), }
///     from [Name(String), Number(i64)];
/// }
///
/// assert_eq!(Id::from_json("7")?, Id::from(7));
/// let error = Id::from_json("null").unwrap_err();
/// assert_eq!(error.to_string(), "\
/// body: no branch is valid (Name: expected a string, found null; \
/// Number: expected an integer, found null)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Where only one branch has the right JSON type, its violations are told, each at its own place.
///
/// After the enum, `from [Cat(Cat), …];` lists the variants that are made by `From`; of a `Box` also from what is in it.
///
/// It makes the enum, [`Union`](crate::Union), [`Decode`](crate::json::Decode) and [`Encode`](crate::json::Encode), and
/// with the feature `serde` serde's traits. The documentation of a variant begins with its tags, or its type.
#[macro_export]
macro_rules! union {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident: $count:ident $(by $tag:literal)? {
            $(
                $(#[$variant_meta:meta])*
                $variant:ident($type:ty) $(= $($value:literal)|+)?
            ),* $(,)?
        }
        $(from [$($from:ident($($from_type:tt)*)),* $(,)?];)?
    ) => {
        $(#[$meta])*
        $vis enum $name {
            $(
                #[doc = $crate::__variant_doc!($type $(, $($value)+)?)]
                #[doc = ""]
                $(#[$variant_meta])*
                $variant($type),
            )*
        }

        impl $crate::Union for $name {
            const UNION: &'static $crate::json::UnionShape = {
                static UNION: $crate::json::UnionShape = $crate::json::UnionShape {
                    exactly_one: $crate::__is_one_of!($count),
                    tag: $crate::__tag!($($tag)?),
                    branches: &[$($crate::json::Branch {
                        name: stringify!($variant),
                        tags: &[$($($value),+)?],
                    }),*],
                };
                &UNION
            };
        }

        impl $crate::json::Decode for $name {
            const SHAPE: $crate::json::Shape = $crate::json::shape_of_union(&[
                $(<$type as $crate::json::Decode>::SHAPE),*
            ]);

            fn decode(
                decoder: &mut $crate::json::Decoder<'_>,
                node: $crate::json::Node,
            ) -> ::core::option::Option<Self> {
                decoder.union(<Self as $crate::Union>::UNION, node, &[$(
                    |decoder, node| $crate::json::Decode::decode(decoder, node).map(Self::$variant)
                ),*])
            }
        }

        impl $crate::json::Encode for $name {
            fn encode_into(&self, encoder: &mut $crate::json::Encoder) {
                let tag = <Self as $crate::Union>::UNION.tag;
                match self {
                    $(Self::$variant(value) => encoder.branch(tag, &[$($($value),+)?], value),)*
                }
            }
        }

        $($($crate::__union_from! { $name $from $($from_type)* })*)?
        $crate::__serde! { $name }
    };
}

/// The first line of a variant's documentation.
#[doc(hidden)]
#[macro_export]
macro_rules! __variant_doc {
    ($type:ty) => {
        concat!("`", stringify!($type), "`")
    };
    ($type:ty, $first:literal $($value:literal)*) => {
        concat!("`", $first, "`" $(, ", `", $value, "`")*)
    };
}

/// `oneOf` or `anyOf`.
#[doc(hidden)]
#[macro_export]
macro_rules! __is_one_of {
    (one_of) => {
        true
    };
    (any_of) => {
        false
    };
}

/// The tag, if there is one.
#[doc(hidden)]
#[macro_export]
macro_rules! __tag {
    () => {
        ::core::option::Option::None
    };
    ($tag:literal) => {
        ::core::option::Option::Some($tag)
    };
}

/// A variant from what it holds.
#[doc(hidden)]
#[macro_export]
macro_rules! __union_from {
    ($name:ident $variant:ident Box<$($inner:tt)*) => {
        $crate::__union_from! { @ $name $variant Box<$($inner)* }
        $crate::__union_from! { @boxed $name $variant [] $($inner)* }
    };
    (@boxed $name:ident $variant:ident [$($inner:tt)*] >) => {
        impl ::core::convert::From<$($inner)*> for $name {
            fn from(value: $($inner)*) -> Self {
                Self::$variant(Box::new(value))
            }
        }
    };
    (@boxed $name:ident $variant:ident [$($inner:tt)*] $next:tt $($rest:tt)+) => {
        $crate::__union_from! { @boxed $name $variant [$($inner)* $next] $($rest)+ }
    };
    (@ $name:ident $variant:ident $type:ty) => {
        impl ::core::convert::From<$type> for $name {
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        }
    };
    ($name:ident $variant:ident $type:ty) => {
        $crate::__union_from! { @ $name $variant $type }
    };
}
