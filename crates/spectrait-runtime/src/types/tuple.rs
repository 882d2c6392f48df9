//! Arrays of a fixed length, whose items have a type each: Rust's tuples.

use crate::json::{Decode, Decoder, Encode, Encoder, Node, Shape, list_items};

/// One item more than its length is a violation, or to a tolerant reading ignored.
macro_rules! tuples {
    ($(($($item:ident $slot:ident),+))*) => {$(
        impl<$($item: Decode),+> Decode for ($($item,)+) {
            const SHAPE: Shape = Shape::Array;

            fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
                let [$($slot),+] = list_items(decoder, node)?;
                // All are read, so that every violation is found.
                $(let $slot = $item::decode(decoder, $slot);)+
                Some(($($slot?,)+))
            }
        }

        impl<$($item: Encode),+> Encode for ($($item,)+) {
            fn encode_into(&self, encoder: &mut Encoder) {
                let ($($slot,)+) = self;
                let items: &[&dyn Encode] = &[$($slot),+];
                encoder.array(items.iter().copied());
            }
        }
    )*};
}

tuples! {
    (A a)
    (A a, B b)
    (A a, B b, C c)
    (A a, B b, C c, D d)
    (A a, B b, C c, D d, E e)
    (A a, B b, C c, D d, E e, F f)
    (A a, B b, C c, D d, E e, F f, G g)
    (A a, B b, C c, D d, E e, F f, G g, H h)
    (A a, B b, C c, D d, E e, F f, G g, H h, I i)
    (A a, B b, C c, D d, E e, F f, G g, H h, I i, J j)
    (A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k)
    (A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l)
}

#[cfg(test)]
mod tests {
    use crate::{FromJson, ToJson};

    #[test]
    fn exactly_so_many_items() {
        type Pair = (String, Option<i64>);
        let text = r#"["a",1]"#;
        assert_eq!(Pair::from_json(text).unwrap().to_json().unwrap(), text);
        for (text, expected) in [
            (r#"["a"]"#, "body: 1 item, at least 2 allowed"),
            (r#"["a",1,2]"#, "body: 3 items, at most 2 allowed"),
            (
                "[1,\"a\"]",
                "body at `/0`: expected a string, found a number\n\
                 body at `/1`: expected an integer, found a string",
            ),
            ("{}", "body: expected an array, found an object"),
        ] {
            assert_eq!(Pair::from_json(text).unwrap_err().to_string(), expected);
        }
        assert!(Pair::from_json_tolerant(r#"["a",1,2]"#).is_ok());
        assert!(Pair::from_json_tolerant(r#"["a"]"#).is_err());
        assert_eq!((true,).to_json().unwrap(), "[true]");
    }
}
