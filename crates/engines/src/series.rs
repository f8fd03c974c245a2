//! Scores over time. A different respondent, version or reporting system is a different series: never joined.

use crate::days::{day_of, plus};
use crate::report::Report;
use crate::scoring::{SafetyFlag, ScoreContext, score};
use concord_chart::questionnaire::{Answered, Answers, Completed, Reported, Respondent};
use concord_chart::{Chart, EntryStatus, Event, EventId, InstrumentId, Recorded, When};
use concord_knowledge::instrument::{SafetyItem, Sex};
use concord_knowledge::{Instrument, Knowledge};
use jiff::{civil::Date, tz::TimeZone};

/// Where the scores of a series come from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// Answered item by item in one version of the instrument, by one kind of respondent.
    Answered {
        /// Who answered.
        respondent: Respondent,
        /// The version that was answered.
        version: String,
    },
    /// Totals that another system reported; who answered is not known.
    Reported,
}

impl Mode {
    /// In a few words: `the patient's answers`.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Answered { respondent: Respondent::Patient, .. } => "the patient's answers",
            Self::Answered { respondent: Respondent::Proxy, .. } => "answers by somebody for the patient",
            Self::Answered { respondent: Respondent::Clinician, .. } => "a clinician's rating",
            Self::Reported => "totals reported from elsewhere",
        }
    }
}

/// One occasion on which a questionnaire was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScorePoint {
    /// The event.
    pub event: EventId,
    /// When, as precisely as known.
    pub at: When,
    /// The day in the practice's zone; the first possible day where only a month or year is known.
    pub day: Date,
    /// The total; absent when items are missing. Zero is a number.
    pub total: Option<i32>,
    /// The severity word for staff.
    pub band: Option<String>,
    /// Positions, from 1, of items that were left out.
    pub missing: Vec<u8>,
    /// The instrument's safety item, read even where there is no total; absent where the instrument has none.
    pub safety: Option<SafetyReading>,
    /// Every safety item that was endorsed.
    pub flags: Vec<SafetyFlag>,
    /// Why there is no total although nothing is missing, as a sentence.
    pub not_scored: Option<String>,
    /// True when it came from another system.
    pub from_elsewhere: bool,
    /// What became of the entry; anything but counting is shown struck through and joined to nothing.
    pub status: EntryStatus,
}

/// What was answered to the safety item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafetyReading {
    /// Its position, from 1.
    pub item: u8,
    /// The value; `None` when it was left out.
    pub value: Option<u8>,
    /// The answer's words, `not answered` when it was left out.
    pub words: String,
    /// True when a person has to be told.
    pub endorsed: bool,
}

/// One line of scores that may be joined and compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Where they come from.
    pub mode: Mode,
    /// In order of time; every one counts.
    pub points: Vec<ScorePoint>,
}

impl Series {
    /// The last point that has a total.
    pub fn latest(&self) -> Option<&ScorePoint> {
        self.points.iter().rev().find(|point| point.total.is_some())
    }

    /// The first point that has a total: the first score ever.
    pub fn first(&self) -> Option<&ScorePoint> {
        self.points.iter().find(|point| point.total.is_some())
    }

    /// The score at the start of a treatment course: the last one on the first day or up to `grace_days` before it;
    /// where there is none, the first one after.
    pub fn baseline(&self, start: Date, grace_days: u16) -> Option<&ScorePoint> {
        let earliest = plus(start, -i64::from(grace_days));
        let scored = || self.points.iter().filter(|point| point.total.is_some());
        let at_start = scored().rev().find(|point| point.day >= earliest && point.day <= start);
        at_start.or_else(|| scored().find(|point| point.day > start))
    }

    /// Points with a total on or after a day, in order of time.
    pub fn since(&self, day: Date) -> impl DoubleEndedIterator<Item = &ScorePoint> {
        self.points.iter().filter(move |point| point.day >= day && point.total.is_some())
    }
}

/// Everything that was answered with one instrument.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scores {
    /// Which instrument.
    pub instrument: InstrumentId,
    /// One for each way of answering, in order of the first point.
    pub series: Vec<Series>,
    /// Retracted and corrected entries, in order of time.
    pub struck: Vec<ScorePoint>,
    /// What it rests on.
    pub report: Report,
}

impl Scores {
    /// The series that speaks for the instrument: the one answered last. The patient's own answers keep the word while
    /// they are no older than one round of the questionnaire, so that a single reading by telephone does not take it.
    pub fn main(&self, instrument: &Instrument) -> Option<&Series> {
        let last_day = |series: &Series| series.points.last().map(|point| point.day);
        let newest = self.series.iter().max_by_key(|series| last_day(series))?;
        let round = instrument.schedule.as_ref().map_or(0, |schedule| i64::from(schedule.every_days));
        let from = plus(last_day(newest)?, -round);
        let own = |series: &&Series| {
            matches!(series.mode, Mode::Answered { respondent: Respondent::Patient, .. }) && last_day(series) >= Some(from)
        };
        self.series.iter().filter(own).max_by_key(|series| last_day(series)).or(Some(newest))
    }

