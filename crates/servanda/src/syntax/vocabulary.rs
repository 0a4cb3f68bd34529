//! The closed word lists of the language: acts, events, modals, endings. Tables, not logic.

/// Declares an enumeration whose members are words, with one table that tests and tools walk.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $member:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug,
            serde::Serialize, serde::Deserialize, schemars::JsonSchema,
        )]
        pub enum $name { $($(#[$doc])* #[serde(rename = $word)] $member),+ }

        impl $name {
            /// Every member, in the order of the table.
            pub const ALL: &[$name] = &[$($name::$member),+];

            /// The word for it, in text and in JSON.
            pub const fn word(self) -> &'static str {
                match self { $($name::$member => $word),+ }
            }

            /// The member with this word.
            pub fn from_word(word: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|member| member.word() == word)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.pad(self.word())
            }
        }
    };
}

vocabulary! {
    /// What a pledge binds to do, or to leave undone.
    Act {
        /// Confer on what to do.
        Consult = "consult",
        /// Help a party that is attacked (ATOP: defense).
        Aid = "aid",
        /// Join in fighting that no attack on a party began (ATOP: offense).
        Attack = "attack",
        /// Keep out of a party's war and help no enemy of it (ATOP: neutrality).
        StayNeutral = "stay_neutral",
        /// Use no force against a party (ATOP: nonaggression).
        NotAttack = "not_attack",
        /// Join no alliance against a party.
        NotJoinAlliance = "not_join_alliance",
        /// Give no help to a party's enemy.
        NotAidEnemy = "not_aid_enemy",
        /// Open bases or transit to a party.
        GrantBase = "grant_base",
        /// Report measures taken.
        Report = "report",
        /// Call up forces.
        Mobilise = "mobilise",
        /// Put forces under a joint command.
        IntegrateCommand = "integrate_command",
    }
}

impl Act {
    /// The act in plain words after `must` or `may` (or `must not`, for the refraining ones).
    pub const fn phrase(self) -> &'static str {
        match self {
            Act::Consult => "consult",
            Act::Aid => "aid",
            Act::Attack | Act::NotAttack => "attack",
            Act::StayNeutral => "stay neutral",
            Act::NotJoinAlliance => "join an alliance against",
            Act::NotAidEnemy => "help",
            Act::GrantBase => "grant bases to",
            Act::Report => "report to",
            Act::Mobilise => "mobilise",
            Act::IntegrateCommand => "integrate command",
        }
    }
}

vocabulary! {
    /// What the coded data set ATOP says of a member, as far as a treaty's text can say it too.
    AtopItem {
        /// The first day of the membership.
        Entry = "entry",
        /// The day the membership ended.
        Exit = "exit",
        /// Whether the state is a member at all.
        Member = "member",
        /// Help to a party that is attacked.
        Defense = "defense",
        /// Fighting that no attack on a party began.
        Offense = "offense",
        /// Staying out of a party's war.
        Neutral = "neutral",
        /// No force against a party.
        Nonagg = "nonagg",
        /// Conferring in a crisis.
        Consul = "consul",
        /// Defense: a named adversary.
        Defcoadv = "defcoadv",
        /// Defense: a named place.
        Defcoloc = "defcoloc",
        /// Defense: a named conflict.
        Defcocon = "defcocon",
        /// Defense: the number of adversaries.
        Defconum = "defconum",
        /// Defense: stated demands.
        Defcodem = "defcodem",
        /// Defense: no provocation.
        Defconpr = "defconpr",
        /// Offense: a named adversary.
        Offcoadv = "offcoadv",
        /// Offense: a named place.
        Offcoloc = "offcoloc",
        /// Offense: a named conflict.
        Offcocon = "offcocon",
        /// Offense: the number of adversaries.
        Offconum = "offconum",
        /// Offense: stated demands.
        Offcodem = "offcodem",
        /// Neutrality: a named adversary.
        Neucoadv = "neucoadv",
        /// Neutrality: a named place.
        Neucoloc = "neucoloc",
        /// Neutrality: a named conflict.
        Neucocon = "neucocon",
        /// Neutrality: the number of adversaries.
        Neuconum = "neuconum",
        /// Neutrality: stated demands.
        Neucodem = "neucodem",
        /// Neutrality: no provocation.
        Neuconpr = "neuconpr",
        /// Neutrality: the ally is attacked.
        Neucoatt = "neucoatt",
        /// Consultation: a named adversary.
        Concoadv = "concoadv",
        /// Consultation: a named place.
        Concoloc = "concoloc",
        /// Consultation: a named conflict.
        Concocon = "concocon",
        /// Consultation: at an ally's request.
        Concoreq = "concoreq",
    }
}

vocabulary! {
    /// What can happen that awakens a pledge.
    EventKind {
        /// An armed attack.
        Attack = "attack",
        /// A threat to a state.
        Threat = "threat",
        /// An armed incursion, as a rule by a non-state actor.
        Incursion = "incursion",
        /// A coup or an attempt at one.
        Coup = "coup",
        /// A blockade of ports or coasts.
        Blockade = "blockade",
        /// An act of terrorism.
        Terrorism = "terrorism",
        /// A declaration of war.
        WarDeclared = "war_declared",
        /// Being at war, whoever began it.
        War = "war",
        /// A call-up of forces.
        Mobilisation = "mobilisation",
        /// Help given to a state at war.
        Aid = "aid",
    }
}

