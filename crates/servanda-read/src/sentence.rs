//! Paragraphs and sentences. Knows punctuation and abbreviations, no names.

use super::span::Span;

/// A sentence with the paragraph it stands in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sentence {
    /// Its words.
    pub(crate) at: Span,
    /// The number of its paragraph; 0 is the headline.
    pub(crate) paragraph: usize,
}

/// A longer sentence is none that a person wrote: names and dates are still read in it, statements
/// are not.
pub(crate) const LONGEST: usize = 2000;

const ABBREVIATIONS: &[&str] = &[
    "Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Col", "Lt", "Maj", "Capt", "Adm", "Sen", "Rep", "Gov",
    "St", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec",
    "vs", "No", "Art", "art", "etc", "Sgt", "Hon", "Rev", "Jr", "Sr", "e.g", "i.e", "approx",
    "Messrs", "U.S", "U.K", "U.N",
];

/// The paragraphs of a text: stretches between empty lines.
pub(crate) fn paragraphs(text: &str) -> Vec<Span> {
    let mut list = Vec::new();
    let mut open: Option<usize> = None;
    let mut at = 0;
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            if let Some(start) = open.take() {
                list.push(Span::new(start, end));
            }
        } else {
            open.get_or_insert(at + (line.len() - line.trim_start().len()));
            end = at + line.trim_end().len();
        }
        at += line.len();
    }
    if let Some(start) = open {
        list.push(Span::new(start, end));
    }
    list
}

/// The sentences of a text. A list of lines that begin with a dash belongs to the sentence that
/// announces it with a colon.
pub(crate) fn sentences(text: &str) -> Vec<Sentence> {
    let mut list: Vec<Sentence> = Vec::new();
    for (paragraph, at) in paragraphs(text).into_iter().enumerate() {
        let words = at.of(text);
        let bullets = is_bullet(words);
        if bullets
            && let Some(last) = list.last_mut().filter(|last| last.at.of(text).ends_with(':'))
        {
            last.at.end = at.end;
            continue;
        }
        let mut start = dateline(words);
        push(&mut list, words, at.start, 0, start, paragraph);
        for end in ends(words).into_iter().filter(|end| *end > dateline(words)) {
            push(&mut list, words, at.start, start, end, paragraph);
            start = end;
        }
        push(&mut list, words, at.start, start, words.len(), paragraph);
    }
    list
}

fn is_bullet(line: &str) -> bool {
    ["- ", "* ", "• ", "– "].iter().any(|mark| line.starts_with(mark))
}

fn push(
    list: &mut Vec<Sentence>,
    words: &str,
    base: usize,
    start: usize,
    end: usize,
    paragraph: usize,
) {
    let piece = words.get(start..end).unwrap_or_default();
    let lead = piece.len() - piece.trim_start().len();
    let piece = piece.trim();
    if !piece.is_empty() {
        let at = Span::new(base + start + lead, base + start + lead + piece.len());
        list.push(Sentence { at, paragraph });
    }
}

/// Where the dateline of a paragraph ends: a place, a day, an agency, a dash.
fn dateline(words: &str) -> usize {
    let head: String = words.chars().take(100).collect();
    let dash = [" - ", " -- ", " — ", " – "]
        .iter()
        .filter_map(|dash| Some((head.find(dash)?, dash.len())))
        .min();
    let Some((at, length)) = dash else { return 0 };
    let line = head.get(..at).unwrap_or_default();
    let capital = line.chars().next().is_some_and(char::is_uppercase);
    let told = line.contains('(') || line.chars().any(char::is_numeric);
    let loud = line
        .split([',', ' '])
        .next()
        .is_some_and(|word| word.chars().count() > 2 && word.chars().all(char::is_uppercase));
    let sentence = [" is ", " was ", " are ", " has ", " had ", ". \"", "said"]
        .iter()
        .any(|verb| line.contains(verb));
    if capital && (told || loud) && !sentence { at + length } else { 0 }
}

/// Where the sentences of a paragraph end.
fn ends(words: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut signs = words.char_indices().peekable();
    // Full stops inside a quotation do not end the sentence that holds it.
    let mut quoted = false;
    while let Some((at, sign)) = signs.next() {
        match sign {
            '“' => quoted = true,
            '”' => quoted = false,
            '"' => quoted = !quoted,
            _ => {}
        }
        if sign == '\n' && words.get(at + 1..).is_some_and(is_bullet) {
            let before = words.get(..at).unwrap_or_default().trim_end();
            let list = before.rsplit('\n').next().is_some_and(is_bullet);
            if !before.ends_with(':') && !list {
                found.push(at);
            }
            continue;
        }
        if !matches!(sign, '.' | '!' | '?') {
            continue;
        }
        let mut end = at + sign.len_utf8();
        let mut inside = quoted;
        while let Some((next, mark)) = signs.peek().copied() {
            let closes = matches!(mark, '”' | '"') && quoted;
            if !(closes || matches!(mark, ')' | ']' | '’' | '.' | '!' | '?')) {
                break;
            }
            if closes {
                quoted = false;
                inside = false;
            }
            end = next + mark.len_utf8();
            signs.next();
        }
        let rest = words.get(end..).unwrap_or_default();
        let blank = rest.starts_with(char::is_whitespace);
        let next = rest.trim_start().chars().next();
        let starts = next.is_none_or(|next| {
            next.is_uppercase()
                || next.is_numeric()
                || matches!(next, '"' | '“' | '‘' | '(' | '[' | '-' | '*' | '•')
        });
        if blank && starts && !inside && !(sign == '.' && abbreviated(words, at)) {
            found.push(end);
        }
    }
    found
}

fn abbreviated(words: &str, at: usize) -> bool {
    let before = words.get(..at).unwrap_or_default();
    let word =
        before.rsplit(|sign: char| sign.is_whitespace() || matches!(sign, '(' | '“' | '"')).next();
    let word = word.unwrap_or_default();
    let letters = word.chars().count();
    ABBREVIATIONS.contains(&word)
        || (letters == 1 && word.chars().all(char::is_uppercase) && word != "I")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        sentences(text).iter().map(|one| one.at.of(text)).collect()
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        assert_eq!(
            words("Head\n\nMr. Rhee met the U.S. envoy. \"It ended. So be it,\" he said. On."),
            ["Head", "Mr. Rhee met the U.S. envoy.", "\"It ended. So be it,\" he said.", "On."]
        );
        assert_eq!(
            words("H\n\nHe left the CSTO. Both said they (the two) stay. Moscow declined."),
            ["H", "He left the CSTO.", "Both said they (the two) stay.", "Moscow declined."]
        );
        assert_eq!(
            words("They are:\n\n- Poland\n- Hungary\n\nDone."),
            ["They are:\n\n- Poland\n- Hungary", "Done."]
        );
    }
}
