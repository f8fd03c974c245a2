//! Reading: every article opens for anybody, the plan offers one thing at a time, and what was read and told back stands on
//! the chart of its reader.

use crate::{
    browser::Browser,
    labels,
    practice::{self, Practice},
};
use axum::http::StatusCode;
use concord_access::Purpose;
use concord_chart::Chart;
use std::sync::Arc;

async fn chart(practice: &Practice) -> Arc<Chart> {
    practice.clinic.open_chart(&practice.patient(), practice.maria, Purpose("test")).await.unwrap().chart
}

/// Words that would tell somebody at the next table what the reader has.
const TELLING: [&str; 15] = [
    "depressi",
    "bipolar",
    "schizo",
    "psychos",
    "anxiety disorder",
    "ptsd",
    "adhd",
    "borderline",
    "ocd",
    "obsess",
    "anorex",
    "bulim",
    "addict",
    "manic",
    "suicid",
];

#[tokio::test]
async fn every_article_opens_for_anybody_with_its_sources_and_says_nothing_in_title_or_address() {
    let practice = Practice::open().await;
    let stranger = Browser::stranger(&practice);
    let mut opened = 0;
    for article in practice.clinic.knowledge().articles() {
        let address = format!("/reading/{}", article.id);
        let page = stranger.get(&address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        assert!(page.text.contains(&format!("<article class=\"article\" lang=\"{}\">", article.language)), "{address}");
        assert_eq!(labels::loose_ends(&page.text), Vec::<String>::new(), "{address}: every number leads to its source");
        for claim in &article.claims {
            assert!(page.text.contains(&format!("id=\"source-{}\"", claim.key)), "{address} {}", claim.key);
        }
        assert!(page.text.contains("<title>To read | Concord</title>"), "{address}: the tab says nothing of it");
        let outside = format!("{} {address}", article.title).to_lowercase();
        for word in TELLING {
            assert!(!outside.contains(word), "{outside} tells {word}");
        }
        opened += 1;
    }
    assert!(opened >= 30, "only {opened}");
    assert_eq!(stranger.get("/reading/no-such-thing").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_list_can_be_searched_and_is_the_same_for_whoever_asks() {
    let practice = Practice::open().await;
    let stranger = Browser::stranger(&practice);
    let all = stranger.get("/reading").await;
    assert!(all.text.contains("What people say") && all.text.contains("/reading/lithium"));
    let found = stranger.get("/reading?q=lithium").await;
    assert!(found.text.contains("/reading/lithium") && !found.text.contains("/reading/couple-therapy"));
    assert!(stranger.get("/reading?q=zzzz").await.text.contains("Nothing has this word in it."));
    assert!(stranger.get("/reading?lang=es").await.text.contains("/reading/safety-plan-es"));
}

#[tokio::test]
async fn a_patient_is_offered_what_fits_with_a_discreet_reason_in_their_language_and_home_shows_one() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let list = maria.get("/my/reading").await;
    let now = list.text.split("id=\"now\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(now.contains("Because "), "{now}");
    for word in ["depression", "Phase", "acute", "continuation"] {
        assert!(!now.contains(word), "{now}");
    }
    assert!(now.matches("<li>").count() <= 4, "never a pile");
    assert!(list.text.contains("/my/reading/combined-treatment-es"), "she speaks Spanish first");
    let home = maria.get("/my").await;
    assert_eq!(home.text.matches("href=\"/my/reading/").count(), 1, "one thing to read at a time");
    let page = maria.get("/my/reading/combined-treatment-es").await;
    assert!(page.text.contains("hreflang=\"en\"") && page.text.contains("Ya lo leí"));
    assert_eq!(labels::unlabelled(&page.text), Vec::<String>::new());
    assert_eq!(labels::loose_ends(&page.text), Vec::<String>::new());
}

#[tokio::test]
async fn the_language_that_somebody_chose_goes_before_the_first_of_their_record_and_the_other_is_one_link_away() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    maria.post("/my/questions/gad-7/way", &[("language", "en")]).await;
    let list = maria.get("/my/reading").await.text;
    assert!(list.contains("\"/my/reading/combined-treatment\"") && !list.contains("/my/reading/combined-treatment-es"), "{list}");
    assert!(maria.get("/my/reading/combined-treatment").await.text.contains("hreflang=\"es\""));
    maria.post("/my/questions/gad-7/way", &[("language", "es")]).await;
    assert!(maria.get("/my/reading").await.text.contains("/my/reading/combined-treatment-es"));
}

#[tokio::test]
async fn what_was_read_and_told_back_is_kept_rated_by_the_team_and_read_again_by_the_patient() {
    let practice = Practice::open().await;
    let maria = Browser::of(&practice, &practice.patient()).await;
    let page = maria.get("/my/reading/ssri").await;
    let read = maria.post("/my/reading/ssri/read", &[("key", &page.field("key")), ("helped", "yes")]).await;
    assert_eq!(read.to(), "/my/reading/ssri?done=read");
    let empty = maria.post("/my/reading/ssri/told", &[("key", "t0"), ("words", "  ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = maria.post("/my/reading/ssri/told", &[("key", "t1"), ("words", "It takes weeks, not days.")]).await;
    assert_eq!(told.to(), "/my/reading/ssri?done=told");
    assert!(maria.get("/my/reading/ssri").await.text.contains("Your team has not looked at it yet."));
    let known = chart(&practice).await;
    let kept = known.learning.iter().find(|one| one.article.as_str() == "ssri").unwrap();
    let article = practice.clinic.knowledge().article(&"ssri".into()).unwrap();
    assert_eq!(kept.read[0].1.version, article.version.to_string());
    assert_eq!((kept.read[0].1.language.as_str(), kept.read[0].1.helped), ("en", Some(true)));
    let ruth = Browser::of(&practice, &practice::therapist()).await;
    let record = format!("/chart/{}/reading", practice.maria);
    let seen = ruth.get(&record).await;
    assert!(seen.text.contains("It takes weeks, not days.") && seen.text.contains("It helped."), "{}", seen.text);
    assert_eq!(labels::unlabelled(&seen.text), Vec::<String>::new());
    let chart_id = practice.maria.to_string();
    let event = kept.told[0].0.to_string();
    let fields = [("key", "r"), ("chart", chart_id.as_str()), ("told", event.as_str()), ("result", "2")];
    assert_eq!(ruth.post(&format!("{record}/rate"), &fields).await.to(), format!("{record}?done=rated"));
    let wrong = [("key", "r2"), ("chart", chart_id.as_str()), ("told", event.as_str()), ("result", "3")];
    assert_eq!(ruth.post(&format!("{record}/rate"), &wrong).await.status, StatusCode::NOT_FOUND);
    assert!(maria.get("/my/reading/ssri").await.text.contains("Clear, in your own words"));
    let list = maria.get("/my/reading").await;
    let now = list.text.split("id=\"now\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(!now.contains("/my/reading/ssri\""), "what was read and understood is not offered again");
}

#[tokio::test]
async fn an_offer_by_one_press_stands_first_and_a_practitioner_reads_nothing_of_the_record() {
    let practice = Practice::open().await;
    let ruth = Browser::of(&practice, &practice::therapist()).await;
    let chart_id = practice.maria.to_string();
    let offer = format!("/chart/{chart_id}/reading/offer");
    assert!(ruth.get(&format!("/chart/{chart_id}/plan")).await.text.contains(&offer), "from the plan as well");
    let fields =
        [("key", "o"), ("chart", chart_id.as_str()), ("article", "sleep"), ("why", "We spoke of nights."), ("from", "plan")];
    assert_eq!(ruth.post(&offer, &fields).await.to(), format!("/chart/{chart_id}/plan?done=offered"));
    let elsewhere = [("key", "o2"), ("chart", chart_id.as_str()), ("article", "sleep"), ("from", "//bad.example")];
    assert_eq!(ruth.post(&offer, &elsewhere).await.to(), format!("/chart/{chart_id}/reading?done=offered"), "no other address");
    let maria = Browser::of(&practice, &practice.patient()).await;
    let home = maria.get("/my").await;
    let card = home.text.split("<h2>Something to read").nth(1).unwrap();
    assert!(card.contains("/my/reading/sleep") && !card.contains("/my/reading/ssri"), "{card}");
    let kei = Browser::of(&practice, &practice::teacher()).await;
    assert_eq!(kei.get(&format!("/chart/{chart_id}/reading")).await.status, StatusCode::FORBIDDEN);
    let outsider = Browser::of(&practice, &practice::outsider()).await;
    assert_eq!(outsider.get(&format!("/chart/{chart_id}/reading")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(outsider.post(&offer, &fields).await.status, StatusCode::FORBIDDEN);
}
