//! The last seven days of the diary card as a table: what was answered, and a dash where nothing was. No average, no total.

use super::{card::days, card_form::cell, own_work::Own, words};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::extract::State;
use concord_chart::work::{CardFilled, Target};
use jiff::civil::Date;
use maud::{Markup, html};

/// From here on the scale a skill was used; below it was thought of or tried.
const USED: u8 = 4;
/// Where it helped as well: used with effort, or by itself.
const HELPED: [u8; 2] = [5, 7];

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let own = Own::open(app, who, "own diary card").await?;
    let mut week: Vec<Date> = days(own.today()).collect();
    week.reverse();
    let layout = own.chart().work.card.as_ref().map(|piece| &piece.what);
    let body = html! {
        header { h1 { (words::THE_WEEK) } p.lead { (words::WEEK_LEAD) } }
        @match layout {
            None => p { (words::NO_CARD) },
            Some(layout) => {
                (table(&own, words::URGES, &layout.urges, &week, |card, code| card.urges.get(code).map(ToString::to_string)))
                (table(&own, words::ACTS, &layout.acts, &week, |card, code| card.acts.get(code).map(|act| words::act(act.done, act.times))))
                (table(&own, words::FEELINGS, &layout.emotions, &week, |card, code| card.emotions.get(code).map(ToString::to_string)))
                (skills(&own, &week))
            }
        }
    };
    Ok(own.page(("/my/work/card", words::CARD), body))
}

fn table(own: &Own, title: &str, rows: &[Target], week: &[Date], of: impl Fn(&CardFilled, &str) -> Option<String>) -> Markup {
    let cards = &own.chart().work.cards;
    html! {
        @if !rows.is_empty() {
            section.card { h2 { (title) }
                div.xscroll tabindex="0" role="region" aria-label=(title) { table.week {
                    thead { tr { th scope="col" { span.vh { (words::ROW) } } @for day in week { th scope="col" { (day.strftime("%a").to_string()) " " (day.day()) } } } }
                    tbody { @for row in rows { tr { th scope="row" { (row.label) }
                        @for day in week { td { (cell(cards.get(day).map(|piece| &piece.what), |card| of(card, &row.code))) } }
                    } } }
                } }
            }
        }
    }
}

/// Skills that were used, and on how many of the days that have a card.
fn skills(own: &Own, week: &[Date]) -> Markup {
    let know = own.app.clinic.knowledge();
    let cards: Vec<&CardFilled> =
        week.iter().filter_map(|day| own.chart().work.cards.get(day)).map(|piece| &piece.what).collect();
    let mut days_of = std::collections::BTreeMap::<&str, (usize, usize)>::new();
    for used in cards.iter().flat_map(|card| &card.skills).filter(|used| used.rating >= USED) {
        let (times, helped) = days_of.entry(used.skill.as_str()).or_default();
        *times += 1;
        *helped += usize::from(HELPED.contains(&used.rating));
    }
    let named = |code: &str| {
        know.skill_sets().find_map(|set| set.skill(code)).map_or_else(|| code.replace('_', " "), |(_, skill)| skill.label.clone())
    };
    html! {
        @if !days_of.is_empty() {
            section.card { h2 { (words::SKILLS) }
                ul.tasks { @for (code, (times, helped)) in &days_of { li { b { (named(code)) } p.small.muted { (words::skill_days(*times, *helped, cards.len())) } } } }
            }
        }
    }
}
