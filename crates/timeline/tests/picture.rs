//! What must hold of every picture, whoever's it is.
#![allow(clippy::unwrap_used)]

mod people;

use concord_timeline::*;
use jiff::civil::{Date, date};
use people::{anybody, maria, today};
use std::sync::LazyLock;

/// A text of the picture and the box it fills, by the class it carries.
#[derive(Debug)]
#[allow(dead_code, reason = "the words are read when a test fails")]
struct Text {
    words: String,
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
}

const STYLES: [TextStyle; 27] = [
    TextStyle::Name,
    TextStyle::Unit,
    TextStyle::Now,
    TextStyle::NowSmall,
    TextStyle::Context,
    TextStyle::Axis,
    TextStyle::Month,
    TextStyle::Value,
    TextStyle::Band(0),
    TextStyle::Band(1),
    TextStyle::Band(2),
    TextStyle::Band(3),
    TextStyle::Band(4),
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

/// Reads the texts back from the SVG, as a browser would.
fn texts(svg: &str, form: Form) -> Vec<Text> {
    svg.split("<text ")
        .skip(1)
        .map(|rest| {
            let (tag, rest) = rest.split_once('>').unwrap();
            let words = rest
                .split_once("</text>")
                .unwrap()
                .0
                .replace("&amp;", "&")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"");
            let attribute = |name: &str| {
                let from = tag.find(&format!("{name}=\""))? + name.len() + 2;
                Some(&tag[from..from + tag[from..].find('"')?])
            };
            let style = STYLES.into_iter().find(|style| Some(style.class()) == attribute("class")).unwrap();
            let x: f32 = attribute(" x").unwrap().parse().unwrap();
            let y: f32 = attribute(" y").unwrap().parse().unwrap();
            let (width, size) = (style.width(&words, form), style.size(form));
            let left = match attribute("text-anchor") {
                Some("middle") => x - width / 2.0,
                Some("end") => x - width,
                _ => x,
            };
            Text { words, left, right: left + width, top: y - 0.78 * size, bottom: y + 0.24 * size }
        })
        .collect()
}

fn windows() -> Vec<Window> {
    [28, 60, 84, 168, 365, 730, 1_826, 3_652]
        .into_iter()
        .flat_map(|days| {
            let mostly_past = Window { from: shift(today(), -days * 4 / 5), to: shift(today(), days / 5) };
            let all_past = Window { from: shift(today(), -days - 10), to: shift(today(), -10) };
            [mostly_past, all_past]
        })
        .collect()
}

fn everybody() -> Vec<Timeline> {
    let mut all = vec![maria(), people::hanna(), Timeline::new(today(), None)];
    for (i, window) in windows().into_iter().enumerate() {
        all.push(people::within(maria(), window.from, window.to));
        all.push(people::within(people::hanna(), window.from, window.to));
        all.extend((0..5).map(|seed| anybody(seed * 100 + i as u64, window)));
    }
    all
}

/// Everybody in every form, drawn once for all tests.
static PICTURES: LazyLock<Vec<Picture>> = LazyLock::new(|| {
    let drawn = everybody().into_iter().enumerate().flat_map(|(n, t)| {
        let days = t.window.days();
        Form::ALL.map(|form| Picture { n, days, form, svg: render(&t, form).into_string() })
    });
    drawn.collect()
});

struct Picture {
    n: usize,
    days: i32,
    form: Form,
    svg: String,
}

#[test]
fn no_two_texts_overlap_in_any_form_from_four_weeks_to_ten_years() {
    for Picture { n, days, form, svg } in PICTURES.iter() {
        let texts = texts(svg, *form);
        for (i, a) in texts.iter().enumerate() {
            for b in &texts[i + 1..] {
                let x = a.right.min(b.right) - a.left.max(b.left);
                let y = a.bottom.min(b.bottom) - a.top.max(b.top);
                assert!(x <= 1.0 || y <= 3.0, "timeline {n}, {form:?}, {days} days: {a:?} meets {b:?}");
            }
        }
    }
}

