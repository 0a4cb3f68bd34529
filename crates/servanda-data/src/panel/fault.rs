//! Why a panel cannot be made. Words for people.

use crate::fault::FileFault;

/// Why a panel cannot be made, or a column not added to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PanelFault {
    /// What was met.
    pub cause: String,
    /// What to do about it.
    pub remedy: String,
}

impl PanelFault {
    /// A fault in words.
    pub fn new(cause: impl Into<String>, remedy: impl Into<String>) -> PanelFault {
        PanelFault { cause: cause.into(), remedy: remedy.into() }
    }
}

impl From<FileFault> for PanelFault {
    fn from(fault: FileFault) -> PanelFault {
        PanelFault { cause: fault.cause, remedy: fault.remedy }
    }
}

impl std::fmt::Display for PanelFault {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} ({})", self.cause, self.remedy)
    }
}

impl std::error::Error for PanelFault {}
