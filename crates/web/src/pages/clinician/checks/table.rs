//! The table of checks: what, for which medicine, last result and its age, course, when due, and what to do about it.

use super::Desk;
use crate::components::{
    icon::Icon,
    status_tag::{Status, status_tag, tag},
    trend::trend,
};
use concord_engines::{
    checks_due::{AskedBy, CheckState, DueCheck},
    days::{day_words, days_between, full_day_words},
};
use concord_knowledge::{Verification, formulary::LevelRange};
use jiff::civil::Date;
use maud::{Markup, html};
use rust_decimal::prelude::ToPrimitive;

/// Tests that are entered as a vital sign.
const VITALS: &[&str] = &[
    "weight",
    "height",
    "waist",
    "blood_pressure",
    "orthostatic_blood_pressure",
    "pulse",
    "temperature",
    "oxygen_saturation",
    "bmi",
];

impl Desk<'_> {
    /// One table; a sentence where it is empty.
    pub(super) fn table(&self, id: &str, title: &str, checks: &[DueCheck<'_>], empty: &str) -> Markup {
        html! {
            section.card.flush aria-labelledby=(id) {
                div.pad { h3 id=(id) { (title) @if !checks.is_empty() { " (" (checks.len()) ")" } } @if checks.is_empty() { p.small.muted { (empty) } } }
                @if !checks.is_empty() {
                    table.visits {
                        caption.vh { (title) }
                        thead { tr { th scope="col" { "Check" } th scope="col" { "Last result" } th scope="col" { "Course" } th scope="col" { "Due" } th scope="col" { "Next" } } }
                        tbody { @for check in checks { (self.row(check)) } }
                    }
                }
            }
        }
    }

    fn row(&self, check: &DueCheck<'_>) -> Markup {
        html! {
            tr id=(format!("check-{}", check.test)) {
                td { b { (capitalised(&check.name)) } span.small { "for " (check.medicines().join(", ")) } (self.why(check)) }
                td data-label="Last result" { (self.last(check)) }
                td data-label="Course" { (self.course(check)) }
                td data-label="Due" { (self.due(check)) }
                td data-label="Next" { (self.next(check)) }
            }
        }
    }

    fn why(&self, check: &DueCheck<'_>) -> Markup {
        html! {
            details.small {
                summary { "Why" span.vh { " " (check.name) } }
                ul { @for asked in &check.asked_by {
                    li {
                        (asked.check.why) " " b { (asked.medicine) } ": " (asked.schedule.name) ", " (rhythm(asked)) "."
                        @if !asked.sure { " Asked for as long as it is not known whether it applies." }
                        (self.source(asked))
                    }
                } }
            }
        }
    }

    fn source(&self, asked: &AskedBy<'_>) -> Markup {
        let knowledge = self.app.clinic.knowledge();
        let title =
            knowledge.source(&asked.check.source).map_or_else(|| asked.check.source.to_string(), |source| source.title.clone());
        let read = if asked.check.verification == Verification::Read { "read there" } else { "not verified in the source" };
        html! { span.muted { " Source: " (title) @if let Some(locator) = &asked.check.locator { ", " (locator) } " (" (read) ")." } }
    }

    fn last(&self, check: &DueCheck<'_>) -> Markup {
        let Some(last) = &check.last else { return html! { (tag("unk", Some(Icon::Query), "no result on record")) } };
        let outside = last.value.zip(self.range(check)).is_some_and(|(value, range)| value < range.from || value > range.to);
        html! {
            b { (last.words) } @if outside { " " (tag("care", Some(Icon::Triangle), "outside the range")) }
            span.small { (day_words(last.on, self.today)) ", " (age(days_between(last.on, self.today))) }
            @if let Some(range) = self.range(check) { span.small { "range " (range.from.normalize()) " to " (range.to.normalize()) " " (range.unit) } }
            @if check.is_old(self.today) { (tag("care", Some(Icon::Clock), "old: says little about today")) }
        }
    }

    /// The range of the level for the substance that asks for it.
    fn range(&self, check: &DueCheck<'_>) -> Option<&LevelRange> {
        let knowledge = self.app.clinic.knowledge();
        let lab = knowledge.test(&check.test)?.lab.as_ref()?;
        let courses = check.asked_by.iter().filter_map(|asked| self.chart.medication(asked.course));
        let mut substances = courses.filter_map(|course| knowledge.substance(course.what.substance.as_ref()?));
        substances.find_map(|substance| substance.levels.iter().find(|level| level.lab == *lab))
    }

    fn course(&self, check: &DueCheck<'_>) -> Markup {
        let Some((first, _)) = check.values.first() else { return html! { span.small.faint { "none yet" } } };
        let points: Vec<(f32, f32)> =
            check.values.iter().filter_map(|(day, value)| Some((days_between(*first, *day) as f32, value.to_f32()?))).collect();
        let aim = self.range(check).and_then(|range| Some((range.from.to_f32()?, range.to.to_f32()?)));
        let latest: Vec<String> = check.values.iter().rev().take(3).map(|(_, value)| value.normalize().to_string()).collect();
        html! {
            (trend(&points, aim))
            span.small { (latest.into_iter().rev().collect::<Vec<_>>().join(", ")) @if let Some(unit) = &check.unit { " " (unit) } }
        }
    }

    fn due(&self, check: &DueCheck<'_>) -> Markup {
        let day = |day: Date| day_words(day, self.today);
        match check.state(self.today) {
            CheckState::Never(since) => {
                html! { (tag("care", Some(Icon::Clock), "never done")) span.small { "due since " (day(since)) } }
            }
            CheckState::Overdue(days) => {
                html! { (status_tag(Status::Overdue)) span.small { "by " (span(days)) } }
            }
            CheckState::Due(since) => html! { (status_tag(Status::Due)) span.small { "since " (day(since)) } },
            CheckState::Coming(on) | CheckState::Later(on) => html! { (full_day_words(on)) },
            CheckState::Done => html! { span.muted { "nothing more is asked" } },
        }
    }

    fn next(&self, check: &DueCheck<'_>) -> Markup {
        let base = format!("/chart/{}", self.chart.id);
        let open = self.chart.tasks.iter().find(|task| Some(task.id) == check.task);
        html! {
            @match open {
                Some(task) => p.small { (tag("line", Some(Icon::Check), "ordered")) " " (self.owner(task)) @if let Some(due) = task.what.due { ", by " (day_words(due, self.today)) } },
                None => (self.send(check, "order", "Order it")),
            }
            @if self.has_value(check) {
                @let form = if VITALS.contains(&check.test.as_str()) { "vital" } else { "lab" };
                a.small href=(format!("{base}/record/{form}?what={}&unit={}", encoded(&capitalised(&check.name)), encoded(check.unit.as_deref().unwrap_or_default()))) { "Enter a result" span.vh { " of " (check.name) } }
            } @else {
                (self.send(check, "done", "It was done"))
            }
        }
    }

    fn has_value(&self, check: &DueCheck<'_>) -> bool {
        self.app.clinic.knowledge().test(&check.test).is_some_and(|test| test.lab.is_some())
    }

    fn send(&self, check: &DueCheck<'_>, end: &str, words: &str) -> Markup {
        html! {
            form method="post" action=(format!("/chart/{}/checks/{end}", self.chart.id)) data-guard="" {
                input type="hidden" name="chart" value=(self.chart.id);
                input type="hidden" name="key" value=(self.app.clinic.fresh());
                input type="hidden" name="item" value=(check.test);
                button class=(if end == "order" { "button" } else { "button quiet" }) type="submit" { (words) span.vh { ": " (check.name) } }
            }
        }
    }
}

