//! Rows of the table `builds` as the types with serde's derive.

use builds_server::store::query::{text, time};
use rusqlite::Row;
use rusqlite::types::{FromSqlError, Type};
use spectrait_bench::by_hand::{Build, BuildStatus};

/// Reads a row.
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Build> {
    Ok(Build {
        id: text(row, "id")?,
        organization_id: row.get("organization_id")?,
        status: status(row)?,
        region: row.get("region")?,
        context_hash: row.get("context_hash")?,
        dockerfile_path: row.get("dockerfile_path")?,
        image_uri: row.get("image_uri")?,
        logs_url: text(row, "logs_url")?,
        error_message: row.get("error_message")?,
        context_size_bytes: row.get("context_size_bytes")?,
        image_size_bytes: row.get("image_size_bytes")?,
        build_duration_seconds: row.get("build_duration_seconds")?,
        started_at: time(row, "started_at")?,
        completed_at: time(row, "completed_at")?,
        created_at: time(row, "created_at")?,
        updated_at: time(row, "updated_at")?,
    })
}

/// A status as the table has it.
pub(super) fn status_text(status: BuildStatus) -> &'static str {
    match status {
        BuildStatus::Pending => "pending",
        BuildStatus::Building => "building",
        BuildStatus::Success => "success",
        BuildStatus::Failed => "failed",
        BuildStatus::Timeout => "timeout",
    }
}

fn status(row: &Row<'_>) -> rusqlite::Result<Option<BuildStatus>> {
    let text: Option<String> = row.get("status")?;
    text.map(|text| match &*text {
        "pending" => Ok(BuildStatus::Pending),
        "building" => Ok(BuildStatus::Building),
        "success" => Ok(BuildStatus::Success),
        "failed" => Ok(BuildStatus::Failed),
        "timeout" => Ok(BuildStatus::Timeout),
        _ => {
            let index = row.as_ref().column_index("status").unwrap_or_default();
            let error = Box::new(FromSqlError::InvalidType);
            Err(rusqlite::Error::FromSqlConversionFailure(
                index,
                Type::Text,
                error,
            ))
        }
    })
    .transpose()
}
