//! Builds in a SQLite file.
//!
//! SQLite blocks, so queries run on Tokio's threads for that, a few at a time, each on a connection of its
//! own. The file is in WAL mode: readers see one state from begin to end, and hold no writer up.

mod migrations;
pub mod query;
mod seed;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use builds::operations::ListBuildsRequest;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use tokio::sync::Semaphore;

pub use query::{Filters, Page};
pub use seed::MAX_SEED;

/// How many queries run at a time. They are short, and more would wait for the same disk.
const CONNECTIONS: usize = 4;

/// A SQLite file with builds.
#[derive(Debug, Clone)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    places: Arc<Semaphore>,
}

impl Store {
    /// Opens a file, makes it if there is none, and takes the migrations that it lacks. Blocks.
    ///
    /// # Errors
    /// The file cannot be opened or written, is none of SQLite's, or is of a newer program.
    pub fn open(path: impl Into<PathBuf>) -> anyhow::Result<Self> {
        let path = path.into();
        let open = || {
            let mut connection = connect(&path, OpenFlags::SQLITE_OPEN_CREATE)?;
            write_ahead(&connection)?;
            migrations::migrate(&mut connection)
        };
        open().with_context(|| format!("cannot open the database `{}`", path.display()))?;
        Ok(Self(Arc::new(Inner {
            path,
            idle: Mutex::default(),
            places: Arc::new(Semaphore::new(CONNECTIONS)),
        })))
    }

    /// Makes sure that the first `count` made-up builds are there. Those of the same count are always the
    /// same, and those of a smaller one are among them. Blocks.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn seed(&self, organization: &str, count: u32) -> anyhow::Result<()> {
        let mut connection = connect(&self.0.path, OpenFlags::empty())?;
        let added = seed::seed(&mut connection, organization, count)?;
        tracing::info!(count, added, "seeded");
        Ok(())
    }

    /// A page of an organization's builds, the newest first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn list(
        &self,
        organization: String,
        request: ListBuildsRequest,
    ) -> anyhow::Result<Page> {
        self.read(move |connection| {
            let filters = Filters::new(&organization, &request);
            let (limit, offset) = (request.limit_or_default(), request.offset_or_default());
            query::list(connection, &filters, limit.get(), offset.get(), query::read)
        })
        .await
    }

    /// What a query finds that runs on a connection of the store's, where it may block.
    ///
    /// # Errors
    /// The query's, or the file cannot be opened.
    pub async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> anyhow::Result<T> {
        self.run(move |inner| {
            let mut connection = match inner.idle().pop() {
                Some(connection) => connection,
                None => connect(&inner.path, OpenFlags::empty())?,
            };
            let found = query(&mut connection)?;
            // Not reached after an error: the next query gets a fresh one.
            inner.idle().push(connection);
            Ok(found)
        })
        .await
    }

    /// Whether the file can be opened and has today's tables.
    ///
    /// # Errors
    /// It cannot, or has not.
    pub async fn check(&self) -> anyhow::Result<()> {
        // A connection of its own: an open one goes on reading a file that was deleted.
        self.run(|inner| migrations::check(&connect(&inner.path, OpenFlags::empty())?))
            .await
    }

    /// Runs a query where it may block. A caller who goes away does not end it: its place is taken until it
    /// is done.
    async fn run<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Inner) -> anyhow::Result<T> + Send + 'static,
    ) -> anyhow::Result<T> {
        let place = Arc::clone(&self.0.places).acquire_owned().await?;
        let inner = Arc::clone(&self.0);
        tokio::task::spawn_blocking(move || {
            let _place = place;
            query(&inner)
        })
        .await?
    }
}

impl Inner {
    fn idle(&self) -> impl std::ops::DerefMut<Target = Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Has the file keep a log that is written ahead; it keeps that.
///
/// Of programs that do so at once SQLite may tell one that the file is locked, at once too: to wait in its place could be a
/// deadlock. So it is asked again, for as long as rusqlite has SQLite wait for any other lock.
fn write_ahead(connection: &Connection) -> rusqlite::Result<()> {
    const ONCE_MORE: Duration = Duration::from_millis(10);
    const AT_MOST: Duration = Duration::from_secs(5);
    let started = Instant::now();
    loop {
        match connection.pragma_update(None, "journal_mode", "wal") {
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && started.elapsed() < AT_MOST =>
            {
                thread::sleep(ONCE_MORE);
            }
            done => return done,
        }
    }
}

fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let flags = flags | OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    // In WAL mode a power failure can cost the last commits with it, and nothing else.
    connection.pragma_update(None, "synchronous", "normal")?;
    Ok(connection)
}
