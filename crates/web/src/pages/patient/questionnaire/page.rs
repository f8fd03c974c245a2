//! What every page of questions has: the instrument in the language that was chosen, the words around it, the switches.

use super::{
    SoFar,
    way::Way,
    words::{Words, own_name, words},
};
use crate::{
    app::Shared,
    components::notice,
    guard::Who,
    layout,
    pages::patient::{frame, safety_words::help_words},
    pages::public::help_now,
};
use concord_access::Role;
use concord_knowledge::{Instrument, instrument::LicenceKind};
use maud::{Markup, html};

/// One questionnaire as it is shown to one person.
pub(super) struct Sheet<'a> {
    pub app: &'a Shared,
    pub who: &'a Who,
    /// In the language in which it is shown.
    pub instrument: Instrument,
    /// Every language in which it can be shown.
    pub languages: Vec<String>,
    pub words: &'static Words,
    pub way: Way,
}

impl<'a> Sheet<'a> {
    pub fn of(app: &'a Shared, who: &'a Who, instrument: &Instrument, way: Way) -> Self {
        let languages = instrument.languages().into_iter().map(str::to_owned).collect();
        let instrument = way.shown(instrument);
        Self { app, who, words: words(&instrument.language), languages, instrument, way }
    }

    /// Where its questions stand.
    pub fn base(&self) -> &'static str {
        base_of(self.who)
    }

    /// The document.
    pub fn page(&self, body: Markup) -> Markup {
        if self.who.subject.role == Role::Proxy {
            return frame::page(
                self.app,
                self.who,
                self.words.title,
                frame::HOME,
                html! { div lang=(self.words.language) { (body) } },
            );
        }
        layout::patient_page_in(self.app, Some(self.who), self.words.language, self.words.title, frame::HOME, body)
    }

    /// Whether a question, counted from 1, is one that calls for a person.
    pub fn is_safety(&self, place: usize) -> bool {
        self.instrument.safety_items.iter().any(|safety| usize::from(safety.item) == place)
    }
}

/// Where the questions of somebody stand: their own, or those about the person for whom they act.
pub(super) fn base_of(who: &Who) -> &'static str {
    if who.subject.role == Role::Proxy { "/for/questions" } else { "/my/questions" }
}

/// "Not this time" is a patient's own fact. Somebody who acts for them simply leaves it.
pub(super) fn decline(sheet: &Sheet<'_>) -> Markup {
    html! {
        @if sheet.who.subject.role != Role::Proxy {
            form method="post" action=(format!("{}/{}/decline", sheet.base(), sheet.instrument.id)) { button.button.quiet type="submit" { (sheet.words.not_this_time) } }
        }
    }
}

/// Another language, and all on one page or one at a time. A switch keeps the question at which somebody is.
pub(super) fn switches(sheet: &Sheet<'_>, place: Option<usize>) -> Markup {
    let address = format!("{}/{}/way", sheet.base(), sheet.instrument.id);
    let (all, words) = if sheet.way.all_on_one { ("no", sheet.words.one_at_a_time) } else { ("yes", sheet.words.all_on_one) };
    html! {
        div.switches {
            @for language in sheet.languages.iter().filter(|language| **language != sheet.instrument.language) {
                form method="post" action=(address) {
                    @if let Some(place) = place { input type="hidden" name="q" value=(place); }
                    button.link type="submit" name="language" value=(language) lang=(language) { (own_name(language)) }
                }
            }
            form method="post" action=(address) {
                @if let Some(place) = place { input type="hidden" name="q" value=(place); }
                button.link type="submit" name="all" value=(all) { (words) }
            }
        }
    }
}

/// The licence's notice, and whose licence it is.
pub(super) fn notice_of(sheet: &Sheet<'_>) -> Markup {
    let instrument = &sheet.instrument;
    html! {
        p.tiny.licence {
            (instrument.licence.notice)
            @if let Some(to) = &instrument.licensed_to { " " (sheet.words.licensed_to) " " (to.holder) " (" (to.reference) ")." }
            @else if instrument.licence.kind == LicenceKind::NonCommercial { " " (sheet.words.non_commercial) }
        }
    }
}

/// The numbers first. That the team has the answer is said only where it stands in the record.
pub(super) fn help_at_once(sheet: &Sheet<'_>, kept: &SoFar) -> Markup {
    html! {
        section.at-once aria-label=(sheet.words.help_now) {
            p.b { (sheet.words.thank_you_for_telling) }
            (help_now::lines_in(sheet.app, help_words(sheet.words.language)))
            p.small { @if kept.recorded.is_some() { (sheet.words.team_has_it) " " } (sheet.words.can_wait) }
        }
    }
}

/// Before a form that asks about suicide or self-harm: who reads it and when, and that nobody watches while it is filled in.
pub(super) fn before(sheet: &Sheet<'_>) -> Markup {
    if sheet.instrument.safety_items.is_empty() {
        return html! {};
    }
    let (practice, words) = (sheet.app.clinic.practice(), sheet.words);
    notice::note(html! {
        p { (words.before) " " (words.not_watched) }
        p { (words.team_reads) " " (practice.hours) "." @if let Some(signed) = &practice.safety.signed { " " (signed.words) } " " a href="/help-now" { (words.help_now) } }
    })
}

/// Where nobody has signed what happens out of hours, such questions are asked when somebody is there.
pub(super) fn asked_at_the_practice(sheet: &Sheet<'_>) -> Markup {
    let (heading, sentence) = sheet.words.at_the_practice;
    let body = html! {
        p.back { a href=(frame::home(sheet.who)) { (sheet.words.back) } }
        header.page-head { h1 { (heading) } p.lead { (sentence) } }
        (help_now::lines_in(sheet.app, help_words(sheet.words.language)))
    };
    sheet.page(body)
}
