//! Messages of the compiler.

/// A text made while compiling: `format!` is not there yet.
pub(super) struct Message {
    bytes: [u8; 128],
    len: usize,
}

impl Message {
    pub(super) const fn new() -> Self {
        Self {
            bytes: [0; 128],
            len: 0,
        }
    }

    const fn byte(mut self, byte: u8) -> Self {
        if self.len < self.bytes.len() {
            self.bytes[self.len] = byte;
            self.len += 1;
        }
        self
    }

    pub(super) const fn text(mut self, text: &str) -> Self {
        let mut at = 0;
        while at < text.len() {
            self = self.byte(text.as_bytes()[at]);
            at += 1;
        }
        self
    }

    pub(super) const fn integer(mut self, value: i64) -> Self {
        if value < 0 {
            self = self.byte(b'-');
        }
        self.digits(value.unsigned_abs())
    }

    pub(super) const fn count(self, count: usize) -> Self {
        // A `usize` is 64 bits at most.
        self.digits(count as u64)
    }

    const fn digits(mut self, rest: u64) -> Self {
        let mut power = 1_u64;
        while rest / power >= 10 {
            power *= 10;
        }
        while power > 0 {
            // A digit fits a byte.
            self = self.byte(b'0' + (rest / power % 10) as u8);
            power /= 10;
        }
        self
    }

    pub(super) const fn as_str(&self) -> &str {
        match str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "the value is out of bounds",
        }
    }
}
