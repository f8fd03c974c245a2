//! The patient's own picture: their words, their notes first, and the line about self-harm only when they ask for it.

use super::{Audience, WindowChoice, draw};
use crate::app::Shared;
use concord_chart::Chart;
use concord_engines::course_state::CourseState;
use concord_timeline::{LaneKind, Timeline};

/// The own course in one of the windows of [`WindowChoice`]; `all_lines` shows the line about self-harm as well.
pub fn own_course(app: &Shared, chart: &Chart, window: &str, all_lines: bool) -> Timeline {
    let (zone, today) = (app.clinic.zone(), app.clinic.today());
    let state = CourseState::of(chart, app.clinic.knowledge(), &zone).choosing(&app.clinic.practice().schedules);
    let mut timeline = draw(&state, today, WindowChoice::parse(window).phone_window(today, state.since()), Audience::Patient);
    if !all_lines {
        let watched: Vec<String> =
            timeline.lanes.iter().filter(|lane| matches!(lane.kind, LaneKind::Safety(_))).map(|lane| lane.id.clone()).collect();
        timeline.hide(&watched);
    }
    timeline
}
