//! Small shapes that stand for sessions, classes and events.

use crate::model::{Attendance, Modality};
use crate::scene::{Layer, Path, Scene};

/// A therapy session: shape by modality, filling by what became of it.
pub(crate) fn session(scene: &mut Scene, modality: Modality, state: Attendance, x: f32, y: f32, size: f32) {
    let class = match state {
        Attendance::Attended => "psy",
        Attendance::DidNotAttend | Attendance::Cancelled => "psyo",
        Attendance::Planned => "psyp",
    };
    let half = size / 2.0;
    let mut shape = Path::new();
    match modality {
        Modality::Cbt => {
            scene.rect(Layer::Data, class, [x - half, y - half, size, size], size * 0.2);
        }
        Modality::DbtIndividual => {
            shape.to(x, y - half).line(x + half, y + half).line(x - half, y + half).close();
        }
        Modality::DbtSkills => {
            let r = size * 0.22;
            shape.ring(x, y - half + r, r).ring(x - half + r, y + half - r, r).ring(x + half - r, y + half - r, r);
        }
        Modality::Psychodynamic => {
            shape.ring(x, y, half);
        }
        Modality::CoupleOrFamily => {
            shape.ring(x - size * 0.24, y, size * 0.42);
            let mut second = Path::new();
            second.ring(x + size * 0.3, y, size * 0.38);
            let second_class = if state == Attendance::Attended { "psyo" } else { class };
            scene.path(Layer::Data, second_class, &second);
        }
        Modality::Psychoeducation => {
            let dip = size * 0.2;
            shape.to(x - half, y - half).line(x, y - half + dip).line(x + half, y - half).down(y + half - dip);
            shape.line(x, y + half).line(x - half, y + half - dip).close();
        }
        Modality::Other => {
            let quarter = half * 0.55;
            shape.to(x - quarter, y - half).across(x + quarter).line(x + half, y).line(x + quarter, y + half);
            shape.across(x - quarter).line(x - half, y).close();
        }
    }
    scene.path(Layer::Data, class, &shape);
    cross(scene, state, "psyx", x, y, size * 0.25);
}

/// A complementary class or visit.
pub(crate) fn visit(scene: &mut Scene, state: Attendance, x: f32, y: f32, r: f32) {
    let class = match state {
        Attendance::Attended => "cmpd",
        Attendance::DidNotAttend | Attendance::Cancelled => "cmpo",
        Attendance::Planned => "cmpp",
    };
    scene.circle(Layer::Data, class, x, y, r);
    cross(scene, state, "cmpx", x, y, r * 0.5);
}

/// × for one who did not come, – for one that was called off.
fn cross(scene: &mut Scene, state: Attendance, class: &str, x: f32, y: f32, reach: f32) {
    let mut mark = Path::new();
    match state {
        Attendance::DidNotAttend => {
            mark.to(x - reach, y - reach).line(x + reach, y + reach);
            mark.to(x - reach, y + reach).line(x + reach, y - reach);
        }
        Attendance::Cancelled => {
            mark.to(x - reach, y).line(x + reach, y);
        }
        Attendance::Attended | Attendance::Planned => return,
    }
    scene.path(Layer::Data, class, &mark);
}
