//! What is agreed about a course of therapy, and what therapist and patient make of it together: episodes, formulations,
//! calls, chains, steps of exposure, the layout of the diary card.

use super::about::{About, sentence_case, word_choices};
use super::field::{Choice, Field, Input};
use super::reading::{Reading, word_of};
use super::values::Values;
use super::{Form, Group, THERAPIST, ToRecord};
use concord_chart::{
    CourseId, Event, EventId, ExposureItemId, GoalId, InstrumentId, SessionId,
    course_plan::{CoursePlanned, Participant, ParticipantRole},
    formulation::{Coached, FormulationWritten, RelationshipEpisode},
    note::Section,
    therapy::TherapyCourse,
    work::{CardSet, ChainAnalysed, ItemSet, Link, LinkKind, Readers, Target},
};
use concord_engines::therapy::agenda::usual_level;
use concord_knowledge::{ListName, SkillSet, Therapy, Word};

/// A form of this file: of therapists, in their part of the menu.
const fn form(
    what: &'static str,
    title: &'static str,
    button: &'static str,
    records: &'static [&'static str],
    fields: fn(&About<'_>) -> Vec<Field>,
    read: fn(&mut Reading<'_>, &About<'_>) -> Option<Vec<ToRecord>>,
    fill: fn(&Event, &About<'_>) -> Values,
) -> Form {
    Form { what, title, about: "", button, group: Group::Therapy, roles: THERAPIST, records, fields, read, fill }
}

pub(super) const FORMS: &[Form] = &[
    form(
        "course-plan",
        "What is agreed about a course",
        "Keep what is agreed",
        &["therapy.planned"],
        plan_fields,
        read_plan,
        fill_plan,
    ),
    form(
        "relationship-episode",
        "A relationship episode",
        "Keep the episode",
        &["therapy.relationship_episode"],
        episode_fields,
        read_episode,
        fill_episode,
    ),
    form(
        "formulation",
        "A version of a formulation",
        "Keep the version",
        &["therapy.formulation_written"],
        formulation_fields,
        read_formulation,
        fill_formulation,
    ),
    form(
        "coaching",
        "Coaching between sessions",
        "Keep the call",
        &["therapy.coached"],
        coaching_fields,
        read_coaching,
        fill_coaching,
    ),
    form("chain", "A chain of events", "Keep the chain", &["work.chain_analysed"], chain_fields, read_chain, fill_chain),
    form(
        "exposure-step",
        "A step towards what is feared",
        "Keep the step",
        &["work.exposure_item_set"],
        step_fields,
        read_step,
        fill_step,
    ),
    form("diary-card", "Lay out the diary card", "Lay it out", &["work.diary_card_set"], card_fields, read_card, fill_card),
];

/// Formulations that can be written, with the word under which each is kept.
const KINDS: [(&str, &str); 6] = [
    ("case", "Case formulation"),
    ("ccrt", "Core relationship theme"),
    ("focus", "Focus"),
    ("cycle", "Cycle between people"),
    ("hexaflex", "Six processes"),
    ("problem_area", "Problem area"),
];
/// Parts of a formulation.
const PARTS: usize = 6;
/// Links of a chain.
const LINKS: usize = 8;
/// People who take part.
const PEOPLE: usize = 3;

/// The entry that a correction takes the place of. What the form does not ask for is carried over from it.
fn corrected<'a>(reading: &Reading<'_>, about: &About<'a>) -> Option<&'a Event> {
    let earlier = reading.text("amends").parse::<EventId>().ok()?;
    about.chart.entry(earlier).map(|entry| entry.recorded.event())
}

/// What stands beyond the fields of the form: a correction of the rest keeps it.
fn beyond<T: Clone>(before: Option<&[T]>, fields: usize) -> Vec<T> {
    before.unwrap_or_default().iter().skip(fields).cloned().collect()
}

fn course_field(about: &About<'_>) -> Field {
    Field::needed("course", "Which course", Input::Select(about.current_therapies()))
}

fn course(reading: &mut Reading<'_>) -> Option<CourseId> {
    reading.chosen("course", "Choose the course.")
}

/// The running courses with their entries.
fn entries<'a>(about: &'a About<'_>) -> impl Iterator<Item = (&'a TherapyCourse, &'a Therapy)> {
    let current = about.chart.therapies.iter().filter(|course| course.is_current());
    current.filter_map(|course| Some((course, about.knowledge.therapy(course.what.therapy.as_ref()?)?)))
}

