//! Where the present treatment stands: since when it runs, its measures with their baseline, its arms with their clocks.
//! Everything here is worked out once from the chart and does not depend on today; the other engines read it.

use crate::checks_due::Choices;
use crate::clocks::{ArmFacts, arms};
use crate::days::{day_of, plus};
use crate::outcomes::{Change, compare, is_case};
use crate::report::Report;
use crate::series::{ScorePoint, Scores, Series, grace_days, scores};
use concord_chart::{Chart, EventId, InstrumentId};
use concord_knowledge::instrument::Construct;
use concord_knowledge::{Instrument, Knowledge, OutcomeDefinition};
use jiff::{civil::Date, tz::TimeZone};

/// Courses that follow each other within so many days are one treatment: a switch or a washout is not a new beginning.
/// A setting of this program, not a clinical number.
const SAME_TREATMENT_DAYS: i64 = 14;

/// Where the present treatment stands.
#[must_use]
#[derive(Clone, Debug, PartialEq)]
pub struct CourseState<'a> {
    /// The chart.
    pub chart: &'a Chart,
    /// What medicine says.
    pub knowledge: &'a Knowledge,
    /// The practice's time zone.
    pub zone: &'a TimeZone,
    /// The present treatment; `None` when no course is on the chart.
    pub treatment: Option<Treatment>,
    /// What is measured, the main measure first.
    pub measures: Vec<Measure<'a>>,
    /// Every course with its clock.
    pub arms: Vec<ArmFacts>,
    /// Which of several schedules of checks the practice has chosen; what is not chosen is the usual one.
    pub schedules: Choices,
}

/// One treatment without interruption: courses that overlap or follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Treatment {
    /// Its first day.
    pub since: Date,
    /// The event that began it.
    pub because: EventId,
    /// Its last day, when every course has ended.
    pub until: Option<Date>,
}

/// One instrument on this chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure<'a> {
    /// Its entry.
    pub instrument: &'a Instrument,
    /// How two of its scores are judged, where that is known.
    pub definition: Option<&'a OutcomeDefinition>,
    /// All scores.
    pub scores: Scores,
    /// The score at the start of the present treatment, in the series that speaks for the instrument.
    pub baseline: Option<ScorePoint>,
    /// The latest score of that series; the same as the baseline when there is only one so far.
    pub latest: Option<ScorePoint>,
    /// The first score of that series ever.
    pub first: Option<ScorePoint>,
    /// The change from baseline to latest; `None` with fewer than two scores or without a definition.
    pub change: Option<Change>,
    /// What it rests on.
    pub report: Report,
}

impl<'a> CourseState<'a> {
    /// Works it out.
    pub fn of(chart: &'a Chart, knowledge: &'a Knowledge, zone: &'a TimeZone) -> Self {
        let arms = arms(chart, knowledge, zone);
        let treatment = treatment(chart, &arms, zone);
        let mut measures: Vec<Measure<'a>> = instruments(chart)
            .into_iter()
            .filter_map(|id| knowledge.instrument(id))
            .map(|instrument| Measure::of(chart, knowledge, instrument, treatment.as_ref(), zone))
            .collect();
        measures.sort_by_key(|measure| measure.rank());
        Self { chart, knowledge, zone, treatment, measures, arms, schedules: Choices::new() }
    }

    /// The same where a practice has chosen among schedules of checks.
    pub fn choosing(self, schedules: &Choices) -> Self {
        Self { schedules: schedules.clone(), ..self }
    }

