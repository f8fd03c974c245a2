//! How it was before and after, on the line from 0 to 10 that the course names: as a picture and as a table.

use super::Seen;
use crate::components::{empty_state::empty_state, trend::trend};
use concord_chart::practice::{PracticeCourse, PracticeRated};
use concord_engines::days::{day_words, days_between};
use maud::{Markup, html};

/// Rows of the table; older ones stand on the chart.
const ROWS: usize = 20;

/// The card.
pub(super) fn card(seen: &Seen<'_>, course: &PracticeCourse) -> Markup {
    let line = course.plan().map(|plan| plan.own_line.as_str()).filter(|line| !line.is_empty());
    let mut rated: Vec<&PracticeRated> = course.rated.iter().map(|(_, rated)| rated).collect();
    rated.sort_by_key(|one| one.on);
    html! {
        section.card.pad { h3 { "Before and after" }
            p.small.muted { (line.unwrap_or("A line from 0 to 10")) }
            @if rated.is_empty() {
                (empty_state("Nothing rated yet", "Before and after each sitting, a number from 0 to 10 shows what one sitting does, and what many do.", None))
            } @else {
                (picture(&rated))
                (table(seen, &rated))
            }
        }
    }
}

/// Two lines over the same days: before, and after.
fn picture(rated: &[&PracticeRated]) -> Markup {
    let Some(first) = rated.first().map(|one| one.on) else { return html! {} };
    let points = |of: fn(&PracticeRated) -> Option<u8>| -> Vec<(f32, f32)> {
        let days = |one: &PracticeRated| f32::from(i16::try_from(days_between(first, one.on)).unwrap_or(i16::MAX));
        rated.iter().filter_map(|one| Some((days(one), f32::from(of(one)?)))).collect()
    };
    html! {
        p.row { span { "Before " (trend(&points(|one| one.before), None)) } span { "After " (trend(&points(|one| one.after), None)) } }
        p.small { (change(rated)) }
    }
}

/// What one sitting did on average, from those rated at both ends only.
fn change(rated: &[&PracticeRated]) -> String {
    let both: Vec<i32> = rated.iter().filter_map(|one| Some(i32::from(one.after?) - i32::from(one.before?))).collect();
    let Ok(count) = i32::try_from(both.len()) else { return String::new() };
    if count == 0 {
        return "No sitting was rated both before and after.".to_owned();
    }
    let tenths = both.iter().sum::<i32>() * 10 / count;
    let way = match tenths {
        0 => "the same after as before".to_owned(),
        less if less < 0 => format!("{}.{} lower after than before", -less / 10, -less % 10),
        more => format!("{}.{} higher after than before", more / 10, more % 10),
    };
    format!("Over {count} rated at both ends, on average {way}.")
}

fn table(seen: &Seen<'_>, rated: &[&PracticeRated]) -> Markup {
    let number = |value: Option<u8>| value.map_or_else(|| "not rated".to_owned(), |value| value.to_string());
    html! {
        table { caption.vh { "Ratings, the latest first" }
            thead { tr { th scope="col" { "Day" } th scope="col" { "Before" } th scope="col" { "After" } th scope="col" { "Noticed" } } }
            tbody { @for one in rated.iter().rev().take(ROWS) { tr {
                th scope="row" { (day_words(one.on, seen.today)) } td { (number(one.before)) } td { (number(one.after)) }
                td { (one.noticed.replace('_', " ")) @if let Some(obstacle) = &one.obstacle { " " span.muted { "got in the way: " (obstacle.replace('_', " ")) } } }
            } } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use concord_chart::CourseId;
    use jiff::civil::date;

    fn rated(before: Option<u8>, after: Option<u8>) -> PracticeRated {
        let course = CourseId(uuid::Uuid::from_u128(1));
        PracticeRated { course, on: date(2026, 8, 1), before, after, noticed: String::new(), obstacle: None }
    }

    #[test]
    fn only_sittings_rated_at_both_ends_count_and_one_end_is_never_a_zero() {
        let (both, half) = (rated(Some(7), Some(4)), rated(Some(9), None));
        assert_eq!(change(&[&both, &half]), "Over 1 rated at both ends, on average 3.0 lower after than before.");
        assert_eq!(change(&[&half]), "No sitting was rated both before and after.");
    }
}
