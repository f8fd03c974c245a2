//! Twelve weeks as a picture and as a table: taken filled, left out crossed, without an answer open, supply as a line beneath.

use crate::chart_view::taking::{Day, LATELY, Taking};
use concord_engines::{
    days::{day_words, plus},
    supply::source_words,
};
use jiff::civil::Date;
use maud::{Markup, html};

/// Side of a day, distance from day to day, and what is added after a week.
const SIDE: i64 = 10;
const STEP: i64 = 12;
const WEEK: i64 = 3;
/// Height of a row of four weeks with its dates above it.
const ROW: i64 = 44;
const WIDTH: i64 = LATELY * STEP + 3 * WEEK;

/// The picture, with what its signs mean.
pub(super) fn strip(taking: &Taking<'_>, name: &str, today: Date) -> Markup {
    let rows: Vec<&[(Date, Day)]> = taking.days.chunks(usize::try_from(LATELY).unwrap_or(1)).collect();
    let height = ROW * i64::try_from(rows.len()).unwrap_or(0);
    html! {
        figure.taking-strip {
            svg viewBox=(format!("0 0 {WIDTH} {height}")) role="img" aria-labelledby="strip-title strip-desc" {
                title #strip-title { (name) ", day by day, the last 12 weeks" }
                desc #strip-desc { (in_words(taking, today)) " The table below says the same by week." }
                @for (row, top) in rows.iter().zip((0..).step_by(usize::try_from(ROW).unwrap_or(1))) { (one_row(taking, row, top, today)) }
            }
            figcaption.small.muted {
                "Filled: taken. Crossed: left out. Open: nobody said. A dot: held. The line beneath: days with supply. Three rows of four weeks, the last one ends today."
            }
        }
    }
}

fn in_words(taking: &Taking<'_>, today: Date) -> String {
    let count = |wanted: fn(&Day) -> bool| taking.days.iter().filter(|(_, day)| wanted(day)).count();
    let with_supply = taking.days.iter().filter(|(day, _)| taking.supplied(*day)).count();
    format!(
        "Up to {}: taken on {} days, left out on {}, no answer on {}, held on {}; supply on {with_supply}.",
        day_words(today, today),
        count(|day| matches!(day, Day::Taken(_))),
        count(|day| matches!(day, Day::Missed(_))),
        count(|day| *day == Day::Unanswered),
        count(|day| *day == Day::Held),
    )
}

fn one_row(taking: &Taking<'_>, row: &[(Date, Day)], top: i64, today: Date) -> Markup {
    let dates = row.first().zip(row.last()).map(|((first, _), (last, _))| (day_words(*first, today), day_words(*last, today)));
    html! {
        @if let Some((first, last)) = dates {
            text x="0" y=(top + 12) { (first) }
            text.end x=(WIDTH - 2) y=(top + 12) { (last) }
        }
        @for ((day, known), number) in row.iter().zip(0_i64..) {
            (cell(*known, number * STEP + number / 7 * WEEK, top + 18))
            @if taking.supplied(*day) { (supply_line(number * STEP + number / 7 * WEEK, top + 33)) }
        }
    }
}

fn cell(day: Day, x: i64, y: i64) -> Markup {
    let square = |class: &'static str| html! { rect class=(class) x=(x + 1) y=(y + 1) width=(SIDE) height=(SIDE) rx="2" {} };
    match day {
        Day::Taken(_) => square("took"),
        Day::Missed(_) => html! {
            (square("left-out"))
            path.cross d=(format!("M{} {}l6 6m0 -6l-6 6", x + 3, y + 3)) {}
        },
        Day::Unanswered | Day::NotYet => square("no-answer"),
        Day::Held => html! { circle.on-hold cx=(x + 6) cy=(y + 6) r="2" {} },
        Day::Outside => html! {},
    }
}

fn supply_line(x: i64, y: i64) -> Markup {
    html! { path.supply d=(format!("M{x} {y}h{STEP}")) {} }
}

/// The same by week, the latest first, with the days that were left out by name.
pub(super) fn table(taking: &Taking<'_>, today: Date) -> Markup {
    let weeks: Vec<_> = taking.weeks().collect();
    html! {
        details.folded {
            summary { "The same as a table" }
            div.scroll {
                table.visits.taking-weeks {
                    caption.vh { "By week, the latest first" }
                    thead { tr { th scope="col" { "Week from" } th scope="col" { "Taken" } th scope="col" { "Left out" } th scope="col" { "No answer" } th scope="col" { "Held" } th scope="col" { "With supply" } } }
                    tbody {
                        @for (week, counted) in weeks.iter().rev() {
                            tr {
                                td.nowrap data-label="Week from" { @if let Some((first, _)) = week.first() { (day_words(*first, today)) " to " (day_words(plus(*first, 6), today)) } }
                                td data-label="Taken" { (counted.taken) }
                                td data-label="Left out" { (counted.missed) (left_out(taking, week, today)) }
                                td data-label="No answer" { (counted.unanswered) }
                                td data-label="Held" { (counted.held) }
                                td data-label="With supply" { (week.iter().filter(|(day, _)| taking.supplied(*day)).count()) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The days left out, how we know of each, and what was said.
fn left_out(taking: &Taking<'_>, week: &[(Date, Day)], today: Date) -> Markup {
    let said = |on: Date| taking.course.missed.iter().rev().find(|(day, words)| *day == on && !words.is_empty());
    html! {
        @for (on, day) in week {
            @if let Day::Missed(from) = day {
                span.small { (day_words(*on, today)) ", " (source_words(*from)) @if let Some((_, words)) = said(*on) { ": “" (words) "”" } }
            }
        }
    }
}
