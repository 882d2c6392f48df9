//! How builds are written.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use builds::runtime::{Open, ToJson};
use builds::types::{Build, BuildStatus};
use comfy_table::{
    Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, Table, presets,
};
use indicatif::{HumanBytes, HumanDuration};

use crate::arguments::Format;

/// Writes builds to the standard output: a table at the end, everything else as it comes.
pub(crate) struct Output {
    format: Format,
    is_first: bool,
    rows: Vec<Build>,
}

impl Output {
    /// In this format, or else in the one that suits the reader.
    pub(crate) fn new(format: Option<Format>) -> Self {
        let default = if io::stdout().is_terminal() {
            Format::Table
        } else {
            Format::Json
        };
        Self {
            format: format.unwrap_or(default),
            is_first: true,
            rows: Vec::new(),
        }
    }

    /// The builds of a page.
    pub(crate) fn builds(&mut self, builds: Vec<Build>) -> io::Result<()> {
        let is_first = std::mem::take(&mut self.is_first);
        match self.format {
            Format::Table => self.rows.extend(builds),
            Format::Json => write(&json_lines(&builds)?)?,
            Format::Csv => write(&csv(&builds, is_first)?)?,
        }
        Ok(())
    }

    /// There are no more builds. `summary` is for people.
    pub(crate) fn end(&mut self, summary: &str) -> io::Result<()> {
        match self.format {
            Format::Table if self.rows.is_empty() => write(format!("{summary}\n").as_bytes()),
            Format::Table => {
                write(format!("{}\n\n{summary}\n", table(&self.rows).trim_fmt()).as_bytes())
            }
            Format::Json | Format::Csv => Ok(()),
        }
    }
}

/// Writes to the standard output at once.
pub(crate) fn write(bytes: &[u8]) -> io::Result<()> {
    let mut output = io::stdout().lock();
    output.write_all(bytes)?;
    output.flush()
}

fn json_lines(builds: &[Build]) -> io::Result<Vec<u8>> {
    let mut lines = String::new();
    for build in builds {
        lines += &build.to_json().map_err(io::Error::other)?;
        lines.push('\n');
    }
    Ok(lines.into_bytes())
}

/// A column of CSV, named after the property that it holds.
type Column = (&'static str, fn(&Build) -> String);

const COLUMNS: [Column; 16] = [
    ("id", |build| text(build.id.as_ref())),
    ("organizationId", |build| {
        text(build.organization_id.as_ref())
    }),
    ("status", |build| text(build.status.as_ref())),
    ("region", |build| text(build.region.as_ref())),
    ("contextHash", |build| text(build.context_hash.as_ref())),
    ("dockerfilePath", |build| {
        text(build.dockerfile_path.as_ref())
    }),
    ("imageUri", |build| text(build.image_uri.as_ref())),
    ("logsUrl", |build| text(build.logs_url.as_ref())),
    ("errorMessage", |build| text(build.error_message.as_ref())),
    ("contextSizeBytes", |build| {
        text(build.context_size_bytes.as_ref())
    }),
    ("imageSizeBytes", |build| {
        text(build.image_size_bytes.as_ref())
    }),
    ("buildDurationSeconds", |build| {
        text(build.build_duration_seconds.as_ref())
    }),
    ("startedAt", |build| text(build.started_at.as_ref())),
    ("completedAt", |build| text(build.completed_at.as_ref())),
    ("createdAt", |build| text(build.created_at.as_ref())),
    ("updatedAt", |build| text(build.updated_at.as_ref())),
];

fn text(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn csv(builds: &[Build], with_names: bool) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    if with_names {
        writer.write_record(COLUMNS.map(|(name, _)| name))?;
    }
    for build in builds {
        writer.write_record(COLUMNS.map(|(_, value)| value(build)))?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

fn table(builds: &[Build]) -> Table {
    // A terminal's, and not against the user's NO_COLOR.
    let with_colours = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(["ID", "STATUS", "REGION", "CREATED (UTC)", "TOOK", "IMAGE"])
        .add_rows(builds.iter().map(|build| row(build, with_colours)));
    if with_colours {
        table.enforce_styling();
    }
    let is_narrow = table.width().is_some_and(|width| width < 90);
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 1));
        // A region may have any name, so it is what gives way.
        if index != 2 {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
        if index >= 4 {
            column.set_cell_alignment(CellAlignment::Right);
        }
        if index == 5 && is_narrow {
            column.set_constraint(ColumnConstraint::Hidden);
        }
    }
    table
}

fn row(build: &Build, with_colours: bool) -> [Cell; 6] {
    let status = cell(build.status.as_ref());
    let status = match build.status.as_ref().and_then(Open::known) {
        // Shown as it came, if at all.
        None => status,
        Some(_) if !with_colours => status,
        Some(BuildStatus::Success) => status.fg(Color::Green),
        Some(BuildStatus::Failed | BuildStatus::Timeout) => status.fg(Color::Red),
        Some(BuildStatus::Pending | BuildStatus::Building) => status.fg(Color::Yellow),
    };
    let created = build.created_at.map(|at| at.strftime("%Y-%m-%d %H:%M"));
    let seconds = build
        .build_duration_seconds
        .and_then(|seconds| seconds.try_into().ok());
    let took = seconds.map(|seconds| format!("{:#}", HumanDuration(Duration::from_secs(seconds))));
    let bytes = build
        .image_size_bytes
        .and_then(|bytes| bytes.try_into().ok());
    let size = bytes.map(HumanBytes);
    [
        cell(build.id.as_ref()),
        status,
        cell(build.region.as_ref()),
        cell(created.as_ref()),
        cell(took.as_ref()),
        cell(size.as_ref()),
    ]
}

/// A server's text must not steer the terminal.
fn cell(value: Option<&impl ToString>) -> Cell {
    Cell::new(text(value).replace(char::is_control, "\u{fffd}"))
}
