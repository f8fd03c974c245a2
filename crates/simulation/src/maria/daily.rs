//! Her evenings with the phone: mood, sleep, doses, minutes of practice, and how much the medicine bothers.

use super::{Things, august, july, june};
use crate::{
    calendar::plus,
    deed::{By, Line},
    scribe::Scribe,
};
use concord_chart::{
    Event,
    diary::{MoodEntered, SleepEntered},
    medication::{DoseMissed, DoseTaken, KnownFrom},
    practice::Practised,
    side_effect::Reported,
};
use jiff::civil::Date;

/// No answer that day.
const NONE: i8 = 9;

/// Mood around her usual, a row a week from Monday, 1 June.
const MOOD: &[&[i8]] = &[
    &[-2, -2, -3, -2, -2, -1, -2],
    &[-2, -2, -2, -1, -2, NONE, -1],
    &[-2, -1, -2, -3, -2, -1, -2],
    &[-1, -2, -1, -2, -1, -1, -2],
    &[-1, -1, -2, -2, -2, NONE, NONE],
    &[-2, -2, -2, -3, -2, -2, -1],
    &[-1, -2, -1, -1, -1, 0, -1],
    &[0, -1, -1, 0, -1, NONE, -1],
    &[-1, 0, 0, -1, 0, 0, -1],
    &[0, 0, -1, -2, -1, 0, 0],
    &[-1, 0, 0, 1, 0, 1, 0],
    &[0, 1, 1],
];

/// Minutes slept in the night to that day, in the same rows.
const SLEEP: &[&[u16]] = &[
    &[315, 330, 300, 325, 340, 310, 345],
    &[320, 335, 325, 345, 300, 350, 340],
    &[330, 310, 335, 290, 320, 345, 330],
    &[345, 330, 350, 340, 355, 335, 360],
    &[350, 365, 340, 355, 330, 370, 360],
    &[375, 360, 385, 350, 370, 365, 390],
    &[380, 395, 400, 370, 405, 390, 410],
    &[400, 410, 385, 415, 405, 420, 400],
    &[415, 405, 425, 410, 420, 400, 430],
    &[420, 430, 415, 380, 410, 425, 435],
    &[405, 425, 430, 440, 420, 430, 415],
    &[430, 420, 435],
];

/// Minutes of mindfulness alone, in the same rows; 30, 25, 15, 40, 65, 90, 85, 105 and, so far this week, 45.
const PRACTISED: &[&[u16]] = &[
    &[],
    &[],
    &[],
    &[0, 0, 10, 0, 10, 10, 0],
    &[0, 10, 0, 5, 0, 0, 10],
    &[0, 0, 0, 5, 0, 10, 0],
    &[0, 10, 10, 0, 10, 0, 10],
    &[10, 15, 0, 15, 10, 0, 15],
    &[15, 15, 15, 0, 15, 15, 15],
    &[15, 15, 15, 0, 0, 20, 20],
    &[15, 20, 15, 10, 15, 15, 15],
    &[15, 15, 15],
];

/// Days without sertraline, and why.
const LEFT_OUT: &[(Date, &str)] = &[
    (june(12), "Forgot, was at the hospital with my mother"),
    (july(3), "So foggy, did not want more of it"),
    (july(5), "Left it out on purpose"),
    (july(9), "Foggy"),
    (july(10), "Foggy"),
    (august(4), "Fell asleep before"),
];

/// Nights with hydroxyzine.
const AS_NEEDED: &[Date] =
    &[june(2), june(3), june(5), june(6), june(9), june(12), june(15), june(18), june(19), june(24), july(1), july(8)];

/// What she wrote to a day.
const WORDS: &[(Date, &str)] = &[
    (june(1), "Cannot hold a thought."),
    (june(18), "Mamá is through it. I sat there and counted tiles."),
    (july(6), "Head full of cotton. Two weeks lost."),
    (july(20), "Back among the books. Tired, proud."),
    (august(6), "Shouted at Inés over nothing."),
    (august(13), "Sang. Off key. Laughed till I cried."),
];

