//! Source texts and places in them. Knows bytes and lines, not the language.

use std::sync::OnceLock;

/// A place: the bytes `start..end` of source number `file`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, PartialOrd, Ord)]
pub struct Span {
    /// Index into [`Sources`].
    pub file: u32,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

impl Span {
    /// From the start of `self` to the end of `other`, in the same file.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start, end: other.end.max(self.end) }
    }

    /// The bytes as a range.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// One text under its name (a path relative to its folder, never an absolute one).
#[derive(Clone, Debug)]
pub struct Source {
    /// What diagnostics and proofs call it, such as `cst.treaty.md`.
    pub name: String,
    /// The text.
    pub text: String,
    /// Byte of each line's first character, found when a line is first asked for.
    line_starts: OnceLock<Vec<u32>>,
}

impl Source {
    /// A text with its name.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Source {
        Source { name: name.into(), text: text.into(), line_starts: OnceLock::new() }
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let breaks = self.text.match_indices('\n').map(|(at, _)| at as u32 + 1);
            std::iter::once(0).chain(breaks).collect()
        })
    }

    /// Line and column (in characters) of a byte, both from 1.
    pub fn line_column(&self, byte: u32) -> (usize, usize) {
        let line = self.line_starts().partition_point(|start| *start <= byte);
        let start = self.line_starts().get(line.saturating_sub(1)).copied().unwrap_or(0);
        let before = self.text.get(start as usize..byte as usize).unwrap_or_default();
        (line, before.chars().count() + 1)
    }
}

/// All texts of a world, in the order they were read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
}

impl Sources {
    /// Adds a text and returns its number.
    pub fn add(&mut self, source: Source) -> u32 {
        self.list.push(source);
        self.list.len() as u32 - 1
    }

    /// Puts another text in the place of the one with this number.
    pub fn replace(&mut self, file: u32, source: Source) {
        if let Some(known) = self.list.get_mut(file as usize) {
            *known = source;
        }
    }

    /// The text with this number.
    pub fn get(&self, file: u32) -> Option<&Source> {
        self.list.get(file as usize)
    }

    /// Every text.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.list.iter()
    }

    /// `cst.treaty.md:14`: where a span begins.
    pub fn place(&self, span: Span) -> String {
        match self.get(span.file) {
            Some(source) => format!("{}:{}", source.name, source.line_column(span.start).0),
            None => "(no source)".into(),
        }
    }

    /// The words at a span.
    pub fn words(&self, span: Span) -> &str {
        self.get(span.file).and_then(|source| source.text.get(span.range())).unwrap_or_default()
    }
}

/// The fingerprint of some texts: of their names and contents, in order.
pub fn fingerprint<'t>(texts: impl Iterator<Item = (&'t str, &'t str)>) -> String {
    let mut hasher = blake3::Hasher::new();
    for (name, text) in texts {
        for part in [name, text] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
    }
    format!("blake3:{}", hasher.finalize().to_hex())
}
