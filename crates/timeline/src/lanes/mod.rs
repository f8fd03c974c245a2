//! One file per kind of lane.

mod as_needed;
mod burden;
mod checks;
pub(crate) mod classes;
pub(crate) mod decisions;
pub(crate) mod dose;
mod episodes;
pub(crate) mod glyphs;
mod life_events;
mod measurement;
mod mood;
mod notes;
mod practice;
mod safety;
mod score;
mod sessions;
mod sleep;
mod weeks_well;

use crate::canvas::{Area, Canvas};
use crate::layout::Row;
use crate::model::{Lane, LaneKind};
use crate::scene::{Rank, start};
use crate::text::TextStyle;

/// Draws one row; a lane without anything in this window says so.
pub(crate) fn draw(canvas: &mut Canvas<'_>, row: &Row<'_>, area: &Area) {
    let drawn = match row {
        Row::Episodes => episodes::draw(canvas, area),
        Row::Class(class) => classes::draw(canvas, class, area),
        Row::Ended(lanes) => ended(canvas, lanes, area),
        Row::Lane(lane) => match &lane.kind {
            LaneKind::Score(score) => score::draw(canvas, score, area),
            LaneKind::Safety(safety) => safety::draw(canvas, safety, area),
            LaneKind::Dose(dose) => dose::draw(canvas, dose, area),
            LaneKind::AsNeeded(lane) => as_needed::draw(canvas, lane, area),
            LaneKind::Burden(burden) => burden::draw(canvas, burden, area),
            LaneKind::Sessions(sessions) => sessions::draw(canvas, sessions, area),
            LaneKind::Practice(practice) => practice::draw(canvas, practice, area),
            LaneKind::Sleep(sleep) => sleep::draw(canvas, sleep, area),
            LaneKind::Mood(mood) => mood::draw(canvas, mood, area),
            LaneKind::Measurement(measured) => measurement::draw(canvas, measured, area),
            LaneKind::Checks(checks) => checks::draw(canvas, checks, area),
            LaneKind::LifeEvents(events) => life_events::draw(canvas, events, area),
            LaneKind::Notes(notes) => notes::draw(canvas, notes, area),
            LaneKind::WeeksWell(years) => weeks_well::draw(canvas, years, area),
            LaneKind::NotShared => not_shared(canvas, area),
        },
    };
    if !drawn {
        let words = canvas.words.nothing_yet;
        say(canvas, area, words);
    }
}

/// A neutral remark at the left end of a lane.
fn say(canvas: &mut Canvas<'_>, area: &Area, words: &str) {
    let (x, y) = (canvas.metrics.x0 + 6.0, area.top + area.height / 2.0 + 4.0);
    canvas.label(Rank::Latest, TextStyle::Soft, area, &[words], vec![start(x, y)]);
}

/// Names and last days of medicines that ended before this window.
fn ended(canvas: &mut Canvas<'_>, lanes: &[&Lane], area: &Area) -> bool {
    let names: Vec<&str> = lanes.iter().map(|lane| lane.name.as_str()).collect();
    let (x, y) = (canvas.metrics.x0 + 6.0, area.top + area.height / 2.0 + 4.0);
    let room = canvas.metrics.x1 - x;
    let words = crate::text::shorten(&names.join(", "), TextStyle::Soft, canvas.form, room);
    canvas.label(Rank::Latest, TextStyle::Soft, area, &[&words], vec![start(x, y)]);
    true
}

fn not_shared(canvas: &mut Canvas<'_>, area: &Area) -> bool {
    let words = canvas.words.not_shared;
    say(canvas, area, words);
    true
}
