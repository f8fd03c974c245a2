//! What a colleague learns of a therapy in ten seconds: what it works on, how often, how it goes. Nothing of what was
//! said is here.

use concord_chart::{ChartId, therapy::TherapyCourse};
use concord_engines::{
    days::{day_of, day_words},
    therapy::{
        facts::every_words,
        progress::{Progress, progress},
    },
};
use concord_knowledge::Knowledge;
use jiff::{Timestamp, tz::TimeZone};
use maud::{Markup, html};

/// The card of one course.
pub fn card(chart: ChartId, knowledge: &Knowledge, course: &TherapyCourse, now: Timestamp, zone: &TimeZone) -> Markup {
    let told = progress(knowledge, course, now, zone);
    let today = now.to_zoned(zone.clone()).date();
    let day = |day| day_words(day, today);
    html! {
        div.brief {
            p { a href=(format!("/chart/{chart}/course/{}", course.id)) { b { (told.name) } } @if !told.therapist.is_empty() { " with " (told.therapist) } }
            dl {
                div { dt { "Works on" } dd { (works_on(&told)) } }
                div { dt { "How often" } dd { (sessions(&told)) @if let Some(days) = told.every_days { ", " (every_words(days)) } @if told.missed > 0 { "; " (told.missed) " missed" } } }
                div { dt { "How it goes" } dd { (goes(&told)) } }
                div { dt { "Last, next" } dd { (told.last.map_or("none yet".to_owned(), day)) ", " (told.next.map_or("none planned".to_owned(), |at| day(day_of(at.into(), zone)))) } }
            }
        }
    }
}

fn works_on(told: &Progress) -> String {
    match (told.phase.as_deref(), told.target.as_str()) {
        (Some(phase), "") => phase.to_owned(),
        (Some(phase), target) => format!("{target} ({})", phase.to_lowercase()),
        (None, "") => "not written yet".to_owned(),
        (None, target) => target.to_owned(),
    }
}

fn sessions(told: &Progress) -> String {
    told.planned
        .map_or_else(|| format!("{} sessions so far", told.attended), |planned| format!("Session {} of {planned}", told.attended))
}

fn goes(told: &Progress) -> String {
    let homework = told.homework.percent().map(|percent| format!("homework {percent} % of what was looked at"));
    let alliance = told.alliance.map(|(rating, _)| format!("working together {rating} of 10"));
    let drop = told.drop.map(|_| "lower than before".to_owned());
    let parts: Vec<String> = homework.into_iter().chain(alliance).chain(drop).collect();
    if parts.is_empty() { "not rated yet".to_owned() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told() -> Progress {
        Progress {
            name: "CBT".into(),
            therapist: "Ruth Lindgren".into(),
            phase: Some("Working phase".into()),
            phase_written: true,
            attended: 9,
            planned: Some(12),
            missed: 1,
            every_days: Some(7),
            homework: Default::default(),
            alliance: Some((9, jiff::civil::date(2026, 8, 19))),
            drop: None,
            target: "Hard days".into(),
            last: None,
            next: None,
        }
    }

    #[test]
    fn what_was_not_rated_is_said_and_what_was_is_a_number() {
        assert_eq!(goes(&told()), "working together 9 of 10");
        assert_eq!(goes(&Progress { alliance: None, ..told() }), "not rated yet");
        assert_eq!(works_on(&told()), "Hard days (working phase)");
        assert_eq!(sessions(&told()), "Session 9 of 12");
    }
}
