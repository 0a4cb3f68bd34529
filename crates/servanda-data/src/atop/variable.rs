//! ATOP's coded variables as tables: their names, the highest code of each, and which condition belongs
//! to which obligation.

use crate::cell::{Cells, Coded};
use crate::fault::RowFault;
use crate::table::Table;

macro_rules! variables {
    ($($variable:ident $name:literal $most:literal),+ $(,)?) => {
        /// A coded variable of ATOP.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Variable { $(#[doc = concat!("`", $name, "`")] $variable),+ }

        impl Variable {
            /// Every variable that is read, in the order of the files.
            pub const ALL: &[Variable] = &[$(Variable::$variable),+];

            /// Its column, in lower case.
            pub const fn name(self) -> &'static str {
                match self { $(Variable::$variable => $name),+ }
            }

            /// The highest code that it may have.
            pub const fn most(self) -> u16 {
                match self { $(Variable::$variable => $most),+ }
            }
        }
    };
}

variables! {
    Ineffect "ineffect" 1, Bilat "bilat" 1, Maxphase "maxphase" 20, Wartime "wartime" 1,
    Estmode "estmode" 1, Pubsecr "pubsecr" 2, Secrart "secrart" 8, Proadd "proadd" 3, Futmem "futmem" 3,
    Speclgth "speclgth" 3, Length "length" 9999, Renounce "renounce" 4, Proren "proren" 2,
    Renewlgt "renewlgt" 9999, Term "term" 3, Termmode "termmode" 9, Termcaus "termcaus" 9,
    Defense "defense" 1, Offense "offense" 1, Neutral "neutral" 1, Nonagg "nonagg" 1, Consul "consul" 1,
    Conditio "conditio" 1, Defcon "defcon" 1, Offcon "offcon" 1, Neucon "neucon" 1, Concon "concon" 1,
    Defcoadv "defcoadv" 1, Defcoloc "defcoloc" 1, Defcocon "defcocon" 1, Defconum "defconum" 1,
    Defcodem "defcodem" 1, Defconpr "defconpr" 1,
    Offcoadv "offcoadv" 1, Offcoloc "offcoloc" 1, Offcocon "offcocon" 1, Offconum "offconum" 1,
    Offcodem "offcodem" 1,
    Neucoadv "neucoadv" 1, Neucoloc "neucoloc" 1, Neucocon "neucocon" 1, Neuconum "neuconum" 1,
    Neucodem "neucodem" 1, Neuconpr "neuconpr" 1, Neucoatt "neucoatt" 1,
    Concoadv "concoadv" 1, Concoloc "concoloc" 1, Concocon "concocon" 1, Concoreq "concoreq" 1,
    Olimob "olimob" 1, Asymm "asymm" 1, Obvary "obvary" 1,
    Notaiden "notaiden" 4, Dipaid "dipaid" 1, Terrres "terrres" 1, Seppeace "seppeace" 3,
    Thirdcom "thirdcom" 1, Noothall "noothall" 1,
    Specthrt "specthrt" 6, Statthr1 "statthr1" 9999, Statthr2 "statthr2" 9999,
    Conwtin "conwtin" 3, Milcon "milcon" 3, Intcom "intcom" 1, Subord "subord" 2, Organ1 "organ1" 3,
    Base "base" 3, Contrib "contrib" 1,
}

/// The five primary obligations.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Obligation {
    /// Active military support when a partner is attacked.
    Defense,
    /// Active military support not triggered by such an attack.
    Offense,
    /// Neither join nor help the adversary in a partner's conflict.
    Neutral,
    /// No force against a partner.
    Nonagg,
    /// Consult in crises that may turn military.
    Consul,
}

/// What an obligation may be conditional on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Condition {
    /// COADV: a named adversary, or a type of adversary.
    Adversary,
    /// COLOC: a named place.
    Place,
    /// COCON: a named ongoing conflict.
    Conflict,
    /// CONUM: the number of adversaries.
    Number,
    /// CODEM: demands that are stated.
    Demand,
    /// CONPR: the ally did not provoke.
    Unprovoked,
    /// COATT: the ally is attacked.
    Attacked,
    /// COREQ: an ally asks.
    OnRequest,
}

