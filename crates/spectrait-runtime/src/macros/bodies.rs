//! `bodies!`

/// A body that the document describes differently in several media types: a variant for each. One that is the same in all of
/// them needs no enum, see [`one_of`](crate::operation::one_of).
///
/// ```
/// use spectrait_runtime::{OctetStream, bodies};
///
/// bodies! {
///     /// The body of `createNote`.
///     #[derive(Debug, Clone, PartialEq)]
///     pub enum CreateNoteBody {
///         /// `application/json`
///         Json(Vec<String>) = json("application/json"),
///         /// `text/*`
///         Text(String) = text("text/plain"),
///         /// `image/*`
///         Image(OctetStream) = octet_stream("image/*"),
///     }
/// }
///
/// assert_eq!(CreateNoteBody::Text("a".to_owned()).media_type(), "text/plain");
/// ```
///
/// The words for media types are in [`operation`](crate::operation): [`json`](crate::operation::json),
/// [`form`](crate::operation::form), [`multipart`](crate::operation::multipart), [`text`](crate::operation::text),
/// [`octet_stream`](crate::operation::octet_stream),
/// [`event_stream`](crate::operation::event_stream), [`json_lines`](crate::operation::json_lines).
///
/// It makes the enum, `MEDIA` for [`request!`](crate::request) and [`responses!`](crate::responses), `media_type`, and
/// [`Decode`](crate::json::Decode) and [`Encode`](crate::json::Encode), which are for bodies only. A body that comes in
/// is of the variant whose media type fits its `content-type` best.
#[macro_export]
macro_rules! bodies {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $(
                $(#[$variant_meta:meta])*
                $variant:ident($type:ty) = $media:expr
            ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        $vis enum $name {
            $($(#[$variant_meta])* $variant($type),)+
        }

        impl $name {
            /// The media types.
            $vis const MEDIA: $crate::operation::MediaType = {
                #[allow(unused_imports, reason = "of all media types few are used")]
                use $crate::operation::{
                    Style, event_stream, form, json, json_lines, multipart, octet_stream,
                    property, text,
                };
                $crate::operation::one_of(&[$($media),+])
            };

            const VARIANTS: &'static [&'static str] = &[$(stringify!($variant)),+];

            fn index(&self) -> usize {
                let variant = match self {
                    $(Self::$variant(_) => stringify!($variant),)+
                };
                $crate::__macros::position(Self::VARIANTS, variant)
            }

            /// The media type, as the document writes it.
            #[must_use]
            $vis fn media_type(&self) -> &'static str {
                const MEDIA: $crate::operation::MediaType = $name::MEDIA;
                MEDIA.choice_name(self.index())
            }
        }

        impl $crate::json::Decode for $name {
            const SHAPE: $crate::json::Shape = $crate::json::Shape::Any;

            #[cfg_attr(not(debug_assertions), inline)]
            fn decode(
                decoder: &mut $crate::json::Decoder<'_>,
                node: $crate::json::Node,
            ) -> ::core::option::Option<Self> {
                let variant = $crate::__macros::at(Self::VARIANTS, decoder.media());
                $(
                    if variant == stringify!($variant) {
                        return <$type as $crate::json::Decode>::decode(decoder, node)
                            .map(Self::$variant);
                    }
                )+
                ::core::option::Option::None
            }
        }

        impl $crate::json::Encode for $name {
            #[cfg_attr(not(debug_assertions), inline)]
            fn encode_into(&self, encoder: &mut $crate::json::Encoder) {
                encoder.media(self.index());
                match self {
                    $(Self::$variant(value) => $crate::json::Encode::encode_into(value, encoder),)+
                }
            }
        }
    };
}
