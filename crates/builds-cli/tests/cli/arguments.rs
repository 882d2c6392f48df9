//! Help, completions, and arguments that are wrong.

use std::io::ErrorKind;
use std::net::TcpListener;

use builds::types::BuildStatus;

use crate::program::{builds, list, run, stdout};
use crate::server::TOKEN;

#[test]
fn help() {
    for (name, arguments) in [
        ("help", &["--help"][..]),
        ("help_list", &["list", "--help"]),
        ("help_list_short", &["list", "-h"]),
    ] {
        let mut program = builds(arguments);
        // Help shows no value from outside: not a token, nor the URL of somebody's own.
        program
            .env("PIPECAT_API_KEY", TOKEN)
            .env("BUILDS_BASE_URL", "http://elsewhere.test");
        insta::assert_snapshot!(name, stdout(&mut program));
    }
}

#[test]
fn completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = stdout(&mut builds(&["completions", shell]));
        assert!(script.contains("context-hash"), "{shell}: {script}");
        // The scripts of the two others complete no values.
        if ["bash", "fish", "zsh"].contains(&shell) {
            let mut words = BuildStatus::ALL.iter().map(|status| status.as_str());
            assert!(words.all(|word| script.contains(word)), "{shell}: {script}");
        }
    }
}

#[test]
fn a_wrong_argument_ends_with_2_and_nothing_is_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a listener");
    let address = listener.local_addr().expect("an address");
    let long = "x".repeat(70_000);
    let rows = [
        ("limit_0", &["--limit", "0"][..]),
        ("limit_101", &["--limit", "101"]),
        ("limit_negative", &["--limit", "-1"]),
        ("limit_text", &["--limit", "many"]),
        ("limit_huge", &["--limit", "99999999999999999999"]),
        ("offset_negative", &["--offset", "-1"]),
        ("status", &["--status", "sucess"]),
        ("output", &["--output", "xml"]),
        ("unknown", &["--regoin", "us-west"]),
        ("timeout", &["--timeout", "0"]),
        ("base_url", &["--base-url", "builds.test"]),
        ("token_empty", &["--token", ""]),
        ("token_two_words", &["--token", "Bearer x"]),
        ("region_too_long", &["--region", &long]),
    ];
    for (name, arguments) in rows {
        let ended = run(list(&format!("http://{address}/v1")).args(arguments));
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{name}");
        insta::assert_snapshot!(format!("wrong__{name}"), ended.stderr);
    }
    for token in [None, Some("")] {
        let mut program = list(&format!("http://{address}/v1"));
        program.env_remove("PIPECAT_API_KEY");
        program.envs(token.map(|token| ("PIPECAT_API_KEY", token)));
        let ended = run(&mut program);
        assert_eq!(ended.code, Some(2));
        let name = token.map_or("wrong__token_unset", |_| "wrong__token_variable_empty");
        insta::assert_snapshot!(name, ended.stderr);
    }
    let nobody = listener.accept().expect_err("nobody called");
    assert_eq!(nobody.kind(), ErrorKind::WouldBlock);
}

/// As files that become variables tend to have it.
#[test]
fn a_line_break_after_the_token_is_cut_off() {
    let (server, _) = crate::server::Server::of_builds(1);
    let lines = stdout(list(&server.url()).env("PIPECAT_API_KEY", format!("{TOKEN}\n")));
    assert_eq!(lines.lines().count(), 1);
}
