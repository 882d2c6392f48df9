//! `bounded!`

/// An integer between bounds, or a text of a bounded length, checked by the compiler.
///
/// ```
/// use spectrait_runtime::{AtLeast, Int, bounded};
///
/// type Limit = Int<1, 100>;
///
/// let limit = bounded!(Limit, 50);
/// let offset: AtLeast<0> = bounded!(0); // the type is known from the context
/// assert_eq!(limit.get() + offset.get(), 50);
/// ```
///
/// With the type a wrong value fails in `cargo check` and in the editor:
///
/// ```compile_fail,E0080
/// # use spectrait_runtime::{Int, bounded};
/// # type Limit = Int<1, 100>;
/// let limit = bounded!(Limit, 500); // the value 500 is out of bounds: 1 to 100
/// ```
///
/// Without it, only in `cargo build`:
///
/// ```compile_fail,E0080
/// # use spectrait_runtime::{Int, bounded};
/// let limit: Int<1, 100> = bounded!(500);
/// ```
///
/// A text has its length checked, and needs its type:
///
/// ```
/// use spectrait_runtime::{Text, bounded};
///
/// type Name = Text<1, 5>;
///
/// assert_eq!(bounded!(Name, "Größe"), "Größe");
/// ```
///
/// ```compile_fail,E0080
/// # use spectrait_runtime::{Text, bounded};
/// # type Name = Text<1, 5>;
/// let name = bounded!(Name, "too long"); // the text has 8 characters, allowed are 1 to 5
/// ```
///
/// For a value that is known when the program runs there is `TYPE::try_from(value)?`, as there is for lists.
#[macro_export]
macro_rules! bounded {
    ($type:ty, $value:expr $(,)?) => {{
        // An item, not an inline constant: `cargo check` evaluates items only.
        const _: () = <$type>::check($value);
        <$type>::at($value)
    }};
    ($value:expr) => {
        const { $crate::Int::at($value) }
    };
}
