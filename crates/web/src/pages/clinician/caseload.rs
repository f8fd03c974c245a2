//! The caseload: rows grouped by what is needed, sorted by who needs it first.

use super::parts::{arm, name_cell, score_cell, status};
use crate::{
    app::Shared,
    components::{
        arm_clock::arm_line,
        bars::{Bar, Counted, bars},
        empty_state::empty_state,
        icon::{Icon, icon},
        sparkline::sparkline,
    },
    errors::Problem,
    guard::Who,
    layout,
};
use axum::extract::{Query, State};
use concord_actions::{Listed, PracticeSettings};
use concord_engines::{days::day_words, due::DueState};
use concord_registry::{
    Group,
    caseload::{By, CaseloadLine, CaseloadRow, Fact, FactId, Need, NeedKind, Standing, facts},
    columns::{Column, column},
};
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};
use serde::Deserialize;
use std::sync::Arc;

/// Rows on a page.
const PAGE: usize = 50;

/// What was asked for: all of it stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    /// `need` (the usual), `person`, `score`, `week`, `met`.
    #[serde(default)]
    sort: String,
    /// Only people at this place.
    #[serde(default)]
    place: String,
    /// Only people of whom this number is true.
    #[serde(default)]
    fact: String,
    /// Only this group.
    #[serde(default)]
    group: String,
    /// From 1.
    #[serde(default)]
    page: usize,
}

/// The ways of sorting: word, column, and which way the column then runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sort {
    #[default]
    Need,
    Person,
    Score,
    Week,
    Met,
}

impl Sort {
    const ALL: &'static [Self] = &[Self::Need, Self::Person, Self::Score, Self::Week, Self::Met];

    fn as_str(self) -> &'static str {
        match self {
            Self::Need => "need",
            Self::Person => "person",
            Self::Score => "score",
            Self::Week => "week",
            Self::Met => "met",
        }
    }

    fn parse(text: &str) -> Self {
        Self::ALL.iter().copied().find(|sort| sort.as_str() == text).unwrap_or_default()
    }

    /// The column that it sorts, by its id in the registry.
    fn column(self) -> &'static str {
        match self {
            Self::Need => "needed",
            Self::Person => "person",
            Self::Score => "score",
            Self::Week => "week",
            Self::Met => "last_contact",
        }
    }

    /// As `aria-sort` has it.
    fn direction(self) -> &'static str {
        if matches!(self, Self::Need | Self::Score) { "descending" } else { "ascending" }
    }
}

/// The rows that were asked for, in order, and what the chips count.
pub(super) struct Chosen<'a> {
    /// In order, the standing of each beside it.
    pub rows: Vec<(Standing, &'a Listed)>,
    facts: Vec<Fact>,
    places: Vec<(String, usize)>,
    groups: Vec<(Group, usize)>,
    all: usize,
}

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(asked): Query<Asked>) -> Result<Markup, Problem> {
    let listed = app.clinic.caseload(&who.subject).await.map_err(|error| Problem::of(&app, Some(&who), error))?;
    let today = app.clinic.today();
    let chosen = choose(&listed, &asked, today);
    let body = html! {
        div.page-head {
            h1 { "Your caseload" }
            (filters(&app, &asked, &chosen))
            p.lead { (chosen.all) " people. Sorted by " (sorted_by(Sort::parse(&asked.sort))) "." }
        }
        (numbers(&asked, &chosen))
        (table(&app, &asked, &chosen, today))
        p.small.muted { "Every column heading says what it means. A zero is a number here: 18 → 0 is remission." }
    };
    Ok(layout::page(&app, Some(&who), "Caseload", "/caseload", body))
}

fn sorted_by(sort: Sort) -> &'static str {
    match sort {
        Sort::Need => "what needs a person first",
        Sort::Person => "name",
        Sort::Score => "latest score, highest first",
        Sort::Week => "weeks in treatment, longest first",
        Sort::Met => "who was met longest ago",
    }
}

