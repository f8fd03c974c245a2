//! The way ahead: the agreed steps of one medicine as simple stairs and as a table. When they wait, it says so.

use super::super::frame;
use concord_chart::medication::{MedicationCourse, PlannedStep};
use concord_papers::dose_words;
use jiff::civil::Date;
use maud::{Markup, html};
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// Width and height of the picture, in its own units.
const SIZE: (f32, f32) = (320.0, 96.0);
/// Room over the highest and under the lowest stair.
const EDGE: (f32, f32) = (24.0, 22.0);
/// Labels are readable on a phone up to so many stairs.
const LABELLED: usize = 4;

/// The agreed steps; nothing where none were agreed.
pub(super) fn ahead(course: &MedicationCourse, today: Date) -> Markup {
    if course.planned.is_empty() {
        return html! {};
    }
    let paused = course.plan.as_ref().and_then(|plan| plan.paused.as_ref());
    html! {
        div.med-way {
            h3 { "The way ahead" @if paused.is_some() { ": waiting" } }
            @if let Some(pause) = paused {
                p { "These steps wait. Go on with what you take now." @if let Some(until) = pause.until { " They are looked at again by " (frame::short_day(until)) "." } }
                @if !pause.words.is_empty() { p.quote { "“" (pause.words) "”" } }
            }
            (picture(course, today, paused.is_some()))
            (table(course, today, paused.is_some()))
            p.small.muted { "Each step is confirmed with you when its day comes. Nothing changes by itself." }
            @if paused.is_none() { p { a.button.secondary href=(format!("/my/medicines/pause?course={}", course.id)) { "I need more time" } } }
        }
    }
}

fn words(step: &PlannedStep) -> String {
    let nothing = step.dosing.dose.as_ref().is_some_and(|dose| dose.amount.is_zero());
    if nothing { "none: the end of it".to_owned() } else { dose_words(&step.dosing) }
}

fn table(course: &MedicationCourse, today: Date, waits: bool) -> Markup {
    let now = course.dosing().map_or_else(|| "on hold".to_owned(), dose_words);
    html! {
        table.med-steps {
            caption.vh { "Steps that were agreed" }
            thead { tr { th scope="col" { "From" } th scope="col" { "How much" } } }
            tbody {
                tr { th scope="row" { "Now" } td { (now) } }
                @for step in &course.planned {
                    tr {
                        th scope="row" { @if waits { "waiting" span.small.muted { " (was " (frame::short_day(step.from)) ")" } } @else { (frame::short_day(step.from)) } }
                        td {
                            (words(step))
                            @if let Some(condition) = &step.only_if { span.small.muted { " only if " (condition.trim_start_matches("if ")) } }
                            @if !waits && step.from < today { span.small.muted { " Not confirmed yet: go on as before until you hear from us." } }
                        }
                    }
                }
            }
        }
    }
}

/// One stair: from which day, how high, and whether it is only perhaps.
struct Stair {
    from: Date,
    amount: f32,
    label: String,
    perhaps: bool,
}

/// The stairs, where every amount is known in the same unit; else the table says it alone.
fn stairs(course: &MedicationCourse, today: Date) -> Option<Vec<Stair>> {
    let unit = course.dosing()?.dose.as_ref()?.unit.clone();
    let amount = |dosing: &concord_chart::medication::Dosing| -> Option<(f32, String)> {
        let dose = dosing.dose.as_ref()?;
        if dose.amount.is_zero() {
            return Some((0.0, "0".to_owned()));
        }
        let a_day = dosing.per_day_amount().filter(|a_day| a_day.unit == unit)?;
        Some((a_day.amount.to_f32()?, plain(a_day.amount)))
    };
    let (height, label) = amount(course.dosing()?)?;
    let mut stairs = vec![Stair { from: today, amount: height, label, perhaps: false }];
    for step in &course.planned {
        let (height, label) = amount(&step.dosing)?;
        stairs.push(Stair { from: step.from.max(today), amount: height, label, perhaps: step.only_if.is_some() });
    }
    Some(stairs)
}

fn plain(amount: Decimal) -> String {
    amount.normalize().to_string()
}

fn picture(course: &MedicationCourse, today: Date, waits: bool) -> Markup {
    let Some(stairs) = stairs(course, today) else { return html! {} };
    let unit = course.dosing().and_then(|dosing| dosing.dose.as_ref()).map_or("", |dose| dose.unit.as_str());
    let (Some(first), Some(last)) = (stairs.first(), stairs.last()) else { return html! {} };
    let days = |from: Date, to: Date| from.until(to).map_or(0, |span| span.get_days());
    // A last stretch after the last step, so that it is a stair and not an edge.
    let all = (days(first.from, last.from) as f32 * 1.25).max(7.0);
    let top = stairs.iter().map(|stair| stair.amount).fold(f32::EPSILON, f32::max);
    let x = |day: Date| tenth(4.0 + days(first.from, day) as f32 / all * (SIZE.0 - 8.0));
    let y = |amount: f32| tenth(SIZE.1 - EDGE.1 - amount / top * (SIZE.1 - EDGE.0 - EDGE.1));
    let labelled = |index: usize| stairs.len() <= LABELLED || index == 0 || index + 1 == stairs.len();
    html! {
        // The table below says the same and more; the picture is for the eye.
        svg.med-stairs viewBox=(format!("0 0 {} {}", SIZE.0, SIZE.1)) aria-hidden="true" focusable="false" {
            line.ground x1="4" x2=(SIZE.0 - 4.0) y1=(SIZE.1 - EDGE.1) y2=(SIZE.1 - EDGE.1) {}
            @for (index, stair) in stairs.iter().enumerate() {
                @let until = stairs.get(index + 1).map_or(SIZE.0 - 4.0, |next| x(next.from));
                @let class = if index == 0 { "now" } else if waits || stair.perhaps { "perhaps" } else { "coming" };
                @if let Some(before) = index.checked_sub(1).and_then(|before| stairs.get(before)) {
                    line class=(class) x1=(x(stair.from)) x2=(x(stair.from)) y1=(y(before.amount)) y2=(y(stair.amount)) {}
                }
                line class=(class) x1=(x(stair.from)) x2=(until) y1=(y(stair.amount)) y2=(y(stair.amount)) {}
                @if labelled(index) {
                    text x=(x(stair.from) + 2.0) y=(y(stair.amount) - 5.0) { (stair.label) @if index == 0 { " " (unit) " a day" } }
                    text.when x=(x(stair.from)) y=(SIZE.1 - 6.0) { @if index == 0 { "now" } @else if waits { "waiting" } @else { (stair.from.strftime("%-d %b").to_string()) } }
                }
            }
        }
    }
}

fn tenth(value: f32) -> f32 {
    (value * 10.0).round() / 10.0
}
