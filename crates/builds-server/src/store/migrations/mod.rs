//! The steps from an empty file to today's tables. SQLite keeps how many were taken (`PRAGMA user_version`).

use anyhow::ensure;
use rusqlite::{Connection, TransactionBehavior};

/// Step N makes version N + 1. A step that was released does not change any more: add one.
const STEPS: &[&str] = &[include_str!("1.sql"), include_str!("2.sql")];

/// Takes the steps that the file lacks, all or none.
///
/// # Errors
/// The file is of a newer program, or cannot be written.
pub(super) fn migrate(connection: &mut Connection) -> anyhow::Result<()> {
    // Two programs that start at once take their turn here.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version = version(&transaction)?;
    let known = STEPS.len();
    ensure!(
        version <= known,
        "it has version {version}, and this program knows up to {known}: use a newer one"
    );
    for step in &STEPS[version..] {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    if version < known {
        tracing::info!(from = version, to = known, "migrated");
    }
    Ok(())
}

/// Whether the file has today's tables.
///
/// # Errors
/// It has not, or cannot be read.
pub(super) fn check(connection: &Connection) -> anyhow::Result<()> {
    let (version, known) = (version(connection)?, STEPS.len());
    ensure!(version == known, "it has version {version} and not {known}");
    Ok(())
}

fn version(connection: &Connection) -> rusqlite::Result<usize> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}
