//! What is written where there is no terminal, and what is asked for it.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use builds::operations::ListBuildsRequest;
use builds::runtime::{FromJson, bounded};
use builds::types::{Build, BuildStatus};
use serde_json::Value;

use crate::program::{list, stdout};
use crate::server::{Server, build};

/// Every property; only an id; a status that the document does not list, and a text with controls.
const PAGE: &str = r#"{"total":3,"builds":[
    {"id":"123e4567-e89b-12d3-a456-426614174000","organizationId":"org_abc123","status":"success",
     "region":"us-west","contextHash":"a1b2c3d4e5f6a7b8","dockerfilePath":"Dockerfile",
     "imageUri":"123.dkr.ecr.us-west-2.amazonaws.com/a:b","logsUrl":"https://logs.example.com/?a=1,2",
     "errorMessage":"said \"no\",\ntwice","contextSizeBytes":10485760,"imageSizeBytes":524288000,
     "buildDurationSeconds":120,"startedAt":"2026-01-31T12:00:00Z","completedAt":"2026-01-31T12:02:00.5Z",
     "createdAt":"2026-01-31T11:59:59Z","updatedAt":"2026-01-31T12:02:01Z"},
    {"id":"123e4567-e89b-12d3-a456-426614174001"},
    {"id":"123e4567-e89b-12d3-a456-426614174002","status":"paused","region":"\u001b[31mus\n-west"}]}"#;

/// What is in [`PAGE`], build by build.
fn sent() -> Vec<Value> {
    let page: Value = serde_json::from_str(PAGE).expect("JSON");
    page["builds"].as_array().expect("an array").clone()
}

#[test]
fn table() {
    let server = Server::answering(200, PAGE);
    insta::assert_snapshot!(stdout(list(&server.url()).args(["--output", "table"])));
}

#[test]
fn csv() {
    let server = Server::answering(200, PAGE);
    let csv = stdout(list(&server.url()).args(["--output", "csv"]));
    insta::assert_snapshot!(csv);

    let names = csv.lines().next().expect("a first line").split(',');
    let first = sent().swap_remove(0);
    let properties = first.as_object().expect("an object").keys();
    let sorted = |names: &mut dyn Iterator<Item = String>| {
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    };
    assert_eq!(
        sorted(&mut names.map(str::to_owned)),
        sorted(&mut properties.cloned()),
        "every property has a column"
    );
}

#[test]
fn json_is_the_default_and_leaves_nothing_out() {
    let server = Server::answering(200, PAGE);
    let lines = stdout(&mut list(&server.url()));
    let written: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(written, sent());
    assert_eq!(
        lines,
        stdout(list(&server.url()).args(["--output", "json"]))
    );
}

#[test]
fn no_builds() {
    let (server, _) = Server::of_builds(0);
    let (server_of_7, _) = Server::of_builds(7);
    assert_eq!(stdout(&mut list(&server.url())), "");
    let csv = stdout(list(&server.url()).args(["--all", "--output", "csv"]));
    assert_eq!(csv.lines().count(), 1, "{csv}");
    let table = |server: &Server, arguments: &[&str]| {
        stdout(
            list(&server.url())
                .args(["--output", "table"])
                .args(arguments),
        )
    };
    assert_eq!(table(&server, &[]), "No builds from offset 0 on of 0.\n");
    assert_eq!(
        table(&server, &["--all"]),
        "No builds from offset 0 on of 0.\n"
    );
    assert_eq!(
        table(&server_of_7, &["--offset", "8"]),
        "No builds from offset 8 on of 7.\n"
    );
}

#[test]
fn the_last_line_of_a_table_tells_where_to_go_on() {
    let (server, _) = Server::of_builds(25);
    let last = |arguments: &[&str]| {
        let table = stdout(
            list(&server.url())
                .args(["--output", "table"])
                .args(arguments),
        );
        table.lines().last().expect("a line").to_owned()
    };
    assert_eq!(last(&[]), "Builds 1 to 20 of 25. Go on with `--offset 20`.");
    assert_eq!(last(&["--offset", "20"]), "Builds 21 to 25 of 25.");
    assert_eq!(last(&["--all", "--limit", "4"]), "Builds 1 to 25 of 25.");
}

#[test]
fn filters_and_page_reach_the_server() {
    let (server, requests) = Server::of_builds(0);
    stdout(list(&server.url()).args(["--status", "timeout", "--region", "us west+é&=%/?#"]));
    stdout(list(&server.url()).args(["--context-hash", "", "--limit=100", "--offset", "7"]));
    stdout(&mut list(&server.url()));
    let expected = [
        ListBuildsRequest::new()
            .status(BuildStatus::Timeout)
            .region("us west+é&=%/?#"),
        ListBuildsRequest::new()
            .context_hash("")
            .limit(bounded!(100))
            .offset(bounded!(7)),
        ListBuildsRequest::new(),
    ];
    assert_eq!(*requests.lock().expect("no poison"), expected);
}

/// What `--all` prints, as builds, and the pages that it asked for, as limit and offset.
#[track_caller]
fn all(count: usize, arguments: &[&str]) -> (Vec<Build>, Vec<(i64, i64)>) {
    let (server, requests) = Server::of_builds(count);
    let lines = stdout(list(&server.url()).arg("--all").args(arguments));
    let builds = lines
        .lines()
        .map(|line| Build::from_json(line).expect("a build"));
    let requests = requests.lock().expect("no poison");
    let pages = requests.iter().map(|request| {
        (
            request.limit_or_default().get(),
            request.offset_or_default().get(),
        )
    });
    (builds.collect(), pages.collect())
}

#[test]
fn all_pages() {
    let builds: Vec<Build> = (0..250).map(build).collect();
    assert_eq!(
        all(250, &[]),
        (builds.clone(), vec![(100, 0), (100, 100), (100, 200)])
    );
    assert_eq!(
        all(10, &["--limit", "3", "--offset", "4"]),
        (builds[4..10].to_vec(), vec![(3, 4), (3, 7)])
    );
}

#[test]
fn the_names_of_csv_are_not_repeated_on_each_page() {
    let (server, _) = Server::of_builds(5);
    let csv = stdout(list(&server.url()).args(["--all", "--limit", "2", "--output", "csv"]));
    let ids: Vec<&str> = csv.lines().filter_map(|line| line.get(..36)).collect();
    assert_eq!(csv.matches("organizationId").count(), 1);
    assert_eq!(ids.len(), 6, "{csv}");
}

/// As `| head -1` does.
#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let (server, requests) = Server::of_builds(20_000);
    let mut program = list(&server.url())
        .arg("--all")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut line = String::new();
    let mut reader = BufReader::new(program.stdout.take().expect("a pipe"));
    reader.read_line(&mut line).expect("a line");
    drop(reader);
    let mut stderr = String::new();
    let mut pipe = program.stderr.take().expect("a pipe");
    pipe.read_to_string(&mut stderr).expect("UTF-8");
    let status = program.wait().expect("it ends");
    assert_eq!(Build::from_json(&line), Ok(build(0)));
    assert_eq!((status.code(), stderr.as_str()), (Some(0), ""));
    assert!(requests.lock().expect("no poison").len() < 200);
}
