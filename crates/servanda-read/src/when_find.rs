//! Dates in a text: where they stand and what day they mean. Absolute ones first; relative ones count
//! from the day of publication or from the date they follow.

use super::names::number;
use super::sentence::Sentence;
use super::span::Span;
use super::when::{Unit, When, month, near_day, near_month, near_weekday, week};
use regex::{Captures, Regex};
use servanda::time::Day;
use std::sync::LazyLock;

/// A date in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dated {
    /// Its words.
    pub(crate) at: Span,
    /// What they mean.
    pub(crate) when: When,
    /// The rule that read them.
    pub(crate) rule: &'static str,
}

const MONTHS: &str = "January|February|March|April|May|June|July|August|September|October|November|December|Jan\\.|Feb\\.|Mar\\.|Apr\\.|Jun\\.|Jul\\.|Aug\\.|Sept\\.?|Sep\\.|Oct\\.|Nov\\.|Dec\\.";
const DAYS: &str = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday";
const COUNT: &str = "an?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|\\d{1,4}";

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let part = "(?:\\s(?:morning|afternoon|evening|night))?";
    let pattern = format!(
        "(?P<iso>\\b\\d{{4}}-\\d\\d-\\d\\d\\b)\
        |(?P<dmy>\\b(?:(?:{DAYS}),?\\s(?:the\\s)?)?(?P<d1>\\d{{1,2}})(?:st|nd|rd|th)?\\s(?:of\\s)?(?P<m1>{MONTHS})(?:,?\\s(?P<y1>\\d{{4}})\\b|\\b|))\
        |(?P<mdy>\\b(?:(?:{DAYS}),?\\s)?(?P<m2>{MONTHS})\\s(?P<d2>\\d{{1,2}})(?:st|nd|rd|th)?\\b(?:,?\\s(?P<y2>\\d{{4}})\\b|(?:\\sof)?\\s(?P<l2>last\\syear)\\b)?)\
        |(?P<mrel>\\b(?P<m5>{MONTHS})(?:\\sof)?\\s(?P<r5>next|last|this|that|the\\ssame|the\\sfollowing)\\syear\\b)\
        |(?P<my>\\b(?P<m3>{MONTHS}),?\\s(?:of\\s)?(?P<y3>\\d{{4}})\\b)\
        |(?P<relm>\\b(?P<r4>[Ll]ast|[Nn]ext|[Tt]his)\\s(?P<m4>{MONTHS})\\b)\
        |(?P<wd>\\b(?:(?P<rw>[Ll]ast|[Nn]ext|[Tt]his)\\s)?(?P<w>{DAYS}){part}\\b)\
        |(?P<yest>\\b(?:[Yy]esterday(?:\\s(?:morning|afternoon|evening))?|[Ll]ast\\s(?:night|evening))\\b)\
        |(?P<today>\\b(?:[Tt]oday|[Tt]onight|[Tt]his\\s(?:morning|afternoon|evening))\\b)\
        |(?P<tom>\\b[Tt]omorrow(?:\\s(?:morning|afternoon|evening|night))?\\b)\
        |(?P<rel>\\b(?P<r6>[Ll]ast|[Nn]ext|[Tt]his)\\s(?P<u6>week|month|year|spring|summer|autumn|fall|winter)\\b)\
        |(?P<later>\\b[Ll]ater\\sthis\\s(?P<u9>month|year)\\b)\
        |(?P<ago>\\b(?P<n7>(?i:{COUNT}))\\s(?P<u7>days?|weeks?|months?|years?)\\s(?P<k7>ago|earlier|later|before|after|previously)\\b)\
        |(?P<in>\\bin\\s(?P<n8>\\d{{1,4}}|{COUNT})\\s(?P<u8>days|weeks|months)\\b)\
        |(?P<same>\\b(?:the\\ssame|that)\\s(?P<us>day|month|year)\\b)\
        |(?P<bare>\\b(?P<m0>January|February|March|April|May|June|July|August|September|October|November|December)\\b)\
        |(?P<year>\\b(?P<y0>1[5-9]\\d\\d|20\\d\\d)\\b)"
    );
    #[allow(clippy::unwrap_used, reason = "a constant, compiled by every test")]
    Regex::new(&pattern).unwrap()
});

static FUTURE: LazyLock<Regex> = LazyLock::new(|| {
    #[allow(clippy::unwrap_used, reason = "a constant, compiled by every test")]
    Regex::new(r"\b(will|shall|would|should|is to|are to|(?:can|may|must|will|to) be held|due|expected|must|could|may|leaves?|arrives?|meets?|opens?|starts?|begins?|expires?|runs? out|ends?|plans?|planned|scheduled|until|lapses?)\b").unwrap()
});

