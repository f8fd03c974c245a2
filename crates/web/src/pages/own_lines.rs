//! Lines about one person that a therapist's page and the person's own page both show: scores, medicines, names.

use crate::components::sparkline::sparkline;
use concord_chart::Chart;
use concord_engines::series::scores;
use concord_knowledge::{Instrument, Knowledge};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Where the latest answers have no total: an older one is not theirs.
const NO_TOTAL: &str = "no total";

/// The totals of one questionnaire in order of time.
pub(crate) struct ScoreLine<'a> {
    /// Which.
    pub instrument: &'a Instrument,
    points: Vec<(f32, i32)>,
    /// What stands beside the picture: the latest number as its manual reports it, or that the latest answers have none.
    latest: String,
}

impl ScoreLine<'_> {
    /// The line: a name, a small picture, the latest total.
    pub(crate) fn draw(&self, name: &str) -> Markup {
        let max = self.instrument.total_range().map_or(0, |(_, max)| max);
        html! { div.score-line { span { (name) } (sparkline(&self.points, max, None)) b { (self.latest) } } }
    }
}

/// Everything that has a total, what was answered last first.
pub(crate) fn score_lines<'a>(chart: &Chart, know: &'a Knowledge, zone: &TimeZone) -> Vec<ScoreLine<'a>> {
    let mut known = BTreeSet::new();
    let answered =
        chart.questionnaires.completed.iter().rev().map(|done| &done.instrument).filter(|id| known.insert((*id).clone()));
    let line = |instrument: &'a Instrument| {
        let all = scores(chart, know, &instrument.id, zone);
        let main = all.main(instrument)?;
        let total = main.points.last()?.total;
        let latest = total.map_or_else(|| NO_TOTAL.to_owned(), |total| instrument.shown_total(total).to_string());
        let totals = main.points.iter().filter_map(|point| Some((point.day, point.total?)));
        let totals: Vec<_> = totals.collect();
        let first = totals.first()?.0;
        let points = totals.iter().map(|(day, total)| ((*day - first).get_days() as f32 / 7.0, *total)).collect();
        Some(ScoreLine { instrument, points, latest })
    };
    answered.filter_map(|id| know.instrument(id)).filter_map(line).collect()
}

/// What is taken now, each on one line.
pub(crate) fn medicine_lines(chart: &Chart) -> Vec<String> {
    let line = |course: &concord_chart::medication::MedicationCourse| {
        let dosing = course.dosing().map(|dosing| dosing.words()).unwrap_or_default();
        format!("{} {dosing}", course.what.name).trim().to_owned()
    };
    chart.medications.iter().filter(|course| course.is_current()).map(line).collect()
}

/// The first word of a name.
pub(crate) fn given(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

/// Names in a sentence: "Tomas", "Tomas and Mia"; "nobody" for none.
pub(crate) fn in_a_sentence(names: &[&str]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The same words with a capital at the beginning.
pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_a_sentence_however_many_there_are() {
        assert_eq!(in_a_sentence(&[]), "nobody");
        assert_eq!(in_a_sentence(&["Tomas"]), "Tomas");
        assert_eq!(in_a_sentence(&["Lia", "Tomas", "Mia"]), "Lia, Tomas and Mia");
        assert_eq!((given("Lia Ana Marchetti"), capital("couple").as_str()), ("Lia", "Couple"));
    }
}
