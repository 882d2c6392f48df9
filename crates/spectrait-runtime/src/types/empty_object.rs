//! Objects without properties.

crate::record! {
    /// An object without properties: `type: object` with `additionalProperties: false` and nothing that is declared.
    ///
    /// ```
    /// use spectrait_runtime::{EmptyObject, FromJson, ToJson};
    ///
    /// assert_eq!(EmptyObject::new().to_json()?, "{}");
    /// let error = EmptyObject::from_json(r#"{"a":1}"#).unwrap_err();
    /// assert_eq!(error.to_string(), "body at `/a`: the schema allows no such property");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[derive(Clone, Copy, Eq, Default)]
    #[non_exhaustive]
    pub struct EmptyObject {}
    closed;
}
