//! A small course of laboratory values in a table cell, with the range that is aimed at as a pale band.

use maud::{Markup, html};

/// Width and height in pixels.
const SIZE: (f32, f32) = (104.0, 30.0);

/// The drawing. `points` are (days, value), oldest first; `aim` is the range from, to. It repeats what stands beside it in
/// numbers and is hidden from screen readers. Nothing is drawn of fewer than two values.
pub fn trend(points: &[(f32, f32)], aim: Option<(f32, f32)>) -> Markup {
    let [first, .., last] = points else {
        return html! {};
    };
    let ends = points.iter().map(|(_, value)| *value).chain(aim.into_iter().flat_map(|(low, high)| [low, high]));
    let (low, high) = ends.fold((f32::MAX, f32::MIN), |(low, high), value| (low.min(value), high.max(value)));
    let reach = (high - low).max(f32::EPSILON);
    let y = |value: f32| tenth(3.0 + (SIZE.1 - 6.0) * (1.0 - (value - low) / reach));
    let span = (last.0 - first.0).max(f32::EPSILON);
    let x = |days: f32| tenth(4.0 + (days - first.0) / span * (SIZE.0 - 8.0));
    let line: Vec<String> = points.iter().map(|(days, value)| format!("{},{}", x(*days), y(*value))).collect();
    html! {
        svg.spk width="104" height="30" viewBox="0 0 104 30" aria-hidden="true" {
            @if let Some((low, high)) = aim { rect.rem x="0" y=(y(high)) width="104" height=(tenth(y(low) - y(high))) {} }
            polyline points=(line.join(" ")) {}
            circle cx=(x(last.0)) cy=(y(last.1)) r="3" {}
        }
    }
}

fn tenth(value: f32) -> f32 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_is_no_course() {
        assert_eq!(trend(&[(0.0, 0.7)], None).into_string(), "");
    }

    #[test]
    fn the_range_is_a_band_and_the_latest_value_a_dot() {
        let drawn = trend(&[(0.0, 0.5), (10.0, 1.0)], Some((0.6, 0.8))).into_string();
        assert!(drawn.contains("<rect") && drawn.contains("points=\"4,27 100,3\""), "{drawn}");
    }
}
