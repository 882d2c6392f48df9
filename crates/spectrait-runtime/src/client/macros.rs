//! What a generated client is made of.

/// Makes the client of a document and its builder.
///
/// ```
/// use spectrait_runtime::SecurityScheme;
/// use spectrait_runtime::client::client;
///
/// const BEARER_AUTH: SecurityScheme = SecurityScheme::bearer("BearerAuth");
///
/// client! {
///     /// A client of the builds service.
///     pub struct Client;
///     /// Settings of a [`Client`].
///     pub struct ClientBuilder {
///         /// A token of the service.
///         pub fn bearer_auth() = BEARER_AUTH,
///     }
///     /// The public server.
///     const BASE_URL = "https://api.example.com/v1";
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::builder().bearer_auth("secret").build()?;
/// assert_eq!(client.base_url(), "https://api.example.com/v1");
/// # Ok(())
/// # }
/// ```
///
/// Without `BASE_URL` the builder must be given one. Without schemes, and with a `BASE_URL`, there is also
/// `Client::new()`. Schemes of kind `basic` take two arguments, `pub fn basic_auth(user, password) = BASIC_AUTH`;
/// `mutualTLS` has no method, as it is the transport's.
///
/// `no BASE_URL;` makes a client that is given a URL with each call, for webhooks: it has `send` in place of `call`.
#[doc(hidden)]
#[macro_export]
macro_rules! __client {
    (
        $(#[$client_attribute:meta])*
        pub struct $Client:ident;
        $(#[$builder_attribute:meta])*
        pub struct $Builder:ident {
            $( $(#[$method_attribute:meta])* pub fn $method:ident($($arg:ident),*) = $scheme:expr ),* $(,)?
        }
        $( $(#[$url_attribute:meta])* const BASE_URL = $url:expr; )?
        $( no $none:ident; )?
    ) => {
        $(#[$client_attribute])*
        #[derive(Clone)]
        pub struct $Client($crate::client::Client);

        impl ::core::fmt::Debug for $Client {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, f)
            }
        }

        impl $Client {
            $(
                $(#[$url_attribute])*
                pub const BASE_URL: &str = $url;
            )?

            /// Settings to make a client with.
            pub fn builder() -> $Builder {
                let builder = $crate::client::Client::builder()
                    .user_agent(::core::concat!(
                        ::core::env!("CARGO_PKG_NAME"), "/", ::core::env!("CARGO_PKG_VERSION")
                    ))
                    $( .declare($scheme, ::core::concat!(::core::stringify!($Builder), "::", ::core::stringify!($method))) )*;
                $( let builder = builder.base_url($url); )?
                $( let builder = $crate::__client!(@without $none builder); )?
                $Builder(builder)
            }
        }

        $crate::__client!(@calls $Client [$($none)?]);
        $crate::__client!(@new $Client $Builder [$($method)*] [$($url)?]);

        $(#[$builder_attribute])*
        #[derive(Clone)]
        #[must_use = "a builder does nothing until `build` is called"]
        pub struct $Builder($crate::client::ClientBuilder);

        impl ::core::fmt::Debug for $Builder {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, f)
            }
        }

        impl $Builder {
            $(
                $crate::__client!(@method [$(#[$method_attribute])*] $method($($arg)*) = $scheme);
            )*
            $crate::__client!(@base_url [$($none)?]);

            /// How long a call may take as a whole; `None` sets no limit.
            /// [`DEFAULT_TIMEOUT`](spectrait_runtime::client::DEFAULT_TIMEOUT) unless set.
            pub fn timeout(
                self,
                limit: impl ::core::convert::Into<::core::option::Option<::core::time::Duration>>,
            ) -> Self {
                Self(self.0.timeout(limit))
            }

            /// How long connecting may take, TLS included; of the default transport.
            /// [`DEFAULT_CONNECT_TIMEOUT`](spectrait_runtime::client::DEFAULT_CONNECT_TIMEOUT) unless set.
            pub fn connect_timeout(
                self,
                limit: impl ::core::convert::Into<::core::option::Option<::core::time::Duration>>,
            ) -> Self {
                Self(self.0.connect_timeout(limit))
            }

            /// How long the body of a response may stand still; a stream has a
            /// [limit of its own](Self::stream_idle_timeout).
            /// [`DEFAULT_IDLE_TIMEOUT`](spectrait_runtime::client::DEFAULT_IDLE_TIMEOUT) unless set.
            pub fn idle_timeout(
                self,
                limit: impl ::core::convert::Into<::core::option::Option<::core::time::Duration>>,
            ) -> Self {
                Self(self.0.idle_timeout(limit))
            }

            /// How long a stream may stand still. No limit unless set.
            pub fn stream_idle_timeout(
                self,
                limit: impl ::core::convert::Into<::core::option::Option<::core::time::Duration>>,
            ) -> Self {
                Self(self.0.stream_idle_timeout(limit))
            }

            /// How many bytes the body of a response may have.
            /// [`DEFAULT_BODY_LIMIT`](spectrait_runtime::client::DEFAULT_BODY_LIMIT) unless set.
            pub fn body_limit(self, bytes: usize) -> Self {
                Self(self.0.body_limit(bytes))
            }

            /// A header for every call.
            pub fn default_header(
                self,
                name: impl ::core::convert::TryInto<$crate::client::HeaderName>,
                value: impl ::core::convert::TryInto<$crate::client::HeaderValue>,
            ) -> Self {
                Self(self.0.default_header(name, value))
            }

            /// What the client calls itself, `my-tool/1.2`.
            pub fn user_agent(self, value: impl ::core::convert::TryInto<$crate::client::HeaderValue>) -> Self {
                Self(self.0.user_agent(value))
            }

            /// What carries the requests, in the place of reqwest: any cloneable
            /// `tower::Service<http::Request<Body>, Response = http::Response<B>>`. See
            /// [`Transport`](spectrait_runtime::client::Transport).
            pub fn transport(self, transport: impl $crate::client::Transport) -> Self {
                Self(self.0.transport(transport))
            }

            /// Puts a tower layer around the transport. The first that is added is the outermost. Each attempt of a call
            /// goes through it; see [layers](spectrait_runtime::client#layers).
            pub fn layer<L>(self, layer: L) -> Self
            where
                L: $crate::client::Layer<$crate::client::BoxTransport>
                    + ::core::marker::Send
                    + ::core::marker::Sync
                    + 'static,
                L::Service: $crate::client::Transport,
            {
                Self(self.0.layer(layer))
            }

            /// Sends a request again when it failed and can be repeated without harm, see
            /// [`Retries`](spectrait_runtime::client::Retries). Off unless set.
            pub fn retries(
                self,
                retries: impl ::core::convert::Into<::core::option::Option<$crate::client::Retries>>,
            ) -> Self {
                Self(self.0.retries(retries))
            }

            /// Looks at the head of each request before it is sent, or changes it; see
            /// [`on_request`](spectrait_runtime::client::ClientBuilder::on_request).
            pub fn on_request(
                self,
                hook: impl ::core::ops::Fn(&$crate::client::CalledOperation, &mut $crate::client::RequestParts)
                + ::core::marker::Send
                + ::core::marker::Sync
                + 'static,
            ) -> Self {
                Self(self.0.on_request(hook))
            }

            /// Looks at the head of each response that comes; see
            /// [`on_response`](spectrait_runtime::client::ClientBuilder::on_response).
            pub fn on_response(
                self,
                hook: impl ::core::ops::Fn(&$crate::client::CalledOperation, &$crate::client::ResponseParts)
                + ::core::marker::Send
                + ::core::marker::Sync
                + 'static,
            ) -> Self {
                Self(self.0.on_response(hook))
            }

            /// Follows so many redirects of a request, without a credential to another origin; none unless set. See
            /// [`redirects`](spectrait_runtime::client::ClientBuilder::redirects).
            pub fn redirects(self, limit: usize) -> Self {
                Self(self.0.redirects(limit))
            }

            /// Checks the settings and makes the client. Nothing is connected yet.
            ///
            /// # Errors
            ///
            /// A setting cannot be used, or the default transport cannot be set up.
            pub fn build(self) -> ::core::result::Result<$Client, $crate::client::BuildError> {
                self.0.build().map($Client)
            }
        }
    };
    (@method [$($attribute:tt)*] $method:ident() = $scheme:expr) => {
        $($attribute)*
        pub fn $method(self, token: impl ::core::convert::Into<$crate::client::Token>) -> Self {
            Self(self.0.token($scheme, token))
        }
    };
    (@method [$($attribute:tt)*] $method:ident($user:ident $password:ident) = $scheme:expr) => {
        $($attribute)*
        pub fn $method(
            self,
            $user: impl ::core::convert::Into<$crate::client::Secret>,
            $password: impl ::core::convert::Into<$crate::client::Secret>,
        ) -> Self {
            Self(self.0.basic($scheme, $user, $password))
        }
    };
    (@base_url []) => {
        /// Where the server is. The paths of the operations are appended to it.
        pub fn base_url(self, url: impl ::core::convert::Into<::std::string::String>) -> Self {
            Self(self.0.base_url(url))
        }
    };
    (@base_url [BASE_URL]) => {};
    (@without BASE_URL $builder:ident) => { $builder.without_base_url() };
    (@calls $Client:ident []) => {
        impl $Client {
            /// Where the server is.
            #[must_use]
            pub fn base_url(&self) -> &str {
                self.0.base_url()
            }

            /// A call to any operation, as the methods make it.
            pub fn call<O: $crate::Operation>(
                &self,
                request: &O,
            ) -> $crate::client::Call<$crate::operation::Success<O>, O::Failure> {
                self.0.call(request)
            }

            /// All pages of any list, as the methods make it.
            pub fn pages<O: $crate::client::Paged>(&self, request: &O) -> $crate::client::Pages<O> {
                self.0.pages(request)
            }
        }
    };
    (@calls $Client:ident [BASE_URL]) => {
        impl $Client {
            /// A call to any operation at this URL, as the methods make it.
            pub fn send<O: $crate::Operation>(
                &self,
                url: &str,
                request: &O,
            ) -> $crate::client::Call<$crate::operation::Success<O>, O::Failure> {
                self.0.call_at(url, request)
            }
        }
    };
    (@new $Client:ident $Builder:ident [] [$url:expr]) => {
        impl $Client {
            /// A client with the default settings.
            ///
            /// # Errors
            ///
            /// The default transport cannot be set up.
            pub fn new() -> ::core::result::Result<Self, $crate::client::BuildError> {
                Self::builder().build()
            }
        }
    };
    (@new $Client:ident $Builder:ident [$($method:ident)*] [$($url:expr)?]) => {};
}

/// Makes a server of the document whose URL has variables, for `base_url` of a client's builder.
///
/// ```
/// use spectrait_runtime::client::server;
/// use spectrait_runtime::string_enum;
///
/// string_enum! {
///     /// The ports of [`MainServer`].
///     pub enum MainServerPort {
///         V8443 = "8443",
///         V443 = "443",
///     }
/// }
///
/// server! {
///     /// The main server.
///     #[derive(Debug, Clone, PartialEq)]
///     pub struct MainServer = "https://{username}.example.com:{port}/v2" {
///         /// Assigned by the provider. `demo` unless set.
///         pub username: String = "username" or "demo",
///         /// `8443` unless set.
///         pub port: MainServerPort = "port" or MainServerPort::V8443,
///     }
/// }
///
/// let server = MainServer::new().username("acme").port(MainServerPort::V443);
/// assert_eq!(server.to_string(), "https://acme.example.com:443/v2");
/// ```
///
/// A value is put into the URL as it is. What makes no URL is refused when the client is built.
#[doc(hidden)]
#[macro_export]
macro_rules! __server {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident = $url:literal {
            $(
                $(#[$field_meta:meta])*
                $field_vis:vis $field:ident: $type:ty = $variable:literal or $default:expr
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        $vis struct $name {
            $($(#[$field_meta])* $field_vis $field: $type,)*
        }

        $crate::__make! { [] $vis $name { $($field_vis $field: $type,)* } }

        /// With the defaults of the document.
        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self { $($field: $crate::IntoField::<$type>::into_field($default)),* }
            }
        }

        /// The URL.
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::client::write_url(f, $url, &[$(($variable, &self.$field)),*])
            }
        }

        impl ::core::convert::From<$name> for ::std::string::String {
            fn from(server: $name) -> Self {
                ::std::string::ToString::to_string(&server)
            }
        }
    };
}
