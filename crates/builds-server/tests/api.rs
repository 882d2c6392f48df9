//! Filters, pages and tokens.

use std::collections::BTreeSet;

use builds::operations::{ListBuildsOffset, ListBuildsRequest};
use builds::runtime::{Open, bounded};
use builds::types::{Build, BuildStatus};

use crate::support::{ORGANIZATION, Server, TOKEN, text};

/// All builds that fit, over pages of seven.
async fn all(server: &Server, request: &ListBuildsRequest) -> Vec<Build> {
    let request = request.clone().limit(bounded!(7));
    let mut items = server.client().list_builds_pages(&request).items();
    let mut builds = Vec::new();
    while let Some(build) = items.next().await {
        builds.push(build.expect("a build"));
    }
    builds
}

#[tokio::test]
async fn every_combination_of_filters_finds_what_a_scan_finds() {
    let server = Server::new(200);
    let everything = all(&server, &ListBuildsRequest::new()).await;
    assert_eq!(everything.len(), 200);
    let hashes: BTreeSet<_> = everything
        .iter()
        .map(|build| build.context_hash.clone())
        .collect();
    let regions: BTreeSet<_> = everything
        .iter()
        .map(|build| build.region.clone())
        .collect();
    // Few hashes do, and one that no build has.
    let hashes = hashes
        .into_iter()
        .take(5)
        .chain([Some("none".to_owned()), None]);
    let regions: Vec<_> = regions
        .into_iter()
        .chain([Some("none".to_owned()), None])
        .collect();
    let statuses = BuildStatus::ALL.iter().copied().map(Some).chain([None]);

    let mut found = 0;
    for hash in hashes {
        for region in &regions {
            for status in statuses.clone() {
                let request = ListBuildsRequest::new()
                    .status(status)
                    .region(region.clone())
                    .context_hash(hash.clone());
                let expected: Vec<_> = everything
                    .iter()
                    .filter(|build| hash.is_none() || build.context_hash == hash)
                    .filter(|build| region.is_none() || build.region == *region)
                    .filter(|build| {
                        status.is_none() || build.status.as_ref().and_then(Open::known) == status
                    })
                    .cloned()
                    .collect();
                assert_eq!(all(&server, &request).await, expected, "{request:?}");
                let page = server.client().list_builds(&request).await.expect("a page");
                assert_eq!(
                    page.total,
                    i64::try_from(expected.len()).ok(),
                    "{request:?}"
                );
                found += usize::from(!expected.is_empty());
            }
        }
    }
    assert!(found > 30, "only {found} combinations find anything");
}

#[tokio::test]
async fn pages_are_in_one_order_and_lack_nothing() {
    let server = Server::new(95);
    let builds = all(&server, &ListBuildsRequest::new()).await;
    let keys: Vec<_> = builds
        .iter()
        .map(|build| (std::cmp::Reverse(build.created_at), build.id))
        .collect();
    assert_eq!(keys.len(), 95);
    assert!(keys.is_sorted());
    let times: BTreeSet<_> = keys.iter().map(|(time, _)| time).collect();
    assert!(
        times.len() < keys.len(),
        "no two builds are of the same time: the id is not tested"
    );
    let ids: BTreeSet<_> = keys.iter().map(|(_, id)| id).collect();
    assert_eq!(ids.len(), 95);
}

#[tokio::test]
async fn the_limit_and_the_offset_come_back() {
    let server = Server::new(30);
    let page = server
        .client()
        .list_builds(&ListBuildsRequest::new())
        .await
        .expect("a page");
    assert_eq!(
        (page.limit, page.offset, page.total),
        (Some(20), Some(0), Some(30))
    );
    assert_eq!(page.builds.map(|builds| builds.len()), Some(20));

    // Behind the end, however far.
    for offset in [30, i64::MAX] {
        let request = ListBuildsRequest::new()
            .offset(ListBuildsOffset::try_from(offset).expect("an offset"))
            .limit(bounded!(100));
        let page = server.client().list_builds(&request).await.expect("a page");
        assert_eq!(
            (page.limit, page.offset, page.total),
            (Some(100), Some(offset), Some(30))
        );
        assert_eq!(page.builds, Some(Vec::new()));
    }
}