/// Filters, sorts and counts. Each row is looked at a few times; lines are worked out only for those that are shown.
pub(super) fn choose<'a>(listed: &'a [Listed], asked: &Asked, today: Date) -> Chosen<'a> {
    let place_of = |row: &CaseloadRow| row.person.place.as_ref().map(|place| place.as_str().to_owned()).unwrap_or_default();
    let here: Vec<&Listed> = listed.iter().filter(|one| asked.place.is_empty() || place_of(&one.row) == asked.place).collect();
    let facts = facts(here.iter().map(|one| one.row.as_ref()), today);
    let fact = FactId::parse(&asked.fact);
    let group = Group::ALL.iter().copied().find(|group| group_word(*group) == asked.group);
    let mut rows: Vec<(Standing, &Listed)> = here
        .iter()
        .filter(|one| fact.is_none_or(|fact| fact.holds(&one.row, today) == Some(true)))
        .map(|one| (one.row.standing(today), *one))
        .collect();
    let mut groups: Vec<(Group, usize)> = Group::ALL.iter().map(|group| (*group, 0)).collect();
    for (standing, _) in &rows {
        if let Some((_, count)) = groups.iter_mut().find(|(group, _)| *group == standing.group) {
            *count += 1;
        }
    }
    rows.retain(|(standing, _)| group.is_none_or(|group| standing.group == group));
    sort(&mut rows, Sort::parse(&asked.sort));
    let mut places: Vec<(String, usize)> = Vec::new();
    for one in listed {
        let place = place_of(&one.row);
        match places.iter_mut().find(|(known, _)| *known == place) {
            Some((_, count)) => *count += 1,
            None => places.push((place, 1)),
        }
    }
    places.retain(|(place, _)| !place.is_empty());
    places.sort();
    Chosen { rows, facts, places, groups, all: listed.len() }
}

/// Groups stay together whatever is sorted by; the name decides between equals, so that a page never shuffles.
fn sort(rows: &mut [(Standing, &Listed)], by: Sort) {
    let latest = |one: &Listed| one.row.measures.first().and_then(|main| main.latest).map(|(_, total)| std::cmp::Reverse(total));
    rows.sort_unstable_by(|(a, one), (b, other)| {
        let first = match by {
            Sort::Need => a.cmp(b),
            Sort::Person => a.group.cmp(&b.group),
            // No score stands last, whichever way scores run.
            Sort::Score => a
                .group
                .cmp(&b.group)
                .then_with(|| latest(one).is_none().cmp(&latest(other).is_none()))
                .then_with(|| latest(one).cmp(&latest(other))),
            Sort::Week => {
                a.group.cmp(&b.group).then_with(|| one.row.since.unwrap_or(Date::MAX).cmp(&other.row.since.unwrap_or(Date::MAX)))
            }
            Sort::Met => a.group.cmp(&b.group).then_with(|| one.row.last_contact.cmp(&other.row.last_contact)),
        };
        first.then_with(|| one.sort.cmp(&other.sort)).then_with(|| one.chart.cmp(&other.chart))
    });
}

fn group_word(group: Group) -> &'static str {
    match group {
        Group::NeedsPersonToday => "today",
        Group::FairToJudge => "judge",
        Group::OnCourse => "on-course",
        Group::StayingWell => "well",
        Group::NotInCare => "not-in-care",
    }
}

impl Asked {
    /// The address with one thing changed; the page begins again at 1.
    fn address(&self, change: impl FnOnce(&mut Self)) -> String {
        let mut asked = Self { page: 0, ..self.clone() };
        change(&mut asked);
        asked.at("/caseload")
    }

    /// The same question at another address.
    fn at(&self, path: &str) -> String {
        let page = if self.page > 1 { self.page.to_string() } else { String::new() };
        let parts = [("sort", &self.sort), ("place", &self.place), ("fact", &self.fact), ("group", &self.group), ("page", &page)];
        let query: Vec<String> = parts
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
    }
}

