//! The course of one score in a table cell: 104 × 38, whole range, half of the start dashed, remission as a pale zone.

use maud::{Markup, html};

/// Width and height in pixels.
const SIZE: (f32, f32) = (104.0, 38.0);

/// The drawing. `points` are (weeks, score), oldest first; `max` is the highest possible score; `remission` the highest score
/// that counts as remission. It repeats what stands beside it in numbers and is hidden from screen readers.
pub fn sparkline(points: &[(f32, i32)], max: i32, remission: Option<i32>) -> Markup {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return html! { span.small.muted { "no score yet" } };
    };
    let y = |score: f32| tenth(2.0 + (SIZE.1 - 4.0) * (1.0 - score / max.max(1) as f32));
    let span = (last.0 - first.0).max(f32::EPSILON);
    let x = |weeks: f32| tenth(4.0 + (weeks - first.0) / span * (SIZE.0 - 8.0));
    let line = points.iter().map(|(weeks, score)| format!("{},{}", x(*weeks), y(*score as f32))).collect::<Vec<_>>();
    // A single score stands at the right end, where "now" is in all the others.
    let last_x = if points.len() == 1 { SIZE.0 - 4.0 } else { x(last.0) };
    html! {
        svg.spk width="104" height="38" viewBox="0 0 104 38" aria-hidden="true" {
            @if let Some(remission) = remission {
                @let top = y(remission as f32 + 0.5);
                rect.rem x="0" y=(top) width="104" height=(tenth(SIZE.1 - top)) {}
            }
            path.half d={ "M0 " (y(first.1 as f32 / 2.0)) "H104" } {}
            @if points.len() > 1 { polyline points=(line.join(" ")) {} }
            circle cx=(last_x) cy=(y(last.1 as f32)) r="3.2" {}
        }
    }
}

fn tenth(value: f32) -> f32 {
    (value * 10.0).round() / 10.0
}