/// When a schedule asks: "before the first dose, in weeks 4, 8, then every 91 days".
fn rhythm(asked: &AskedBy<'_>) -> String {
    let check = asked.check;
    let mut parts = Vec::new();
    if check.baseline {
        parts.push("before the first dose".to_owned());
    }
    if !check.at_weeks.is_empty() {
        let weeks: Vec<String> = check.at_weeks.iter().map(ToString::to_string).collect();
        parts.push(format!("in week {}", weeks.join(", ")));
    }
    if let Some(days) = check.days_after_change {
        parts.push(format!("{days} days after a change of dose"));
    }
    for stretch in &check.every {
        let to = stretch.to_week.map(|week| format!(" to {week}")).unwrap_or_default();
        parts.push(format!("from week {}{to} on every {}", stretch.from_week, span(i64::from(stretch.days))));
    }
    parts.join(", ")
}

/// Days in the unit that people use: "9 days", "5 weeks", "13 months".
pub(super) fn span(days: i64) -> String {
    match days {
        1 => "1 day".to_owned(),
        days if days <= 20 => format!("{days} days"),
        21..=120 => format!("{} weeks", days / 7),
        _ => format!("{} months", days / 30),
    }
}

fn age(days: i64) -> String {
    match days {
        ..=0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days => format!("{} ago", span(days)),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// For a query: everything but letters, digits and a few signs as `%hh`.
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_age_of_a_result_is_said_in_the_unit_that_people_use() {
        assert_eq!(age(0), "today");
        assert_eq!(age(9), "9 days ago");
        assert_eq!(age(40), "5 weeks ago");
        assert_eq!(age(400), "13 months ago");
    }

    #[test]
    fn a_name_goes_whole_into_an_address() {
        assert_eq!(encoded("TSH & T4, µg/L"), "TSH%20%26%20T4%2C%20%C2%B5g%2FL");
    }
}
