//! Treaties that an article calls by a title which several bear: the one meant follows from its day or
//! from who stands beside it.

use crate::lexicon::Lexicon;
use crate::mention::{How, Mention, What};
use crate::sentence::Sentence;
use crate::when::When;
use crate::when_find::Dated;
use servanda::time::Day;

/// How far behind a title its day may stand.
const NEAR: usize = 80;

/// Gives titles the id of the treaty they mean, where day, parties or rare words tell it.
pub(crate) fn resolve(
    text: &str,
    sentences: &[Sentence],
    dated: &[Dated],
    lexicon: &Lexicon,
    published: Option<Day>,
    named: &mut [Mention],
) {
    let unknown: Vec<usize> = named
        .iter()
        .enumerate()
        .filter(|(_, mention)| matches!(mention.what, What::Unknown(_)))
        .map(|(index, _)| index)
        .collect();
    for index in unknown {
        let Some(at) = named.get(index).map(|mention| mention.at) else { continue };
        let sentence = sentences.partition_point(|one| one.at.end <= at.start);
        let Some(sentence) = sentences.get(sentence).map(|one| one.at) else { continue };
        let from = dated.partition_point(|one| one.at.start < at.end);
        let day = dated.get(from).filter(|one| one.at.start < (at.end + NEAR).min(sentence.end));
        let day = day.and_then(|one| match one.when {
            When::Day(day) => Some(day),
            _ => None,
        });
        let mut states: Vec<String> = Vec::new();
        for mention in named.iter().filter(|mention| mention.at.overlaps(sentence)) {
            if let What::State(id, How::Name | How::Seat) = &mention.what
                && !states.contains(id)
            {
                states.push(id.clone());
            }
        }
        let title = at.of(text);
        // "The Egyptian Assembly cancelled its treaty with the Soviet Union".
        for mention in named.iter().filter(|mention| mention.at.overlaps(sentence)) {
            if let What::State(id, How::Adjective) = &mention.what
                && states.len() < 2
                && !states.contains(id)
            {
                states.push(id.clone());
            }
        }
        let found = by_day(lexicon, day, &states, named)
            .or_else(|| by_parties(lexicon, &states, day, published, title))
            .or_else(|| by_words(lexicon, title));
        if let (Some(id), Some(mention)) = (found, named.get_mut(index)) {
            mention.what = What::Organization(id);
        }
    }
}

/// The one treaty signed that day between states that the text names.
fn by_day(
    lexicon: &Lexicon,
    day: Option<Day>,
    states: &[String],
    named: &[Mention],
) -> Option<String> {
    let day = day?;
    let told = |party: &String| {
        states.contains(party)
            || named
                .iter()
                .any(|mention| matches!(&mention.what, What::State(id, _) if id == party))
    };
    let mut fits = lexicon.treaties.iter().filter(|treaty| {
        treaty.signed == Some(day) && !treaty.parties.is_empty() && treaty.parties.iter().all(told)
    });
    let first = fits.next()?;
    fits.next().is_none().then(|| first.id.clone())
}

fn by_parties(
    lexicon: &Lexicon,
    states: &[String],
    day: Option<Day>,
    published: Option<Day>,
    title: &str,
) -> Option<String> {
    let pair = states.get(..2)?;
    let found = lexicon.titled(pair, day.map(When::Day), published, title)?;
    Some(found.id.clone())
}

/// The one treaty whose title has all the rare words.
fn by_words(lexicon: &Lexicon, title: &str) -> Option<String> {
    const COMMON: &[&str] = &[
        "treaty",
        "pact",
        "agreement",
        "of",
        "on",
        "and",
        "mutual",
        "assistance",
        "alliance",
        "friendship",
        "defense",
        "defence",
        "security",
        "cooperation",
        "the",
        "for",
        "aid",
        "convention",
        "peace",
        "military",
        "joint",
        "good",
    ];
    let plain = |word: &str| {
        word.to_lowercase()
            .replace("our", "or")
            .trim_matches(|sign: char| !sign.is_alphanumeric())
            .to_owned()
    };
    let rare: Vec<String> = title
        .split(' ')
        .map(plain)
        .filter(|word| !COMMON.contains(&word.as_str()) && word.len() > 9)
        .collect();
    if rare.is_empty() {
        return None;
    }
    let has = |other: &str| {
        let words: Vec<String> = other.split(' ').map(plain).collect();
        rare.iter().all(|word| words.iter().any(|one| one.get(..9) == word.get(..9)))
    };
    let mut fits = lexicon.treaties.iter().filter(|treaty| has(&treaty.title));
    let first = fits.next()?;
    fits.next().is_none().then(|| first.id.clone())
}