#[test]
fn no_text_leaves_the_picture() {
    for Picture { n, form, svg, .. } in PICTURES.iter() {
        let width = match form {
            Form::Wide => 1010.0,
            Form::Phone => 358.0,
            Form::Print => 736.0,
        };
        for text in texts(svg, *form) {
            // A value may lean over the edge of the phone's plot by less than the card's own margin.
            assert!(text.left >= -8.0 && text.right <= width + 8.0, "timeline {n}, {form:?}: {text:?}");
        }
    }
}

#[test]
fn a_picture_never_has_more_than_1400_elements() {
    for Picture { n, days, form, svg } in PICTURES.iter() {
        let elements = svg.matches('<').count() - svg.matches("</").count();
        assert!(elements < 1_400, "timeline {n}, {form:?}, {days} days: {elements} elements");
    }
}

#[test]
fn nothing_is_drawn_left_of_the_plot_or_right_of_it() {
    for Picture { n, form, svg, .. } in PICTURES.iter() {
        let (x0, x1) = match form {
            Form::Wide => (148.0, 904.0),
            Form::Phone => (4.0, 354.0),
            Form::Print => (112.0, 650.0),
        };
        for tag in svg.split('<').filter(|tag| tag.starts_with("circle")) {
            let from = tag.find("cx=\"").unwrap() + 4;
            let cx: f32 = tag[from..from + tag[from..].find('"').unwrap()].parse().unwrap();
            assert!(cx >= x0 - 4.0 && cx <= x1 + 4.0, "timeline {n}, {form:?}: <{tag}");
        }
    }
}

#[test]
fn a_picture_stands_under_a_strict_content_policy() {
    for Picture { svg, .. } in PICTURES.iter() {
        assert!(!svg.contains("style=") && !svg.contains("<style") && !svg.contains("onclick") && !svg.contains("<script"));
    }
}

#[test]
fn every_number_in_the_picture_is_a_number() {
    for Picture { n, svg, .. } in PICTURES.iter() {
        assert!(!svg.contains("NaN") && !svg.contains("inf") && !svg.contains("214748364"), "timeline {n}");
    }
}

#[test]
fn the_picture_is_one_image_to_a_screen_reader_and_says_where_the_facts_are() {
    let svg = render(&maria(), Form::Wide).into_string();
    assert!(svg.contains("role=\"img\"") && svg.contains("aria-labelledby=\"tl-title-wide tl-desc-wide\""));
    assert!(svg.contains("<desc id=\"tl-desc-wide\">PHQ-9 fell from 18 to 8 over ten weeks. The same facts are in the table"));
    assert!(svg.contains("<g aria-hidden=\"true\">"));
}

/// A timeline of one short score lane.
fn one_score(answers: &[Answer]) -> Timeline {
    let mut t = Timeline::new(today(), Some(date(2026, 6, 1)));
    let points = answers
        .iter()
        .enumerate()
        .map(|(i, answer)| ScorePoint {
            on: shift(date(2026, 6, 1), i as i32 * 14),
            answer: answer.clone(),
            series: "self".into(),
            mark: None,
        })
        .collect();
    let score = ScoreLane {
        main: true,
        min: 0,
        max: 27,
        more_is_better: false,
        bands: Vec::new(),
        response: None,
        remission: None,
        look_closer: None,
        points,
        due: Vec::new(),
        fan: None,
    };
    t.lanes = vec![people::lane("phq-9", "PHQ-9", "", "", "", LaneKind::Score(score))];
    t
}

fn count(svg: &str, class: &str) -> usize {
    svg.matches(&format!("class=\"{class}\"")).count()
}

#[test]
fn zero_is_drawn_differently_from_every_kind_of_missing() {
    let zero = render(&one_score(&[Answer::Total(0)]), Form::Wide).into_string();
    assert_eq!((count(&zero, "dot"), count(&zero, "miss"), count(&zero, "leftout")), (1, 0, 0));
    for (answer, class) in [
        (Answer::NotAnswered, "miss"),
        (Answer::Declined, "miss"),
        (Answer::NoTotal, "leftout"),
        (Answer::Retracted(Some(0)), "retr"),
    ] {
        let svg = render(&one_score(std::slice::from_ref(&answer)), Form::Wide).into_string();
        assert_eq!((count(&svg, "dot"), count(&svg, class)), (0, 1), "{answer:?}");
    }
    let silent = render(&one_score(&[]), Form::Wide).into_string();
    assert!(count(&silent, "dot") == 0 && silent.contains("nothing recorded in this time"));
}