/// Choices out of each running course's entry; with the therapy's name where there are several.
fn of_entries(about: &About<'_>, of: impl Fn(&Therapy) -> Vec<(String, String)>) -> Vec<Choice> {
    let several = entries(about).count() > 1;
    let mut choices = vec![Choice::new("", "Not said")];
    for (_, entry) in entries(about) {
        for (value, label) in of(entry) {
            let label = if several { format!("{}: {label}", entry.short_name) } else { label };
            if !choices.iter().any(|known: &Choice| known.value == value) {
                choices.push(Choice::new(value, label));
            }
        }
    }
    choices
}

fn protocols(entry: &Therapy) -> Vec<(String, String)> {
    entry.protocols.iter().map(|one| (one.id.clone(), format!("{}, {}", one.name, one.about))).collect()
}

fn phases(entry: &Therapy) -> Vec<(String, String)> {
    let own = entry.protocols.iter().flat_map(|protocol| &protocol.phases);
    entry.phases.iter().chain(own).map(|phase| (phase.id.clone(), phase.label.clone())).collect()
}

fn plan_fields(about: &About<'_>) -> Vec<Field> {
    let goals = about.chart.goals.iter().map(|goal| Choice::new(goal.what.goal.to_string(), goal.what.words.clone())).collect();
    let mut instruments: Vec<Choice> = Vec::new();
    for id in entries(about).flat_map(|(_, entry)| &entry.measures) {
        let name = about.knowledge.instrument(id).map_or_else(|| id.to_string(), |known| known.short_name.clone());
        if !instruments.iter().any(|known| known.value == id.as_str()) {
            instruments.push(Choice::new(id.as_str(), name));
        }
    }
    let usual = entries(about).map(|(_, entry)| usual_dose(entry)).collect::<Vec<_>>().join(" ");
    let mut fields = vec![
        course_field(about),
        Field::optional("protocol", "Protocol", Input::Select(of_entries(about, protocols))),
        Field::optional("phase", "Phase", Input::Select(of_entries(about, phases))),
        Field::optional("targets", "What it is aimed at", Input::Lines(3)).hint("One a line, what weighs most first."),
        Field::optional("goals", format!("{}’s goals that it serves", about.given_name()), Input::Checks(goals)),
        Field::optional("sessions", "Sessions in all", Input::Whole(1, 500)).hint(usual),
        Field::optional("every_days", "Days between sessions", Input::Whole(1, 90)),
        Field::optional("minutes", "Minutes of a session", Input::Whole(1, 720)),
        Field::optional("measures", "Followed by", Input::Checks(instruments)),
    ];
    for index in 0..PEOPLE {
        fields.push(Field::optional(format!("person_{index}"), format!("Takes part: person {}", index + 1), Input::Text));
        fields.push(Field::optional(
            format!("role_{index}"),
            "As what",
            Input::Select(word_choices(ParticipantRole::ALL, ParticipantRole::words)),
        ));
    }
    fields.push(Field::optional("words", "Why it changed", Input::Text));
    fields.push(Field::occurred());
    fields
}

/// How much is usual, from the entry.
fn usual_dose(entry: &Therapy) -> String {
    let dose = &entry.expected;
    format!(
        "{}: usually {} to {} sessions of {} minutes, every {} days.",
        entry.short_name, dose.sessions_from, dose.sessions_to, dose.minutes, dose.days_between
    )
}