/// How many dates away another may be that a date counts from.
const NEAR: usize = 40;

/// How far around a date words may tell which way it counts.
const WINDOW: usize = 240;

/// The words before a byte, no more than a window of them.
fn lead(words: &str, at: usize) -> &str {
    let mut from = at.saturating_sub(WINDOW);
    while !words.is_char_boundary(from) {
        from += 1;
    }
    words.get(from..at).unwrap_or_default()
}

/// The words after a byte, no more than a window of them.
fn rest(words: &str, at: usize) -> &str {
    let mut to = (at + WINDOW).min(words.len());
    while !words.is_char_boundary(to) {
        to -= 1;
    }
    words.get(at..to).unwrap_or_default()
}

/// Names of months that are also other words stand after one of these.
const BEFORE_MONTH: &[&str] = &[
    "in", "since", "until", "till", "by", "of", "before", "after", "early", "late", "mid", "from",
    "to", "through", "during", "and", "between", "end", "for",
];

struct Finder<'a> {
    text: &'a str,
    published: Option<Day>,
    found: Vec<Dated>,
    sentence: Span,
}

/// Every date of a text, in order. Without a day of publication only absolute dates are read.
pub(crate) fn dates(text: &str, sentences: &[Sentence], published: Option<Day>) -> Vec<Dated> {
    let mut finder = Finder { text, published, found: Vec::new(), sentence: Span::default() };
    for sentence in sentences {
        finder.sentence = sentence.at;
        let from = finder.found.len();
        finder.sentence_dates();
        finder.anchored(from);
    }
    finder.found
}

fn name<'t>(found: &Captures<'t>, group: &str) -> Option<&'t str> {
    found.name(group).map(|found| found.as_str())
}

