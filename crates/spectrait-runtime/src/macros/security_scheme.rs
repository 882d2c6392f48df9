//! `security_scheme!`.

/// Declares a security scheme of which the document says where its tokens come from.
///
/// ```
/// use spectrait_runtime::{SecurityScheme, security_scheme};
///
/// security_scheme! {
///     /// Signs in to the store.
///     pub const PETSTORE_AUTH: SecurityScheme = oauth2("petstore_auth") {
///         client_credentials { token_url = "/oauth/token", scopes = &["read:pets", "write:pets"] }
///         authorization_code {
///             authorization_url = "https://store.example.com/authorize",
///             token_url = "/oauth/token",
///             refresh_url = "/oauth/token",
///             scopes = &["read:pets", "write:pets"],
///         }
///     }
/// }
///
/// security_scheme! {
///     /// Knows who somebody is.
///     pub const IDENTITY: SecurityScheme = open_id_connect("identity") {
///         open_id_connect_url = "https://id.example.com/.well-known/openid-configuration",
///     }
/// }
///
/// assert_eq!(PETSTORE_AUTH.flows.len(), 2);
/// assert!(IDENTITY.open_id_connect_url.is_some());
/// ```
///
/// What is in the braces are functions of [`OAuthFlow`](crate::OAuthFlow) and
/// [`SecurityScheme`](crate::SecurityScheme). Other schemes are constants as they are.
#[macro_export]
macro_rules! security_scheme {
    (
        $(#[$meta:meta])*
        $visibility:vis const $name:ident: $type:ty = oauth2($wire_name:literal) {
            $( $flow:ident { $($property:ident = $value:expr),* $(,)? } )*
        }
    ) => {
        $(#[$meta])*
        $visibility const $name: $type = $crate::SecurityScheme::oauth2($wire_name)
            .flows(&[$( $crate::OAuthFlow::$flow() $( .$property($value) )* ),*]);
    };
    (
        $(#[$meta:meta])*
        $visibility:vis const $name:ident: $type:ty = $kind:ident($wire_name:literal) {
            $($property:ident = $value:expr),* $(,)?
        }
    ) => {
        $(#[$meta])*
        $visibility const $name: $type = $crate::SecurityScheme::$kind($wire_name) $( .$property($value) )*;
    };
}
