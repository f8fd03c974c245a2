//! Pills taken, sessions attended, homework done: three thin bars in a table cell.

use maud::{Markup, html};

/// What a bar counts; decides its look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Doses of medicine.
    Pills,
    /// Sessions.
    Sessions,
    /// Homework.
    Homework,
    /// Practice or classes.
    Practice,
}

impl Counted {
    fn class(self) -> &'static str {
        match self {
            Self::Pills => "med",
            Self::Sessions => "psy",
            Self::Homework => "psy2",
            Self::Practice => "cmp",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Pills => "pills",
            Self::Sessions => "sessions",
            Self::Homework => "homework",
            Self::Practice => "practice",
        }
    }
}

/// One bar: `done` of `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What is counted.
    pub counted: Counted,
    /// How many were done.
    pub done: u32,
    /// Of how many that are known about.
    pub of: u32,
}

/// Width of a full bar.
const FULL: f32 = 62.0;

/// The bars. What nobody asked about has no bar, and the words say so.
pub fn bars(bars: &[Bar]) -> Markup {
    let known: Vec<&Bar> = bars.iter().filter(|bar| bar.of > 0).collect();
    if known.is_empty() {
        return html! { span.small.muted { "not known" } };
    }
    let said = known.iter().map(|bar| format!("{} {} of {}", bar.counted.words(), bar.done, bar.of)).collect::<Vec<_>>();
    let height = known.len() * 9;
    html! {
        svg.exp width="62" height=(height) viewBox={ "0 0 62 " (height) } role="img" aria-label=(said.join(", ")) {
            title { (said.join(", ")) }
            @for (i, bar) in known.iter().enumerate() {
                rect.bg x="0" y=(i * 9 + 1) width="62" height="6" rx="2" {}
                @if bar.done > 0 {
                    rect class=(bar.counted.class()) x="0" y=(i * 9 + 1) width=(length(bar)) height="6" rx="2" {}
                }
            }
        }
    }
}

fn length(bar: &Bar) -> f32 {
    (FULL * bar.done.min(bar.of) as f32 / bar.of as f32 * 10.0).round() / 10.0
}