#[test]
fn not_answered_and_declined_are_two_different_shapes() {
    let not_answered = render(&one_score(&[Answer::NotAnswered]), Form::Wide).into_string();
    let declined = render(&one_score(&[Answer::Declined]), Form::Wide).into_string();
    assert!(not_answered.contains("<circle class=\"miss\"") && declined.contains("<rect class=\"miss\""));
}

/// The data of the first path with this class.
fn path<'s>(svg: &'s str, class: &str) -> Option<&'s str> {
    let (_, rest) = svg.split_once(&format!("<path class=\"{class}\" d=\""))?;
    rest.split('"').next()
}

#[test]
fn a_retracted_score_is_joined_to_nothing() {
    let with = render(&one_score(&[Answer::Total(18), Answer::Retracted(Some(3)), Answer::Total(15)]), Form::Wide).into_string();
    let without = render(&one_score(&[Answer::Total(18), Answer::NotAnswered, Answer::Total(15)]), Form::Wide).into_string();
    assert_eq!(count(&with, "retr"), 1);
    assert!(path(&with, "ln").unwrap().matches('L').count() == 1);
    assert_eq!(path(&with, "ln"), path(&without, "ln"));
}

#[test]
fn another_version_of_a_questionnaire_is_a_line_of_its_own() {
    let mut t = one_score(&[Answer::Total(18), Answer::Total(15), Answer::Total(12), Answer::Total(9)]);
    let LaneKind::Score(score) = &mut t.lanes[0].kind else { panic!("a score lane") };
    score.points[1].series = "clinician".into();
    score.points[3].series = "clinician".into();
    let svg = render(&t, Form::Wide).into_string();
    assert_eq!((count(&svg, "ln"), count(&svg, "ln3")), (1, 1));
}

#[test]
fn nothing_after_today_is_drawn_as_if_it_had_happened() {
    let svg = render(&maria(), Form::Wide).into_string();
    let today_x = 148.0 + (days_between(date(2026, 5, 25), today()) as f32 + 0.5) * 756.0 / 168.0;
    for class in ["bur", "burh", "cmp", "psy", "hw"] {
        for tag in svg.split('<').filter(|tag| tag.starts_with("rect") && tag.contains(&format!("class=\"{class}\""))) {
            let number = |name: &str| -> f32 {
                let from = tag.find(&format!(" {name}=\"")).unwrap() + name.len() + 3;
                tag[from..from + tag[from..].find('"').unwrap()].parse().unwrap()
            };
            assert!(number("x") <= today_x && number("x") + number("width") <= today_x + 12.0, "{tag}");
        }
    }
    assert_eq!(count(&svg, "psyp"), 5);
}

fn sertraline(t: &mut Timeline) -> &mut DoseLane {
    let lane = t.lanes.iter_mut().find(|lane| lane.id == "sertraline").unwrap();
    let LaneKind::Dose(dose) = &mut lane.kind else { panic!("a dose lane") };
    dose
}

/// Taken as it was, then down in two steps to nothing, with what is left of it.
fn tapered() -> Timeline {
    let mut t = maria();
    let (first, last) = (shift(today(), 14), shift(today(), 28));
    let until = t.window.to;
    let step = |from: Date, mg: i64| PlannedStep { from, until: None, dose: mg.into(), words: String::new(), condition: None };
    let dose = |on: Date| match on {
        on if on >= last => (0.0, 0.0),
        on if on >= first => (50.0, 50.0),
        _ => (75.0, 75.0),
    };
    let lane = sertraline(&mut t);
    lane.planned = vec![step(first, 50), step(last, 0)];
    lane.level = people::level(date(2026, 6, 1), until, 26.0, dose);
    t
}

