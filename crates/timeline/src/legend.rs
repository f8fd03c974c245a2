//! What the shapes mean: only those that this picture uses.

use crate::form::Form;
use crate::lanes::glyphs;
use crate::model::{Attendance, DoseLevel, LaneKind, Modality, Reader, SessionLane, SimulatedLevel, Timeline, Tone, Zoom, shift};
use crate::scene::{Layer, Path, Scene, Shapes};
use crate::words::Words;
use maud::{Markup, PreEscaped, html};

/// The legend under the picture, and a line for lanes that the reader has hidden.
pub fn legend(timeline: &Timeline) -> Markup {
    let w = Words::of(timeline.language, timeline.reader);
    let mut keys: Vec<(String, &'static str)> = Vec::new();
    for lane in &timeline.lanes {
        for key in keys_of(timeline, &lane.kind, w) {
            if !keys.iter().any(|(_, words)| *words == key.1) {
                keys.push(key);
            }
        }
    }
    html! {
        div.legend {
            @for (shape, words) in keys {
                span { (PreEscaped(shape)) (words) }
            }
            span { (w.key_dashed) }
        }
        @if !timeline.hidden.is_empty() {
            p.hidden-lanes {
                @if timeline.hidden.len() == 1 { (w.hidden_one) } @else { (timeline.hidden.len()) " " (w.hidden_many) }
                " " (timeline.hidden.join(", "))
            }
        }
    }
}

/// What stands beside the picture about its levels: that they are simulated, from which source, and where none is drawn and
/// why. Nothing where no medicine is drawn by its dose.
pub fn notes(timeline: &Timeline) -> Markup {
    let w = Words::of(timeline.language, timeline.reader);
    let drawn = timeline.window.zoom() <= Zoom::Fortnights;
    let doses: Vec<(&str, &DoseLevel)> = timeline
        .lanes
        .iter()
        .filter(|_| drawn)
        .filter_map(|lane| match &lane.kind {
            LaneKind::Dose(dose) => Some((lane.name.as_str(), &dose.level)),
            _ => None,
        })
        .collect();
    html! {
        @if !doses.is_empty() {
            details.small {
                summary { (w.levels_about) }
                p { (w.levels_are) }
                ul { @for (name, level) in doses { li { (name) ": " (about(level, w)) } } }
            }
        }
    }
}

/// Where one level comes from, or why there is none.
pub(crate) fn about(level: &DoseLevel, w: &'static Words) -> String {
    match level {
        DoseLevel::Simulated(level) => format!("{} {}.", w.from_half_life, level.source),
        DoseLevel::Measured => format!("{}.", w.level_measured),
        DoseLevel::NotDrawn(why) => format!("{} {why}.", w.no_level_because),
    }
}

/// Whether a level is on its way after today; a steady one needs no key.
fn moves_ahead(t: &Timeline, level: &SimulatedLevel) -> bool {
    let ends = level.on(t.today).zip(level.on(shift(t.window.to, -1)));
    ends.is_some_and(|(now, then)| now.0 != now.1 || (now.0 - then.0).abs() > now.0.max(then.0) * 0.02)
}

fn keys_of(t: &Timeline, kind: &LaneKind, w: &'static Words) -> Vec<(String, &'static str)> {
    let zoom = t.window.zoom();
    match kind {
        LaneKind::Sessions(sessions) if zoom <= Zoom::Fortnights => session_keys(sessions, w),
        LaneKind::Safety(_) => vec![(diamond("q9", 7.0), w.key_item)],
        LaneKind::Checks(_) => {
            let tick = shape(|s| {
                let mut path = Path::new();
                path.to(3.0, 7.5).line(6.5, 11.0).line(13.0, 3.0);
                s.path(Layer::Data, "ok", &path);
            });
            vec![(tick, w.key_check_done), (diamond("dueb", 6.0), w.key_check_due)]
        }
        LaneKind::LifeEvents(events) => [(Tone::Hard, w.key_hard), (Tone::Good, w.key_good)]
            .into_iter()
            .filter(|(tone, _)| events.iter().any(|event| event.tone == *tone))
            .map(|(tone, words)| (triangle(tone), words))
            .collect(),
        LaneKind::Dose(dose) if zoom <= Zoom::Fortnights => {
            let unknown = (!dose.unknown.is_empty()).then(|| (hatch(), w.taking_unknown));
            let ahead = matches!(&dose.level, DoseLevel::Simulated(level) if moves_ahead(t, level)).then(|| {
                let dashes = shape(|s| {
                    s.rect(Layer::Data, "lvl2", [0.0, 6.0, 15.0, 7.0], 0.0);
                    let mut edge = Path::new();
                    edge.to(0.0, 6.0).across(15.0);
                    s.path(Layer::Data, "lvlp", &edge);
                });
                (dashes, w.key_level_ahead)
            });
            unknown.into_iter().chain(ahead).collect()
        }
        LaneKind::Mood(_) if zoom >= Zoom::Fortnights => mood_keys(t, w),
        LaneKind::Measurement(lane) if lane.aim.is_some() => {
            vec![(shape(|s| s.circle(Layer::Data, "lvo", 7.0, 7.0, 4.2)), w.key_outside)]
        }
        _ => Vec::new(),
    }
}

/// One shape a state that occurs, in the form of the lane's first session, and the homework cell.
fn session_keys(lane: &SessionLane, w: &'static Words) -> Vec<(String, &'static str)> {
    let first = lane.sessions.first().map_or(Modality::Cbt, |session| session.modality);
    let mut keys = Vec::new();
    for (state, words) in [
        (Attendance::Attended, w.key_attended),
        (Attendance::DidNotAttend, w.did_not_attend),
        (Attendance::Cancelled, w.cancelled),
        (Attendance::Planned, w.planned),
    ] {
        if lane.sessions.iter().any(|session| session.state == state) {
            keys.push((shape(|s| glyphs::session(s, first, state, 8.0, 7.0, 11.0)), words));
        }
    }
    if lane.sessions.iter().any(|session| session.homework.is_some()) {
        let cell = shape(|s| {
            s.rect(Layer::Data, "hwb", [1.0, 1.0, 13.0, 12.0], 1.5);
            s.rect(Layer::Data, "hw", [1.0, 6.0, 13.0, 7.0], 1.5);
        });
        keys.push((cell, w.key_homework));
    }
    keys
}

/// Lowest and highest day; in the view of years also what frames and grounds mean.
fn mood_keys(t: &Timeline, w: &'static Words) -> Vec<(String, &'static str)> {
    let range = shape(|s| {
        s.rect(Layer::Data, "mpos", [5.0, 1.0, 6.0, 6.0], 1.0);
        s.rect(Layer::Data, "mneg", [5.0, 7.0, 6.0, 5.0], 1.0);
    });
    let mut keys = vec![(range, w.key_range)];
    if t.window.zoom() == Zoom::Months && !t.episodes.is_empty() && t.reader == Reader::Clinician {
        keys.push((shape(|s| s.rect(Layer::Data, "epi", [1.0, 2.0, 13.0, 10.0], 3.0)), w.key_episode));
        keys.push((shape(|s| s.rect(Layer::Data, "rem", [1.0, 1.0, 13.0, 12.0], 0.0)), w.key_remission));
        keys.push((shape(|s| s.rect(Layer::Data, "hosp", [6.0, 0.0, 3.0, 14.0], 0.0)), w.hospital));
    }
    keys
}

fn shape(draw: impl FnOnce(&mut Scene)) -> String {
    let mut scene = Scene::new(Form::Wide, Shapes::Single);
    draw(&mut scene);
    format!(
        "<svg class=\"ct key\" width=\"16\" height=\"14\" viewBox=\"0 0 16 14\" aria-hidden=\"true\">{}</svg>",
        scene.finish()
    )
}

/// Slanted lines: what nobody said.
fn hatch() -> String {
    shape(|s| {
        let mut lines = Path::new();
        for x in [0.0, 5.0, 10.0] {
            lines.to(x, 13.0).line(x + 6.0, 1.0);
        }
        s.path(Layer::Data, "hat", &lines);
    })
}

fn diamond(class: &str, r: f32) -> String {
    shape(|s| {
        let mut path = Path::new();
        path.diamond(8.0, 7.0, r);
        s.path(Layer::Data, class, &path);
    })
}

fn triangle(tone: Tone) -> String {
    shape(|s| {
        let mut path = Path::new();
        if tone == Tone::Hard {
            path.to(2.0, 2.0).across(14.0).line(8.0, 13.0).close();
        } else {
            path.to(2.0, 12.0).across(14.0).line(8.0, 1.0).close();
        }
        s.path(Layer::Data, "ev", &path);
    })
}
