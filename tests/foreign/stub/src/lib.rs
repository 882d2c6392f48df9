//! Serves generated crates without a handler of their own.
//!
//! The scripts in `tests/foreign` have programs that others wrote talk to servers of the documents in
//! `tests/supported`. `write_stubs` writes the program: for each document an implementation of its traits, every method of which
//! is [`Stub::answer`], and the [answers](Answers) that the document allows. What is sent is read by generated code, and
//! so is the answer, which is then written by it: nothing here knows an operation.

mod answers;
mod credentials;
mod serve;

pub use answers::Answers;
pub use credentials::{Accepted, Caller, TOKEN, USER};
pub use serve::{Served, serve};

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use spectrait_runtime::Operation;
use spectrait_runtime::operation::{Method, Success, decode_response, encode_request};
use spectrait_runtime::server::{AuthError, Context, Failure};

/// What implements every trait.
#[derive(Debug)]
pub struct Stub {
    answers: Answers,
    /// The paths of what was deleted.
    gone: Mutex<BTreeSet<String>>,
}

impl Stub {
    /// One that gives these answers.
    #[must_use]
    pub fn new(answers: Answers) -> Self {
        Self {
            answers,
            gone: Mutex::default(),
        }
    }

    /// Handles any operation: gives the next of its answers. One whose body has the same schema as the request's is made of
    /// what was sent.
    ///
    /// # Errors
    /// The operation's failure, where that is the answer; an internal one, where the generated code refuses what the
    /// document allows.
    pub fn answer<O: Operation, P>(
        &self,
        request: &O,
        context: &Context<P>,
    ) -> Result<Success<O>, Failure<O::Failure>> {
        let is_gone = self.is_gone(&O::METHOD, context.uri().path());
        let accepts = |media: &str| context.accepts(media);
        let answer = self
            .answers
            .next(O::METHOD.as_str(), O::PATH, is_gone, accepts)
            .ok_or("the document lists no answer that is accepted")?;
        // What was dropped from a path may leave nothing that can be written.
        if let Ok(sent) = encode_request(request)
            && let Some(echo) = answer.echo(sent.body.as_ref())
            // A member that only responses have may be missing further down.
            && let Ok(result) = decode_response::<O>(&echo)
        {
            return result.map_err(Failure::Documented);
        }
        let result = decode_response::<O>(&answer.response).map_err(Failure::internal)?;
        result.map_err(Failure::Documented)
    }

    /// Whether what is at a path was deleted; a call that makes it makes it anew.
    fn is_gone(&self, method: &Method, path: &str) -> bool {
        let mut gone = self.gone.lock().unwrap_or_else(PoisonError::into_inner);
        match *method {
            Method::DELETE => !gone.insert(path.to_owned()),
            Method::POST | Method::PUT => {
                gone.remove(path);
                false
            }
            _ => gone.contains(path),
        }
    }

    /// Lets in whoever shows [`USER`] and [`TOKEN`].
    ///
    /// # Errors
    /// A 401 for anyone else.
    pub fn admit(credentials: &[&dyn Accepted]) -> Result<Caller, AuthError> {
        if credentials.iter().all(|shown| shown.is_accepted()) {
            Ok(Caller)
        } else {
            Err(AuthError::unauthorized())
        }
    }
}
