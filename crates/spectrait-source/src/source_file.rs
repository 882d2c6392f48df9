//! The texts a run reads, and places in them.

use std::ops::Range;
use std::sync::Arc;

use crate::{Diagnostic, Diagnostics, codes, read::MAX_BYTES};

/// The mark that some editors put before UTF-8 text.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Which file of a [`Sources`] a span points into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A half-open range of bytes in one source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` up to, but not including, `end`.
    #[must_use]
    pub fn new(source: SourceId, start: u32, end: u32) -> Self {
        Self { source, start, end }
    }

    /// The smallest span that covers this one and `other`. A span of another file adds nothing.
    #[must_use]
    pub fn to(self, other: Span) -> Self {
        if self.source != other.source {
            return self;
        }
        Self {
            source: self.source,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The bytes as a range, for slicing the text of the file.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The number of bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.range().len()
    }

    /// A number for the first byte, which no other byte of any file of the run has: for finding things by where they
    /// stand.
    #[must_use]
    pub fn place(self) -> u64 {
        u64::from(self.source.0) << 32 | u64::from(self.start)
    }

    /// Whether it covers no byte, as the value of a bare `key:` does.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

/// A place as people count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// The line, from 1. A line ends with a line feed.
    pub line: usize,
    /// The column in characters (Unicode scalar values), from 1.
    pub column: usize,
}

/// A text and where its lines begin.
#[derive(Debug, Clone)]
pub struct SourceFile {
    id: SourceId,
    name: String,
    text: Arc<str>,
    /// Offset of the first byte of every line; never empty.
    line_starts: Vec<usize>,
}

impl SourceFile {
    /// Its identity in the [`Sources`] it belongs to.
    #[must_use]
    pub fn id(&self) -> SourceId {
        self.id
    }

    /// The name it was added under, usually a path; shown in diagnostics.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text, a byte order mark included, so that offsets are those of the file on disk.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number of lines; 1 for an empty text.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// The place of the byte at `offset`.
    ///
    /// An offset inside a character counts as that character, one beyond the text as its end. A byte
    /// order mark occupies no column, as editors do not show it.
    #[must_use]
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_starts.partition_point(|&start| start <= offset);
        let start = self.line_range(line).start;
        LineColumn {
            line,
            column: self
                .text
                .get(start..offset)
                .map_or(0, |before| before.chars().count())
                + 1,
        }
    }

    /// The bytes of a line counted from 1, without its line feed; an empty range beyond the last.
    #[must_use]
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let Some(&start) = line
            .checked_sub(1)
            .and_then(|index| self.line_starts.get(index))
        else {
            return self.text.len()..self.text.len();
        };
        let end = self
            .line_starts
            .get(line)
            .map_or(self.text.len(), |&next| next - 1);
        let mark = if line == 1 {
            content_start(&self.text)
        } else {
            0
        };
        start.max(mark)..end
    }
}

/// Where the text proper begins: after a byte order mark.
pub(crate) fn content_start(text: &str) -> usize {
    if text.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len()
    } else {
        0
    }
}

/// The files of a run.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<SourceFile>);

impl Sources {
    /// Adds a text under a name.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> SourceId {
        // More files than a u32 counts do not fit into memory, as each takes more than one byte.
        let id = SourceId(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        let text = text.into();
        let feeds = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        let line_starts = std::iter::once(0)
            .chain(feeds.map(|(offset, _)| offset + 1))
            .collect();
        self.0.push(SourceFile {
            id,
            name: name.into(),
            text,
            line_starts,
        });
        id
    }

    /// Adds the bytes of a file, which must be UTF-8; a byte order mark is accepted.
    ///
    /// Returns `None` when they are not UTF-8 ([`INVALID_ENCODING`](codes::INVALID_ENCODING)) or more
    /// than [`MAX_BYTES`] ([`TOO_LARGE`](codes::TOO_LARGE)). For the first, what can be shown of the
    /// text is kept, so that the diagnostic has its place.
    pub fn add_bytes(
        &mut self,
        name: impl Into<String>,
        bytes: Vec<u8>,
        diagnostics: &mut Diagnostics,
    ) -> Option<SourceId> {
        let name = name.into();
        if bytes.len() > MAX_BYTES {
            diagnostics.push(too_large(&name, bytes.len()));
            return None;
        }
        match String::from_utf8(bytes) {
            Ok(text) => Some(self.add(name, text)),
            Err(error) => {
                let offset = error.utf8_error().valid_up_to();
                let wrong = error.as_bytes().get(offset).copied().unwrap_or_default();
                let help = match error.as_bytes() {
                    [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
                        "the file looks like UTF-16; save it as UTF-8"
                    }
                    _ => "save the file as UTF-8",
                };
                let id = self.add(name, String::from_utf8_lossy(error.as_bytes()));
                // `offset` is below MAX_BYTES. Up to there the shown text is the file's, and there
                // stands the replacement character, of three bytes.
                let start = u32::try_from(offset).unwrap_or(u32::MAX);
                let place = Span::new(id, start, start.saturating_add(3));
                diagnostics.push(
                    Diagnostic::error(codes::INVALID_ENCODING, "the file is not UTF-8")
                        .at(
                            place,
                            format!(
                                "byte 0x{wrong:02X} at offset {offset} is not part of a character"
                            ),
                        )
                        .help(help),
                );
                None
            }
        }
    }

    /// The file of an id.
    ///
    /// # Panics
    ///
    /// If the id is of another `Sources`.
    #[must_use]
    pub fn get(&self, id: SourceId) -> &SourceFile {
        &self.0[id.0 as usize]
    }

    /// The text of a span; empty when it does not lie in its file on character boundaries.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.get(span.source)
            .text()
            .get(span.range())
            .unwrap_or_default()
    }

    /// The files in the order they were added.
    pub fn iter(&self) -> std::slice::Iter<'_, SourceFile> {
        self.0.iter()
    }

    /// The number of files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> IntoIterator for &'a Sources {
    type Item = &'a SourceFile;
    type IntoIter = std::slice::Iter<'a, SourceFile>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// What is said of a file of more than [`MAX_BYTES`].
pub(crate) fn too_large(name: &str, bytes: usize) -> Diagnostic {
    Diagnostic::error(
        codes::TOO_LARGE,
        format!("`{name}` has {bytes} bytes, more than the limit of {MAX_BYTES}"),
    )
    .help("split the document, or check that the path names the right file")
}
