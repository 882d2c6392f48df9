//! Files that are missing, old, new, foreign or broken.

use std::path::Path;

use builds::operations::ListBuildsRequest;
use builds_server::store::Store;
use rusqlite::Connection;

use crate::support::ORGANIZATION;

/// A file as version 1 left it. A copy, since the step itself must not change either.
const VERSION_1: &str = include_str!("version_1.sql");

/// Everything that a file has but rows.
fn schema(path: &Path) -> Vec<String> {
    let connection = Connection::open(path).expect("a connection");
    let mut statement = connection
        .prepare("SELECT coalesce(sql, name) FROM sqlite_master ORDER BY name")
        .expect("a query");
    let rows = statement.query_map([], |row| row.get(0)).expect("rows");
    rows.collect::<Result<_, _>>().expect("texts")
}

fn version(path: &Path) -> i64 {
    let connection = Connection::open(path).expect("a connection");
    connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .expect("a version")
}

/// Why a file cannot be opened, without its path.
#[track_caller]
fn refusal(path: &Path) -> String {
    let error = Store::open(path).expect_err("it is refused");
    format!("{error:#}").replace(&path.display().to_string(), "FILE")
}

#[tokio::test]
async fn an_old_file_becomes_what_a_new_one_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let (old, new) = (folder.path().join("old.db"), folder.path().join("new.db"));
    Connection::open(&old)
        .expect("a connection")
        .execute_batch(VERSION_1)
        .expect("version 1");
    assert_eq!(version(&old), 1);

    Store::open(&new).expect("a store");
    let store = Store::open(&old).expect("a store");
    assert_eq!(schema(&old), schema(&new));
    assert_eq!((version(&old), version(&new)), (2, 2));
    let page = store
        .list(ORGANIZATION.to_owned(), ListBuildsRequest::new())
        .await
        .expect("a page");
    assert_eq!(page.total, 1);
    assert_eq!(page.builds[0].region.as_deref(), Some("us-west"));

    // Once more changes nothing.
    drop(store);
    Store::open(&old).expect("a store");
    assert_eq!(schema(&old), schema(&new));
}

#[test]
fn a_step_that_fails_leaves_no_trace() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("builds.db");
    let connection = Connection::open(&path).expect("a connection");
    connection
        .execute_batch("CREATE TABLE builds_by_region (own TEXT)")
        .expect("a table");
    insta::assert_snapshot!(refusal(&path), @"cannot open the database `FILE`: there is already a table named builds_by_region: Error code 1: SQL logic error");
    assert_eq!(schema(&path), ["CREATE TABLE builds_by_region (own TEXT)"]);
    assert_eq!(version(&path), 0);
}

#[test]
fn other_files_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("builds.db");
    let connection = Connection::open(&path).expect("a connection");
    connection
        .pragma_update(None, "user_version", 3)
        .expect("a version");
    insta::assert_snapshot!(refusal(&path), @"cannot open the database `FILE`: it has version 3, and this program knows up to 2: use a newer one");
    connection
        .pragma_update(None, "user_version", -1)
        .expect("a version");
    insta::assert_snapshot!(refusal(&path), @"cannot open the database `FILE`: Integer -1 out of range at index 0");

    let path = folder.path().join("text");
    std::fs::write(
        &path,
        "This is a text, and it is longer than the head of a SQLite file is. ".repeat(9),
    )
    .expect("a file");
    insta::assert_snapshot!(refusal(&path), @"cannot open the database `FILE`: file is not a database: Error code 26: file is not a database");

    insta::assert_snapshot!(refusal(&folder.path().join("nowhere/builds.db")), @"cannot open the database `FILE`: unable to open database file: FILE: Error code 14: unable to open database file");
}

#[test]
fn programs_that_start_at_once_take_their_turn() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("builds.db");
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| Store::open(&path).expect("a store"));
        }
    });
    assert_eq!(version(&path), 2);
}