fn read_plan(reading: &mut Reading<'_>, about: &About<'_>) -> Option<Vec<ToRecord>> {
    let course = course(reading);
    let entry = course.and_then(|id| entries(about).find(|(known, _)| known.id == id)).map(|(_, entry)| entry);
    let protocol = reading.some_text("protocol");
    if let (Some(id), Some(entry)) = (&protocol, entry)
        && entry.protocol(id).is_none()
    {
        reading.problem("protocol", format!("That protocol belongs to another therapy, not to {}.", entry.short_name));
    }
    let role =
        |reading: &Reading<'_>, index: usize| reading.some_word(&format!("role_{index}")).unwrap_or(ParticipantRole::Other);
    let earlier = match corrected(reading, about) {
        Some(Event::CoursePlanned(earlier)) => Some(earlier),
        _ => None,
    };
    let person = |index: usize| {
        let name = reading.some_text(&format!("person_{index}"))?;
        let known = earlier.and_then(|plan| plan.participants.iter().find(|known| known.name == name));
        Some(Participant { role: role(reading, index), chart: known.and_then(|known| known.chart), name })
    };
    let mut participants: Vec<Participant> = (0..PEOPLE).filter_map(person).collect();
    participants.extend(beyond(earlier.map(|plan| plan.participants.as_slice()), PEOPLE));
    let before = course.and_then(|id| about.chart.therapy(id)).and_then(TherapyCourse::plan);
    let planned = CoursePlanned {
        course: course.unwrap_or(CourseId(uuid::Uuid::nil())),
        protocol,
        phase: reading.some_text("phase"),
        targets: reading.lines("targets"),
        goals: reading.several("goals").iter().filter_map(|id| id.parse::<GoalId>().ok()).collect(),
        planned_sessions: reading.whole("sessions", 1..=500),
        every_days: reading.whole("every_days", 1..=90),
        minutes: reading.whole("minutes", 1..=720),
        participants,
        unit: before.and_then(|plan| plan.unit),
        measures: reading.several("measures").iter().map(|id| InstrumentId::from(id.as_str())).collect(),
        words: reading.text("words"),
    };
    let at = reading.occurred();
    reading.unless_problems(())?;
    ToRecord::at(Event::CoursePlanned(planned), at)
}

fn fill_plan(event: &Event, _: &About<'_>) -> Values {
    let Event::CoursePlanned(plan) = event else { return Values::default() };
    let values = Values::default()
        .with("course", plan.course)
        .with_some("protocol", plan.protocol.as_ref())
        .with_some("phase", plan.phase.as_ref())
        .with("targets", plan.targets.join("\n"))
        .with_some("sessions", plan.planned_sessions)
        .with_some("every_days", plan.every_days)
        .with_some("minutes", plan.minutes)
        .with("words", &plan.words);
    let values = plan.goals.iter().fold(values, |values, goal| values.with("goals", goal));
    let values = plan.measures.iter().fold(values, |values, id| values.with("measures", id.as_str()));
    plan.participants.iter().enumerate().fold(values, |values, (index, one)| {
        values.with(&format!("person_{index}"), &one.name).with(&format!("role_{index}"), word_of(&one.role))
    })
}

fn labels(words: &[Word]) -> Vec<String> {
    words.iter().map(|word| word.label.clone()).collect()
}

/// A list's code for what was typed, or the own words.
fn coded(words: &[Word], text: String) -> String {
    words.iter().find(|word| word.label.eq_ignore_ascii_case(text.trim())).map_or(text, |word| word.code.clone())
}

fn label_of(words: &[Word], code: &str) -> String {
    words.iter().find(|word| word.code == code).map_or_else(|| code.to_owned(), |word| word.label.clone())
}

/// The three parts of an episode that have a list of categories: field, label, list.
const COMPONENTS: [(&str, &str, ListName); 3] = [
    ("wish", "The wish", ListName::CcrtWishes),
    ("response_of_other", "How the other responded", ListName::CcrtResponsesOfOther),
    ("response_of_self", "How the self responded", ListName::CcrtResponsesOfSelf),
];

fn episode_fields(about: &About<'_>) -> Vec<Field> {
    let mut fields = vec![
        course_field(about),
        Field::needed(
            "other",
            "With whom",
            Input::Suggest(["mother", "father", "partner", "boss", "friend", "child", "therapist"].map(str::to_owned).to_vec()),
        ),
    ];
    fields.extend(COMPONENTS.map(|(name, label, list)| {
        Field::needed(name, label, Input::Suggest(labels(about.knowledge.words(list)))).hint("A category, or own words.")
    }));
    fields.extend([Field::optional("positive", "It ended well", Input::Tick), Field::occurred()]);
    fields
}

