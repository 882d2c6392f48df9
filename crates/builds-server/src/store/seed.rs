//! Made-up builds, always the same ones.
//!
//! The first is the newest, at a fixed time; each further one is older. So the builds of a count are the first
//! ones of any larger count, and a file that has them needs nothing.

use builds::runtime::{Timestamp, Uri};
use builds::types::{Build, BuildStatus};
use rusqlite::{Connection, TransactionBehavior};

use super::query;

/// How many builds can be made up: four months of them.
pub const MAX_SEED: u32 = 100_000;

/// What the time is: 2026-03-02T09:30:00Z, in seconds. Nothing happens later.
const NOW: i64 = 1_772_443_800;

/// From one push to the next, in seconds.
const BETWEEN_PUSHES: u32 = 120;

/// After what time a build is given up, in seconds.
const TIMEOUT: i64 = 30 * 60;

/// The hash of one context: the document's example, so that a page which fills that in finds builds.
const EXAMPLE_CONTEXT: &str = "a1b2c3d4e5f6a7b8";

/// Regions, with the names that the image registry has for them.
const REGIONS: [(&str, &str); 4] = [
    ("us-west", "us-west-2"),
    ("us-east", "us-east-1"),
    ("eu-central", "eu-central-1"),
    ("ap-south", "ap-south-1"),
];

/// Why builds fail.
const FAILURES: [&str; 4] = [
    "process \"/bin/sh -c pip install -r requirements.txt\" did not complete: exit code 1",
    "failed to read dockerfile: open Dockerfile: no such file or directory",
    "failed to resolve source metadata for docker.io/library/python:3.12-slim",
    "the build ran out of memory",
];

/// Adds the builds that are missing; how many there were.
pub(super) fn seed(
    connection: &mut Connection,
    organization: &str,
    count: u32,
) -> anyhow::Result<u32> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut added = 0;
    for index in 0..count {
        added += u32::from(query::insert(&transaction, &build(organization, index)?)?);
    }
    transaction.commit()?;
    Ok(added)
}

fn build(organization: &str, index: u32) -> anyhow::Result<Build> {
    // Every tenth push builds twice at once: times alone do not give an order.
    let number = if index % 10 == 9 { index - 1 } else { index };
    let mut push = Random::new(organization, "push", number);
    // A context is built up to three times: in another region, or once more.
    let mut context = Random::new(organization, "context", index / 3);
    let mut random = Random::new(organization, "build", index);

    let id = uuid::Builder::from_random_bytes(random.bytes()).into_uuid();
    let (region, registry_region) = random.pick(REGIONS);
    let status = status(index, &mut random);
    let context_hash = match index / 3 {
        3 => EXAMPLE_CONTEXT.to_owned(),
        _ => format!("{:016x}", context.next()),
    };
    let created = NOW - i64::from(number * BETWEEN_PUSHES) - push.between(0, 100);
    let mut build = Build::new()
        .id(id)
        .organization_id(organization)
        .status(status)
        .region(region)
        .dockerfile_path(context.pick(["Dockerfile", "Dockerfile", "docker/Dockerfile.gpu"]))
        .context_size_bytes(context.between(20_000, 80_000_000))
        .created_at(Timestamp::from_second(created)?)
        .updated_at(Timestamp::from_second(created)?);

    if status != BuildStatus::Pending {
        let started = Timestamp::from_second(created + random.between(1, 20))?;
        build = build
            .logs_url(Uri::try_from(format!(
                "https://logs.example.com/builds/{id}"
            ))?)
            .started_at(started)
            .updated_at(started);
    }
    let duration = match status {
        BuildStatus::Success => random.between(30, 480),
        BuildStatus::Failed => random.between(5, 300),
        BuildStatus::Timeout => TIMEOUT,
        BuildStatus::Pending | BuildStatus::Building => return Ok(build.context_hash(context_hash)),
    };
    if let Some(started) = build.started_at {
        let completed = Timestamp::from_second(started.as_second() + duration)?;
        build = build
            .build_duration_seconds(duration)
            .completed_at(completed)
            .updated_at(completed);
    }
    match status {
        BuildStatus::Success => {
            build = build
                .image_uri(format!(
                    "123456789.dkr.ecr.{registry_region}.amazonaws.com/pipecat-cloud/{organization}:{context_hash}"
                ))
                .image_size_bytes(random.between(80_000_000, 4_000_000_000));
        }
        BuildStatus::Failed => build = build.error_message(random.pick(FAILURES)),
        BuildStatus::Pending | BuildStatus::Building | BuildStatus::Timeout => {}
    }
    Ok(build.context_hash(context_hash))
}

/// The newest are not done yet, and none was given up in less time than that takes.
fn status(index: u32, random: &mut Random) -> BuildStatus {
    match (index, random.between(0, 99)) {
        (0..=2, _) => BuildStatus::Pending,
        (3..=7, _) => BuildStatus::Building,
        (_, 78..=92) => BuildStatus::Failed,
        (20.., 93..) => BuildStatus::Timeout,
        _ => BuildStatus::Success,
    }
}

/// `SplitMix64` (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014): a few lines whose
/// numbers no update of a library changes.
struct Random(u64);

impl Random {
    /// Numbers for one thing of one organization.
    fn new(organization: &str, thing: &str, number: u32) -> Self {
        // FNV-1a.
        let bytes = organization
            .bytes()
            .chain(*b"/")
            .chain(thing.bytes())
            .chain(number.to_le_bytes());
        Self(bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        }))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both included.
    fn between(&mut self, low: u32, high: u32) -> i64 {
        i64::from(low) + (self.next() % (u64::from(high - low) + 1)).cast_signed()
    }

    fn pick<T: Copy, const N: usize>(&mut self, items: [T; N]) -> T {
        items[usize::try_from(self.next()).unwrap_or_default() % N]
    }

    fn bytes(&mut self) -> [u8; 16] {
        ((u128::from(self.next()) << 64) | u128::from(self.next())).to_be_bytes()
    }
}
