//! Claims: what somebody is reported to say, in quotation marks or in reported speech. Reads the verb
//! of saying, who stands before or after it, and the words.

use super::Doc;
use super::claims_words::{
    according, actor_words, ends_here, inverts, is_other, phrase_end, reported_end, stance,
};
use super::tools::{pattern, proposal};
use crate::mask::{Masked, QUOTE, Slot};
use crate::person::{Speaker, Speakers};
use crate::proposal::{Fact, Proposal};
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

static SAID: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?P<plain>said|says|say|told (?:(?:an? |the |his |her |its )?(?:\S+ ){0,4}?(?:newspaper|radio|television|channel|station|reporters|journalists|agency|daily|weekly|parliament|deputies|audience|interviewer|rally|crowd|meeting|Chamber|Senate|Congress|conference|press|nation|delegates|lawmakers|diplomats|newsmen)|(?:the )?House of \w+|(?:(?:his|her|their|its|the|your|an?|our) )?(?:<A> )?[\w\u{E000}-\u{E005}]+)|tells? reporters|added|adds|retorted|answered|replied|insisted|insists|notes|noted|argued|argues?|explained|declared|warned|warns|wrote|writes|recalled|remarked|complained|claimed|claims?|maintained|conceded|stated|observed|joked|repeated|acknowledged|admitted|stressed|announced|reported|concluded|promised|asked|quipped|hinted|believes|thinks|holds|saying|adding|noting|commented|mused|sighed|boasted|vowed|hoped|pointed out|points out|let it be known|made it known|made (?:it )?clear|makes clear|held that|contended|asserted|asserts|alleged|protested|confirmed|confirms|indicated|emphasi[sz]ed|underlined|reiterated|reaffirmed|disclosed|revealed|exclaimed|exulted|gloated|lamented|reminded (?:\S+ ){1,3}|cautioned|feared|testified|assured (?:\S+ ){1,3}|informed (?:\S+ ){1,3}|suggested|recalls|explains|remarks|complains|concedes|maintains|replies|swore|judged|was (?:convinced|sure)|is (?:convinced|sure))\b|\b(?P<deny>denied|denies|deny|disputed|rejected the (?:idea|charge|claim)|rejects that|contested)\b|\b(?P<doubt>doubted|doubts?|questioned)\b|\b(?P<predict>predicted|predicts?|expects?|expected|forecast|foresaw)\b|\b(?P<call>called|calls|calling|described|denounced|spoke of)\b",
    )
});

/// After these a clause of reported speech may begin without "that".
const OPENERS: &[&str] = &[
    "that", "it", "he", "she", "they", "his", "her", "their", "the", "a", "an", "no", "nobody",
    "there", "this", "these", "its", "one", "what", "all", "neither", "both", "most", "any",
    "every", "such", "if", "some", "many",
];

/// Verbs that report what was said with a clause of their own.
const WITHOUT_CLAUSE: &[&str] = &[
    "asked",
    "announced",
    "promised",
    "added",
    "reported",
    "declared",
    "concluded",
    "admitted",
    "hoped",
    "vowed",
    "say",
    "holds",
    "confirmed",
    "confirms",
    "indicated",
    "revealed",
    "disclosed",
    "suggested",
    "feared",
    "reaffirmed",
    "explained",
    "judged",
    "underlined",
    "protested",
    "swore",
];

/// Claims in a text.
pub(crate) fn find(doc: &Doc<'_>) -> Vec<Proposal> {
    let mut reader = Reader {
        doc,
        speakers: Speakers::of(doc.text),
        out: Vec::new(),
        last: None,
        used: Vec::new(),
    };
    let body: Vec<usize> = doc.body_sentences().map(|(index, _)| index).collect();
    for index in body {
        reader.sentence(index);
    }
    reader.out
}

struct Reader<'a, 'd> {
    doc: &'a Doc<'d>,
    speakers: Speakers,
    out: Vec<Proposal>,
    /// Who spoke last, and in which paragraph.
    last: Option<(usize, Speaker)>,
    /// Quotations that have a speaker.
    used: Vec<usize>,
}

/// Which way a verb of saying takes its words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verb {
    Plain,
    Deny,
    Doubt,
    Predict,
    Call,
}

