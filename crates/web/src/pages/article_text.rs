//! An article as it is read, by the patient and by anybody with its address: text, what it rests on, its other languages.

use concord_knowledge::{
    Knowledge, Verification,
    article::{Article, Block, Claim, Passage, Topic},
};
use maud::{Markup, html};

/// The words around an article in one language.
pub(crate) struct Words {
    minutes: &'static str,
    sources: &'static str,
    read_there: &'static str,
    not_checked: &'static str,
    wording: &'static str,
}

const ENGLISH: Words = Words {
    minutes: "minutes to read",
    sources: "Where this comes from",
    read_there: "We read it there.",
    not_checked: "We have not checked this one in its source yet.",
    wording: "Wording of",
};

const SPANISH: Words = Words {
    minutes: "minutos de lectura",
    sources: "De dónde viene esto",
    read_there: "Lo leímos allí.",
    not_checked: "Todavía no lo hemos comprobado en su fuente.",
    wording: "Redacción del",
};

fn words(language: &str) -> &'static Words {
    if language == "es" { &SPANISH } else { &ENGLISH }
}

/// The article: heading, text, sources at the foot.
pub(crate) fn text(article: &Article, knowledge: &Knowledge) -> Markup {
    let words = words(&article.language);
    html! {
        article.article lang=(article.language) {
            header { h1 { (article.title) } p.lead { (article.summary) } p.small.muted { (article.minutes) " " (words.minutes) } }
            @for section in &article.sections {
                h2 { (section.heading) }
                @for block in &section.blocks { (block_of(article, block)) }
            }
            @if !article.claims.is_empty() {
                footer.sources {
                    h2 { (words.sources) }
                    ol { @for claim in &article.claims { (source(claim, knowledge, words)) } }
                    p.small.muted { (words.wording) " " (article.version) "." }
                }
            }
        }
    }
}

fn block_of(article: &Article, block: &Block) -> Markup {
    match block {
        Block::Paragraph(one) => html! { p { (passage(article, one)) } },
        Block::List(points) => html! { ul { @for point in points { li { (passage(article, point)) } } } },
    }
}

/// The words with small numbers that lead to the sources.
fn passage(article: &Article, passage: &Passage) -> Markup {
    let place = |key: &String| article.claims.iter().position(|claim| claim.key == *key);
    html! {
        (passage.text)
        @for (key, place) in passage.claims.iter().filter_map(|key| Some((key, place(key)?))) {
            " " sup { a href=(format!("#source-{key}")) { span.vh { "Source " } (place + 1) } }
        }
    }
}

fn source(claim: &Claim, knowledge: &Knowledge, words: &Words) -> Markup {
    let source = knowledge.source(&claim.source);
    html! {
        li id=(format!("source-{}", claim.key)) {
            (claim.says) " "
            @match source {
                Some(source) => {
                    cite { (source.citation) } " "
                    @if let Some(url) = &source.url { a href=(url) rel="noreferrer" { (source.title) } " " }
                },
                None => { (claim.source) " " },
            }
            span.muted { @if claim.verification == Verification::Read { (words.read_there) } @else { (words.not_checked) } }
        }
    }
}

/// The other languages of an article, as links; `base` is the address without the article.
pub(crate) fn languages(article: &Article, knowledge: &Knowledge, base: &str) -> Markup {
    let original = article.translation_of.as_ref().unwrap_or(&article.id);
    let wordings: Vec<&Article> = knowledge
        .articles()
        .filter(|other| other.id == *original || other.translation_of.as_ref() == Some(original))
        .filter(|other| other.id != article.id)
        .collect();
    html! {
        @if !wordings.is_empty() {
            p.row.noprint { @for other in wordings { a href=(format!("{base}/{}", other.id)) lang=(other.language) hreflang=(other.language) { (language_name(&other.language)) } } }
        }
    }
}

/// A language in its own words.
pub(crate) fn language_name(code: &str) -> &str {
    match code {
        "en" => "English",
        "es" => "Español",
        other => other,
    }
}

/// The first language of somebody's list that an article could be in, as its code.
pub(crate) fn code_of(languages: &[String]) -> &'static str {
    let first = languages.first().map(|language| language.trim().to_lowercase()).unwrap_or_default();
    if first.starts_with("es") || first.starts_with("spanish") { "es" } else { "en" }
}

/// Every article once, by topic in the order of a list, in the language where there is a wording in it.
pub(crate) fn by_topic<'k>(knowledge: &'k Knowledge, language: &str) -> Vec<(Topic, Vec<&'k Article>)> {
    let originals: Vec<&Article> = knowledge.articles().filter(|article| article.translation_of.is_none()).collect();
    let of_topic = |topic: Topic| {
        let of_it = originals.iter().filter(|article| article.topic == topic);
        let mut worded: Vec<&Article> = of_it.filter_map(|article| knowledge.article_in(&article.id, language)).collect();
        worded.sort_by(|one, other| one.title.cmp(&other.title));
        (topic, worded)
    };
    Topic::ALL.iter().map(|topic| of_topic(*topic)).filter(|(_, articles)| !articles.is_empty()).collect()
}

/// Articles in which every word of a search stands, in any language: those whose title has them first.
pub(crate) fn found<'k>(knowledge: &'k Knowledge, asked: &str) -> Vec<&'k Article> {
    let wanted: Vec<String> = asked.split_whitespace().map(str::to_lowercase).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let in_title = |article: &Article| has_all(&article.title, &wanted);
    let anywhere = |article: &Article| has_all(&whole_text(article), &wanted);
    let mut found: Vec<&Article> = knowledge.articles().filter(|article| anywhere(article)).collect();
    found.sort_by_key(|article| (!in_title(article), article.title.clone()));
    found
}

fn has_all(text: &str, wanted: &[String]) -> bool {
    let text = text.to_lowercase();
    wanted.iter().all(|word| text.contains(word))
}

fn whole_text(article: &Article) -> String {
    let passages = article.passages().map(|passage| passage.text.as_str());
    [article.title.as_str(), article.summary.as_str()].into_iter().chain(passages).collect::<Vec<_>>().join(" ")
}

/// A list of articles as links; `base` is the address without the article.
pub(crate) fn list(articles: &[&Article], base: &str) -> Markup {
    html! {
        ul.reading-list { @for article in articles {
            li { a href=(format!("{base}/{}", article.id)) lang=(article.language) { (article.title) } span.small.muted lang=(article.language) { (article.summary) } }
        } }
    }
}

/// The field to search with, as a form that asks the same page.
pub(crate) fn search(action: &str, asked: &str) -> Markup {
    html! {
        form.inline-form.noprint method="get" action=(action) role="search" {
            div.field { label for="q" { "Search by a word" } input id="q" name="q" type="search" value=(asked); }
            button.button.secondary type="submit" { "Search" }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_who_speaks_spanish_first_reads_spanish_where_there_is_one() {
        assert_eq!(code_of(&["Spanish".to_owned(), "English".to_owned()]), "es");
        assert_eq!(code_of(&["English".to_owned(), "Spanish".to_owned()]), "en");
        assert_eq!(code_of(&[]), "en");
    }

    #[test]
    fn a_search_finds_words_of_the_text_and_an_empty_one_finds_nothing() {
        let knowledge = concord_knowledge::shipped();
        assert!(found(knowledge, "lithium").iter().any(|article| article.id.as_str() == "lithium"));
        assert_eq!(found(knowledge, "  "), Vec::<&Article>::new());
        assert_eq!(found(knowledge, "zzzzzz"), Vec::<&Article>::new());
    }
}