impl Finder<'_> {
    fn sentence_dates(&mut self) {
        let words = self.sentence.of(self.text);
        for found in DATE.captures_iter(words) {
            let Some(whole) = found.get(0) else { continue };
            let at =
                Span::new(self.sentence.start + whole.start(), self.sentence.start + whole.end());
            if let Some((when, rule)) = self.meaning(&found, words, whole.range()) {
                self.found.push(Dated { at, when, rule });
            }
        }
    }

    fn meaning(
        &self,
        found: &Captures<'_>,
        words: &str,
        at: std::ops::Range<usize>,
    ) -> Option<(When, &'static str)> {
        let future = future(words, &at);
        if let Some(iso) = name(found, "iso") {
            return Some((When::Day(iso.parse().ok()?), "date-absolute"));
        }
        for (m, d, y) in [("m1", "d1", "y1"), ("m2", "d2", "y2")] {
            let (Some(m), Some(d)) = (name(found, m), name(found, d)) else { continue };
            let (m, d) = (month(m)?, d.parse().ok()?);
            return match name(found, y) {
                Some(y) => Some((When::Day(Day::of(y.parse().ok()?, m, d)?), "date-absolute")),
                None if name(found, "l2").is_some() => {
                    let (year, ..) = self.published?.parts()?;
                    Some((When::Day(Day::of(year - 1, m, d)?), "date-relative"))
                }
                None => Some((near_day(self.published?, m, d, future)?, "date-without-year")),
            };
        }
        if let (Some(m), Some(y)) = (name(found, "m3"), name(found, "y3")) {
            return Some((When::Month(y.parse().ok()?, month(m)?), "date-absolute"));
        }
        if let Some(y) = name(found, "y0") {
            return is_year(words, &at).then_some((When::Year(y.parse().ok()?), "date-year"));
        }
        self.relative(found, words, at, future)
    }

    #[allow(clippy::too_many_lines, reason = "cases in the order in which they are tried")]
    fn relative(
        &self,
        found: &Captures<'_>,
        words: &str,
        at: std::ops::Range<usize>,
        future: bool,
    ) -> Option<(When, &'static str)> {
        let day = self.published?;
        let (year, this_month, _) = day.parts()?;
        if found.name("yest").is_some() {
            return Some((When::Day(day.previous()), "date-relative"));
        }
        if found.name("today").is_some() {
            return Some((When::Day(day), "date-relative"));
        }
        if found.name("tom").is_some() {
            return Some((When::Day(day.next()), "date-relative"));
        }
        if let Some(w) = name(found, "w") {
            let index = DAYS.split('|').position(|name| name == w)? as i32;
            if lead(words, at.start).ends_with("Good ")
                || lead(words, at.start).ends_with("Easter ")
            {
                return None;
            }
            let future = match name(found, "rw").map(str::to_lowercase).as_deref() {
                Some("next") => true,
                Some("last") => false,
                _ => future,
            };
            return Some((When::Day(near_weekday(day, index, future)), "date-weekday"));
        }
        if let (Some(m), Some(r)) = (name(found, "m4"), name(found, "r4")) {
            let m = month(m)?;
            let when = match r.to_lowercase().as_str() {
                "last" if m < this_month => When::Month(year, m),
                "last" => When::Month(year - 1, m),
                "next" => near_month(day.plus_months(1), m, true)?,
                _ => When::Month(year, m),
            };
            return Some((when, "date-relative"));
        }
        if let (Some(m), Some(r)) = (name(found, "m5"), name(found, "r5")) {
            let year = match r {
                "next" => year + 1,
                "last" => year - 1,
                "this" => year,
                "the following" => self.last()?.when.year()? + 1,
                _ => self.last()?.when.year()?,
            };
            return Some((When::Month(year, month(m)?), "date-relative"));
        }
        if let (Some(u), Some(r)) = (name(found, "u6"), name(found, "r6")) {
            let step = match r.to_lowercase().as_str() {
                "last" => -1,
                "next" => 1,
                _ => 0,
            };
            let when = match u {
                "week" => week(day, step.into()),
                "month" => month_of(day.plus_months(step.into()))?,
                // The season of a year: the year it lies in is what is known.
                "year" => When::Year(year + step),
                _ if step < 0 && this_month > 8 => When::Year(year),
                _ => When::Year(year + step),
            };
            return Some((when, "date-relative"));
        }
        if let Some(u) = name(found, "u9") {
            let when = if u == "month" { When::Month(year, this_month) } else { When::Year(year) };
            return Some((when, "date-relative"));
        }
        if let Some(m) = name(found, "m0") {
            if !stands_as_month(words, at.start, m) {
                return None;
            }
            return Some((near_month(day, month(m)?, future)?, "date-without-year"));
        }
        if let (Some(n), Some(u)) = (name(found, "n7"), name(found, "u7"))
            && name(found, "k7") == Some("ago")
        {
            return Some((
                When::Day(day).plus(-(number(n)? as i32), Unit::of(u)?)?,
                "date-relative",
            ));
        }
        // "little more than a day after", "the same day last May": not said so exactly.
        let before = words.get(..at.start)?.trim_end();
        let vague = ["than", "nearly", "almost", "about", "around", "some", "within"];
        if vague.iter().any(|word| before.ends_with(word))
            || words.get(at.end..)?.starts_with(" last ")
        {
            return None;
        }
        // What counts from another date waits for it.
        if found.name("ago").is_some() || found.name("in").is_some() || found.name("same").is_some()
        {
            return Some((When::Day(Day::MIN), "date-anchored"));
        }
        None
    }

    fn last(&self) -> Option<&Dated> {
        self.found.iter().rev().find(|one| one.rule != "date-anchored")
    }

    /// Resolves dates that count from another date of the sentence or of the text before it.
    fn anchored(&mut self, from: usize) {
        for index in from..self.found.len() {
            let Some(dated) =
                self.found.get(index).copied().filter(|one| one.rule == "date-anchored")
            else {
                continue;
            };
            if let Some(when) = self.by_anchor(index, from, dated.at)
                && let Some(slot) = self.found.get_mut(index)
            {
                *slot = Dated { at: dated.at, when, rule: "date-from-another" };
            }
        }
        let mut index = 0;
        self.found.retain(|one| {
            index += 1;
            index <= from || one.rule != "date-anchored"
        });
    }

    fn by_anchor(&self, index: usize, from: usize, at: Span) -> Option<When> {
        let words = at.of(self.text);
        let found = DATE.captures(words)?;
        let known = |one: &&Dated| one.when != When::Day(Day::MIN);
        let earlier = self.found.get(index.saturating_sub(NEAR)..index)?;
        let later = self.found.get(index + 1..(index + 1 + NEAR).min(self.found.len()))?;
        let inside = self.found.get(from.max(index.saturating_sub(NEAR))..index)?;
        let before = earlier.iter().rev().find(known);
        if let Some(unit) = name(&found, "us") {
            let anchor = before?.when;
            let (year, month, _) = anchor.first()?.parts()?;
            return match (unit, anchor) {
                ("year", _) => Some(When::Year(year)),
                ("month", When::Day(_) | When::Month(..)) => Some(When::Month(year, month)),
                ("day", When::Day(_)) => Some(anchor),
                _ => None,
            };
        }
        if let (Some(n), Some(u)) = (name(&found, "n8"), name(&found, "u8")) {
            let day = |one: &&Dated| known(one) && matches!(one.when, When::Day(_));
            let anchor = earlier.iter().rev().find(day).map(|one| one.when);
            let anchor = anchor.or(self.published.map(When::Day))?;
            return anchor.plus(number(n)? as i32, Unit::of(u)?);
        }
        let (n, unit) = (number(name(&found, "n7")?)? as i32, Unit::of(name(&found, "u7")?)?);
        let precise = |one: &&Dated| known(one) && is_precise(one.when, unit);
        let opens = self.text.get(self.sentence.start..at.start).is_some_and(|lead| lead.len() < 8);
        // At the head of a sentence the story's own day counts, and none that counts from another.
        let told = |one: &&Dated| precise(one) && (!opens || one.rule != "date-from-another");
        let before = earlier.iter().rev().find(told);
        let here = inside.iter().rev().find(precise);
        let after = later.iter().find(precise);
        match name(&found, "k7")? {
            "later" => before.map(|one| one.when)?.plus(n, unit),
            // "X, five months after Y" dates Y when the sentence dates X.
            "after" => {
                let anchor = here.or(after)?;
                anchor.when.plus(-n, unit)
            }
            _ => here.or(before).map(|one| one.when)?.plus(-n, unit),
        }
    }
}