impl Reader<'_, '_> {
    fn sentence(&mut self, index: usize) {
        let Some(mask) = self.doc.masks.get(index) else { return };
        let paragraph = self.doc.sentences.get(index).map_or(0, |sentence| sentence.paragraph);
        self.introduce(mask);
        let mut spoke = None;
        let mut taken = 0;
        for found in SAID.captures_iter(&mask.text) {
            let Some(whole) = found.get(0) else { continue };
            if whole.start() < taken || is_other(mask, whole.start(), whole.end()) {
                continue;
            }
            let verb = match () {
                () if found.name("deny").is_some() => Verb::Deny,
                () if found.name("doubt").is_some() => Verb::Doubt,
                () if found.name("predict").is_some() => Verb::Predict,
                () if found.name("call").is_some() => Verb::Call,
                () => Verb::Plain,
            };
            if let Some((speaker, end)) = self.said(mask, whole.start(), whole.end(), verb) {
                self.speakers.remember(&speaker);
                taken = end;
                spoke = Some(speaker);
            }
        }
        if spoke.is_none()
            && let Some((end, from, to)) = according(mask)
        {
            let words = mask.span(self.doc.text, from, to);
            if let Some(speaker) = self.speakers.read(words.of(self.doc.text)) {
                self.claim(mask, 0, end, &speaker, Verb::Plain);
                self.speakers.remember(&speaker);
            }
        }
        match spoke {
            Some(speaker) => {
                self.quotes_of(mask, &speaker);
                self.last = Some((paragraph, speaker));
            }
            // A quotation without a speaker goes on with the last one of its paragraph.
            None => {
                let words: String = mask.text.replace(QUOTE, " ");
                let only = words.trim().trim_matches(['.', ',', '-', ' ']).is_empty();
                if let Some((there, speaker)) = self.last.clone()
                    && there == paragraph
                    && only
                {
                    self.quotes_of(mask, &speaker);
                }
            }
        }
    }

    /// "Alex Vatanka is editor of ...": a person the next sentence calls "he".
    fn introduce(&mut self, mask: &Masked) {
        static IS: LazyLock<Regex> = LazyLock::new(|| {
            pattern(
                r"^(?P<name>\p{Lu}\S+(?: \p{Lu}\S+){1,3}) (?:is|was) (?P<role>(?:an? |the )?[\p{Ll}][^.;]{3,120})",
            )
        });
        static NAMED: LazyLock<Regex> = LazyLock::new(|| {
            pattern(
                r"^(?P<who>(?:(?:Mr|Mrs|Ms|Dr)\. )?(?:\p{Lu}\S+ ){0,2}\p{Lu}[^\s,]+, (?:an?|the) [\p{Ll}][^,.;]{3,80}), (?:had|has|is|was|did|put|\w+ed)\b",
            )
        });
        static MANY: LazyLock<Regex> = LazyLock::new(|| {
            pattern(
                r"^(?P<who>(?:\S+ ){0,3}(?:officials|diplomats|officers|ministers|lawyers|critics|analysts|commentators|senators))\b",
            )
        });
        static OFFICE: LazyLock<Regex> = LazyLock::new(|| {
            pattern(
                r"^(?:\S+ ){0,2}?(?P<who>(?:President|Chancellor|Premier|Prime Minister|Foreign Minister|Secretary|King|Emperor|General|Marshal|Herr|Signor) (?:\p{Lu}[\p{L}’'-]+ ?){1,3}) (?:had|has|is|was|did|\w+ed)\b",
            )
        });
        static ROLE_FIRST: LazyLock<Regex> = LazyLock::new(|| {
            pattern(r"^(?P<who>[^,]{3,50}, \p{Lu}[\p{L}’'-]+(?: \p{Lu}[\p{L}’'-]+)+),")
        });
        for who in [&*NAMED, &*OFFICE, &*ROLE_FIRST, &*MANY] {
            let Some(who) = who.captures(&mask.text).and_then(|found| found.name("who")) else {
                continue;
            };
            let words = mask.span(self.doc.text, who.start(), who.end());
            if let Some(speaker) = self.speakers.read(words.of(self.doc.text)) {
                self.speakers.remember(&speaker);
            }
        }
        let Some(found) = IS.captures(&mask.text) else { return };
        let (Some(name), Some(role)) = (found.name("name"), found.name("role")) else { return };
        if name.as_str().starts_with("The ") || !role.as_str().contains(" of ") {
            return;
        }
        let role = mask.span(self.doc.text, role.start(), role.end()).of(self.doc.text).to_owned();
        let speaker = Speaker { name: name.as_str().to_owned(), role: Some(role), person: true };
        self.speakers.remember(&speaker);
    }