fn read_episode(reading: &mut Reading<'_>, about: &About<'_>) -> Option<Vec<ToRecord>> {
    let course = course(reading);
    let other = reading.needed("other", "Say with whom.");
    let [wish, response_of_other, response_of_self] = COMPONENTS.map(|(name, label, list)| {
        coded(about.knowledge.words(list), reading.needed(name, &format!("{label}: choose a category or write it in own words.")))
    });
    let at = reading.occurred();
    let positive = reading.ticked("positive");
    reading.unless_problems(())?;
    let session = reading.text("session").parse::<SessionId>().ok().or_else(|| match corrected(reading, about) {
        Some(Event::RelationshipEpisode(earlier)) if Some(earlier.course) == course => earlier.session,
        _ => None,
    });
    let episode = RelationshipEpisode { course: course?, session, other, wish, response_of_other, response_of_self, positive };
    ToRecord::at(Event::RelationshipEpisode(episode), at)
}

fn fill_episode(event: &Event, about: &About<'_>) -> Values {
    let Event::RelationshipEpisode(episode) = event else { return Values::default() };
    let parts = [&episode.wish, &episode.response_of_other, &episode.response_of_self];
    let values = Values::default().with("course", episode.course).with("other", &episode.other);
    let values = COMPONENTS
        .into_iter()
        .zip(parts)
        .fold(values, |values, ((name, _, list), code)| values.with(name, label_of(about.knowledge.words(list), code)));
    if episode.positive { values.with("positive", "yes") } else { values }
}

fn formulation_fields(about: &About<'_>) -> Vec<Field> {
    let kinds = KINDS.map(|(value, label)| Choice::new(value, label)).to_vec();
    let mut fields = vec![course_field(about), Field::needed("kind", "Which", Input::Select(kinds))];
    for index in 0..PARTS {
        fields.push(Field::optional(format!("heading_{index}"), format!("Heading {}", index + 1), Input::Text));
        fields.push(Field::optional(format!("text_{index}"), "Its text", Input::Lines(3)));
    }
    fields.push(Field::optional("words", "What changed since the version before", Input::Text));
    fields.push(Field::occurred());
    fields
}

fn read_formulation(reading: &mut Reading<'_>, about: &About<'_>) -> Option<Vec<ToRecord>> {
    let course = course(reading);
    let kind = reading.needed("kind", "Say which formulation it is.");
    let part = |index: usize| Section {
        heading: reading.text(&format!("heading_{index}")),
        text: reading.text(&format!("text_{index}")),
    };
    let mut parts: Vec<Section> = (0..PARTS).map(part).filter(|part| !part.text.is_empty()).collect();
    if let Some(Event::FormulationWritten(earlier)) = corrected(reading, about) {
        parts.extend(beyond(Some(&earlier.parts), PARTS));
    }
    if parts.is_empty() {
        reading.problem("text_0", "Write something before you keep it.");
    }
    let words = reading.text("words");
    let at = reading.occurred();
    reading.unless_problems(())?;
    ToRecord::at(Event::FormulationWritten(FormulationWritten { course: course?, kind, parts, words }), at)
}

fn fill_formulation(event: &Event, _: &About<'_>) -> Values {
    let Event::FormulationWritten(written) = event else { return Values::default() };
    let values = Values::default().with("course", written.course).with("kind", &written.kind).with("words", &written.words);
    written.parts.iter().enumerate().fold(values, |values, (index, part)| {
        values.with(&format!("heading_{index}"), &part.heading).with(&format!("text_{index}"), &part.text)
    })
}

/// The sets of skills of the running courses.
fn skill_sets<'a>(about: &'a About<'_>) -> Vec<&'a SkillSet> {
    let mut sets: Vec<&SkillSet> =
        entries(about).filter_map(|(_, entry)| about.knowledge.skill_set(entry.skill_set.as_deref()?)).collect();
    sets.dedup_by(|a, b| a.id == b.id);
    sets
}

fn skills(about: &About<'_>) -> Vec<Choice> {
    skill_sets(about)
        .iter()
        .flat_map(|set| set.skills())
        .map(|skill| Choice::new(skill.code.clone(), skill.label.clone()))
        .collect()
}

fn coaching_fields(about: &About<'_>) -> Vec<Field> {
    let rule = entries(about).find_map(|(_, entry)| entry.agreements.iter().find(|one| one.id == "after_self_harm"));
    let rule = rule.map_or_else(String::new, |rule| rule.text.clone());
    vec![
        course_field(about),
        Field::needed("reason", "Why the call", Input::Text),
        Field::optional("skills", "Skills coached", Input::Checks(skills(about))),
        Field::optional("minutes", "Minutes", Input::Whole(1, 720)),
        Field::optional("outcome", "What came of it", Input::Lines(2)),
        Field::optional("within", "It came within a day after self-harm", Input::Tick).hint(rule),
        Field::occurred(),
    ]
}

