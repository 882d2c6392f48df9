//! The program itself.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use crate::support::TOKEN;

/// The program, which knows nothing of this process's settings.
fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_builds-server"));
    for (name, _) in std::env::vars_os() {
        if name == "RUST_LOG" || name.to_string_lossy().starts_with("BUILDS_") {
            command.env_remove(name);
        }
    }
    command
}

/// A program that serves; it is killed should a test fail.
struct Running {
    child: Child,
    stdout: BufReader<ChildStdout>,
    address: SocketAddr,
}

impl Running {
    #[track_caller]
    fn start(command: &mut Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a program");
        let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("a line");
        let address = line.trim_end().parse().expect("an address");
        Self {
            child,
            stdout,
            address,
        }
    }

    /// The response to `GET target`.
    fn get(&self, target: &str) -> String {
        let mut stream = TcpStream::connect(self.address).expect("a connection");
        write!(
            stream,
            "GET {target} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {TOKEN}\r\nconnection: close\r\n\r\n",
            self.address
        )
        .expect("sent");
        let mut response = String::new();
        stream.read_to_string(&mut response).expect("a text");
        response
    }

    /// Ends it, and gives its status, the rest of its stdout, and its stderr.
    fn signal(mut self, signal: Signal) -> (Option<i32>, String, String) {
        kill_process(Pid::from_child(&self.child), signal).expect("it runs");
        let (mut stdout, mut stderr) = (String::new(), String::new());
        self.stdout.read_to_string(&mut stdout).expect("a text");
        self.child
            .stderr
            .take()
            .expect("piped")
            .read_to_string(&mut stderr)
            .expect("a text");
        let status = self.child.wait().expect("an end");
        (status.code(), stdout, stderr)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended already if all went well.
        let _ = self.child.kill();
    }
}

fn by_flags(database: &Path) -> Command {
    let mut command = program();
    command
        .args([
            "--listen",
            "127.0.0.1:0",
            "--token",
            TOKEN,
            "--seed",
            "7",
            "--database",
        ])
        .arg(database);
    command
}

#[test]
fn its_first_line_is_the_address_and_sigterm_ends_it_well() {
    let folder = tempfile::tempdir().expect("a folder");
    let running =
        Running::start(by_flags(&folder.path().join("builds.db")).env("RUST_LOG", "trace"));
    let response = running.get("/v1/builds?limit=1");
    assert!(
        response.starts_with("HTTP/1.1 200 OK") && response.contains(r#""total":7"#),
        "{response}"
    );

    let (status, stdout, stderr) = running.signal(Signal::TERM);
    assert_eq!((status, &*stdout), (Some(0), ""), "{stderr}");
    assert!(
        stderr.contains("listBuilds") && stderr.contains("stopping"),
        "{stderr}"
    );
    assert!(!stderr.contains(TOKEN), "{stderr}");
    assert!(!stderr.contains('\x1b'), "colours in a pipe: {stderr}");
}

#[test]
fn settings_can_be_in_the_environment() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = program();
    command
        .env("BUILDS_LISTEN", "127.0.0.1:0")
        .env("BUILDS_DATABASE", folder.path().join("builds.db"))
        .env("BUILDS_TOKEN", TOKEN)
        .env("BUILDS_ORGANIZATION", "org_other")
        .env("BUILDS_SEED", "3")
        .env("BUILDS_BASE_PATH", "/")
        .env("RUST_LOG", "error");
    let running = Running::start(&mut command);
    let response = running.get("/builds");
    assert!(
        response.contains(r#""total":3"#) && response.contains("org_other"),
        "{response}"
    );
    let (status, _, stderr) = running.signal(Signal::INT);
    assert_eq!((status, &*stderr), (Some(0), ""));
}

#[test]
fn what_was_written_is_there_the_next_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("builds.db");
    let first = Running::start(&mut by_flags(&database));
    let page = |running: &Running| {
        running
            .get("/v1/builds")
            .split("\r\n\r\n")
            .nth(1)
            .map(str::to_owned)
    };
    let before = page(&first);
    assert!(before.is_some());
    first.signal(Signal::TERM);
    let second = Running::start(&mut by_flags(&database));
    assert_eq!(page(&second), before);
}

#[track_caller]
fn run(command: &mut Command) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().expect("a program");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn the_help_says_all_and_no_secret() {
    let (status, stdout, _) = run(program().arg("--help").env("BUILDS_TOKEN", TOKEN));
    assert_eq!(status, Some(0));
    for part in [
        "--listen",
        "BUILDS_LISTEN",
        "--database",
        "--token",
        "BUILDS_TOKEN",
        "--seed",
        "/v1",
        "/readyz",
    ] {
        assert!(stdout.contains(part), "{part} is not in {stdout}");
    }
    assert!(!stdout.contains(TOKEN), "{stdout}");
}

#[test]
fn bad_arguments_are_2_and_failures_are_1() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("builds.db");
    for (name, value) in [
        ("--seed", "-1"),
        ("--seed", "100001"),
        ("--listen", "localhost"),
        ("--base-path", "v1"),
        ("--token", ""),
        ("--token", "t0p s3cret"),
    ] {
        let mut command = program();
        command
            .arg("--database")
            .arg(&database)
            .arg(format!("{name}={value}"));
        if name != "--token" {
            command.env("BUILDS_TOKEN", TOKEN);
        }
        let (status, stdout, stderr) = run(&mut command);
        assert_eq!(
            (status, &*stdout),
            (Some(2), ""),
            "{name} {value}: {stderr}"
        );
        assert!(!stderr.contains("s3cret"), "{stderr}");
        assert!(!database.exists(), "{name} {value}");
    }

    let (status, stdout, stderr) = run(&mut by_flags(&folder.path().join("nowhere/builds.db")));
    assert_eq!((status, &*stdout), (Some(1), ""));
    assert!(
        stderr.contains("cannot open the database") && stderr.contains("nowhere/builds.db"),
        "{stderr}"
    );
    let running = Running::start(&mut by_flags(&database));
    let address = running.address.to_string();
    let mut command = program();
    command
        .env("BUILDS_TOKEN", TOKEN)
        .args(["--listen", &address, "--database"])
        .arg(&database);
    let (status, stdout, stderr) = run(&mut command);
    assert_eq!((status, &*stdout), (Some(1), ""));
    assert!(
        stderr.contains(&format!("cannot listen on {address}")),
        "{stderr}"
    );
}
