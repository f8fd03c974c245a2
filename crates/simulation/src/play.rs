//! Acts a script out: every line goes through the action that a person would use, at the moment of the line.

use crate::{
    Simulation, SimulationError,
    deed::{Act, By, Deed, Filled, Label, Line, What},
    people::record_number,
    roster::Enrolled,
    staff::STAFF,
};
use concord_access::{Purpose, Role, Subject};
use concord_actions::{ActionError, Clinic, Entry, NewPatient, SeededIds, SetClock, Submission};
use concord_chart::{
    AccountId, ChartId, Event, EventId, InstrumentId, OrganisationId, Refusal,
    acknowledgement::{AcknowledgeReason, FindingAcknowledged},
    change_request::ChangeAnswered,
    entry::EntryRetracted,
    finding::{FindingClosed, FindingTaken},
    registration::TeamMember,
    safety_alert::{Acknowledged, Assessed, Closed, ContactTried, ContactTry},
    side_effect::Answered,
};
use concord_engines::safety::{Finding, from_chart, shipped_book};
use jiff::{Timestamp, ToSpan};
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;

/// The finding that is taken on after an answer above zero on a safety item.
const SAFETY: &str = "suicidal_ideation_endorsed";

/// The stage on which one person's script is acted out.
struct Stage<'a> {
    clinic: Clinic,
    clock: Arc<SetClock>,
    who: &'a Enrolled,
    staff: Vec<Subject>,
    patient: Option<Subject>,
    chart: ChartId,
    labels: HashMap<Label, EventId>,
}

/// Acts one script out on the simulation's store and answers with the chart that it made.
pub(crate) async fn play(simulation: &Simulation, who: &Enrolled, script: Vec<Deed>) -> Result<ChartId, SimulationError> {
    let begin = script.first().map_or(Timestamp::UNIX_EPOCH, |deed| deed.at);
    let clock = Arc::new(SetClock::at(begin));
    let clinic = Clinic::new(
        Arc::clone(simulation.store_for_clinic()),
        simulation.knowledge,
        clock.clone(),
        Arc::new(SeededIds::new(who.seed)),
    );
    clinic.load_practice().await.map_err(|error| SimulationError::Stopped(error.to_string()))?;
    let organisation = clinic.organisation();
    let staff = STAFF.iter().map(|member| member.subject(organisation)).collect();
    let mut stage = Stage { clinic, clock, who, staff, patient: None, chart: ChartId(Uuid::nil()), labels: HashMap::new() };
    for (index, deed) in script.into_iter().enumerate() {
        let (at, what) = (deed.at, format!("{:?}", deed.act));
        if let Err(source) = stage.act(index, deed).await {
            return Err(SimulationError::Action { who: who.person.name(), at, what, source: Box::new(source) });
        }
    }
    Ok(stage.chart)
}

/// The sign-in of a patient, from their chart.
pub(crate) fn account_of(chart: ChartId) -> AccountId {
    AccountId(Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("concord:demo:patient:{chart}").as_bytes()))
}

/// A patient as somebody who acts.
pub(crate) fn patient_subject(organisation: OrganisationId, chart: ChartId, name: String) -> Subject {
    Subject {
        account: account_of(chart),
        organisation,
        role: Role::Patient,
        staff: None,
        chart: Some(chart),
        name,
        places: Vec::new(),
        glass: None,
    }
}

