//! Her evenings: mood from −4 to +4 and sleep, most days of the last half year, every second or third before.

use super::{CAME, Things};
use crate::{
    calendar::{TODAY, days_between, plus},
    chance::Chance,
    deed::{By, Line},
    scribe::Scribe,
};
use concord_chart::{
    CourseId, Event,
    diary::{MoodEntered, SleepEntered},
    medication::{DoseMissed, DoseTaken, KnownFrom},
};
use jiff::civil::{Date, date};

/// Where mood and sleep lay around a stretch: from, to, middle of the mood (tenths), minutes of sleep.
const STRETCHES: &[(Date, Date, i32, i32)] = &[
    (date(2024, 11, 8), date(2024, 11, 30), -15, 500),
    (date(2024, 12, 1), date(2025, 2, 10), -22, 530),
    (date(2025, 2, 11), date(2025, 3, 15), -12, 490),
    (date(2025, 11, 18), date(2026, 1, 5), -11, 475),
    (date(2026, 4, 8), date(2026, 4, 11), 19, 318),
    (date(2026, 4, 12), date(2026, 4, 13), 29, 240),
    (date(2026, 4, 14), date(2026, 4, 17), 20, 330),
    (date(2026, 4, 18), date(2026, 4, 24), 8, 410),
];

/// Days of the doses left out in the week of the night flights.
const LEFT_OUT: &[Date] = &[date(2026, 4, 5), date(2026, 4, 7), date(2026, 4, 9)];

pub(super) fn write(scribe: &mut Scribe<'_>, things: &Things, seed: u64) {
    let mut chance = Chance::new(seed, "evenings");
    let mut day = plus(CAME, 6);
    while day < TODAY {
        let stretch = STRETCHES.iter().find(|(from, to, _, _)| *from <= day && day <= *to);
        let lately = days_between(day, TODAY) < 182;
        let answers = if lately { 0.86 } else { 0.42 };
        if chance.happens(answers) || stretch.is_some_and(|(_, _, middle, _)| *middle > 15) {
            let lines = evening(things, day, stretch.map(|(_, _, middle, minutes)| (*middle, *minutes)), lately, &mut chance);
            let minute = chance.between(5, 55) as i8;
            scribe.record(scribe.at(day, 21, minute), By::Patient, lines);
        }
        day = plus(day, 1);
    }
}

fn evening(things: &Things, day: Date, stretch: Option<(i32, i32)>, lately: bool, chance: &mut Chance) -> Vec<Line> {
    let (middle, minutes) = stretch.unwrap_or((1, 445));
    let mood = (f64::from(middle) / 10.0 + chance.bell() * 0.5).round().clamp(-4.0, 4.0) as i8;
    let slept = ((f64::from(minutes) + chance.bell() * 24.0) / 5.0).round() * 5.0;
    let slept = if day == date(2026, 4, 12) { 235 } else { slept.clamp(180.0, 640.0) as u16 };
    let words = match day {
        day if day == date(2026, 4, 9) => "Talking faster than I think. Jan looks at me.",
        day if day == date(2026, 4, 20) => "The room is the right size again.",
        _ => "",
    };
    let mut lines = vec![
        Line::from(Event::MoodEntered(MoodEntered { on: day, mood, words: words.to_owned() })),
        Event::SleepEntered(SleepEntered { on: day, minutes: slept }).into(),
    ];
    if lately {
        lines.push(tick(things.lithium, day));
        lines.push(tick(things.lamotrigine, day));
        if (date(2026, 4, 11)..date(2026, 5, 8)).contains(&day) {
            lines.push(tick(things.quetiapine, day));
        }
    }
    lines
}

fn tick(course: CourseId, day: Date) -> Line {
    let known_from = KnownFrom::PatientTick;
    if LEFT_OUT.contains(&day) {
        let reason = "Flew at night, tablets at home".to_owned();
        return Event::DoseMissed(DoseMissed { course, on: day, reason, known_from }).into();
    }
    Event::DoseTaken(DoseTaken { course, on: day, at: None, known_from }).into()
}