/// Escapes what a query cannot hold as it is.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

fn filters(app: &Shared, asked: &Asked, chosen: &Chosen<'_>) -> Markup {
    let practice = app.clinic.practice();
    html! {
        nav.chips aria-label="Show only" {
            a.chip href=(asked.address(|asked| asked.place.clear())) aria-current=[asked.place.is_empty().then_some("true")] { "All places" }
            @for (place, count) in &chosen.places {
                a.chip href=(asked.address(|asked| asked.place.clone_from(place))) aria-current=[(asked.place == *place).then_some("true")] { (practice.place_name(&place.as_str().into())) " " (count) }
            }
            a.chip href=(asked.at("/caseload.csv")) download="caseload.csv" { "Spreadsheet" }
        }
    }
}

/// Whole-caseload numbers, each as n of n, each a filter.
fn numbers(asked: &Asked, chosen: &Chosen<'_>) -> Markup {
    html! {
        nav.card.facts-row aria-label="The whole caseload in numbers" {
            @for fact in &chosen.facts {
                @let on = asked.fact == fact.id.as_str();
                a href=(asked.address(|asked| if on { asked.fact.clear() } else { asked.fact = fact.id.as_str().to_owned() })) aria-current=[on.then_some("true")] {
                    b { (fact.count) " of " (fact.of) } span { (fact.id.words()) @if on { ", shown now" } }
                }
            }
        }
        nav.chips aria-label="Groups" {
            a.chip href=(asked.address(|asked| asked.group.clear())) aria-current=[asked.group.is_empty().then_some("true")] { "Every group" }
            @for (group, count) in &chosen.groups {
                a.chip href=(asked.address(|asked| asked.group = group_word(*group).to_owned())) aria-current=[(asked.group == group_word(*group)).then_some("true")] { (group.words()) " " (count) }
            }
        }
    }
}

fn table(app: &Shared, asked: &Asked, chosen: &Chosen<'_>, today: Date) -> Markup {
    if chosen.rows.is_empty() {
        let why = "People stand here as soon as you are on their care team, grouped by what is needed next.";
        return html! { div.card { (empty_state("Nobody here", why, Some(("/find", "Find a person")))) } };
    }
    let pages = chosen.rows.len().div_ceil(PAGE);
    let page = asked.page.clamp(1, pages);
    let shown = &chosen.rows[(page - 1) * PAGE..(page * PAGE).min(chosen.rows.len())];
    let here = Here { today, zone: app.clinic.zone(), practice: app.clinic.practice() };
    html! {
        section.card.flush {
            table.registry {
                caption.vh { "Caseload, grouped by what is needed next" }
                (head(asked))
                @for run in shown.chunk_by(|a, b| a.0.group == b.0.group) { (group(chosen, run, &here)) }
            }
        }
        @if pages > 1 { (paging(asked, page, pages)) }
    }
}

fn head(asked: &Asked) -> Markup {
    html! {
        thead { tr {
            (heading(asked, "person", Some(Sort::Person)))
            (heading(asked, "needed", Some(Sort::Need)))
            (heading(asked, "score", Some(Sort::Score)))
            (heading(asked, "course", None))
            (heading(asked, "treatments", None))
            (bars_heading())
            (heading(asked, "week", Some(Sort::Week)))
            (heading(asked, "last_contact", Some(Sort::Met)))
        } }
    }
}

/// A heading opens its sentence; a column that can be sorted by has a link as well.
fn heading(asked: &Asked, id: &str, sort: Option<Sort>) -> Markup {
    let Some(Column { heading, meaning, .. }) = column(id) else { return html! { th scope="col" { (id) } } };
    let on = sort.filter(|sort| Sort::parse(&asked.sort) == *sort && sort.column() == id);
    html! {
        th scope="col" aria-sort=[on.map(Sort::direction)] {
            @match sort {
                Some(sort) => a href=(asked.address(|asked| asked.sort = sort.as_str().to_owned())) title=(meaning) { (heading) },
                None => span title=(meaning) { (heading) },
            }
            (sentence(heading, meaning))
        }
    }
}

