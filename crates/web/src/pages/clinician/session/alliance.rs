//! The patient's view of the working together after each session, drawn from 0 to 10.

use super::{Room, short};
use crate::pages::clinician::forms::Values;
use concord_engines::therapy::alliance::{Drop, Rating, drop_of, ratings};
use jiff::civil::Date;
use maud::{Markup, html};

/// Ratings that fit into the drawing.
const SHOWN: usize = 12;

/// The card: what it was so far, and what it is today.
pub(super) fn card(room: &Room<'_>, values: &Values, error: &str) -> Markup {
    let ratings = ratings(room.course, &room.zone);
    let own = room.session.written.is_some();
    html! {
        section.card.pad {
            h3 { "Working together, " (room.given_name()) "’s view after the session" }
            (drawn(&ratings, &room.given_name(), room.today))
            div.hwk-more.wrong[!error.is_empty()] {
                label { span { @if own { "From 0 to 10" } @else { "Today, 0 to 10" } }
                    input #alliance type="text" inputmode="numeric" name="alliance" value=(values.get("alliance")) aria-invalid=[(!error.is_empty()).then_some("true")] aria-describedby=[(!error.is_empty()).then_some("alliance-error")]; }
                label.wide { span { "What was said about it" } input type="text" name="alliance-words" value=(values.get("alliance-words")); }
            }
            @if !error.is_empty() { p.error #alliance-error { (error) } }
        }
    }
}

/// The line. Nothing is drawn of fewer than two ratings; a drop is said under it.
pub fn drawn(ratings: &[Rating], name: &str, today: Date) -> Markup {
    let shown = &ratings[ratings.len().saturating_sub(SHOWN)..];
    let values: Vec<u8> = ratings.iter().map(|rating| rating.value).collect();
    let words: Vec<String> = shown.iter().map(|rating| rating.value.to_string()).collect();
    html! {
        @match shown {
            [] => { p.small.muted { "Not rated yet." } },
            [only] => { p.small.muted { (only.value) " of 10 on " (short(only.on, today)) ", only one so far." } },
            [.., last] => {
                @let points = points(shown);
                svg.alliance viewBox="0 0 300 66" role="img" aria-label=(format!("Working together, {name}’s rating after each session, 0 to 10: {}", words.join(", "))) {
                    path.base d="M8 58H292" {}
                    polyline points=(points.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ")) {}
                    @for (x, y) in &points { circle cx=(x) cy=(y) r="3.5" {} }
                    text x="294" y="12" text-anchor="end" { (last.value) " of 10" }
                }
                @if let Some(low) = lowest(shown) { p.small.muted { (low) } }
            },
        }
        @if let Some(drop) = drop_of(&values, None) { p.small { (told(drop)) } }
    }
}

/// The sentence about a drop.
fn told(drop: Drop) -> Markup {
    html! { span.tag.care { (drop.words()) } }
}

/// Whole pixels: 0 at the bottom, 10 on top.
fn points(shown: &[Rating]) -> Vec<(usize, usize)> {
    let step = 272 / (shown.len().max(2) - 1);
    shown.iter().enumerate().map(|(index, rating)| (14 + index * step, 58 - usize::from(rating.value.min(10)) * 4)).collect()
}

/// The lowest rating with its day and what was said about it, where it is not the latest.
fn lowest(shown: &[Rating]) -> Option<String> {
    let (index, low) = shown.iter().enumerate().min_by_key(|(_, rating)| rating.value)?;
    if index + 1 == shown.len() || shown.iter().all(|rating| rating.value == low.value) {
        return None;
    }
    let words = if low.words.is_empty() { String::new() } else { format!(", {}", low.words) };
    Some(format!("{} on {}{words}", low.value, low.on.strftime("%-d %b")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn rated(values: &[u8]) -> Vec<Rating> {
        values
            .iter()
            .zip(1..)
            .map(|(value, day)| Rating { on: date(2026, 7, day), value: *value, words: String::new() })
            .collect()
    }

    #[test]
    fn the_line_says_all_its_numbers_and_names_the_lowest() {
        let drawn = drawn(&rated(&[7, 8, 8, 7, 5, 7, 8, 9, 9]), "Maria", date(2026, 8, 20)).into_string();
        assert!(drawn.contains("0 to 10: 7, 8, 8, 7, 5, 7, 8, 9, 9"), "{drawn}");
        assert!(drawn.contains("5 on 5 Jul") && drawn.contains("9 of 10"), "{drawn}");
        assert!(!drawn.contains("worth talking about"), "{drawn}");
    }

    #[test]
    fn nobody_asked_is_not_a_flat_line() {
        assert!(drawn(&[], "Maria", date(2026, 8, 20)).into_string().contains("Not rated yet"));
        assert!(!drawn(&rated(&[8]), "Maria", date(2026, 8, 20)).into_string().contains("svg"));
    }
}
