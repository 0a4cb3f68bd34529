//! One row as fields that borrow from it. The places of the fields are kept in one list that every row
//! uses again, so that a row costs no memory of its own. Knows no column.

use memchr::memchr;

/// The places of the fields of a row.
#[derive(Debug, Default)]
pub struct Fields {
    /// Where each field begins, and where one more would.
    starts: Vec<u32>,
    /// The row without its quotation marks, where it has some.
    plain: Vec<u8>,
}

/// A row and the places of its fields.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    bytes: &'a [u8],
    starts: &'a [u32],
}

impl<'a> Row<'a> {
    /// How many fields it has.
    pub fn width(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// A field; empty where the row has none.
    #[inline]
    pub fn get(&self, place: usize) -> &'a [u8] {
        let Some([from, next]) = self.starts.get(place..place + 2) else { return b"" };
        self.bytes.get(*from as usize..(*next as usize).wrapping_sub(1)).unwrap_or_default()
    }
}

const ONES: u64 = 0x0101_0101_0101_0101;
const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;

/// The high bit of each byte of `word` that is the byte repeated in `wanted`.
#[inline]
const fn equal(word: u64, wanted: u64) -> u64 {
    let differs = word ^ wanted;
    !((differs & LOW).wrapping_add(LOW) | differs | LOW)
}

impl Fields {
    /// Cuts a row at each separator. Eight bytes at once, because the fields of a feed are short: a search
    /// for each next separator would begin anew sixty times in a row.
    #[inline]
    pub fn cut<'a>(&'a mut self, row: &'a [u8], separator: u8) -> Row<'a> {
        let wanted = ONES * u64::from(separator);
        self.starts.clear();
        self.starts.push(0);
        let (words, rest) = row.as_chunks::<8>();
        let mut base = 1;
        for word in words {
            let mut found = equal(u64::from_le_bytes(*word), wanted);
            while found != 0 {
                self.starts.push(base + (found.trailing_zeros() >> 3));
                found &= found - 1;
            }
            base += 8;
        }
        for (place, byte) in rest.iter().enumerate() {
            if *byte == separator {
                self.starts.push(base + place as u32);
            }
        }
        self.starts.push(row.len() as u32 + 1);
        Row { bytes: row, starts: &self.starts }
    }

    /// Cuts a row at each separator outside of quotation marks; two marks in a quoted field are one.
    pub(crate) fn cut_quoted<'a>(&'a mut self, row: &'a [u8], separator: u8) -> Row<'a> {
        if memchr(b'"', row).is_none() {
            return self.cut(row, separator);
        }
        self.begin();
        let mut bytes = row.iter().copied().peekable();
        let mut quoted = false;
        while let Some(byte) = bytes.next() {
            match byte {
                b'"' if quoted && bytes.peek() == Some(&b'"') => {
                    bytes.next();
                    self.plain.push(b'"');
                }
                b'"' => quoted = !quoted,
                _ if byte == separator && !quoted => self.end_field(),
                _ => self.plain.push(byte),
            }
        }
        self.end_field();
        self.row()
    }

    /// A row made of cells.
    pub(crate) fn made<'c>(&mut self, cells: impl Iterator<Item = &'c str>) -> Row<'_> {
        self.begin();
        for cell in cells {
            self.plain.extend_from_slice(cell.as_bytes());
            self.end_field();
        }
        self.row()
    }

    fn begin(&mut self) {
        self.plain.clear();
        self.starts.clear();
        self.starts.push(0);
    }

    fn end_field(&mut self) {
        self.plain.push(0);
        self.starts.push(self.plain.len() as u32);
    }

    fn row(&self) -> Row<'_> {
        Row { bytes: &self.plain, starts: &self.starts }
    }
}
