#![allow(clippy::unwrap_used)]

use super::arm_clock::{Arm, ArmClock, arm_clock};
use super::bars::{Bar, Counted, bars};
use super::form::{Field, answers, scale, text};
use super::page_shell::{Shell, Theme, page_shell};
use super::record_mark::record_mark;
use super::score_change::{Meaning, ScoreChange, score_change};
use super::sparkline::sparkline;
use super::status_tag::{Status, status_tag};
use super::top_bar::initials;
use super::{error_summary::error_summary, progress_segments::progress_segments};
use maud::html;
use rust_decimal::Decimal;

const STYLE: &str = include_str!("../../assets/concord.css");

#[test]
fn every_state_has_an_icon_and_a_word() {
    for status in Status::ALL {
        let tag = status_tag(status).into_string();
        assert!(tag.contains("<svg") && tag.contains(status.words()), "{status:?}");
        assert!(!status.patient_words().contains("judge"), "{status:?}");
    }
}

#[test]
fn zero_is_a_number_and_a_single_score_has_no_change() {
    let change = |start: Option<i32>, now: Option<i32>, meaning| {
        let (start, now) = (start.map(Decimal::from), now.map(Decimal::from));
        score_change(&ScoreChange { start, now, meaning, definition: "", missing: "" }).into_string()
    };
    let remission = change(Some(18), Some(0), Some(Meaning::Remission));
    assert!(remission.contains("<b>0</b>") && remission.contains("18 · remission"));
    assert!(change(Some(17), None, None).contains("only one so far"));
    assert!(change(Some(16), Some(19), Some(Meaning::Worse)).contains("3 · worse"));
    assert!(
        change(Some(9), Some(30), Some(Meaning::NotJudged("worse, no threshold known"))).contains("21 · worse, no threshold")
    );
    let (start, now) = ("65.7".parse().ok(), "57.3".parse().ok());
    let standard = ScoreChange { start, now, meaning: Some(Meaning::ReliableChange), definition: "", missing: "" };
    assert!(score_change(&standard).into_string().contains("8.4 · reliable change"));
}

#[test]
fn what_nobody_asked_about_is_not_drawn_as_nothing_done() {
    assert!(bars(&[Bar { counted: Counted::Pills, done: 0, of: 0 }]).into_string().contains("not known"));
    let none_taken = bars(&[Bar { counted: Counted::Pills, done: 0, of: 14 }]).into_string();
    assert!(none_taken.contains("pills 0 of 14"));
}

#[test]
fn the_mark_depends_on_the_id_alone_and_few_are_alike() {
    let marks: std::collections::HashSet<String> =
        (0..200).map(|id| record_mark(&id.to_string(), "AB", 44).into_string()).collect();
    assert!(marks.len() > 120, "{} of 200 marks differ", marks.len());
    assert_eq!(record_mark("7", "AB", 44).into_string(), record_mark("7", "AB", 44).into_string());
}

#[test]
fn a_clock_without_a_cited_window_says_so() {
    let clock = ArmClock {
        arm: Arm::Therapy,
        name: "CBT",
        status: Status::TooEarly,
        weeks: Some(3.0),
        window: None,
        line: "",
        source: None,
    };
    assert!(arm_clock(&clock).into_string().contains("no fair-trial time known"));
}

#[test]
fn one_score_is_a_point_and_none_is_said() {
    assert!(sparkline(&[], 27, None).into_string().contains("no score yet"));
    let one = sparkline(&[(0.0, 17)], 27, Some(4)).into_string();
    assert!(one.contains("<circle") && !one.contains("<polyline"));
}

#[test]
fn a_wrong_field_repeats_the_sentence_and_is_tied_to_it() {
    let sentence = "Say how much is left, or choose “not known”.";
    let field = Field { name: "left", label: "Left", error: sentence, ..Field::default() };
    let field = text(&field, "text").into_string();
    assert!(
        field.contains(sentence) && field.contains("aria-describedby=\"left-error\"") && field.contains("aria-invalid=\"true\"")
    );
    let summary = error_summary(&[("#left".into(), sentence.into())]).into_string();
    assert!(summary.contains("href=\"#left\"") && summary.contains("There is a problem"));
    assert!(error_summary(&[]).into_string().is_empty());
}

