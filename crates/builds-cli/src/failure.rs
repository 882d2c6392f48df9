//! What went wrong, for the person who has to mend it.

use std::error::Error;
use std::io;
use std::process::ExitCode;

use builds::Client;
use builds::operations::ListBuildsError;
use builds::runtime::StatusCode;
use builds::runtime::client::{self, BuildError, CredentialError, ErrorKind};
use clap::builder::Styles;

use crate::arguments::TOKEN_VARIABLE;

/// Why the program ends early.
#[derive(Debug)]
pub(crate) struct Failure {
    exit_code: u8,
    /// Empty if there is nobody to tell.
    message: String,
    help: Vec<String>,
}

impl Failure {
    /// An argument that is wrong. Nothing was sent.
    fn argument(error: &impl Error, help: Option<String>) -> Self {
        Self {
            exit_code: 2,
            message: error.to_string(),
            help: help.into_iter().collect(),
        }
    }

    /// A call that gave no value.
    pub(crate) fn call(client: &Client, error: &client::Error<ListBuildsError>) -> Self {
        let url = client.base_url();
        let mut message = error.to_string();
        let help = match error.kind() {
            ErrorKind::Invalid(_) | ErrorKind::Auth(_) => return Self::argument(error, None),
            ErrorKind::Undocumented(response) => match response.status {
                status @ (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => {
                    message = format!("the server refuses the token: {status}");
                    Some(token_help())
                }
                status if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() => {
                    let wait = response.headers.get("retry-after");
                    Some(match wait.and_then(|wait| wait.to_str().ok()) {
                        Some(wait) => format!("the server asks to wait: `Retry-After: {wait}`"),
                        None => "try again later".to_owned(),
                    })
                }
                _ => Some(url_help(url)),
            },
            ErrorKind::Transport(_) | ErrorKind::Decode { .. } => Some(url_help(url)),
            ErrorKind::Timeout(_) => Some(format!(
                "{url} may be slow or out of reach; `--timeout` sets how many seconds to wait"
            )),
            _ => None,
        };
        Self {
            exit_code: 1,
            message,
            help: help.into_iter().collect(),
        }
    }

    /// The same in the middle of a list: the builds up to this offset are written.
    pub(crate) fn at(mut self, offset: u64) -> Self {
        let help = format!("what came before is written; `--offset {offset}` goes on from there");
        self.help.push(help);
        self
    }

    /// Tells it, and gives the exit code.
    pub(crate) fn report(self) -> ExitCode {
        let styles = Styles::styled();
        let (error, help) = (styles.get_error(), styles.get_valid());
        if !self.message.is_empty() {
            anstream::eprintln!("{error}error:{error:#} {}", self.message);
        }
        for text in self.help {
            anstream::eprintln!("{help}help:{help:#} {text}");
        }
        ExitCode::from(self.exit_code)
    }
}

fn token_help() -> String {
    format!("give an API token with `--token` or in {TOKEN_VARIABLE}")
}

fn url_help(url: &str) -> String {
    format!("is {url} the API? `--base-url` or BUILDS_BASE_URL sets another")
}

impl From<CredentialError> for Failure {
    fn from(error: CredentialError) -> Self {
        Self::argument(&error, Some(token_help()))
    }
}

impl From<BuildError> for Failure {
    fn from(error: BuildError) -> Self {
        let help = match error {
            BuildError::Credential(_) => Some(token_help()),
            BuildError::BaseUrl(_) => Some(format!(
                "set it with `--base-url` or BUILDS_BASE_URL, like {}",
                Client::BASE_URL
            )),
            _ => None,
        };
        Self::argument(&error, help)
    }
}

/// The standard output could not be written.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        // Who reads has seen enough, as `head` does.
        let (exit_code, message) = match error.kind() {
            io::ErrorKind::BrokenPipe => (0, String::new()),
            _ => (1, format!("the output cannot be written: {error}")),
        };
        Self {
            exit_code,
            message,
            help: Vec::new(),
        }
    }
}
