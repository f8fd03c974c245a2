//! What the law never lets be sealed in a psychotherapy note (45 CFR 164.501), drawn from the chart for the author to
//! read, change and confirm, and a list that says of each where it stands or that it is missing.

use crate::course_state::{CourseState, Measure};
use crate::days::{day_of, day_words};
use crate::therapy::attendance;
use concord_chart::session::ShareableFacts;
use concord_chart::therapy::{SessionState, TherapyCourse};
use jiff::{Timestamp, civil::Date};

/// What the law names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// Medicines and their monitoring.
    Medicines,
    /// When the session began and ended.
    Times,
    /// Kind and frequency of treatment.
    KindAndFrequency,
    /// Results of tests.
    Tests,
    /// Summary of the diagnosis.
    Diagnosis,
    /// Summary of functional status.
    Function,
    /// Summary of the treatment plan.
    Plan,
    /// Summary of symptoms.
    Symptoms,
    /// Summary of the outlook.
    Prognosis,
    /// Summary of progress to date.
    Progress,
}

impl Fact {
    /// Every one, those first that stand elsewhere on the chart by themselves.
    pub const ALL: &'static [Self] = &[
        Self::Medicines,
        Self::Times,
        Self::KindAndFrequency,
        Self::Tests,
        Self::Diagnosis,
        Self::Function,
        Self::Plan,
        Self::Symptoms,
        Self::Prognosis,
        Self::Progress,
    ];

    /// Those that are written as a summary.
    pub const SUMMARIES: &'static [Self] =
        &[Self::Diagnosis, Self::Function, Self::Plan, Self::Symptoms, Self::Prognosis, Self::Progress];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Medicines => "medicines and their monitoring",
            Self::Times => "when the session began and ended",
            Self::KindAndFrequency => "kind and frequency of treatment",
            Self::Tests => "results of tests",
            Self::Diagnosis => "diagnosis",
            Self::Function => "everyday functioning",
            Self::Plan => "treatment plan",
            Self::Symptoms => "symptoms",
            Self::Prognosis => "outlook",
            Self::Progress => "progress to date",
        }
    }

    /// The word under which a form sends a summary; empty for what stands elsewhere.
    pub fn word(self) -> &'static str {
        match self {
            Self::Diagnosis => "diagnosis",
            Self::Function => "function",
            Self::Plan => "plan",
            Self::Symptoms => "symptoms",
            Self::Prognosis => "prognosis",
            Self::Progress => "progress",
            _ => "",
        }
    }

    /// The summary; empty for what stands elsewhere.
    pub fn of(self, facts: &ShareableFacts) -> &str {
        match self {
            Self::Diagnosis => &facts.diagnosis,
            Self::Function => &facts.function,
            Self::Plan => &facts.plan,
            Self::Symptoms => &facts.symptoms,
            Self::Prognosis => &facts.prognosis,
            Self::Progress => &facts.progress,
            _ => "",
        }
    }
}

/// Where a fact stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// On the chart by itself, for whoever treats.
    OnTheChart,
    /// Written as a summary with this session.
    Written,
    /// Nowhere yet.
    Missing,
}

/// What of a session the check needs beside the summaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Beginning and length are known.
    pub times: bool,
    /// The course says kind and frequency.
    pub frequency: bool,
}

/// Of each fact, where it stands.
pub fn check(facts: &ShareableFacts, known: Known) -> Vec<(Fact, Stands)> {
    let stands = |fact: Fact| match fact {
        Fact::Medicines | Fact::Tests => Stands::OnTheChart,
        Fact::Times if known.times => Stands::OnTheChart,
        Fact::KindAndFrequency if known.frequency => Stands::OnTheChart,
        Fact::Times | Fact::KindAndFrequency => Stands::Missing,
        summary if summary.of(facts).trim().is_empty() => Stands::Missing,
        _ => Stands::Written,
    };
    Fact::ALL.iter().map(|fact| (*fact, stands(*fact))).collect()
}

