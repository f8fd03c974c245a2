//! The clock of one treatment: since when its dose has been enough, and whether it is fair to judge yet.

use super::icon::icon;
use super::status_tag::{Status, status_tag};
use maud::{Markup, html};

/// The arm a treatment belongs to; decides colour and shape of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arm {
    /// Medicine: a blue square.
    Medicine,
    /// Talking therapy: a purple square.
    Therapy,
    /// Complementary: a green circle.
    Complementary,
}

impl Arm {
    /// Its class.
    pub fn class(self) -> &'static str {
        match self {
            Self::Medicine => "med",
            Self::Therapy => "psy",
            Self::Complementary => "cmp",
        }
    }
}

/// One treatment on its own clock.
#[derive(Clone, Debug, PartialEq)]
pub struct ArmClock<'a> {
    /// Which arm.
    pub arm: Arm,
    /// Its name, e.g. "Sertraline".
    pub name: &'a str,
    /// What is so today.
    pub status: Status,
    /// Weeks since the first adequate exposure; `None`: not begun.
    pub weeks: Option<f32>,
    /// The fair-trial window in weeks, from and to; `None`: no cited one.
    pub window: Option<(f32, f32)>,
    /// Exposure in plain numbers, e.g. "10 of 13 sessions, 72% of homework."
    pub line: &'a str,
    /// Link to the entry the window comes from.
    pub source: Option<&'a str>,
}

/// Weeks the track shows.
const WEEKS: f32 = 16.0;

fn x(weeks: f32) -> f32 {
    (80.0 + weeks.clamp(0.0, WEEKS) / WEEKS * 2840.0).round() / 10.0
}

/// The clock with its track, for the decide-together panel and the plan.
pub fn arm_clock(clock: &ArmClock<'_>) -> Markup {
    html! {
        section.arm {
            div.row.between { h3 { (dot(clock.arm)) (clock.name) } (status_tag(clock.status)) }
            (track(clock))
            p.small.muted {
                (clock.line)
                @if let Some(source) = clock.source { " " a href=(source) { "Where the window comes from" } }
            }
        }
    }
}

/// The square or circle of an arm.
pub fn dot(arm: Arm) -> Markup {
    html! { span class={ "dot " (arm.class()) } aria-hidden="true" {} }
}

fn track(clock: &ArmClock<'_>) -> Markup {
    let done = clock.weeks.unwrap_or(0.0);
    let said = track_words(clock);
    html! {
        svg class={ "clk " (clock.arm.class()) } viewBox="0 0 300 43" role="img" aria-label=(said) {
            rect.trk x="8" y="13" width="284" height="8" rx="4" {}
            @if let Some((from, to)) = clock.window {
                rect.win x=(x(from)) y="9" width=(x(to.max(from + 0.5)) - x(from)) height="16" rx="3" {}
            }
            @if clock.weeks.is_some() {
                rect.don x="8" y="13" width=(x(done) - 8.0) height="8" rx="4" {}
                path.hand d={ "M" (x(done)) " 5v24" } {}
                circle.hd cx=(x(done)) cy="17" r="5.5" {}
            }
            text x="8" y="38" { "0" }
            @if let Some((from, to)) = clock.window {
                text x=(((x(from) + x(to)) / 2.0).clamp(60.0, 220.0)) y="38" text-anchor="middle" { "judge at " (weeks_words(from, to)) }
            } @else {
                text x="150" y="38" text-anchor="middle" { "no fair-trial time known" }
            }
            text x="292" y="38" text-anchor="end" { "16 wk" }
        }
    }
}

fn weeks_words(from: f32, to: f32) -> String {
    if (to - from).abs() < 0.5 { format!("{from:.0}") } else { format!("{from:.0}–{to:.0}") }
}

fn track_words(clock: &ArmClock<'_>) -> String {
    let since = match clock.weeks {
        Some(weeks) if (0.5..1.5).contains(&weeks) => "1 week at an adequate dose".to_owned(),
        Some(weeks) => format!("{weeks:.0} weeks at an adequate dose"),
        None => "not begun".to_owned(),
    };
    let fair = clock.window.map_or_else(
        || "no fair-trial time known".to_owned(),
        |(from, to)| format!("fair to judge at weeks {}", weeks_words(from, to)),
    );
    format!("{}: {since}; {fair}", clock.name)
}

/// The short form for table cells: a key, the name, and the state in words.
pub fn arm_line(arm: Arm, name: &str, status: Status) -> Markup {
    html! {
        span class={ "a " (arm.class()) } {
            (dot(arm)) b { (name) } " "
            span class={ "s-" (status.tone()) } {
                @if matches!(status, Status::SideEffect | Status::NotChecked) { (icon(status.icon())) }
                (status.words())
            }
        }
    }
}
