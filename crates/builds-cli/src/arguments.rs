//! The command line. The generated types check the values, before anything is sent.

use std::time::Duration;

use builds::Client;
use builds::operations::{ListBuildsLimit, ListBuildsOffset, ListBuildsRequest, ListBuildsStatus};
use builds::runtime::client::{DEFAULT_TIMEOUT, Token};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};

use crate::failure::Failure;

/// The environment variable of the token.
pub(crate) const TOKEN_VARIABLE: &str = "PIPECAT_API_KEY";

const EXIT_CODES: &str = "\
Exit codes: 0 all is well, 1 a call failed, 2 an argument is wrong and nothing was sent, 130 Ctrl-C.";

/// List the builds of Pipecat Cloud.
#[derive(Debug, Parser)]
#[command(name = "builds", version, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List builds, one page or all
    #[command(after_help = EXIT_CODES)]
    List(Box<List>),
    /// Print a shell's completion script
    Completions { shell: clap_complete::Shell },
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only builds with this status
    #[arg(long, value_parser = status())]
    status: Option<ListBuildsStatus>,

    /// Only builds that ran in this region, such as us-west
    #[arg(long)]
    region: Option<String>,

    /// Only builds of the context with this hash
    #[arg(long, value_name = "HASH")]
    context_hash: Option<String>,

    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true, help = format!(
        "Builds on a page, {} to {} [default: {}, or {1} with --all]",
        ListBuildsLimit::MIN, ListBuildsLimit::MAX, ListBuildsRequest::DEFAULT_LIMIT,
    ))]
    limit: Option<ListBuildsLimit>,

    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true, help = format!(
        "Builds to skip, at least {} [default: {}]",
        ListBuildsOffset::MIN, ListBuildsRequest::DEFAULT_OFFSET,
    ))]
    offset: Option<ListBuildsOffset>,

    /// All pages from the offset on
    #[arg(long)]
    pub(crate) all: bool,

    /// How builds are written [default: table on a terminal, else json]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) output: Option<Format>,

    /// Where the server is
    #[arg(long, value_name = "URL", env = "BUILDS_BASE_URL", hide_env_values = true, default_value = Client::BASE_URL)]
    pub(crate) base_url: String,

    #[arg(long, help = format!("The API token [default: the environment variable {TOKEN_VARIABLE}]"))]
    token: Option<Token>,

    /// How long to wait for a page
    #[arg(long, value_name = "SECONDS", default_value_t = DEFAULT_TIMEOUT.as_secs(),
        value_parser = value_parser!(u64).range(1..))]
    timeout: u64,
}

/// How builds are written.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Table,
    /// One object a line
    Json,
    /// Comma-separated, below the names of the properties
    Csv,
}

/// The statuses of the document, which help and completions list.
fn status() -> impl TypedValueParser<Value = ListBuildsStatus> {
    let texts = ListBuildsStatus::ALL.iter().map(|status| status.as_str());
    PossibleValuesParser::new(texts).try_map(|text| text.parse())
}

impl List {
    pub(crate) fn request(&self) -> ListBuildsRequest {
        // Fewer calls; one page is as long as the server likes.
        let largest = const { ListBuildsLimit::at(ListBuildsLimit::MAX) };
        ListBuildsRequest::new()
            .status(self.status)
            .region(self.region.clone())
            .context_hash(self.context_hash.clone())
            .limit(self.limit.or(self.all.then_some(largest)))
            .offset(self.offset)
    }

    pub(crate) fn client(&self) -> Result<Client, Failure> {
        let token = match &self.token {
            Some(token) => token.clone(),
            None => Token::from_env(TOKEN_VARIABLE)?,
        };
        let client = Client::builder()
            .base_url(&self.base_url)
            .bearer_auth(token)
            .timeout(Duration::from_secs(self.timeout))
            .user_agent(concat!("builds-cli/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(client)
    }
}
