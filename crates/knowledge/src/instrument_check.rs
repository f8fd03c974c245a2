//! What has to hold within one instrument: its items, totals, bands, parts, rules and words fit together.

use crate::check::Report;
use crate::instrument::{Band, Instrument, Item, Scale, ScaleRule, Sex, Total, TotalRule};
use std::collections::BTreeSet;

pub(crate) fn instrument_itself(report: &mut Report<'_>, instrument: &Instrument) {
    items(report, instrument);
    total_and_bands(report, instrument);
    positions_named(report, instrument);
    parts(report, instrument);
    cutoffs(report, instrument);
    wording(report, instrument);
}

fn items(report: &mut Report<'_>, instrument: &Instrument) {
    report.expect(!instrument.items.is_empty(), "items", "there are none.");
    for (index, item) in instrument.all_items().enumerate() {
        let name = format!("item {}", index + 1);
        report.expect(usize::from(item.position) == index + 1, &name, "positions count from 1 without a gap.");
        let options = instrument.options_of(item);
        report.expect(options.len() > 1, &name, "it has fewer than two answers.");
        let ascending = options.windows(2).all(|pair| pair[0].value < pair[1].value);
        report.expect(ascending, &name, "its answers do not rise, each value once.");
        if let Some(condition) = item.ask_if {
            let earlier = condition.item >= 1 && condition.item < item.position;
            report.expect(earlier, &name, "it depends on an item that does not come before it.");
        }
        if let Some(range) = &item.range {
            report.expect_order(&name, range.from, range.to);
            report.expect(range.step > 0, &name, "its numbers do not rise.");
        }
    }
}

fn total_and_bands(report: &mut Report<'_>, instrument: &Instrument) {
    let Some(total) = &instrument.total else {
        report.expect(instrument.bands.is_empty(), "bands", "there are bands, but no total they could divide.");
        let other = !instrument.triage.is_empty() || !instrument.subscales.is_empty() || !instrument.algorithms.is_empty();
        return report.expect(other, "total", "there is neither a total nor a triage, a subscale or an algorithm.");
    };
    let domains = (total.rule == TotalRule::SumOfDomains) != total.domains.is_empty();
    report.expect(domains, "total", "`domains` go with the rule `sum_of_domains`, and it needs them.");
    let range = (range_end(instrument, total, |(low, _)| low), range_end(instrument, total, |(_, high)| high));
    let sentence = format!("it says {} to {}, but the items give {} to {}.", total.min, total.max, range.0, range.1);
    report.expect(range == (total.min, total.max), "total", sentence);
    report.expect(!total.unit.trim().is_empty(), "total", "there is no `unit`; a number without a unit means nothing.");
    if let Some(scale) = &total.scale {
        scale_itself(report, "total", scale, (total.min, total.max));
    }
    let of = |sex: Option<Sex>| -> Vec<&Band> { instrument.bands.iter().filter(|band| band.sex == sex).collect() };
    for sex in [None, Some(Sex::Female), Some(Sex::Male)] {
        bands(report, &of(sex), total.min, total.max);
    }
    let split = of(Some(Sex::Female)).is_empty() == of(Some(Sex::Male)).is_empty();
    report.expect(split, "bands", "there are bands for one sex only; write them for both or for everybody.");
    let mixed = !of(None).is_empty() && !of(Some(Sex::Female)).is_empty();
    report.expect(!mixed, "bands", "some bands are for everybody and some for one sex; write them one way.");
}

/// The lowest or highest total that the items give.
fn range_end(instrument: &Instrument, total: &Total, pick: fn((u8, u8)) -> u8) -> i32 {
    let end = |item: &Item| i32::from(pick(instrument.counted_range_of(item)));
    let grouped: BTreeSet<u8> = total.domains.iter().flatten().copied().collect();
    let alone = instrument.items_of_total().filter(|item| !grouped.contains(&item.position)).map(end).sum::<i32>();
    let of_group = |group: &Vec<u8>| group.iter().filter_map(|position| instrument.item(*position)).map(end).max().unwrap_or(0);
    (alone + total.domains.iter().map(of_group).sum::<i32>()) * i32::from(total.multiply)
}

/// Every score of a scale can be told.
fn scale_itself(report: &mut Report<'_>, entry: &str, scale: &Scale, range: (i32, i32)) {
    let divides = scale.rule != ScaleRule::Divide || scale.by.is_some_and(|by| by > 0);
    report.expect(divides, entry, "a scale that divides says by how much in `by`.");
    let told = (range.0..=range.1).find(|sum| scale.of(*sum, range).is_none());
    report.expect(told.is_none(), entry, format!("the scale has no value for {}.", told.unwrap_or_default()));
    let rising = scale.table.windows(2).all(|pair| pair[0].0 + 1 == pair[1].0);
    report.expect(rising, entry, "the table does not rise one by one.");
}