fn read_coaching(reading: &mut Reading<'_>, _: &About<'_>) -> Option<Vec<ToRecord>> {
    let course = course(reading);
    let reason = reading.needed("reason", "Say in a few words why the call came.");
    let minutes = reading.whole("minutes", 1..=720);
    let (skills, outcome, at) = (reading.several("skills"), reading.text("outcome"), reading.occurred());
    let within_24_hours_of_self_harm = reading.ticked("within");
    reading.unless_problems(())?;
    ToRecord::at(Event::Coached(Coached { course: course?, reason, skills, minutes, outcome, within_24_hours_of_self_harm }), at)
}

fn fill_coaching(event: &Event, _: &About<'_>) -> Values {
    let Event::Coached(call) = event else { return Values::default() };
    let values = Values::default()
        .with("course", call.course)
        .with("reason", &call.reason)
        .with_some("minutes", call.minutes)
        .with("outcome", &call.outcome);
    let values = call.skills.iter().fold(values, |values, skill| values.with("skills", skill));
    if call.within_24_hours_of_self_harm { values.with("within", "yes") } else { values }
}

fn chain_fields(about: &About<'_>) -> Vec<Field> {
    let part = |code: &str, otherwise: &str| {
        let word = about.knowledge.words(ListName::ChainParts).iter().find(|word| word.code == code);
        sentence_case(word.map_or(otherwise, |word| word.label.as_str()))
    };
    let mut fields = vec![
        course_field(about),
        Field::needed("behaviour", part("problem", "what it led to"), Input::Text),
        Field::optional("vulnerability", part("vulnerability", "what made it easier"), Input::Lines(2)),
        Field::optional("prompting_event", part("prompting_event", "what set it off"), Input::Lines(2)),
    ];
    for index in 0..LINKS {
        fields.push(Field::optional(
            format!("kind_{index}"),
            format!("Link {}", index + 1),
            Input::Select(with_none(word_choices(LinkKind::ALL, LinkKind::words))),
        ));
        fields.push(Field::optional(format!("link_{index}"), "In words", Input::Text));
        fields.push(Field::optional(
            format!("instead_{index}"),
            "A skill that would have been possible here",
            Input::Suggest(skills(about).into_iter().map(|skill| skill.label).collect()),
        ));
    }
    fields.push(Field::optional("consequences", part("consequences", "what followed"), Input::Lines(2)));
    fields.push(Field::optional("repair", part("repair", "repair"), Input::Lines(2)));
    fields.push(Field::occurred());
    fields
}

fn with_none(choices: Vec<Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", "None")).chain(choices).collect()
}

fn read_chain(reading: &mut Reading<'_>, about: &About<'_>) -> Option<Vec<ToRecord>> {
    let course = course(reading);
    let behaviour = reading.needed("behaviour", "Say what the chain led to.");
    let mut links = Vec::new();
    for index in 0..LINKS {
        let (kind, words) = (reading.some_word::<LinkKind>(&format!("kind_{index}")), reading.text(&format!("link_{index}")));
        match kind {
            Some(kind) if !words.is_empty() => {
                links.push(Link { kind, words, instead: reading.text(&format!("instead_{index}")) })
            }
            None if !words.is_empty() => reading.problem(format!("kind_{index}"), "Say what kind of link this is."),
            _ => {}
        }
    }
    let earlier = match corrected(reading, about) {
        Some(Event::ChainAnalysed(earlier)) => Some(earlier),
        _ => None,
    };
    links.extend(beyond(earlier.map(|chain| chain.links.as_slice()), LINKS));
    let text = |name: &str| reading.text(name);
    let (vulnerability, prompting_event, consequences, repair) =
        (text("vulnerability"), text("prompting_event"), text("consequences"), text("repair"));
    let at = reading.occurred();
    reading.unless_problems(())?;
    let chain = ChainAnalysed {
        course,
        behaviour,
        vulnerability,
        prompting_event,
        links,
        consequences,
        repair,
        // Who may read it is the patient's choice, and a correction of the words is none.
        readers: earlier.map(|chain| readers_now(reading, about, chain)).unwrap_or_default(),
    };
    ToRecord::at(Event::ChainAnalysed(chain), at)
}

