//! What a person at a terminal sees: the program on a pseudo-terminal.

use std::fs::File;
use std::io::{self, Read};
use std::net::TcpListener;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::thread;

use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::program::list;
use crate::server::Server;

/// Which streams are the terminal. The others go nowhere.
#[derive(Clone, Copy, PartialEq)]
enum On {
    Stdout,
    Stderr,
}

/// Runs it on a terminal of this many columns, and gives what is on it.
#[track_caller]
fn on_terminal(program: &mut Command, on: On, columns: u16) -> String {
    let (mut terminal, end) = terminal(columns).expect("a terminal");
    let other = || Stdio::null();
    let stream = Stdio::from(end);
    match on {
        On::Stdout => program.stdout(stream).stderr(other()),
        On::Stderr => program.stdout(other()).stderr(stream),
    };
    let mut child = program
        .env("TERM", "xterm-256color")
        .spawn()
        .expect("the program runs");
    // The program holds the last end now, so that reading ends with it: with an error, on Linux.
    program.stdout(Stdio::null()).stderr(Stdio::null());
    let reader = thread::spawn(move || {
        let mut seen = Vec::new();
        let _ = terminal.read_to_end(&mut seen);
        String::from_utf8(seen).expect("UTF-8")
    });
    let status = child.wait().expect("it ends");
    assert_eq!(status.code(), Some(0));
    reader.join().expect("the terminal was read")
}

/// A pseudo-terminal and the end of it that a program is given.
fn terminal(columns: u16) -> io::Result<(File, File)> {
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
    grantpt(&terminal)?;
    unlockpt(&terminal)?;
    let name = ptsname(&terminal, Vec::new())?;
    let path = name.to_str().map_err(io::Error::other)?;
    let end = File::options().read(true).write(true).open(path)?;
    let size = Winsize {
        ws_row: 50,
        ws_col: columns,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    tcsetwinsize(&end, size)?;
    Ok((File::from(terminal), end))
}

#[test]
fn a_table_in_colour() {
    let (server, _) = Server::of_builds(6);
    let seen = on_terminal(&mut list(&server.url()), On::Stdout, 120);
    insta::assert_snapshot!(seen.replace('\u{1b}', "ESC").replace('\r', ""));
}

#[test]
fn a_table_without_colour() {
    let (server, _) = Server::of_builds(6);
    let seen = on_terminal(list(&server.url()).env("NO_COLOR", "1"), On::Stdout, 80);
    insta::assert_snapshot!(seen.replace('\r', ""));
}

#[test]
fn a_progress_bar() {
    let (server, _) = Server::of_builds(250);
    let seen = on_terminal(list(&server.url()).arg("--all"), On::Stderr, 80);
    assert!(seen.contains("250 of 250 builds"), "{seen}");
    // None for one page.
    let seen = on_terminal(&mut list(&server.url()), On::Stderr, 80);
    assert_eq!(seen, "");
}

/// It dies of the signal: a shell calls that 130, and stops its script.
#[test]
#[expect(clippy::print_stdout, reason = "a skip tells its reason")]
fn ctrl_c() {
    if is_interrupt_ignored() {
        println!(
            "skipped: whoever started the tests has them ignore SIGINT, and so their children"
        );
        return;
    }
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/v1", listener.local_addr().expect("an address"));
    let mut program = list(&url).spawn().expect("the program runs");
    // Now it waits for an answer.
    let _connection = listener.accept().expect("a caller");
    let pid = Pid::from_child(&program);
    kill_process(pid, Signal::INT).expect("the signal is sent");
    let status = program.wait().expect("it ends");
    assert_eq!((status.code(), status.signal()), (None, Some(2)));
}

/// As in what a script puts in the background. Elsewhere than on Linux nobody can tell.
fn is_interrupt_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    ignored.is_some_and(|mask| mask & (1 << (2 - 1)) != 0)
}