    /// Reads what the verb at `verb..end` reports; the speaker, and where the mask is used up.
    #[allow(clippy::too_many_lines, reason = "cases in the order in which they are tried")]
    fn said(
        &mut self,
        mask: &Masked,
        verb: usize,
        end: usize,
        kind: Verb,
    ) -> Option<(Speaker, usize)> {
        let before = mask.text.get(..verb)?;
        let after = mask.text.get(end..)?;
        let lead = before.trim_end().trim_end_matches(',').trim_end();
        let rest = after.trim_start();
        // `Q, said NP.`
        let word = mask.text.get(verb..end)?;
        let participle = matches!(word, "saying" | "adding" | "noting" | "calling");
        static NAME_FIRST: LazyLock<Regex> = LazyLock::new(|| {
            pattern(
                r"^(?:\p{Lu}[\p{L}’'-]+ ){1,3}\p{Lu}[\p{L}’'-]+, [^,]+,? *$|^[^,]*, (?:\p{Lu}[\p{L}’'-]+ ?){2,4}, *$",
            )
        });
        let named_first = NAME_FIRST.is_match(before);
        if kind == Verb::Plain
            && !participle
            && !named_first
            && (lead.ends_with(QUOTE) || before.trim_end().ends_with(','))
            && inverts(rest)
        {
            let stop = phrase_end(mask, end);
            let words = mask.span(self.doc.text, end, stop);
            let speaker = self.speakers.read(words.of(self.doc.text))?;
            if !lead.ends_with(QUOTE) {
                let from = 0;
                self.claim(mask, from, lead.len(), &speaker, kind);
            }
            return Some((speaker, stop));
        }
        // "who once called him a traitor": told of somebody, not said here.
        static WHO: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:who|which) (?:\w+ )?$"));
        if WHO.is_match(before) && kind == Verb::Call {
            return None;
        }
        let (from, to) = self.speaker_before(mask, verb, rest, participle)?;
        let words = mask.span(self.doc.text, from, to);
        let mut phrase = words.of(self.doc.text).to_owned();
        if matches!(phrase.trim(), "it" | "It") {
            // "New Zealand did not leave; it insisted": the state, in its words.
            phrase = actor_words(self.doc.text, mask, from).or_else(|| {
                let index =
                    self.doc.masks.iter().position(|one| one.at == mask.at)?.checked_sub(1)?;
                let before = self.doc.masks.get(index)?;
                actor_words(self.doc.text, before, before.text.len())
            })?;
        }
        let speaker = self.speakers.read(&phrase)?;
        let lower = speaker.name.to_lowercase();
        let no_speaker = [
            "treaty",
            "treaties",
            "charter",
            "declaration",
            "pact",
            "article",
            "nobody",
            "neither",
            "no one",
            "few ",
            "text",
            "protocol",
            "it has",
        ];
        if speaker.name.split(' ').count() > 14
            || speaker.name.contains([':', ';'])
            || (!speaker.person && no_speaker.iter().any(|word| lower.contains(word)))
        {
            return None;
        }
        // `It had, NP said on D, become`, `If it did, NP said, they would`: the words stand around.
        let around = mask.text.get(..from)?.trim_end();
        if from > 0
            && around.ends_with(',')
            && !before.contains(QUOTE)
            && kind == Verb::Plain
            && rest.find(',').is_some_and(|at| at < 24)
            && rest.len() > 20
            && speaker.name.split(' ').count() < 9
        {
            self.claim(mask, 0, mask.text.len(), &speaker, kind);
            return Some((speaker, mask.text.len()));
        }
        if mask.text.starts_with(QUOTE)
            && kind == Verb::Plain
            && !participle
            && !rest.starts_with("that ")
            && !rest.contains(QUOTE)
            && verb < 80
        {
            // `Q, he told a rally in Lahore.`
            return Some((speaker, mask.text.len()));
        }
        if ends_here(rest) {
            // `CLAUSE, NP said.`
            let clause = mask.text.get(..from)?.trim_end();
            if clause.ends_with(',') && !clause.contains(QUOTE) && !clause.starts_with("Asked ") {
                self.claim(mask, 0, clause.len(), &speaker, kind);
            }
            return Some((speaker, mask.text.len()));
        }
        self.reported(mask, end, &speaker, kind, word)
    }

    /// The clause after the verb.
    fn reported(
        &mut self,
        mask: &Masked,
        end: usize,
        speaker: &Speaker,
        kind: Verb,
        verb: &str,
    ) -> Option<(Speaker, usize)> {
        let rest = mask.text.get(end..)?;
        let gap = rest.len() - rest.trim_start_matches([':', ',', ' ']).len();
        let mut start = end + gap;
        let stop = reported_end(mask, start);
        let words = mask.text.get(start..stop)?;
        let first = words.split(' ').next().unwrap_or_default();
        if words.starts_with(QUOTE) {
            return Some((speaker.clone(), if kind == Verb::Plain { start } else { stop }));
        }
        let that = first == "that" && kind != Verb::Call;
        // "said on Monday that it will".
        if !that
            && kind != Verb::Call
            && let Some(at) = words.find(" that ").filter(|at| *at < 40)
        {
            start += at + 6;
        } else if that {
            start += 5;
        } else if kind == Verb::Plain {
            if WITHOUT_CLAUSE.contains(&verb) && !(verb == "say" || verb == "added") {
                return None;
            }
            let name = first.chars().next().is_some_and(|sign| {
                sign.is_uppercase() || ('\u{E000}'..='\u{E005}').contains(&sign)
            });
            if !(name || OPENERS.contains(&first)) {
                return verb.starts_with("note").then(|| {
                    self.claim(mask, start, stop, speaker, kind);
                    (speaker.clone(), stop)
                });
            }
        } else if kind == Verb::Call && (words.contains(QUOTE) || mask.text.starts_with(QUOTE)) {
            return Some((speaker.clone(), stop));
        } else if kind == Verb::Call && verb.starts_with("denounced") && !words.contains(" as ") {
            return None;
        }
        // "said she doubted that".
        static AGAIN: LazyLock<Regex> = LazyLock::new(|| {
            pattern(
                r"^(?:that )?(?:he|she|they|it) (?:(doubted)|(denied)|(predicted|expected)) (?:that )?",
            )
        });
        let mut kind = kind;
        if let Some(again) = AGAIN.captures(mask.text.get(start..stop)?) {
            kind = match () {
                () if again.get(1).is_some() => Verb::Doubt,
                () if again.get(2).is_some() => Verb::Deny,
                () => Verb::Predict,
            };
            start += again.get(0).map_or(0, |whole| whole.end());
        }
        if kind == Verb::Doubt && (first == "it" || first == "this") && words.len() < 6 {
            // The verb and the pronoun are all there is.
            start = mask.text.get(..end)?.rfind(' ').map_or(end, |at| at + 1);
        }
        self.claim(mask, start, stop, speaker, kind);
        Some((speaker.clone(), stop))
    }

    /// Where the words for the speaker stand before a verb.
    #[allow(clippy::unused_self, reason = "reads as the others do")]
    fn speaker_before(
        &self,
        mask: &Masked,
        verb: usize,
        rest: &str,
        participle: bool,
    ) -> Option<(usize, usize)> {
        let before = mask.text.get(..verb)?;
        static CUT: LazyLock<Regex> = LazyLock::new(|| {
            pattern(r"; |: | but |, and |, while |\u{E007},? ?|, but | and (?:when|then) |\. ")
        });
        static ROLE_NAME: LazyLock<Regex> = LazyLock::new(|| {
            pattern(
                r"^[^,“”]{3,60}, (?:(?:M|Mr|Mrs|Ms|Dr|Gen|Col)\. |Sir )?(?:\p{Lu}[\p{L}’'-]+ ?){2,4},? *$",
            )
        });
        if !participle && ROLE_NAME.is_match(before) && !before.contains(QUOTE) {
            return Some((0, verb));
        }
        let mut from = CUT.find_iter(before).last().map_or(0, |cut| cut.end());
        // "Before the Reichstag yesterday Herr Hitler declared", "In July of that year Karimov told".
        static LEAD: LazyLock<Regex> = LazyLock::new(|| {
            pattern(
                r"^(?:In|At|On|Before|After|During|To|From|By|Late|Early|Speaking)\b[^,]{0,60}?<D> (?P<who>(?:\p{Lu}|<X>|the |an? ))",
            )
        });
        if from == 0
            && let Some(found) = LEAD.captures(before).and_then(|found| found.name("who"))
        {
            from = found.start();
        }
        let phrase = before.get(from..)?;
        if participle
            || phrase.trim().is_empty()
            || phrase.trim_end().ends_with(" and")
            || phrase.trim() == "and"
            || before.trim_end().ends_with(" and")
        {
            // "NP hailed it, saying", "NP denied this and said": the subject opens the sentence.
            static OPENING: LazyLock<Regex> = LazyLock::new(|| {
                pattern(
                    r"^(?:[^.;,]{0,80}?\p{Lu}[\p{L}’'-]+(?: \p{Lu}[\p{L}’'-]+)+)|^(?:\S+ ){0,5}?(?:spokesman|spokeswoman|official|minister|president|government|diplomat|officer|he|she|He|She|It|They)\b|^(?:The |the )?<S>",
                )
            });
            let found = OPENING.find(before)?;
            return Some((found.start(), found.end()));
        }
        if ends_here(rest) && from == 0 {
            let commas: Vec<usize> = before.match_indices(", ").map(|(at, _)| at).collect();
            let ends = before.trim_end().ends_with(',');
            let back = if ends { 2 } else { 1 };
            if let Some(at) = commas.len().checked_sub(back).and_then(|index| commas.get(index)) {
                from = at + 2;
            }
        } else if from == 0
            && let Some(at) = before.rfind(", ").filter(|at| {
                rest.find(", ").is_some_and(|next| next < 24)
                    && !before.trim_end().ends_with(',')
                    && *at > 0
                    && (*at < 24
                        || (*at < 90
                            && ["he ", "she ", "they ", "it "].iter().any(|word| {
                                before.get(at + 2..).is_some_and(|rest| rest.starts_with(word))
                            })))
            })
        {
            from = at + 2;
        }
        Some((from, verb))
    }

    /// Every quotation of a sentence that has no speaker yet.
    fn quotes_of(&mut self, mask: &Masked, speaker: &Speaker) {
        for sign in &mask.signs {
            let Slot::Quote(number) = sign.slot else { continue };
            let Some(quote) = self.doc.quotes.get(number) else { continue };
            if self.used.contains(&number) {
                continue;
            }
            let covered = self.out.iter().rev().take(4).any(|one| {
                one.span.overlaps(quote.inner)
                    && one.span.end - one.span.start > quote.inner.end - quote.inner.start
            });
            if covered {
                continue;
            }
            self.used.push(number);
            self.push(quote.inner, speaker, Verb::Plain, true, mask, sign.at);
        }
    }

    fn claim(&mut self, mask: &Masked, from: usize, to: usize, speaker: &Speaker, kind: Verb) {
        let span = mask.span(self.doc.text, from, to);
        if span.of(self.doc.text).trim().is_empty() {
            return;
        }
        self.push(span, speaker, kind, false, mask, from);
    }

    fn push(
        &mut self,
        span: Span,
        speaker: &Speaker,
        kind: Verb,
        quoted: bool,
        mask: &Masked,
        at: usize,
    ) {
        let words = span.of(self.doc.text);
        let stance = stance(words, kind, quoted, mask.text.get(..at).unwrap_or_default());
        let fact = Fact::Claim {
            speaker: speaker.name.clone(),
            role: speaker.role.clone(),
            says: words.to_owned(),
            quoted,
            stance: stance.to_owned(),
        };
        let warned = mask.text.get(..at).is_some_and(|lead| {
            ["warned", "warns", "cautioned", "feared"].iter().any(|word| lead.contains(word))
        });
        let fact = match fact {
            Fact::Claim { speaker, role, says, stance, .. }
                if warned
                    && !quoted
                    && stance != "predicts"
                    && [" could ", " might ", " may ", " would ", " will "]
                        .iter()
                        .any(|word| says.contains(word)) =>
            {
                Fact::Claim { speaker, role, says, quoted, stance: "predicts".to_owned() }
            }
            other => other,
        };
        let rule = if quoted { "claim-quoted" } else { "claim-reported" };
        self.out.push(proposal(fact, span, rule));
    }
}