/// Who may read the corrected chain: as it was chosen last.
fn readers_now(reading: &Reading<'_>, about: &About<'_>, earlier: &ChainAnalysed) -> Readers {
    let chosen = reading.text("amends").parse::<EventId>().ok().and_then(|id| about.chart.work.readers.get(&id));
    chosen.unwrap_or(&earlier.readers).clone()
}

fn fill_chain(event: &Event, _: &About<'_>) -> Values {
    let Event::ChainAnalysed(chain) = event else { return Values::default() };
    let values = Values::default()
        .with_some("course", chain.course)
        .with("behaviour", &chain.behaviour)
        .with("vulnerability", &chain.vulnerability)
        .with("prompting_event", &chain.prompting_event)
        .with("consequences", &chain.consequences)
        .with("repair", &chain.repair);
    chain.links.iter().enumerate().fold(values, |values, (index, link)| {
        values
            .with(&format!("kind_{index}"), word_of(&link.kind))
            .with(&format!("link_{index}"), &link.words)
            .with(&format!("instead_{index}"), &link.instead)
    })
}

fn step_fields(about: &About<'_>) -> Vec<Field> {
    let usual = about.knowledge.words(ListName::SafetyBehaviours);
    vec![
        course_field(about),
        Field::needed("situation", "What is faced", Input::Text),
        Field::optional("expected_distress", "Fear expected, 0 to 100", Input::Whole(0, 100)),
        Field::optional("feared_outcome", "What is feared to happen", Input::Text),
        Field::optional(
            "left_out",
            "What is left out while facing it",
            Input::Checks(usual.iter().map(|word| Choice::new(word.label.clone(), sentence_case(&word.label))).collect()),
        ),
        Field::optional("left_out_other", "Anything else that is left out", Input::Lines(2)).hint("One a line."),
        Field::optional("dropped", "Take it off the ladder", Input::Tick),
    ]
}

fn read_step(reading: &mut Reading<'_>, about: &About<'_>) -> Option<Vec<ToRecord>> {
    let course = course(reading);
    let situation = reading.needed("situation", "Say what is faced.");
    let expected = reading.whole("expected_distress", 0..=100).and_then(|value| u8::try_from(value).ok());
    let safety_behaviours = reading.several("left_out").into_iter().chain(reading.lines("left_out_other")).collect();
    let (feared_outcome, dropped) = (reading.text("feared_outcome"), reading.ticked("dropped"));
    reading.unless_problems(())?;
    let item = ExposureItemId(reading.made(about.fresh));
    ToRecord::now(Event::ExposureItemSet(ItemSet {
        item,
        course,
        situation,
        expected_distress: expected,
        feared_outcome,
        safety_behaviours,
        dropped,
    }))
}

fn fill_step(event: &Event, about: &About<'_>) -> Values {
    let Event::ExposureItemSet(step) = event else { return Values::default() };
    let usual = labels(about.knowledge.words(ListName::SafetyBehaviours));
    let (listed, other): (Vec<&String>, Vec<&String>) = step.safety_behaviours.iter().partition(|one| usual.contains(one));
    let values = Values::default()
        .with("made", step.item)
        .with_some("course", step.course)
        .with("situation", &step.situation)
        .with_some("expected_distress", step.expected_distress)
        .with("feared_outcome", &step.feared_outcome)
        .with("left_out_other", other.into_iter().map(String::as_str).collect::<Vec<_>>().join("\n"));
    let values = listed.into_iter().fold(values, |values, one| values.with("left_out", one));
    if step.dropped { values.with("dropped", "yes") } else { values }
}

/// The groups of rows of a card: field, label, list.
const ROWS: [(&str, &str, ListName); 3] = [
    ("urges", "Urges, 0 to 5", ListName::DbtUrges),
    ("acts", "Acts, counted", ListName::DbtActs),
    ("emotions", "Feelings, 0 to 5", ListName::DbtEmotions),
];

