//! The safety plan as a form, as a page to read, and as a list of what changed: the same for the patient and for staff.

use super::patient::safety_words::{ABOUT_STEPS, STAY, STEPS};
use crate::{
    app::Shared,
    components::form::{self, Field},
    pages::public::help_now::telephone,
};
use concord_chart::safety_plan::{Contact, PlanVersion, PlanWritten};
use concord_engines::safety_plan_review::{ReviewReason, reasons};
use concord_papers::PlanCard;
use jiff::civil::Date;
use maud::{Markup, html};

/// Empty rows below the filled ones, to add to.
const SPARE: usize = 2;

/// What was typed: steps 1, 2 and 6 as text, a line each; steps 3 to 5 as rows of three fields.
#[derive(Default)]
pub(crate) struct Typed {
    fields: Vec<(String, String)>,
}

impl Typed {
    /// The fields of a form.
    pub(crate) fn new(fields: Vec<(String, String)>) -> Self {
        Self { fields }
    }

    /// One field.
    pub(crate) fn one(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.trim()).unwrap_or_default()
    }

    fn lines(&self, name: &str) -> Vec<String> {
        self.one(name).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    fn contacts(&self, step: u8) -> Vec<Contact> {
        let all = |what: &str| {
            let name = format!("s{step}_{what}");
            self.fields.iter().filter(move |(field, _)| *field == name).map(|(_, value)| value.trim().to_owned())
        };
        let rows = all("name").zip(all("phone")).zip(all("words"));
        let rows = rows.map(|((name, phone), words)| Contact { name, phone, words });
        rows.filter(|contact| *contact != Contact::default()).map(named).collect()
    }

    /// The plan as typed.
    pub(crate) fn plan(&self) -> PlanWritten {
        PlanWritten {
            warning_signs: self.lines("s1"),
            coping_alone: self.lines("s2"),
            distraction: self.contacts(3),
            people: self.contacts(4),
            professionals: self.contacts(5),
            safer_surroundings: self.lines("s6"),
            reason_to_stay: self.one("stay").to_owned(),
            written_with: self.one("with").to_owned(),
            review_on: self.one("review").parse().ok(),
        }
    }
}

/// A number without a name is still somebody to call, and words without either are still what somebody wrote down.
fn named(contact: Contact) -> Contact {
    match (contact.name.is_empty(), contact.phone.is_empty()) {
        (true, false) => Contact { name: contact.phone.clone(), ..contact },
        (true, true) => Contact { name: contact.words, ..Contact::default() },
        _ => contact,
    }
}

/// The fields of the form.
pub(crate) fn fields(plan: &PlanWritten) -> Markup {
    let text = |name: &'static str, step: usize, lines: &[String]| {
        let value = lines.join("\n");
        let label = format!("{}. {}", step, STEPS[step - 1]);
        form::textarea(&Field { name, label: &label, hint: ABOUT_STEPS[step - 1], value: &value, ..Field::default() }, 3)
    };
    let review = plan.review_on.map(|day| day.to_string()).unwrap_or_default();
    html! {
        (text("s1", 1, &plan.warning_signs))
        (text("s2", 2, &plan.coping_alone))
        (contacts(3, &plan.distraction))
        (contacts(4, &plan.people))
        (contacts(5, &plan.professionals))
        (text("s6", 6, &plan.safer_surroundings))
        (form::textarea(&Field { name: "stay", label: STAY, hint: "One thing that matters most. It may stay empty.", value: &plan.reason_to_stay, ..Field::default() }, 2))
        (form::text(&Field { name: "with", label: "Written together with", value: &plan.written_with, ..Field::default() }, "text"))
        (form::date(&Field { name: "review", label: "Look at it again on", value: &review, ..Field::default() }, None, None))
    }
}

fn contacts(step: u8, known: &[Contact]) -> Markup {
    let place = usize::from(step) - 1;
    html! {
        fieldset.plan-contacts { legend { (step) ". " (STEPS[place]) }
            p.hint { (ABOUT_STEPS[place]) }
            @for contact in known { (contact_row(step, contact)) }
            @for _ in 0..SPARE { (contact_row(step, &Contact::default())) }
        }
    }
}

