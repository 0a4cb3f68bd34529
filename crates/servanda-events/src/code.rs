//! Systems of codes for events, and which codes each has. Knows no trigger.

use std::fmt;

/// Whose codes of events these are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CodeSystem {
    /// CAMEO 1.1b3, with the codes that GDELT's own list adds: two to four digits, always text.
    Cameo,
    /// PLOVER: an event type, or a type and a mode as `ASSAULT/firearms`.
    Plover,
    /// UCDP GED: the type of violence.
    Ucdp,
    /// ACLED: an event type, or a type and a sub-type as `Battles/Armed clash`.
    Acled,
    /// Militarized interstate disputes: `action N` or `hostility N`.
    Mid,
}

impl CodeSystem {
    /// Every system.
    pub const ALL: [CodeSystem; 5] = [
        CodeSystem::Cameo,
        CodeSystem::Plover,
        CodeSystem::Ucdp,
        CodeSystem::Acled,
        CodeSystem::Mid,
    ];

    /// Its word in mappings.
    pub const fn word(self) -> &'static str {
        match self {
            CodeSystem::Cameo => "cameo",
            CodeSystem::Plover => "plover",
            CodeSystem::Ucdp => "ucdp",
            CodeSystem::Acled => "acled",
            CodeSystem::Mid => "mid",
        }
    }

    /// The system with this word.
    pub fn from_word(word: &str) -> Option<CodeSystem> {
        CodeSystem::ALL.into_iter().find(|system| system.word() == word)
    }

    /// Whether the system has this code.
    pub fn has(self, code: &str) -> bool {
        let list = match self {
            CodeSystem::Cameo => include_str!("../tables/cameo_codes.txt"),
            CodeSystem::Plover => include_str!("../tables/plover_codes.txt"),
            CodeSystem::Ucdp => "1\n2\n3\n",
            CodeSystem::Acled => include_str!("../tables/acled_codes.txt"),
            CodeSystem::Mid => return is_mid(code),
        };
        list.lines().any(|known| known == code)
    }
}

/// `action 0` to `action 21`, `hostility 1` to `hostility 5`.
fn is_mid(code: &str) -> bool {
    let number = |rest: &str| rest.parse::<u8>().ok().filter(|n| n.to_string() == rest);
    let action = code.strip_prefix("action ").and_then(number).is_some_and(|n| n <= 21);
    let level = code.strip_prefix("hostility ").and_then(number);
    action || level.is_some_and(|n| (1..=5).contains(&n))
}

impl fmt::Display for CodeSystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// How many places a table by [`cameo_place`] has.
pub(crate) const CAMEO_PLACES: usize = 11_110;

/// A place of its own for each code of two to four digits: `04` and `004` are two codes.
#[inline]
pub(crate) fn cameo_place(code: &[u8]) -> Option<usize> {
    let first = match code.len() {
        2 => 0,
        3 => 100,
        4 => 1100,
        _ => return None,
    };
    let mut number = 0;
    for byte in code {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + usize::from(digit);
    }
    Some(first + number)
}