#[test]
fn a_planned_taper_is_drawn_with_its_falling_level_after_today_alone() {
    let svg = render(&tapered(), Form::Wide).into_string();
    let today_x = 148.0 + (days_between(date(2026, 5, 25), today()) as f32 + 0.5) * 756.0 / 168.0;
    let edge = path(&svg, "lvlp").unwrap();
    let first: f32 = edge.trim_start_matches('M').split([' ', ',']).next().unwrap().parse().unwrap();
    assert!((first - today_x).abs() < 1.0, "{first} {today_x}: {edge}");
    // A level that stays where it is has no line of its own: that of the dose says it.
    assert_eq!(path(&render(&maria(), Form::Wide).into_string(), "lvlp"), None);
    assert!(legend(&tapered()).into_string().contains("level ahead, simulated"));
    assert!(!legend(&maria()).into_string().contains("level ahead, simulated"));
}

#[test]
fn the_table_and_the_sentence_say_what_is_planned_and_where_the_level_would_stand() {
    let t = tapered();
    let ahead = table(&t).into_string();
    let ahead = ahead.split("So far").next().unwrap();
    assert!(
        ahead.contains("planned: 50 mg; simulated level as on a steady 52 mg")
            && ahead.contains("planned: 0 mg, the end; simulated level as on a steady 3.9 mg"),
        "{ahead}"
    );
    let said = summary(&t);
    assert!(said.contains("Sertraline, planned: 50 mg from ") && said.contains("0 mg, the end from "), "{said}");
    assert!(said.contains("simulated, from the half-life in the label of the medicine."), "{said}");
}

#[test]
fn a_level_without_a_half_life_is_not_drawn_and_that_is_said() {
    let mut t = tapered();
    sertraline(&mut t).level = DoseLevel::NotDrawn("no half-life is on file".into());
    let svg = render(&t, Form::Wide).into_string();
    assert!(path(&svg, "lvl").is_none() && path(&svg, "lvlp").is_none() && svg.contains("no level"), "{svg}");
    assert!(summary(&t).contains("no level is drawn, no half-life is on file."), "{}", summary(&t));
    let notes = notes(&t).into_string();
    assert!(notes.contains("Sertraline: no level is drawn, no half-life is on file."), "{notes}");
    assert!(!table(&t).into_string().contains("simulated"));
}

#[test]
fn what_is_left_of_a_stopped_medicine_is_still_told() {
    let mut t = maria();
    let (stopped, until) = (shift(today(), -3), t.window.to);
    let dose = |on: Date| if on > stopped { (0.0, 0.0) } else { (75.0, 75.0) };
    let lane = sertraline(&mut t);
    lane.planned.clear();
    lane.stopped = Some(stopped);
    lane.level = people::level(date(2026, 6, 1), until, 200.0, dose);
    let svg = render(&t, Form::Wide).into_string();
    assert!(path(&svg, "lvlp").is_some());
    assert!(table(&t).into_string().contains("stopped; simulated level as on a steady"));
}

#[test]
fn unknown_taking_is_hatched_and_never_filled() {
    let hatched = |t: &Timeline| render(t, Form::Wide).into_string().matches("class=\"hatched\"").count();
    let filled = |t: &Timeline| path(&render(t, Form::Wide).into_string(), "lvl").map(str::to_owned);
    let unknown = |from: Date, to: Option<Date>| {
        let mut t = maria();
        let until = t.window.to;
        let dose = |on: Date| if from <= on && to.is_none_or(|to| on <= to) { (0.0, 75.0) } else { (75.0, 75.0) };
        sertraline(&mut t).level = people::level(date(2026, 6, 1), until, 26.0, dose);
        t
    };
    let ten_days = unknown(date(2026, 7, 20), Some(date(2026, 7, 30)));
    assert_eq!(hatched(&ten_days), hatched(&maria()) + 1);
    assert_ne!(filled(&ten_days), filled(&maria()));
    // Nobody ever said anything: there is no sure level at all.
    assert_eq!(filled(&unknown(date(2026, 6, 1), None)), None);
}

