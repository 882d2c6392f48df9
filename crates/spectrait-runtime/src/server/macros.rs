//! `service!` and `credentials!`.

/// Makes the enum of what a caller shows, and reads it from requests.
///
/// One variant per alternative of the document's security requirements, with what each scheme gives:
///
/// ```
/// use spectrait_runtime::operation::SecurityScheme;
/// use spectrait_runtime::server::{Bearer, credentials};
///
/// const BEARER_AUTH: SecurityScheme = SecurityScheme::bearer("BearerAuth");
/// const TENANT_AUTH: SecurityScheme = SecurityScheme::bearer("TenantAuth");
///
/// credentials! {
///     /// What a caller shows.
///     pub enum Credentials {
///         /// An API token.
///         BearerAuth(Bearer) = BEARER_AUTH,
///         /// Two schemes that are needed together.
///         BearerAuthAndTenantAuth(Bearer, Bearer) = BEARER_AUTH & TENANT_AUTH,
///         /// Nothing, where the document has the alternative `{}`.
///         Nobody,
///     }
/// }
/// ```
///
/// A `bearer`, `oauth2` or `openIdConnect` scheme gives a [`Bearer`](crate::server::Bearer), `basic` a
/// [`Basic`](crate::server::Basic), `apiKey` an [`ApiKey`](crate::server::ApiKey), another HTTP scheme
/// [`HttpCredentials`](crate::server::HttpCredentials), `mutualTLS` a
/// [`ClientCertificate`](crate::server::ClientCertificate).
///
/// The first alternative that the request satisfies counts, in the order of the operation's requirements;
/// `{}` is tried last wherever it stands. The enum is `Debug`, without showing a secret, and `Clone`. It is
/// exhaustive: a scheme that the document comes to know is one that `authenticate` must know.
#[macro_export]
#[doc(hidden)]
macro_rules! credentials {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident {
            $(
                $(#[$variant_meta:meta])*
                $variant:ident $( ( $($credential:ty),+ $(,)? ) = $( $($scheme:ident)::+ )&+ )?
            ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        $visibility enum $name {
            $(
                $(#[$variant_meta])*
                $variant $( ( $($credential),+ ) )?,
            )+
        }

        impl $crate::server::Credentials for $name {
            fn read(
                alternative: &[$crate::operation::SecurityScheme],
                request: &$crate::server::RequestHead,
            ) -> ::core::result::Result<::core::option::Option<Self>, $crate::server::Malformed> {
                let mut schemes = $crate::server::Schemes::new(alternative, request);
                $(
                    if schemes.are(&[$($($($scheme)::+),+)?]) {
                        return ::core::result::Result::Ok(::core::option::Option::Some(Self::$variant $( ($(
                            match schemes.read_next::<$credential>()? {
                                ::core::option::Option::Some(credential) => credential,
                                ::core::option::Option::None => {
                                    return ::core::result::Result::Ok(::core::option::Option::None);
                                }
                            }
                        ),+) )?));
                    }
                )+
                ::core::result::Result::Ok(::core::option::Option::None)
            }
        }
    };
}

/// Makes a router of a trait whose methods are operations.
///
/// The [module's manual](crate::server#what-generated-code-says) has its forms. An operation in the wrong list
/// does not compile: one that needs credentials is never served without by mistake.
///
/// ```compile_fail,E0080
/// # mod operations { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/server/example.rs")); }
/// # use operations::{Build, GetBuildError, GetBuildRequest};
/// # use spectrait_runtime::server::{Context, Failure, service};
/// pub trait Api: Send + Sync + 'static {
///     fn get_build(
///         &self,
///         request: GetBuildRequest,
///         context: Context,
///     ) -> impl Future<Output = Result<Build, Failure<GetBuildError>>> + Send;
/// }
///
/// service! { Api { get_build(GetBuildRequest) } } // `getBuild` has security
/// # struct Server;
/// # impl Api for Server {
/// #     async fn get_build(&self, _: GetBuildRequest, _: Context) -> Result<Build, Failure<GetBuildError>> {
/// #         Err(GetBuildError::NotFound)?
/// #     }
/// # }
/// # fn main() { router(Server).build(); }
/// ```
///
/// `authenticate(Credentials, scopes)` is for a document whose operations need scopes, with `Principal: Scopes`: the
/// router holds them against what [`Scopes`](crate::server::Scopes) says. Without it an operation that needs
/// one does not compile:
///
/// ```compile_fail,E0080
/// # mod operations { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/server/example.rs")); }
/// # use operations::{BEARER_AUTH, Build, Credentials, GetBuildError};
/// # use spectrait_runtime::server::{AuthError, Context, Failure, service};
/// # use spectrait_runtime::{Json, Method, Operation, SecurityScheme, request};
/// # request! {
/// #     /// `POST /builds`.
/// #     #[derive(Clone, Default)]
/// #     pub struct MakeBuildRequest {}
/// # }
/// impl Operation for MakeBuildRequest {
/// #   const ID: &str = "makeBuild";
/// #   const METHOD: Method = Method::POST;
/// #   const PATH: &str = "/builds";
///     const SECURITY: &[&[SecurityScheme]] = &[&[BEARER_AUTH.scopes(&["make"])]];
///     // …
/// #   type Success = Json<200, Build>;
/// #   type Failure = GetBuildError;
/// }
/// # /// The operations.
/// # pub trait Api: Send + Sync + 'static {
/// #     /// Who calls.
/// #     type Principal: Send + Sync + 'static;
/// #     /// Finds out who calls.
/// #     fn authenticate(
/// #         &self,
/// #         credentials: Credentials,
/// #         context: &Context,
/// #     ) -> impl Future<Output = Result<Self::Principal, AuthError>> + Send;
/// #     /// Makes a build.
/// #     fn make_build(
/// #         &self,
/// #         request: MakeBuildRequest,
/// #         context: Context<Self::Principal>,
/// #     ) -> impl Future<Output = Result<Build, Failure<GetBuildError>>> + Send;
/// # }
///
/// service! { Api { authenticate(Credentials), make_build(MakeBuildRequest) } }
/// # struct Server;
/// # impl Api for Server {
/// #     type Principal = ();
/// #     async fn authenticate(&self, _: Credentials, _: &Context) -> Result<(), AuthError> { Ok(()) }
/// #     async fn make_build(&self, _: MakeBuildRequest, _: Context<()>) -> Result<Build, Failure<GetBuildError>> {
/// #         Err(GetBuildError::NotFound)?
/// #     }
/// # }
/// # fn main() { router(Server).build(); }
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! service {
    // The trait that only says who calls.
    ($api:ident { authenticate($credentials:ty $(, $scopes:ident)?) $(,)? }) => {
        #[diagnostic::do_not_recommend]
        impl<T: $api> $api for ::std::sync::Arc<T> {
            $crate::__service! { @authenticate $api $credentials }
        }
    };

    // One trait for all: it says who calls, and has the operations.
    (
        $api:ident { authenticate($credentials:ty $(, $scopes:ident)?) $(, $operation:ident($request:ty))+ $(,)? }
        $(public { $($public:ident($public_request:ty)),* $(,)? })?
    ) => {
        #[diagnostic::do_not_recommend]
        impl<T: $api> $api for ::std::sync::Arc<T> {
            $crate::__service! { @authenticate $api $credentials }
            $crate::__service! { @handlers $api, Self::Principal $(, $operation($request))+ }
            $($crate::__service! { @handlers $api, () $(, $public($public_request))* })?
        }
        $crate::__service! {
            @routes $api, $api, $credentials, [$($scopes)?], { $($operation($request)),+ } { $($($public($public_request)),*)? }
        }
        $crate::__service! { @router $api }
    };

    // One trait of several: another one says who calls.
    (
        $api:ident: $authenticate:ident { authenticate($credentials:ty $(, $scopes:ident)?) $(, $operation:ident($request:ty))+ $(,)? }
        $(public { $($public:ident($public_request:ty)),* $(,)? })?
    ) => {
        #[diagnostic::do_not_recommend]
        impl<T: $api> $api for ::std::sync::Arc<T> {
            $crate::__service! {
                @handlers $api, <Self as $authenticate>::Principal $(, $operation($request))+
            }
            $($crate::__service! { @handlers $api, () $(, $public($public_request))* })?
        }
        $crate::__service! {
            @routes $api, $authenticate, $credentials, [$($scopes)?],
            { $($operation($request)),+ } { $($($public($public_request)),*)? }
        }
        $crate::__service! { @router $api }
    };

    // All operations are open to everyone.
    ($api:ident { $($public:ident($public_request:ty)),* $(,)? }) => {
        #[diagnostic::do_not_recommend]
        impl<T: $api> $api for ::std::sync::Arc<T> {
            $crate::__service! { @handlers $api, () $(, $public($public_request))* }
        }

        #[doc = concat!("The operations of [`", stringify!($api), "`], to be merged with others.")]
        pub fn routes<A: $api>(api: &::std::sync::Arc<A>) -> $crate::server::Routes {
            $crate::server::Routes::new()
                $(.public::<$public_request, _, _>($crate::__service!(@handler $api, api, $public)))*
        }
        $crate::__service! { @router $api }
    };

    // The traits of several modules together.
    ($api:ident = $($module:ident)::+ $(+ $($more:ident)::+)* $(,)?) => {
        #[doc = concat!("The operations of [`", stringify!($api), "`], to be merged with others.")]
        pub fn routes<A: $api>(api: &::std::sync::Arc<A>) -> $crate::server::Routes {
            $($module)::+::routes(api) $(.merge($($more)::+::routes(api)))*
        }
        $crate::__service! { @router $api }
    };
}

/// Not public: the parts of `service!`.
#[macro_export]
#[doc(hidden)]
macro_rules! __service {
    (@authenticate $api:ident $credentials:ty) => {
        type Principal = T::Principal;

        fn authenticate(
            &self,
            credentials: $credentials,
            context: &$crate::server::Context,
        ) -> impl ::core::future::Future<
            Output = ::core::result::Result<Self::Principal, $crate::server::AuthError>,
        > + ::core::marker::Send {
            <T as $api>::authenticate(self, credentials, context)
        }
    };

    (@handlers $api:ident, $principal:ty $(, $operation:ident($request:ty))*) => {
        $(
            fn $operation(
                &self,
                request: $request,
                context: $crate::server::Context<$principal>,
            ) -> impl ::core::future::Future<
                Output = ::core::result::Result<
                    $crate::operation::Success<$request>,
                    $crate::server::Failure<<$request as $crate::operation::Operation>::Failure>,
                >,
            > + ::core::marker::Send {
                <T as $api>::$operation(self, request, context)
            }
        )*
    };

    (
        @routes $api:ident, $authenticate:ident, $credentials:ty, [$($scopes:ident)?],
        { $($operation:ident($request:ty)),+ } { $($public:ident($public_request:ty)),* }
    ) => {
        #[doc = concat!("The operations of [`", stringify!($api), "`], to be merged with others.")]
        pub fn routes<A: $api>(api: &::std::sync::Arc<A>) -> $crate::server::Routes {
            let authenticate = ::std::sync::Arc::clone(api);
            let guard = $crate::__service!(@guard $($scopes)?)(move |credentials: $credentials, context| {
                let api = ::std::sync::Arc::clone(&authenticate);
                async move {
                    let result = <A as $authenticate>::authenticate(&api, credentials, &context).await;
                    (result, context)
                }
            });
            $crate::server::Routes::new()
                $(.secured::<$request, _, _, _, _>(&guard, $crate::__service!(@handler $api, api, $operation)))+
                $(.public::<$public_request, _, _>($crate::__service!(@handler $api, api, $public)))*
        }
    };

    (@guard) => { $crate::server::Guard::new };
    (@guard scopes) => { $crate::server::Guard::scoped };

    (@handler $api:ident, $value:ident, $operation:ident) => {{
        let api = ::std::sync::Arc::clone($value);
        move |request, context| {
            let api = ::std::sync::Arc::clone(&api);
            async move { <A as $api>::$operation(&api, request, context).await }
        }
    }};

    (@router $api:ident) => {
        #[doc = concat!("The router of [`", stringify!($api), "`], with its settings still to be made.")]
        pub fn router<A: $api>(api: A) -> $crate::server::RouterBuilder {
            $crate::server::RouterBuilder::new(routes(&::std::sync::Arc::new(api)))
        }
    };
}
