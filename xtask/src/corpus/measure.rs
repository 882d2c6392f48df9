//! What a process costs, and stopping one that costs too much.
//!
//! Memory and processor time are read from `/proc`, which Linux has; elsewhere they are not known.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, ExitStatus};
use std::time::{Duration, Instant};
use std::{env, fs, io, thread};

use serde_json::{Value, json};

/// The folder that [`wrap_rustc`] writes to. That it is set is what makes this program a wrapper of rustc.
const FOLDER: &str = "SPECTRAIT_MEASURED";

/// The folder whose crates are measured.
const WORKSPACE: &str = "SPECTRAIT_MEASURED_WORKSPACE";

/// How often a process is looked at. Its peak is read from what the kernel keeps, so that only what it grows by
/// between the last look and its end is missed.
const INTERVAL: Duration = Duration::from_millis(5);

/// What a process may cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) time: Duration,
    pub(crate) bytes: u64,
}

/// How a process ended.
#[derive(Debug, Clone, Copy)]
pub(crate) enum End {
    Exited(ExitStatus),
    TooSlow,
    TooLarge,
}

/// Waits for a process, and stops it when it is over a limit. Gives its peak memory in bytes too.
pub(crate) fn wait(child: &mut Child, limits: Option<Limits>) -> io::Result<(End, Option<u64>)> {
    let start = Instant::now();
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = None;
    loop {
        peak = peak_of(&status).or(peak);
        if let Some(status) = child.try_wait()? {
            return Ok((End::Exited(status), peak));
        }
        let over = limits.and_then(|limits| {
            if start.elapsed() > limits.time {
                Some(End::TooSlow)
            } else if peak.is_some_and(|peak| peak > limits.bytes) {
                Some(End::TooLarge)
            } else {
                None
            }
        });
        if let Some(end) = over {
            child.kill()?;
            child.wait()?;
            return Ok((end, peak));
        }
        thread::sleep(INTERVAL);
    }
}

/// `VmHWM` of `/proc/PID/status` (proc(5)), in bytes.
fn peak_of(status: &Path) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes << 10)
}

/// The peak memory of this process so far, in bytes.
pub(crate) fn own_peak() -> Option<u64> {
    peak_of(Path::new("/proc/self/status"))
}

/// The processor seconds of the children of this process that have ended, and of theirs: `cutime` and `cstime` of
/// `/proc/self/stat` (proc(5)), to a hundredth.
fn children_seconds() -> Option<f64> {
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is the program's name in parentheses, which may hold anything.
    let (_, fields) = text.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(13);
    let ticks = fields.next()?.parse::<u32>().ok()? + fields.next()?.parse::<u32>().ok()?;
    // Linux tells user space of a hundred ticks a second, whatever the kernel was built with.
    Some(f64::from(ticks) / 100.0)
}

/// Has rustc measured when `command`, a Cargo, runs it for a crate below `workspace`. What each costs is written to
/// `folder`, and read with [`of_package`].
pub(crate) fn measured<'c>(
    command: &'c mut Command,
    workspace: &Path,
    folder: &Path,
) -> io::Result<&'c mut Command> {
    fs::create_dir_all(folder)?;
    Ok(command
        .env("RUSTC_WRAPPER", env::current_exe()?)
        .env(FOLDER, folder)
        .env(WORKSPACE, workspace))
}

/// What compiling a package cost when it was last compiled: `cpu_seconds`, `seconds`, `peak_bytes`.
pub(crate) fn of_package(folder: &Path, package: &str) -> Option<Value> {
    let text = fs::read_to_string(file(folder, package)).ok()?;
    serde_json::from_str(&text).ok()
}

fn file(folder: &Path, package: &str) -> PathBuf {
    folder.join(format!("{package}.json"))
}

/// When Cargo runs this program in place of rustc: runs rustc, and writes down what it cost. `None` when it does not.
pub(crate) fn wrap_rustc() -> Option<ExitCode> {
    let folder = env::var_os(FOLDER)?;
    let mut arguments = env::args_os().skip(1);
    let mut rustc = Command::new(arguments.next()?);
    rustc.args(arguments);
    let start = Instant::now();
    let ended = rustc.spawn().and_then(|mut child| wait(&mut child, None));
    let (status, peak) = match ended {
        Ok((End::Exited(status), peak)) => (status, peak),
        Ok((End::TooSlow | End::TooLarge, _)) => return Some(ExitCode::FAILURE),
        Err(error) => return Some(spectrait::cli::fail(&format!("{rustc:?}: {error}"))),
    };
    let is_ours = || {
        let (workspace, manifest) = (env::var_os(WORKSPACE)?, env::var_os("CARGO_MANIFEST_DIR")?);
        Path::new(&manifest).starts_with(workspace).then_some(())
    };
    if let (Some(()), Some(package)) = (is_ours(), env::var_os("CARGO_PKG_NAME")) {
        let cost = json!({
            "cpu_seconds": children_seconds(),
            "seconds": start.elapsed().as_secs_f64(),
            "peak_bytes": peak,
        });
        // A figure that is missing is shown as missing.
        let _ = fs::write(
            file(Path::new(&folder), &package.to_string_lossy()),
            cost.to_string(),
        );
    }
    // A signal has no code; rustc ends with 101 when it panics.
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Some(ExitCode::from(code.unwrap_or(101)))
}