#[test]
fn nothing_is_chosen_before_the_person_chooses() {
    let field = Field { name: "q", label: "How often", ..Field::default() };
    assert!(!answers(&field, &[("0", "Not at all"), ("1", "Several days")]).into_string().contains(" checked"));
    let zero = scale(&Field { value: "0", ..field }, 0, 5, "not at all", "very much").into_string();
    assert_eq!(zero.matches(" checked").count(), 1);
}

#[test]
fn the_last_question_fills_the_last_segment() {
    let last = progress_segments(9, 9).into_string();
    assert_eq!((last.matches("class=\"on\"").count(), last.matches("class=\"off\"").count()), (9, 0));
    assert!(last.contains("Question 9 of 9"));
    assert_eq!(progress_segments(20, 40).into_string().matches("class=\"on\"").count(), 6);
}

#[test]
fn titles_are_no_initials() {
    assert_eq!([initials("Dr Amara Osei"), initials("Cher"), initials("")], ["AO", "C", ""]);
}

#[test]
fn a_page_has_no_inline_style_or_script() {
    let shell = Shell { title: "Today", theme: Theme::Dark, idle_seconds: Some(900), ..Shell::default() };
    let page = page_shell(&shell, html! { h1 { "Today" } }).into_string();
    assert!(page.contains("data-theme=\"dark\"") && page.contains("data-idle=\"900\"") && page.contains("href=\"#main\""));
    assert!(!page.contains("style=") && !page.contains("onclick") && !page.contains("<style"));
}

#[test]
fn the_stylesheets_are_small_and_ask_nobody_else() {
    let sheets = [
        (STYLE, 40_960),
        (include_str!("../../assets/medication.css"), 24_576),
        (include_str!("../../assets/therapy.css"), 24_576),
    ];
    for (style, most) in sheets {
        assert!(style.len() < most, "{} bytes", style.len());
        assert!(!style.contains("@import") && !style.contains("url("));
        assert_eq!(style.matches('{').count(), style.matches('}').count());
    }
}

#[test]
fn the_stylesheet_gives_the_sizes_the_drawing_measures_with() {
    use concord_timeline::{Form, TextStyle};
    let all = [
        TextStyle::Name,
        TextStyle::Unit,
        TextStyle::Now,
        TextStyle::NowSmall,
        TextStyle::Context,
        TextStyle::Axis,
        TextStyle::Month,
        TextStyle::Value,
        TextStyle::Threshold,
        TextStyle::Note,
        TextStyle::Safety,
        TextStyle::Dose,
        TextStyle::Care,
        TextStyle::Level,
        TextStyle::Course,
        TextStyle::CourseOn,
        TextStyle::BarOn,
        TextStyle::Flag,
        TextStyle::FlagOpen,
        TextStyle::Decision,
        TextStyle::Today,
        TextStyle::Soft,
    ];
    for (form, scope, fallback) in [(Form::Wide, ".ct ", 11.5), (Form::Print, ".ct-print ", 10.0)] {
        for style in all {
            let general = if form == Form::Print { size_in_stylesheet(".ct ", style.class()) } else { None };
            let found = size_in_stylesheet(scope, style.class()).or(general).unwrap_or(fallback);
            assert!((found - style.size(form)).abs() < 0.01, "{style:?} in {form:?}: {found}");
        }
    }
}

/// The font size that the last rule for this class gives.
fn size_in_stylesheet(scope: &str, class: &str) -> Option<f32> {
    let selector = format!("{scope}.{class}");
    let rules = STYLE.split('}').filter_map(|rule| rule.split_once('{'));
    let sizes = rules.filter(|(selectors, _)| selectors.split(',').any(|one| one.trim().ends_with(&selector)));
    sizes.filter_map(|(_, body)| body.split("font-size:").nth(1)?.split("px").next()?.parse().ok()).next_back()
}
