//! The plan as a picture: one row a medicine, doses as stepped bars, the days on which both are taken shaded, the simulated
//! level dashed over it. The table beside it says the same.

use concord_engines::{
    days::{day_words, days_between, plus},
    titration::{Step, simulated},
};
use jiff::civil::Date;
use maud::{Markup, html};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use std::fmt::Write;

/// Width of the picture, of the column of names, and height of one row.
const WIDTH: f64 = 680.0;
const NAMES: f64 = 96.0;
const ROW: f64 = 96.0;
/// Room for dates at the bottom.
const FOOT: f64 = 26.0;
/// Days that are drawn after the last step.
const AFTER: i64 = 21;
/// Least distance between two labels.
const LABEL: f64 = 44.0;

/// One medicine of the picture.
pub(super) struct Part<'a> {
    pub name: &'a str,
    /// mg a day before the first step.
    pub before: Decimal,
    pub steps: &'a [Step],
    /// Middle of its half-life, where one is on file.
    pub half_life_hours: Option<f64>,
}

/// Days and where they stand.
struct Scale {
    from: Date,
    days: i64,
}

impl Scale {
    fn x(&self, day: Date) -> f64 {
        let share = days_between(self.from, day) as f64 / self.days.max(1) as f64;
        NAMES + (WIDTH - NAMES - 8.0) * share.clamp(0.0, 1.0)
    }
}

/// The picture. `both`: first and last day on which both are taken.
pub(super) fn figure(parts: &[Part<'_>], both: Option<(Date, Date)>, today: Date) -> Markup {
    let steps = || parts.iter().flat_map(|part| part.steps);
    let (Some(first), Some(last)) = (steps().map(|step| step.from).min(), steps().map(|step| step.from).max()) else {
        return html! {};
    };
    let from = plus(first, -7);
    let scale = Scale { from, days: days_between(from, last) + AFTER };
    let height = ROW * parts.len() as f64 + FOOT;
    let shaded = both.map(|(from, to)| (scale.x(from), scale.x(plus(to, 1)), days_between(from, to) + 1));
    html! {
        figure.steps-figure {
            svg viewBox=(format!("0 0 {WIDTH} {height}")) role="img" aria-label="The planned doses over time; the table says the same" {
                @if let Some((left, right, days)) = shaded {
                    rect.both x=(tenth(left)) y="0" width=(tenth(right - left)) height=(height - FOOT) {}
                    text.note x=(tenth(left + 4.0)) y="12" { "both taken: " (days) " days" }
                }
                @for (place, part) in parts.iter().enumerate() { (row(part, &scale, place as f64 * ROW)) }
                (dates(steps().map(|step| step.from).collect(), &scale, height - 8.0, today))
            }
            figcaption.small.muted { "Bars: planned amount a day. Dashed line: simulated level in relation to the one a steady dose would give (one compartment, middle of the half-life); not measured." }
        }
    }
}

fn row(part: &Part<'_>, scale: &Scale, top: f64) -> Markup {
    let base = top + ROW - 8.0;
    let most = part.steps.iter().map(|step| step.daily).chain([part.before]).max().and_then(|most| most.to_f64()).unwrap_or(1.0);
    let y = |amount: f64| base - (ROW - 40.0) * amount / most.max(0.001);
    let amount = |value: Decimal| value.to_f64().unwrap_or(0.0);
    let firm: Vec<&Step> = part.steps.iter().filter(|step| !step.if_needed).collect();
    let mut path = format!("M{} {base}V{}", scale.x(scale.from), tenth(y(amount(part.before))));
    for step in &firm {
        let _ = write!(path, "H{}V{}", tenth(scale.x(step.from)), tenth(y(amount(step.daily))));
    }
    let _ = write!(path, "H{}V{base}Z", WIDTH - 8.0);
    let mut labels: Vec<(f64, f64, String)> = Vec::new();
    for step in part.steps {
        let x = scale.x(step.from);
        if labels.last().is_none_or(|(before, ..)| x - before >= LABEL) {
            let words = if step.daily.is_zero() {
                "stop".to_owned()
            } else {
                format!("{} mg{}", step.daily.normalize(), if step.if_needed { "?" } else { "" })
            };
            labels.push((x, y(amount(step.daily)) - 4.0, words));
        }
    }
    html! {
        text.name x="4" y=(top + 34.0) { (part.name) }
        path.bar d=(path) {}
        @if let Some(hours) = part.half_life_hours { polyline.level points=(level(part, hours, scale, &y)) {} }
        @for (x, y, words) in labels { text.amount x=(tenth(x + 3.0)) y=(tenth(y.max(top + 26.0))) { (words) } }
        line.base x1=(NAMES) y1=(base) x2=(WIDTH - 8.0) y2=(base) {}
    }
}

fn level(part: &Part<'_>, hours: f64, scale: &Scale, y: &impl Fn(f64) -> f64) -> String {
    let days = u32::try_from(scale.days).unwrap_or(0).min(1500);
    let levels = simulated(part.steps, part.before, hours, scale.from, days);
    let every = (levels.len() / 240).max(1);
    let point = |(day, level): (usize, &f64)| {
        let on = plus(scale.from, i64::try_from(day).unwrap_or(0) + 1);
        format!("{},{}", tenth(scale.x(on)), tenth(y(*level)))
    };
    levels.iter().enumerate().step_by(every).map(point).collect::<Vec<_>>().join(" ")
}

fn dates(mut days: Vec<Date>, scale: &Scale, y: f64, today: Date) -> Markup {
    days.sort_unstable();
    let mut shown: Vec<(f64, String)> = Vec::new();
    for day in days {
        let x = scale.x(day);
        if shown.last().is_none_or(|(before, _)| x - before >= LABEL + 8.0) {
            shown.push((x, day_words(day, today)));
        }
    }
    html! { @for (x, words) in shown { text.date x=(tenth(x)) y=(y) { (words) } } }
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
