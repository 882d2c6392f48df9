//! Options that several commands have, and printing as they say.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches};

use crate::disk::shown;
use crate::report::{self, size};
use crate::{Coverage, Generation, RenderOptions, Report, Sources, render, to_json};

/// How results are printed: `--message-format` and `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Output {
    json: bool,
    /// Whether the standard output and the standard error get colour.
    color: (bool, bool),
}

impl Output {
    /// The options themselves.
    #[must_use]
    pub fn arguments() -> [Arg; 2] {
        [
            Arg::new("message-format")
                .long("message-format")
                .value_name("FORMAT")
                .value_parser(["human", "json"])
                .default_value("human")
                .help("Print for people, or one JSON object a line"),
            Self::color_argument(),
        ]
    }

    /// The option `--color` alone, for a command whose standard output is something else.
    pub(super) fn color_argument() -> Arg {
        Arg::new("color")
            .long("color")
            .value_name("WHEN")
            .value_parser(["auto", "always", "never"])
            .default_value("auto")
            .help("When to use colour; `auto` asks the terminal and NO_COLOR")
    }

    /// What was given for them.
    #[must_use]
    pub fn of(matches: &ArgMatches) -> Self {
        // A command need not have both.
        let value = |name: &str| {
            let value = matches.try_get_one::<String>(name).ok().flatten();
            value.map(String::as_str)
        };
        let color = match value("color") {
            Some("always") => (true, true),
            Some("never") => (false, false),
            // <https://no-color.org>: set, and not empty.
            _ if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) => {
                (false, false)
            }
            _ => (io::stdout().is_terminal(), io::stderr().is_terminal()),
        };
        Self {
            json: value("message-format") == Some("json"),
            color,
        }
    }

    fn render_options(self) -> RenderOptions {
        RenderOptions {
            color: self.color.1,
            ..RenderOptions::default()
        }
    }

    /// Prints a report and gives its exit code.
    #[must_use]
    pub fn report(self, report: &Report) -> ExitCode {
        if self.json {
            print(&report.to_json());
        } else {
            print_error(&report.diagnostics_text(self.render_options()));
            print(&report.differences(self.color.0));
            print_error(&report.summary(self.color.1));
        }
        ExitCode::from(report.exit_code())
    }

    /// Prints the places without a type, if that was asked for.
    pub(super) fn untyped(self, matches: &ArgMatches, coverage: &Coverage, sources: &Sources) {
        if !matches.get_flag("report-untyped") {
            return;
        }
        print(&if self.json {
            report::untyped::json(coverage, sources)
        } else {
            report::untyped::text(coverage, sources)
        });
    }

    /// Prints a generated file, and what is to be said about its document to the standard error.
    pub(super) fn file(self, path: &Path, generation: &Generation) -> ExitCode {
        let Generation {
            diagnostics,
            sources,
            generated,
            ..
        } = generation;
        print_error(&render(diagnostics, sources, self.render_options()));
        let files = generated.iter().flat_map(|generated| &generated.files);
        for file in files.filter(|file| file.path == path) {
            print(&file.contents);
        }
        ExitCode::from(if diagnostics.has_errors() { 2 } else { 0 })
    }

    /// Prints what is to be said about a document that was only checked.
    pub(super) fn generation(
        self,
        document: &Path,
        generation: &Generation,
        deny_warnings: bool,
    ) -> ExitCode {
        let Generation {
            diagnostics,
            sources,
            generated,
            ..
        } = generation;
        if self.json {
            print(&to_json(diagnostics, sources));
        } else {
            print_error(&render(diagnostics, sources, self.render_options()));
            if let (true, Some(generated)) = (diagnostics.is_empty(), generated) {
                let size = size(generated.operations, generated.schemas, generated.left_out);
                print_error(&format!(
                    "{}: {size}; no problems
",
                    shown(document)
                ));
            }
        }
        if diagnostics.has_errors() {
            return ExitCode::from(2);
        }
        if deny_warnings && !diagnostics.is_empty() {
            return fail("warnings are denied");
        }
        ExitCode::SUCCESS
    }
}

/// The option `--report-untyped`.
pub(super) fn untyped_argument() -> Arg {
    Arg::new("report-untyped")
        .long("report-untyped")
        .action(ArgAction::SetTrue)
        .help("List the places whose values can be anything, and why")
}

/// The option `--check`, for [`is_check`].
#[must_use]
pub fn check_argument() -> Arg {
    Arg::new("check")
        .long("check")
        .action(ArgAction::SetTrue)
        .help("Write nothing; say in what the folder differs, and end with 1 if it does")
}

/// The option `--deny-warnings`, for [`denies_warnings`].
#[must_use]
pub fn deny_warnings_argument() -> Arg {
    Arg::new("deny-warnings")
        .long("deny-warnings")
        .action(ArgAction::SetTrue)
        .help("Take a warning for an error: nothing is written, and the run ends with 2")
}

/// Whether `--deny-warnings` was given.
#[must_use]
pub fn denies_warnings(matches: &ArgMatches) -> bool {
    matches.get_flag("deny-warnings")
}

/// Whether `--check` was given.
#[must_use]
pub fn is_check(matches: &ArgMatches) -> bool {
    matches.get_flag("check")
}

/// Prints what clap says: help to the standard output, a fault to the standard error.
#[must_use]
pub fn usage(error: &clap::Error) -> ExitCode {
    let text = error.render().to_string();
    if error.use_stderr() {
        print_error(&text);
        ExitCode::from(2)
    } else {
        print(&text);
        ExitCode::SUCCESS
    }
}

/// Prints an error that is about no document, and gives its exit code.
#[must_use]
pub fn fail(message: &str) -> ExitCode {
    print_error(&format!("error: {message}\n"));
    ExitCode::from(2)
}

/// Prints to the standard output. A reader that went away, as `head` does, is no fault.
pub(super) fn print(text: &str) {
    let mut output = io::stdout().lock();
    let _ = output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush());
}

/// Prints to the standard error.
pub(super) fn print_error(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