fn sentence(heading: &str, meaning: &str) -> Markup {
    html! { details.meaning { summary aria-label=(format!("What “{heading}” means")) { "?" } p { (meaning) } } }
}

/// Three columns of the registry share one cell.
fn bars_heading() -> Markup {
    let meanings: Vec<String> = ["pills", "sessions", "homework"]
        .into_iter()
        .filter_map(column)
        .map(|column| format!("{}: {}", column.heading, column.meaning))
        .collect();
    html! { th scope="col" { span title=(meanings.join(" ")) { "Pills, sessions, homework" } (sentence("Pills, sessions, homework", &meanings.join(" "))) } }
}

fn group(chosen: &Chosen<'_>, run: &[(Standing, &Listed)], here: &Here) -> Markup {
    let Some((Standing { group, .. }, _)) = run.first() else { return html! {} };
    let count = chosen.groups.iter().find(|(known, _)| known == group).map_or(run.len(), |(_, count)| *count);
    html! {
        tbody {
            tr.group { th colspan="8" scope="rowgroup" { (group.words()) " · " (count) span { (group.why()) } } }
            @for (_, one) in run { (row(one, here)) }
        }
    }
}

/// The day and the practice in whose words a row is written.
struct Here {
    today: Date,
    zone: TimeZone,
    practice: Arc<PracticeSettings>,
}

fn row(one: &Listed, here: &Here) -> Markup {
    let today = here.today;
    let (row, line) = (&one.row, one.row.at(today));
    html! {
        tr {
            td { (name_cell(one.chart, &row.person.family_name, &row.person.given_name, &under_name(row, here), 34)) }
            td { (needed(&line, today, &here.zone)) }
            td { (score_cell(row)) @if let Some(words) = item_words(row, today) { span.small { (words) } } }
            td { (course(row)) }
            td { (treatments(&line)) }
            td { (adherence(row, &line)) }
            td.nowrap data-label="Week" { (line.weeks.map_or_else(|| "no treatment".to_owned(), |weeks| format!("wk {weeks}"))) br; span.faint.small { (answered(&line, today)) } }
            td.nowrap data-label="Last met" { (row.last_contact.map_or_else(|| "never".to_owned(), |day| day_words(day, today))) }
        }
    }
}

fn under_name(row: &CaseloadRow, here: &Here) -> String {
    let age = row.person.age(here.today).map_or_else(|| "age not known".to_owned(), |age| format!("{age} y"));
    match &row.person.place {
        Some(place) => format!("{age} · {}", here.practice.place_name(place)),
        None => age,
    }
}

fn needed(line: &CaseloadLine, today: Date, zone: &TimeZone) -> Markup {
    let Some(need) = line.needs.first() else { return html! { div.why { "Nothing waits" } } };
    let stop = need.kind == NeedKind::Safety;
    let drawing = match need.kind {
        NeedKind::Safety => Some(Icon::Octagon),
        NeedKind::SideEffect
        | NeedKind::Worse
        | NeedKind::Silence
        | NeedKind::Missed
        | NeedKind::Check
        | NeedKind::NoResponse => Some(Icon::Triangle),
        _ => None,
    };
    html! {
        div.why.stop[stop] {
            @if let Some(drawing) = drawing { (icon(drawing)) " " }
            (need.words)
            @if let Some(second) = line.needs.get(1).filter(|second| second.kind < NeedKind::DueToday) { ". " (second.words) }
            span.own { (whose(need, today, zone)) }
        }
    }
}