fn card_fields(about: &About<'_>) -> Vec<Field> {
    let mut fields = vec![course_field(about)];
    for (name, label, list) in ROWS {
        let rows = about.knowledge.words(list).iter().map(|word| Choice::new(word.code.clone(), row_label(word))).collect();
        fields.push(Field::optional(name, label, Input::Checks(rows)));
        fields.push(
            Field::optional(format!("own_{name}"), "Rows of your own", Input::Lines(2))
                .hint("One a line. A number from 1 to 4 in front is its place in the order of targets: “1 To hurt myself”."),
        );
    }
    fields.push(Field::optional("skills", "Skills that are offered first", Input::Checks(skills(about))));
    fields.push(Field::optional("skills_rated", "Ask how far each skill helped, 0 to 7", Input::Tick));
    fields.push(Field::optional("asks_medicines", "Ask about medicines", Input::Tick));
    fields
}

/// As the patient reads it.
fn row_label(word: &Word) -> String {
    sentence_case(word.plain.as_ref().unwrap_or(&word.label))
}

fn read_card(reading: &mut Reading<'_>, about: &About<'_>) -> Option<Vec<ToRecord>> {
    let course = course(reading);
    let [urges, acts, emotions] = ROWS.map(|(name, _, list)| rows(reading, about, name, list));
    let skills = reading.several("skills");
    if urges.is_empty() && acts.is_empty() && emotions.is_empty() && skills.is_empty() {
        reading.problem("urges", "A diary card needs at least one row.");
    }
    let (skills_rated, asks_medicines) = (reading.ticked("skills_rated"), reading.ticked("asks_medicines"));
    reading.unless_problems(())?;
    ToRecord::now(Event::DiaryCardSet(CardSet { course, urges, acts, emotions, skills, skills_rated, asks_medicines }))
}

fn rows(reading: &Reading<'_>, about: &About<'_>, name: &str, list: ListName) -> Vec<Target> {
    let ticked = reading.several(name);
    let known = about.knowledge.words(list).iter().filter(|word| ticked.contains(&word.code));
    let level = |code: &str| if name == "emotions" { None } else { usual_level(code) };
    // An act and an urge of the same name are two rows: their codes carry where they belong.
    let known = known.map(|word| Target { code: word.code.clone(), label: row_label(word), level: level(&word.code) });
    let own = reading.lines(&format!("own_{name}"));
    known.chain(own.into_iter().map(|line| own_row(name, &line))).collect()
}

/// `1 To hurt myself` as a row with its level.
fn own_row(group: &str, line: &str) -> Target {
    let (level, label) = match line.split_once(' ') {
        Some((number, rest)) => match number.parse::<u8>() {
            Ok(level @ 1..=4) => (Some(level), rest.trim()),
            _ => (None, line),
        },
        None => (None, line),
    };
    let plain: String = label.to_lowercase().chars().map(|letter| if letter.is_alphanumeric() { letter } else { '_' }).collect();
    Target { code: format!("own_{group}_{plain}"), label: label.to_owned(), level }
}

fn fill_card(event: &Event, about: &About<'_>) -> Values {
    let Event::DiaryCardSet(card) = event else { return Values::default() };
    let mut values = Values::default().with_some("course", card.course);
    for ((name, _, list), rows) in ROWS.into_iter().zip([&card.urges, &card.acts, &card.emotions]) {
        let known = |row: &&Target| about.knowledge.words(list).iter().any(|word| word.code == row.code);
        let (listed, own): (Vec<&Target>, Vec<&Target>) = rows.iter().partition(known);
        values = listed.into_iter().fold(values, |values, row| values.with(name, &row.code));
        let line = |row: &&Target| row.level.map_or_else(|| row.label.clone(), |level| format!("{level} {}", row.label));
        values = values.with(&format!("own_{name}"), own.iter().map(line).collect::<Vec<_>>().join("\n"));
    }
    let values = card.skills.iter().fold(values, |values, skill| values.with("skills", skill));
    let values = if card.skills_rated { values.with("skills_rated", "yes") } else { values };
    if card.asks_medicines { values.with("asks_medicines", "yes") } else { values }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_front_of_an_own_row_is_its_place_in_the_order_of_targets() {
        assert_eq!(
            own_row("urges", "1 To hurt myself"),
            Target { code: "own_urges_to_hurt_myself".into(), label: "To hurt myself".into(), level: Some(1) }
        );
        assert_eq!(own_row("urges", "To hide").level, None);
        assert_eq!(own_row("urges", "9 lives").label, "9 lives");
    }
}