/// Bands follow one another from the lowest to the highest total, without a gap and without an overlap. None is fine too.
fn bands(report: &mut Report<'_>, bands: &[&Band], min: i32, max: i32) {
    let each = bands.iter().map(|band| (band.id.as_str(), band.from, band.to)).collect::<Vec<_>>();
    if !each.is_empty() {
        cover(report, "band", &each, min, max);
    }
}

fn cover(report: &mut Report<'_>, what: &str, bands: &[(&str, i32, i32)], min: i32, max: i32) {
    let mut next = min;
    for (id, from, to) in bands {
        let name = format!("{what} {id}");
        report.expect_order(&name, from, to);
        if *from > next {
            report.expect(false, &name, format!("there is a gap: nothing covers {next} to {}.", from - 1));
        } else if *from < next {
            report.expect(false, &name, format!("it overlaps what is below it: {from} is already taken."));
        }
        next = to + 1;
    }
    let sentence = format!("they end at {}, but the highest total is {max}.", next - 1);
    report.expect(next == max + 1, format!("{what}s"), sentence);
    let ids: BTreeSet<&str> = bands.iter().map(|(id, ..)| *id).collect();
    report.expect(ids.len() == bands.len(), format!("{what}s"), "two bands have the same id.");
}

/// Every item that a rule names exists, and so does every answer.
fn positions_named(report: &mut Report<'_>, instrument: &Instrument) {
    let mut named: Vec<(String, u8)> = Vec::new();
    if let Some(total) = &instrument.total {
        let groups = total.domains.iter().chain(&total.one_is_enough).flatten();
        named.extend(total.items.iter().chain(groups).map(|item| ("total".to_owned(), *item)));
    }
    for level in &instrument.triage {
        named.extend(level.any_of.iter().map(|item| (format!("triage {}", level.id), *item)));
    }
    for part in &instrument.subscales {
        named.extend(part.items.iter().map(|item| (format!("subscale {}", part.id), *item)));
    }
    for rule in &instrument.algorithms {
        let exceptions = rule.exceptions.iter().map(|exception| exception.item);
        let clauses = rule.and.iter().chain(&rule.or).flat_map(|clause| clause.items.iter().copied());
        let all = rule.items.iter().chain(&rule.one_of).copied().chain(exceptions).chain(clauses);
        named.extend(all.map(|item| (format!("algorithm {}", rule.id), item)));
    }
    named.extend(instrument.safety_items.iter().map(|safety| (format!("safety item {}", safety.item), safety.item)));
    for (entry, position) in named {
        let exists = instrument.item(position).is_some();
        report.expect(exists, entry, format!("it names item {position}, which is not there."));
    }
    for safety in &instrument.safety_items {
        let Some(item) = instrument.item(safety.item) else {
            continue;
        };
        for option in instrument.options_of(item).iter().filter(|option| option.counts && option.value >= safety.at_least) {
            let sentence = format!("there is no word for the answer {}.", option.value);
            report.expect(safety.severity(option.value).is_some(), format!("safety item {}", safety.item), sentence);
        }
    }
}

/// A part has items, and its words cover all that it can be.
fn parts(report: &mut Report<'_>, instrument: &Instrument) {
    for part in &instrument.subscales {
        let name = format!("subscale {}", part.id);
        report.expect(!part.items.is_empty(), &name, "it has no items.");
        let range = instrument.range_of_part(part);
        if let Some(scale) = &part.scale {
            scale_itself(report, &name, scale, range);
        }
        if !part.bands.is_empty() {
            let each: Vec<_> = part.bands.iter().map(|band| (band.id.as_str(), band.from, band.to)).collect();
            cover(report, &format!("{name} band"), &each, range.0, range.1);
        }
    }
}

fn cutoffs(report: &mut Report<'_>, instrument: &Instrument) {
    for cut in &instrument.cutoffs {
        let name = format!("cut-off {}", cut.id);
        report.expect(cut.from.is_some() || cut.to.is_some(), &name, "it says neither `from` nor `to`.");
        let known = cut.part.as_ref().is_none_or(|part| instrument.subscales.iter().any(|known| known.id == *part));
        report.expect(known, &name, "it names a part that is not there.");
        report.expect(cut.part.is_some() || instrument.total.is_some(), &name, "there is no total that it could cut.");
    }
}

/// Wording ships only where the licence says so, and then in full; a translation fits the items one by one.
fn wording(report: &mut Report<'_>, instrument: &Instrument) {
    let worded = instrument.all_items().filter(|item| item.text.is_some()).count();
    if instrument.licence.ships_wording {
        let all = worded == instrument.all_items().count() && instrument.range.is_none();
        report.expect(all, "licence", "the wording is said to ship, but an item or the answers have none.");
    } else {
        let clean = worded == 0 && instrument.intro.is_none() && instrument.texts.is_empty();
        report.expect(clean, "licence", "the wording does not ship, but there is wording in the file; take it out.");
    }
    for (language, translation) in &instrument.texts {
        for misfit in translation.wording.misfits(instrument) {
            report.expect(false, format!("texts.{language}"), misfit);
        }
        report.expect(*language != instrument.language, format!("texts.{language}"), "it is the entry's own language.");
    }
}
