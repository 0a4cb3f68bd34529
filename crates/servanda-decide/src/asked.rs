//! What is asked of the models, in the words of the command and of the server: a preset, options by their names, draws
//! and their seed. Turns words into settings; runs nothing.

use crate::draws::Settings;
use crate::expected_utility::Preset;
use crate::fault::Fault;
use crate::spatial::Options;
use servanda::syntax::Code;

/// The model of a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TableModel {
    /// The spatial model.
    Spatial,
    /// The expected-utility model.
    ExpectedUtility,
}

/// What is asked.
#[derive(Clone, PartialEq, Debug)]
pub struct Asked {
    /// For a table: its model; without it, the one its layout is made for.
    pub model: Option<TableModel>,
    /// The reading of the expected-utility model.
    pub preset: Preset,
    /// Its rounds.
    pub rounds: usize,
    /// Its probability that nothing changes if nobody challenges.
    pub q: f64,
    /// Options of the model, as NAME=CHOICE.
    pub option: Vec<String>,
    /// Draws from the ranges of the inputs.
    pub draws: Option<usize>,
    /// Their seed.
    pub seed: u64,
    /// For a table: by how many percent inputs are blurred before drawing.
    pub spread: Option<f64>,
}

impl Default for Asked {
    fn default() -> Asked {
        let Settings { rounds, q, .. } = Settings::default();
        let (model, draws, spread, option) = (None, None, None, Vec::new());
        Asked { model, preset: Preset::ScholzCode, rounds, q, option, draws, seed: 1, spread }
    }
}

impl Asked {
    /// How the models are run: options are the spatial model's, or the switches of the other.
    pub fn settings(&self, model: TableModel) -> Result<Settings, Fault> {
        let mut options = Options { seed: self.seed, ..Options::default() };
        let mut switches = self.preset.switches();
        for assignment in &self.option {
            match model {
                TableModel::Spatial => options.set(assignment)?,
                TableModel::ExpectedUtility => switches.set(assignment)?,
            }
        }
        let switches = (model == TableModel::ExpectedUtility).then_some(switches);
        Ok(Settings { options, rounds: self.rounds, q: self.q, switches })
    }

    /// The same for a summit, which shows every model.
    pub fn summit_settings(&self) -> Result<Settings, Fault> {
        if self.model.is_some() || self.spread.is_some() {
            let message = "`--model` and `--spread` are for tables; a summit shows every model";
            return Err(Fault::new(Code::SV1005, message, "leave them out"));
        }
        self.settings(TableModel::Spatial)
    }
}
