//! How far a set of questions has come, counted: never a spinner.

use maud::{Markup, html};

/// Segments for up to 12 questions, a bar beyond that, and the sentence under it. `step` counts from 1.
pub fn progress_segments(step: u32, of: u32) -> Markup {
    let of = of.max(1);
    let sentence = format!("Question {} of {of}. Your answers so far are kept.", step.clamp(1, of));
    segments(step, of, &sentence)
}

/// The same with a sentence of its own.
pub fn segments(step: u32, of: u32, sentence: &str) -> Markup {
    let of = of.max(1);
    let step = step.clamp(1, of);
    let count = of.min(12);
    let gap = 4.0;
    let width = (320.0 - gap * (count - 1) as f32) / count as f32;
    let filled = (f64::from(step) / f64::from(of) * f64::from(count)).round() as u32;
    let x = |i: u32| (i as f32 * (width + gap) * 10.0).round() / 10.0;
    html! {
        div.progress {
            svg viewBox="0 0 320 6" preserveAspectRatio="none" aria-hidden="true" {
                @for i in 0..count {
                    rect class=(if i < filled { "on" } else { "off" }) x=(x(i)) y="0" width=((width * 10.0).round() / 10.0) height="6" rx="3" {}
                }
            }
            p { (sentence) }
        }
    }
}
