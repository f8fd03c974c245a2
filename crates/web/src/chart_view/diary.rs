//! Sleep and mood, as the person noted them. Days without an answer stay empty.

use super::{Audience, Seen, lane};
use concord_timeline::model::{Lane, LaneKind, MoodDay, MoodLane, SleepLane, shift};

/// The band behind the nights, in minutes, named in the lane: seven to nine hours. A drawing aid; nothing is judged by it.
const BAND: (u32, u32) = (420, 540);

/// Hours slept.
pub(super) fn sleep(seen: &Seen<'_>) -> Option<Lane> {
    let nights = &seen.chart.diary.sleep;
    let (last, _) = nights.last_key_value()?;
    let kind = LaneKind::Sleep(SleepLane {
        nights: nights.iter().map(|(day, minutes)| (*day, u32::from(*minutes))).collect(),
        band: Some(BAND),
    });
    let mut drawn = lane("sleep", "Sleep", "hours, band 7 to 9", kind);
    let week: Vec<u32> = nights.range(shift(seen.today, -6)..=seen.today).map(|(_, minutes)| u32::from(*minutes)).collect();
    match u32::try_from(week.len()) {
        Ok(count) if count > 0 => {
            let mean = week.iter().sum::<u32>() / count;
            drawn.latest = format!("{}.{} h", mean / 60, mean % 60 / 6);
            drawn.context = if count == 7 { "7-night mean".to_owned() } else { format!("mean of {count} nights") };
        }
        _ => {
            drawn.latest = "not answered".to_owned();
            drawn.context = format!("last {}", seen.short(*last));
        }
    }
    Some(drawn)
}

/// Mood around the person's usual: ±3, or ±4 where the plan is about highs and lows.
pub(super) fn mood(seen: &Seen<'_>) -> Option<Lane> {
    let moods = &seen.chart.diary.mood;
    let (last, (latest, words)) = moods.last_key_value()?;
    let wide = moods.values().any(|(mood, _)| mood.abs() > 3)
        || seen.chart.conditions.iter().any(|condition| condition.what.name.to_lowercase().contains("bipolar"));
    let days =
        moods.iter().map(|(day, (mood, words))| MoodDay { on: *day, low: *mood, high: *mood, words: words.clone() }).collect();
    let kind = LaneKind::Mood(MoodLane { reach: if wide { 4 } else { 3 }, days, actions: Vec::new() });
    let unit = if seen.audience == Audience::Patient { "above or below my usual" } else { "above or below their usual" };
    let mut drawn = lane("mood", "Mood, daily", unit, kind);
    drawn.latest = match latest {
        0 => "usual".to_owned(),
        value if *value > 0 => format!("+{value}"),
        value => format!("−{}", value.unsigned_abs()),
    };
    drawn.context = if words.is_empty() { seen.short(*last) } else { format!("{}, “{words}”", seen.short(*last)) };
    Some(drawn)
}
