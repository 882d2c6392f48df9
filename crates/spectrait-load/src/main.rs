//! Serves the builds API, for `cargo xtask load` to compare.
//!
//! Two routers, one a time: the generated one that `builds-server` mounts, and one that a person would write with
//! axum and serde. The SQLite file, the SQL, the connections to it, Tokio's runtime and the time that a request may take
//! are the same for both and from `builds-server`. Each is served as one serves it: ours by the runtime's `serve`, which
//! bounds times and connections, the other by `axum::serve`. Neither has the log and the documentation around it.

mod by_hand;

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use axum::Router;
use builds::runtime::server::{ConnectionLimits, ListenerExt, serve};
use builds_server::store::Store;
use builds_server::{BasePath, Builds, api_router};
use clap::{Parser, ValueEnum};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// Whose builds are served.
const ORGANIZATION: &str = "org_abc123";

/// Where the API is.
const BASE_PATH: &str = "/v1";

/// Serves the builds API on a free port of the loopback address, which the first line on stdout tells, until
/// it is killed.
#[derive(Parser)]
struct Args {
    /// Whose router.
    #[arg(long)]
    api: Api,

    /// The SQLite file; made where it is missing.
    #[arg(long, value_name = "FILE")]
    database: PathBuf,

    /// Fills the file with this many builds.
    #[arg(long, value_name = "N")]
    seed: u32,

    /// The token that is let in.
    #[arg(long)]
    token: String,
}

/// Whose router is served.
#[derive(Clone, Copy, ValueEnum)]
enum Api {
    /// The one that Spectrait generated.
    Generated,
    /// The one that was written by hand.
    ByHand,
}

impl Api {
    fn router(self, store: Store, token: String) -> anyhow::Result<Router> {
        let organization = ORGANIZATION.to_owned();
        match self {
            Self::Generated => {
                let base_path: BasePath = BASE_PATH.parse().map_err(anyhow::Error::msg)?;
                let builds = Builds::new(store, token, organization);
                Ok(api_router(builds, &base_path).build())
            }
            Self::ByHand => {
                let api = by_hand::router(store, token, organization);
                Ok(Router::new().nest(BASE_PATH, api))
            }
        }
    }
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let store = Store::open(args.database)?;
    store.seed(ORGANIZATION, args.seed)?;
    let app = args.api.router(store, args.token)?;
    Runtime::new()?.block_on(async {
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
        writeln!(std::io::stdout(), "{}", listener.local_addr()?)?;
        let listener = listener.tap_io(|connection| {
            // Without it the last bytes of an answer wait for an acknowledgement; that it fails shows in the figures.
            let _ = connection.set_nodelay(true);
        });
        match args.api {
            Api::Generated => {
                // Room for the connections whose memory is measured, and time for them to idle.
                let limits = ConnectionLimits::new()
                    .connections(1 << 16)
                    .idle(Duration::from_mins(10));
                serve(listener, app).limits(limits).await;
            }
            Api::ByHand => axum::serve(listener, app).await?,
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests;