    /// The measure that speaks first: a case at baseline before others, depression before anxiety.
    pub fn main(&self) -> Option<&Measure<'a>> {
        self.measures.first()
    }

    /// The measure of one instrument.
    pub fn measure(&self, instrument: &InstrumentId) -> Option<&Measure<'a>> {
        self.measures.iter().find(|measure| measure.instrument.id == *instrument)
    }

    /// The measure by which an arm is judged: of what its entry's trial is for, else the main one that can show response.
    pub fn target_of(&self, arm: &ArmFacts) -> Option<&Measure<'a>> {
        let construct = match arm.indication.as_deref() {
            Some("depression") => Some(Construct::Depression),
            Some("anxiety") => Some(Construct::Anxiety),
            _ => None,
        };
        let judges = |measure: &&Measure<'a>| measure.definition.is_some_and(|definition| definition.response.is_some());
        let mut able = self.measures.iter().filter(judges);
        let of_construct = construct.and_then(|wanted| able.clone().find(|measure| measure.instrument.construct == wanted));
        of_construct.or_else(|| able.next())
    }

    /// True while somebody is in care: an open episode; or, where none was ever opened, a treatment that goes on or a
    /// questionnaire that waits.
    pub fn is_in_care(&self) -> bool {
        let registration = &self.chart.registration;
        let going_on = || self.arms.iter().any(|arm| arm.is_treatment && arm.dial.ended.is_none());
        let waits = || !self.chart.questionnaires.open.is_empty();
        let never_discharged = registration.episode_ended.is_none();
        self.is_alive() && (registration.episode_since.is_some() || (never_discharged && (going_on() || waits())))
    }

    /// False when the chart says that the person has died.
    pub fn is_alive(&self) -> bool {
        self.chart.registration.person.as_ref().is_none_or(|person| person.died.is_none())
    }

    /// The first day that is looked at for a baseline: the start of the treatment, else of the episode of care.
    pub fn since(&self) -> Option<Date> {
        let episode = self.chart.registration.episode_since.map(|when| day_of(when, self.zone));
        self.treatment.as_ref().map(|treatment| treatment.since).or(episode)
    }
}

