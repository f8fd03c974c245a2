//! Taking an entry back that changed what is taken. A stop that is retracted makes the medicine a taken one again, so the
//! chart as it would then be passes the same gate as a beginning: what stops is weighed first, by somebody who prescribes.

use super::{
    Page,
    checked::{Checked, Proposed, key_of},
    correction::{self, Correction},
    proposal::Proposal,
    weigh, weigh_fields,
};
use crate::{
    components::icon::{Icon, icon},
    pages::clinician::{
        forms::{Problem, Values},
        record::Desk,
    },
};
use concord_chart::{Chart, Entry, Event, entry::EntryRetracted};
use concord_engines::safety::{Finding, Item, Status};
use maud::{Markup, html};

/// What the review says of the chart without an entry.
pub(in crate::pages::clinician) struct Retraction {
    checked: Checked,
    prescriber: bool,
}

impl Retraction {
    /// The review without this entry; nothing where the entry changed nothing of what is taken.
    pub fn of(desk: &Desk, entry: &Entry, retracted: &EntryRetracted) -> Option<Self> {
        let course = correction::course_of(entry.recorded.event())?;
        let event = Event::EntryRetracted(retracted.clone());
        let chart = correction::with(desk, event, desk.app.clinic.now().into(), None);
        let proposal = taken_again(&chart, course);
        let page = Page::of(desk);
        let checked = Checked::of(&page.from(), Some(Proposed::Correction(Correction { chart, proposal })), &|_| String::new());
        Some(Self { checked, prescriber: page.prescriber })
    }

    /// What was weighed, to be recorded with the retraction.
    ///
    /// # Errors
    /// What still has to be weighed, each at its field.
    pub fn weighed(&self, values: &Values) -> Result<Vec<Event>, Vec<Problem>> {
        let (mut events, mut problems) = (Vec::new(), Vec::new());
        for finding in self.checked.stopping() {
            match weigh::weighed(finding, &key_of(finding), &self.checked.regimen, values) {
                _ if !self.prescriber => {
                    problems.push(Problem { field: "to-weigh".to_owned(), sentence: for_prescriber(finding) })
                }
                Ok(event) => events.push(Event::FindingAcknowledged(event)),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(events) } else { Err(problems) }
    }

    /// What has to be weighed, with the fields for it; they belong to the form of this id.
    pub fn fields(&self, form: &str, values: &Values, problems: &[Problem]) -> Markup {
        let error = |field: String| problems.iter().find(|one| one.field == field).map(|one| one.sentence.as_str());
        html! {
            @if self.checked.stopping().next().is_some() {
                section #to-weigh.finding.stop.interrupts aria-labelledby="to-weigh-title" {
                    h3 #to-weigh-title { (icon(Icon::Octagon)) span { "Without this entry, this is found and has to be weighed" } }
                    @for finding in self.checked.stopping() {
                        @let key = key_of(finding);
                        div.one {
                            p { b { (finding.title) } }
                            p.small { (finding.consequence) " " (finding.action) }
                            @if self.prescriber {
                                (weigh_fields(&key, ["weighed", "reason", "words"].into_iter().find_map(|name| error(format!("{name}:{key}"))), form, &|name| values.get(&format!("{name}:{key}")).to_owned()))
                            } @else { p.small { "Only a prescriber can weigh it. Ask them to retract the entry." } }
                        }
                    }
                }
            }
        }
    }
}

fn for_prescriber(finding: &Finding) -> String {
    format!(
        "Not retracted: without this entry “{}” is found, which a prescriber has to weigh. Ask them to retract it.",
        finding.title
    )
}

/// The medicine as it then counts as taken; nothing where it then is not.
fn taken_again(chart: &Chart, course: concord_chart::CourseId) -> Option<Proposal> {
    let course = chart.medication(course).filter(|course| course.is_current() && course.dosing().is_some())?;
    let name = course.what.name.trim().to_owned();
    let item = Item { name: name.clone(), substance: course.what.substance.clone(), status: Status::Active, ..Item::default() };
    let said_back = format!("{name} counts as taken.");
    Some(Proposal { what: "medicine-resume", item, name, said_back, problems: Vec::new(), corrects: true })
}
