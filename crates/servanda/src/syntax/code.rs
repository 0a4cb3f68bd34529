//! The stable codes of diagnostics. A code once given keeps its meaning for good.

/// How grave a diagnostic is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// Worth a look; nothing is lost.
    Warning,
    /// The text cannot be taken as it stands.
    Error,
}

macro_rules! codes {
    ($($code:ident $severity:ident $title:literal),+ $(,)?) => {
        /// A kind of diagnostic; `servanda explain CODE` shows its page.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code { $(#[doc = $title] $code),+ }

        impl Code {
            /// Every code.
            pub const ALL: &[Code] = &[$(Code::$code),+];

            /// The code as printed, such as `SV0304`.
            pub const fn id(self) -> &'static str {
                match self { $(Code::$code => stringify!($code)),+ }
            }

            /// What is wrong, in a few words.
            pub const fn title(self) -> &'static str {
                match self { $(Code::$code => $title),+ }
            }

            /// How grave it is.
            pub const fn severity(self) -> Severity {
                match self { $(Code::$code => Severity::$severity),+ }
            }
        }
    };
}

codes! {
    // 01: words and clauses
    SV0101 Error "a line begins with no clause word",
    SV0102 Error "a quoted text is not closed",
    SV0103 Error "a clause stops too soon",
    SV0104 Error "words are left over at the end of a clause",
    SV0105 Error "a clause stands in the wrong place",
    SV0106 Error "a character has no meaning here",
    SV0107 Error "a word is none of those that fit here",
    SV0108 Error "a clause that may stand once stands twice",
    SV0109 Error "a quoted text is empty",
    SV0110 Error "conditions are nested too deep",
    SV0111 Warning "a file holds no clause",
    SV0112 Error "an id has the wrong shape",
    // 02: dates
    SV0201 Error "this is no date",
    SV0202 Error "the calendar has no such day",
    SV0203 Error "dates stand in the wrong order",
    SV0204 Error "two spans overlap",
    SV0205 Warning "an uncertain date decides an answer",
    SV0206 Error "a span ends before it begins",
    SV0207 Warning "a date lies outside the data",
    // 03: states, entities, membership
    SV0301 Error "no such state or entity",
    SV0302 Error "a name fits several states",
    SV0303 Error "a state did not exist then",
    SV0304 Error "a state is not a party then",
    SV0305 Error "a state stands twice in one treaty",
    SV0306 Warning "a treaty has no member that is ever bound",
    SV0307 Error "a member has no date of force",
    SV0308 Warning "a member was no state when it signed",
    SV0309 Error "a role is used that nothing fills",
    // 04: treaties, articles, norms
    SV0401 Error "two treaties bear one id",
    SV0402 Error "no such treaty, article or norm",
    SV0403 Error "two norms bear one name",
    SV0404 Error "a norm has no duty",
    SV0405 Warning "a norm can never fire",
    SV0406 Error "must stands against must not with no priority",
    SV0407 Error "priorities run in a circle",
    SV0408 Warning "a norm has no source",
    SV0409 Error "no such area",
    SV0410 Error "no such place",
    SV0411 Error "no such reading",
    SV0412 Warning "a reading or area is declared and never used",
    SV0413 Error "a treaty has no date of force or signature",
    SV0414 Error "no such council",
    SV0415 Warning "an article is not modelled and does not say why",
    SV0416 Error "a norm's party is not said",
    SV0417 Error "two of a kind bear one id",
    SV0418 Error "a difference from coded data is said wrongly",
    SV0419 Error "a coded treaty does not say its number in the data",
    SV0420 Warning "a coded treaty quotes a text",
    // 05: records and tests
    SV0501 Error "no such event",
    SV0502 Error "no such claim",
    SV0503 Error "no such source",
    SV0504 Error "a record lacks a part",
    SV0505 Error "a test expects what the engine does not find",
    SV0506 Error "a test asks nothing or expects nothing",
    SV0507 Warning "a finding answers no open question",
    SV0508 Warning "a record has no source",
    SV0509 Warning "a claim asserts nothing that an answer can use",
    // 06: questions
    SV0601 Error "the question has no event that is known",
    SV0602 Error "the question has no target",
    SV0603 Error "the question has no day",
    SV0604 Error "the attacker is its own target",
    SV0605 Error "a word of the question is not understood",
    SV0606 Error "the day of the question must be one day",
    SV0607 Error "the question says one thing twice",
    // 07: files and limits
    SV0701 Error "a file is no UTF-8 text",
    SV0702 Error "a file is too large",
    SV0703 Error "a folder holds no treaty",
    SV0704 Error "a file is not there",
    SV0705 Error "too many open questions to weigh",
    SV0706 Error "a file has no ending that is known",
    SV0707 Error "the program itself is at fault",
    SV0708 Error "a file of data has another layout than the one meant",
    SV0709 Error "a panel cannot be made as asked",
    // 08: the JSON form
    SV0801 Error "this is no JSON",
    SV0802 Error "the JSON does not fit the schema",
    // 09: scenarios
    SV0901 Error "a scenario block is not understood",
    SV0902 Error "a scenario's answer is not what the engine finds",
    // 092: forecasts
    SV0920 Error "a forecast cannot be made as asked",
    // 10: summits and the models of decisions
    SV1001 Error "a summit is not understood",
    SV1002 Error "a summit lacks a part",
    SV1003 Error "an input of a model lies outside its scale",
    SV1004 Error "nobody or nothing to decide",
    SV1005 Error "no such actor, issue or choice of a model",
    SV1006 Error "a decision rule does not fit those who vote",
    SV1007 Error "a table of actors has another layout",
    SV1008 Error "too much to reckon with",
    SV1009 Warning "an input of a summit has no reason",
    // 11: watching feeds
    SV1101 Error "a rule of a watch is not understood",
    SV1102 Error "a watch cannot begin as asked",
    SV1103 Error "the state of a watch cannot be used",
    SV1104 Error "a sink of a watch cannot be used",
}

impl Code {
    /// The code with this id.
    pub fn from_id(id: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.id().eq_ignore_ascii_case(id))
    }
}