/// The weekly question how much the medicine bothers, in the quiet weeks: day, burden, words.
pub(super) const SMALL_REPORTS: &[(Date, u8, &str)] = &[
    (june(7), 1, "A little queasy after breakfast"),
    (june(14), 1, "Queasy, once"),
    (june(21), 1, "Dry mouth"),
    (june(28), 1, "Nothing much"),
    (july(15), 2, "Still slow after lunch, less"),
    (july(22), 1, "A yawn now and then"),
    (july(29), 1, "Hardly anything"),
    (august(5), 1, "Hardly anything"),
    (august(12), 1, "Dry mouth in the mornings"),
];

pub(super) fn write(scribe: &mut Scribe<'_>, things: &Things) {
    for (week, moods) in MOOD.iter().enumerate() {
        for (weekday, mood) in moods.iter().enumerate() {
            let day = plus(june(1), (week * 7 + weekday) as i64);
            let lines = evening(things, day, *mood, SLEEP[week][weekday], PRACTISED[week].get(weekday).copied());
            // A quarter to ten, a little earlier or later.
            let minute = 34 + (week * 5 + weekday * 7) % 24;
            scribe.record(scribe.at(day, 21, minute as i8), By::Patient, lines);
        }
    }
    for ((day, burden, words), (_, id)) in SMALL_REPORTS.iter().zip(&things.small_reports) {
        let report = Reported {
            words: (*words).to_owned(),
            course: Some(things.sertraline),
            burden: *burden,
            since: None,
            effect: String::new(),
            told_to: String::new(),
            owner: None,
            answer_by: None,
            ..Reported::default()
        };
        let line = Line::from(Event::SideEffectReported(report)).with_id(*id);
        scribe.record(scribe.at(*day, 20, 12), By::Patient, vec![line]);
    }
}

fn evening(things: &Things, day: Date, mood: i8, minutes: u16, practised: Option<u16>) -> Vec<Line> {
    let mut lines = Vec::new();
    if mood != NONE {
        let words = WORDS.iter().find(|(on, _)| *on == day).map(|(_, words)| (*words).to_owned()).unwrap_or_default();
        lines.push(Line::from(Event::MoodEntered(MoodEntered { on: day, mood, words })));
    }
    lines.push(Event::SleepEntered(SleepEntered { on: day, minutes }).into());
    let taken =
        |course| Line::from(Event::DoseTaken(DoseTaken { course, on: day, at: None, known_from: KnownFrom::PatientTick }));
    lines.push(match LEFT_OUT.iter().find(|(on, _)| *on == day) {
        Some((_, reason)) => {
            let missed = DoseMissed {
                course: things.sertraline,
                on: day,
                reason: (*reason).to_owned(),
                known_from: KnownFrom::PatientTick,
            };
            Event::DoseMissed(missed).into()
        }
        None => taken(things.sertraline),
    });
    if AS_NEEDED.contains(&day) {
        lines.push(taken(things.hydroxyzine));
    }
    if let Some(minutes) = practised.filter(|minutes| *minutes > 0) {
        lines.push(Event::Practised(Practised { course: things.mindfulness, on: day, minutes }).into());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn her_weeks_add_up_to_her_story() {
        let weeks: Vec<u16> = PRACTISED.iter().map(|days| days.iter().sum()).collect();
        assert_eq!(weeks[3..], [30, 25, 15, 40, 65, 90, 85, 105, 45]);
        let days: usize = MOOD.iter().map(|days| days.len()).sum();
        assert_eq!(days, 80);
        assert!(MOOD.iter().zip(SLEEP).all(|(mood, sleep)| mood.len() == sleep.len()));
        let last_week: u32 = SLEEP.concat()[73..].iter().map(|minutes| u32::from(*minutes)).sum();
        assert_eq!(last_week / 7, 427, "7.1 hours");
    }
}
