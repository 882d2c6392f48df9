//! `generated_for!`

/// The number of the interface between generated code and this crate. It grows whenever code that was
/// generated before no longer compiles or behaves.
#[doc(hidden)]
#[macro_export]
macro_rules! __interface {
    () => {
        1
    };
}

/// Says which interface of this crate a generated crate was made for. With another one there is one error
/// that says so, besides whatever else does not compile.
///
/// ```
/// spectrait_runtime::generated_for!(1);
/// ```
///
/// ```compile_fail,E0080
/// spectrait_runtime::generated_for!(9);
/// ```
#[macro_export]
macro_rules! generated_for {
    ($interface:literal) => {
        const _: () = assert!(
            $interface == $crate::INTERFACE,
            concat!(
                "this code was generated for interface ",
                $interface,
                " of spectrait-runtime, and the spectrait-runtime it is compiled with has interface ",
                $crate::__interface!(),
                ": generate it again with the spectrait of the same version as the runtime, or depend on \
                 the runtime version that its Cargo.toml was generated with",
            ),
        );
    };
}
