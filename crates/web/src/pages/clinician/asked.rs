//! What the person wishes for about a medicine and what gets in the way of taking it, as the team sees it beside the
//! regimen. What is open stands first, with the promised time.

use super::frame;
use crate::{
    app::Shared,
    chart_view,
    components::{icon::Icon, status_tag::tag},
};
use concord_chart::{Chart, CourseId, StaffId};
use maud::{Markup, html};

/// The latest that are shown; the entries page has them all.
const SHOWN: usize = 8;

/// The card; nothing where nobody asked and nothing gets in the way.
pub(super) fn card(app: &Shared, chart: &Chart, prescriber: bool) -> Markup {
    if chart.change_requests.is_empty() && chart.barriers.is_empty() {
        return html! {};
    }
    html! {
        section.card aria-labelledby="asked" {
            h2 #asked { "Wishes, and what gets in the way" }
            ul { (wishes(app, chart, prescriber)) (barriers(app, chart)) }
        }
    }
}

fn wishes(app: &Shared, chart: &Chart, prescriber: bool) -> Markup {
    let (zone, today) = (app.clinic.zone(), app.clinic.today());
    let mut wishes: Vec<_> = chart.change_requests.iter().collect();
    wishes.sort_by(|a, b| a.answer.is_some().cmp(&b.answer.is_some()).then_with(|| b.at.order(&a.at)));
    html! {
        @for wish in wishes.into_iter().take(SHOWN) {
            li {
                p { b { (medicine(app, chart, wish.what.course)) ": asks to " (wish.what.wish.words()) } @if !wish.what.words.is_empty() { " “" (wish.what.words) "”" } }
                p.small.muted { (frame::day(wish.at, today, &zone)) ", told by " (wish.by) }
                @match &wish.answer {
                    Some((at, by, words)) => p.small { b { (by) ", " (frame::day(*at, today, &zone)) ": " } (words) },
                    None => p.small {
                        (tag("care", Some(Icon::Clock), "not answered yet")) " "
                        @if let Some(by) = wish.what.answer_by { "promised by " (by.to_zoned(zone.clone()).strftime("%-d %b, %H:%M").to_string()) " " }
                        @if prescriber { a href=(format!("/chart/{}/record/change-answer?request={}", chart.id, wish.id)) { "Answer" } }
                    },
                }
            }
        }
    }
}

fn barriers(app: &Shared, chart: &Chart) -> Markup {
    let (zone, today) = (app.clinic.zone(), app.clinic.today());
    let mut known: Vec<_> = chart.barriers.iter().collect();
    known.sort_by(|a, b| a.resolved.is_some().cmp(&b.resolved.is_some()).then_with(|| b.at.order(&a.at)));
    html! {
        @for barrier in known.into_iter().take(SHOWN) {
            li {
                p {
                    b { @if let Some(course) = barrier.what.course { (medicine(app, chart, course)) ": " } (barrier.what.reason.words()) }
                    @if !barrier.what.words.is_empty() { " “" (barrier.what.words) "”" }
                }
                p.small.muted { (frame::day(barrier.at, today, &zone)) ", told by " (barrier.by) ". " (owner(chart, barrier.what.owner)) }
                @match &barrier.resolved {
                    Some((at, by, words)) => p.small { b { (by) ", " (frame::day(*at, today, &zone)) ": " } (words) },
                    None => p.small { a href=(format!("/chart/{}/record/barrier-resolved?barrier={}", chart.id, barrier.id)) { "It no longer gets in the way" } },
                }
            }
        }
    }
}

fn medicine(app: &Shared, chart: &Chart, course: CourseId) -> String {
    let Some(course) = chart.medication(course) else { return "A medicine".to_owned() };
    let substance = course.what.substance.as_ref().and_then(|id| app.clinic.knowledge().substance(id));
    chart_view::medicine_name(course, substance)
}

fn owner(chart: &Chart, owner: Option<StaffId>) -> String {
    let named = chart.registration.team.iter().find(|member| member.staff.is_some() && member.staff == owner);
    named.map_or_else(|| "Nobody looks after it yet.".to_owned(), |member| format!("{} looks after it.", member.name))
}
