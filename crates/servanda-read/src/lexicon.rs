//! Every name that an article may use, from the core's lists and this crate's tables, in one
//! automaton; and what the core knows of treaties: who signed which, and when.

use super::names;
use super::when::When;
use aho_corasick::{AhoCorasick, MatchKind};
use servanda::corpus;
use servanda::model::{Actor, World};
use servanda::time::{Day, Interval};
use std::collections::BTreeMap;

/// What a name may stand for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Sense {
    /// The name of a state in a period.
    State(String, Interval),
    /// An adjective or a people, of a state.
    Adjective(String),
    /// A seat of government, of a state by its name.
    Seat(String),
    /// A city or land, of a state by its name.
    Place(String),
    /// An organization or treaty.
    Organization(String),
}

/// A treaty as far as a reader needs it.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) signed: Option<Day>,
    /// Whoever is ever a party.
    pub(crate) parties: Vec<String>,
    /// Whoever signed first.
    pub(crate) first: Vec<String>,
    /// Days on which it is in force, where known.
    pub(crate) ended: Option<Day>,
    /// What it obliges to, by the core's words.
    pub(crate) acts: Vec<&'static str>,
}

/// The names and treaties of a world, ready to be looked for.
#[derive(Debug)]
pub struct Lexicon {
    automaton: AhoCorasick,
    senses: Vec<Vec<Sense>>,
    pub(crate) treaties: Vec<Known>,
    /// Ids of organizations and treaties.
    ids: std::collections::BTreeSet<String>,
    states: std::collections::BTreeSet<String>,
    /// Ids of organizations that act, beside the treaties.
    entities: std::collections::BTreeSet<String>,
    lives: BTreeMap<String, Vec<Interval>>,
    named: BTreeMap<String, Vec<(String, Interval)>>,
}

impl Lexicon {
    /// Collects the names of a world.
    ///
    /// # Errors
    /// A sentence, when a table of the core cannot be read (a test says it can).
    pub fn of(world: &World) -> Result<Lexicon, String> {
        let mut words: BTreeMap<String, Vec<Sense>> = BTreeMap::new();
        let mut add = |name: &str, sense: Sense| {
            if name.chars().count() > 1 && !names::NOT_NAMES.contains(&name) {
                let list = words.entry(name.to_owned()).or_default();
                if !list.contains(&sense) {
                    list.push(sense);
                }
            }
        };
        let mut named: BTreeMap<String, Vec<(String, Interval)>> = BTreeMap::new();
        for row in table("names.csv")? {
            let [id, name, from, to, ..] = row.as_slice() else { continue };
            let days = Interval::inclusive(day_or(from, Day::MIN), day_or(to, Day::MAX));
            named.entry(name.clone()).or_default().push((id.clone(), days));
            add(name, Sense::State(id.clone(), days));
        }
        for (name, like) in names::STATES {
            let already = named.contains_key(*name);
            for (id, days) in named.get(*like).cloned().unwrap_or_default() {
                if !already {
                    named.entry((*name).to_owned()).or_default().push((id.clone(), days));
                    add(name, Sense::State(id, days));
                }
            }
        }
        for row in table("states.csv")? {
            let [id, _, adjective, ..] = row.as_slice() else { continue };
            add(adjective, Sense::Adjective(id.clone()));
            if !adjective.ends_with('s') && !adjective.ends_with("sh") && !adjective.ends_with('e')
            {
                add(&format!("{adjective}s"), Sense::Adjective(id.clone()));
            }
        }
        for (adjective, like) in names::ADJECTIVES {
            for (id, _) in named.get(*like).into_iter().flatten() {
                add(adjective, Sense::Adjective(id.clone()));
            }
        }
        for (seat, of) in names::SEATS {
            add(seat, Sense::Seat((*of).to_owned()));
        }
        for (place, of) in names::PLACES {
            add(place, Sense::Place((*of).to_owned()));
        }
        let treaties = treaties(world);
        organizations(world, &treaties, &mut add);
        Self::build(words, named, world, treaties)
    }

    fn build(
        words: BTreeMap<String, Vec<Sense>>,
        named: BTreeMap<String, Vec<(String, Interval)>>,
        world: &World,
        treaties: Vec<Known>,
    ) -> Result<Lexicon, String> {
        let mut ids: std::collections::BTreeSet<String> =
            treaties.iter().map(|treaty| treaty.id.clone()).collect();
        let entities = world.entities.iter().map(|(_, entity)| entity.id.clone()).collect();
        ids.extend(world.entities.iter().map(|(_, entity)| entity.id.clone()));
        let mut patterns = Vec::new();
        let mut senses = Vec::new();
        for (name, list) in words {
            let loud = name.to_uppercase();
            // Headlines in capitals; short names in capitals are other words.
            if loud != name && name.len() > 4 {
                patterns.push(loud);
                senses.push(list.clone());
            }
            patterns.push(name);
            senses.push(list);
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&patterns);
        let automaton = automaton.map_err(|error| error.to_string())?;
        let mut lives: BTreeMap<String, Vec<Interval>> = BTreeMap::new();
        for (_, state) in world.states.iter() {
            lives.insert(state.id.clone(), state.spells.iter().map(|spell| spell.days).collect());
        }
        let states = lives.keys().cloned().collect();
        Ok(Lexicon { automaton, senses, treaties, ids, states, entities, lives, named })
    }