fn contact_row(step: u8, contact: &Contact) -> Markup {
    let name = |what: &str| format!("s{step}_{what}");
    let who = if contact.name.is_empty() { "new row" } else { contact.name.as_str() };
    html! {
        div.inline-form role="group" aria-label=(who) {
            label { "Who or where" input name=(name("name")) value=(contact.name); }
            label { "Telephone" input type="tel" name=(name("phone")) value=(contact.phone); }
            label { "In my words" input name=(name("words")) value=(contact.words); }
        }
    }
}

/// The plan to read: six steps in order, numbers to press, and the reason to stay.
pub(crate) fn read(plan: &PlanWritten) -> Markup {
    let lines = |lines: &[String]| html! { @for line in lines { span.line { (line) } } };
    let steps: [(bool, Markup); 6] = [
        (plan.warning_signs.is_empty(), lines(&plan.warning_signs)),
        (plan.coping_alone.is_empty(), lines(&plan.coping_alone)),
        (plan.distraction.is_empty(), html! { @for contact in &plan.distraction { (contact_line(contact)) } }),
        (plan.people.is_empty(), html! { @for contact in &plan.people { (contact_line(contact)) } }),
        (plan.professionals.is_empty(), html! { @for contact in &plan.professionals { (contact_line(contact)) } }),
        (plan.safer_surroundings.is_empty(), lines(&plan.safer_surroundings)),
    ];
    html! {
        ol.plan-steps {
            @for (heading, (empty, said)) in STEPS.iter().zip(&steps) {
                li { b { (heading) } @if *empty { span.line.muted { "Not written yet" } } @else { (said) } }
            }
        }
        @if !plan.reason_to_stay.trim().is_empty() {
            figure.quote { blockquote { "“" (plan.reason_to_stay.trim()) "”" } figcaption.small { (STAY) } }
        }
    }
}

/// One person or place, with a number to press where there is one.
pub(crate) fn contact_line(contact: &Contact) -> Markup {
    let number = telephone(&contact.phone);
    let also = contact.name.trim() != contact.phone.trim() && !contact.phone.trim().is_empty();
    html! {
        span.line {
            @match number { Some(number) => a href=(format!("tel:{number}")) { (contact.name) }, None => (contact.name) }
            @if also { " " span.small { (contact.phone) } }
            @if !contact.words.is_empty() { " " span.small { "“" (contact.words) "”" } }
        }
    }
}

/// When it was last written or read, in words.
pub(crate) fn last_read(app: &Shared, version: &PlanVersion) -> String {
    let day = |at| concord_engines::days::day_words(concord_engines::days::day_of(at, &app.clinic.zone()), app.clinic.today());
    match version.reviewed.last() {
        Some((at, by, _)) => format!("Last read {}, with {by}.", day(*at)),
        None => format!("Written {}.", day(version.at)),
    }
}

/// Why it should be looked at again.
pub(crate) fn review_due(app: &Shared, chart: &concord_chart::Chart) -> Vec<ReviewReason> {
    let practice = app.clinic.practice();
    let numbers: Vec<(&str, &str)> = practice.places.iter().map(|place| (place.name.as_str(), place.phone.as_str())).collect();
    reasons(chart, app.clinic.knowledge(), &numbers, app.clinic.today(), &app.clinic.zone())
}

