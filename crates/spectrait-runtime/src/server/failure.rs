//! What a handler returns when it does not succeed.

use std::any::Any;
use std::fmt;

/// Any error.
pub type BoxError = Box<dyn std::error::Error + Send + Sync + 'static>;

/// Why a handler did not succeed.
///
/// `?` turns any error into [`Internal`](Self::Internal), also `&str`, `String` and the boxes of `anyhow` and
/// `eyre`. An `E` stays [`Documented`](Self::Documented) on the way:
///
/// ```
/// use spectrait_runtime::server::Failure;
///
/// #[derive(Debug)]
/// enum GetBuildError {
///     NotFound,
/// }
/// # impl std::fmt::Display for GetBuildError {
/// #     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("404") }
/// # }
/// # impl std::error::Error for GetBuildError {}
///
/// fn find(id: &str) -> Result<u64, Failure<GetBuildError>> {
///     let id: u64 = id.parse()?; // not documented: 500
///     if id > 7 {
///         Err(GetBuildError::NotFound)?; // documented: 404
///     }
///     Ok(id)
/// }
///
/// assert!(matches!(find("8"), Err(Failure::Documented(GetBuildError::NotFound))));
/// assert!(matches!(find("x"), Err(Failure::Internal(_))));
/// ```
///
/// # An error type of your own
///
/// An application that has one error type says once per documented enum what becomes of it, and `?` does the rest. The type
/// must not be a [`std::error::Error`], which every `?` would take for internal:
///
/// ```
/// # use spectrait_runtime::server::Failure;
/// # #[derive(Debug)]
/// # enum GetBuildError { NotFound }
/// enum AppError {
///     Missing,
///     Storage(std::io::Error),
/// }
///
/// impl From<std::io::Error> for AppError {
///     fn from(error: std::io::Error) -> Self {
///         Self::Storage(error)
///     }
/// }
///
/// impl From<AppError> for Failure<GetBuildError> {
///     fn from(error: AppError) -> Self {
///         match error {
///             AppError::Missing => Self::Documented(GetBuildError::NotFound),
///             AppError::Storage(error) => Self::internal(error),
///         }
///     }
/// }
///
/// fn load(id: &str) -> Result<String, AppError> {
///     if id.is_empty() { Err(AppError::Missing) } else { Ok(std::fs::read_to_string(id)?) }
/// }
///
/// // In the handler.
/// fn get_build(id: &str) -> Result<String, Failure<GetBuildError>> {
///     Ok(load(id)?)
/// }
///
/// assert!(matches!(get_build(""), Err(Failure::Documented(GetBuildError::NotFound))));
/// assert!(matches!(get_build("/no/such/file"), Err(Failure::Internal(_))));
/// ```
///
/// Operations that document the same failures share one enum, so one `impl` serves all of them. A type that has to be a
/// [`std::error::Error`] is turned by `map_err` and a function of yours in place of the `impl`.
#[derive(Debug)]
pub enum Failure<E> {
    /// A failure that the document lists: sent as it says.
    Documented(E),
    /// Anything else: a 500 without a word about the error, which goes to
    /// [`on_internal_error`](super::RouterBuilder::on_internal_error) instead.
    Internal(BoxError),
    /// The operation is not implemented yet: a 501 (RFC 9110 section 15.6.2).
    NotImplemented,
}

impl<E> Failure<E> {
    /// Any error, as an internal one even where it is an `E`.
    #[must_use]
    pub fn internal(error: impl Into<BoxError>) -> Self {
        Self::Internal(error.into())
    }

    /// The operation is not implemented yet: for a trait that is implemented step by step.
    ///
    /// ```
    /// # use spectrait_runtime::server::Failure;
    /// async fn delete_build<E>() -> Result<(), Failure<E>> {
    ///     Err(Failure::not_implemented())
    /// }
    /// ```
    #[must_use]
    pub fn not_implemented() -> Self {
        Self::NotImplemented
    }
}

// One conversion for both: a second one, `From<E>`, would overlap with it. `Failure` itself is no
// `std::error::Error`, or this would overlap with `From<Self>`.
#[diagnostic::do_not_recommend]
impl<E, X> From<X> for Failure<E>
where
    E: 'static,
    X: Into<BoxError> + 'static,
{
    fn from(error: X) -> Self {
        let mut error = Some(error);
        match (&mut error as &mut dyn Any)
            .downcast_mut::<Option<E>>()
            .and_then(Option::take)
        {
            Some(documented) => Self::Documented(documented),
            None => {
                Self::Internal(error.map_or_else(|| Box::new(Vanished) as BoxError, Into::into))
            }
        }
    }
}

/// Stands for a value that is neither an `E` nor there any more, which cannot be.
#[derive(Debug)]
struct Vanished;

impl fmt::Display for Vanished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an error was lost on its way (please report this)")
    }
}

impl std::error::Error for Vanished {}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Gone;

    impl fmt::Display for Gone {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("gone")
        }
    }

    impl std::error::Error for Gone {}

    fn through_question_mark<X>(error: X) -> Failure<Gone>
    where
        X: Into<BoxError> + 'static,
    {
        let inner = || -> Result<(), Failure<Gone>> { Err(error)? };
        inner().expect_err("it is an error")
    }

    #[test]
    fn the_documented_error_stays_documented() {
        assert!(matches!(
            through_question_mark(Gone),
            Failure::Documented(Gone)
        ));
        assert!(matches!(Gone.into(), Failure::<Gone>::Documented(Gone)));
    }

    #[test]
    fn every_other_error_is_internal() {
        assert!(matches!(
            through_question_mark(fmt::Error),
            Failure::Internal(_)
        ));
        assert!(matches!(
            through_question_mark("text"),
            Failure::Internal(_)
        ));
        assert!(matches!(
            through_question_mark(String::from("text")),
            Failure::Internal(_)
        ));
        let Failure::Internal(boxed) = through_question_mark(BoxError::from("boxed")) else {
            panic!("documented")
        };
        assert_eq!(boxed.to_string(), "boxed");
        // A documented error in a box was boxed on purpose, or by another library's `?`.
        assert!(matches!(
            through_question_mark(BoxError::from(Gone)),
            Failure::Internal(_)
        ));
        assert!(matches!(
            Failure::<Gone>::internal(Gone),
            Failure::Internal(_)
        ));
    }

    #[test]
    fn a_failure_passes_through() {
        let outer = || -> Result<(), Failure<Gone>> { Err(Failure::Documented(Gone))? };
        assert!(matches!(outer(), Err(Failure::Documented(Gone))));
    }
}
