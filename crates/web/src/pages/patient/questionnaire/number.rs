//! Answers that are numbers with a unit: minutes, a place on a line.

use super::words::Words;
use concord_knowledge::{
    Instrument,
    instrument::{AnswerRange, Item},
};
use maud::{Markup, html};

/// What somebody chose or typed for an item, if it is an answer that the item has.
pub(crate) fn value_of(instrument: &Instrument, item: &Item, typed: &str) -> Option<u8> {
    let value = match item.number_input() {
        Some(range) if range.tenths => tenths(typed)?,
        _ => typed.trim().parse().ok()?,
    };
    instrument.option_of(item, value).map(|option| option.value)
}

/// `8.5`, `8,5` or `8` in tenths.
fn tenths(typed: &str) -> Option<u8> {
    let typed = typed.trim().replace(',', ".");
    let (whole, part) = typed.split_once('.').unwrap_or((&typed, "0"));
    let part: u8 = part.parse().ok().filter(|tenth| *tenth < 10)?;
    whole.parse::<u8>().ok()?.checked_mul(10)?.checked_add(part)
}

/// The field, with what its ends mean.
pub(super) fn field(name: &str, range: &AnswerRange, chosen: Option<u8>, words: &Words) -> Markup {
    let value = chosen.map(|value| range.shown(value)).unwrap_or_default();
    let ends = [(range.from, &range.low), (range.to, &range.high)];
    let mode = if range.tenths { "decimal" } else { "numeric" };
    html! {
        label.answer {
            input type="number" name=(name) inputmode=(mode) min=(range.shown(range.from)) max=(range.shown(range.to)) step=(range.shown(range.step)) value=(value);
            span { (range.unit.as_deref().unwrap_or_default()) }
        }
        p.small.muted { @for (end, meaning) in ends { @if let Some(meaning) = meaning { (range.shown(end)) " " (words.means) " " (meaning) ". " } } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_are_read_as_people_write_them() {
        assert_eq!(tenths("8.5"), Some(85));
        assert_eq!(tenths(" 8,5 "), Some(85));
        assert_eq!(tenths("10"), Some(100));
        for nonsense in ["", "8.55", "-1", "26.0", "eight"] {
            assert_eq!(tenths(nonsense), None, "{nonsense}");
        }
    }
}
