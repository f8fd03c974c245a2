//! The work of a course in the words of its school: what the patient does between sessions as far as it is shared, and
//! what therapist and patient make of it together.

use super::{Desk, cognitive, dialectical, dynamic, sheets, thoughts};
use concord_knowledge::{ListName, therapy::HomeworkForm};
use jiff::civil::Date;
use maud::{Markup, html};

/// What a course works with, read from the therapy's entry, or from what is already there.
struct Parts {
    thoughts: bool,
    activities: bool,
    exposure: bool,
    card: bool,
    episodes: bool,
}

impl Parts {
    fn of(desk: &Desk<'_>) -> Self {
        let work = &desk.chart().work;
        let form = |wanted: HomeworkForm| desk.entry.is_some_and(|entry| entry.homework.iter().any(|kind| kind.form == wanted));
        let list = |wanted: ListName| desk.entry.is_some_and(|entry| entry.word_lists.contains(&wanted));
        Self {
            thoughts: form(HomeworkForm::ThoughtRecord),
            activities: form(HomeworkForm::ActivityPlan),
            exposure: form(HomeworkForm::Exposure),
            card: form(HomeworkForm::DiaryCard)
                || list(ListName::DbtTargets)
                || work.card.as_ref().is_some_and(|card| card.what.course == Some(desk.course.id)),
            episodes: list(ListName::CcrtWishes) || !desk.course.episodes.is_empty(),
        }
    }
}

/// The page below its title; `to` is the last day of the week whose diary card is shown.
pub(super) fn body(desk: &Desk<'_>, to: Date) -> Markup {
    let parts = Parts::of(desk);
    html! {
        header.page-head { div {
            h2 { (desk.course.what.name) ": the work" }
            p.lead { "What " (desk.given_name()) " keeps to a few readers stays with them: here it only counts as done. " a href=(desk.address()) { "What is agreed" } }
        } }
        @if parts.card { (dialectical::sections(desk, to)) }
        @if parts.episodes { (dynamic::sections(desk)) }
        @if parts.thoughts { (thoughts::section(desk)) }
        @if parts.activities { (cognitive::activities(desk)) }
        @if parts.exposure { (cognitive::exposure(desk)) }
        (sheets::section(desk))
        @if !parts.episodes { (dynamic::formulations(desk)) }
    }
}
