//! A stream of choices read from bytes, over and over: what proptest shrinks. No byte at all means
//! the first choice every time.

/// Choices still to be made.
pub struct Choices<'b> {
    bytes: std::iter::Cycle<std::slice::Iter<'b, u8>>,
}

impl<'b> Choices<'b> {
    /// The choices that some bytes make.
    pub fn new(bytes: &'b [u8]) -> Choices<'b> {
        Choices { bytes: bytes.iter().cycle() }
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.bytes.next().map_or(0, |byte| usize::from(*byte) * limit / 256)
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// True in so many of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    /// One of a list.
    pub fn of<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        let index = self.below(list.len());
        &list[index]
    }
}
