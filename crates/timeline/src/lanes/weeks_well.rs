//! Weeks well in each calendar year: well below, low and high above it, the number on top.

use crate::canvas::{Area, Canvas};
use crate::model::YearWell;
use crate::scene::{Layer, Rank, middle};
use crate::text::TextStyle;
use jiff::civil::date;

pub(super) fn draw(canvas: &mut Canvas<'_>, years: &[YearWell], area: &Area) -> bool {
    let unit = area.height / 53.0;
    let mut first = true;
    for year in years {
        let from = canvas.x(date(year.year, 1, 1)).max(canvas.metrics.x0);
        let to = (canvas.x(date(year.year, 12, 31)) + canvas.per_day()).min(canvas.past_edge());
        let (left, width) = (from + 2.0, to - from - 4.0);
        if width < 2.0 {
            continue;
        }
        let mut y = area.base();
        for (class, weeks) in [(if year.told { "wwt" } else { "ww" }, year.well), ("wl", year.low), ("wh", year.high)] {
            let height = weeks as f32 * unit;
            y -= height;
            if height > 0.0 {
                canvas.scene.rect(Layer::Data, class, [left, y, width, height], 1.5);
            }
        }
        let short = year.well.to_string();
        let full = format!("{} {} {}", year.well, canvas.words.of, year.of);
        let wordings: &[&str] = if first || year.of < 52 { &[&full, &short] } else { &[&short] };
        first = false;
        let spots = vec![middle(left + width / 2.0, y - 4.0)];
        canvas.label(Rank::Value, TextStyle::Value, area, wordings, spots);
    }
    !first
}
