//! The week's diary card: a row for each feeling, urge, act and skill, a tinted cell for each day, the strongest urge of
//! what threatens life framed. A day without a card stays empty.

use super::{Room, agenda, chain::strip, short};
use crate::{
    components::icon::{Icon, icon},
    pages::clinician::forms::Values,
};
use concord_chart::{
    Chart,
    work::{CardFilled, CardSet, Piece, Target},
};
use concord_engines::{
    days::{days_between, plus},
    therapy::{agenda::usual_level, skills},
};
use concord_knowledge::{Knowledge, SkillSet};
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The card of the week before the session, with the chain that belongs to it; nothing where no card is laid out.
pub(super) fn section(room: &Room<'_>, values: &Values) -> Markup {
    let chart = room.chart();
    if chart.work.card.is_none() {
        return html! {};
    }
    let (from, to) = agenda::week(room);
    let kept = chart.work.cards.range(from..=to).count();
    html! {
        section.card aria-labelledby="diary-card" {
            div.row.between {
                div {
                    h2 #diary-card { "Diary card, " (span_words(from, to)) }
                    p.small.muted { "Kept on " (kept) " of " (days_between(from, to) + 1) " days." }
                }
                label.chk { input type="checkbox" name="card-looked" value="yes" checked[values.has("card-looked", "yes")]; span { "Looked at together" } }
            }
            (week_table(chart, room.app.clinic.knowledge(), from, to))
            @for piece in chains(chart, room, from, to) {
                h3 { (piece.at.day_in(&room.zone).map_or_else(String::new, |day| day.strftime("%A").to_string())) ": from trigger to skill" }
                (strip(room.app.clinic.knowledge(), &piece.what))
            }
        }
    }
}

/// `13 to 19 August`.
pub(super) fn span_words(from: Date, to: Date) -> String {
    if from.month() == to.month() {
        format!("{} to {}", from.day(), to.strftime("%-d %B"))
    } else {
        format!("{} to {}", from.strftime("%-d %B"), to.strftime("%-d %B"))
    }
}

/// Chains of the week that the reader may read, the latest first.
fn chains<'c>(chart: &'c Chart, room: &Room<'_>, from: Date, to: Date) -> Vec<&'c Piece<concord_chart::work::ChainAnalysed>> {
    let in_week = |piece: &&Piece<_>| piece.at.day_in(&room.zone).is_some_and(|day| (from..=to).contains(&day));
    let readable = chart.work.chains.iter().filter(|piece| !piece.what.behaviour.is_empty());
    readable.rev().filter(in_week).take(2).collect()
}

/// The table of the days from `from` to `to`.
pub fn week_table(chart: &Chart, knowledge: &Knowledge, from: Date, to: Date) -> Markup {
    let Some(layout) = &chart.work.card else { return html! {} };
    let days: Vec<Date> = (0..=days_between(from, to)).map(|day| plus(from, day)).collect();
    let week = Week { layout: &layout.what, cards: &chart.work.cards, days: &days };
    html! {
        div.xscroll tabindex="0" role="group" aria-label="Diary card" {
            table.dc {
                caption.vh { "Diary card, " (span_words(from, to)) ". 0 is none, 5 very strong." }
                thead { tr { th scope="col" { "0 none, 5 very strong" } @for day in &days { th scope="col" { (day.strftime("%a %-d")) } } } }
                tbody {
                    (week.group("Feelings, strongest of the day", &layout.what.emotions, |card| &card.emotions))
                    (week.group("Urges, strongest of the day", &layout.what.urges, |card| &card.urges))
                    (week.acts())
                    (week.skills(skill_set(knowledge)))
                }
            }
        }
    }
}

/// The set of skills whose codes the card uses.
pub(super) fn skill_set(knowledge: &Knowledge) -> Option<&SkillSet> {
    knowledge.skill_set("dbt")
}

struct Week<'a> {
    layout: &'a CardSet,
    cards: &'a BTreeMap<Date, Piece<CardFilled>>,
    days: &'a [Date],
}

