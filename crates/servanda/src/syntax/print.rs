//! A clause as data to its words again, in the one canonical spelling.

use super::clause::{
    Bearer, Clause, Condition, Fact, Later, Length, Name, Quality, Renewal, Timing, Trigger,
};
use super::cursor::quote;
use super::read::TERRITORY_OF_PARTIES;
use super::vocabulary::{Act, DeciderKind, EventKind, Modal, Verdict};

/// The words of a clause; each quoted text is one piece, every other piece is one word.
pub fn pieces(clause: &Clause) -> Vec<String> {
    let mut out = Pieces::default();
    out.clause(clause);
    out.list
}

/// A name as it is written: bare where it is plain, else in quotes.
pub fn name(text: &str) -> String {
    if is_bare(text) { text.to_owned() } else { quote(text) }
}

#[derive(Default)]
struct Pieces {
    list: Vec<String>,
}

/// Whether a name can stand without quotes.
fn is_bare(name: &str) -> bool {
    let mut chars = name.chars();
    let first = chars.next().is_some_and(|first| first.is_ascii_alphanumeric());
    first && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.' | '+'))
}

impl Pieces {
    fn words(&mut self, words: &str) -> &mut Pieces {
        self.list.extend(words.split(' ').filter(|word| !word.is_empty()).map(str::to_owned));
        self
    }

    fn text(&mut self, text: &super::clause::Text) -> &mut Pieces {
        self.list.push(quote(&text.text));
        self
    }

    /// A name of a state, actor or place: bare when it is capitalized and plain.
    fn name(&mut self, name: &Name) -> &mut Pieces {
        let capital = name.text.starts_with(|first: char| first.is_ascii_uppercase());
        self.list.push(match capital && is_bare(&name.text) {
            true => name.text.clone(),
            false => quote(&name.text),
        });
        self
    }

    /// An id, label or reference: bare whenever it is plain.
    fn label(&mut self, name: &Name) -> &mut Pieces {
        self.list.push(if is_bare(&name.text) { name.text.clone() } else { quote(&name.text) });
        self
    }

    fn names(&mut self, names: &[Name]) -> &mut Pieces {
        for name in names {
            self.name(name);
        }
        self
    }

    fn date(&mut self, date: &super::clause::Date) -> &mut Pieces {
        self.words(&date.day.text)
    }

    fn span(&mut self, span: &super::clause::DateSpan) -> &mut Pieces {
        self.words(&span.span.text())
    }

    fn length(&mut self, length: Length) -> &mut Pieces {
        self.words(&format!("{} {}", length.count, length.unit))
    }

