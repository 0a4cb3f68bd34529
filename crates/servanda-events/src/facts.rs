//! What is known of the actors and the context of one row, as bits, and the conditions that a line of a
//! mapping may ask for. A condition is a name for bits that must all be set.

/// What is known of one row.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Facts(pub u32);

macro_rules! conditions {
    ($($name:ident = $bit:literal, $word:literal, $means:literal;)*) => {
        impl Facts {
            $(#[doc = $means] pub const $name: Facts = Facts(1 << $bit);)*
        }

        /// Every condition that a mapping may ask for.
        pub const CONDITIONS: &[Condition] =
            &[$(Condition { word: $word, bits: Facts::$name, means: $means },)*];
    };
}

/// A condition of a mapping.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Condition {
    /// Its word.
    pub word: &'static str,
    /// What must be known.
    pub bits: Facts,
    /// What it means.
    pub means: &'static str,
}

conditions! {
    SOURCE_STATE = 0, "source state", "the one who acts belongs to a state";
    TARGET_STATE = 1, "target state", "the one acted upon belongs to a state";
    DIFFERENT = 2, "different states", "both belong to states, and not to the same";
    SAME = 3, "one state", "both belong to the same state";
    OFFICIAL = 4, "source official", "the one who acts is a state itself, its government or its forces, not its citizens, press or parties";
    MILITARY = 5, "source military", "the one who acts is named as armed forces";
    NON_STATE = 6, "source armed group", "the one who acts is named as rebels, insurgents, separatists or unidentified armed men, or as a group that is no state";
    SOURCE_NAMED = 7, "source named", "somebody is named as the one who acts";
    TARGET_NAMED = 8, "target named", "somebody is named as the one acted upon";
    TARGET_OFFICIAL = 9, "target official", "the one acted upon is a state itself, its government or its forces";
    ORGANIZATION = 10, "an organization", "one of the two is an international organization";
    CONTEXT_MILITARY = 11, "context military", "the context is military";
    CONTEXT_PEACE = 12, "context peacekeeping", "the context is peacekeeping";
    CONTEXT_TERROR = 13, "context terrorism", "the context is terrorism";
    CONTEXT_CBRN = 14, "context cbrn", "the context is weapons of mass destruction";
    TARGET_MILITARY = 15, "target military", "the one acted upon is named as armed forces";
}

impl Facts {
    /// Both.
    #[must_use]
    pub const fn and(self, other: Facts) -> Facts {
        Facts(self.0 | other.0)
    }

    /// This, if it is so.
    #[must_use]
    pub(crate) const fn with(self, fact: Facts, is_so: bool) -> Facts {
        if is_so { self.and(fact) } else { self }
    }

    /// Whether all of these are known.
    pub const fn hold(self, wanted: Facts) -> bool {
        wanted.0 & !self.0 == 0
    }

    /// The conditions of `wanted` that are not known.
    pub fn lacking(self, wanted: Facts) -> impl Iterator<Item = &'static Condition> {
        CONDITIONS.iter().filter(move |one| wanted.hold(one.bits) && !self.hold(one.bits))
    }
}

impl Condition {
    /// The condition with this word.
    pub fn from_word(word: &str) -> Option<&'static Condition> {
        CONDITIONS.iter().find(|condition| condition.word == word)
    }
}

/// What the contexts of PLOVER say, separated by semicolons or commas.
pub(crate) fn of_contexts(contexts: &[u8]) -> Facts {
    let mut facts = Facts::default();
    for context in contexts.split(|byte| matches!(byte, b';' | b',' | b'|')) {
        facts = match context.trim_ascii() {
            b"military" => facts.and(Facts::CONTEXT_MILITARY),
            b"peacekeeping" => facts.and(Facts::CONTEXT_PEACE),
            b"terrorism" => facts.and(Facts::CONTEXT_TERROR),
            b"cbrn" => facts.and(Facts::CONTEXT_CBRN),
            _ => facts,
        };
    }
    facts
}
