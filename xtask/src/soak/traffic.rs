//! Callers of every kind.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::load::TOKEN;
use crate::load::wire::{self, Connection};

/// How many requests a caller sends without a pause.
const BURST: u64 = 8;

/// How many bursts there are on a connection.
const BURSTS: u64 = 4;

/// Between two bursts. Each new connection takes a port for a minute after its end, so there must not be too many.
const PAUSE: Duration = Duration::from_millis(5);

/// Between two pieces of a slow request.
const SLOWLY: Duration = Duration::from_millis(20);

/// Requests with an answer: what each is called, its method, target and token, and the answer's status.
const ASKED: [(&str, &str, &str, bool, u16); 10] = [
    ("a page", "GET", "/v1/builds", true, 200),
    (
        "a page",
        "GET",
        "/v1/builds?limit=100&offset=300",
        true,
        200,
    ),
    (
        "a page",
        "GET",
        "/v1/builds?status=failed&region=us-west",
        true,
        200,
    ),
    (
        "a page",
        "GET",
        "/v1/builds?contextHash=a1b2c3d4e5f6a7b8",
        true,
        200,
    ),
    (
        "invalid",
        "GET",
        "/v1/builds?limit=500&offset=-1&status=done",
        true,
        400,
    ),
    (
        "invalid",
        "GET",
        "/v1/builds?limit=1&limit=2&region=%ff",
        true,
        400,
    ),
    ("no token", "GET", "/v1/builds?limit=500", false, 401),
    ("nothing there", "GET", "/v1/nothing/at/all?x=1", true, 404),
    ("wrong method", "DELETE", "/v1/builds", true, 405),
    ("the document", "GET", "/openapi.json", false, 200),
];

/// What a caller does on a connection of its own.
type Act = fn(SocketAddr) -> io::Result<()>;

/// Callers that go away or take their time.
const RUDE: [(&str, Act); 6] = [
    ("head cut off", |address| {
        Connection::open(address)?.send("GET /v1/builds?limit=10 HTTP/1.1\r\nauthoriz")
    }),
    ("answer not read", |address| {
        let request = wire::get("/v1/builds?limit=100", Some(TOKEN));
        Connection::open(address)?.send(&request.repeat(3))
    }),
    ("body cut off", |address| {
        let head = post(TOKEN, "content-length: 60000");
        Connection::open(address)?.send(&format!("{head}{{\"a\":"))
    }),
    ("slow head", |address| {
        let mut connection = Connection::open(address)?;
        let request = wire::get("/v1/builds?limit=1", Some(TOKEN));
        let (first, second) = request.split_at(request.len() / 2);
        for piece in [first, second] {
            thread::sleep(SLOWLY);
            connection.send(piece)?;
        }
        connection.answer().map(drop)
    }),
    ("slow body", |address| {
        let mut connection = Connection::open(address)?;
        connection.send(&post(TOKEN, "content-length: 5"))?;
        for piece in ["{\"a\"", ":"] {
            thread::sleep(SLOWLY);
            // The server may have answered, and closed.
            if connection.send(piece).is_err() {
                break;
            }
        }
        Ok(())
    }),
    ("no HTTP", |address| {
        let mut connection = Connection::open(address)?;
        connection.send("\u{16}\u{3}\u{1}\u{2} hello\r\n\r\n")?;
        connection.answer().map(drop)
    }),
];

fn post(token: &str, header: &str) -> String {
    format!(
        "POST /v1/builds HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n{header}\r\n\r\n"
    )
}

/// All that is asked of a server.
pub(super) struct Traffic {
    address: SocketAddr,
    is_over: AtomicBool,
    asked: [AtomicU64; ASKED.len()],
    rude: [AtomicU64; RUDE.len()],
    /// The first thing that went wrong.
    fault: Mutex<Option<String>>,
}

impl Traffic {
    /// None yet.
    pub(super) fn new(address: SocketAddr) -> Self {
        Self {
            address,
            is_over: AtomicBool::new(false),
            asked: Default::default(),
            rude: Default::default(),
            fault: Mutex::new(None),
        }
    }

    /// Asks until it is told to [stop](Self::stop), or something goes wrong. Callers of other numbers ask in
    /// another order.
    pub(super) fn call(&self, caller: u64) {
        let mut step = caller;
        while !self.is_over.load(Ordering::Relaxed) {
            if let Err(fault) = self.visit(&mut step) {
                let mut first = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
                first.get_or_insert(fault);
                self.stop();
            }
        }
    }

    /// A connection of good manners, and after it a rude one.
    fn visit(&self, step: &mut u64) -> Result<(), String> {
        let mut connection =
            Connection::open(self.address).map_err(|error| format!("no connection: {error}"))?;
        for _ in 0..BURSTS {
            for _ in 0..BURST {
                *step = step.wrapping_add(1);
                self.ask(&mut connection, *step)?;
            }
            thread::sleep(PAUSE);
        }
        *step = step.wrapping_add(3);
        let index = position(*step, RUDE.len());
        let (name, act) = RUDE[index];
        act(self.address).map_err(|error| format!("{name}: {error}"))?;
        self.rude[index].fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    fn ask(&self, connection: &mut Connection, step: u64) -> Result<(), String> {
        let index = position(step, ASKED.len());
        let (name, method, target, has_token, status) = ASKED[index];
        let request = wire::get(target, has_token.then_some(TOKEN)).replacen("GET", method, 1);
        let answer = connection
            .ask(&request)
            .map_err(|error| format!("{name}: {error}"))?;
        if answer.status != status {
            return Err(format!("{name}: {} in place of {status}", answer.status));
        }
        self.asked[index].fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Ends all callers.
    pub(super) fn stop(&self) {
        self.is_over.store(true, Ordering::Relaxed);
    }

    /// Whether something went wrong.
    pub(super) fn is_broken(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }

    /// How often each was done.
    pub(super) fn counts(&self) -> Vec<(&'static str, u64)> {
        let asked = ASKED.iter().map(|asked| asked.0).zip(&self.asked);
        let rude = RUDE.iter().map(|rude| rude.0).zip(&self.rude);
        let mut counts: Vec<(&'static str, u64)> = Vec::new();
        for (name, count) in asked.chain(rude) {
            let count = count.load(Ordering::Relaxed);
            match counts.iter_mut().find(|(other, _)| *other == name) {
                Some((_, sum)) => *sum += count,
                None => counts.push((name, count)),
            }
        }
        counts
    }

    /// What went wrong.
    pub(super) fn verdict(&self) -> Result<(), String> {
        let fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        fault.clone().map_or(Ok(()), Err)
    }
}

/// A place in a list of so many, scattered (Knuth's multiplicative hashing).
fn position(step: u64, count: usize) -> usize {
    let hash = step.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    usize::try_from(hash).unwrap_or_default() % count
}
