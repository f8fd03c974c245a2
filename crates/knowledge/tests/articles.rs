//! Shows that the articles that ship cover what a person in treatment asks about, and that an article which claims
//! without a source, gives something away or can never be offered does not load.
#![allow(clippy::unwrap_used)]

use concord_knowledge::article::{Article, Audience, Block, TeachBackResult, Topic};
use concord_knowledge::{Knowledge, shipped};
use std::collections::BTreeSet;

fn article(id: &str) -> &'static Article {
    shipped().article(&id.into()).unwrap_or_else(|| panic!("there is no article `{id}`"))
}

#[test]
fn every_topic_has_articles_and_there_are_enough_of_them() {
    let english: Vec<_> = shipped().articles().filter(|article| article.translation_of.is_none()).collect();
    assert!(english.len() >= 36, "{}", english.len());
    for topic in Topic::ALL {
        assert!(english.iter().any(|article| article.topic == *topic), "nothing about “{}”", topic.words());
    }
    let families = english.iter().filter(|article| article.audience == Audience::Family).count();
    assert!(families >= 2, "{families}");
}

#[test]
fn every_therapy_and_practice_that_ships_is_explained() {
    let explained: BTreeSet<&str> = shipped()
        .articles()
        .flat_map(|article| {
            let therapies = article.offered_when.therapies.iter().map(|id| id.as_str());
            therapies.chain(article.offered_when.practices.iter().map(|id| id.as_str()))
        })
        .collect();
    let therapies = shipped().therapies().map(|therapy| therapy.id.as_str());
    let all = therapies.chain(shipped().practices().map(|practice| practice.id.as_str()));
    let missing: Vec<_> = all.filter(|id| !explained.contains(id)).collect();
    assert!(missing.is_empty(), "no article explains {missing:?}");
}

#[test]
fn every_medicine_for_the_mind_is_explained_by_an_article_about_its_kind() {
    let named = |article: &Article, id: &str, tags: &[String]| {
        article.topic == Topic::Medicines && article.offered_when.medicines.iter().any(|name| name == id || tags.contains(name))
    };
    let groups =
        ["antidepressant", "antipsychotic", "benzodiazepine", "z_drug", "stimulant", "non_stimulant_adhd", "mood_stabiliser"];
    let missing: Vec<_> = shipped()
        .substances()
        .filter(|substance| substance.tags.iter().any(|tag| groups.contains(&tag.as_str())))
        .filter(|substance| !shipped().articles().any(|article| named(article, substance.id.as_str(), &substance.tags)))
        .map(|substance| substance.id.as_str())
        .collect();
    assert!(missing.is_empty(), "no article explains {missing:?}");
}

#[test]
fn every_claim_is_shown_beside_the_passage_that_rests_on_it() {
    for article in shipped().articles() {
        for claim in &article.claims {
            assert!(article.passages().any(|passage| passage.claims.contains(&claim.key)), "{} {}", article.id, claim.key);
            assert!(shipped().source(&claim.source).is_some(), "{} {}", article.id, claim.source);
        }
    }
}

#[test]
fn the_text_is_free_of_marks_and_formatting() {
    for article in shipped().articles() {
        for passage in article.passages() {
            let text = &passage.text;
            assert!(!text.contains(['[', ']', '*', '#', '\n']) && !text.contains("  "), "{}: {text}", article.id);
        }
    }
}

#[test]
fn whoever_reads_about_danger_is_sent_to_the_help_page() {
    for id in ["safety-plan", "a-very-hard-night", "family-in-a-crisis", "ssri", "side-effects", "stopping-safely"] {
        assert!(article(id).passages().any(|passage| passage.text.contains("help page")), "{id}");
    }
}

#[test]
fn translations_are_found_by_their_original_and_language() {
    let id = "safety-plan".into();
    assert_eq!(shipped().article_in(&id, "es").unwrap().id.as_str(), "safety-plan-es");
    assert_eq!(shipped().article_in(&id, "en").unwrap().id.as_str(), "safety-plan");
    assert_eq!(shipped().article_in(&id, "pl").unwrap().id.as_str(), "safety-plan", "the original where there is no translation");
    assert!(shipped().article_in(&"nothing".into(), "es").is_none());
}