/// Every instrument that was ever offered, answered or declined, or whose rhythm is agreed, each once.
fn instruments(chart: &Chart) -> Vec<&InstrumentId> {
    let all = &chart.questionnaires;
    let answered = all.completed.iter().map(|done| &done.instrument);
    let open = all.open.iter().map(|open| &open.what.instrument);
    let declined = all.declined.iter().map(|(_, declined)| &declined.instrument);
    let struck = chart.entries.iter().filter(|entry| !entry.status.counts()).filter_map(|entry| match entry.recorded.event() {
        concord_chart::Event::QuestionnaireAnswered(event) => Some(&event.instrument),
        concord_chart::Event::QuestionnaireReported(event) => Some(&event.instrument),
        _ => None,
    });
    let agreed = all.schedules.iter().map(|(_, agreed)| &agreed.instrument);
    let mut ids: Vec<&InstrumentId> = answered.chain(open).chain(declined).chain(struck).chain(agreed).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The stretch of courses that reaches the last day of treatment without a break. What was brought along from before the
/// present episode of care does not set its beginning, unless nothing was started within it.
fn treatment(chart: &Chart, arms: &[ArmFacts], zone: &TimeZone) -> Option<Treatment> {
    let mut courses: Vec<&ArmFacts> = arms.iter().filter(|arm| arm.is_treatment).collect();
    courses.sort_by_key(|arm| std::cmp::Reverse(arm.started));
    let end = |arm: &ArmFacts| arm.dial.ended.as_ref().map(|ended| ended.on);
    let until = if courses.iter().any(|arm| end(arm).is_none()) { None } else { courses.iter().filter_map(|arm| end(arm)).max() };
    let last = until.unwrap_or(Date::MAX);
    let mut since = last;
    let mut chain: Vec<&ArmFacts> = Vec::new();
    // The chain grows backwards in time; a long course may reach over several short ones, so look until none fits.
    while let Some(next) = courses.iter().position(|arm| plus(end(arm).unwrap_or(Date::MAX), SAME_TREATMENT_DAYS) >= since) {
        let arm = courses.remove(next);
        since = since.min(arm.started);
        chain.push(arm);
    }
    let episode = chart.registration.episode_since.map(|when| plus(day_of(when, zone), -SAME_TREATMENT_DAYS));
    let within = |arm: &&&ArmFacts| episode.is_none_or(|episode| arm.started >= episode);
    let first =
        chain.iter().filter(within).min_by_key(|arm| arm.started).or_else(|| chain.iter().min_by_key(|arm| arm.started))?;
    Some(Treatment { since: first.started, because: first.because, until })
}

impl<'a> Measure<'a> {
    fn of(
        chart: &Chart,
        knowledge: &'a Knowledge,
        instrument: &'a Instrument,
        treatment: Option<&Treatment>,
        zone: &TimeZone,
    ) -> Self {
        let scores = scores(chart, knowledge, &instrument.id, zone);
        let main = scores.main(instrument);
        let latest = main.and_then(Series::latest).cloned();
        let first = main.and_then(Series::first).cloned();
        let mut report = scores.report.clone();
        report.because.clear();
        let episode = chart.registration.episode_since.map(|when| day_of(when, zone));
        let start = treatment.map(|treatment| treatment.since).or(episode);
        let baseline = match (main, start) {
            (Some(series), Some(start)) => series.baseline(start, grace_days(instrument)).cloned(),
            _ => first.clone(),
        };
        let definition = latest
            .as_ref()
            .and_then(|latest| knowledge.outcome_definition_on(&instrument.id, latest.day))
            .or_else(|| knowledge.outcome_definition(&instrument.id));
        explain(&mut report, instrument, treatment, baseline.as_ref(), latest.as_ref());
        let mut measure = Self { instrument, definition, scores, baseline, latest, first, change: None, report };
        measure.change = measure.change_between(measure.baseline.as_ref(), measure.latest.as_ref());
        if let (Some(_), Some(definition)) = (&measure.change, definition) {
            note_definition(&mut measure.report, knowledge, instrument, definition);
        }
        measure
    }

    /// The change between two scores of this measure; `None` for one and the same, or without a definition.
    pub fn change_between(&self, baseline: Option<&ScorePoint>, latest: Option<&ScorePoint>) -> Option<Change> {
        let (baseline, latest) = (baseline?, latest?);
        if baseline.event == latest.event || latest.at.order(&baseline.at).is_lt() {
            return None;
        }
        Some(compare(self.definition?, baseline.total?, latest.total?))
    }

    /// The score at the start of one arm, in the series that speaks for the instrument.
    pub fn baseline_of(&self, arm: &ArmFacts) -> Option<&ScorePoint> {
        self.scores.main(self.instrument)?.baseline(arm.started, grace_days(self.instrument))
    }

    /// The last time it was answered in any way, with or without a total.
    pub fn last_answered(&self) -> Option<&ScorePoint> {
        let last = self.scores.series.iter().filter_map(|series| series.points.last());
        last.max_by(|a, b| a.at.order(&b.at))
    }

    /// Whether the latest score lies in the range of remission.
    pub fn is_in_remission(&self) -> bool {
        let below = self.definition.and_then(|definition| definition.remission.as_ref()).map(|rule| rule.below);
        below.zip(self.latest.as_ref().and_then(|latest| latest.total)).is_some_and(|(below, total)| total < below)
    }

    /// What comes first: something that can show response, a case at baseline, depression, anxiety, the rest by name.
    fn rank(&self) -> (bool, bool, bool, Construct, InstrumentId) {
        let response = self.definition.is_some_and(|definition| definition.response.is_some());
        let baseline = self.baseline.as_ref().and_then(|point| point.total);
        let was_case = self.definition.zip(baseline).and_then(|(definition, total)| is_case(definition, total)) == Some(true);
        (!response, self.latest.is_none(), !was_case, self.instrument.construct, self.instrument.id.clone())
    }
}

fn explain(
    report: &mut Report,
    instrument: &Instrument,
    treatment: Option<&Treatment>,
    baseline: Option<&ScorePoint>,
    latest: Option<&ScorePoint>,
) {
    let name = &instrument.short_name;
    baseline.into_iter().chain(latest).for_each(|point| report.event(point.event));
    match (treatment, baseline) {
        (_, None) if latest.is_some() => {
            report.missing(format!("No {name} has been answered since the present treatment began."));
        }
        (_, None) => report.missing(format!("The {name} has not been answered with a total yet.")),
        (None, Some(_)) => {
            report.missing(format!(
                "No treatment course is on the chart, so the first {name} of this episode stands as the baseline."
            ));
        }
        (Some(treatment), Some(point)) => {
            report.event(treatment.because);
            let late = crate::days::days_between(treatment.since, point.day);
            if late > i64::from(grace_days(instrument)) {
                report.missing(format!(
                    "No {name} from the start of the treatment: the first one, {late} days later, stands as the baseline."
                ));
            }
        }
    }
}

fn note_definition(report: &mut Report, knowledge: &Knowledge, instrument: &Instrument, definition: &OutcomeDefinition) {
    let entry = || format!("outcomes/{}", instrument.construct.as_str());
    if let Some(rule) = &definition.response {
        report.entry(knowledge, entry(), rule);
    }
    if let Some(rule) = &definition.remission {
        report.entry(knowledge, entry(), rule);
    }
    if let Some(rule) = &definition.reliable_change {
        report.entry(knowledge, entry(), rule);
    }
}
