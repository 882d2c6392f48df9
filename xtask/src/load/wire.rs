//! HTTP/1.1 by hand: a caller that can do what no library lets it, such as going away in the middle.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// After what time a server is taken for dead.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection that is kept for further requests.
pub(crate) struct Connection(BufReader<TcpStream>);

/// An answer, read whole.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// The text of a `GET` request.
pub(crate) fn get(target: &str, token: Option<&str>) -> String {
    let authorization = token.map_or_else(String::new, |token| {
        format!("authorization: Bearer {token}\r\n")
    });
    format!("GET {target} HTTP/1.1\r\nhost: localhost\r\n{authorization}\r\n")
}

impl Connection {
    /// Connects.
    pub(crate) fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Sends what may be a request, or a part of one.
    pub(crate) fn send(&mut self, text: &str) -> io::Result<()> {
        self.0.get_mut().write_all(text.as_bytes())
    }

    /// Sends a request and reads its answer.
    pub(crate) fn ask(&mut self, request: &str) -> io::Result<Answer> {
        self.send(request)?;
        self.answer()
    }

    /// Reads an answer.
    pub(crate) fn answer(&mut self) -> io::Result<Answer> {
        read(&mut self.0)
    }
}

impl Answer {
    /// The first header of a name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find_map(|(given, value)| (given == name).then_some(&**value))
    }

    /// The body.
    pub(crate) fn text(&self) -> Result<String, String> {
        String::from_utf8(self.body.clone()).map_err(|_| "an answer is no text".to_owned())
    }
}

/// Reads a head, and a body of a declared length: these servers send no other.
fn read(reader: &mut impl BufRead) -> io::Result<Answer> {
    let malformed = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let status = line
        .strip_prefix("HTTP/1.1 ")
        .and_then(|rest| rest.get(..3)?.parse().ok())
        .ok_or_else(|| malformed("no status line"))?;
    let mut headers = Vec::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if line.trim_end().is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or_else(|| malformed("no header"))?;
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut answer = Answer {
        status,
        headers,
        body: Vec::new(),
    };
    let length = answer
        .header("content-length")
        .and_then(|value| value.parse().ok());
    let length: u64 = length.ok_or_else(|| malformed("no length"))?;
    reader.take(length).read_to_end(&mut answer.body)?;
    if answer.body.len() as u64 != length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_one_after_the_other() -> io::Result<()> {
        let mut bytes: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Y:  z \r\n\r\nhi\
            HTTP/1.1 405 Method Not Allowed\r\ncontent-length: 0\r\n\r\n";
        let first = read(&mut bytes)?;
        assert_eq!((first.status, first.text()), (200, Ok("hi".to_owned())));
        assert_eq!(first.header("x-y"), Some("z"));
        let second = read(&mut bytes)?;
        assert_eq!((second.status, second.text()), (405, Ok(String::new())));
        assert!(read(&mut bytes).is_err());
        Ok(())
    }

    #[test]
    fn what_breaks_off_is_no_answer() {
        for text in [
            "",
            "HTTP/1.1 2",
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nhi",
            "HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\nhi",
            "SSH-2.0\r\n\r\n",
        ] {
            assert!(read(&mut text.as_bytes()).is_err(), "{text}");
        }
    }
}
