//! From a reader to rows as bytes, one at a time: line ends of three systems, quoted cells that hold line
//! ends, JSON objects. Memory is bounded by the longest row. Knows no column.

use memchr::{memchr, memchr2};
use std::io::{self, Read};

/// How the rows of a file are told apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Framing {
    /// By line ends; a quotation mark means nothing.
    Lines,
    /// By line ends outside of quotation marks.
    Quoted,
    /// By the braces of JSON objects, whatever stands between them.
    Objects,
}

/// What stands next in the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Framed<'a> {
    /// A row.
    Row(&'a [u8]),
    /// The beginning of a line that is longer than any row.
    TooLong(&'a [u8]),
    /// The line in which a quotation mark or a brace opens that nothing closes.
    Open(&'a [u8]),
}

enum Found {
    Row,
    TooLong,
    Open,
}

/// Reads rows one at a time.
pub(crate) struct Rows<R> {
    input: R,
    framing: Framing,
    most: usize,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    at_end: bool,
    line_end: u8,
    line: u64,
}

const PIECE: usize = 256 * 1024;

impl<R: Read> Rows<R> {
    /// Rows of at most `most` bytes.
    pub(crate) fn new(input: R, most: usize) -> io::Result<Rows<R>> {
        let mut rows = Rows {
            input,
            framing: Framing::Lines,
            most,
            buffer: vec![0; PIECE],
            start: 0,
            end: 0,
            at_end: false,
            line_end: b'\n',
            line: 1,
        };
        while rows.end < PIECE / 2 && rows.fill()? {}
        // Old Macintosh files and some of COW's end their lines with a carriage return alone.
        let head = rows.head();
        if memchr(b'\n', head).is_none() && memchr(b'\r', head).is_some() {
            rows.line_end = b'\r';
        }
        if rows.head().starts_with(b"\xef\xbb\xbf") {
            rows.start = 3;
        }
        Ok(rows)
    }

    /// The beginning of the file, for whoever must know what it is.
    pub(crate) fn head(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// The first line of the file.
    pub(crate) fn first_line(&self) -> &[u8] {
        let head = self.head();
        let end = memchr(self.line_end, head).unwrap_or(head.len());
        let line = head.get(..end).unwrap_or_default();
        line.strip_suffix(b"\r").unwrap_or(line)
    }

    pub(crate) fn frame_by(&mut self, framing: Framing) {
        self.framing = framing;
    }

    fn fill(&mut self) -> io::Result<bool> {
        if self.at_end {
            return Ok(false);
        }
        if self.end == self.buffer.len() {
            if self.start > 0 {
                self.buffer.copy_within(self.start..self.end, 0);
                self.end -= self.start;
                self.start = 0;
            } else {
                self.buffer.resize(self.buffer.len() * 2, 0);
            }
        }
        let room = self.buffer.get_mut(self.end..).unwrap_or_default();
        let read = loop {
            match self.input.read(room) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.end += read;
        self.at_end = read == 0;
        Ok(!self.at_end)
    }

    /// The next row and the line on which it begins.
    pub(crate) fn next(&mut self) -> io::Result<Option<(u64, Framed<'_>)>> {
        let found = match self.framing {
            Framing::Lines => self.line()?,
            Framing::Quoted => self.quoted()?,
            Framing::Objects => self.object()?,
        };
        let Some((what, from, to, line)) = found else { return Ok(None) };
        let bytes = self.buffer.get(from..to).unwrap_or_default();
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        Ok(Some((
            line,
            match what {
                Found::Row => Framed::Row(bytes),
                Found::TooLong => Framed::TooLong(bytes),
                Found::Open => Framed::Open(bytes),
            },
        )))
    }

    fn rest(&self, from: usize) -> &[u8] {
        self.buffer.get(from..self.end).unwrap_or_default()
    }

    /// Takes what stands up to `end` (with `skip` bytes of line end) as found.
    fn take(
        &mut self,
        what: Found,
        len: usize,
        skip: usize,
        lines: u64,
    ) -> (Found, usize, usize, u64) {
        let (from, line) = (self.start, self.line);
        self.start += len + skip;
        self.line += lines;
        (what, from, from + len, line)
    }

    #[inline]
    fn line(&mut self) -> io::Result<Option<(Found, usize, usize, u64)>> {
        let mut seen = 0;
        loop {
            if let Some(at) = memchr(self.line_end, self.rest(self.start + seen)) {
                return Ok(Some(self.take(Found::Row, seen + at, 1, 1)));
            }
            seen = self.end - self.start;
            if seen > self.most {
                return self.too_long().map(Some);
            }
            if !self.fill()? {
                let left = self.end - self.start;
                let row = (left > 0).then(|| self.take(Found::Row, left, 0, 1));
                return Ok(row);
            }
        }
    }

    /// A line that is too long: its beginning is kept, its end is read over.
    fn too_long(&mut self) -> io::Result<(Found, usize, usize, u64)> {
        let kept = 4096.min(self.end - self.start);
        let line = self.line;
        self.line += 1;
        self.buffer.copy_within(self.start..self.start + kept, 0);
        self.start = kept;
        self.end = kept;
        loop {
            if let Some(at) = memchr(self.line_end, self.rest(self.start)) {
                self.start += at + 1;
                break;
            }
            self.end = kept;
            self.start = kept;
            if !self.fill()? {
                break;
            }
        }
        Ok((Found::TooLong, 0, kept, line))
    }

    fn quoted(&mut self) -> io::Result<Option<(Found, usize, usize, u64)>> {
        let (mut seen, mut open, mut lines) = (0, false, 1);
        loop {
            let found = memchr2(b'"', self.line_end, self.rest(self.start + seen));
            if let Some(at) = found {
                let place = seen + at;
                let is_quote = self.rest(self.start + place).first() == Some(&b'"');
                if is_quote {
                    open = !open;
                } else if open {
                    lines += 1;
                } else {
                    return Ok(Some(self.take(Found::Row, place, 1, lines)));
                }
                seen = place + 1;
                if seen <= self.most {
                    continue;
                }
            } else {
                seen = self.end - self.start;
            }
            let at_end = seen <= self.most && !self.fill()?;
            if seen <= self.most && !at_end {
                continue;
            }
            if !open && at_end {
                let left = self.end - self.start;
                return Ok((left > 0).then(|| self.take(Found::Row, left, 0, lines)));
            }
            // The line in which it opens is lost; those after it are read as if nothing were open.
            return match memchr(self.line_end, self.rest(self.start)) {
                Some(len) => Ok(Some(self.take(Found::Open, len, 1, 1))),
                None if at_end => {
                    let left = self.end - self.start;
                    Ok(Some(self.take(Found::Open, left, 0, 1)))
                }
                None => self.too_long().map(Some),
            };
        }
    }

    fn object(&mut self) -> io::Result<Option<(Found, usize, usize, u64)>> {
        // To the next brace.
        loop {
            let rest = self.rest(self.start);
            if let Some(at) = memchr(b'{', rest) {
                let lines = memchr::memchr_iter(b'\n', rest.get(..at).unwrap_or_default()).count();
                self.line += lines as u64;
                self.start += at;
                break;
            }
            self.line += memchr::memchr_iter(b'\n', rest).count() as u64;
            self.start = self.end;
            if !self.fill()? {
                return Ok(None);
            }
        }
        let (mut seen, mut depth, mut text, mut escaped, mut lines) = (0, 0_u32, false, false, 0);
        loop {
            for byte in self.buffer.get(self.start + seen..self.end).unwrap_or_default() {
                seen += 1;
                match byte {
                    b'\n' => lines += 1,
                    _ if escaped => {}
                    b'"' => text = !text,
                    b'{' if !text => depth += 1,
                    b'}' if !text => depth -= 1,
                    _ => {}
                }
                escaped = text && *byte == b'\\' && !escaped;
                if depth == 0 {
                    return Ok(Some(self.take(Found::Row, seen, 0, lines)));
                }
            }
            if seen > self.most || !self.fill()? {
                let len = memchr(b'\n', self.rest(self.start)).unwrap_or(seen);
                let lines = u64::from(len < seen);
                return Ok(Some(self.take(Found::Open, len, lines as usize, lines)));
            }
        }
    }
}
