//! The diary card and what belongs to it: layout, the week, skills by module, chains, coaching, and whether all the ways
//! of the therapy are there.

use super::{Desk, lines, short};
use crate::{
    components::{
        empty_state::empty_state,
        icon::{Icon, icon},
        status_tag::tag,
    },
    pages::clinician::session::{strip, week_table},
};
use concord_chart::work::ChainAnalysed;
use concord_engines::{
    days::plus,
    therapy::{modes, skills},
};
use concord_knowledge::{ListName, SkillSet};
use jiff::civil::Date;
use maud::{Markup, html};

/// Weeks over which the use of skills is counted.
const WEEKS: i64 = 4;

/// All of it; the card of the week up to a day.
pub(super) fn sections(desk: &Desk<'_>, to: Date) -> Markup {
    html! { (card(desk, to)) (used(desk)) (chains(desk)) (coaching(desk)) }
}

fn card(desk: &Desk<'_>, to: Date) -> Markup {
    let chart = desk.chart();
    let to = to.min(desk.today);
    let from = plus(to, -6);
    let week = |to: Date| format!("{}/work?to={to}#card", desk.address());
    html! {
        section.card aria-labelledby="card" {
            div.row.between {
                h2 #card { "Diary card" }
                @if desk.may_write() { a.button.secondary href=(desk.form("diary-card")) { @if chart.work.card.is_some() { "Lay it out anew" } @else { "Lay out the card" } } }
            }
            (whole(desk))
            @if chart.work.card.is_none() { (empty_state("No card is laid out yet", "Patient and therapist choose its rows together: urges, acts, feelings and a few skills. It is filled in once a day.", None)) }
            (week_table(chart, desk.app.clinic.knowledge(), from, to))
            @if chart.work.card.is_some() {
                p.row.small {
                    a href=(week(plus(to, -7))) rel="prev" { "The week before" }
                    @if to < desk.today { a href=(week(plus(to, 7))) rel="next" { "The week after" } }
                }
            }
        }
    }
}

/// “DBT” only where all four ways are there; otherwise what is missing.
fn whole(desk: &Desk<'_>) -> Markup {
    let Some(entry) = desk.entry.filter(|entry| entry.word_lists.contains(&ListName::DbtModes)) else { return html! {} };
    let said = desk.course.held().filter_map(|session| session.written.as_ref()).flat_map(|written| &written.what.fidelity);
    let team = said
        .filter(|mark| mark.element == "therapist_in_a_consultation_team")
        .last()
        .is_some_and(|mark| mark.delivered == concord_chart::session::Delivered::Yes);
    let modes = modes::modes(desk.chart(), entry.id.as_str(), "dbt-skills", team);
    let list = desk.app.clinic.knowledge().word_list(ListName::DbtModes);
    let missing: Vec<String> = modes
        .missing()
        .into_iter()
        .map(|code| list.and_then(|list| list.word(code)).map_or_else(|| code.to_owned(), |word| word.label.clone()))
        .collect();
    html! {
        @if modes.is_whole() { p { (tag("good", Some(Icon::Check), &format!("{}: all four ways", entry.short_name))) } }
        @else { p { (tag("line", Some(Icon::Query), &format!("{}-informed", entry.short_name))) span.small.muted { " Not seen on this record: " (missing.join(", ")) "." } } }
    }
}

/// How often each skill was used and helped, by module.
fn used(desk: &Desk<'_>) -> Markup {
    let set = desk.entry.and_then(|entry| entry.skill_set.as_deref()).and_then(|id| desk.app.clinic.knowledge().skill_set(id));
    let uses = skills::uses(&desk.chart().work.cards, plus(desk.today, -7 * WEEKS + 1), desk.today);
    html! {
        @if let Some(set) = set {
            section.card aria-labelledby="skills" {
                h2 #skills { "Skills in the last " (WEEKS) " weeks" }
                div.columns { @for module in &set.modules { (module_card(set, &module.id, &uses)) } }
            }
        }
    }
}

fn module_card(set: &SkillSet, id: &str, uses: &std::collections::BTreeMap<String, skills::Use>) -> Markup {
    let Some(module) = set.modules.iter().find(|module| module.id == id) else { return html! {} };
    let named: Vec<_> = module.skills.iter().filter_map(|skill| Some((skill, uses.get(&skill.code)?))).collect();
    html! {
        div {
            h3 { (module.label) }
            p.small.muted { (named.len()) " of " (module.skills.len()) " skills noted" }
            @for (skill, sum) in &named { p.small { b { (skill.label) } ": used on " (sum.used) " days, helped on " (sum.helped) @if sum.thought_of > 0 { span.muted { "; thought of on " (sum.thought_of) } } } }
        }
    }
}

fn chains(desk: &Desk<'_>) -> Markup {
    let all = &desk.chart().work.chains;
    html! {
        section.card aria-labelledby="chains" {
            div.row.between { h2 #chains { "Chains" } @if desk.may_write() { a.button.secondary href=(desk.form("chain")) { "Draw a chain" } } }
            @if all.is_empty() { (empty_state("No chain yet", "From what made the day harder, over what set it off, to where another link was possible.", None)) }
            @for piece in all.iter().rev().take(6) {
                article.work-piece {
                    p.small.muted { (short(piece.at, desk)) ", drawn by " (piece.by) }
                    @if piece.what.behaviour.is_empty() { p.small { (tag("line", None, "not shared with you")) } } @else { (strip(desk.app.clinic.knowledge(), &piece.what)) (other_ways(&piece.what)) }
                    (lines::about(desk, piece.id))
                }
            }
        }
    }
}

/// Where another link was possible: the strip shows the last of them, a chain may have several.
fn other_ways(chain: &ChainAnalysed) -> Markup {
    let ways: Vec<_> = chain.links.iter().filter(|link| !link.instead.trim().is_empty()).collect();
    html! {
        @if ways.len() > 1 { ul.small { @for link in ways { li { "Instead of “" (link.words) "”: " (link.instead) } } } }
    }
}

/// Coaching between sessions. The rule about the day after self-harm is shown beside it and never enforced.
fn coaching(desk: &Desk<'_>) -> Markup {
    let rule = desk.entry.and_then(|entry| entry.agreements.iter().find(|one| one.id == "after_self_harm"));
    let set = desk.entry.and_then(|entry| entry.skill_set.as_deref()).and_then(|id| desk.app.clinic.knowledge().skill_set(id));
    let label =
        |code: &String| set.and_then(|set| set.skill(code)).map_or_else(|| code.clone(), |(_, skill)| skill.label.clone());
    html! {
        section.card aria-labelledby="coaching" {
            div.row.between { h2 #coaching { "Coaching between sessions" } @if desk.may_write() { a.button.secondary href=(desk.form("coaching")) { "Note a call" } } }
            @if let Some(rule) = rule { p.small.muted { (rule.text) } }
            @if desk.course.calls.is_empty() { p.small.muted { "No call yet." } }
            @for call in desk.course.calls.iter().rev().take(12) {
                article.work-piece {
                    p { b { (short(call.at, desk)) } ", " (call.by) @if let Some(minutes) = call.what.minutes { ", " (minutes) " min" } ": " (call.what.reason) }
                    @if !call.what.skills.is_empty() { p.small { "Coached: " (call.what.skills.iter().map(label).collect::<Vec<_>>().join(", ")) } }
                    @if !call.what.outcome.is_empty() { p.small.muted { (call.what.outcome) } }
                    @if call.what.within_24_hours_of_self_harm { p.small { (icon(Icon::Triangle)) " Within a day after self-harm: safety came first." } }
                }
            }
        }
    }
}
