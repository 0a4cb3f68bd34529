//! Bytes to the text of an article: which kind it is, what is refused, what a reader should be told.
//! Offsets count in the text as it stands; nothing is folded or repaired.

use super::html;
use servanda::time::Day;

/// A longer article is refused.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;

/// What sort of file it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Plain text.
    Text,
    /// A saved page.
    Html,
}

/// An article ready to be read.
#[derive(Clone, Debug)]
pub struct Article {
    /// Its name: the file's.
    pub name: String,
    /// The text that offsets count in. Of a page: its main text.
    pub text: String,
    /// What it was read from.
    pub kind: Kind,
    /// A page's title.
    pub title: Option<String>,
    /// The day of publication that a page states in its head.
    pub dated: Option<Day>,
    /// What a reader should know of the text.
    pub notes: Vec<String>,
}

/// Why an article is refused, and what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

fn refused<T>(message: impl Into<String>, help: &str) -> Result<T, Refused> {
    Err(Refused { message: message.into(), help: help.to_owned() })
}

/// The beginnings of files that are no text, with what they are.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x1f\x8b", "a gzip archive"),
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "a zip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"\xfe\xff", "a text in UTF-16"),
    (b"\xff\xfe", "a text in UTF-16"),
];

/// Opens an article.
///
/// # Errors
/// [`Refused`] when it is too long, no text, not UTF-8, or an archive.
pub fn open(name: &str, bytes: &[u8]) -> Result<Article, Refused> {
    if bytes.len() > MOST_BYTES {
        let message = format!("`{name}` is longer than {MOST_BYTES} bytes");
        return refused(message, "cut the article out of it; one article is read at a time");
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        let message = format!("`{name}` is {what}, and no article is read from one");
        return refused(message, "unpack it or save its text as UTF-8, and name that file");
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to();
            let line = 1 + bytes.iter().take(at).filter(|byte| **byte == b'\n').count();
            let message = format!("`{name}` is not UTF-8: line {line}, byte {at}");
            return refused(message, "save it as UTF-8, for instance with `iconv -t UTF-8`");
        }
    };
    if text.contains('\0') {
        return refused(format!("`{name}` holds NUL bytes"), "save it as plain text in UTF-8");
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut article = match looks_like_html(name, text) {
        true => html::article(name, text),
        false => Article {
            name: name.to_owned(),
            text: text.to_owned(),
            kind: Kind::Text,
            title: None,
            dated: None,
            notes: Vec::new(),
        },
    };
    if article.text.trim().is_empty() {
        return refused(format!("`{name}` holds no words"), "name a file with an article in it");
    }
    note_signs(&mut article);
    Ok(article)
}

fn looks_like_html(name: &str, text: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    if [".html", ".htm", ".xhtml"].iter().any(|ending| lower.ends_with(ending)) {
        return true;
    }
    let mut head = text.trim_start().chars().take(15).collect::<String>();
    head.make_ascii_lowercase();
    head.starts_with("<!doctype html") || head.starts_with("<html")
}

/// Whether a sign changes the direction of writing.
pub(crate) fn is_bidi(sign: char) -> bool {
    matches!(sign, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}')
}

/// Whether a sign has no width.
pub(crate) fn is_invisible(sign: char) -> bool {
    matches!(
        sign,
        '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{00AD}' | '\u{FE00}'..='\u{FE0F}'
    )
}

/// Whether a sign commands a terminal.
pub(crate) fn is_control(sign: char) -> bool {
    sign.is_control() && !matches!(sign, '\n' | '\r' | '\t')
}

fn note_signs(article: &mut Article) {
    type Test = (fn(char) -> bool, &'static str);
    let tests: [Test; 3] = [
        (is_bidi, "signs that change the direction of writing"),
        (is_invisible, "signs without width"),
        (is_control, "control signs"),
    ];
    for (test, what) in tests {
        let count = article.text.chars().filter(|sign| test(*sign)).count();
        if count > 0 {
            let note = format!("the text holds {count} {what}; they are counted and never obeyed");
            article.notes.push(note);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_refused_with_a_remedy() {
        for (bytes, word) in [
            (&b"\x1f\x8b\x08junk"[..], "gzip"),
            (b"caf\xe9", "UTF-8"),
            (b"\xed\xa0\x80", "UTF-8"),
            (b"a\0b", "NUL"),
            (b" \n\r\n", "no words"),
            (b"\xff\xfeh\0", "UTF-16"),
        ] {
            let refused = open("x.txt", bytes).unwrap_err();
            assert!(refused.message.contains(word), "{}", refused.message);
        }
    }

    #[test]
    fn invisible_signs_are_told() {
        let article = open("x.txt", "Rus\u{ad}sia \u{202e}left\u{202c}".as_bytes()).unwrap();
        assert_eq!(article.notes.len(), 2);
        assert_eq!(open("x.txt", "\u{feff}Rome".as_bytes()).unwrap().text, "Rome");
    }
}
