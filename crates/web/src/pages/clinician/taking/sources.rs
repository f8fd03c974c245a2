//! The ways of knowing side by side: each number with where it comes from and what it does not say.

use super::Page;
use crate::{
    chart_view::taking::{Enough, GAPS, LATELY, Taking, percent},
    components::{
        icon::{Icon, icon},
        notice,
    },
};
use concord_engines::{
    days::day_words,
    supply::{Supply, Used, source_words},
};
use concord_knowledge::Verification;
use maud::{Markup, html};

impl Page<'_> {
    /// Whether enough was taken to judge the medicine by.
    pub(super) fn enough(&self, taking: &Taking<'_>) -> Markup {
        let Some(exposure) = taking.exposure else {
            return html! {
                section.card aria-labelledby="enough-title" {
                    h3 #enough-title { "Enough to judge it by?" }
                    p { (icon(Icon::Query)) " Not checked: the formulary does not say how much of it has to be taken for a fair trial." }
                }
            };
        };
        let needed = exposure.taken_percent;
        let source = self.desk.app.clinic.knowledge().source(&exposure.source);
        html! {
            section.card aria-labelledby="enough-title" {
                h3 #enough-title { "Enough to judge it by?" }
                @match taking.enough(needed) {
                    Enough::TooLittle(why) => (notice::note(html! { b { "Not enough was taken to call this a failure." } @for why in why { " " (why) } })),
                    Enough::NotKnown(why) => p { (icon(Icon::Query)) b { " Not known." } " " (why) },
                    Enough::Yes(why) => p { (icon(Icon::Check)) b { " Enough was taken, by what was answered." } " " (why) " Dose and time are judged apart from this." },
                }
                p.small.muted {
                    "Asked for: at least " (needed) " % of the planned doses. "
                    (source.map_or(exposure.source.as_str(), |source| source.title.as_str()))
                    @if let Some(locator) = &exposure.locator { ", " (locator) }
                    @if exposure.verification == Verification::Read { ", read in the source." } @else { ", not verified in the source." }
                    " Answers are of the last " (LATELY) " days, not of the whole course."
                }
            }
        }
    }

    /// Answers, supply and counts.
    pub(super) fn sources(&self, taking: &Taking<'_>) -> Markup {
        html! {
            section aria-labelledby="sources-title" {
                h3 #sources-title { "What is known, and how" }
                div.taking-sources {
                    (self.answers(taking))
                    (self.handed_out(taking))
                    (self.counted(taking))
                }
            }
        }
    }

    fn answers(&self, taking: &Taking<'_>) -> Markup {
        let lately = &taking.lately;
        html! {
            section.card {
                h4 { "Answers, " (LATELY) " days" }
                @if lately.answered() == 0 { p.big { "none" } }
                @else {
                    p.big { (lately.taken) " of " (lately.answered()) }
                    p.small { "days answered for (" (percent(lately.taken, lately.answered())) " %); " (lately.unanswered) " without an answer" @if lately.held > 0 { ", held on " (lately.held) } "." }
                }
                ul.small { @for (from, taken, missed) in &lately.from { li { (source_words(*from)) ": taken " (taken) ", left out " (missed) } } }
                @if !taking.daily { p.small { "It is not due every day: days without an answer are not gaps." } }
                p.small.muted { b { "It does not say: " } "whether what was ticked was swallowed, or what happened on days nobody answered for." }
            }
        }
    }

    fn handed_out(&self, taking: &Taking<'_>) -> Markup {
        html! {
            section.card {
                h4 { "Supply" }
                @match &taking.supply {
                    None => { p.big { "not known" } p.small { @if taking.course.fills.is_empty() { "No fill is on the chart." } @else { "No fill says for how many days it is." } } }
                    Some(supply) => { (self.covered(supply)) (self.early(taking)) (persistence(supply)) }
                }
                @if !taking.course.fills.is_empty() { (self.fills(taking)) }
                p.small.muted { b { "It does not say: " } "that any of it was taken. Having a supply is not taking it; and what came from elsewhere, or was left before the first fill, is not in it." }
                p { a href=(self.record("fill", taking.course)) { "Note a fill" } }
            }
        }
    }

    fn covered(&self, supply: &Supply) -> Markup {
        let day = |on| day_words(on, self.today);
        html! {
            p.big { (supply.percent()) " %" }
            p.small { "of days covered: " (supply.covered) " of " (supply.days) " days, from the first fill on " (day(supply.from)) " to " (day(supply.to)) "." }
            ul.small { @for (first, last) in &supply.stretches { li { "covered " (day(*first)) " to " (day(*last)) } } }
            @if supply.left_over > 0 { p.small { (supply.left_over) " days are left over from what was handed out." } }
            @if supply.unclear > 0 { p.small { (supply.unclear) @if supply.unclear == 1 { " fill does" } @else { " fills do" } " not say for how many days, and count for nothing here." } }
        }
    }

    fn early(&self, taking: &Taking<'_>) -> Markup {
        html! {
            @for fill in &taking.early {
                p.small { "The fill of " (day_words(fill.on, self.today)) " came early: counted from " (fill.by) @if fill.by == 1 { " day" } @else { " days" } " later, when what was there is used up." }
            }
        }
    }

    fn fills(&self, taking: &Taking<'_>) -> Markup {
        let mut fills: Vec<_> = taking.course.fills.iter().collect();
        fills.sort_by_key(|fill| std::cmp::Reverse(fill.what.on));
        html! {
            details.small.folded {
                summary { "Fills it rests on" }
                ul { @for fill in fills {
                    li { (day_words(fill.what.on, self.today)) ": " (fill.what.words()) @if !fill.what.place.is_empty() { ", " (fill.what.place) } " (" (source_words(fill.what.known_from)) ")" }
                } }
            }
        }
    }

    fn counted(&self, taking: &Taking<'_>) -> Markup {
        let latest = taking.course.counts.iter().max_by_key(|count| count.what.on);
        html! {
            section.card {
                h4 { "Count" }
                @match (&taking.used, latest) {
                    (Some(used), Some(count)) => { (self.used(used)) p.small { "Counted on " (day_words(count.what.on, self.today)) ": " (count.what.words()) "." } }
                    (None, Some(count)) => { p.big { (count.what.left.normalize()) " left" } p.small { "Counted on " (day_words(count.what.on, self.today)) ". No fill before it says how many and for how many days, so what is left cannot be compared." } }
                    (_, None) => { p.big { "none" } p.small { "Nothing was counted since " (day_words(self.started(taking.course), self.today)) "." } }
                }
                p.small.muted { b { "It does not say: " } "on which days it was taken, whether what is gone was swallowed, or what was still there before that fill." }
                p { a href=(self.record("count", taking.course)) { "Note a count" } }
            }
        }
    }

    fn used(&self, used: &Used) -> Markup {
        let due = used.due.round_dp(1).normalize();
        html! {
            p.big { (used.used.normalize()) " of " (due) }
            p.small {
                "that were due between the last fill and the count are gone"
                @if used.used > used.due { ": more than was due" }
                "."
            }
        }
    }
}

/// For how long somebody stayed with it, with the rule that the number depends on.
fn persistence(supply: &Supply) -> Markup {
    html! {
        p.small { "Stayed with it: " @for (place, most) in GAPS.into_iter().enumerate() {
            @if place > 0 { "; " }
            (supply.persistence_days(most)) " days, if it ends with the first gap of more than " (most) " days without supply"
        } ". Where to draw that line is a convention." }
    }
}
