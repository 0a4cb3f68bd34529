//! A file of JSON lines, appended to and synced. The state knows how long the file was when it was last told; what
//! stands after that was written and not marked: whole lines that are the same stay, a torn one is cut off.

use super::{Group, Sink, Told, lines};
use crate::durable;
use crate::fault;
use crate::store::{Pending, Store};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

/// A file of JSON lines.
pub(crate) struct Ndjson {
    pub(crate) path: PathBuf,
}

/// What a file that another wrote to is refused with.
fn foreign() -> io::Error {
    io::Error::other(
        "it ends otherwise than it was left: somebody else wrote to it. Move it away, or name another file",
    )
}

impl Ndjson {
    fn cannot(&self, error: &io::Error) -> String {
        format!("`{}` cannot be written: {error}", self.path.display())
    }

    /// The file, whose name lasts.
    fn open(&self) -> io::Result<File> {
        let there = self.path.exists();
        let file = File::options()
            .read(true)
            .append(false)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&self.path)?;
        if !there {
            file.sync_all()?;
            durable::sync_name(&self.path)?;
        }
        Ok(file)
    }

    /// Where the file ends. A half line is somebody else's.
    fn end(&self) -> io::Result<u64> {
        let mut file = self.open()?;
        let long = file.seek(SeekFrom::End(0))?;
        let mut last = [b'\n'];
        if long > 0 {
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
        }
        if last == [b'\n'] { Ok(long) } else { Err(foreign()) }
    }

    /// Appends what is not there yet; how long the file is then.
    fn append(&self, group: &[Pending], place: i64) -> io::Result<u64> {
        let mut file = self.open()?;
        let long = file.metadata()?.len();
        let place = u64::try_from(place).unwrap_or(0);
        if long < place {
            return Err(foreign());
        }
        let text = lines(group);
        let mut tail = Vec::new();
        file.seek(SeekFrom::Start(place))?;
        Read::by_ref(&mut file).take(text.len() as u64 + 1).read_to_end(&mut tail)?;
        let same = tail.iter().zip(text.as_bytes()).take_while(|(one, other)| one == other).count();
        // A whole line that is none of ours is somebody else's; zeros or half a line are what a crash leaves.
        let rest = tail.get(same..).unwrap_or_default();
        if rest.contains(&b'\n') && !rest.contains(&0) {
            return Err(foreign());
        }
        let whole = text.as_bytes().get(..same).unwrap_or_default();
        let whole = whole.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let at = place + whole as u64;
        if long > at {
            file.set_len(at)?;
        }
        file.seek(SeekFrom::Start(at))?;
        let left = text.as_bytes().get(whole..).unwrap_or_default();
        let (half, rest) = left.split_at(left.len() / 2);
        file.write_all(half)?;
        fault::point("line half written");
        file.write_all(rest)?;
        fault::point("lines written");
        file.sync_data()?;
        fault::point("lines synced");
        Ok(place + text.len() as u64)
    }
}

impl Sink for Ndjson {
    fn group(&self) -> Group {
        Group::Some
    }

    fn begin(&mut self) -> Result<i64, String> {
        self.end().map(|long| long as i64).map_err(|error| self.cannot(&error))
    }

    fn tell(&mut self, _: &Store, group: &[Pending], place: i64) -> Told {
        match self.append(group, place) {
            Ok(long) => Told::Yes(long as i64),
            Err(error) => Told::Later(self.cannot(&error)),
        }
    }
}
