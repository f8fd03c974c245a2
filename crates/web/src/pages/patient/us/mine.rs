//! The own room on the telephone. Nothing on this card is on anybody else's, nor does anything tell that it is here.

use super::super::frame;
use super::{Room, joint::words_field, words};
use crate::pages::own_lines::{medicine_lines, score_lines};
use crate::{
    app::Shared,
    components::icon::{Icon, icon},
};
use concord_chart::{
    ChartId,
    disclosure::{Disclosure, Handling},
    unit::{Shared as Shares, UnitKind},
};
use concord_knowledge::instrument::Mode;
use maud::{Markup, html};

/// The card.
pub(super) fn card(app: &Shared, room: &Room) -> Markup {
    let chart = &room.own.chart;
    let therapist = room.therapist();
    let told: Vec<&Disclosure> = chart.disclosures.iter().filter(|told| told.what.unit == room.id).collect();
    html! {
        section.card.flush.own-room aria-label="Only me" {
            p.room-head { (icon(Icon::Lock)) b { "Only me and " (therapist) } }
            div.room-body {
                @for line in score_lines(chart, app.clinic.knowledge(), &app.clinic.zone()).iter().filter(|line| line.instrument.mode == Mode::SelfReport) { (line.draw(&line.instrument.patient_name)) }
                @for line in medicine_lines(chart) { p { (line) } }
                h2 { "What I told " (therapist) " alone" }
                @if told.is_empty() { p.muted { (words::NOTHING_TOLD) } }
                @for told in &told { (one(app, room, told)) }
                @if room.unit.is_open() { (tell(app, room, &therapist)) }
                (sharing(app, room))
                (release(app, room.id, room.unit.released.contains(&(chart.id, String::new()))))
                p.small { (words::ASKED) " " a href="/help-now" { "Help now" } " " (words::HELP) }
            }
        }
    }
}

fn one(app: &Shared, room: &Room, told: &Disclosure) -> Markup {
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    let address = format!("/my/us/{}", room.id);
    let day = frame::past_day(concord_engines::days::day_of(told.at, &zone), today);
    html! {
        article.told-line {
            p { b { "“" (told.what.words) "”" } span.small.muted { " " (day) } }
            @for (at, by, answer) in &told.answers { p.small { (by) ", " (frame::past_day(concord_engines::days::day_of(*at, &zone), today)) ": " (answer) } }
            form method="post" action=(address) data-once {
                input type="hidden" name="key" value=(frame::fresh_key(app));
                input type="hidden" name="act" value="handling";
                input type="hidden" name="told" value=(told.id);
                div.three-ways role="group" aria-label="What may be done with it" {
                    @for way in Handling::ALL { button type="submit" name="handling" value=(way.words()) aria-pressed=(if told.handling == *way { "true" } else { "false" }) { (way.words()) } }
                }
            }
            @if room.unit.is_open() && matches!(room.unit.what.kind, UnitKind::Couple | UnitKind::Family) {
                form method="post" action=(address) {
                    input type="hidden" name="key" value=(frame::fresh_key(app));
                    input type="hidden" name="act" value="bring";
                    input type="hidden" name="told" value=(told.id);
                    button.button.quiet type="submit" { "Bring these words into “Ours”" }
                }
            }
        }
    }
}

fn tell(app: &Shared, room: &Room, therapist: &str) -> Markup {
    let sent = room.not_taken("tell");
    let chosen = |way: Handling| sent.map_or(way == Handling::Keep, |sent| sent.handling == way.words());
    html! {
        details.tell open[sent.is_some()] { summary { "Tell " (therapist) " something, just me" }
            form.stack method="post" action=(format!("/my/us/{}", room.id)) data-once data-draft="tell" {
                input type="hidden" name="key" value=(frame::fresh_key(app));
                input type="hidden" name="act" value="tell";
                (words_field("In my words", sent.map_or("", |sent| sent.words.as_str())))
                fieldset { legend { "What may be done with it" } p.hint { (words::WAYS) }
                    @for way in Handling::ALL { label.choice { input type="radio" name="handling" value=(way.words()) checked[chosen(*way)]; span { (way.words()) } } }
                }
                button.button.primary type="submit" { "Tell it, just me" }
            }
        }
    }
}

fn sharing(app: &Shared, room: &Room) -> Markup {
    let own = room.own.chart.id;
    html! {
        @if room.unit.is_open() && !room.is_group() {
            h2 { "What I share" }
            p.small { (words::SHARING) }
            @for what in Shares::ALL {
                @let on = room.unit.sharing.contains(&(own, *what));
                form.switch method="post" action=(format!("/my/us/{}", room.id)) data-once {
                    input type="hidden" name="key" value=(frame::fresh_key(app));
                    input type="hidden" name="act" value="share";
                    input type="hidden" name="what" value=(what.words());
                    input type="hidden" name="on" value=(if on { "no" } else { "yes" });
                    span { "My " (what.words()) ": " b { @if on { "shown" } @else { "not shown" } } }
                    button.button.secondary type="submit" { @if on { "Stop showing my " (what.words()) } @else { "Show my " (what.words()) } }
                }
            }
        }
    }
}

/// Whether I allow that notes of our time together are given to us.
pub(super) fn release(app: &Shared, unit: ChartId, allows: bool) -> Markup {
    html! {
        h2 { "Notes of our time together" }
        p.small { (words::NOTES) }
        form.switch method="post" action=(format!("/my/us/{unit}")) data-once {
            input type="hidden" name="key" value=(frame::fresh_key(app));
            input type="hidden" name="act" value="release";
            input type="hidden" name="on" value=(if allows { "no" } else { "yes" });
            span { "I " b { @if allows { "allow it" } @else { "do not allow it" } } "." }
            button.button.secondary type="submit" { @if allows { "Take it back" } @else { "Allow it" } }
        }
    }
}