/// What changed from one version to the next, a line a step; the first version says so.
pub(crate) fn changes(before: Option<&PlanWritten>, after: &PlanWritten) -> Vec<String> {
    let Some(before) = before else { return vec!["First written.".to_owned()] };
    let mut said = Vec::new();
    for ((heading, old), new) in STEPS.iter().zip(step_lines(before)).zip(step_lines(after)) {
        let quoted = |lines: Vec<&String>| lines.iter().map(|line| format!("“{line}”")).collect::<Vec<_>>().join(", ");
        let added: Vec<&String> = new.iter().filter(|line| !old.contains(line)).collect();
        let gone: Vec<&String> = old.iter().filter(|line| !new.contains(line)).collect();
        if !added.is_empty() {
            said.push(format!("{heading}: added {}", quoted(added)));
        }
        if !gone.is_empty() {
            said.push(format!("{heading}: taken out {}", quoted(gone)));
        }
    }
    if before.reason_to_stay != after.reason_to_stay {
        said.push(format!("{STAY}: “{}”", after.reason_to_stay));
    }
    if said.is_empty() { vec!["Nothing but the dates.".to_owned()] } else { said }
}

fn step_lines(plan: &PlanWritten) -> [Vec<String>; 6] {
    let contacts = |list: &[Contact]| list.iter().map(contact_words).collect::<Vec<_>>();
    [
        plan.warning_signs.clone(),
        plan.coping_alone.clone(),
        contacts(&plan.distraction),
        contacts(&plan.people),
        contacts(&plan.professionals),
        plan.safer_surroundings.clone(),
    ]
}

fn contact_words(contact: &Contact) -> String {
    let parts = [contact.name.as_str(), contact.phone.as_str(), contact.words.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The plan for paper.
pub(crate) fn card(app: &Shared, name: &str, version: &PlanVersion) -> PlanCard {
    let practice = app.clinic.practice();
    let as_of: Date = concord_engines::days::day_of(version.last_looked_at(), &app.clinic.zone());
    let mut help: Vec<String> = practice.crisis_lines.iter().map(|line| format!("{}. {}", line.label, line.about)).collect();
    help.extend(practice.places.iter().map(|place| format!("{}: {}", place.name, place.phone)));
    help.push(format!("In danger now: {}", practice.emergency_number));
    PlanCard {
        title: super::patient::safety_words::TITLE.to_owned(),
        name: name.to_owned(),
        as_of: format!("As of {}", concord_engines::days::full_day_words(as_of)),
        steps: STEPS.iter().map(|heading| (*heading).to_owned()).zip(step_lines(&version.what)).collect(),
        stay_for: version.what.reason_to_stay.clone(),
        stay_heading: STAY.to_owned(),
        help_heading: "Always there".to_owned(),
        help,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> PlanWritten {
        Typed::new(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()).plan()
    }

    #[test]
    fn lines_and_rows_become_the_six_steps_and_an_emptied_row_is_gone() {
        let plan = typed(&[
            ("s1", "I stop answering\n\n I wake at four "),
            ("s4_name", "Inés"),
            ("s4_phone", "555 0111"),
            ("s4_words", "She just picks up"),
            ("s4_name", ""),
            ("s4_phone", ""),
            ("s4_words", " "),
            ("s4_name", ""),
            ("s4_phone", ""),
            ("s4_words", "the neighbour downstairs"),
            ("s5_name", ""),
            ("s5_phone", "988"),
            ("s5_words", ""),
        ]);
        assert_eq!(plan.warning_signs, ["I stop answering", "I wake at four"]);
        let people: Vec<&str> = plan.people.iter().map(|contact| contact.name.as_str()).collect();
        assert_eq!(people, ["Inés", "the neighbour downstairs"], "words alone are not thrown away");
        assert_eq!(plan.professionals[0].name, "988", "a number alone is still somebody to call");
    }

    #[test]
    fn what_changed_is_said_step_by_step() {
        let before = typed(&[("s1", "I stop answering"), ("s6", "Inés keeps the tablets")]);
        let after = typed(&[("s1", "I stop answering\nI wake at four"), ("stay", "Leo")]);
        let said = changes(Some(&before), &after);
        assert_eq!(
            said,
            [
                "My early signs: added “I wake at four”",
                "Making home safer: taken out “Inés keeps the tablets”",
                "What I stay for: “Leo”"
            ]
        );
        assert_eq!(changes(None, &after), ["First written."]);
    }
}
