//! What stands over single events: courses of therapy, visits, the plan, the team, the episode of care.

use super::{Giver, address, is_own};
use crate::{
    dates,
    resources::{care_plan, care_team, encounter},
};
use concord_chart::{
    Entry, Event, EventId, When,
    plan::PlanPart,
    registration::{EpisodeEnd, TeamMember},
    therapy::{CourseEnd, Homework, TherapyCourse},
};
use serde_json::{Value, json};
use uuid::Uuid;

impl<'a> Giver<'a> {
    fn own_entry(&self, id: EventId) -> Option<&'a Entry> {
        self.chart.entry(id).filter(|entry| is_own(entry))
    }

    /// The latest counting entry of people here that fits.
    fn latest(&self, fits: impl Fn(&Event) -> bool) -> Option<&'a Entry> {
        self.chart.entries.iter().rev().find(|entry| is_own(entry) && entry.status.counts() && fits(entry.recorded.event()))
    }

    /// A course of therapy as a plan; its sessions as Encounters; its homework as Tasks.
    pub(super) fn give_therapy(&mut self, course: &TherapyCourse) {
        let plan = address(course.id.0);
        let own = self.own_entry(course.because);
        if let Some(entry) = own {
            let mut aims = Vec::new();
            aims.extend(course.planned_sessions().map(|sessions| format!("{sessions} sessions")));
            aims.extend(course.every_days().map(|days| format!("every {days} days")));
            aims.extend(Some(course.what.aim.clone()).filter(|aim| !aim.is_empty()));
            let (status, end) = match &course.ended {
                Some((at, ended)) => (ended_word(ended.how), Some(*at)),
                None => ("active", None),
            };
            let resource = care_plan::give_back(&course.what.name, status, &aims, &self.patient);
            let resource = with_period(resource, course.started, end, &course.what.therapist_name);
            let full_url = self.give_as(entry, course.id.0, resource);
            self.give_provenance(entry, &[full_url]);
        }
        for session in &course.sessions {
            let Some(entry) = self.own_entry(session.because) else { continue };
            let resource = encounter::give_back_session(course, session, &self.patient);
            let full_url = self.give_as(entry, session.id.0, resource);
            self.give_provenance(entry, &[full_url]);
        }
        for homework in &course.homework {
            let Some(entry) = self.own_entry(homework.because) else { continue };
            let task = task(homework, own.map(|_| plan.as_str()), &self.patient);
            let full_url = self.give_as(entry, homework.what.homework.0, task);
            self.give_provenance(entry, &[full_url]);
        }
    }

    pub(super) fn give_visits(&mut self) {
        let chart = self.chart;
        for visit in &chart.visits {
            let Some(entry) = self.own_entry(visit.because) else { continue };
            if let Some(resource) = encounter::give_back(visit, &self.patient) {
                let full_url = self.give_as(entry, visit.id.0, resource);
                self.give_provenance(entry, &[full_url]);
            }
        }
    }

    pub(super) fn give_plan(&mut self) {
        let Some(entry) = self.latest(|event| matches!(event, Event::PlanRevised(_))) else { return };
        let part = |part: &PlanPart| {
            Some(part).map(|part| (part.words(), self.chart.plan.text(*part))).filter(|(_, text)| !text.is_empty())
        };
        let parts: Vec<String> = PlanPart::ALL.iter().filter_map(part).map(|(words, text)| format!("{words}: {text}")).collect();
        if parts.is_empty() {
            return;
        }
        let plan = care_plan::give_back("Care plan", "active", &parts, &self.patient);
        let full_url = self.give_as(entry, self.of_chart("plan"), plan);
        self.give_provenance(entry, &[full_url]);
    }

    /// The team as people here put it together; members from elsewhere leave with the CareTeam that they came in.
    pub(super) fn give_team(&mut self) {
        let joined = |member: &&TeamMember| {
            self.latest(|event| matches!(event, Event::TeamJoined(joined) if joined.member == **member)).is_some()
        };
        let team: Vec<TeamMember> = self.chart.registration.team.iter().filter(joined).cloned().collect();
        let Some(entry) = self.latest(|event| matches!(event, Event::TeamJoined(_))).filter(|_| !team.is_empty()) else { return };
        let full_url = self.give_as(entry, self.of_chart("team"), care_team::give_back(&team, &self.patient));
        self.give_provenance(entry, &[full_url]);
    }

    /// The present episode of care, or the last one.
    pub(super) fn give_episode(&mut self) {
        let Some(opened) = self.latest(|event| matches!(event, Event::EpisodeOpened(_))) else { return };
        let mut episode = json!({"resourceType": "EpisodeOfCare", "status": "active", "patient": self.patient});
        let mut period = json!({});
        if let Some(start) = dates::write(opened.recorded.occurred()) {
            period["start"] = json!(start);
        }
        if let (None, Some((at, how))) = (self.chart.registration.episode_since, &self.chart.registration.episode_ended) {
            episode["status"] = json!(if *how == EpisodeEnd::DroppedOut { "cancelled" } else { "finished" });
            if let Some(end) = dates::write(*at) {
                period["end"] = json!(end);
            }
        }
        episode["period"] = period;
        let full_url = self.give_as(opened, self.of_chart("episode"), episode);
        self.give_provenance(opened, &[full_url]);
    }

    fn of_chart(&self, what: &str) -> Uuid {
        Uuid::new_v5(&self.chart.id.0, what.as_bytes())
    }
}

/// FHIR's word for the plan of a course that ended.
pub(super) fn ended_word(how: CourseEnd) -> &'static str {
    if how == CourseEnd::Completed { "completed" } else { "revoked" }
}

/// Start, end and the person who carries a plan.
pub(super) fn with_period(mut plan: Value, start: When, end: Option<When>, who: &str) -> Value {
    let mut period = json!({});
    if let Some(start) = dates::write(start) {
        period["start"] = json!(start);
    }
    if let Some(end) = end.and_then(dates::write) {
        period["end"] = json!(end);
    }
    if period != json!({}) {
        plan["period"] = period;
    }
    if !who.is_empty() {
        plan["contributor"] = json!([{"display": who}]);
    }
    plan
}

fn task(homework: &Homework, plan: Option<&str>, patient: &Value) -> Value {
    let done = homework.reported.as_ref().map(|(_, reported)| reported.done_percent);
    let status = match done {
        Some(100) => "completed",
        Some(0) => "failed",
        Some(_) => "in-progress",
        None => "requested",
    };
    let mut task = json!({
        "resourceType": "Task",
        "status": status,
        "intent": "order",
        "description": homework.what.task,
        "for": patient,
        "owner": patient,
    });
    if let Some(plan) = plan {
        task["basedOn"] = json!([{"reference": plan}]);
    }
    if let Some(set) = dates::write(homework.set) {
        task["authoredOn"] = json!(set);
    }
    if let Some(due) = homework.what.due {
        task["restriction"] = json!({"period": {"end": due.to_string()}});
    }
    if let Some((_, reported)) = &homework.reported {
        task["businessStatus"] = json!({"text": format!("{} % done", reported.done_percent)});
        if !reported.could_not.is_empty() {
            task["note"] = json!([{"text": reported.could_not}]);
        }
    }
    task
}
