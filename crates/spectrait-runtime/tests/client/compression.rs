//! Compressed responses over the default transport.

use spectrait_runtime::client::ErrorKind;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

use crate::builds::ListBuildsRequest;
use crate::sockets::{client, read_head, scripted};

/// `{"total":1}`, compressed.
const BODIES: &[(&str, &[u8])] = &[
    #[cfg(feature = "gzip")]
    (
        "gzip",
        &[
            0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0xab, 0x56, 0x2a, 0xc9,
            0x2f, 0x49, 0xcc, 0x51, 0xb2, 0x32, 0xac, 0x05, 0x00, 0x33, 0x28, 0xcb, 0x15, 0x0b,
            0x00, 0x00, 0x00,
        ],
    ),
    // A frame with one raw block (RFC 8878).
    #[cfg(feature = "zstd")]
    ("zstd", b"\x28\xb5\x2f\xfd\x20\x0b\x59\x00\x00{\"total\":1}"),
    // One uncompressed meta-block and an empty one (RFC 7932).
    #[cfg(feature = "brotli")]
    ("br", b"\x0b\x05\x80{\"total\":1}\x03"),
];

#[tokio::test]
async fn what_is_asked_for_is_read() {
    for (coding, body) in BODIES {
        let length = body.len();
        let mut answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-encoding: {coding}\r\ncontent-length: {length}\r\nx-a: 1\r\n\r\n"
        )
        .into_bytes();
        answer.extend_from_slice(body);
        let (client, server) = scripted(answer).await;
        let call = client.list_builds(&ListBuildsRequest::new());
        let (page, head) = call.with_head().await.unwrap();
        assert_eq!(page.total, Some(1), "{coding}");
        // They are about what was sent, not about what is given.
        assert!(!head.headers.contains_key("content-encoding"));
        assert!(!head.headers.contains_key("content-length"));
        assert_eq!(head.headers["x-a"], "1");
        let head = server.await.unwrap();
        let asked = head
            .lines()
            .find_map(|line| line.strip_prefix("accept-encoding: "));
        let asked: Vec<_> = asked.unwrap().split(',').map(str::trim).collect();
        assert!(asked.contains(coding), "{asked:?}");
    }
}

#[tokio::test]
async fn a_body_that_is_not_what_it_says() {
    for (coding, body) in BODIES {
        for body in [&b"{\"total\":1}"[..], &body[..body.len() - 3]] {
            let length = body.len();
            let mut answer = format!(
                "HTTP/1.1 200 OK\r\ncontent-encoding: {coding}\r\ncontent-length: {length}\r\n\r\n"
            )
            .into_bytes();
            answer.extend_from_slice(body);
            let (client, _) = scripted(answer).await;
            let error = client
                .list_builds(&ListBuildsRequest::new())
                .await
                .unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Transport(_)), "{error:?}");
            assert_eq!(error.status().unwrap(), 200);
        }
    }
}

/// Zeros without end: after the head of a gzip member, a block of repetitions of the greatest length (RFC 1951 section
/// 3.2.6), 258 bytes from 13 bits.
#[cfg(feature = "gzip")]
struct Bomb {
    bits: u64,
    held: u32,
}

#[cfg(feature = "gzip")]
impl Bomb {
    /// With the first block's head and one literal zero: bits in the order in which they are sent.
    fn new() -> Self {
        let mut bomb = Self { bits: 0, held: 0 };
        bomb.push("010" /* not the last block, fixed codes */);
        bomb.push("00110000" /* literal 0 */);
        bomb
    }

    fn push(&mut self, bits: &str) {
        for bit in bits.bytes() {
            self.bits |= u64::from(bit - b'0') << self.held;
            self.held += 1;
        }
    }

    /// The next kilobytes.
    fn piece(&mut self) -> Vec<u8> {
        let mut piece = Vec::new();
        while piece.len() < 8192 {
            self.push("1100010100000" /* 258 bytes, from 1 byte back */);
            while self.held >= 8 {
                piece.push(self.bits.to_le_bytes()[0]);
                self.bits >>= 8;
                self.held -= 8;
            }
        }
        piece
    }
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn the_limit_counts_what_comes_out() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = client(&listener);
    let server = async {
        let (mut socket, _) = listener.accept().await.unwrap();
        read_head(&mut socket).await;
        let head = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n";
        socket.write_all(head).await.unwrap();
        let member = b"\x1f\x8b\x08\0\0\0\0\0\0\xff";
        socket.write_all(member).await.unwrap();
        let mut bomb = Bomb::new();
        let mut sent = 0;
        // It goes on until the client has gone.
        loop {
            let piece = bomb.piece();
            if socket.write_all(&piece).await.is_err() {
                return sent;
            }
            sent += piece.len();
        }
    };
    let call = async {
        let call = client.list_builds(&ListBuildsRequest::new());
        let error = call.await.unwrap_err();
        drop(client);
        error
    };
    let (sent, error) = tokio::join!(server, call);
    assert!(
        matches!(error.kind(), ErrorKind::TooLarge(16_777_216)),
        "{error:?}"
    );
    // 16 MiB come out of 106 kB. Most of the rest is in the buffers of the sockets.
    assert!(sent < 16_777_216, "{sent} bytes were taken");
}
