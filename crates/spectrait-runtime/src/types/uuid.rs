//! `format: uuid`

pub use ::uuid::Uuid;

use crate::json::{Decode, Decoder, Encode, Encoder, Node, Shape};

/// Reads 36 characters with hyphens; the crate reads other spellings too.
pub(crate) fn parse(text: &str) -> Option<Uuid> {
    (text.len() == 36)
        .then(|| Uuid::try_parse(text).ok())
        .flatten()
}

impl Decode for Uuid {
    const SHAPE: Shape = Shape::Scalar;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        decoder.format(node, "a UUID", parse)
    }
}

impl Encode for Uuid {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.string(self.hyphenated().encode_lower(&mut [0; 36]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_hyphenated_form() {
        let text = "123e4567-e89b-12d3-a456-426614174000";
        assert_eq!(parse(text).unwrap().to_string(), text);
        assert_eq!(parse(&text.to_uppercase()).unwrap().to_string(), text);
        for text in [
            "",
            "123e4567e89b12d3a456426614174000",
            "{123e4567-e89b-12d3-a456-426614174000}",
            "urn:uuid:123e4567-e89b-12d3-a456-426614174000",
            "123e4567-e89b-12d3-a456-42661417400g",
            "123e4567-e89b12d3-a456--426614174000",
            "123e4567xe89bx12d3xa456x426614174000",
            "1234567890123456789012345678901234é",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
