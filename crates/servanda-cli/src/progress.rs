//! A bar of progress, on a terminal only.

use std::io::IsTerminal;

/// A bar; none where nobody would see it.
pub(crate) struct Bar(Option<indicatif::ProgressBar>);

impl Bar {
    /// A bar of so many steps.
    pub(crate) fn new(steps: usize) -> Bar {
        let shown = std::io::stderr().is_terminal();
        Bar(shown.then(|| indicatif::ProgressBar::new(steps as u64)))
    }

    /// Some steps are done.
    pub(crate) fn step(&self, steps: usize) {
        if let Some(bar) = &self.0 {
            bar.inc(steps as u64);
        }
    }

    /// Everything is done.
    pub(crate) fn end(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
