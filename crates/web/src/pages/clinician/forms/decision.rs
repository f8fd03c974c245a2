//! A decision: what, why, by whom together, when to look again.

use super::about::{About, word_choices};
use super::field::{Choice, Field, Input};
use super::reading::{Reading, word_of};
use super::values::Values;
use super::{CLINICIANS, Form, Group, ToRecord};
use concord_chart::{
    CourseId, Event,
    decision::{Arm, DecisionMade, Judged, Verdict},
};

pub(super) const FORMS: &[Form] = &[Form {
    what: "decision",
    title: "Record what you decided",
    about: "What, why, and by whom together",
    button: "Record the decision",
    group: Group::Together,
    roles: CLINICIANS,
    records: &["decision.made"],
    fields,
    read,
    fill,
}];

fn fields(about: &About<'_>) -> Vec<Field> {
    let arms = word_choices(Arm::ALL, Arm::words);
    let mut fields = vec![
        Field::needed("what", "What was decided", Input::Text).hint("A few words: they are drawn on the chart."),
        Field::needed("why", "Why", Input::Lines(2)).hint("It is what the others will look for."),
        Field::needed("who", "Who decided together", Input::Checks(people(about))),
        Field::optional("others", "Anybody else", Input::Text).hint("Names, with commas between."),
        Field::optional("arms", "Which arm does it change", Input::Checks(arms))
            .hint("One at a time, so that what helped can be told apart."),
        Field::optional("two", "If it is two at once: why both now", Input::Text),
        Field::optional("options", "What else was on the table", Input::Lines(3)).hint("One option a line."),
        Field::optional("look_again", "Look at it again on", Input::Day),
    ];
    let courses = courses(about);
    if !courses.is_empty() {
        fields.push(Field::heading("What you found of each treatment, if you judged it"));
        let verdicts = || {
            let verdicts = word_choices(Verdict::ALL, Verdict::words);
            std::iter::once(Choice::new("", "Not judged")).chain(verdicts).collect()
        };
        fields.extend(
            courses.into_iter().map(|(course, name)| Field::optional(format!("judge-{course}"), name, Input::Select(verdicts()))),
        );
    }
    fields.push(Field::occurred());
    fields
}

/// The person first, then the team.
fn people(about: &About<'_>) -> Vec<Choice> {
    let person = about.chart.registration.person.as_ref().map(|person| format!("{} {}", person.given_name, person.family_name));
    let team = about.chart.registration.team.iter().map(|member| member.name.clone());
    let mut names: Vec<String> = person.into_iter().chain(team).collect();
    if !names.contains(&about.me.name) {
        names.push(about.me.name.clone());
    }
    names.into_iter().map(|name| Choice::new(name.clone(), name)).collect()
}

/// Every course that goes on, with its name.
fn courses(about: &About<'_>) -> Vec<(CourseId, String)> {
    let medicines = about
        .chart
        .medications
        .iter()
        .filter(|course| course.is_current())
        .map(|course| (course.id, about.medicine_name(course)));
    let therapies =
        about.chart.therapies.iter().filter(|course| course.is_current()).map(|course| (course.id, course.what.name.clone()));
    let practices =
        about.chart.practices.iter().filter(|course| course.is_current()).map(|course| (course.id, course.what.name.clone()));
    medicines.chain(therapies).chain(practices).collect()
}

fn read(reading: &mut Reading<'_>, about: &About<'_>) -> Option<Vec<ToRecord>> {
    let what = reading.needed("what", "Say in a few words what was decided.");
    let mut why = reading.needed("why", "Say why. It is what the others will look for.");
    let others = reading.text("others");
    let others = others.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
    let who: Vec<String> = reading.several("who").into_iter().chain(others).collect();
    if who.is_empty() {
        reading.problem("who", "Say who decided together. A decision without a name belongs to nobody.");
    }
    let arms: Vec<Arm> = reading.several("arms").iter().filter_map(|word| super::reading::read_word(word)).collect();
    let two = reading.text("two");
    if arms.len() > 1 {
        if two.is_empty() {
            reading.problem("two", "Two arms changed at once cannot be told apart later. Say why both now, or choose one.");
        } else {
            why = format!("{why} Two at once: {two}");
        }
    }
    let judged = courses(about)
        .into_iter()
        .filter_map(|(course, _)| Some(Judged { course, verdict: reading.some_word::<Verdict>(&format!("judge-{course}"))? }))
        .collect();
    let made =
        DecisionMade { what, why, who, arms, options: reading.lines("options"), look_again: reading.day("look_again"), judged };
    let at = reading.occurred();
    reading.unless_problems(())?;
    ToRecord::at(Event::DecisionMade(made), at)
}

fn fill(event: &Event, about: &About<'_>) -> Values {
    let Event::DecisionMade(made) = event else { return Values::default() };
    let known: Vec<String> = people(about).into_iter().map(|choice| choice.value).collect();
    let (team, others): (Vec<&String>, Vec<&String>) = made.who.iter().partition(|name| known.contains(name));
    let others: Vec<&str> = others.into_iter().map(String::as_str).collect();
    let (why, two) = made.why.split_once(" Two at once: ").unwrap_or((&made.why, ""));
    let values = Values::default()
        .with("what", &made.what)
        .with("why", why)
        .with("two", two)
        .with("others", others.join(", "))
        .with("options", made.options.join("\n"))
        .with_some("look_again", made.look_again);
    let values = team.into_iter().fold(values, |values, name| values.with("who", name));
    let values = made.arms.iter().fold(values, |values, arm| values.with("arms", word_of(arm)));
    made.judged.iter().fold(values, |values, judged| values.with(&format!("judge-{}", judged.course), word_of(&judged.verdict)))
}
