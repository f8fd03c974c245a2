//! Sheets whose rows are a list of words of the therapy, or its scales: problem area, rulers, processes, values, before
//! and after a piece of trauma work. One form a sheet.

use super::about::{About, sentence_case};
use super::field::{Field, Input};
use super::reading::Reading;
use super::values::Values;
use super::{Form, Group, THERAPIST, ToRecord};
use concord_chart::{
    CourseId, Event,
    work::{Field as Answer, SheetFilled},
};
use concord_knowledge::{Knowledge, ListName, Therapy};

/// A sheet that a therapy offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetKind {
    /// Its form: `sheet-mi-rulers`.
    pub form: &'static str,
    /// The id under which it is kept: `mi-rulers`.
    pub id: &'static str,
    /// Its name.
    pub name: String,
}

/// Declares the sheets that rest on a list of words.
macro_rules! sheets {
    ($($list:ident $form:literal $title:literal),+ $(,)?) => {
        /// Every sheet that rests on a list: its form and its list.
        const LISTS: &[(&str, ListName)] = &[$(($form, ListName::$list)),+];

        pub(super) const FORMS: &[Form] = &[
            $(Form {
                what: $form,
                title: $title,
                about: "",
                button: "Keep the sheet",
                group: Group::Therapy,
                roles: THERAPIST,
                records: &[],
                fields: |about| fields(about, &rows(about.knowledge, ListName::$list)),
                read: |reading, about| read(reading, ListName::$list.as_str(), &rows(about.knowledge, ListName::$list)),
                fill: |_, _| Values::default(),
            },)+
            Form {
                what: "sheet-before-after",
                title: "Before and after a piece of trauma work",
                about: "",
                button: "Keep the sheet",
                group: Group::Therapy,
                roles: THERAPIST,
                records: &[],
                fields: |about| fields(about, &before_after(about.knowledge)),
                read: |reading, about| read(reading, BEFORE_AFTER, &before_after(about.knowledge)),
                fill: |_, _| Values::default(),
            },
        ];
    };
}

sheets! {
    IptProblemAreas "sheet-ipt-problem-areas" "Problem area",
    ActProcesses "sheet-act-processes" "Six processes",
    MiRulers "sheet-mi-rulers" "Rulers of change",
    ValueDomains "sheet-value-domains" "What matters",
    StuckPointThemes "sheet-stuck-points" "Where a thought is stuck",
    Conflicts "sheet-conflicts" "Inner conflicts",
    StructureAbilities "sheet-structure" "Abilities in dealing with self and others",
    SchemaModes "sheet-schema-modes" "Modes",
}

/// The id of the sheet about a piece of trauma work.
const BEFORE_AFTER: &str = "before-after";
/// The scales that it asks before and after.
const BEFORE_AFTER_SCALES: [&str; 2] = ["sud-10", "voc"];

/// One row: what is asked, and the bounds where it is a number.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    label: String,
    hint: String,
    bounds: Option<(u16, u16)>,
}

/// The sheets that this therapy offers.
pub fn sheets_of(knowledge: &Knowledge, therapy: &Therapy) -> Vec<SheetKind> {
    let named = |list: ListName| knowledge.word_list(list).map(|list| list.name.clone()).unwrap_or_default();
    let lists = LISTS.iter().filter(|(_, list)| therapy.word_lists.contains(list));
    let lists = lists.map(|(form, list)| SheetKind { form, id: list.as_str(), name: named(*list) });
    let trauma = therapy.scales.iter().any(|scale| BEFORE_AFTER_SCALES.contains(&scale.as_str()));
    let both = trauma.then(|| SheetKind { form: "sheet-before-after", id: BEFORE_AFTER, name: "before and after".to_owned() });
    lists.chain(both).collect()
}

fn bounds(knowledge: &Knowledge, scale: &str) -> Option<(u16, u16)> {
    let scale = knowledge.scale(scale)?;
    Some((scale.from, scale.to))
}

fn rows(knowledge: &Knowledge, list: ListName) -> Vec<Row> {
    let Some(list) = knowledge.word_list(list) else { return Vec::new() };
    let bounds = list.scale.as_deref().and_then(|scale| bounds(knowledge, scale));
    let row = |word: &concord_knowledge::Word| Row {
        label: sentence_case(&word.label),
        hint: word.plain.clone().unwrap_or_default(),
        bounds,
    };
    list.words.iter().map(row).collect()
}

fn before_after(knowledge: &Knowledge) -> Vec<Row> {
    let mut rows =
        vec![Row { label: "What was worked on".to_owned(), hint: "As few words as will do.".to_owned(), bounds: None }];
    for scale in BEFORE_AFTER_SCALES {
        let name = knowledge.scale(scale).map_or(scale, |scale| scale.name.as_str());
        let bounds = bounds(knowledge, scale);
        rows.extend(["before", "after"].map(|when| Row { label: format!("{name}, {when}"), hint: String::new(), bounds }));
    }
    rows
}

fn fields(about: &About<'_>, rows: &[Row]) -> Vec<Field> {
    let mut fields = vec![Field::needed("course", "Which course", Input::Select(about.current_therapies()))];
    for (index, row) in rows.iter().enumerate() {
        let input = row.bounds.map_or(Input::Lines(1), |(from, to)| Input::Whole(from, to));
        let label = row.bounds.map_or_else(|| row.label.clone(), |(from, to)| format!("{}, {from} to {to}", row.label));
        fields.push(Field::optional(format!("row_{index}"), label, input).hint(row.hint.clone()));
    }
    fields.push(Field::optional("words", "In own words", Input::Lines(2)));
    fields.push(Field::occurred());
    fields
}

fn read(reading: &mut Reading<'_>, sheet: &str, rows: &[Row]) -> Option<Vec<ToRecord>> {
    let course: Option<CourseId> = reading.chosen("course", "Choose the course.");
    let mut answers = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let name = format!("row_{index}");
        let (text, value) = match row.bounds {
            Some((from, to)) => (String::new(), reading.whole(&name, from..=to).and_then(|value| u8::try_from(value).ok())),
            None => (reading.text(&name), None),
        };
        if !text.is_empty() || value.is_some() {
            answers.push(Answer { label: row.label.clone(), text, value });
        }
    }
    if let Some(text) = reading.some_text("words") {
        answers.push(Answer { label: "In own words".to_owned(), text, value: None });
    }
    if answers.is_empty() {
        reading.problem("row_0", "Nothing is filled in yet. One field is enough to keep the sheet.");
    }
    let at = reading.occurred();
    reading.unless_problems(())?;
    let filled = SheetFilled { sheet: sheet.to_owned(), course, homework: None, fields: answers, readers: Default::default() };
    ToRecord::at(Event::SheetFilled(filled), at)
}
