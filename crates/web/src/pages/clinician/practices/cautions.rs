//! What to look out for, for this person: found, not known, for everybody, or not so. It is looked at for those who see
//! conditions and medicines. A practitioner who sees neither reads what a practice asks of everybody, whether the team has
//! looked, and what the team asks of them: nothing on their page depends on what was found.

use super::{Seen, evidence::cited};
use crate::{
    components::{
        icon::{Icon, icon},
        status_tag::tag,
    },
    own_words::with_book,
};
use concord_chart::{Chart, practice::PracticeCourse, practice::PracticePlanned};
use concord_engines::practice_cautions::{Checked, CheckedCaution, Person, Standing, check};
use concord_knowledge::{Caution, CautionStrength, Practice};
use maud::{Markup, html};

/// Looks at the cautions of a practice for the person of a chart, for those who see all of it.
pub(super) fn looked_at<'k>(seen: &Seen<'_>, entry: &'k Practice) -> Checked<'k> {
    let knowledge = seen.app.clinic.knowledge();
    let person = with_book(knowledge, |book| Person::from_chart(seen.chart(), book, seen.today, &seen.zone));
    check(knowledge, &entry.cautions, &person)
}

/// What was decided about a caution, where it was weighed in these words before.
pub(super) fn weighed<'p>(
    plan: Option<&'p PracticePlanned>,
    caution: &Caution,
) -> Option<&'p concord_chart::practice::CautionWeighed> {
    plan?.weighed.iter().find(|known| known.caution == caution.text)
}

/// The card beside the course.
pub(super) fn card(seen: &Seen<'_>, course: &PracticeCourse) -> Markup {
    html! {
        section.card.pad aria-labelledby="cautions" { h3 #cautions { "What to look out for" }
            @match seen.entry(course) {
                None => p.small { (icon(Icon::Query)) " No cautions are on file for this practice. That is not the same as there being none." },
                Some(entry) if seen.is_practitioner() => { (for_practitioner(seen, course, entry)) },
                Some(entry) => { (for_team(seen, course, entry)) },
            }
        }
    }
}

fn for_team(seen: &Seen<'_>, course: &PracticeCourse, entry: &Practice) -> Markup {
    let checked = looked_at(seen, entry);
    let open = checked.standing(Standing::Found).filter(|each| weighed(course.plan(), each.caution).is_none()).count();
    html! {
        @if open > 0 && course.is_current() {
            p { (icon(Icon::Triangle)) " " b { (open) " found and not weighed yet. " } a href=(format!("{}/practices/{}/plan", seen.base(), course.id)) { "Weigh it" } }
        }
        (all(seen, &checked, course.plan()))
        p.small.muted { (team_looked(seen, course)) }
    }
}

/// Every caution with where it stands and what it rests on.
pub(super) fn all(seen: &Seen<'_>, checked: &Checked<'_>, plan: Option<&PracticePlanned>) -> Markup {
    html! {
        ul.plain { @for each in &checked.cautions { li { (one(seen, each, plan)) } } }
        @if !checked.not_understood.is_empty() { p.small { (icon(Icon::Query)) " Not understood, so not looked at: " (checked.not_understood.join(", ")) "." } }
    }
}

fn one(seen: &Seen<'_>, each: &CheckedCaution<'_>, plan: Option<&PracticePlanned>) -> Markup {
    let (tone, drawing) = match (each.standing, each.caution.strength) {
        (Standing::Found, CautionStrength::Contraindicated) => ("stop", Icon::Octagon),
        (Standing::Found, CautionStrength::Caution) => ("care", Icon::Triangle),
        (Standing::NotKnown, _) => ("line", Icon::Query),
        (Standing::ForEverybody, _) => ("", Icon::List),
        (Standing::Clear, _) => ("good", Icon::Check),
    };
    html! {
        p { (tag(tone, Some(drawing), each.standing.words())) " " @if each.standing == Standing::Found { b { (each.caution.strength.words()) ": " } } (each.caution.text) @if let Some(action) = &each.caution.action { " " (action) } }
        @if !each.because.is_empty() { p.small { "Because: " (each.because.join("; ")) "." } }
        @if !each.missing.is_empty() { p.small { "Not known: " (each.missing.join("; ")) "." } }
        @if let Some(known) = weighed(plan, each.caution) {
            p.small { b { "Weighed: " } (known.words) @if !known.for_practitioner.is_empty() { " For the practitioner: “" (known.for_practitioner) "”" } }
        }
        p.small.muted { (cited(seen, each.caution)) }
    }
}

/// The same text whether something was found or not.
fn for_practitioner(seen: &Seen<'_>, course: &PracticeCourse, entry: &Practice) -> Markup {
    let told = course.plan().map(|plan| plan.weighed.as_slice()).unwrap_or_default();
    html! {
        p { "You do not see what somebody has or takes. Ask the team before you go beyond what is agreed." }
        p { b { (team_looked(seen, course)) } }
        @if !told.is_empty() { p { "What the team asks of you:" } ul { @for one in told { li { (one.for_practitioner) } } } }
        (of_everybody(entry))
    }
}

/// What a practice asks to look out for in everybody.
pub(super) fn of_everybody(entry: &Practice) -> Markup {
    html! {
        details.small { summary { "What this practice asks to look out for, in anybody" }
            ul { @for caution in &entry.cautions { li { (caution.text) @if let Some(action) = &caution.action { " " (action) } } } }
        }
    }
}

/// When somebody of the team who sees conditions and medicines last agreed on this course.
fn team_looked(seen: &Seen<'_>, course: &PracticeCourse) -> String {
    match last_look(seen.chart(), course) {
        Some((day, by)) => format!("The team looked at this {}, {by}.", seen.day(day)),
        None => "Nobody of the team has looked at this yet.".to_owned(),
    }
}

fn last_look(chart: &Chart, course: &PracticeCourse) -> Option<(concord_chart::When, String)> {
    course.plans.iter().rev().find_map(|(event, at, _)| {
        let author = chart.entry(*event)?.recorded.author().clone();
        (author.staff.is_some() && author.staff != course.what.practitioner).then_some((*at, author.name))
    })
}