    /// Every point of every series that counts, in order of time.
    pub fn points(&self) -> Vec<&ScorePoint> {
        let mut all: Vec<&ScorePoint> = self.series.iter().flat_map(|series| &series.points).collect();
        all.sort_by(|a, b| a.at.order(&b.at));
        all
    }
}

/// Days before the start of a course in which a score still tells how things were at its start: what the questionnaire
/// itself asks about.
pub fn grace_days(instrument: &Instrument) -> u16 {
    instrument.recall_days.unwrap_or(0)
}

/// The scores of one instrument over time.
pub fn scores(chart: &Chart, knowledge: &Knowledge, instrument: &InstrumentId, zone: &TimeZone) -> Scores {
    let mut all = Scores {
        instrument: instrument.clone(),
        series: Vec::new(),
        struck: struck(chart, knowledge, instrument, zone),
        report: Report::default(),
    };
    match knowledge.instrument(instrument) {
        Some(known) => {
            if let Some(total) = &known.total {
                all.report.entry_in_version(&known.version, format!("instruments/{instrument}"), total);
            }
        }
        None => all.report.missing(format!("{instrument} has no entry in knowledge/instruments, so it is not scored.")),
    }
    for done in chart.questionnaires.of(instrument) {
        all.report.because.push(done.id);
        let point = point(knowledge, done, EntryStatus::Counts, chart, zone);
        let mode = mode(done);
        match all.series.iter_mut().find(|series| series.mode == mode) {
            Some(series) => series.points.push(point),
            None => all.series.push(Series { mode, points: vec![point] }),
        }
    }
    all
}

/// Entries that no longer count, so that a page can show them struck through.
fn struck(chart: &Chart, knowledge: &Knowledge, instrument: &InstrumentId, zone: &TimeZone) -> Vec<ScorePoint> {
    let gone = chart.entries.iter().filter(|entry| !entry.status.counts());
    let mut points: Vec<ScorePoint> = gone
        .filter_map(|entry| {
            completed(&entry.recorded).filter(|done| done.instrument == *instrument).map(|done| (done, entry.status))
        })
        .map(|(done, status)| point(knowledge, &done, status, chart, zone))
        .collect();
    points.sort_by(|a, b| a.at.order(&b.at));
    points
}

/// A recorded answer in the form that the chart keeps; `None` for any other event.
fn completed(recorded: &Recorded) -> Option<Completed> {
    let (instrument, what) = match recorded.event() {
        Event::QuestionnaireAnswered(event) => (event.instrument.clone(), Answers::Items(event.clone())),
        Event::QuestionnaireReported(event) => (event.instrument.clone(), Answers::Reported(event.clone())),
        _ => return None,
    };
    Some(Completed { id: recorded.id(), at: recorded.occurred(), instrument, what })
}

fn mode(done: &Completed) -> Mode {
    match &done.what {
        Answers::Items(answered) => Mode::Answered { respondent: answered.respondent, version: answered.version.clone() },
        Answers::Reported(_) => Mode::Reported,
    }
}

/// Whose answers these are, as far as items and cut-offs depend on it. The sex of the chart as it stands now.
fn whose(chart: &Chart) -> ScoreContext {
    let sex = chart.registration.person.as_ref().and_then(|person| person.sex.as_deref());
    let sex = match sex.map(str::to_lowercase).as_deref() {
        Some("f" | "female") => Some(Sex::Female),
        Some("m" | "male") => Some(Sex::Male),
        _ => None,
    };
    ScoreContext { sex, ..ScoreContext::default() }
}

fn point(knowledge: &Knowledge, done: &Completed, status: EntryStatus, chart: &Chart, zone: &TimeZone) -> ScorePoint {
    let mut point = ScorePoint {
        event: done.id,
        at: done.at,
        day: day_of(done.at, zone),
        total: None,
        band: None,
        missing: Vec::new(),
        safety: None,
        flags: Vec::new(),
        not_scored: None,
        from_elsewhere: matches!(done.what, Answers::Reported(_)),
        status,
    };
    match (knowledge.instrument(&done.instrument), &done.what) {
        (None, _) => point.not_scored = Some(format!("{} is not an instrument that is known here.", done.instrument)),
        (Some(instrument), Answers::Items(answered)) => point.read_answers(instrument, answered, &whose(chart)),
        (Some(instrument), Answers::Reported(reported)) => point.read_report(instrument, reported, &whose(chart)),
    }
    point
}

impl ScorePoint {
    fn read_answers(&mut self, instrument: &Instrument, answered: &Answered, whose: &ScoreContext) {
        self.read_items(instrument, &answered.answers, whose);
        if answered.version != instrument.version {
            // The safety item is still read above: whoever answered it has to be heard in any version.
            self.total = None;
            self.band = None;
            self.not_scored = Some(format!(
                "Answered in version {} of the {}; only version {} can be scored here.",
                answered.version, instrument.short_name, instrument.version
            ));
        }
    }

