//! Programs of this repository that serve, as processes.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::{env, fs};

use super::held_to;
use crate::process::{cargo, output, target_folder};

/// A program that was built with optimisation.
pub(crate) struct Program(PathBuf);

impl Program {
    /// Builds the program of a package of this name.
    pub(crate) fn build(package: &str) -> Result<Self, String> {
        let build = ["build", "--quiet", "--release", "--package", package];
        output(cargo().args(build))?;
        let file = format!("{package}{}", env::consts::EXE_SUFFIX);
        Ok(Self(target_folder()?.join("release").join(file)))
    }

    /// The program, held to a processor or to none.
    pub(crate) fn command(&self, core: Option<usize>) -> Command {
        held_to(core, &self.0)
    }
}

/// Two processors, so that a server and what drives it do not take each other's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cores {
    pub(crate) server: usize,
    pub(crate) generator: usize,
}

impl Cores {
    /// The first two that this process may use; `None` where there are none, or no `taskset`.
    pub(crate) fn of_this_process() -> Option<Self> {
        output(
            Command::new("taskset")
                .arg("--version")
                .stdin(Stdio::null()),
        )
        .ok()?;
        let status = fs::read_to_string("/proc/self/status").ok()?;
        let list = status
            .lines()
            .find_map(|line| line.strip_prefix("Cpus_allowed_list:"))?;
        Self::first_of(list)
    }

    /// The first two of a list such as `0-2,5` (`man 7 cpuset`).
    fn first_of(list: &str) -> Option<Self> {
        let ranges = list.trim().split(',').filter_map(|range| {
            let (low, high) = range.split_once('-').unwrap_or((range, range));
            Some(low.parse::<usize>().ok()?..=high.parse::<usize>().ok()?)
        });
        let mut cores = ranges.flatten();
        Some(Self {
            server: cores.next()?,
            generator: cores.next()?,
        })
    }
}

/// A server that is killed when this is dropped.
pub(crate) struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    /// Starts a program that tells its address in its first line. Its log is not read.
    pub(crate) fn start(command: &mut Command) -> Result<Self, String> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{command:?} cannot be run: {error}"))?;
        let mut line = String::new();
        let told = child
            .stdout
            .take()
            .map(|stdout| BufReader::new(stdout).read_line(&mut line));
        let Ok(address) = line.trim().parse() else {
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("{command:?} told no address: {told:?}, {line:?}"));
        };
        Ok(Self { child, address })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// How much of its memory is resident, in KiB. Linux only.
    pub(crate) fn resident(&self) -> Result<f64, String> {
        self.told("status", resident_of)
    }

    /// How much processor time it has taken since it began, in seconds. Linux only.
    pub(super) fn processor_seconds(&self) -> Result<f64, String> {
        self.told("stat", processor_seconds_of)
    }

    fn told(&self, file: &str, read: fn(&str) -> Option<f64>) -> Result<f64, String> {
        let file = format!("/proc/{}/{file}", self.child.id());
        let text = fs::read_to_string(&file)
            .map_err(|error| format!("Linux tells of a server while it runs; `{file}`: {error}"))?;
        read(&text).ok_or_else(|| format!("`{file}` does not have the figure"))
    }
}

/// The user and system time in `/proc/PID/stat` (`man 5 proc_pid_stat`), in hundredths on every Linux.
fn processor_seconds_of(stat: &str) -> Option<f64> {
    // The second field is the program's name, in which anything can be.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11);
    let mut time = || fields.next()?.parse::<f64>().ok();
    Some((time()? + time()?) / 100.0)
}

/// The figure in `/proc/PID/status` (`man 5 proc_pid_status`).
fn resident_of(status: &str) -> Option<f64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cores_are_the_first_two() {
        let check = |list: &str, expected: Option<(usize, usize)>| {
            let found = Cores::first_of(list).map(|cores| (cores.server, cores.generator));
            assert_eq!(found, expected, "{list}");
        };
        check("\t0-1\n", Some((0, 1)));
        check("3,7-9", Some((3, 7)));
        check("4-6", Some((4, 5)));
        check("0", None);
        check("", None);
        check("x-y", None);
    }

    #[test]
    fn resident_memory_is_read() {
        let status =
            "Name:\tbuilds-server\nVmHWM:\t    9000 kB\nVmRSS:\t    8192 kB\nThreads:\t3\n";
        assert_eq!(resident_of(status), Some(8192.0));
        assert_eq!(resident_of("Name:\tkworker\n"), None);
    }

    #[test]
    fn processor_time_is_read() {
        let stat = "7 (a ) b) S 1 7 7 0 -1 4194560 900 0 0 0 150 25 0 0 20 0 3 0 100 5000 300\n";
        assert_eq!(processor_seconds_of(stat), Some(1.75));
        assert_eq!(processor_seconds_of("7 (a) S 1 7"), None);
    }
}
