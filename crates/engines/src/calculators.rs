//! The calculators: small sums that clinicians do by hand, each with its method and where that stands.
//!
//! A calculator answers with one number, or with a sentence that says what is missing; it never guesses. The numbers that
//! are medicine (half-lives, tables, schedules) come from `knowledge/`; what stands here is arithmetic and published
//! formulas.

mod bare;
mod body;
mod equivalents;
mod fields;
mod heart;
mod kinetics;
mod products;
mod schedules;
mod tapering;

pub(crate) use bare::holds as selector_holds;
pub use fields::{Field, Fields};
pub(crate) use products::fits as fits_washout;

use concord_knowledge::{Knowledge, ids::SourceId};

/// A number with what it rests on.
#[must_use]
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The number, in `unit`.
    pub value: f64,
    /// Unit: `mg`, `h`, `mL/min`.
    pub unit: String,
    /// How it was worked out, in words.
    pub method: String,
    /// Where the method or its numbers stand.
    pub sources: Vec<SourceId>,
    /// What the reader should know beside the number: a range, a disagreement, an unverified value.
    pub notes: Vec<String>,
}

impl Answer {
    fn new(value: f64, unit: &str, method: impl Into<String>) -> Self {
        Self { value, unit: unit.to_owned(), method: method.into(), sources: Vec::new(), notes: Vec::new() }
    }

    /// A number by a published formula.
    fn by(knowledge: &Knowledge, formula: &str, value: f64, unit: &str) -> Self {
        match knowledge.formula(formula) {
            Some(formula) => kinetics::unverified(Self::new(value, unit, &formula.words).from(formula.source.as_str()), formula),
            None => Self::new(value, unit, formula).note("Where this formula stands is not on file."),
        }
    }

    fn from(mut self, source: &str) -> Self {
        let source = SourceId::from(source);
        if !self.sources.contains(&source) {
            self.sources.push(source);
        }
        self
    }

    fn note(mut self, words: impl Into<String>) -> Self {
        self.notes.push(words.into());
        self
    }
}

type Calculator = fn(&Knowledge, &Fields) -> Result<Answer, String>;

/// Every calculator by the name under which it is asked for.
const CALCULATORS: &[(&str, Calculator)] = &[
    ("accumulation_ratio", kinetics::accumulation_ratio),
    ("acb_total", body::acb_total),
    ("anc", body::anc),
    ("anc_interval_days", schedules::anc_interval_days),
    ("antidepressant_equivalent", equivalents::antidepressant),
    ("antipsychotic_equivalent", equivalents::antipsychotic),
    ("auc_ratio_full_inhibition", kinetics::auc_ratio),
    ("autoinduction_complete_days", kinetics::autoinduction_days),
    ("benzodiazepine_equivalent", equivalents::benzodiazepine),
    ("ckd_epi_2021", body::ckd_epi_2021),
    ("clozapine_start_mg", products::start_dose),
    ("cockcroft_gault", body::cockcroft_gault),
    ("css_avg", kinetics::average_level),
    ("fraction_of_steady_state", kinetics::fraction_of_steady_state),
    ("half_life_h", kinetics::half_life),
    ("haloperidol_decanoate_monthly_mg", products::decanoate_from_tablets),
    ("lamotrigine_titration_week", products::titration_week),
    ("monitoring_due_weeks", schedules::due_weeks),
    ("oral_overlap_days", products::oral_overlap),
    ("qtc_bazett", heart::bazett),
    ("qtc_fridericia", heart::fridericia),
    ("start_dose_mg", products::start_dose),
    ("steady_state_days", kinetics::steady_state_days),
    ("taper_final_dose", tapering::final_dose),
    ("taper_max_step_fraction_per_2_weeks", tapering::largest_cut),
    ("taper_steps", tapering::steps),
    ("taper_weeks", tapering::weeks),
    ("time_to_fraction_ss", kinetics::time_to_fraction),
    ("titration_week", products::titration_week),
    ("washout_days", products::washout_days),
];

/// The names of all calculators, in order.
pub fn names() -> impl Iterator<Item = &'static str> {
    CALCULATORS.iter().map(|(name, _)| *name)
}

/// Answers one question.
///
/// # Errors
/// A sentence that says what is missing, unknown or cannot be.
pub fn calculate(knowledge: &Knowledge, name: &str, fields: &Fields) -> Result<Answer, String> {
    let Some((_, calculator)) = CALCULATORS.iter().find(|(known, _)| *known == name) else {
        let known: Vec<&str> = names().collect();
        return Err(format!("There is no calculator `{name}`. There are: {}.", known.join(", ")));
    };
    calculator(knowledge, fields)
}

/// The substance that a question names.
fn substance<'a>(knowledge: &'a Knowledge, name: &str) -> Result<&'a concord_knowledge::Substance, String> {
    knowledge.substance_by_name(name).ok_or_else(|| format!("The formulary has no entry for “{name}”, so nothing is worked out."))
}
