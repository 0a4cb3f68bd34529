//! What an event can set in motion: the words of treaty clauses, as a table. Knows no code of any feed.

use servanda::syntax::vocabulary::EventKind;
use std::fmt;

macro_rules! triggers {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $kind:expr;)*) => {
        /// What an event can set in motion.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Trigger { $($(#[$doc])* $name,)* }

        impl Trigger {
            /// Every trigger.
            pub const ALL: &'static [Trigger] = &[$(Trigger::$name,)*];

            /// Its word, in mappings and in output.
            pub const fn word(self) -> &'static str {
                match self { $(Trigger::$name => $word,)* }
            }

            /// The event that the engine is asked about; `None` where a trigger only goes on record.
            pub const fn asked(self) -> Option<EventKind> {
                match self { $(Trigger::$name => $kind,)* }
            }
        }
    };
}

triggers! {
    /// A threat of force.
    Threat = "threat", Some(EventKind::Threat);
    /// An armed attack by one state on another.
    ArmedAttack = "armed attack", Some(EventKind::Attack);
    /// Armed force by a group that is no state.
    Incursion = "armed incursion", Some(EventKind::Incursion);
    /// A blockade.
    Blockade = "blockade", Some(EventKind::Blockade);
    /// An act of terrorism.
    Terrorism = "terrorism", Some(EventKind::Terrorism);
    /// A coup or an attempt at one.
    Coup = "coup", Some(EventKind::Coup);
    /// A call-up or alert of forces.
    Mobilisation = "mobilisation", Some(EventKind::Mobilisation);
    /// A declaration of war.
    WarDeclared = "war declared", Some(EventKind::WarDeclared);
    /// States consult each other.
    Consult = "consult", None;
    /// A state asks others to meet or consult.
    ConsultRequested = "consult requested", None;
    /// A state asks for military help.
    AidRequested = "aid requested", None;
    /// A state refuses military help.
    AidRefused = "aid refused", None;
    /// A state promises military help.
    AidPromised = "aid promised", None;
    /// A state gives military help.
    AidGiven = "aid given", Some(EventKind::Aid);
    /// A treaty is signed.
    Sign = "sign", None;
    /// A treaty is ratified.
    Ratify = "ratify", None;
    /// A state leaves a treaty or an organization.
    Withdraw = "withdraw", None;
    /// A state grants a base, or takes foreign forces in.
    BaseGranted = "base granted", None;
    /// Territory of a state is occupied.
    Occupation = "occupation", Some(EventKind::Attack);
    /// Fighting ends or eases.
    DeEscalation = "de-escalation", None;
}

impl Trigger {
    /// The trigger with this word.
    pub fn from_word(word: &str) -> Option<Trigger> {
        Trigger::ALL.iter().copied().find(|trigger| trigger.word() == word)
    }

    /// Whether it is the same event from either side: who is named first says nothing.
    pub const fn is_mutual(self) -> bool {
        matches!(self, Trigger::Consult | Trigger::Sign | Trigger::DeEscalation)
    }
}

impl fmt::Display for Trigger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
