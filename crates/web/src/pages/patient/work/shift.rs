//! *What shifted*: one line a thing, an open ring before and a full dot after, from 0 to 100.

use super::words;
use maud::{Markup, html};

/// One thing that was rated, once or twice.
pub(super) struct Shift {
    pub name: String,
    pub before: Option<u8>,
    pub after: Option<u8>,
}

const LEFT: f32 = 92.0;
const WIDTH: f32 = 178.0;
const ROW: f32 = 40.0;

fn x(value: u8) -> f32 {
    LEFT + WIDTH * f32::from(value) / 100.0
}

/// Where the numbers stand over the marks: apart, also where the marks are not.
fn number_places(before: Option<u8>, after: Option<u8>) -> (f32, f32) {
    let (b, a) = (before.map_or(0.0, x), after.map_or(0.0, x));
    match (before, after) {
        (Some(_), Some(_)) if (b - a).abs() < 22.0 => {
            let middle = f32::midpoint(a, b);
            if a <= b { (middle + 12.0, middle - 12.0) } else { (middle - 12.0, middle + 12.0) }
        }
        _ => (b, a),
    }
}

/// The picture; nothing where nothing was rated.
pub(super) fn picture(shifts: &[Shift]) -> Markup {
    let rated: Vec<&Shift> = shifts.iter().filter(|shift| shift.before.is_some() || shift.after.is_some()).collect();
    let said = rated.iter().map(|shift| words::shift(&shift.name, shift.before, shift.after)).collect::<Vec<_>>().join(". ");
    let height = ROW * rated.len() as f32 - 2.0;
    html! {
        @if !rated.is_empty() {
            svg.wk viewBox=(format!("0 0 282 {height}")) role="img" aria-label=(said) {
                @for (shift, place) in rated.iter().zip(0_u8..) { (row(shift, f32::from(place) * ROW)) }
            }
            p.tiny.muted { (words::RING_AND_DOT) }
        }
    }
}

fn row(shift: &Shift, top: f32) -> Markup {
    let middle = top + 26.0;
    let (number_before, number_after) = number_places(shift.before, shift.after);
    let name: String =
        if shift.name.chars().count() > 13 { shift.name.chars().take(12).chain(['…']).collect() } else { shift.name.clone() };
    html! {
        text.l x="0" y=(middle + 4.0) { (name) }
        path.base d=(format!("M{LEFT} {middle}H{}", LEFT + WIDTH)) {}
        @if let (Some(before), Some(after)) = (shift.before, shift.after) { path.gap d=(format!("M{:.1} {middle}H{:.1}", x(before), x(after))) {} }
        @if let Some(before) = shift.before {
            circle.ring cx=(format!("{:.1}", x(before))) cy=(middle) r="6" {}
            text.was x=(format!("{number_before:.1}")) y=(top + 15.0) text-anchor="middle" { (before) }
        }
        @if let Some(after) = shift.after {
            circle.dot cx=(format!("{:.1}", x(after))) cy=(middle) r="6" {}
            text.is x=(format!("{number_after:.1}")) y=(top + 15.0) text-anchor="middle" { (after) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_rated_once_has_one_mark_and_what_was_not_has_none() {
        let shift = |before, after| Shift { name: "Guilt".to_owned(), before, after };
        let twice = picture(&[shift(Some(80), Some(0))]).into_string();
        assert!(twice.contains("class=\"ring\"") && twice.contains("class=\"dot\"") && twice.contains("class=\"gap\""));
        let once = picture(&[shift(Some(80), None)]).into_string();
        assert!(once.contains("class=\"ring\"") && !once.contains("class=\"dot\"") && !once.contains("class=\"gap\""));
        assert_eq!(picture(&[shift(None, None)]).into_string(), "");
    }

    #[test]
    fn numbers_of_marks_that_touch_stand_apart() {
        let (before, after) = number_places(Some(50), Some(50));
        assert!((before - after).abs() >= 22.0);
    }
}