#[tokio::test]
async fn the_examples_of_the_document_find_a_build() {
    let server = Server::new(20);
    let request = ListBuildsRequest::new()
        .region("us-west")
        .context_hash("a1b2c3d4e5f6a7b8");
    assert!(!all(&server, &request).await.is_empty());
}

#[tokio::test]
async fn filters_are_values_and_not_sql() {
    let server = Server::new(10);
    for region in ["' OR '1'='1", "us-west\0", "%", "us-west' --", ""] {
        let request = ListBuildsRequest::new().region(region);
        assert_eq!(all(&server, &request).await, [], "{region:?}");
    }
}

#[tokio::test]
async fn builds_of_others_are_not_shown() {
    let server = Server::new(10);
    server.store.seed("org_other", 25).expect("builds");
    let builds = all(&server, &ListBuildsRequest::new()).await;
    assert_eq!(builds.len(), 10);
    assert!(
        builds
            .iter()
            .all(|build| build.organization_id.as_deref() == Some(ORGANIZATION))
    );
}

#[tokio::test]
async fn only_the_token_is_let_in() {
    let server = Server::new(1);
    for (token, status) in [
        (Some(TOKEN), 200),
        (None, 401),
        (Some("t0p-s3cre"), 401),
        (Some("t0p-s3cret2"), 401),
        (Some("T0P-S3CRET"), 401),
        (Some("t0p s3cret"), 401),
    ] {
        let response = server.get("/v1/builds", token).await;
        assert_eq!(response.status(), status, "{token:?}");
        assert_eq!(
            response.headers().contains_key("www-authenticate"),
            status == 401
        );
        let body = text(response).await;
        assert!(!body.contains("t0p"), "{body}");
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_before_the_file_is_asked() {
    let server = Server::new(1);
    let response = server
        .get("/v1/builds?limit=101&offset=-1&status=done", Some(TOKEN))
        .await;
    assert_eq!(response.status(), 400);
    let body = text(response).await;
    for name in ["limit", "offset", "status"] {
        assert!(body.contains(&format!(r#""name":"{name}""#)), "{body}");
    }
}

#[tokio::test]
async fn the_api_is_at_its_base_path_only() {
    let server = Server::new(1);
    assert_eq!(server.get("/builds", Some(TOKEN)).await.status(), 404);
    let server = Server::mounted_at("/", 1);
    assert_eq!(server.get("/builds", Some(TOKEN)).await.status(), 200);
    assert_eq!(server.get("/healthz", None).await.status(), 200);
    // Text, though axum would read a variable's name and more into it.
    let server = Server::mounted_at("/a:b/*c", 1);
    assert_eq!(
        server.get("/a:b/*c/builds", Some(TOKEN)).await.status(),
        200
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_and_its_total_are_of_one_moment() {
    let server = Server::new(0);
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    let (store, path) = (server.store.clone(), server.path());
    let writer = std::thread::spawn(move || {
        let connection = rusqlite::Connection::open(path).expect("a connection");
        while stopped.try_recv() == Err(std::sync::mpsc::TryRecvError::Empty) {
            store.seed(ORGANIZATION, 20).expect("builds");
            connection
                .execute("DELETE FROM builds", [])
                .expect("no builds");
        }
    });
    let (mut pages, mut totals) = (0, BTreeSet::new());
    while (pages < 300 || totals.len() < 2) && !writer.is_finished() {
        let page = server
            .client()
            .list_builds(&ListBuildsRequest::new())
            .await
            .expect("a page");
        let builds = page.builds.map(|builds| builds.len());
        assert_eq!(
            page.total,
            builds.and_then(|builds| i64::try_from(builds).ok())
        );
        totals.insert(page.total);
        pages += 1;
    }
    stop.send(()).expect("it runs");
    writer.join().expect("an end");
}
