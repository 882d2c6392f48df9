//! The program: its flags, and its start. See the library for what it serves.

use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use builds::runtime::server::{ListenerExt, serve};
use builds_server::store::{MAX_SEED, Store};
use builds_server::{BasePath, Builds, app};
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

/// Serves the builds API over a SQLite file.
///
/// The first line on stdout is the address that it listens on (`127.0.0.1:8080`); the log goes to stderr, as
/// `RUST_LOG` says. The API is at the base path, a page to read and try it at /docs, its description at
/// /openapi.yaml and /openapi.json, probes at /healthz and /readyz. SIGINT and SIGTERM end the program when
/// the requests at hand are answered.
#[derive(Parser)]
#[command(version)]
struct Args {
    /// Where to listen; port 0 takes a free one.
    #[arg(
        long,
        env = "BUILDS_LISTEN",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8080"
    )]
    listen: SocketAddr,

    /// The SQLite file; made where it is missing, and migrated.
    #[arg(long, env = "BUILDS_DATABASE", value_name = "FILE")]
    database: PathBuf,

    /// The API token that callers show. Prefer the environment: arguments are seen in the list of processes.
    #[arg(long, env = "BUILDS_TOKEN", hide_env_values = true)]
    token: String,

    /// The organization whose builds the token reads.
    #[arg(
        long,
        env = "BUILDS_ORGANIZATION",
        value_name = "ID",
        default_value = "org_abc123"
    )]
    organization: String,

    /// Fills the file with this many builds, always the same ones; what is there already is left alone.
    #[arg(long, env = "BUILDS_SEED", value_name = "N", value_parser = clap::value_parser!(u32).range(..=i64::from(MAX_SEED)))]
    seed: Option<u32>,

    /// Where the API is, below the address.
    #[arg(long, env = "BUILDS_BASE_PATH", value_name = "PATH", default_value = builds::server::BASE_PATH)]
    base_path: BasePath,
}

fn main() -> ExitCode {
    let args = Args::parse();
    // Not clap's to check: it would repeat the token in its message.
    if args.token.is_empty() || !args.token.bytes().all(|byte| byte.is_ascii_graphic()) {
        let message = "a token has at least one character, and only visible ASCII ones";
        Args::command()
            .error(ErrorKind::ValueValidation, message)
            .exit();
    }
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_env_filter(
            EnvFilter::builder()
                .with_default_directive(LevelFilter::INFO.into())
                .from_env_lossy(),
        )
        .init();
    match start(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start(args: Args) -> anyhow::Result<()> {
    let store = Store::open(args.database)?;
    if let Some(count) = args.seed {
        store.seed(&args.organization, count)?;
    }
    let builds = Builds::new(store, args.token, args.organization);
    let app = app(builds, &args.base_path)?;

    let runtime = Runtime::new().context("cannot start the runtime")?;
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(args.listen)
            .await
            .with_context(|| format!("cannot listen on {}", args.listen))?;
        // Taken before the address is told: whoever reads it may send a signal at once.
        let stop = stop_signal()?;
        writeln!(std::io::stdout(), "{}", listener.local_addr()?)
            .context("cannot tell the address")?;
        // Small answers are not to wait for more to send.
        let listener = listener.tap_io(|connection| {
            if let Err(error) = connection.set_nodelay(true) {
                tracing::debug!("cannot set TCP_NODELAY: {error}");
            }
        });
        let stopped = serve(listener, app).with_graceful_shutdown(stop).await;
        if stopped.cut_off > 0 {
            let count = stopped.cut_off;
            tracing::warn!("{count} connections were cut off: their requests were not answered");
        }
        Ok(())
    });
    // A query that hangs must not hold the program.
    runtime.shutdown_timeout(Duration::from_secs(1));
    served
}

/// Ready when the system or a person asks the program to end.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
    })
}

/// Ready when a person asks the program to end.
#[cfg(windows)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
        tracing::info!("stopping");
    })
}
