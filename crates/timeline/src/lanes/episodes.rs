//! Spans of illness, wellness and hospital stay: behind the mood of years, or in its place at ten years.

use crate::canvas::{Area, Canvas};
use crate::model::{Episode, EpisodeKind, When};
use crate::scene::{Layer, Path, Rank, end, middle, start};
use crate::text::TextStyle;

/// Left and right edge of an episode on the plot, if any of it is in sight.
fn edges(canvas: &Canvas<'_>, episode: &Episode) -> Option<(f32, f32)> {
    let left = canvas.clamp(canvas.x(episode.from.earliest()));
    let until = episode.to.as_ref().map_or(canvas.past_edge(), |to| canvas.x(to.latest()) + canvas.per_day());
    let right = canvas.clamp(until.max(left + 3.0));
    let in_sight = until > canvas.metrics.x0 && canvas.x(episode.from.earliest()) < canvas.metrics.x1;
    (in_sight && right > left).then_some((left, right))
}

fn rough(episode: &Episode) -> bool {
    matches!(episode.from, When::Between { .. }) || matches!(episode.to, Some(When::Between { .. }))
}

/// Remission as a pale ground through the lane, hospital stays as solid ink.
pub(super) fn behind(canvas: &mut Canvas<'_>, area: &Area, kinds: &[EpisodeKind]) {
    for episode in canvas.t.episodes.iter().filter(|episode| kinds.contains(&episode.kind)) {
        let Some((left, right)) = edges(canvas, episode) else { continue };
        match episode.kind {
            EpisodeKind::Remission => {
                canvas.scene.rect(Layer::Band, "rem", [left, area.top, right - left, area.height], 0.0);
                let spots = vec![middle((left + right) / 2.0, area.base() - 6.0)];
                canvas.label(Rank::Threshold, TextStyle::Threshold, area, &[&episode.words], spots);
            }
            EpisodeKind::Hospital => {
                let width = (right - left).max(3.0);
                canvas.scene.rect(Layer::Data, "hosp", [left, area.top, width, area.height], 0.0);
                canvas.scene.solid(left, area.top, left + width, area.base());
                let (high, low) = (area.top + 13.0, area.base() - 5.0);
                let (right, left) = (left + width + 5.0, left - 5.0);
                let spots = vec![start(right, high), end(left, high), start(right, low), end(left, low)];
                canvas.label(Rank::Mark, TextStyle::Note, area, &[&episode.words], spots);
            }
            _ => {}
        }
    }
}

/// Episodes as frames on the side they went to.
pub(super) fn frames(canvas: &mut Canvas<'_>, area: &Area) {
    let mid = area.top + area.height / 2.0;
    for episode in &canvas.t.episodes {
        let (top, bottom) = match episode.kind {
            EpisodeKind::High => (area.top + 2.0, mid),
            EpisodeKind::Low => (mid, area.base() - 2.0),
            EpisodeKind::Mixed => (area.top + 2.0, area.base() - 2.0),
            EpisodeKind::Remission | EpisodeKind::Hospital => continue,
        };
        let Some((left, right)) = edges(canvas, episode) else { continue };
        // What is narrower than a frame's own corners is named and not framed.
        if right - left >= 6.0 {
            let class = if rough(episode) { "epu" } else { "epi" };
            canvas.scene.rect(Layer::Data, class, [left, top, right - left, bottom - top], 3.0);
        }
        let y = if episode.kind == EpisodeKind::Low { bottom - 5.0 } else { top + 12.0 };
        let spots = vec![middle((left + right) / 2.0, y), end(left - 6.0, y), start(right + 6.0, y)];
        canvas.label(Rank::Note, TextStyle::Note, area, &[&episode.words], spots);
    }
}

/// The row of episodes: block height is the worst day.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: &Area) -> bool {
    let mid = area.top + area.height / 2.0;
    let unit = area.height / 2.0 / 4.25;
    behind(canvas, area, &[EpisodeKind::Remission]);
    let mut axis = Path::new();
    axis.to(canvas.metrics.x0, mid).across(canvas.past_edge());
    canvas.scene.path(Layer::Fan, "mz", &axis);
    let mut any = false;
    for episode in &canvas.t.episodes {
        let Some((left, right)) = edges(canvas, episode) else { continue };
        any = true;
        let height = f32::from(episode.worst.clamp(1, 4)) * unit;
        let (class, top, bottom) = match episode.kind {
            EpisodeKind::High => ("eph", mid - height, mid),
            EpisodeKind::Low => ("epl", mid, mid + height),
            EpisodeKind::Mixed => ("eph", mid - height, mid + height),
            EpisodeKind::Remission | EpisodeKind::Hospital => continue,
        };
        let class = if rough(episode) { "epu" } else { class };
        canvas.scene.rect(Layer::Data, class, [left, top, right - left, bottom - top], 2.0);
        canvas.scene.solid(left, top, right, bottom);
        let words = rough_words(episode);
        let (near, far) = if episode.kind == EpisodeKind::Low { (bottom - 4.0, mid - 5.0) } else { (top + 10.0, mid + 13.0) };
        let spots = vec![start(right + 5.0, near), end(left - 5.0, near), start(left, far), middle((left + right) / 2.0, far)];
        canvas.label(Rank::Note, TextStyle::Note, area, &[&words], spots);
    }
    behind(canvas, area, &[EpisodeKind::Hospital]);
    any
}

/// Its words, or, where the date is rough, how the teller put it.
fn rough_words(episode: &Episode) -> String {
    match &episode.from {
        When::Between { words, .. } if episode.words.is_empty() => words.clone(),
        When::Between { words, .. } => format!("{}, {words}", episode.words),
        When::On(_) => episode.words.clone(),
    }
}
