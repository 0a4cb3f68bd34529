//! GDELT 2.0's list of its own files: one line for each, with size, MD5 and address. Says what there is to
//! fetch; fetches nothing.

/// Which table a listed file holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Events.
    Export,
    /// Mentions.
    Mentions,
    /// The knowledge graph, which is not read here.
    Gkg,
}

/// One file of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed<'a> {
    /// Its size in bytes, packed.
    pub bytes: u64,
    /// Its MD5 as hexadecimal digits.
    pub md5: &'a str,
    /// Where it is.
    pub url: &'a str,
    /// The quarter of an hour, as `YYYYMMDDHHMMSS`.
    pub stamp: &'a str,
    /// Which table.
    pub part: Part,
}

/// One line of the list.
///
/// # Errors
/// What is wrong with it, in words.
pub fn listed(line: &str) -> Result<Listed<'_>, String> {
    let words: Vec<&str> = line.split_ascii_whitespace().collect();
    let [bytes, md5, url] = words.as_slice() else {
        return Err(format!("{} words where a line has size, MD5 and address", words.len()));
    };
    let bytes = bytes.parse().map_err(|_| format!("`{bytes}` is no size"))?;
    if md5.len() != 32 || !md5.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(format!("`{md5}` is no MD5"));
    }
    let name = url.rsplit('/').next().unwrap_or_default();
    let (stamp, rest) = name.split_once('.').unwrap_or((name, ""));
    if stamp.len() != 14 || !stamp.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(format!("`{name}` does not begin with a quarter of an hour"));
    }
    let lower = rest.to_ascii_lowercase();
    let part = [("export", Part::Export), ("mentions", Part::Mentions), ("gkg", Part::Gkg)]
        .into_iter()
        .find(|(word, _)| lower.split('.').any(|piece| piece == *word));
    let (_, part) = part.ok_or_else(|| format!("`{name}` is no table of GDELT"))?;
    Ok(Listed { bytes, md5, url, stamp, part })
}
