//! Every column of the caseload with its sentence, and its value in words: the tooltip, the export and its dictionary
//! come from here, so that they cannot say different things.

use crate::caseload::{By, CaseloadRow, RowChangeOf, RowFinding, RowMeasure};
use concord_engines::adherence::{HomeworkDone, Pills, Sessions};
use concord_engines::due::DueState;
use concord_engines::findings::FindingKind;
use jiff::civil::Date;
use serde::Deserialize;
use std::sync::LazyLock;

/// One column.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its name in addresses and exports.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// What it means, in one sentence.
    pub meaning: String,
    /// True for a column that is shown when asked for, and always exported.
    #[serde(default)]
    pub optional: bool,
}

#[derive(Deserialize)]
struct File {
    column: Vec<Column>,
}

static COLUMNS: LazyLock<Vec<Column>> = LazyLock::new(|| match toml::from_str::<File>(include_str!("../columns.toml")) {
    Ok(file) => file.column,
    // The file is compiled in, and a test reads it.
    Err(error) => unreachable!("columns.toml: {error}"),
});

/// Every column, in the order of the page.
pub fn columns() -> &'static [Column] {
    &COLUMNS
}

/// The column with this name.
pub fn column(id: &str) -> Option<&'static Column> {
    columns().iter().find(|column| column.id == id)
}

impl CaseloadRow {
    /// The value of a column in words, as a spreadsheet has it; `None` for a column that is not there.
    pub fn cell(&self, column: &str, today: Date) -> Option<String> {
        Some(match column {
            "person" => format!("{}, {}", self.person.family_name, self.person.given_name),
            "record_number" => self.person.record_number.clone(),
            "birth" => self.person.birth.map_or_else(|| "not known".to_owned(), |birth| birth.to_string()),
            "group" => self.group(today).words().to_owned(),
            "needed" => self.needed(today),
            "score" => self.score().words(),
            "outcome" => self.changed(|change| change.outcome.words()),
            "change" => self.changed(|change| change.points.to_string()),
            "course" => self.course(),
            "safety_item" => self.safety.as_ref().map_or_else(|| "not asked".to_owned(), |safety| safety.words.clone()),
            "further" => or(self.at(today).further.join("; "), "none"),
            "treatments" => self.treatments(today),
            "pills" => self.pills_until(today).map_or_else(|| "not answered".to_owned(), |pills: Pills| pills.words()),
            "sessions" => self.sessions.map_or_else(|| "none".to_owned(), sessions),
            "homework" => self.homework.map_or_else(|| "none set".to_owned(), homework),
            "week" => self.at(today).weeks.map_or_else(|| "no treatment".to_owned(), |weeks| weeks.to_string()),
            "last_answered" => day_or(self.last_answered(), "never"),
            "due" => due(self.at(today).due),
            "missed_in_a_row" => self.at(today).missed_in_a_row.to_string(),
            "last_contact" => day_or(self.last_contact, "never"),
            "last_decision" => day_or(self.last_decision, "none yet"),
            "checks" => or(self.titles(FindingKind::CheckOverdue, |finding| finding.holds(today)), "none overdue"),
            "steps" => self.next_step(today),
            _ => return None,
        })
    }

    /// Titles of the findings of one kind that are wanted.
    fn titles(&self, kind: FindingKind, wanted: impl Fn(&RowFinding) -> bool) -> String {
        let titles = self.findings.iter().filter(|finding| finding.kind == kind && wanted(finding));
        titles.map(|finding| finding.title.as_str()).collect::<Vec<_>>().join("; ")
    }

    fn next_step(&self, today: Date) -> String {
        let next =
            self.findings.iter().filter(|finding| finding.kind == FindingKind::PlannedStepDue).min_by_key(|step| step.from);
        match next {
            Some(step) if step.from <= today => format!("{} since {}", step.title, step.from),
            Some(step) => format!("{} on {}", step.title, step.from),
            None => "none planned".to_owned(),
        }
    }

    fn needed(&self, today: Date) -> String {
        let Some(need) = self.needs(today).into_iter().next() else { return "nothing waits".to_owned() };
        let whose = need.whose.map_or_else(|| "nobody yet".to_owned(), |whose| whose.name);
        let by = match need.by {
            Some(By::Today) => ", today".to_owned(),
            Some(By::Time(time)) => format!(", by {time}"),
            Some(By::Day(day)) => format!(", {day}"),
            None => String::new(),
        };
        format!("{} ({whose}{by})", need.words)
    }

    fn changed(&self, words: impl Fn(&RowChangeOf) -> String) -> String {
        match self.measures.first() {
            Some(RowMeasure { change: Some(change), .. }) => words(change),
            Some(RowMeasure { latest: Some(_), .. }) => "only one so far".to_owned(),
            _ => "not answered yet".to_owned(),
        }
    }

    fn course(&self) -> String {
        let course = self.measures.first().and_then(|main| main.course.as_ref());
        let totals = course.map(|course| course.points.iter().map(|(_, total)| total.to_string()).collect::<Vec<_>>().join(" "));
        totals.unwrap_or_else(|| "not answered yet".to_owned())
    }

    fn treatments(&self, today: Date) -> String {
        let arms: Vec<String> =
            self.at(today).arms.into_iter().map(|arm| format!("{}: {}", arm.name, arm.state.words())).collect();
        or(arms.join("; "), "none")
    }
}

fn or(text: String, otherwise: &str) -> String {
    if text.is_empty() { otherwise.to_owned() } else { text }
}

fn day_or(day: Option<Date>, otherwise: &str) -> String {
    day.map_or_else(|| otherwise.to_owned(), |day| day.to_string())
}

fn sessions(sessions: Sessions) -> String {
    format!("{} of {}", sessions.attended, sessions.offered())
}

fn homework(homework: HomeworkDone) -> String {
    match homework.percent {
        Some(percent) => format!("{percent} % of {} reported", homework.reported),
        None => "not reported".to_owned(),
    }
}

fn due(state: DueState) -> String {
    match state {
        DueState::NoneDue => "none due".to_owned(),
        DueState::Next(day) => day.to_string(),
        DueState::Due => "today".to_owned(),
        DueState::Overdue(day, _) => format!("overdue since {day}"),
        DueState::Declined(day) => format!("declined {day}"),
    }
}
