//! One line over the picture: which week it is, what the main measure says, what is still missing.

use super::Audience;
use concord_engines::course_state::{CourseState, Measure};
use concord_engines::days::{day_words, weeks_between};
use concord_engines::outcomes::{OutcomeWord, Way};
use concord_knowledge::{OutcomeDefinition, outcome::Response};
use jiff::civil::Date;

/// The words over the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// `Week 11: response, not yet remission`.
    pub title: String,
    /// `PHQ-9 18 → 8, down 10 (56 %). Remission is under 5.`
    pub line: String,
    /// The finding as a sentence, for the picture's description: `PHQ-9 fell from 18 to 8 over 10 weeks.`
    pub sentence: String,
}

impl Headline {
    /// The words for one reader on one day.
    pub fn of(state: &CourseState<'_>, today: Date, audience: Audience) -> Self {
        if audience == Audience::Complementary {
            let title = week(state, today).unwrap_or_else(|| "Your part of the care".to_owned());
            return Self {
                title,
                line: "Scores and medicines are not shared with this arm.".to_owned(),
                sentence: String::new(),
            };
        }
        if audience == Audience::Clinician {
            let engine = concord_engines::headline::of(state, today);
            let sentence = state.main().map(|measure| sentence(measure, &measure.instrument.short_name)).unwrap_or_default();
            return Self { title: engine.title, line: engine.sentence, sentence };
        }
        match state.main().filter(|measure| measure.latest.is_some()) {
            Some(measure) => Self::for_patient(state, measure, today),
            None => Self {
                title: week(state, today).unwrap_or_else(|| "Nothing has begun yet".to_owned()),
                line: "No answer yet.".to_owned(),
                sentence: "No answer yet.".to_owned(),
            },
        }
    }

    fn for_patient(state: &CourseState<'_>, measure: &Measure<'_>, today: Date) -> Self {
        let name = &measure.instrument.patient_name;
        let outcome = plain_outcome(measure);
        let title = match week(state, today) {
            Some(week) => format!("{week}: {outcome}"),
            None => capitalised(&outcome),
        };
        let (line, sentence) = match (&measure.change, measure.latest.as_ref().and_then(|point| point.total)) {
            (Some(_), _) => (numbers(measure, name), sentence(measure, name)),
            (None, Some(total)) => {
                let day = measure.latest.as_ref().map_or_else(String::new, |point| day_words(point.day, today));
                let line = format!("{name}: {} on {day}, only one so far.", measure.instrument.shown_total(total));
                (line.clone(), line)
            }
            (None, None) => ("No answer yet.".to_owned(), "No answer yet.".to_owned()),
        };
        Self { title, line, sentence }
    }
}

/// `Week 11`, counted from the first day of the present treatment; `None` when there is none or it is over.
fn week(state: &CourseState<'_>, today: Date) -> Option<String> {
    let treatment = state.treatment.as_ref()?;
    match treatment.until {
        Some(until) if until < today => Some(format!("Treatment ended {}", day_words(until, today))),
        _ => Some(format!("Week {}", weeks_between(treatment.since, today))),
    }
}

fn plain_outcome(measure: &Measure<'_>) -> String {
    let words = match measure.change.as_ref().map(|change| change.headline) {
        None => "only one answer so far",
        Some(OutcomeWord::Remission) => "well by your answers",
        // Where a response is something else than half, nobody is told that it was half.
        Some(OutcomeWord::Response) if half_is_asked(measure.definition) => "better by half or more",
        Some(OutcomeWord::Response | OutcomeWord::ReliableChange) => "clearly better",
        Some(OutcomeWord::Better { .. }) => "a little better",
        Some(OutcomeWord::NotJudged(Way::Better)) => "better than at the start",
        Some(OutcomeWord::NoReliableChange | OutcomeWord::NotJudged(Way::Same)) => "about the same",
        Some(OutcomeWord::ReliablyWorse | OutcomeWord::NotJudged(Way::Worse)) => "harder than at the start",
    };
    words.to_owned()
}

/// Whether a response of this measure is half of the baseline.
pub(super) fn half_is_asked(definition: Option<&OutcomeDefinition>) -> bool {
    definition.and_then(|definition| definition.response.as_ref()).is_some_and(Response::is_half)
}

fn numbers(measure: &Measure<'_>, name: &str) -> String {
    let Some(change) = &measure.change else { return String::new() };
    let shown = |total| measure.instrument.shown_total(total);
    let points = measure.instrument.shown_difference(change.baseline, change.latest);
    let way = match change.difference {
        0 => "no change".to_owned(),
        1.. => format!("up {points}"),
        _ => format!("down {}", -points),
    };
    format!("{name}: {} → {}, {way}.", shown(change.baseline), shown(change.latest))
}

fn sentence(measure: &Measure<'_>, name: &str) -> String {
    let Some(change) = &measure.change else { return String::new() };
    let weeks = measure.baseline.as_ref().zip(measure.latest.as_ref()).map_or(0, |(from, to)| weeks_between(from.day, to.day));
    let over = match weeks {
        0 => String::new(),
        1 => " over a week".to_owned(),
        weeks => format!(" over {weeks} weeks"),
    };
    let (from, to) = (measure.instrument.shown_total(change.baseline), measure.instrument.shown_total(change.latest));
    match change.difference {
        0 => format!("{name} stayed at {to}{over}."),
        1.. => format!("{name} rose from {from} to {to}{over}."),
        _ => format!("{name} fell from {from} to {to}{over}."),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