impl Week<'_> {
    fn card(&self, day: Date) -> Option<&CardFilled> {
        self.cards.get(&day).map(|piece| &piece.what)
    }

    fn head(&self, words: &str) -> Markup {
        html! { tr.sec { th scope="rowgroup" colspan=(self.days.len() + 1) { (words) } } }
    }

    fn group(&self, words: &str, rows: &[Target], values: impl Fn(&CardFilled) -> &BTreeMap<String, u8>) -> Markup {
        html! {
            @if !rows.is_empty() { (self.head(words)) }
            @for row in rows {
                @let cells: Vec<Option<u8>> = self.days.iter().map(|day| self.card(*day).and_then(|card| values(card).get(&row.code).copied())).collect();
                @let strongest = cells.iter().flatten().max().copied().filter(|value| *value > 0 && row.level.or_else(|| usual_level(&row.code)) == Some(1));
                tr {
                    th scope="row" { (row.label) }
                    @for value in &cells {
                        td.hi[strongest.is_some() && *value == strongest] {
                            @match value {
                                Some(value) => { span class=(format!("heat h{}", value.min(&5))) { (value) } @if Some(*value) == strongest { span.vh { " strongest of the week" } } },
                                None => { span.faint { "·" span.vh { "not answered" } } },
                            }
                        }
                    }
                }
            }
        }
    }

    fn acts(&self) -> Markup {
        html! {
            @if !self.layout.acts.is_empty() { (self.head("Acts, how often")) }
            @for row in &self.layout.acts {
                tr {
                    th scope="row" { (row.label) }
                    @for day in self.days {
                        td {
                            @match self.card(*day).and_then(|card| card.acts.get(&row.code)) {
                                Some(act) if act.done => { b { (act.times.map_or_else(|| "yes".to_owned(), |times| times.to_string())) } },
                                Some(_) => { "no" },
                                None => { span.faint { "·" span.vh { "not answered" } } },
                            }
                        }
                    }
                }
            }
        }
    }

    /// Skills that the card offers and those that were used beside them.
    fn skills(&self, set: Option<&SkillSet>) -> Markup {
        let used = self.days.iter().filter_map(|day| self.card(*day)).flat_map(|card| &card.skills).map(|skill| &skill.skill);
        let mut codes: Vec<&String> = self.layout.skills.iter().collect();
        for code in used {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        html! {
            @if !codes.is_empty() { (self.head("Skills used")) }
            @for code in codes {
                tr {
                    th scope="row" { (set.and_then(|set| set.skill(code)).map_or(code.as_str(), |(_, skill)| skill.label.as_str())) }
                    @for day in self.days { td { (self.skill(*day, code)) } }
                }
            }
        }
    }

    fn skill(&self, day: Date, code: &str) -> Markup {
        let rating =
            self.card(day).and_then(|card| card.skills.iter().find(|skill| skill.skill == code)).map(|skill| skill.rating);
        match rating {
            Some(rating) if skills::helped(rating) => {
                html! { span.helped { (icon(Icon::Check)) span.vh { "used, and it helped" } } }
            }
            Some(rating) if skills::was_used(rating) => html! { "used" },
            Some(rating) => html! { (rating) span.vh { " of 7: not used" } },
            None => html! { span.faint { "·" } },
        }
    }
}

/// Strong urges of the week that somebody has to have asked about: row, strength, day.
pub(super) fn urges_to_ask(room: &Room<'_>) -> Vec<String> {
    let Some(layout) = &room.chart().work.card else { return Vec::new() };
    let (from, to) = agenda::week(room);
    let week: Vec<(Date, &CardFilled)> =
        room.chart().work.cards.range(from..=to).map(|(day, piece)| (*day, &piece.what)).collect();
    let first = |row: &&Target| row.level.or_else(|| usual_level(&row.code)) == Some(1);
    let strongest = |row: &Target| {
        let felt = week.iter().filter_map(|(day, card)| Some((*card.urges.get(&row.code)?, *day)));
        let (value, day) = felt.max().filter(|(value, _)| *value > 0)?;
        Some(format!("{}, {value} of 5 on {}", row.label, day.strftime("%a %-d %b")))
    };
    let urges = layout.what.urges.iter().filter(first).filter_map(strongest);
    let done = |row: &Target| {
        let day =
            week.iter().rev().find(|(_, card)| card.acts.get(&row.code).is_some_and(|act| act.done)).map(|(day, _)| *day)?;
        Some(format!("{} on {}", row.label, short(day, room.today)))
    };
    let acts = layout.what.acts.iter().filter(first).filter_map(done);
    acts.chain(urges).collect()
}