#[test]
fn a_lane_that_is_not_shared_says_so() {
    let mut t = maria();
    t.lanes.push(people::lane("private", "Couple sessions", "", "secret value", "", LaneKind::NotShared));
    let svg = render(&t, Form::Wide).into_string();
    assert!(svg.contains("not shared with you") && svg.contains("Couple sessions"));
    assert!(!svg.contains("secret value") && !table(&t).into_string().contains("secret value"));
}

#[test]
fn a_hidden_lane_leaves_its_name() {
    let mut t = maria();
    t.hide(&["item-9"]);
    assert!(!render(&t, Form::Wide).into_string().contains("Item 9"));
    assert!(legend(&t).into_string().contains("Item 9"));
}

#[test]
fn a_patient_sees_no_severity_names() {
    let mut t = maria();
    t.reader = Reader::Patient;
    let svg = render(&t, Form::Phone).into_string();
    assert!(!svg.contains("severe") && svg.contains("class=\"wellz\""));
}

#[test]
fn an_empty_chart_is_still_a_chart() {
    let t = Timeline::new(today(), None);
    for form in Form::ALL {
        assert!(render(&t, form).into_string().contains("Nothing is on this chart yet."));
    }
    assert!(table(&t).into_string().contains("<table"));
    assert!(decisions(&t).into_string().contains("No decision"));
    assert_eq!(summary(&t), "Nothing is on this chart yet.");
}

#[test]
fn the_table_has_a_row_a_fortnight_and_a_column_a_lane() {
    let t = maria();
    let table = table(&t).into_string();
    for (from, words) in
        [("2026-08-10", "8 (response, −56%)"), ("2026-07-27", "11 (reliable change, −7)"), ("2026-06-29", "10 of 14 taken")]
    {
        let row = table.split("<tr data-from=\"").find(|row| row.starts_with(from)).unwrap();
        assert!(row.contains(words), "{row}");
    }
    assert!(table.contains("Planned, not yet so"));
    let heads = table.split("<thead>").nth(1).unwrap().split("</thead>").next().unwrap().matches("<th ").count();
    // Life events stand in the last column together with decisions.
    assert_eq!(heads, t.lanes.len() - 1 + 2);
}

#[test]
fn rows_of_years_open_their_own_window() {
    let t = people::within(people::hanna(), date(2021, 9, 1), date(2026, 10, 20));
    assert!(table(&t).into_string().contains("<a href=\"/people/118206/chart?from=2026-"));
}

#[test]
fn ten_years_show_classes_and_episodes_and_keep_the_kidney() {
    let t = people::within(people::hanna(), date(2016, 9, 1), date(2026, 11, 12));
    let svg = render(&t, Form::Wide).into_string();
    for words in ["Episodes", "Mood stabilisers", "Antipsychotics", "Kidney", "well 27 months"] {
        assert!(svg.contains(words), "{words}");
    }
}

#[test]
fn three_high_days_in_a_year_stay_in_sight() {
    let mut t = Timeline::new(today(), None);
    t.window = Window { from: date(2025, 9, 1), to: date(2026, 9, 1) };
    let mut days: Vec<MoodDay> =
        (0..350).map(|n| MoodDay { on: shift(date(2025, 9, 2), n), low: 0, high: 0, words: String::new() }).collect();
    let draw = |days: Vec<MoodDay>| {
        let mut t = t.clone();
        t.lanes =
            vec![people::lane("mood", "Mood", "", "", "", LaneKind::Mood(MoodLane { reach: 4, days, actions: Vec::new() }))];
        path(&render(&t, Form::Wide).into_string(), "mpos").unwrap().to_owned()
    };
    let flat = draw(days.clone());
    for day in &mut days[100..103] {
        day.high = 3;
    }
    assert_ne!(draw(days), flat);
}

#[test]
fn no_title_can_break_out_of_the_picture() {
    let mut t = maria();
    t.title = "</title><script>alert(1)</script>".into();
    t.lanes[0].name = "<b>\"&".into();
    let svg = render(&t, Form::Wide).into_string();
    assert!(!svg.contains("<script>") && !svg.contains("<b>"));
}
