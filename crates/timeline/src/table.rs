//! The same facts as a table, as a list of decisions and as sentences.

use crate::days::{self, Every, Stretch};
use crate::facts::Facts;
use crate::model::{Decision, Lane, LaneKind, Timeline, Zoom, shift};
use maud::{Markup, html};

/// The chart as a table: one row a fortnight (a week in the view of days, a month or a year in those of years), newest
/// first; one column a lane; decisions and events in the last. What is missing is said in words. Rows ahead of today
/// stand apart as planned.
///
/// Each cell carries its lane's name as `data-label`, for screens and sheets that are too narrow for columns; each row
/// carries `data-from` and `data-to` (day after the last).
pub fn table(timeline: &Timeline) -> Markup {
    let facts = Facts::new(timeline);
    let w = facts.words;
    let zoom = timeline.window.zoom();
    let lanes: Vec<&Lane> = timeline.lanes.iter().filter(|lane| is_column(lane, zoom)).collect();
    let episodes = zoom >= Zoom::Months && !timeline.episodes.is_empty();
    let mut rows = days::stretches(timeline, Every::row(zoom));
    rows.reverse();
    let (ahead, past): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.first > timeline.today);
    let ahead: Vec<Stretch> = ahead.into_iter().filter(|row| says_something(&facts, &lanes, row)).collect();
    let columns = lanes.len() + 2 + usize::from(episodes);
    html! {
        p.hint { (w.table_note) }
        div.xscroll tabindex="0" role="region" aria-label=(w.as_a_table) {
            table.facts {
                thead {
                    tr {
                        th scope="col" { (w.from_head) }
                        @if episodes { th scope="col" { (w.episodes) } }
                        @for lane in &lanes { th scope="col" { (lane.name) } }
                        th scope="col" { (w.what_happened) }
                    }
                }
                @if !ahead.is_empty() {
                    tbody.ahead {
                        tr { th.group colspan=(columns) scope="rowgroup" { (w.still_planned) } }
                        @for row in &ahead { (table_row(&facts, &lanes, row, episodes)) }
                    }
                }
                tbody {
                    @if !ahead.is_empty() {
                        tr { th.group colspan=(columns) scope="rowgroup" { (w.so_far) } }
                    }
                    @for row in &past { (table_row(&facts, &lanes, row, episodes)) }
                }
            }
        }
    }
}

/// Life events and notes stand in the last column, weeks well only where a row is a year.
fn is_column(lane: &Lane, zoom: Zoom) -> bool {
    match lane.kind {
        LaneKind::LifeEvents(_) | LaneKind::Notes(_) => false,
        LaneKind::WeeksWell(_) => zoom == Zoom::Quarters,
        _ => true,
    }
}

fn says_something(facts: &Facts<'_>, lanes: &[&Lane], row: &Stretch) -> bool {
    !facts.decisions(row).is_empty()
        || lanes.iter().any(|lane| facts.lane(lane, row).recorded)
        || !happened(facts, row).is_empty()
}

/// Decisions, life events and the patient's notes of a row.
fn happened(facts: &Facts<'_>, row: &Stretch) -> Vec<String> {
    let mut said = facts.decisions(row);
    for lane in &facts.t.lanes {
        if matches!(lane.kind, LaneKind::LifeEvents(_) | LaneKind::Notes(_)) {
            said.extend(Some(facts.lane(lane, row)).filter(|fact| fact.recorded).map(|fact| fact.words));
        }
    }
    said
}

fn table_row(facts: &Facts<'_>, lanes: &[&Lane], row: &Stretch, episodes: bool) -> Markup {
    let first = row.first.max(facts.t.window.from);
    html! {
        tr data-from=(row.first) data-to=(row.end) {
            th scope="row" {
                @match own_window(facts.t, row) {
                    Some(address) => a href=(address) { (facts.date(first)) },
                    None => (facts.date(first)),
                }
            }
            @if episodes { (said_or(facts.words.episodes, &facts.episodes(row), facts.words.none)) }
            @for lane in lanes {
                @let fact = facts.lane(lane, row);
                td.none[!fact.recorded] data-label=(lane.name) {
                    // Of days to come nobody can say "not answered": only what is planned or due stands there.
                    @if fact.recorded || (row.first <= facts.t.today && !fact.words.is_empty()) { (fact.words) }
                    @else { (facts.words.nothing_ahead) }
                }
            }
            (said_or(facts.words.what_happened, &happened(facts, row), facts.words.nothing_noted))
        }
    }
}

/// A cell of things said, or the words for none of them: no cell is blank.
fn said_or(label: &str, said: &[String], otherwise: &str) -> Markup {
    html! {
        td.none[said.is_empty()] data-label=(label) { @if said.is_empty() { (otherwise) } @else { (said.join("; ")) } }
    }
}

/// Where the row's own window opens: 24 weeks for a month, one year for a year.
fn own_window(t: &Timeline, row: &Stretch) -> Option<String> {
    let path = t.path.as_deref()?;
    let (from, to) = match t.window.zoom() {
        Zoom::Months => (shift(row.first, -56), shift(row.first, 112)),
        Zoom::Quarters => (row.first, row.end),
        _ => return None,
    };
    Some(format!("{path}?from={from}&to={to}"))
}

/// "Decisions so far": number, date, what, why and by whom, in date order. Each row has the id `decision-{number}`.
pub fn decisions(timeline: &Timeline) -> Markup {
    let facts = Facts::new(timeline);
    let w = facts.words;
    let mut all: Vec<&Decision> = timeline.decisions.iter().collect();
    all.sort_by_key(|decision| (decision.on, decision.number));
    html! {
        @if all.is_empty() {
            p.hint { (w.no_decisions) }
        } @else {
            table.dtab {
                thead {
                    tr {
                        th scope="col" { span.vh { (w.number) } }
                        th scope="col" { (w.when) }
                        th scope="col" { (w.what) }
                        th scope="col" { (w.why_who) }
                    }
                }
                tbody {
                    @for decision in all {
                        tr id=(format!("decision-{}", decision.number)) {
                            td { span.dnum.o[decision.planned] { (decision.number) } }
                            td.nowrap.muted {
                                (facts.date(decision.on))
                                @if decision.planned { span.vh { ", " (w.planned) } }
                            }
                            td.b { @if decision.what.is_empty() { (decision.label) } @else { (decision.what) } }
                            td.small { (decision.why) @if !decision.who.is_empty() { br; span.faint { (decision.who) } } }
                        }
                    }
                }
            }
        }
    }
}

/// The picture in sentences: the headline, then each lane's latest value with its context.
pub fn summary(timeline: &Timeline) -> String {
    let facts = Facts::new(timeline);
    let mut said: Vec<String> = Vec::new();
    if !timeline.headline.is_empty() {
        said.push(timeline.headline.clone());
    }
    for lane in &timeline.lanes {
        let latest = if matches!(lane.kind, LaneKind::NotShared) { facts.words.not_shared } else { &lane.latest };
        match (latest.is_empty(), lane.context.is_empty()) {
            (true, _) => {}
            (false, true) => said.push(format!("{}: {latest}.", lane.name)),
            (false, false) => said.push(format!("{}: {latest} ({}).", lane.name, lane.context)),
        }
        if let LaneKind::Dose(dose) = &lane.kind {
            said.extend(facts.plan(dose).map(|plan| format!("{}, {plan}.", lane.name)));
        }
    }
    if said.is_empty() {
        said.push(facts.words.empty.to_owned());
    }
    said.join(" ")
}