    fn read_report(&mut self, instrument: &Instrument, reported: &Reported, whose: &ScoreContext) {
        let items = instrument.items.iter().map(|item| reported.items.get(&item.position).copied());
        self.read_items(instrument, &items.collect::<Vec<_>>(), whose);
        // An item that was not sent on is not an item that was left out.
        self.safety = self.safety.take().filter(|safety| safety.value.is_some());
        let Some(total) = reported.total else { return };
        self.missing.clear();
        match instrument.total_range() {
            Some((low, high)) if (low..=high).contains(&total) => {
                self.total = Some(total);
                self.band = instrument.band_for(total, whose.sex).map(|band| band.label.clone());
            }
            Some((low, high)) => {
                self.total = None;
                self.not_scored = Some(format!(
                    "The {} goes from {low} to {high}; the total of {total} that was reported cannot be right.",
                    instrument.short_name
                ));
            }
            None => self.not_scored = Some(format!("The {} has no total.", instrument.short_name)),
        }
    }

    fn read_items(&mut self, instrument: &Instrument, answers: &[Option<u8>], whose: &ScoreContext) {
        self.safety = safety(instrument, answers);
        match score(instrument, answers, whose) {
            Ok(score) => {
                self.total = score.total;
                self.band = score.band.as_deref().and_then(|band| band_label(instrument, band));
                self.missing = score.missing;
                self.flags = score.flags;
            }
            Err(error) => {
                self.not_scored = Some(error.to_string());
                self.flags = endorsed(instrument, answers);
            }
        }
    }
}

fn band_label(instrument: &Instrument, id: &str) -> Option<String> {
    let band = instrument.bands.iter().find(|band| band.id == id).map(|band| band.label.clone());
    band.or_else(|| instrument.triage.iter().find(|level| level.id == id).map(|level| level.label.clone()))
}

fn answer_at(answers: &[Option<u8>], position: u8) -> Option<u8> {
    answers.get(usize::from(position).checked_sub(1)?).copied().flatten()
}

/// The safety item that says most: the gravest endorsed one, else the first.
fn safety(instrument: &Instrument, answers: &[Option<u8>]) -> Option<SafetyReading> {
    let value_of = |safety: &SafetyItem| answer_at(answers, safety.item);
    let endorsed = |safety: &SafetyItem| value_of(safety).is_some_and(|value| value >= safety.at_least);
    let gravest = instrument.safety_items.iter().filter(|safety| endorsed(safety));
    let safety = gravest.max_by_key(|safety| (safety.kind, value_of(safety))).or(instrument.safety_item())?;
    let value = value_of(safety);
    let option = |value: u8| Some(instrument.option_of(instrument.item(safety.item)?, value)?.label.to_lowercase());
    let words = match value {
        None => "not answered".to_owned(),
        Some(value) => safety.severity(value).map(str::to_owned).or_else(|| option(value)).unwrap_or_else(|| value.to_string()),
    };
    Some(SafetyReading { item: safety.item, value, words, endorsed: endorsed(safety) })
}

/// The endorsed safety items of answers that cannot be scored.
fn endorsed(instrument: &Instrument, answers: &[Option<u8>]) -> Vec<SafetyFlag> {
    let flags = instrument.safety_items.iter().filter_map(|safety| {
        let value = answer_at(answers, safety.item).filter(|value| *value >= safety.at_least)?;
        let severity = safety.severity(value).unwrap_or_default().to_owned();
        Some(SafetyFlag { item: safety.item, kind: safety.kind, severity, value })
    });
    flags.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::civil::date;

    fn scored(month: i8, day: i8, total: i32) -> ScorePoint {
        let day = date(2026, month, day);
        let event = format!("{:032x}", 100 * i32::from(day.month()) + i32::from(day.day()));
        ScorePoint {
            event: event.parse().unwrap(),
            at: When::Day(day),
            day,
            total: Some(total),
            band: None,
            missing: Vec::new(),
            safety: None,
            flags: Vec::new(),
            not_scored: None,
            from_elsewhere: false,
            status: EntryStatus::Counts,
        }
    }

    fn series(points: Vec<ScorePoint>) -> Series {
        Series { mode: Mode::Reported, points }
    }

    #[test]
    fn the_baseline_is_the_last_score_at_the_start_and_no_older_than_the_questionnaire_asks_about() {
        let all = series(vec![scored(1, 2, 20), scored(1, 8, 18), scored(1, 14, 17), scored(2, 2, 12)]);
        let at = |month, day| all.baseline(date(2026, month, day), 14).and_then(|point| point.total);
        assert_eq!(at(1, 14), Some(17));
        assert_eq!(at(1, 13), Some(18));
        assert_eq!(at(1, 29), Some(12), "the score of the 14th is fifteen days old");
        assert_eq!(at(1, 28), Some(17));
        assert_eq!(at(2, 17), None);
    }

    #[test]
    fn answers_without_a_total_are_no_baseline_and_not_the_latest_score() {
        let blank = ScorePoint { total: None, missing: vec![5], ..scored(1, 20, 0) };
        let all = series(vec![blank.clone(), scored(1, 21, 9), ScorePoint { event: blank.event, ..blank }]);
        assert_eq!(all.latest().and_then(|point| point.total), Some(9));
        assert_eq!(all.baseline(date(2026, 1, 20), 14).and_then(|point| point.total), Some(9));
    }
}