impl Obligation {
    /// All five, in the order of the files.
    pub const ALL: [Obligation; 5] = [
        Obligation::Defense,
        Obligation::Offense,
        Obligation::Neutral,
        Obligation::Nonagg,
        Obligation::Consul,
    ];

    /// Its variable.
    pub const fn variable(self) -> Variable {
        match self {
            Obligation::Defense => Variable::Defense,
            Obligation::Offense => Variable::Offense,
            Obligation::Neutral => Variable::Neutral,
            Obligation::Nonagg => Variable::Nonagg,
            Obligation::Consul => Variable::Consul,
        }
    }

    /// The variable that says whether it is conditional at all; `NONAGG` has none.
    pub const fn conditional(self) -> Option<Variable> {
        match self {
            Obligation::Defense => Some(Variable::Defcon),
            Obligation::Offense => Some(Variable::Offcon),
            Obligation::Neutral => Some(Variable::Neucon),
            Obligation::Nonagg => None,
            Obligation::Consul => Some(Variable::Concon),
        }
    }
}

impl Condition {
    /// All of them, in the order of the codebook.
    pub const ALL: [Condition; 8] = [
        Condition::Adversary,
        Condition::Place,
        Condition::Conflict,
        Condition::Number,
        Condition::Demand,
        Condition::Unprovoked,
        Condition::Attacked,
        Condition::OnRequest,
    ];

    /// The variable of this condition on an obligation, where ATOP codes it.
    pub const fn variable(self, of: Obligation) -> Option<Variable> {
        use Condition as C;
        use Obligation as O;
        Some(match (of, self) {
            (O::Defense, C::Adversary) => Variable::Defcoadv,
            (O::Defense, C::Place) => Variable::Defcoloc,
            (O::Defense, C::Conflict) => Variable::Defcocon,
            (O::Defense, C::Number) => Variable::Defconum,
            (O::Defense, C::Demand) => Variable::Defcodem,
            (O::Defense, C::Unprovoked) => Variable::Defconpr,
            (O::Offense, C::Adversary) => Variable::Offcoadv,
            (O::Offense, C::Place) => Variable::Offcoloc,
            (O::Offense, C::Conflict) => Variable::Offcocon,
            (O::Offense, C::Number) => Variable::Offconum,
            (O::Offense, C::Demand) => Variable::Offcodem,
            (O::Neutral, C::Adversary) => Variable::Neucoadv,
            (O::Neutral, C::Place) => Variable::Neucoloc,
            (O::Neutral, C::Conflict) => Variable::Neucocon,
            (O::Neutral, C::Number) => Variable::Neuconum,
            (O::Neutral, C::Demand) => Variable::Neucodem,
            (O::Neutral, C::Unprovoked) => Variable::Neuconpr,
            (O::Neutral, C::Attacked) => Variable::Neucoatt,
            (O::Consul, C::Adversary) => Variable::Concoadv,
            (O::Consul, C::Place) => Variable::Concoloc,
            (O::Consul, C::Conflict) => Variable::Concocon,
            (O::Consul, C::OnRequest) => Variable::Concoreq,
            _ => return None,
        })
    }
}

/// The codes of one row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Codes(Vec<Coded>);

impl Codes {
    /// Reads every variable of a row; one that the file does not have is missing.
    pub(super) fn read(cells: &Cells<'_>, places: &[Option<usize>]) -> Result<Codes, RowFault> {
        let each = Variable::ALL.iter().zip(places);
        let codes =
            each.map(|(variable, place)| cells.code(variable.name(), *place, variable.most()));
        codes.collect::<Result<Vec<_>, _>>().map(Codes)
    }

    /// Where the variables stand in a table.
    pub(super) fn places(table: &Table) -> Vec<Option<usize>> {
        Variable::ALL.iter().map(|variable| table.column(variable.name())).collect()
    }

    /// The code of a variable.
    pub fn get(&self, variable: Variable) -> Coded {
        self.0.get(variable as usize).copied().unwrap_or(Coded::Missing)
    }

    /// Whether an obligation is promised.
    pub fn obligation(&self, obligation: Obligation) -> Coded {
        self.get(obligation.variable())
    }

    /// Whether an obligation is under a condition; a condition that ATOP does not code for it is zero.
    pub fn condition(&self, obligation: Obligation, condition: Condition) -> Coded {
        condition.variable(obligation).map_or(Coded::Known(0), |variable| self.get(variable))
    }
}