    /// `lead` and then what `add` writes, when there is something to write.
    fn maybe<T>(
        &mut self,
        lead: &str,
        item: Option<&T>,
        add: for<'a> fn(&'a mut Pieces, &T) -> &'a mut Pieces,
    ) -> &mut Pieces {
        if let Some(item) = item {
            self.words(lead);
            add(self, item);
        }
        self
    }

    #[allow(clippy::too_many_lines, reason = "one line for each clause of the language: a table")]
    fn clause(&mut self, clause: &Clause) {
        match clause {
            Clause::Treaty { id, title } => self.words("treaty").label(id).text(title),
            Clause::Kind { words } => self.words("kind").words(words),
            Clause::Signed { on, at } => {
                self.words("signed").date(on).maybe("at", at.as_ref(), Pieces::text)
            }
            Clause::InForce { on } => self.words("in force").date(on),
            Clause::Provisional { during } => self.words("provisional").span(during),
            Clause::Term { length, renewal } => self.term(*length, renewal.as_ref()),
            Clause::Ended { on, by, how } => self
                .words("ended")
                .date(on)
                .maybe("by", by.as_ref(), Pieces::label)
                .maybe("", how.as_ref(), Pieces::text),
            Clause::Notice { length } => self.words("notice").length(*length),
            Clause::PartOf { treaty } => self.words("part of").label(treaty),
            Clause::AmendedBy { treaty, on } => {
                self.words("amended by").label(treaty).maybe("", on.as_ref(), Pieces::date)
            }
            Clause::SuspendedBetween { one, other, during } => {
                self.words("suspended between").name(one).words("and").name(other).span(during)
            }
            Clause::Secret { until, known_to } => {
                self.words("secret until").date(until);
                if !known_to.is_empty() {
                    self.words("known to").names(known_to);
                }
                self
            }
            Clause::CodedFrom { data, version } => {
                self.words("coded from").words(data.word()).text(version)
            }
            Clause::Disclaims { act, toward, because } => {
                self.words("disclaims").words(act.word());
                if let Some(toward) = toward {
                    self.words("toward").name(toward);
                }
                self.words("because").text(because)
            }
            Clause::DiffersFromAtop { on, members, because } => {
                let items: Vec<&str> = on.iter().map(|item| item.word()).collect();
                self.words("differs from ATOP on").words(&items.join(", "));
                if !members.is_empty() {
                    self.words("for").names(members);
                }
                self.words("because").text(because)
            }
            Clause::Source { kind, locator, url } => self
                .words("source")
                .label(kind)
                .maybe("", locator.as_ref(), Pieces::text)
                .maybe("url", url.as_ref(), Pieces::text),
            Clause::Gist { text } => self.words("gist").text(text),
            Clause::Quote { text } => self.words("quote").text(text),
            Clause::Note { text } => self.words("note").text(text),
            Clause::Members => self.words("members"),
            Clause::Member { states, facts } => {
                self.names(states);
                for fact in facts {
                    self.fact(fact);
                }
                self
            }
            Clause::Article { label, heading } => {
                self.words("article").label(label).maybe("", heading.as_ref(), Pieces::text)
            }
            Clause::Valid { from, until, by } => self
                .maybe("from", from.as_ref(), Pieces::date)
                .maybe("until", until.as_ref(), Pieces::date)
                .maybe("by", by.as_ref(), Pieces::label),
            Clause::Norm { name } => self.words("norm").label(name),
            Clause::When { trigger } => self.words("when").trigger(trigger),
            Clause::Where { condition } => self.words("where").condition(condition),
            Clause::Unless { condition } => self.words("unless").condition(condition),
            Clause::InArea { area } => self.words("in area").label(area),
            Clause::DecidedBy { decider, council } => match decider {
                DeciderKind::Council => {
                    self.words("decided by council").maybe("", council.as_ref(), Pieces::name)
                }
                other => self.words("decided by").words(other.word()),
            },
            Clause::OnRequest { of } => match of {
                Some(name) => self.words("on request of").name(name),
                None => self.words("on request of any party"),
            },
            Clause::UnderReading { reading } => self.words("under reading").label(reading),
            Clause::Duty { bearer, modal, act, toward, against, timing } => {
                self.bearer(bearer).words(modal.word());
                self.act(*act, *modal, toward.as_ref());
                self.maybe("against", against.as_ref(), Pieces::name);
                for one in timing {
                    self.timing(one);
                }
                self
            }
            Clause::Extent { text } => self.words("extent").text(text),
            Clause::Reading { name, holds, by } => self
                .words("reading")
                .label(name)
                .maybe("", holds.as_ref(), Pieces::text)
                .maybe("by", by.as_ref(), Pieces::text),
            Clause::Reservation { by, on, to, text } => self
                .words("reservation by")
                .names(by)
                .maybe("on", on.as_ref(), Pieces::date)
                .words("to")
                .label(to)
                .text(text),
            Clause::Priority { winner, loser, because } => self
                .words("priority")
                .label(winner)
                .words("over")
                .label(loser)
                .words("because")
                .text(because),
            Clause::NotModelled { words, because } => {
                self.words("not modelled").text(words).words("because").text(because)
            }
            Clause::Area { id, title } => {
                self.words("area").label(id).maybe("", title.as_ref(), Pieces::text)
            }
            Clause::Includes { place, from, until } => {
                self.words("includes").place(place, from.as_ref(), until.as_ref())
            }
            Clause::Excludes { place, from, until } => {
                self.words("excludes").place(place, from.as_ref(), until.as_ref())
            }
            other => self.record(other),
        };
    }

    #[allow(clippy::too_many_lines, reason = "one line or two for each clause")]
    fn record(&mut self, clause: &Clause) -> &mut Pieces {
        match clause {
            Clause::SourceBlock { id } => self.words("source").label(id),
            Clause::Type { word } => self.words("type").label(word),
            Clause::Author { text } => self.words("author").text(text),
            Clause::Title { text } => self.words("title").text(text),
            Clause::Publisher { text } => self.words("publisher").text(text),
            Clause::Published { on } => self.words("date").date(on),
            Clause::Url { text } => self.words("url").text(text),
            Clause::Decision { id, by, on } => {
                self.words("decision").label(id).words("by").names(by).words("on").date(on)
            }
            Clause::About { what } => self.words("about").names(what),
            Clause::Agreed { text } => self.words("agreed").text(text),
            Clause::Postponed { text, until } => {
                self.words("postponed").text(text).maybe("until", until.as_ref(), Pieces::later)
            }
            Clause::Rejected { text } => self.words("rejected").text(text),
            Clause::Claim { id, by, of } => self
                .words("claim")
                .label(id)
                .words("by")
                .text(by)
                .maybe("of", of.as_ref(), Pieces::text),
            Clause::On { day } => self.words("on").date(day),
            Clause::Says { text } => self.words("says").text(text),
            Clause::Status { status } => self.words("status").words(status.word()),
            Clause::Asserts { denied, finding, event } => self
                .words(if *denied { "asserts not" } else { "asserts" })
                .label(finding)
                .maybe("in", event.as_ref(), Pieces::label),
            Clause::Proposal { id, source, start, end, confidence } => self
                .words("proposal")
                .label(id)
                .words("from")
                .text(source)
                .words(&format!("at {start}..{end} confidence {confidence}")),
            Clause::Proposes { what, who, of, role, toward, on, text } => {
                self.words("proposes").words(what.word()).names(who);
                self.maybe("of", of.as_ref(), Pieces::name).words("as").label(role);
                if !toward.is_empty() {
                    self.words("toward").names(toward);
                }
                self.maybe("on", on.as_ref(), Pieces::date).maybe("", text.as_ref(), Pieces::text)
            }
            Clause::Refused { because } => {
                self.words("refused").maybe("because", because.as_ref(), Pieces::text)
            }
            Clause::Event { id, title } => self.words("event").label(id).text(title),
            Clause::Occurs { what } => self.words("occurs").trigger(what),
            Clause::Place { place } => self.words("place").name(place),
            Clause::Known { from } => self.words("known").date(from),
            Clause::Finding { name, found, event, by, on } => self
                .words("finding")
                .label(name)
                .words(if *found { "found in" } else { "denied in" })
                .label(event)
                .words("by")
                .name(by)
                .words("on")
                .date(on),
            Clause::DutyRecord { norm, of, event, what, by, on } => self
                .words("duty")
                .label(norm)
                .words("of")
                .name(of)
                .words("in")
                .label(event)
                .words(what.word())
                .words("by")
                .name(by)
                .words("on")
                .date(on),
            Clause::Test { title } => self.words("test").text(title),
            Clause::Ask { question } => self.words("ask").text(question),
            Clause::Expect { .. } => self.expect(clause),
            Clause::Assuming { claim } => self.words("assuming").label(claim),
            Clause::Given { finding, found } => {
                self.words("given").label(finding).words(if *found { "found" } else { "denied" })
            }
            Clause::Follow => self.words("follow"),
            Clause::Prefer { name } => self.words("prefer").label(name),
            _ => self,
        }
    }

    fn expect(&mut self, clause: &Clause) -> &mut Pieces {
        let Clause::Expect { party, verdict, act, toward, under, on, because } = clause else {
            return self;
        };
        self.words("expect").name(party);
        self.words(match verdict {
            Verdict::MustNot => "must not",
            other => other.word(),
        });
        if let Some(act) = act {
            let words = match (verdict, act) {
                (Verdict::MustNot, Act::NotAttack) => "attack",
                (Verdict::MustNot, Act::NotAidEnemy) => "aid",
                (_, Act::StayNeutral) => "stay neutral",
                (_, Act::GrantBase) => "grant bases",
                (_, other) => other.word(),
            };
            self.words(words);
        }
        self.maybe("", toward.as_ref(), Pieces::name).maybe("under", under.as_ref(), Pieces::label);
        if !on.is_empty() {
            self.words("on");
            for name in on {
                self.label(name);
            }
        }
        self.maybe("because", because.as_ref(), Pieces::text)
    }

    fn term(&mut self, length: Option<Length>, renewal: Option<&Renewal>) -> &mut Pieces {
        self.words("term");
        match length {
            None => self.words("indefinite"),
            Some(length) => self.length(length),
        };
        match renewal {
            None => self,
            Some(Renewal::Automatically) => self.words("renews automatically"),
            Some(Renewal::Each(length)) => self.words("renews each").length(*length),
            Some(Renewal::By(id)) => self.words("renews by").label(id),
        }
    }

    fn place(
        &mut self,
        place: &Name,
        from: Option<&super::clause::Date>,
        until: Option<&super::clause::Date>,
    ) -> &mut Pieces {
        match place.text.as_str() {
            TERRITORY_OF_PARTIES => self.words(TERRITORY_OF_PARTIES),
            _ => self.label(place),
        };
        self.maybe("from", from, Pieces::date).maybe("until", until, Pieces::date)
    }

    fn later(&mut self, later: &Later) -> &mut Pieces {
        match later {
            Later::On(date) => self.date(date),
            Later::Words(text) => self.text(text),
        }
    }

    fn fact(&mut self, fact: &Fact) -> &mut Pieces {
        match fact {
            Fact::Signed { on } => self.words("signed").date(on),
            Fact::Ratified { on } => self.words("ratified").date(on),
            Fact::Acceded { on } => self.words("acceded").date(on),
            Fact::Succeeded { from, on } => self.words("succeeded").name(from).date(on),
            Fact::InForce { on } => self.words("in force").date(on),
            Fact::Provisional { during } => self.words("provisional").span(during),
            Fact::Suspended { during } => self.words("suspended").span(during),
            Fact::Notice { on } => self.words("notice").date(on),
            Fact::Ends { how, on } => self.words(how.word()).date(on),
            Fact::Rejoined { on } => self.words("rejoined").date(on),
            Fact::As { role } => self.words("as").text(role),
        }
    }

    fn trigger(&mut self, trigger: &Trigger) -> &mut Pieces {
        let verb = match trigger.kind {
            EventKind::Attack => Some("attacks"),
            EventKind::WarDeclared => Some("declares war on"),
            EventKind::War => Some("is at war with"),
            EventKind::Mobilisation => Some("mobilises"),
            EventKind::Aid => Some("aids"),
            EventKind::Blockade
            | EventKind::Threat
            | EventKind::Incursion
            | EventKind::Coup
            | EventKind::Terrorism => None,
        };
        match (verb, &trigger.actor, &trigger.target) {
            (Some(verb), Some(actor), target) => {
                self.name(actor).words(verb);
                let lead = if trigger.kind == EventKind::Mobilisation { "against" } else { "" };
                self.maybe(lead, target.as_ref(), Pieces::name)
            }
            (_, actor, target) => {
                let noun = trigger.kind.phrase("");
                let noun = if trigger.kind == EventKind::War { "war declared on" } else { &noun };
                self.words(noun).maybe("", target.as_ref(), Pieces::name);
                self.maybe("by", actor.as_ref(), Pieces::name)
            }
        }
    }

    fn condition(&mut self, condition: &Condition) -> &mut Pieces {
        match condition {
            Condition::All { of } => self
                .joined(of, "and", |c| matches!(c, Condition::Any { .. } | Condition::All { .. })),
            Condition::Any { of } => self.joined(of, "or", |c| matches!(c, Condition::Any { .. })),
            Condition::Not { that } => self.denied(that),
            Condition::Party { who, to } => self.name(who).words("is").party(to.as_ref()),
            Condition::Is { who, what } => self.name(who).words("is").words(quality(*what)),
            Condition::Among { who, names } => self.name(who).words("is").among(names),
            Condition::AtLeast { count, great_powers, target } => self
                .words(&format!("at least {count}"))
                .words(if *great_powers { "great powers attack" } else { "states attack" })
                .name(target),
            Condition::Happens { what } => self.trigger(what),
            Condition::PlaceIs { place } => self.words("place is").name(place),
            Condition::Found { name, question } => {
                self.words("found").label(name).maybe("", question.as_ref(), Pieces::text)
            }
        }
    }

    fn denied(&mut self, that: &Condition) -> &mut Pieces {
        match that {
            Condition::Party { who, to } => self.name(who).words("is not").party(to.as_ref()),
            Condition::Is { who, what } => self.name(who).words("is not").words(quality(*what)),
            Condition::Among { who, names } => self.name(who).words("is not").among(names),
            Condition::All { .. } | Condition::Any { .. } => self.words("not").grouped(that),
            other => self.words("not").condition(other),
        }
    }

    fn party(&mut self, to: Option<&Name>) -> &mut Pieces {
        self.words("party").maybe("to", to, Pieces::label)
    }

    fn among(&mut self, names: &[Name]) -> &mut Pieces {
        for (index, name) in names.iter().enumerate() {
            if index > 0 {
                self.words("or");
            }
            self.name(name);
        }
        self
    }

    fn joined(
        &mut self,
        of: &[Condition],
        word: &str,
        group: fn(&Condition) -> bool,
    ) -> &mut Pieces {
        for (index, part) in of.iter().enumerate() {
            if index > 0 {
                self.words(word);
            }
            if group(part) {
                self.grouped(part);
            } else {
                self.condition(part);
            }
        }
        self
    }

    fn grouped(&mut self, part: &Condition) -> &mut Pieces {
        let first = self.list.len();
        self.condition(part);
        if let Some(piece) = self.list.get_mut(first) {
            piece.insert(0, '(');
        }
        if let Some(piece) = self.list.last_mut() {
            piece.push(')');
        }
        self
    }

    fn bearer(&mut self, bearer: &Bearer) -> &mut Pieces {
        let (lead, role, except) = match bearer {
            Bearer::Victim => return self.words("the victim"),
            Bearer::Attacker => return self.words("the attacker"),
            Bearer::Named { names } => return self.names(names),
            Bearer::EachOtherParty { role, except } => ("each other party", role, except),
            Bearer::EachParty { role, except } => ("each party", role, except),
        };
        self.words(lead).maybe("as", role.as_ref(), Pieces::text);
        if !except.is_empty() {
            self.words("except").names(except);
        }
        self
    }

    fn act(&mut self, act: Act, modal: Modal, toward: Option<&Name>) -> &mut Pieces {
        let (words, lead) = match act {
            Act::Consult => ("consult", ""),
            Act::Aid | Act::NotAidEnemy => ("aid", ""),
            Act::Attack | Act::NotAttack => ("attack", ""),
            Act::StayNeutral => ("stay neutral", "toward"),
            Act::NotJoinAlliance => ("join alliance", "against"),
            Act::GrantBase => ("grant bases", "to"),
            Act::Report => ("report", "to"),
            Act::Mobilise => ("mobilise", ""),
            Act::IntegrateCommand => ("integrate command", "with"),
        };
        debug_assert!(act != Act::NotAttack || modal == Modal::MustNot, "only `must not` refrains");
        self.words(words).maybe(lead, toward, Pieces::name)
    }

    fn timing(&mut self, timing: &Timing) -> &mut Pieces {
        match timing {
            Timing::Promptly => self.words("promptly"),
            Timing::Within(length) => self.words("within").length(*length),
            Timing::Throughout => self.words("throughout"),
            Timing::UntilDay(date) => self.words("until").date(date),
            Timing::UntilEvent(text) => self.words("until").text(text),
        }
    }
}

fn quality(quality: Quality) -> &'static str {
    match quality {
        Quality::State => "state",
        Quality::StateOrGroupOfStates => "state or group of states",
        Quality::NonState => "non-state",
        Quality::GreatPower => "great power",
    }
}
