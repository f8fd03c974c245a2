//! The state of things in one sentence, for the chart's title and the patient's line on lists. What is still hard stands
//! beside what is better: the safety item is told whatever the total did.

use crate::course_state::{CourseState, Measure};
use crate::days::{day_words, weeks_between};
use crate::outcomes::{Change, OutcomeWord};
use crate::report::Report;
use concord_chart::Chart;
use concord_knowledge::Knowledge;
use jiff::{civil::Date, tz::TimeZone};

/// The state of things.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// `Week 11: response, not yet remission`.
    pub title: String,
    /// `PHQ-9 18 → 8, down 10 (56 %). Remission is under 5.`
    pub sentence: String,
    /// What it rests on.
    pub report: Report,
}

/// The state of things today.
pub fn headline(chart: &Chart, knowledge: &Knowledge, today: Date, zone: &TimeZone) -> Headline {
    of(&CourseState::of(chart, knowledge, zone), today)
}

/// The same from what is worked out already.
pub fn of(state: &CourseState<'_>, today: Date) -> Headline {
    let week = match state.treatment.as_ref() {
        Some(treatment) if treatment.until.is_some_and(|until| until <= today) => "Treatment ended: ".to_owned(),
        Some(treatment) => format!("Week {}: ", weeks_between(treatment.since, today)),
        None => String::new(),
    };
    let Some(measure) = state.main() else {
        let title = capital(&format!("{week}nothing measured yet"));
        let mut report = Report::default();
        report.missing("No questionnaire has been answered or offered.");
        return Headline { title, sentence: "No questionnaire has been answered yet.".to_owned(), report };
    };
    let (state_words, sentence) = match (&measure.change, &measure.latest) {
        (Some(change), _) => (change_words(measure, change), change_sentence(measure, change)),
        (None, Some(latest)) => {
            let total = latest.total.map(|total| measure.instrument.shown_total(total).to_string()).unwrap_or_default();
            let name = &measure.instrument.short_name;
            (
                format!("one {name} so far"),
                format!("{name} {total} on {}. A change can be told after the next one.", day_words(latest.day, today)),
            )
        }
        (None, None) => no_total(measure, today),
    };
    let safety = safety_sentence(measure);
    Headline {
        title: capital(&format!("{week}{state_words}")),
        sentence: format!("{sentence}{safety}"),
        report: measure.report.clone(),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The outcome in words, and how far it is from remission.
fn change_words(measure: &Measure<'_>, change: &Change) -> String {
    let not_yet = measure.definition.is_some_and(|definition| definition.remission.is_some());
    match change.headline {
        OutcomeWord::Response | OutcomeWord::ReliableChange if not_yet && change.remission == Some(false) => {
            format!("{}, not yet remission", change.headline)
        }
        OutcomeWord::NoReliableChange | OutcomeWord::NotJudged(_) if change.remission == Some(true) => {
            "still in remission".to_owned()
        }
        word => word.to_string(),
    }
}

fn change_sentence(measure: &Measure<'_>, change: &Change) -> String {
    let (name, shown) = (&measure.instrument.short_name, |total| measure.instrument.shown_total(total));
    let points = measure.instrument.shown_difference(change.baseline, change.latest);
    let way = match change.difference {
        0 => "unchanged".to_owned(),
        1.. => format!("up {points}"),
        _ => format!("down {}", -points),
    };
    let percent = change.percent.filter(|_| change.difference != 0).map(f64::abs);
    let percent = percent.map(|percent| format!(" ({percent:.0} %)")).unwrap_or_default();
    let remission = measure.definition.and_then(|definition| definition.remission.as_ref());
    let goal =
        remission.filter(|_| change.remission == Some(false)).map(|rule| format!(" Remission is under {}.", shown(rule.below)));
    format!("{name} {} → {}, {way}{percent}.{}", shown(change.baseline), shown(change.latest), goal.unwrap_or_default())
}

/// Answered without a total, declined, or never answered: three different things.
fn no_total(measure: &Measure<'_>, today: Date) -> (String, String) {
    let name = &measure.instrument.short_name;
    match measure.last_answered() {
        Some(point) => {
            let on = day_words(point.day, today);
            let why = point.not_scored.clone().unwrap_or_else(|| {
                let items = if point.missing.len() == 1 { "item was" } else { "items were" };
                format!("{} {items} left out, so there is no total.", point.missing.len())
            });
            ("no total yet".to_owned(), format!("{name} answered on {on}. {why}"))
        }
        None => ("not answered yet".to_owned(), format!("The {name} has not been answered yet.")),
    }
}

fn safety_sentence(measure: &Measure<'_>) -> String {
    let endorsed = measure.last_answered().and_then(|point| point.safety.as_ref()).filter(|safety| safety.endorsed);
    endorsed.map(|safety| format!(" Item {}: {}.", safety.item, safety.words)).unwrap_or_default()
}
