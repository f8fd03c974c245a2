//! For whom this therapy is not, or only with care: each caution looked at for this person and said to hold, not to hold,
//! or not to be known.

use crate::{
    app::Shared,
    components::icon::{Icon, icon},
    pages::clinician::frame,
};
use concord_chart::Chart;
use concord_engines::practice_cautions::{CheckedCaution, Person, Standing, check};
use concord_knowledge::Therapy;
use maud::{Markup, html};

/// The card; nothing where the therapy has no caution.
pub(super) fn card(app: &Shared, chart: &Chart, entry: &Therapy) -> Markup {
    if entry.cautions.is_empty() {
        return html! {};
    }
    let (knowledge, today, zone) = (app.clinic.knowledge(), app.clinic.today(), app.clinic.zone());
    let person = crate::own_words::with_book(knowledge, |book| Person::from_chart(chart, book, today, &zone));
    let checked = check(knowledge, &entry.cautions, &person);
    let held: Vec<&CheckedCaution<'_>> = checked.cautions.iter().filter(|one| one.standing != Standing::Clear).collect();
    let clear = checked.cautions.len() - held.len();
    html! {
        section.card.pad {
            h3 { "Before going on, for " (frame::given_name(chart)) }
            @for one in &held { (line(one)) }
            @if clear > 0 { p.small.muted { (icon(Icon::Check)) " " (clear) " looked at: " (Standing::Clear.words()) "." } }
            @if !checked.not_understood.is_empty() { p.small { (icon(Icon::Query)) " Not understood, so not looked at: " (checked.not_understood.join(", ")) "." } }
        }
    }
}

fn line(one: &CheckedCaution<'_>) -> Markup {
    let (class, drawing) = match one.standing {
        Standing::Found => ("finding care", Icon::Triangle),
        Standing::NotKnown => ("finding unk", Icon::Query),
        Standing::ForEverybody | Standing::Clear => ("finding", Icon::List),
    };
    html! {
        article class=(class) {
            p.small { (icon(drawing)) " " b { (one.standing.words()) } ", " (one.caution.strength.words()) ": " (one.caution.text) }
            @if let Some(action) = &one.caution.action { p.small { (action) } }
            @if !one.because.is_empty() { p.small.muted { "Because: " (one.because.join(", ")) "." } }
            @if !one.missing.is_empty() { p.small.muted { "Missing: " (one.missing.join(", ")) "." } }
        }
    }
}
