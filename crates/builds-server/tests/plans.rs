//! How SQLite goes about each query.

use std::fmt::Write;

use builds::operations::ListBuildsRequest;
use builds::types::BuildStatus;
use builds_server::store::query::Filters;
use rusqlite::Connection;

use crate::support::{ORGANIZATION, Server};

/// The steps that `EXPLAIN QUERY PLAN` tells (<https://sqlite.org/eqp.html>).
fn plan(connection: &Connection, sql: &str) -> String {
    let mut statement = connection
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .expect("a query");
    let mut rows = statement.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().expect("a step") {
        steps.push(row.get::<_, String>("detail").expect("a text"));
    }
    steps.join("; ")
}

#[test]
fn every_combination_of_filters_has_an_index_and_sorts_nothing() {
    let server = Server::new(300);
    let connection = Connection::open(server.path()).expect("a connection");
    let mut plans = String::new();
    for combination in 0..8 {
        let is_set = |bit: u8| (combination & bit != 0).then_some(());
        let request = ListBuildsRequest::new()
            .status(is_set(1).map(|()| BuildStatus::Failed))
            .region(is_set(2).map(|()| "us-west".to_owned()))
            .context_hash(is_set(4).map(|()| "a1b2c3d4e5f6a7b8".to_owned()));
        let filters = Filters::new(ORGANIZATION, &request);
        let (page, total) = (filters.page_sql(), filters.total_sql());
        for sql in [&page, &total] {
            let plan = plan(&connection, sql);
            assert!(
                plan.starts_with("SEARCH builds USING ") && !plan.contains("TEMP B-TREE"),
                "{sql}\n{plan}"
            );
        }
        for sql in [&page, &total] {
            writeln!(plans, "{sql}\n  {}", plan(&connection, sql)).expect("a line");
        }
    }
    insta::assert_snapshot!(plans);
}

#[test]
fn the_plans_of_a_file_without_indexes_are_told_apart() {
    let server = Server::new(1);
    let connection = Connection::open(server.path()).expect("a connection");
    connection.execute_batch("DROP INDEX builds_newest; DROP INDEX builds_by_status; DROP INDEX builds_by_region; DROP INDEX builds_by_status_and_region; DROP INDEX builds_by_context").expect("no indexes");
    let sql = Filters::new(ORGANIZATION, &ListBuildsRequest::new()).page_sql();
    insta::assert_snapshot!(plan(&connection, &sql), @"SCAN builds; USE TEMP B-TREE FOR ORDER BY");
}
