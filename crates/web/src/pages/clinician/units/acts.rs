//! From what a box sent to what is recorded. The box says what it does and into which room; nothing else decides it.

use super::super::forms::Values;
use super::new::person;
use crate::app::Shared;
use concord_actions::{ActionError, JointOutcome, JointPlan, SignedIn};
use concord_chart::{
    ChartId, EventId, HomeworkId, Refusal, SessionId,
    disclosure::{AskedAlone, Handling, ToldAlone},
    note::Section,
    therapy::NotHeld,
    unit::{Attendance, JointTaskReported, SecretsPolicy, TeamNote, UnitEnd},
};
use jiff::civil::DateTime;
use std::str::FromStr;

/// What was sent, with the names of its fields shortened to what they mean.
struct Sent<'a> {
    typed: &'a Values,
    unit: ChartId,
}

impl Sent<'_> {
    fn get(&self, field: &str) -> &str {
        self.typed.get(&format!("{}-{field}", self.typed.get("prefix"))).trim()
    }

    fn key(&self) -> &str {
        self.typed.get("key")
    }

    fn member(&self) -> Result<ChartId, ActionError> {
        self.typed.get("member").parse().map_err(|_| ActionError::NotFound)
    }

    fn session(&self) -> Result<SessionId, ActionError> {
        self.get("session").parse().map_err(|_| Refusal::new("Choose the session.").into())
    }

    /// What was typed into a field that may be left empty. What cannot be read is asked about, not dropped.
    fn parsed<T: FromStr>(&self, field: &str, sentence: &str) -> Result<Option<T>, ActionError> {
        let text = Some(self.get(field)).filter(|text| !text.is_empty());
        text.map(|text| text.parse().map_err(|_| Refusal::new(sentence).into())).transpose()
    }

    fn told(&self) -> Result<EventId, ActionError> {
        self.get("told").parse().map_err(|_| ActionError::NotFound)
    }
}

/// Does it; the answer is the word for the address that the page then has.
///
/// # Errors
/// As the action, and a sentence about a field that could not be read.
pub(super) async fn act(app: &Shared, who: &SignedIn, unit: ChartId, typed: &Values) -> Result<&'static str, ActionError> {
    let sent = Sent { typed, unit };
    match typed.get("act") {
        "told" | "answer" | "asked" | "line" => alone(app, who, &sent).await,
        "plan" | "held" | "off" | "note" => session(app, who, &sent).await,
        "rule" | "paper" | "join" | "leave" | "close" => belonging(app, who, &sent).await,
        _ => together(app, who, &sent).await,
    }
}

