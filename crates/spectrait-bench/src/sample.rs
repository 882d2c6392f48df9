//! The data: the same on every run and every machine.

use std::error::Error;

use iri_string::types::UriString;
use jiff::{SignedDuration, Timestamp};
use spectrait_bench::by_hand::{Build, BuildStatus, ListBuildsResponse};

/// How many builds the response lists.
pub(crate) const BUILDS: usize = 1_000;

/// A response of [`BUILDS`] builds, most of them successful, with the properties that each status has.
pub(crate) fn response() -> Result<ListBuildsResponse, Box<dyn Error>> {
    let mut random = SplitMix(2_026);
    let builds = (0..BUILDS)
        .map(|_| build(&mut random))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(ListBuildsResponse {
        builds: Some(builds),
        total: Some(48_213),
        limit: Some(1_000),
        offset: Some(2_000),
    })
}

fn build(random: &mut SplitMix) -> Result<Build, Box<dyn Error>> {
    let status = random.one_of(&[
        BuildStatus::Success,
        BuildStatus::Success,
        BuildStatus::Success,
        BuildStatus::Success,
        BuildStatus::Success,
        BuildStatus::Success,
        BuildStatus::Failed,
        BuildStatus::Timeout,
        BuildStatus::Building,
        BuildStatus::Pending,
    ]);
    let bytes = u128::from(random.next()) << 64 | u128::from(random.next());
    let id = uuid::Builder::from_random_bytes(bytes.to_be_bytes()).into_uuid();
    let organization = format!("org_{:09x}", random.below(1 << 36));
    let hash = format!("{:016x}", random.next());

    let created = Timestamp::from_millisecond(1_767_225_600_000 + random.below(20_000_000_000))?;
    let started = created.checked_add(SignedDuration::from_millis(random.below(30_000)))?;
    let seconds = 20 + random.below(600);
    let completed = started.checked_add(SignedDuration::from_secs(seconds))?;

    let is_started = status != BuildStatus::Pending;
    let is_completed = is_started && status != BuildStatus::Building;
    let is_successful = status == BuildStatus::Success;
    let updated = if is_completed {
        completed
    } else if is_started {
        started
    } else {
        created
    };
    Ok(Build {
        id: Some(id),
        region: Some(
            random
                .one_of(&["us-west", "us-east", "eu-central", "ap-south"])
                .to_owned(),
        ),
        dockerfile_path: Some(
            random
                .one_of(&["Dockerfile", "docker/agent.Dockerfile"])
                .to_owned(),
        ),
        image_uri: is_successful.then(|| {
            format!(
                "123456789012.dkr.ecr.us-west-2.amazonaws.com/pipecat-cloud/{organization}:{hash}"
            )
        }),
        logs_url: if is_started {
            Some(UriString::try_from(format!(
                "https://logs.example.com/{organization}/builds/{id}?from={}",
                started.as_second()
            ))?)
        } else {
            None
        },
        error_message: match status {
            BuildStatus::Failed => Some(format!(
                "failed to solve: process \"/bin/sh -c pip install -r requirements.txt\" did not complete: \
                 exit code: {}\nERROR: no matching distribution",
                1 + random.below(127)
            )),
            BuildStatus::Timeout => Some(format!("the build took more than {seconds} s")),
            _ => None,
        },
        organization_id: Some(organization),
        context_hash: Some(hash),
        context_size_bytes: Some(1_024 + random.below(50_000_000)),
        image_size_bytes: is_successful.then(|| 100_000_000 + random.below(2_000_000_000)),
        build_duration_seconds: is_completed.then_some(seconds),
        started_at: is_started.then_some(started),
        completed_at: is_completed.then_some(completed),
        created_at: Some(created),
        updated_at: Some(updated),
        status: Some(status),
    })
}

/// Vigna's `SplitMix64`: <https://prng.di.unimi.it/splitmix64.c>.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number from 0 up to `limit`, without it.
    fn below(&mut self, limit: i64) -> i64 {
        // The sign bit is cleared first; the slight preference for small numbers does not matter here.
        (self.next() >> 1).cast_signed() % limit
    }

    /// One of at least one value.
    fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
        let count = u64::try_from(values.len()).unwrap_or(u64::MAX);
        let index = usize::try_from(self.next() % count).unwrap_or_default();
        values[index]
    }
}
