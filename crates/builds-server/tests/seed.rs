//! Made-up builds.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use builds::operations::ListBuildsRequest;
use builds::runtime::{Open, bounded};
use builds::types::{Build, BuildStatus};

use crate::support::{ORGANIZATION, Server};

/// The builds of a server that has no more than a hundred.
async fn builds(server: &Server) -> Vec<Build> {
    let request = ListBuildsRequest::new().limit(bounded!(100));
    server
        .client()
        .list_builds(&request)
        .await
        .expect("a page")
        .builds
        .expect("builds")
}

#[tokio::test]
async fn the_same_count_gives_the_same_builds() {
    let first = builds(&Server::new(24)).await;
    assert_eq!(first, builds(&Server::new(24)).await);
    // Nor do they change from one version to the next.
    let mut lines = String::new();
    for build in first {
        writeln!(
            lines,
            "{} {:8} {:10} {} {}",
            build.created_at.expect("a time"),
            build.status.expect("a status").as_str(),
            build.region.expect("a region"),
            build.context_hash.expect("a hash"),
            build.id.expect("an id"),
        )
        .expect("a line");
    }
    insta::assert_snapshot!(lines);
}

#[tokio::test]
async fn a_file_that_has_them_is_left_alone() {
    let server = Server::new(30);
    let first = builds(&server).await;
    for count in [30, 7, 0] {
        server.store.seed(ORGANIZATION, count).expect("builds");
        assert_eq!(builds(&server).await, first);
    }
    server.store.seed(ORGANIZATION, 60).expect("builds");
    let more = builds(&server).await;
    assert_eq!(more.len(), 60);
    assert_eq!(more[..30], first);
}

#[tokio::test]
async fn they_are_plausible() {
    let builds = builds(&Server::new(100)).await;
    let mut statuses = BTreeMap::new();
    let mut regions = BTreeSet::new();
    for build in &builds {
        let status = build
            .status
            .as_ref()
            .and_then(Open::known)
            .expect("a status");
        *statuses.entry(status).or_insert(0) += 1;
        regions.insert(build.region.clone());

        let is = |status_| status == status_;
        let is_done = !is(BuildStatus::Pending) && !is(BuildStatus::Building);
        assert_eq!(
            build.image_uri.is_some(),
            is(BuildStatus::Success),
            "{build:?}"
        );
        assert_eq!(
            build.image_size_bytes.is_some(),
            is(BuildStatus::Success),
            "{build:?}"
        );
        assert_eq!(
            build.error_message.is_some(),
            is(BuildStatus::Failed),
            "{build:?}"
        );
        assert_eq!(build.completed_at.is_some(), is_done, "{build:?}");
        assert_eq!(build.build_duration_seconds.is_some(), is_done, "{build:?}");
        assert_eq!(
            build.started_at.is_none(),
            is(BuildStatus::Pending),
            "{build:?}"
        );
        assert!(build.context_size_bytes > Some(0));

        let now = "2026-03-02T09:30:00Z".parse().expect("a time");
        let times: Vec<_> = [build.created_at, build.started_at, build.completed_at]
            .into_iter()
            .flatten()
            .collect();
        assert!(times.is_sorted(), "{build:?}");
        assert_eq!(build.updated_at.as_ref(), times.last());
        assert!(build.updated_at <= Some(now), "{build:?}");
        if let (Some(start), Some(end)) = (build.started_at, build.completed_at) {
            assert_eq!(
                Some(end.as_second() - start.as_second()),
                build.build_duration_seconds
            );
        }
    }
    assert_eq!(statuses.len(), BuildStatus::ALL.len(), "{statuses:?}");
    assert!(statuses[&BuildStatus::Success] > 50, "{statuses:?}");
    assert_eq!(regions.len(), 4);
}
