//! Pages of builds, as SQL.

use std::error::Error;
use std::str::FromStr;

use builds::operations::ListBuildsRequest;
use builds::runtime::{Open, Timestamp};
use builds::types::{Build, BuildStatus};
use rusqlite::types::Type;
use rusqlite::{Connection, Row, ToSql, Transaction, named_params, params_from_iter};

/// A page of builds, as the generated type or another one.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T = Build> {
    /// The builds, the newest first; of the same time by their id.
    pub builds: Vec<T>,
    /// How many builds fit the filters, on all pages.
    pub total: i64,
}

/// A request's filters, for one organization: conditions of fixed text, and their values.
///
/// Only filters that are set are conditions: with `:status IS NULL OR status = :status` no index would serve.
#[derive(Debug)]
pub struct Filters<'a> {
    conditions: String,
    values: Vec<&'a str>,
}

impl<'a> Filters<'a> {
    /// The filters of a request.
    #[must_use]
    pub fn new(organization: &'a str, request: &'a ListBuildsRequest) -> Self {
        Self::of(
            organization,
            request.status.map(BuildStatus::as_str),
            request.region.as_deref(),
            request.context_hash.as_deref(),
        )
    }

    /// The filters for these values.
    #[must_use]
    pub fn of(
        organization: &'a str,
        status: Option<&'a str>,
        region: Option<&'a str>,
        context_hash: Option<&'a str>,
    ) -> Self {
        // A context has few builds, so its index is the best. The plus keeps a column's own index out
        // (https://sqlite.org/optoverview.html): SQLite does not know which one finds less.
        let (status_is, region_is) = match context_hash {
            Some(_) => ("+status = ?", "+region = ?"),
            None => ("status = ?", "region = ?"),
        };
        let columns = [
            ("organization_id = ?", Some(organization)),
            (status_is, status),
            (region_is, region),
            ("context_hash = ?", context_hash),
        ];
        let set = columns
            .into_iter()
            .filter_map(|(condition, value)| Some((condition, value?)));
        let (conditions, values): (Vec<_>, _) = set.unzip();
        Self {
            conditions: conditions.join(" AND "),
            values,
        }
    }

    /// Selects a page; the limit and the offset are the last parameters.
    #[must_use]
    pub fn page_sql(&self) -> String {
        let conditions = &self.conditions;
        format!(
            "SELECT * FROM builds WHERE {conditions} ORDER BY created_at DESC, id LIMIT ? OFFSET ?"
        )
    }

    /// Counts the builds on all pages.
    #[must_use]
    pub fn total_sql(&self) -> String {
        format!("SELECT count(*) FROM builds WHERE {}", self.conditions)
    }
}

/// Reads a page and its total from one state of the file; `read` makes a build of a row.
///
/// # Errors
/// The file cannot be read, or a row cannot.
pub fn list<T>(
    connection: &mut Connection,
    filters: &Filters<'_>,
    limit: i64,
    offset: i64,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Page<T>> {
    let values = filters.values.iter().map(|value| value as &dyn ToSql);
    let page = values.clone().chain([&limit as &dyn ToSql, &offset]);

    let transaction = connection.transaction()?;
    let total = transaction
        .prepare_cached(&filters.total_sql())?
        .query_row(params_from_iter(values), |row| row.get(0))?;
    let builds = transaction
        .prepare_cached(&filters.page_sql())?
        .query_map(params_from_iter(page), read)?
        .collect::<Result<_, _>>()?;
    transaction.commit()?;
    Ok(Page { builds, total })
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Build> {
    let mut build = Build::new();
    build.id = text(row, "id")?;
    build.organization_id = row.get("organization_id")?;
    build.status = text(row, "status")?.map(Open::Known);
    build.region = row.get("region")?;
    build.context_hash = row.get("context_hash")?;
    build.dockerfile_path = row.get("dockerfile_path")?;
    build.image_uri = row.get("image_uri")?;
    build.logs_url = text(row, "logs_url")?;
    build.error_message = row.get("error_message")?;
    build.context_size_bytes = row.get("context_size_bytes")?;
    build.image_size_bytes = row.get("image_size_bytes")?;
    build.build_duration_seconds = row.get("build_duration_seconds")?;
    build.started_at = time(row, "started_at")?;
    build.completed_at = time(row, "completed_at")?;
    build.created_at = time(row, "created_at")?;
    build.updated_at = time(row, "updated_at")?;
    Ok(build)
}

/// Adds a build unless its id is there; whether it was added.
pub(super) fn insert(transaction: &Transaction<'_>, build: &Build) -> rusqlite::Result<bool> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO builds (
            id, organization_id, status, region, context_hash, dockerfile_path, image_uri, logs_url,
            error_message, context_size_bytes, image_size_bytes, build_duration_seconds,
            started_at, completed_at, created_at, updated_at
        ) VALUES (
            :id, :organization_id, :status, :region, :context_hash, :dockerfile_path, :image_uri, :logs_url,
            :error_message, :context_size_bytes, :image_size_bytes, :build_duration_seconds,
            :started_at, :completed_at, :created_at, :updated_at
        ) ON CONFLICT (id) DO NOTHING",
    )?;
    let added = statement.execute(named_params! {
        ":id": build.id.map(|id| id.to_string()),
        ":organization_id": build.organization_id,
        ":status": build.status.as_ref().map(Open::as_str),
        ":region": build.region,
        ":context_hash": build.context_hash,
        ":dockerfile_path": build.dockerfile_path,
        ":image_uri": build.image_uri,
        ":logs_url": build.logs_url.as_ref().map(|url| url.as_str()),
        ":error_message": build.error_message,
        ":context_size_bytes": build.context_size_bytes,
        ":image_size_bytes": build.image_size_bytes,
        ":build_duration_seconds": build.build_duration_seconds,
        ":started_at": build.started_at.map(Timestamp::as_millisecond),
        ":completed_at": build.completed_at.map(Timestamp::as_millisecond),
        ":created_at": build.created_at.map(Timestamp::as_millisecond),
        ":updated_at": build.updated_at.map(Timestamp::as_millisecond),
    })?;
    Ok(added == 1)
}

/// What is text in the table and has a type of its own here.
///
/// # Errors
/// There is no such column, or it is none of the type's texts.
pub fn text<T: FromStr>(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<T>>
where
    T::Err: Error + Send + Sync + 'static,
{
    let text: Option<String> = row.get(column)?;
    text.map(|text| {
        text.parse()
            .map_err(|error| broken(row, column, Type::Text, error))
    })
    .transpose()
}

/// Milliseconds since 1970.
///
/// # Errors
/// There is no such column, or it is no time.
pub fn time(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    let time: Option<i64> = row.get(column)?;
    time.map(Timestamp::from_millisecond)
        .transpose()
        .map_err(|error| broken(row, column, Type::Integer, error))
}

fn broken(
    row: &Row<'_>,
    column: &str,
    kind: Type,
    error: impl Error + Send + Sync + 'static,
) -> rusqlite::Error {
    let index = row.as_ref().column_index(column).unwrap_or_default();
    rusqlite::Error::FromSqlConversionFailure(index, kind, Box::new(error))
}
