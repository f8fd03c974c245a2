//! Laboratory results, vital signs and other observations.

use super::{Given, care::table};
use crate::document::{Row, Section};
use concord_chart::{
    Chart,
    measurement::{Kind, Measurement, Range},
    release::ReleasePart,
};

const COLUMNS: &[(&str, f32)] = &[("What", 0.34), ("When", 0.2), ("Result", 0.26), ("Usual range", 0.2)];

pub(super) fn sections(chart: &Chart, given: &Given<'_>) -> Vec<Section> {
    if !given.has(ReleasePart::Checks) {
        return Vec::new();
    }
    let kinds = [(Kind::Lab, "Laboratory results"), (Kind::Vital, "Vital signs"), (Kind::Other, "Other observations")];
    let section = |(kind, heading): (Kind, &str)| {
        let of_kind = chart.measurements.iter().filter(|known| known.kind == kind && given.within(known.at));
        let rows = of_kind.map(|known| row(known, given)).collect();
        Section { heading: heading.to_owned(), blocks: table(&format!("{heading}, one a row."), COLUMNS, rows) }
    };
    kinds.into_iter().map(section).collect()
}

fn row(known: &Measurement, given: &Given<'_>) -> Row {
    let range = known.what.range.as_ref().map(range_words).unwrap_or_default();
    Row::of([known.what.what.clone(), given.day(known.at), known.what.value_words(), range])
}

fn range_words(range: &Range) -> String {
    match (range.low, range.high) {
        (Some(low), Some(high)) => format!("{} to {}", low.normalize(), high.normalize()),
        (Some(low), None) => format!("{} or more", low.normalize()),
        (None, Some(high)) => format!("{} or less", high.normalize()),
        (None, None) => String::new(),
    }
}
