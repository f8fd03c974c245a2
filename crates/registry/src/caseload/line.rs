//! A row as it is shown on a day.

use super::{CaseloadRow, Group, Need, RowMeasure, RowOutcome};
use concord_chart::decision::Arm;
use concord_engines::adherence::{PillStrip, Pills};
use concord_engines::clocks::ArmState;
use concord_engines::days::{plus, weeks_between};
use concord_engines::due::DueState;
use jiff::civil::Date;
use rust_decimal::Decimal;

/// A treatment stays on the list so many days after its end.
const RECENT_DAYS: i64 = 90;

/// A row read on a day. What does not depend on the day stays in the row.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseloadLine {
    /// The group.
    pub group: Group,
    /// What is needed, most urgent first.
    pub needs: Vec<Need>,
    /// The main measure.
    pub score: ScoreCell,
    /// Further measures with a total, in words: `GAD-7 14 → 6`.
    pub further: Vec<String>,
    /// Treatments that go on or ended lately, with their clocks.
    pub arms: Vec<ArmCell>,
    /// Doses of the last four weeks; `None` where none were ever answered for.
    pub pills: Option<Pills>,
    /// Whole weeks of the present treatment.
    pub weeks: Option<u16>,
    /// The last day on which any questionnaire was answered.
    pub last_answered: Option<Date>,
    /// When the main measure comes round, and whether that day has passed.
    pub due: DueState,
    /// Questionnaires in a row that passed by without an answer.
    pub missed_in_a_row: u16,
}

/// The main measure on a line. Missing is said, and zero is a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScoreCell {
    /// Nothing was ever answered with a total.
    None {
        /// In words: `not answered yet`, `PHQ-9: 1 left out, no total`.
        words: String,
    },
    /// Only one so far.
    One {
        /// Short name of the instrument.
        name: String,
        /// The total, as its manual reports it.
        total: Decimal,
    },
    /// Baseline and latest.
    Change {
        /// Short name of the instrument.
        name: String,
        /// Total at baseline, as its manual reports it.
        baseline: Decimal,
        /// Latest total, the same way.
        latest: Decimal,
        /// What the change amounts to; absent where no definition is known.
        outcome: Option<RowOutcome>,
    },
}

impl ScoreCell {
    /// In words: `PHQ-9 18 → 9 · response`.
    pub fn words(&self) -> String {
        match self {
            Self::None { words } => words.clone(),
            Self::One { name, total } => format!("{name} {total} · only one so far"),
            Self::Change { name, baseline, latest, outcome: None } => format!("{name} {baseline} → {latest}"),
            Self::Change { name, baseline, latest, outcome: Some(outcome) } => {
                format!("{name} {baseline} → {latest} · {}", outcome.words())
            }
        }
    }

    fn of(measure: Option<&RowMeasure>) -> Self {
        let Some(measure) = measure else { return Self::None { words: "not answered yet".to_owned() } };
        let name = measure.name.clone();
        match (measure.baseline, measure.latest) {
            (Some((from, baseline)), Some((to, latest))) if from != to || measure.change.is_some() => {
                let [baseline, latest] = [baseline, latest].map(|total| measure.shown(total));
                Self::Change { name, baseline, latest, outcome: measure.change.map(|change| change.outcome) }
            }
            (_, Some((_, total))) => Self::One { name, total: measure.shown(total) },
            (_, None) => match measure.no_total {
                Some((_, 0)) | None => Self::None { words: format!("{name}: no total") },
                Some((_, left_out)) => Self::None { words: format!("{name}: {left_out} left out, no total") },
            },
        }
    }
}

/// One treatment on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArmCell {
    /// Which kind.
    pub arm: Arm,
    /// Name and dose: `Sertraline 75 mg at night`, `CBT`.
    pub name: String,
    /// The state of its clock.
    pub state: ArmState,
    /// Whole weeks of adequate exposure.
    pub weeks: Option<u16>,
    /// Why, in one sentence.
    pub why: String,
}

impl CaseloadRow {
    /// The row as it is shown today.
    pub fn at(&self, today: Date) -> CaseloadLine {
        let main = self.rhythms.first();
        CaseloadLine {
            group: self.group(today),
            needs: self.needs(today),
            score: self.score(),
            further: self
                .measures
                .iter()
                .skip(1)
                .filter(|measure| measure.latest.is_some())
                .map(|measure| ScoreCell::of(Some(measure)).words())
                .collect(),
            arms: self.arm_cells(today),
            pills: self.pills_until(today),
            weeks: self.since.map(|since| weeks_between(since, today)),
            last_answered: self.last_answered(),
            due: main.map_or(DueState::NoneDue, |rhythm| rhythm.state(today)),
            missed_in_a_row: main.map_or(0, |rhythm| rhythm.missed_in_a_row(today)),
        }
    }

    /// The main measure.
    pub fn score(&self) -> ScoreCell {
        ScoreCell::of(self.measures.first())
    }

    /// The last day on which any questionnaire was answered, with or without a total.
    pub fn last_answered(&self) -> Option<Date> {
        let totals = self.measures.iter().filter_map(|measure| measure.latest.map(|(day, _)| day));
        let without = self.measures.iter().filter_map(|measure| measure.no_total.map(|(day, _)| day));
        totals.chain(without).max()
    }

    /// Doses of the four weeks up to today; `None` where none were ever answered for.
    pub fn pills_until(&self, today: Date) -> Option<Pills> {
        let from = plus(today, 1 - i64::from(PillStrip::LENGTH));
        self.pills.last.map(|_| self.pills.within(from, today))
    }

    /// The line in one sentence: main measure, and the safety item where it is open.
    pub fn summary(&self, today: Date) -> String {
        let mut words = self.score().words();
        if let Some(RowMeasure { no_total: Some((_, left_out)), latest: Some(_), .. }) = self.measures.first() {
            words.push_str(&format!(" · last one: {left_out} left out, no total"));
        }
        match &self.safety {
            Some(safety) if safety.endorsed => words.push_str(&format!(" · item {}: {}", safety.item, safety.words)),
            Some(safety) if self.safety_is_open(today) => {
                words.push_str(&format!(" · item {}: {}, an earlier answer is not closed", safety.item, safety.words));
            }
            _ => {}
        }
        words
    }

    /// True while an endorsed safety item was not closed by a person.
    pub fn safety_is_open(&self, today: Date) -> bool {
        use concord_engines::findings::FindingKind::SuicidalIdeationEndorsed;
        self.findings.iter().any(|finding| finding.kind == SuicidalIdeationEndorsed && finding.holds(today))
    }

    fn arm_cells(&self, today: Date) -> Vec<ArmCell> {
        let shown = self.arms.iter().filter(|arm| arm.started <= today && arm.dial.is_recent(today, RECENT_DAYS));
        shown
            .map(|arm| ArmCell {
                arm: arm.arm,
                name: if arm.arm == Arm::Medication {
                    format!("{} {}", arm.name, arm.dose).trim_end().to_owned()
                } else {
                    arm.name.clone()
                },
                state: arm.dial.state(today),
                weeks: arm.dial.weeks(today),
                why: arm.dial.why(today),
            })
            .collect()
    }
}
