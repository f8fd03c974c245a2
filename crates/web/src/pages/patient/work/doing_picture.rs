//! Mood before and after: a vertical pair a thing. What could not be done is a short bar of the same weight, and is left out
//! of what is counted below.

use super::{own_work::Own, words};
use concord_chart::work::Activity;
use concord_engines::days::day_of;
use maud::{Markup, html};

/// Things that the picture has room for.
const SHOWN: usize = 6;
const LEFT: f32 = 84.0;
/// The sixth still stands whole inside the picture, with the name of its day.
const STEP: f32 = 43.0;

/// Higher up is better: from 88 for the worst to 18 for the best.
fn y(mood: u8) -> f32 {
    88.0 - 7.0 * f32::from(mood)
}

/// One thing in the picture.
struct Pair {
    day: String,
    done: bool,
    before: Option<u8>,
    after: Option<u8>,
}

/// The card; nothing while there is nothing to draw.
pub(super) fn card(own: &Own) -> Markup {
    let mut told: Vec<&Activity> = own.chart().work.activities.iter().filter(|activity| drawn(activity)).collect();
    told.sort_by(|one, other| one.at.order(&other.at));
    let from = told.len().saturating_sub(SHOWN);
    let pairs: Vec<Pair> = told[from..].iter().filter_map(|activity| pair(own, activity)).collect();
    html! {
        @if pairs.iter().any(|pair| pair.done) {
            section.card { h2 { (words::MOOD_BEFORE_AND_AFTER) } (picture(&pairs)) p.small { (counted(&pairs)) } p.tiny.muted { (words::RING_AND_DOT_MOOD) } }
        }
    }
}

/// Both moods, or that it could not be done: what has neither has nothing to show.
fn drawn(activity: &Activity) -> bool {
    activity.reported.as_ref().is_some_and(|(_, told)| !told.done || (told.mood_before.is_some() && told.mood_after.is_some()))
}

fn pair(own: &Own, activity: &Activity) -> Option<Pair> {
    let (_, told) = activity.reported.as_ref()?;
    let day = day_of(activity.at, &own.zone()).strftime("%a").to_string();
    Some(Pair { day, done: told.done, before: told.mood_before, after: told.mood_after })
}

fn counted(pairs: &[Pair]) -> String {
    let both = pairs.iter().filter(|pair| pair.done).filter_map(|pair| Some((pair.before?, pair.after?)));
    let (higher, of) = both.fold((0, 0), |(higher, of), (before, after)| (higher + usize::from(after > before), of + 1));
    words::higher_after(higher, of)
}

fn picture(pairs: &[Pair]) -> Markup {
    let said = pairs
        .iter()
        .map(|pair| if pair.done { words::shift(&pair.day, pair.before, pair.after) } else { words::day_could_not(&pair.day) })
        .collect::<Vec<_>>()
        .join(". ");
    html! {
        svg.wk viewBox="0 0 322 112" role="img" aria-label=(said) {
            path.base d="M58 53H318" {}
            text.l x="0" y="24" { (words::BETTER) }
            text.l x="0" y="57" { (words::MIDDLE) }
            text.l x="0" y="90" { (words::WORSE) }
            @for (pair, place) in pairs.iter().zip(0_u8..) {
                @let x = LEFT + STEP * f32::from(place);
                @if let (true, Some(before), Some(after)) = (pair.done, pair.before, pair.after) {
                    path.gap d=(format!("M{x} {}V{}", y(before), y(after))) {}
                    circle.ring cx=(x) cy=(y(before)) r="5.5" {}
                    circle.dot cx=(x) cy=(y(after)) r="5.5" {}
                } @else { path.could-not d=(format!("M{} 53h14", x - 7.0)) {} }
                text.l x=(x) y="108" text-anchor="middle" { (pair.day) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_done_is_drawn_and_not_counted() {
        let pair = |done, before, after| Pair { day: "Mon".to_owned(), done, before, after };
        let pairs = [pair(true, Some(2), Some(5)), pair(false, None, None), pair(true, Some(4), Some(4))];
        assert_eq!(counted(&pairs), words::higher_after(1, 2));
        let drawn = picture(&pairs).into_string();
        assert_eq!((drawn.matches("class=\"could-not\"").count(), drawn.matches("class=\"dot\"").count()), (1, 2));
    }
}