    /// Every place where a name stands whole: its bytes and its senses, overlapping ones too.
    pub(crate) fn find<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (std::ops::Range<usize>, &'a [Sense])> + 'a {
        self.automaton.find_overlapping_iter(text).filter_map(move |found| {
            let before = text.get(..found.start())?.chars().next_back();
            let after = text.get(found.end()..)?.chars().next();
            let joins =
                |sign: Option<char>| sign.is_some_and(|sign| sign.is_alphanumeric() || sign == '_');
            // A name that ends in a full stop ends there whatever follows.
            let stopped = text.get(..found.end())?.ends_with('.');
            let whole = !joins(before) && (stopped || !joins(after));
            let senses = self.senses.get(found.pattern().as_usize())?;
            whole.then_some((found.range(), senses.as_slice()))
        })
    }

    /// The states that bore a name on a day; those that ever bore it when none did then.
    pub(crate) fn states_named(&self, name: &str, day: Option<Day>) -> Vec<String> {
        let list = self.named.get(name).map_or(&[][..], Vec::as_slice);
        let mut then: Vec<String> = Vec::new();
        for (id, days) in list {
            if day.is_none_or(|day| days.contains(day)) && !then.contains(id) {
                then.push(id.clone());
            }
        }
        if then.is_empty() {
            // Borne at other times: the last before the day, else the first after it.
            let past = list.iter().filter(|(_, days)| day.is_some_and(|day| days.end <= day));
            let last = past.max_by_key(|(_, days)| days.end).or(list.first());
            then.extend(last.map(|(id, _)| id.clone()));
        }
        then
    }

    /// Whether a state was on the lists on that day.
    pub(crate) fn lived(&self, state: &str, day: Day) -> bool {
        self.lives.get(state).is_some_and(|spells| spells.iter().any(|days| days.contains(day)))
    }

    /// Whether this is the id of an organization or a treaty.
    pub(crate) fn is_organization(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Whether this is the id of a state.
    pub(crate) fn is_state(&self, id: &str) -> bool {
        self.states.contains(id)
    }

    /// Whether it is a treaty that no organization bears the id of: it binds, and does nothing itself.
    pub(crate) fn is_only_treaty(&self, id: &str) -> bool {
        self.treaty(id).is_some() && !self.entities.contains(id)
    }

    /// The treaty of an id.
    pub(crate) fn treaty(&self, id: &str) -> Option<&Known> {
        self.treaties.iter().find(|treaty| treaty.id == id)
    }

    /// The one treaty between exactly these parties that was signed at that time, or, without a
    /// time, the last one before `by`.
    pub(crate) fn between(
        &self,
        parties: &[String],
        when: Option<When>,
        by: Option<Day>,
    ) -> Option<&Known> {
        self.titled(parties, when, by, "")
    }

    /// The same, preferring treaties whose title has the words that tell their kind: "neutrality".
    pub(crate) fn titled(
        &self,
        parties: &[String],
        when: Option<When>,
        by: Option<Day>,
        words: &str,
    ) -> Option<&Known> {
        if parties.len() < 2 {
            return None;
        }
        let same = |treaty: &&Known| {
            let first = if treaty.first.len() > 1 { &treaty.first } else { &treaty.parties };
            first.len() == parties.len() && parties.iter().all(|party| first.contains(party))
        };
        let mut fits: Vec<&Known> = self.treaties.iter().filter(same).collect();
        let words = words.to_lowercase();
        let likes = |treaty: &&Known| {
            let title = treaty.title.to_lowercase();
            KINDS.iter().filter(|kind| words.contains(**kind) && title.contains(**kind)).count()
        };
        if let Some(most) = fits.iter().map(likes).max().filter(|most| *most > 0) {
            fits.retain(|treaty| likes(treaty) == most);
        }
        match when {
            Some(when) => fits.retain(|treaty| treaty.signed.is_some_and(|day| near(day, when))),
            None => {
                fits.retain(|treaty| {
                    treaty.signed.is_some_and(|day| by.is_none_or(|by| day <= by))
                });
                // News tell of endings soon after them.
                fits.retain(|treaty| {
                    by.is_none_or(|by| treaty.ended.is_none_or(|end| end.plus_days(400) >= by))
                });
                fits.sort_by_key(|treaty| treaty.signed);
                return fits.last().copied();
            }
        }
        fits.first().copied().filter(|_| fits.len() == 1)
    }
}

/// Words of titles that tell what kind of treaty it is.
const KINDS: &[&str] = &[
    "neutrality",
    "non-aggression",
    "nonaggression",
    "mutual assistance",
    "mutual defen",
    "friendship",
    "alliance",
    "guarantee",
    "peace",
    "cordial",
    "naval",
    "defence",
    "defense",
    "military",
    "security",
    "cooperation",
    "neighbourliness",
    "neighborliness",
    "aid",
    "protocol",
    "declaration",
    "convention",
];

/// Whether a signature of that day is told as of that time; a day of grace for the other side of the
/// date line.
fn near(day: Day, when: When) -> bool {
    let (Some((year, month, _)), told) = (day.parts(), when) else { return false };
    match told {
        When::Day(told) => (told.number() - day.number()).abs() <= 1,
        When::Month(y, m) => y == year && m == month,
        When::Year(y) => y == year,
        When::Span(first, last) => first <= day && day <= last,
    }
}

fn day_or(text: &str, open: Day) -> Day {
    text.parse().unwrap_or(open)
}

fn table(name: &str) -> Result<Vec<Vec<String>>, String> {
    let mut reader = csv::ReaderBuilder::new().from_reader(corpus::table(name).as_bytes());
    let rows = reader.records().map(|row| {
        let row = row.map_err(|error| format!("{name}: {error}"))?;
        Ok(row.iter().map(str::to_owned).collect())
    });
    rows.collect()
}

fn treaties(world: &World) -> Vec<Known> {
    let list = world.treaties().map(|(_, treaty)| {
        let signed = treaty.signed.as_ref().map(|(day, _)| day.earliest);
        let id = |actor: Actor| world.id(actor).to_owned();
        let parties: Vec<String> = treaty.members.iter().map(|member| id(member.party)).collect();
        let first = treaty.members.iter().filter(|member| {
            let step = member.steps.iter().find(|step| step.what.starts_with("signed"));
            step.map(|step| step.on.earliest) == signed
        });
        let first = first.map(|member| id(member.party)).collect();
        let ends = treaty.members.iter().map(|member| {
            member.bonds.iter().map(|bond| bond.last.latest).max().unwrap_or(Day::MIN)
        });
        let ended = ends.max().filter(|day| day.is_known());
        let norms = treaty.articles.iter().flat_map(|article| &article.norms);
        let mut acts: Vec<&'static str> = norms.map(|norm| norm.duty.act.word()).collect();
        acts.sort_unstable();
        acts.dedup();
        Known {
            id: treaty.id.clone(),
            title: treaty.title.clone(),
            signed,
            parties,
            first,
            ended,
            acts,
        }
    });
    list.collect()
}

fn organizations(world: &World, treaties: &[Known], add: &mut impl FnMut(&str, Sense)) {
    let plain = |name: &str| {
        name.chars().all(char::is_alphanumeric) && name.chars().any(char::is_uppercase)
    };
    let ids: Vec<&str> = world.entities.iter().map(|(_, entity)| entity.id.as_str()).collect();
    for (_, entity) in world.entities.iter() {
        let sense = || Sense::Organization(entity.id.clone());
        let loud = entity.id.len() > 2
            && entity.id.chars().all(|sign| sign.is_uppercase() || sign.is_numeric());
        if loud && plain(&entity.id) {
            add(&entity.id, sense());
        }
        add(&entity.name, sense());
        entity.aliases.iter().for_each(|alias| add(alias, sense()));
    }
    let mut shorts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for treaty in treaties {
        let title = treaty.title.as_str();
        let short = title.split(" between ").next().unwrap_or(title);
        shorts.entry(short).or_default().push(&treaty.id);
        shorts.entry(title).or_default().push(&treaty.id);
        if let Some((before, within)) = title.split_once('(') {
            shorts.entry(before.trim()).or_default().push(&treaty.id);
            shorts.entry(within.trim_end_matches(')')).or_default().push(&treaty.id);
        }
    }
    for (title, mut of) in shorts {
        of.dedup();
        let words = title.split(' ').count();
        // "Argentina, Brazil, Chile" in a text are three states and no treaty.
        if title.contains(", ") && title.split(", ").all(|part| part.split(' ').count() < 3) {
            continue;
        }
        if let [only] = of.as_slice()
            && words > 2
            && is_telling(title)
        {
            add(title, Sense::Organization((*only).to_owned()));
        }
    }
    for (name, id) in names::TREATIES {
        if ids.contains(id) || treaties.iter().any(|treaty| treaty.id == *id) {
            add(name, Sense::Organization((*id).to_owned()));
        }
    }
}

/// Whether a title names a treaty by itself: it has a name in it beside the words of its kind.
fn is_telling(title: &str) -> bool {
    const KINDS: &[&str] = &[
        "Treaty",
        "Agreement",
        "Pact",
        "Convention",
        "Protocol",
        "Declaration",
        "Alliance",
        "Friendship",
        "Mutual",
        "Assistance",
        "Security",
        "Defence",
        "Defense",
        "Cooperation",
        "Non-Aggression",
        "Neutrality",
        "Secret",
        "Military",
        "Act",
        "Charter",
        "General",
        "Joint",
        "Guarantee",
        "Peace",
        "Political",
        "Additional",
        "Amity",
        "Defensive",
        "Good",
        "Union",
        "First",
        "Second",
        "Exchange",
    ];
    title
        .split([' ', '-'])
        .any(|word| word.chars().next().is_some_and(char::is_uppercase) && !KINDS.contains(&word))
}