impl EventKind {
    /// The event in words, with `of` as its target.
    pub fn phrase(self, target: &str) -> String {
        match self {
            EventKind::Attack => format!("attack on {target}"),
            EventKind::Threat => format!("threat to {target}"),
            EventKind::Incursion => format!("armed incursion into {target}"),
            EventKind::Coup => format!("coup in {target}"),
            EventKind::Blockade => format!("blockade of {target}"),
            EventKind::Terrorism => format!("terrorism against {target}"),
            EventKind::WarDeclared => format!("war declared on {target}"),
            EventKind::War => format!("war with {target}"),
            EventKind::Mobilisation => format!("mobilisation against {target}"),
            EventKind::Aid => format!("aid to {target}"),
        }
    }
}

vocabulary! {
    /// The force of a duty clause.
    Modal {
        /// A duty.
        Must = "must",
        /// A liberty.
        May = "may",
        /// A prohibition.
        MustNot = "must not",
    }
}

vocabulary! {
    /// How a membership ends. They are different things in law and in ATOP's TERMMODE.
    Ending {
        /// Left by its own notice.
        Withdrew = "withdrew",
        /// Let its bond lapse at the end of a term.
        NotRenewed = "not renewed",
        /// Declared the treaty at an end.
        Denounced = "denounced",
        /// Put out by the others.
        Expelled = "expelled",
        /// Ended otherwise.
        Ended = "ended",
    }
}

impl Ending {
    /// What happened, told of a state: "did not renew CST".
    pub const fn past(self) -> &'static str {
        match self {
            Ending::Withdrew => "withdrew from",
            Ending::NotRenewed => "did not renew",
            Ending::Denounced => "denounced",
            Ending::Expelled => "was expelled from",
            Ending::Ended => "ceased to be bound by",
        }
    }
}

vocabulary! {
    /// Who determines that a norm's condition is met.
    DeciderKind {
        /// The facts, as any observer would judge them.
        Objective = "objective",
        /// Any one party's opinion is enough.
        AnyParty = "any party",
        /// Every bearer judges for itself.
        EachParty = "each party",
        /// The state in need.
        Victim = "victim",
        /// A body.
        Council = "council",
    }
}

vocabulary! {
    /// Kinds of citation.
    Citation {
        /// Number in the Alliance Treaty Obligations and Provisions data.
        Atop = "ATOP",
        /// United Nations Treaty Series.
        Unts = "UNTS",
        /// League of Nations Treaty Series.
        Lnts = "LNTS",
        /// A published text.
        Text = "text",
        /// A book.
        Book = "book",
        /// A scholarly article.
        Article = "article",
        /// A news report.
        News = "news",
        /// An official statement or gazette.
        Official = "official",
        /// An archive.
        Archive = "archive",
        /// British and Foreign State Papers.
        Bfsp = "BFSP",
        /// Consolidated Treaty Series.
        Cts = "CTS",
        /// Gibler, International Military Alliances.
        Gibler = "GIBLER",
        /// The Avalon Project.
        Avalon = "AVALON",
        /// Number in the Correlates of War formal alliance data.
        Cow = "COW",
    }
}

vocabulary! {
    /// Data sets that a treaty can be coded from.
    DataSet {
        /// Alliance Treaty Obligations and Provisions.
        Atop = "ATOP",
        /// Correlates of War formal alliances.
        Cow = "COW",
    }
}

vocabulary! {
    /// The standing of an attributed claim.
    ClaimStatus {
        /// Said by somebody who speaks for a state or body.
        Statement = "statement",
        /// A judgment.
        Opinion = "opinion",
        /// A report of fact.
        Report = "report",
        /// A forecast.
        Prediction = "prediction",
    }
}

vocabulary! {
    /// What a reader of news proposes.
    Proposed {
        /// That a state is a party.
        Membership = "membership",
        /// That a state leaves.
        Withdrawal = "withdrawal",
        /// That something was decided.
        Decision = "decision",
        /// That something is promised.
        Pledge = "pledge",
        /// That somebody said something.
        Claim = "claim",
        /// That something happened.
        Event = "event",
    }
}

impl Proposed {
    /// The words that `as` may have for a proposal of this kind.
    pub const fn roles(self) -> &'static [&'static str] {
        match self {
            Proposed::Membership => &["member", "founding", "acceded", "observer"],
            Proposed::Withdrawal => &["withdrew", "not-renewed", "suspended", "expelled"],
            Proposed::Decision => &["agreed", "postponed", "rejected", "signed", "proposed"],
            Proposed::Pledge => &["aid", "consult", "not-attack", "stay-neutral", "grant-base"],
            Proposed::Claim => &["affirms", "denies", "doubts", "predicts"],
            Proposed::Event => &["attack", "invasion", "threat", "coup", "terrorism"],
        }
    }
}

vocabulary! {
    /// What somebody found about the performance of a duty.
    Performance {
        /// Done.
        Fulfilled = "fulfilled",
        /// Not done.
        Breached = "breached",
        /// Not asked for by those it was owed to.
        Waived = "waived",
        /// Whether it arose or was done is disputed.
        Contested = "contested",
    }
}

vocabulary! {
    /// What an answer says of one party and one norm.
    Verdict {
        /// Bound to do it.
        Must = "must",
        /// Free to do it.
        May = "may",
        /// Bound not to do it.
        MustNot = "must_not",
        /// Turns on open findings.
        Depends = "depends",
        /// Not bound.
        None = "none",
    }
}

vocabulary! {
    /// Units of a length of time.
    Unit {
        /// Days.
        Days = "days",
        /// Months.
        Months = "months",
        /// Years.
        Years = "years",
    }
}
