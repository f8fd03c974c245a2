//! Compares what is seen with what should be seen, in the words of the screen.

use crate::case_file::{CaseScore, See};
use crate::recorder::zone;
use concord_chart::Chart;
use concord_engines::course_state::CourseState;
use concord_engines::due::{DueState, due};
use concord_engines::findings::findings;
use concord_engines::headline::headline;
use concord_engines::{clocks, course_state};
use concord_registry::{CaseloadRow, Shelf, project};
use std::fmt::Debug;

/// What differs, as sentences.
pub fn differences(chart: &Chart, see: &See) -> Vec<String> {
    let zone = zone();
    let knowledge = concord_knowledge::shipped();
    let state = CourseState::of(chart, knowledge, &zone);
    let mut wrong = Vec::new();
    of_measure(&state, see, &mut wrong);
    of_caseload(chart, see, &mut wrong);

    let mut seen: Vec<&str> = Vec::new();
    let holding = findings(chart, knowledge, see.on, &zone);
    seen.extend(holding.iter().map(|finding| finding.kind.as_str()));
    seen.sort_unstable();
    if let Some(wanted) = &see.findings {
        let mut wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        wanted.sort_unstable();
        differ("findings", &seen, &wanted, &mut wrong);
    }
    if let Some(wanted) = &see.taken_by {
        let taken = holding.iter().find_map(|finding| finding.taken.as_ref()).map(|taken| taken.by.clone());
        differ("taken_by", &taken.as_ref(), &Some(wanted), &mut wrong);
    }
    let clocks = clocks::clocks(chart, knowledge, see.on, &zone, 90);
    for (name, wanted) in &see.clocks {
        let clock = clocks.iter().find(|clock| clock.facts.name == *name);
        differ(name, &clock.map(|clock| clock.state.words()), &Some(wanted.as_str()), &mut wrong);
    }
    for (name, wanted) in &see.exposure {
        let clock = clocks.iter().find(|clock| clock.facts.name == *name);
        differ(name, &clock.map(|clock| clock.exposure.as_str()), &Some(wanted.as_str()), &mut wrong);
    }
    let headline = headline(chart, knowledge, see.on, &zone);
    check("headline", &headline.title, see.headline.as_ref(), &mut wrong);
    check("sentence", &headline.sentence, see.sentence.as_ref(), &mut wrong);
    let list = due(chart, knowledge, see.on, &zone);
    let words = list.measures.first().map_or("none due".to_owned(), |(_, state)| due_words(*state));
    check("due", &words, see.due.as_ref(), &mut wrong);
    wrong
}

fn due_words(state: DueState) -> String {
    match state {
        DueState::NoneDue => "none due".to_owned(),
        DueState::Next(day) => format!("next {day}"),
        DueState::Due => "due".to_owned(),
        DueState::Overdue(_, days) => format!("overdue by {days}"),
        DueState::Declined(day) => format!("declined {day}"),
    }
}

fn of_measure(state: &course_state::CourseState<'_>, see: &See, wrong: &mut Vec<String>) {
    let main = state.main();
    let last = main.and_then(|measure| measure.last_answered());
    match &see.score {
        None => {}
        Some(CaseScore::Total(wanted)) => {
            let latest = main.and_then(|measure| measure.latest.as_ref());
            differ("score", &latest.and_then(|point| point.total), &Some(*wanted), wrong);
        }
        Some(CaseScore::None(words)) => {
            assert_eq!(words, "no total");
            differ("score", &last.map(|point| point.total), &Some(None), wrong);
        }
    }
    if let Some(wanted) = &see.band {
        differ("band", &last.and_then(|point| point.band.as_deref()), &Some(wanted.as_str()), wrong);
    }
    if let Some(wanted) = see.baseline {
        let baseline = main.and_then(|measure| measure.baseline.as_ref());
        differ("baseline", &baseline.and_then(|point| point.total), &Some(wanted), wrong);
    }
    if let Some(wanted) = &see.left_out {
        differ("left_out", &last.map(|point| &point.missing), &Some(wanted), wrong);
    }
    if let Some(wanted) = &see.safety_item {
        let safety = last.and_then(|point| point.safety.as_ref());
        differ("safety_item", &safety.map(|safety| safety.words.as_str()), &Some(wanted.as_str()), wrong);
    }
    if let Some(wanted) = &see.outcome {
        let change = main.and_then(|measure| measure.change.as_ref());
        differ("outcome", &change.map(|change| change.headline.to_string()).as_ref(), &Some(wanted), wrong);
    }
    if let Some(wanted) = see.struck_through {
        differ("struck_through", &main.map(|measure| measure.scores.struck.len()), &Some(wanted), wrong);
    }
    if let Some(wanted) = see.scores {
        differ("scores", &main.map(|measure| measure.scores.points().len()), &Some(wanted), wrong);
    }
}

fn of_caseload(chart: &Chart, see: &See, wrong: &mut Vec<String>) {
    let rows = project(chart, concord_knowledge::shipped(), &zone());
    let kept = rows.iter().find(|row| row.shelf == Shelf::Caseload).expect("a registered person has a row");
    let row: CaseloadRow = serde_json::from_str(&kept.body).expect("a row can be read back");
    check("caseload", &row.summary(see.on), see.caseload.as_ref(), wrong);
    let line = row.at(see.on);
    check("group", &line.group.words().to_owned(), see.group.as_ref(), wrong);
    let need = line.needs.first();
    let words = need.map_or_else(|| "nothing".to_owned(), |need| need.words.clone());
    check("needs", &words, see.needs.as_ref(), wrong);
    let whose = need.and_then(|need| need.whose.as_ref()).map_or_else(|| "nobody".to_owned(), |whose| whose.name.clone());
    check("whose", &whose, see.whose.as_ref(), wrong);
    let pills = line.pills.map_or_else(|| "not answered".to_owned(), |pills| pills.words());
    check("pills", &pills, see.pills.as_ref(), wrong);
}

fn check(what: &str, seen: &String, wanted: Option<&String>, wrong: &mut Vec<String>) {
    if let Some(wanted) = wanted {
        differ(what, &seen, &wanted, wrong);
    }
}

fn differ<T: PartialEq + Debug>(what: &str, seen: &T, wanted: &T, wrong: &mut Vec<String>) {
    if seen != wanted {
        wrong.push(format!("{what} should be {wanted:?} and is {seen:?}"));
    }
}
