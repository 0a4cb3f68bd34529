//! From a file as it is published to its text: gzip, zip, or neither. Bounded: a small file that unpacks
//! without end is cut off and refused. Knows no feed.

use crate::intake::{FileFault, Limits};
use flate2::read::MultiGzDecoder;
use std::io::{self, Cursor, Read, Seek};

/// What the first bytes of a file say it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Packing {
    None,
    Gzip,
    Zip,
}

/// Reads at most so many bytes, and says so where there are more.
pub(crate) struct Bounded<R> {
    input: R,
    left: u64,
    most: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            let more = self.input.read(&mut [0])?;
            let most = self.most;
            return match more {
                0 => Ok(0),
                _ => Err(io::Error::other(format!("it unpacks to more than {most} bytes"))),
            };
        }
        let room = usize::try_from(self.left).unwrap_or(usize::MAX).min(into.len());
        let read = self.input.read(into.get_mut(..room).unwrap_or_default())?;
        self.left -= read as u64;
        Ok(read)
    }
}

/// The text of a packed file, held whole.
///
/// # Errors
/// It is no archive of one entry, is broken, or unpacks to more than `most` bytes.
pub fn unzipped(input: impl Read, most: u64) -> Result<Vec<u8>, FileFault> {
    let limits = Limits { unpacked: most, ..Limits::default() };
    unpacked(input, &limits, |_, text| {
        let mut whole = Vec::new();
        text.read_to_end(&mut whole)?;
        Ok(whole)
    })
}

/// Calls `use_it` with the text of a file, and the name of the entry where the file is an archive.
pub(crate) fn unpacked<T>(
    mut input: impl Read,
    limits: &Limits,
    use_it: impl FnOnce(Option<&str>, &mut dyn Read) -> Result<T, FileFault>,
) -> Result<T, FileFault> {
    let mut head = Vec::with_capacity(4);
    input.by_ref().take(4).read_to_end(&mut head).map_err(|error| FileFault::reading(&error))?;
    let packing = match head.as_slice() {
        [0x1f, 0x8b, ..] => Packing::Gzip,
        [b'P', b'K', 3, 4] => Packing::Zip,
        _ => Packing::None,
    };
    let whole = Cursor::new(head).chain(input);
    let bounded = |input| Bounded { input, left: limits.unpacked, most: limits.unpacked };
    match packing {
        Packing::None => use_it(None, &mut { whole }),
        Packing::Gzip => {
            let mut text =
                bounded(Box::new(MultiGzDecoder::new(io::BufReader::new(whole))) as Box<dyn Read>);
            use_it(None, &mut text)
        }
        // The list of a zip file stands at its end, so its packed bytes are held.
        Packing::Zip => {
            let mut bytes = Vec::new();
            whole
                .take(limits.packed + 1)
                .read_to_end(&mut bytes)
                .map_err(|error| FileFault::reading(&error))?;
            if bytes.len() as u64 > limits.packed {
                return Err(FileFault::new(
                    format!("the zip file has more than {} bytes", limits.packed),
                    "unpack it and read the file inside",
                ));
            }
            zipped(Cursor::new(bytes), limits, use_it)
        }
    }
}

/// The one entry of a zip file.
fn zipped<T>(
    input: impl Read + Seek,
    limits: &Limits,
    use_it: impl FnOnce(Option<&str>, &mut dyn Read) -> Result<T, FileFault>,
) -> Result<T, FileFault> {
    let mut archive = zip::ZipArchive::new(input).map_err(|error| broken(&error))?;
    if archive.len() != 1 {
        let names: Vec<String> =
            archive.file_names().flatten().take(5).map(|name| format!("`{name}`")).collect();
        return Err(FileFault::new(
            format!("the zip file holds {} files: {}", archive.len(), names.join(", ")),
            "unpack it and name the file that is meant",
        ));
    }
    let entry = archive.by_index(0).map_err(|error| broken(&error))?;
    let name = entry.name().map_err(|error| broken(&error))?.into_owned();
    let input: Box<dyn Read> = Box::new(entry);
    use_it(Some(&name), &mut Bounded { input, left: limits.unpacked, most: limits.unpacked })
}

fn broken(error: &zip::result::ZipError) -> FileFault {
    FileFault::new(
        format!("the zip file cannot be unpacked: {error}"),
        "fetch the file again: it may have been cut short",
    )
}