#[test]
fn a_teach_back_result_is_a_number_and_words() {
    for (points, result) in (0..).zip(TeachBackResult::ALL) {
        assert_eq!((result.points(), TeachBackResult::of_points(points)), (points, Some(*result)));
        assert_ne!(result.words("en"), result.words("es"));
    }
    assert_eq!(TeachBackResult::of_points(3), None);
}

const EDITION: (&str, &str) = ("edition.toml", "edition = 2026-01-01");

const SOURCE: (&str, &str) = (
    "sources/paper.toml",
    "id = \"paper\"\ntitle = \"A paper\"\ncitation = \"Somebody. A paper. 2001.\"\nverification = \"unverified\"\n",
);

const CONDITIONS: (&str, &str) = (
    "vocabulary/conditions.toml",
    "[[conditions]]\nid = \"gloom\"\nname = \"gloom disorder\"\nwords = [\"gloom\", \"deep gloom\"]\n",
);

/// A sound article: a minute of words, one claim.
fn sound() -> String {
    let padding = "word ".repeat(120);
    format!(
        r#"
id = "tea"
title = "About tea"
topic = "living"
audience = "both"
language = "en"
version = 2026-01-01
minutes = 1
summary = "What tea does."
[offered_when]
everyone = true
[[sections]]
heading = "Tea"
text = """
Tea is warm. {padding}

It works in 5 minutes. [trial]

- Green tea.
- Black tea, which
  is strong. [trial]
"""
[teach_back]
question = "What does tea do?"
mentions = ["it is warm"]
[[claims]]
key = "trial"
says = "Tea works in 5 minutes."
source = "paper"
verification = "unverified"
"#
    )
}

fn load(text: &str) -> Result<Knowledge, Vec<concord_knowledge::Refusal>> {
    Knowledge::load([EDITION, SOURCE, CONDITIONS, ("education/tea.toml", text)])
}

/// The one refusal of the sound article after a change, as a person reads it. The change has to apply.
fn refused(from: &str, to: &str) -> String {
    let text = sound();
    assert!(text.contains(from), "the text to change is not there: {from}");
    let refusals = load(&text.replacen(from, to, 1)).unwrap_err();
    assert_eq!(refusals.len(), 1, "exactly one reason is expected: {refusals:?}");
    refusals[0].to_string()
}

#[test]
fn a_sound_article_loads_with_its_paragraphs_lists_and_marks() {
    let know = load(&sound()).unwrap();
    let tea = know.article(&"tea".into()).unwrap();
    let [Block::Paragraph(first), Block::Paragraph(second), Block::List(points)] = tea.sections[0].blocks.as_slice() else {
        panic!("{:?}", tea.sections[0].blocks);
    };
    assert!(first.text.starts_with("Tea is warm.") && first.claims.is_empty());
    assert_eq!((second.text.as_str(), second.claims.as_slice()), ("It works in 5 minutes.", ["trial".to_owned()].as_slice()));
    assert_eq!(points.iter().map(|point| point.text.as_str()).collect::<Vec<_>>(), ["Green tea.", "Black tea, which is strong."]);
    assert_eq!(tea.claim("trial").unwrap().says, "Tea works in 5 minutes.");
}

#[test]
fn a_number_without_a_source_does_not_load() {
    let said = refused("Tea is warm.", "Tea has 2 sorts.");
    assert!(said.ends_with("it holds a number and names no claim."), "{said}");
    let said = refused("Tea is warm.", "Wait for two weeks.");
    assert!(said.ends_with("it holds a number and names no claim."), "a number in words is one too: {said}");
    load(&sound().replacen("Tea is warm.", "Two friends drink tea.", 1)).unwrap();
}

