//! The safety review beside the regimen: counts, pairs, findings from most to least important, what was not checked, what is
//! not shown, and under all of it the button that records.

use super::{
    Page,
    checked::{Checked, Shown, key_of},
};
use crate::{
    components::{
        icon::{Icon, icon, sized},
        review::{self, Card, Counts},
        status_tag::tag,
    },
    pages::clinician::{
        forms::{self, Problem as Wrong, Values, word_of},
        frame,
    },
};
use concord_chart::acknowledgement::AcknowledgeReason;
use maud::{Markup, html};

/// That something is thought of and not prescribed.
pub(super) fn ribbon(said_back: &str, name: &str) -> Markup {
    html! {
        div.ribbon {
            (sized(Icon::Eye, 18))
            p { b { "Draft, not recorded. " } (said_back) " " span.muted { "Nothing here is prescribed; " (name) " keeps taking what stands below." } }
        }
    }
}

impl Page<'_> {
    /// The aside; the script puts a fresh one in its place.
    pub(super) fn aside(&self, checked: &Checked, values: &Values, problems: &[Wrong]) -> Markup {
        let proposes = checked.proposal.is_some();
        html! {
            aside #review.stack.review aria-label="Safety review" {
                section.card aria-labelledby="review-title" {
                    div.row.between {
                        h2 #review-title { @if proposes { "Safety review of this draft" } @else { "Safety review" } }
                        (tag("line", Some(Icon::Clock), &format!("made {}", self.app().clinic.now().to_zoned(self.zone.clone()).strftime("%H:%M"))))
                    }
                    (read_back(checked))
                    (review::counts(Counts::of(&checked.review.pairs)))
                    (review::pair_grid(&checked.review.pairs))
                    @if checked.review.checked_clear { p.small { (icon(Icon::Check)) " Checked, and nothing was found." } }
                    p.tiny.muted { "Knowledge of " (self.edition()) ", version " code { (self.version()) } ". Made for those who treat; a person decides." }
                }
                @if !checked.interruptive.is_empty() { (self.interruptive(checked, values, problems)) }
                @for shown in &checked.inline { (self.card(shown, values)) }
                (self.folded("minor findings", &checked.minor, values))
                (review::not_checked(&checked.review.not_checked, &|open| self.actions().of_open(open)))
                (self.folded("more, for information", &checked.info, values))
                (review::unshown(&checked.unshown))
                @if proposes && self.prescriber { (self.sign(checked, values)) }
            }
        }
    }

    fn edition(&self) -> String {
        self.app().clinic.knowledge().edition().strftime("%-d %b %Y").to_string()
    }

    fn version(&self) -> &str {
        let version = self.app().clinic.knowledge().version();
        version.get(..12).unwrap_or(version)
    }

    fn address(&self, shown: &Shown, values: &Values) -> String {
        format!(
            "{}/finding?finding={}{}",
            self.base(),
            super::draft::escaped(&key_of(&shown.finding)),
            super::draft::query(values)
        )
    }

    fn card(&self, shown: &Shown, values: &Values) -> Markup {
        review::card(&Card {
            finding: &shown.finding,
            knowledge: self.app().clinic.knowledge(),
            address: self.address(shown, values),
            actions: self.actions().of(&shown.finding),
            why_now: shown.why_now.clone(),
        })
    }

    fn folded(&self, words: &str, all: &[Shown], values: &Values) -> Markup {
        html! {
            @if !all.is_empty() {
                details.folded { summary { (all.len()) " " (words) } @for shown in all { (self.card(shown, values)) } }
            }
        }
    }

    /// The one card that may interrupt. It lists everything that may.
    fn interruptive(&self, checked: &Checked, values: &Values, problems: &[Wrong]) -> Markup {
        let stopping = checked.stopping().count();
        html! {
            section.finding.stop.interrupts aria-labelledby="stop-title" {
                h3 #stop-title {
                    (icon(Icon::Octagon))
                    span {
                        @if stopping > 0 { "Stop: " (stopping) @if stopping == 1 { " finding has" } @else { " findings have" } " to be weighed before this is recorded" }
                        @else if checked.interruptive.len() == 1 { "One finding needs a decision" } @else { (checked.interruptive.len()) " findings need a decision" }
                    }
                }
                @for shown in &checked.interruptive {
                    div.one {
                        (self.card(shown, values))
                        @if shown.stops && self.prescriber { (weigh(shown, values, problems)) }
                    }
                }
            }
        }
    }

    /// Whose it is, and the buttons: they belong to the form beside this.
    fn sign(&self, checked: &Checked, values: &Values) -> Markup {
        let name = frame::given_name(self.chart());
        let stopping = checked.stopping().count();
        let corrects = !values.get("amends").is_empty();
        let button = forms::find(values.get("what")).filter(|_| !corrects).map_or("Keep the correction", |form| form.button);
        html! {
            div.sign {
                (frame::signing(self.app(), self.chart()))
                @if stopping > 0 { p.small.muted { (stopping) @if stopping == 1 { " finding needs" } @else { " findings need" } " your reason before this is recorded." } }
                p.row {
                    button.button type="submit" form="edit" { (button) " for " (name) }
                    @if !corrects { button.button.secondary type="submit" form="edit" formaction=(format!("{}/draft", self.base())) { "Keep as a draft" } }
                    a.button.quiet href=(self.base()) { "Throw away" }
                }
            }
        }
    }
}

/// What was typed, said back in full, and what of it cannot be read.
fn read_back(checked: &Checked) -> Markup {
    html! {
        @if let Some(proposal) = &checked.proposal {
            p.read-back { b { "Read as: " } (proposal.said_back) }
            @for sentence in &proposal.problems { p.error { (icon(Icon::Octagon)) " " (sentence) } }
        }
    }
}

/// The fields by which somebody goes on past a finding. They belong to the form of the change.
fn weigh(shown: &Shown, values: &Values, problems: &[Wrong]) -> Markup {
    let key = key_of(&shown.finding);
    let at = |name: &str| format!("{name}:{key}");
    let error = |name: &str| problems.iter().find(|problem| problem.field == at(name)).map(|problem| problem.sentence.as_str());
    let wrong = ["weighed", "reason", "words"].into_iter().find_map(error);
    weigh_fields(&key, wrong, "edit", &|name| values.get(&at(name)).to_owned())
}

/// The same for a form elsewhere: `form` is its id.
pub(in crate::pages::clinician) fn weigh_fields(
    key: &str,
    wrong: Option<&str>,
    form: &str,
    value: &dyn Fn(&str) -> String,
) -> Markup {
    let at = |name: &str| format!("{name}:{key}");
    let reason = value("reason");
    html! {
        fieldset.weigh.wrong[wrong.is_some()] {
            legend.vh { "Go on past this finding" }
            @if let Some(sentence) = wrong { p.error { (icon(Icon::Octagon)) " " (sentence) } }
            label.choice { input type="checkbox" id=(at("weighed")) name=(at("weighed")) value="yes" form=(form) checked[!value("weighed").is_empty()]; span { "I have weighed this. Reason:" } }
            div.weigh-fields {
                div.field {
                    label for=(at("reason")) { "Reason" }
                    select id=(at("reason")) name=(at("reason")) form=(form) {
                        option value="" { "Choose one" }
                        @for one in AcknowledgeReason::ALL { option value=(word_of(one)) selected[word_of(one) == reason] { (one.words()) } }
                    }
                }
                div.field {
                    label for=(at("words")) { "In your words" }
                    input type="text" id=(at("words")) name=(at("words")) value=(value("words")) form=(form) autocomplete="off";
                }
            }
        }
    }
}