/// Whether a date is as precise as what is counted from it.
fn is_precise(when: When, unit: Unit) -> bool {
    match unit {
        Unit::Day | Unit::Week => matches!(when, When::Day(_)),
        Unit::Month => matches!(when, When::Day(_) | When::Month(..)),
        Unit::Year => true,
    }
}

fn month_of(day: Day) -> Option<When> {
    day.parts().map(|(year, month, _)| When::Month(year, month))
}

/// Whether the words around a date speak of what is to come: its clause has a word of the future
/// and none that says it is over.
fn future(words: &str, at: &std::ops::Range<usize>) -> bool {
    let before = lead(words, at.start);
    let start = before.rfind([',', ';', ':']).map_or(0, |sign| sign + 1);
    // "will meet next week, on 21 September": the comma parts nothing.
    let short = before.get(start..).is_some_and(|part| part.len() < 8);
    let before = if short { before } else { before.get(start..).unwrap_or_default() };
    let after = rest(words, at.end).split([',', ';', '.']).next().unwrap_or_default();
    let told = before.ends_with("since ")
        || before.contains(" was ")
        || before.contains(" were ")
        || before.contains(" had ");
    !told && (FUTURE.is_match(before) || (before.trim().len() < 4 && FUTURE.is_match(after)))
}

fn is_year(words: &str, at: &std::ops::Range<usize>) -> bool {
    let before = lead(words, at.start);
    let after = rest(words, at.end);
    let sign = before.chars().next_back().unwrap_or(' ');
    let next = after.chars().next().unwrap_or(' ');
    let digit = after.get(1..).and_then(|rest| rest.chars().next()).is_some_and(char::is_numeric);
    let counted =
        [" troops", " soldiers", " men", " people", " tons", " kilomet", " miles", " dollars"];
    let sum = matches!(sign, '$' | '£' | '€' | '-' | '/' | '.' | ',');
    let figure = (matches!(next, ',' | '.') && digit) || matches!(next, '%' | '/');
    !sum && !figure && !counted.iter().any(|word| after.starts_with(word))
}

fn stands_as_month(words: &str, at: usize, month: &str) -> bool {
    let before = lead(words, at).trim_end();
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
    let last = last.trim_start_matches(|sign: char| !sign.is_alphabetic());
    let plain = !matches!(month, "May" | "March");
    BEFORE_MONTH.contains(&last) || (plain && !last.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sentence::sentences;

    fn read(published: &str, text: &str) -> Vec<String> {
        let list = dates(text, &sentences(text), published.parse().ok());
        list.iter().map(|one| format!("{}={}", one.at.of(text), one.when)).collect()
    }

    #[test]
    fn relative_dates_count_from_publication_or_from_the_date_before() {
        assert_eq!(
            read("2002-05-15", "It met yesterday and on 28 May. Later this month it will rest."),
            ["yesterday=2002-05-14", "28 May=2001-05-28", "Later this month=2002-05"]
        );
        assert_eq!(
            read("2002-10-08", "It was signed on Monday, five months after they agreed."),
            ["Monday=2002-10-07", "five months after=2002-05"]
        );
        assert_eq!(
            read("1979-03-16", "It left on Monday, and Iran a day later. It ends this September."),
            ["Monday=1979-03-12", "a day later=1979-03-13", "this September=1979-09"]
        );
        assert_eq!(
            read("2006-08-17", "Seven years after it walked out, it returned yesterday."),
            ["Seven years after=1999", "yesterday=2006-08-16"]
        );
    }

    #[test]
    fn days_that_do_not_exist_are_none() {
        assert!(
            read("2002-05-15", "On 30 February 1999 or 45 March 2000.")
                .iter()
                .all(|one| !one.contains("02-30"))
        );
    }
}
