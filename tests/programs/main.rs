//! `builds-server` on a free loopback port over a SQLite file, driven by `builds`.

#![expect(clippy::expect_used, reason = "what fails here fails the test")]

mod binaries;

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use builds::types::{Build, BuildStatus};
use spectrait_runtime::FromJson;
use tempfile::TempDir;

use binaries::binary;

const TOKEN: &str = "t0p-s3cret";

/// The server, until it is dropped.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    /// Starts it over the file in this folder, with so many builds if there are none yet.
    #[track_caller]
    fn start(folder: &Path, seed: u32) -> Self {
        let mut process = Command::new(binary("builds-server"))
            .args(["--listen", "127.0.0.1:0", "--token", TOKEN])
            .args(["--seed", &seed.to_string()])
            .arg("--database")
            .arg(folder.join("builds.sqlite"))
            .env("RUST_LOG", "warn")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut address = String::new();
        let stdout = process.stdout.take().expect("a pipe");
        BufReader::new(stdout)
            .read_line(&mut address)
            .expect("the server tells where it listens");
        let url = format!("http://{}{}", address.trim_end(), builds::server::BASE_PATH);
        Self { process, url }
    }

    /// Ends it as a power cut would.
    fn kill(&mut self) {
        self.process.kill().expect("the server is there");
        self.process.wait().expect("it ends");
    }

    /// `builds list`.
    fn list(&self) -> Command {
        let mut command = Command::new(binary("builds"));
        command
            .arg("list")
            .env("NO_PROXY", "127.0.0.1")
            .env("BUILDS_BASE_URL", &self.url)
            .env("PIPECAT_API_KEY", TOKEN)
            .stdin(Stdio::null());
        command
    }

    /// What `builds list` with these arguments finds.
    #[track_caller]
    fn found(&self, arguments: &[&str]) -> Vec<Build> {
        let output = self.list().args(arguments).output().expect("it runs");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), &*stderr), (Some(0), ""));
        String::from_utf8(output.stdout)
            .expect("UTF-8")
            .lines()
            .map(build)
            .collect()
    }

    /// Runs what must fail with this code and write nothing, and gives what it says.
    #[track_caller]
    fn refused(&self, code: i32, arguments: &[&str]) -> String {
        let output = self.list().args(arguments).output().expect("it runs");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        String::from_utf8(output.stderr).expect("UTF-8")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A line of output, which is as the document says.
#[track_caller]
fn build(line: &str) -> Build {
    Build::from_json(line).expect("a build")
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn pages() {
    let folder = folder();
    let server = Server::start(folder.path(), 250);
    let all = server.found(&["--all"]);
    assert_eq!(all.len(), 250);
    let mut ids: Vec<_> = all.iter().filter_map(|build| build.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 250, "each once");

    assert_eq!(server.found(&[]), all[..20]);
    assert_eq!(server.found(&["--limit", "100"]), all[..100]);
    assert_eq!(
        server.found(&["--limit", "1", "--offset", "249"]),
        all[249..]
    );
    assert_eq!(server.found(&["--offset", "250"]), []);
    assert_eq!(server.found(&["--offset", "9223372036854775807"]), []);
    for limit in ["1", "7", "100"] {
        assert_eq!(server.found(&["--all", "--limit", limit]), all);
    }
    assert_eq!(server.found(&["--all", "--offset", "33"]), all[33..]);
}

#[test]
fn filters() {
    let folder = folder();
    let server = Server::start(folder.path(), 400);
    let all = server.found(&["--all"]);
    let assert_found = |arguments: &[&str], fits: &dyn Fn(&Build) -> bool| {
        let expected: Vec<Build> = all.iter().filter(|build| fits(build)).cloned().collect();
        assert!(!expected.is_empty(), "the seed has none for {arguments:?}");
        assert!(expected.len() < all.len(), "{arguments:?} are all");
        assert_eq!(server.found(&[&["--all"], arguments].concat()), expected);
    };
    for status in BuildStatus::ALL {
        assert_found(&["--status", status.as_str()], &|build| {
            build.status == Some((*status).into())
        });
    }
    let mut regions: Vec<String> = all
        .iter()
        .filter_map(|build| build.region.clone())
        .collect();
    regions.sort();
    regions.dedup();
    assert!(regions.len() > 1, "{regions:?}");
    for region in &regions {
        assert_found(&["--region", region], &|build| {
            build.region.as_ref() == Some(region)
        });
    }
    let hash = all[7].context_hash.as_deref().expect("a hash");
    assert_found(&["--context-hash", hash], &|build| {
        build.context_hash.as_deref() == Some(hash)
    });
    let region = all[7].region.as_deref().expect("a region");
    let status = all[7].status.clone().expect("a status");
    let three = [
        "--context-hash",
        hash,
        "--region",
        region,
        "--status",
        status.as_str(),
    ];
    assert_found(&three, &|build| {
        build.context_hash.as_deref() == Some(hash)
            && build.region.as_deref() == Some(region)
            && build.status == Some(status.clone())
    });
    for nothing in [["--region", "' OR 1=1 --"], ["--context-hash", ""]] {
        assert_eq!(server.found(&nothing), [], "{nothing:?}");
    }
}

#[test]
fn a_bad_token() {
    let folder = folder();
    let server = Server::start(folder.path(), 1);
    let said = server.refused(1, &["--token", "t0p-s3creT"]);
    assert!(said.contains("401 Unauthorized"), "{said}");
    assert!(
        said.contains("PIPECAT_API_KEY") && said.contains("--token"),
        "{said}"
    );
    assert!(!said.contains("s3cre"), "{said}");
}

#[test]
fn a_bad_limit() {
    let folder = folder();
    let mut server = Server::start(folder.path(), 1);
    // With no server there the outcome is the same: nothing is sent.
    for _ in 0..2 {
        for limit in ["0", "101", "-1", "1.5", "all"] {
            let said = server.refused(2, &["--limit", limit]);
            assert!(said.contains("--limit"), "{said}");
        }
        server.kill();
    }
}

#[test]
fn the_server_killed_half_way() {
    let folder = folder();
    let mut server = Server::start(folder.path(), 3000);
    let mut all = server.found(&["--all"]);

    let mut client = server
        .list()
        .args(["--all", "--limit", "1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut stdout = BufReader::new(client.stdout.take().expect("a pipe"));
    let mut written = String::new();
    stdout.read_line(&mut written).expect("a first line");
    // While the client waits, as a pipe holds far less than 3000 builds.
    server.kill();
    stdout.read_to_string(&mut written).expect("UTF-8");
    let output = client.wait_with_output().expect("it ends");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains(&server.url), "{said}");

    let mut builds: Vec<Build> = written.lines().map(build).collect();
    assert!(builds.len() < all.len(), "it was killed half way");
    let offset = builds.len().to_string();
    assert!(said.contains(&format!("`--offset {offset}`")), "{said}");

    // It goes on as it says, with a server that comes back.
    let server = Server::start(folder.path(), 3000);
    builds.extend(server.found(&["--all", "--offset", &offset]));
    all.sort_by_key(|build| build.id);
    builds.sort_by_key(|build| build.id);
    assert!(builds == all, "no build is missing, none is there twice");
}
