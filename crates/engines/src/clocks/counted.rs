//! The window of a treatment that is counted in times: enough weeks since the first, and enough of them.

use super::Dial;
use crate::days::plus;
use jiff::civil::Date;

/// When a verdict is fair for something that is counted in times.
pub(super) struct Rule {
    pub(super) weeks_from: u16,
    pub(super) weeks_to: u16,
    pub(super) min_times: u16,
    /// What is counted, in words: `sessions attended`.
    pub(super) times: &'static str,
}

/// Sets the window from the days that count, in order of time.
pub(super) fn window(dial: &mut Dial, rule: &Rule, started: Date, times: &[Date]) {
    let weeks = |weeks: u16| i64::from(weeks) * 7;
    dial.first = times.first().copied();
    let from = plus(dial.first.unwrap_or(started), weeks(rule.weeks_from));
    let needed = usize::from(rule.min_times);
    match (dial.first, needed.checked_sub(1).map_or(times.first(), |nth| times.get(nth))) {
        (Some(first), Some(enough)) => {
            let fair_from = from.max(*enough);
            dial.fair_from = Some(fair_from);
            dial.due_by = Some(plus(first, weeks(rule.weeks_to)).max(fair_from));
        }
        _ => {
            dial.low_from = Some(from);
            dial.low = format!("{} {} so far; a fair trial needs at least {}.", times.len(), rule.times, rule.min_times);
        }
    }
}