fn whose(need: &Need, today: Date, zone: &TimeZone) -> String {
    let name = need.whose.as_ref().map_or_else(
        || "nobody yet".to_owned(),
        |whose| {
            if whose.taken { format!("{} has it", whose.name) } else { whose.name.clone() }
        },
    );
    match need.by {
        Some(By::Today) => format!("{name} · today"),
        Some(By::Time(at)) => {
            let at = at.to_zoned(zone.clone());
            format!("{name} · by {}, {}", day_words(at.date(), today), at.strftime("%H:%M"))
        }
        Some(By::Day(_)) | None => name,
    }
}

/// The safety item, where it moves against the total.
fn item_words(row: &CaseloadRow, today: Date) -> Option<String> {
    let safety = row.safety.as_ref()?;
    if safety.endorsed {
        return Some(format!("item {}: {}", safety.item, safety.words));
    }
    row.safety_is_open(today).then(|| format!("item {}: {}, an earlier answer is not closed", safety.item, safety.words))
}

fn course(row: &CaseloadRow) -> Markup {
    let Some(main) = row.measures.first() else { return html! { span.small.muted { "no score yet" } } };
    let points: Vec<(f32, i32)> = main
        .course
        .as_ref()
        .map(|course| course.points.iter().map(|(days, total)| (f32::from(*days) / 7.0, *total)).collect())
        .unwrap_or_default();
    sparkline(&points, main.range.1, main.remission_below.map(|below| below - 1))
}

fn treatments(line: &CaseloadLine) -> Markup {
    html! {
        @if line.arms.is_empty() { span.small.muted { "none yet" } } @else {
            ul.arms { @for one in &line.arms { li title=(one.why) { (arm_line(arm(one.arm), &one.name, status(one.state))) } } }
        }
    }
}

fn adherence(row: &CaseloadRow, line: &CaseloadLine) -> Markup {
    let pills =
        line.pills.map(|pills| Bar { counted: Counted::Pills, done: u32::from(pills.taken), of: u32::from(pills.answered()) });
    let sessions = row.sessions.map(|sessions| Bar {
        counted: Counted::Sessions,
        done: u32::from(sessions.attended),
        of: u32::from(sessions.offered()),
    });
    let homework = row.homework.and_then(|homework| homework.percent).map(|percent| Bar {
        counted: Counted::Homework,
        done: u32::from(percent),
        of: 100,
    });
    bars(&[pills, sessions, homework].into_iter().flatten().collect::<Vec<_>>())
}

fn answered(line: &CaseloadLine, today: Date) -> String {
    match (line.last_answered, line.due) {
        (None, _) => "never answered".to_owned(),
        (Some(_), DueState::Overdue(_, days)) => format!("{days} days overdue"),
        (Some(last), _) if last == today => "today".to_owned(),
        (Some(last), _) => day_words(last, today),
    }
}

fn paging(asked: &Asked, page: usize, pages: usize) -> Markup {
    let to = |page: usize| asked.address(|asked| asked.page = page);
    html! {
        nav.row aria-label="Pages" {
            @if page > 1 { a.button.secondary href=(to(page - 1)) rel="prev" { "Before" } }
            span.small.muted { "Page " (page) " of " (pages) }
            @if page < pages { a.button.secondary href=(to(page + 1)) rel="next" { "Next " (PAGE) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_keeps_what_was_chosen_and_begins_again_at_the_first_page() {
        let asked = Asked { sort: "score".into(), place: "old mill&x".into(), page: 3, ..Asked::default() };
        assert_eq!(asked.at("/caseload"), "/caseload?sort=score&place=old%20mill%26x&page=3");
        assert_eq!(asked.address(|asked| asked.place.clear()), "/caseload?sort=score");
    }

    #[test]
    fn an_unknown_way_of_sorting_is_the_usual_one() {
        assert_eq!(Sort::parse("shoe size"), Sort::Need);
        assert!(Sort::ALL.iter().all(|sort| column(sort.column()).is_some()));
    }
}
