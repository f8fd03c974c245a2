//! A chain of events as a strip: from what made the day harder, over what set it off, to what helped.

use concord_chart::work::ChainAnalysed;
use concord_knowledge::{Knowledge, ListName};
use maud::{Markup, html};

/// The strip. Empty parts make no link; nothing is drawn of a chain that the reader may not read.
pub fn strip(knowledge: &Knowledge, chain: &ChainAnalysed) -> Markup {
    let named = |code: &str, otherwise: &'static str| {
        let list = knowledge.word_list(ListName::ChainParts);
        let label = list.and_then(|list| list.word(code)).map_or(otherwise.to_owned(), |word| word.label.clone());
        crate::pages::clinician::forms::sentence_case(&label)
    };
    let instead = chain.links.iter().rev().map(|link| link.instead.trim()).find(|text| !text.is_empty()).unwrap_or_default();
    let before = [
        (named("vulnerability", "what made it easier"), chain.vulnerability.as_str()),
        (named("prompting_event", "what set it off"), chain.prompting_event.as_str()),
    ];
    let links =
        chain.links.iter().map(|link| (crate::pages::clinician::forms::sentence_case(link.kind.words()), link.words.as_str()));
    let after = [
        (named("problem", "what it led to"), chain.behaviour.as_str()),
        (named("consequences", "what followed"), chain.consequences.as_str()),
        (named("repair", "repair"), chain.repair.as_str()),
    ];
    let parts: Vec<(String, &str)> =
        before.into_iter().chain(links).chain(after).filter(|(_, text)| !text.trim().is_empty()).collect();
    html! {
        @if !parts.is_empty() {
            ol.chain {
                @for (name, text) in &parts { li { b { (name) } (text) } }
                @if !instead.is_empty() { li.helped { b { (named("solutions", "what helps")) } (instead) } }
            }
        }
    }
}