impl Stage<'_> {
    async fn act(&mut self, index: usize, deed: Deed) -> Result<(), ActionError> {
        // No two patients do something in the same microsecond, so the access log has one order, whoever is simulated first.
        let apart = i64::try_from(self.who.number).unwrap_or(0) % 900_000;
        self.clock.set(deed.at.checked_add(apart.microseconds()).unwrap_or(deed.at));
        let key = format!("{index}");
        if let Act::Register { team, reason } = deed.act {
            return self.register(deed.by, team, reason).await;
        }
        let subject = self.subject(deed.by)?;
        match deed.act {
            Act::Register { .. } => Ok(()),
            Act::Record(lines) => self.record(&subject, &key, lines).await,
            Act::Answer(filled) => self.answer(&subject, key, filled).await,
            Act::Report(label, report) => {
                let receipt = self.clinic.report_side_effect(&subject, self.chart, &key, report).await?;
                self.remember(label, receipt.events.first());
                Ok(())
            }
            Act::Ask(label, asked) => {
                let receipt = self.clinic.ask_for_change(&subject, self.chart, &key, asked).await?;
                self.remember(label, receipt.events.first());
                Ok(())
            }
            Act::Look => self.clinic.open_chart(&subject, self.chart, Purpose("chart")).await.map(|_| ()),
        }
    }

    fn subject(&self, by: By) -> Result<Subject, ActionError> {
        match by {
            By::Patient => self.patient.clone().ok_or(ActionError::NotFound),
            By::Staff(number) => self.staff.get(number.0).cloned().ok_or(ActionError::NotFound),
        }
    }

    async fn register(&mut self, by: By, team: Vec<TeamMember>, reason: String) -> Result<(), ActionError> {
        let subject = self.subject(by)?;
        let person = self.who.person.demographics();
        let patient = NewPatient { record_number: record_number(self.who.number), person, team, reason };
        let key = format!("demo-{}", self.who.number);
        let (chart, _) = self.clinic.register_patient(&subject, &key, patient).await?;
        self.chart = chart;
        self.patient = Some(patient_subject(self.clinic.organisation(), chart, self.who.person.name()));
        Ok(())
    }

    async fn record(&self, subject: &Subject, key: &str, lines: Vec<Line>) -> Result<(), ActionError> {
        let mut entries = Vec::with_capacity(lines.len());
        for (index, line) in lines.into_iter().enumerate() {
            if let Some(answered) = self.about_alerts(&line.what, &format!("{key}-{index}"))? {
                entries.extend(answered);
                continue;
            }
            let mut entry =
                Entry::new(format!("{key}-{index}"), self.event(subject, line.what).await?).labelled(line.sensitivity);
            if let Some(at) = line.at {
                entry = entry.at(at);
            }
            if let Some(id) = line.id {
                entry = entry.with_id(id);
            }
            if let Some(earlier) = line.amends {
                entry = entry.amending(earlier);
            }
            entries.push(entry);
        }
        self.clinic.record(subject, self.chart, None, entries).await.map(|_| ())
    }

    async fn answer(&mut self, subject: &Subject, key: String, filled: Filled) -> Result<(), ActionError> {
        let submission = Submission {
            key,
            instrument: InstrumentId::from(filled.instrument),
            answers: filled.answers,
            difficulty: filled.difficulty,
            respondent: filled.respondent,
            at: None,
            language: filled.language.to_owned(),
            partial: false,
        };
        let answered = self.clinic.answer_questionnaire(subject, self.chart, submission).await?;
        self.remember(filled.label, answered.receipt.events.first());
        Ok(())
    }

    /// What somebody does about a worrying answer is done about its alert, where one is open: taken in hand with the
    /// finding; assessed and closed, which closes the finding with it. `None` where there is no alert about it.
    fn about_alerts(&self, what: &What, key: &str) -> Result<Option<Vec<Entry>>, ActionError> {
        let (because, words, closes) = match what {
            What::TakeFinding { because, words } => (because, words, false),
            What::CloseFinding { because, words } => (because, words, true),
            _ => return Ok(None),
        };
        let mut entries = Vec::new();
        for (number, label) in because.iter().enumerate() {
            let Some(alert) = self.clinic.open_alert_about(self.chart, self.known(*label)?) else { return Ok(None) };
            let words = words.clone();
            let events = if closes {
                let what = ContactTry { at: self.clinic.now(), how: "telephone".to_owned(), reached: true };
                let assessed = Assessed {
                    alert,
                    how: "conversation by telephone".to_owned(),
                    words: words.clone(),
                    disposition: "goes on as planned, with the safety plan at hand".to_owned(),
                    tries: Vec::new(),
                };
                vec![
                    Event::ContactTried(ContactTried { alert, what, words: String::new() }),
                    Event::AlertAssessed(assessed),
                    Event::AlertClosed(Closed { alert, reason: words }),
                ]
            } else {
                let taken = FindingTaken { finding: SAFETY.to_owned(), because: vec![self.known(*label)?], words: words.clone() };
                vec![Event::FindingTaken(taken), Event::AlertAcknowledged(Acknowledged { alert, words })]
            };
            let named = (0..).zip(events).map(|(place, event): (u8, Event)| Entry::new(format!("{key}-{number}-{place}"), event));
            entries.extend(named);
        }
        Ok(Some(entries))
    }

    fn remember(&mut self, label: Label, id: Option<&EventId>) {
        if let Some(id) = id {
            self.labels.insert(label, *id);
        }
    }

    fn known(&self, label: Label) -> Result<EventId, ActionError> {
        // A script that names what did not happen is a slip of this crate's author.
        self.labels.get(&label).copied().ok_or_else(|| Refusal::new("The script names something that has not happened.").into())
    }

    async fn event(&self, subject: &Subject, what: What) -> Result<Event, ActionError> {
        let all = |because: Vec<Label>| because.into_iter().map(|label| self.known(label)).collect::<Result<Vec<_>, _>>();
        Ok(match what {
            What::Event(event) => event,
            What::AnswerReport { report, words } => Event::SideEffectAnswered(Answered { report: self.known(report)?, words }),
            What::AnswerWish { request, words } => Event::ChangeAnswered(ChangeAnswered { request: self.known(request)?, words }),
            What::GoOn { rule, reason, words } => {
                let open = self.clinic.open_chart(subject, self.chart, Purpose("regimen")).await?;
                let book = shipped_book();
                let (regimen, known) = from_chart(&open.chart, book, self.clinic.today(), &self.clinic.zone());
                let review = book.review(&regimen, &known, None);
                let finding = review.findings.into_iter().find(|finding| finding.id.starts_with(&rule));
                // A script that goes on past what is not there is a slip of this crate's author, or the rule is gone.
                let finding = finding.ok_or_else(|| Refusal::new(format!("The check does not say “{rule}” here.")))?;
                Event::FindingAcknowledged(gone_past(&finding, reason, words))
            }
            What::TakeFinding { because, words } => {
                Event::FindingTaken(FindingTaken { finding: SAFETY.to_owned(), because: all(because)?, words })
            }
            What::CloseFinding { because, words } => {
                Event::FindingClosed(FindingClosed { finding: SAFETY.to_owned(), because: all(because)?, words })
            }
            What::Retract { entry, reason, words } => {
                Event::EntryRetracted(EntryRetracted { entry: self.known(entry)?, reason, words })
            }
        })
    }
}

/// What is kept of a finding when somebody goes on past it.
fn gone_past(finding: &Finding, reason: AcknowledgeReason, words: String) -> FindingAcknowledged {
    FindingAcknowledged {
        finding: finding.id.clone(),
        substances: finding.ids.iter().map(|id| id.as_str().into()).collect(),
        severity: finding.severity.as_str().to_owned(),
        context: String::new(),
        reason,
        words,
        until: None,
    }
}