/// Summaries as far as the chart says them. The outlook stays empty: nobody but a person says it. `state` is the chart as
/// it is worked out for today; `function` are the instruments that ask how everyday life goes.
pub fn derive(state: &CourseState<'_>, course: &TherapyCourse, function: &[&str], now: Timestamp) -> ShareableFacts {
    let today = now.to_zoned(state.zone.clone()).date();
    let latest = |measure: &&Measure<'_>| measure.latest.as_ref().is_some_and(|point| point.total.is_some());
    let (everyday, symptoms): (Vec<&Measure<'_>>, Vec<&Measure<'_>>) =
        state.measures.iter().filter(latest).partition(|measure| function.contains(&measure.instrument.id.as_str()));
    ShareableFacts {
        diagnosis: diagnosis(state),
        function: scores(&everyday, today),
        plan: plan(state, course, now, today),
        symptoms: scores(&symptoms, today),
        prognosis: String::new(),
        progress: state.main().map(|measure| progress(measure, today)).unwrap_or_default(),
    }
}

fn diagnosis(state: &CourseState<'_>) -> String {
    use concord_chart::condition::ConditionStatus::{Active, Recurrence, Relapse};
    let present = state.chart.conditions.iter().filter(|known| matches!(known.what.status, Active | Recurrence | Relapse));
    present.map(|condition| condition.what.name.as_str()).collect::<Vec<_>>().join("; ")
}

fn scores(measures: &[&Measure<'_>], today: Date) -> String {
    let one = |measure: &&Measure<'_>| {
        let point = measure.latest.as_ref()?;
        let total = measure.instrument.shown_total(point.total?);
        Some(format!("{} {total} on {}", measure.instrument.short_name, day_words(point.day, today)))
    };
    measures.iter().filter_map(one).collect::<Vec<_>>().join("; ")
}

fn plan(state: &CourseState<'_>, course: &TherapyCourse, now: Timestamp, today: Date) -> String {
    let attended = attendance::attendance(course).attended;
    let sessions = course
        .planned_sessions()
        .map_or_else(|| format!("{attended} sessions so far"), |of| format!("{attended} of {of} sessions"));
    let every = course.every_days().map_or_else(String::new, |days| format!(", {}", every_words(days)));
    let targets = course.plan().map(|plan| plan.targets.join(", ")).filter(|targets| !targets.is_empty());
    let targets = targets.map_or_else(String::new, |targets| format!(". Aimed at: {targets}"));
    let next = next_session(course, now).map_or_else(String::new, |at| {
        format!(". Next {}", day_words(day_of(concord_chart::When::Instant(at), state.zone), today))
    });
    format!("{}: {sessions}{every}{targets}{next}.", course.what.name)
}

/// `every week`, `every 2 weeks`, `every 3 days`.
pub fn every_words(days: u16) -> String {
    match days {
        1 => "every day".to_owned(),
        7 => "every week".to_owned(),
        days if days % 7 == 0 => format!("every {} weeks", days / 7),
        days => format!("every {days} days"),
    }
}

/// The next planned session of a course after a moment.
pub fn next_session(course: &TherapyCourse, now: Timestamp) -> Option<Timestamp> {
    let planned = course.sessions.iter().filter(|session| session.state == SessionState::Planned);
    let times = planned.filter_map(|session| match session.at {
        concord_chart::When::Instant(at) if at > now => Some(at),
        _ => None,
    });
    times.min()
}

fn progress(measure: &Measure<'_>, today: Date) -> String {
    let name = &measure.instrument.short_name;
    match (&measure.change, &measure.baseline) {
        (Some(change), Some(from)) => {
            let since = day_words(from.day, today);
            let (before, now) = (measure.instrument.shown_total(change.baseline), measure.instrument.shown_total(change.latest));
            format!("{name} {before} → {now} since {since}: {}.", change.headline)
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_elsewhere_is_never_missing_and_an_empty_summary_is() {
        let facts = ShareableFacts { diagnosis: "Depression".into(), prognosis: "  ".into(), ..ShareableFacts::default() };
        let checked = check(&facts, Known { times: true, frequency: false });
        let of = |fact: Fact| checked.iter().find(|(known, _)| *known == fact).map(|(_, stands)| *stands);
        assert_eq!(of(Fact::Medicines), Some(Stands::OnTheChart));
        assert_eq!(of(Fact::Times), Some(Stands::OnTheChart));
        assert_eq!(of(Fact::KindAndFrequency), Some(Stands::Missing));
        assert_eq!(of(Fact::Diagnosis), Some(Stands::Written));
        assert_eq!(of(Fact::Prognosis), Some(Stands::Missing));
        assert_eq!(checked.len(), Fact::ALL.len());
    }

    #[test]
    fn a_rhythm_is_told_in_weeks_where_it_is_one() {
        assert_eq!([7, 14, 4, 1].map(every_words), ["every week", "every 2 weeks", "every 4 days", "every day"]);
    }
}