#[test]
fn marks_and_claims_belong_together() {
    let said = refused("- Green tea.", "- Green tea. [rumour]");
    assert!(said.ends_with("there is no claim `rumour`."), "{said}");
    let said = refused("- Green tea.", "- Green tea. [trial");
    assert!(said.contains("a mark is not closed"), "{said}");
    let said = refused(
        "[[claims]]",
        "[[claims]]\nkey = \"idle\"\nsays = \"Nothing.\"\nsource = \"paper\"\nverification = \"unverified\"\n[[claims]]",
    );
    assert!(said.contains("claim idle: no passage rests on it"), "{said}");
    let said = refused("source = \"paper\"", "source = \"rumour\"");
    assert_eq!(said, "knowledge/education/tea.toml, claim trial: the source `rumour` is not in knowledge/sources/.");
    let said = refused("verification = \"unverified\"", "verification = \"read\"");
    assert!(said.contains("marked as read, but the source `paper` was not read"), "{said}");
}

#[test]
fn an_article_that_no_plan_could_offer_does_not_load() {
    for (wrong, sort) in [
        ("medicines = [\"teine\"]", "medicine or class `teine`"),
        ("therapies = [\"tea\"]", "therapy `tea`"),
        ("practices = [\"tea\"]", "practice `tea`"),
        ("conditions = [\"thirst\"]", "condition `thirst`"),
    ] {
        let said = refused("everyone = true", wrong);
        assert!(said.contains(&format!("there is no {sort}, so it would never be offered for it")), "{said}");
    }
    let said = refused("everyone = true", "within_weeks = 3");
    assert!(said.contains("nothing calls for it"), "{said}");
}

#[test]
fn a_title_that_names_a_condition_does_not_load() {
    let said = refused("About tea", "Tea and your Gloom");
    assert!(said.contains("title: it says “gloom”, and others may see it"), "{said}");
    load(&sound().replacen("About tea", "Tea in gloomy weather", 1)).unwrap();
}

#[test]
fn a_teach_back_without_a_question_or_an_answer_does_not_load() {
    assert!(refused("What does tea do?", "").contains("its question is empty or does not ask"));
    assert!(refused("What does tea do?", "Tell us about tea.").contains("its question is empty or does not ask"));
    assert!(refused("mentions = [\"it is warm\"]", "mentions = []").contains("does not say what a good answer mentions"));
    assert!(refused("mentions = [\"it is warm\"]", "mentions = [\" \"]").contains("does not say what a good answer mentions"));
}

#[test]
fn a_help_lines_number_does_not_load() {
    let said = refused("- Green tea.", "- Call 988. [trial]");
    assert!(said.ends_with("it gives a help line's number; say “the numbers on your help page”."), "{said}");
}

#[test]
fn minutes_that_the_words_do_not_bear_out_do_not_load() {
    let said = refused("minutes = 1", "minutes = 4");
    assert!(said.contains("minutes:") && said.contains("are not 4 minutes"), "{said}");
}

#[test]
fn a_translation_follows_its_original() {
    let original = sound();
    let with = |from: &str, to: &str| {
        let text = original
            .replace("id = \"tea\"", "id = \"te\"\ntranslation_of = \"tea\"")
            .replace("language = \"en\"", "language = \"es\"");
        let text = text.replacen(from, to, 1);
        Knowledge::load([EDITION, SOURCE, CONDITIONS, ("education/tea.toml", original.as_str()), ("education/te.toml", &text)])
    };
    assert_eq!(with("About tea", "Del té").unwrap().article_in(&"tea".into(), "es").unwrap().title, "Del té");
    let said = |result: Result<Knowledge, Vec<concord_knowledge::Refusal>>| result.unwrap_err()[0].to_string();
    assert!(said(with("language = \"es\"", "language = \"en\"")).contains("the original is in the same language"));
    assert!(said(with("translation_of = \"tea\"", "translation_of = \"coffee\"")).contains("there is no article `coffee`"));
    assert!(said(with("everyone = true", "any_medicine = true")).contains("are not those of the original"));
}

#[test]
fn a_list_stands_apart_from_the_paragraph_before_it() {
    let said = refused("- Green tea.\n", "Sorts:\n- Green tea.\n");
    assert!(said.contains("leave a blank line between “Sorts:” and the list after it"), "{said}");
}