/// What goes to one member's own record.
async fn alone(app: &Shared, who: &SignedIn, sent: &Sent<'_>) -> Result<&'static str, ActionError> {
    let (clinic, subject, key, member, words) = (&app.clinic, &who.subject, sent.key(), sent.member()?, sent.get("words"));
    match sent.typed.get("act") {
        "told" => {
            let handling = handling_of(sent.get("handling"))
                .ok_or_else(|| Refusal::new("Say what you may do with it, as they say: keep it, ask first, or bring it in."))?;
            let told = ToldAlone { unit: sent.unit, words: words.to_owned(), handling };
            clinic.tell_alone(subject, member, key, told).await?;
        }
        "answer" => clinic.answer_alone(subject, member, key, sent.told()?, words).await?,
        "asked" => {
            return asked_alone(app, who, sent, member).await;
        }
        _ => {
            let session = sent.get("session").parse().ok();
            clinic.sign_line_about(subject, sent.unit, key, member, session, words).await?;
        }
    }
    Ok("alone")
}

/// Whether they are safe, asked alone. What was told is said by the person who asked and never taken for granted.
async fn asked_alone(app: &Shared, who: &SignedIn, sent: &Sent<'_>, member: ChartId) -> Result<&'static str, ActionError> {
    let concern = match sent.get("concern") {
        "yes" => true,
        "no" => false,
        _ => return Err(Refusal::new("Say whether they told you something that somebody has to act on.").into()),
    };
    let done = sent.get("done").to_owned();
    let said = match (concern, done.is_empty()) {
        (false, _) => "alone",
        (true, true) => "called",
        (true, false) => "settled",
    };
    let asked = AskedAlone { unit: sent.unit, concern, words: sent.get("words").to_owned(), done };
    app.clinic.asked_alone(&who.subject, member, sent.key(), asked).await?;
    Ok(said)
}

async fn session(app: &Shared, who: &SignedIn, sent: &Sent<'_>) -> Result<&'static str, ActionError> {
    let (clinic, subject, unit, key) = (&app.clinic, &who.subject, sent.unit, sent.key());
    match sent.typed.get("act") {
        "plan" => {
            let plan = plan_of(app, sent)?;
            clinic.plan_joint_session(subject, unit, key, plan).await.map(|_| "kept")
        }
        "off" => {
            let why = NotHeld::ALL.iter().copied().find(|why| why.words() == sent.get("why"));
            let why = why.ok_or_else(|| Refusal::new("Say why it did not take place."))?;
            clinic.joint_session_not_held(subject, unit, key, sent.session()?, why).await.map(|()| "kept")
        }
        "held" => {
            let attendance = sent.typed.pairs().filter_map(|(name, word)| {
                let member = name.strip_prefix("came-")?.parse().ok()?;
                Some((member, Attendance::ALL.iter().copied().find(|known| known.words() == word)?))
            });
            let outcome = JointOutcome {
                session: sent.session()?,
                minutes: sent.parsed("minutes", "Write the minutes as a whole number, or leave them out.")?,
                attendance: attendance.collect(),
                topic: sent.get("topic").to_owned(),
                techniques: Vec::new(),
                summary: sent.get("words").to_owned(),
            };
            clinic.hold_joint_session(subject, unit, key, outcome).await.map(|()| "kept")
        }
        _ => {
            let section = Section { heading: String::new(), text: sent.get("words").to_owned() };
            clinic.sign_joint_note(subject, unit, key, sent.session()?, vec![section]).await.map(|()| "signed")
        }
    }
}

fn plan_of(app: &Shared, sent: &Sent<'_>) -> Result<JointPlan, ActionError> {
    let at: Option<DateTime> = sent.get("at").parse().ok();
    let at = at.and_then(|at| at.to_zoned(app.clinic.zone()).ok());
    let at = at.ok_or_else(|| Refusal::new("Write the day and the time when it begins, like 2026-09-02T15:00."))?;
    let minutes = sent.get("minutes").parse().map_err(|_| Refusal::new("Write how many minutes it lasts."))?;
    let place = Some(sent.get("place")).filter(|place| !place.is_empty()).map(Into::into);
    Ok(JointPlan { at: at.timestamp(), minutes, place, topic: sent.get("topic").to_owned() })
}

/// Who belongs to it and by which rule.
async fn belonging(app: &Shared, who: &SignedIn, sent: &Sent<'_>) -> Result<&'static str, ActionError> {
    let (clinic, subject, unit, key, words) = (&app.clinic, &who.subject, sent.unit, sent.key(), sent.get("words"));
    match sent.typed.get("act") {
        "rule" => {
            let policy = SecretsPolicy::ALL.iter().copied().find(|policy| policy.words() == sent.get("policy"));
            let policy = policy.ok_or_else(|| Refusal::new("Choose the rule."))?;
            clinic.choose_secrets_rule(subject, unit, key, policy, words).await.map(|()| "kept")
        }
        "paper" => {
            let member = sent.get("who").parse().map_err(|_| Refusal::new("Choose who signed."))?;
            clinic.signed_on_paper(subject, unit, key, member).await.map(|()| "signed")
        }
        "join" => {
            let (_, known) = clinic.open_unit(subject, unit, concord_access::Purpose("joint record")).await?;
            let new = person(app, who, words, known.what.kind).await?;
            clinic.join_unit(subject, unit, key, new).await.map(|()| "kept")
        }
        "leave" => {
            let member = sent.get("who").parse().map_err(|_| Refusal::new("Choose who leaves."))?;
            clinic.leave_unit(subject, unit, key, member, words).await.map(|()| "kept")
        }
        _ => {
            let how = UnitEnd::ALL.iter().copied().find(|how| how.words() == sent.get("how"));
            let how = how.ok_or_else(|| Refusal::new("Say how it ended."))?;
            clinic.close_unit(subject, unit, key, how, words).await.map(|()| "closed")
        }
    }
}

/// What everybody in the room works on.
async fn together(app: &Shared, who: &SignedIn, sent: &Sent<'_>) -> Result<&'static str, ActionError> {
    let (clinic, subject, unit, key, words) = (&app.clinic, &who.subject, sent.unit, sent.key(), sent.get("words"));
    match sent.typed.get("act") {
        "goal" => clinic.set_joint_goal(subject, unit, key, words).await?,
        "task" => {
            let due = sent.parsed("due", "Write the day until when it is to be done like 2026-09-02, or leave it out.")?;
            clinic.set_joint_task(subject, unit, key, words, due).await?;
        }
        "task-done" => {
            let task: HomeworkId = sent.get("task").parse().map_err(|_| Refusal::new("Choose the task."))?;
            let done_percent = sent.get("done").parse().map_err(|_| Refusal::new("Choose how much was done."))?;
            let reported = JointTaskReported { task, done_percent, could_not: words.to_owned() };
            clinic.report_joint_task(subject, unit, key, reported).await?;
        }
        "measure" => {
            let value = sent.get("value").parse().map_err(|_| Refusal::new("Write the number that they counted."))?;
            clinic.count_together(subject, unit, key, words, value).await?;
        }
        "team" => {
            let kind = TeamNote::ALL.iter().copied().find(|kind| kind.words() == sent.get("kind"));
            let kind = kind.ok_or_else(|| Refusal::new("Say what it is."))?;
            let rating = Some(sent.get("rating")).filter(|text| !text.is_empty());
            let wrong = || Refusal::new("How you are is rated from 0 (spent) to 10 (well).");
            let rating = rating.map(|text| text.parse().map_err(|_| wrong())).transpose()?;
            clinic.note_for_team(subject, unit, key, kind, words, rating).await?;
        }
        _ => return Err(ActionError::NotFound),
    }
    Ok("kept")
}

fn handling_of(word: &str) -> Option<Handling> {
    Handling::ALL.iter().copied().find(|handling| handling.words() == word)
}
