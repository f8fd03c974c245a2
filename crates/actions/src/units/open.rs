//! Open a unit: its own log, and on every member's record that they belong to it and a course that holds their sessions.

use super::only_therapist;
use crate::{ActionError, Clinic, Entry, minors::age_of};
use concord_access::{Purpose, Subject};
use concord_chart::{
    ChartId, CourseId, Event, TherapyId,
    course_plan::ParticipantRole,
    registration::{CareRole, TeamJoined, TeamMember},
    therapy,
    unit::{Member, UnitEntered, UnitKind, UnitOpened},
};

/// A unit that is to be opened.
#[derive(Clone, Debug)]
pub struct NewUnit {
    /// What kind.
    pub kind: UnitKind,
    /// Name for staff.
    pub name: String,
    /// What members see as its name; groups need one.
    pub public_name: String,
    /// The therapy, by its entry.
    pub therapy: Option<TherapyId>,
    /// Who takes part; nobody for a consultation team.
    pub members: Vec<NewMember>,
    /// Who else looks after it, beside the one who opens it: a second therapist, the colleagues of a consultation team.
    pub with: Vec<TeamMember>,
    /// True for a group that takes new members at any time.
    pub open: bool,
    /// Most members a group takes.
    pub places: Option<u8>,
    /// Sessions planned.
    pub planned_sessions: Option<u16>,
}

/// Somebody who is to take part.
#[derive(Clone, Copy, Debug)]
pub struct NewMember {
    /// Their own record.
    pub chart: ChartId,
    /// As what they take part.
    pub role: ParticipantRole,
}

impl Clinic {
    /// Opens a unit, all records or none. The same key opens the same unit.
    ///
    /// # Errors
    /// Not a therapist, not on the team of a member, refused with a sentence, or the store could not.
    pub async fn open_new_unit(&self, subject: &Subject, key: &str, new: NewUnit) -> Result<ChartId, ActionError> {
        only_therapist(subject)?;
        let name = format!("unit/{}/{key}", subject.account);
        let unit = ChartId(uuid::Uuid::new_v5(&self.organisation().0, name.as_bytes()));
        let mut members = Vec::with_capacity(new.members.len());
        for member in &new.members {
            members.push(self.member(subject, unit, key, *member).await?);
        }
        let on_members: Vec<_> = members
            .iter()
            .map(|member| {
                (
                    member.chart,
                    self.enters(
                        subject,
                        unit,
                        key,
                        &new.kind,
                        &new.public_name,
                        new.therapy.as_ref(),
                        new.planned_sessions,
                        member,
                    ),
                )
            })
            .collect();
        let opened = UnitOpened {
            kind: new.kind,
            name: new.name.trim().to_owned(),
            public_name: new.public_name.trim().to_owned(),
            therapy: new.therapy,
            members,
            open: new.open,
            places: new.places,
            planned_sessions: new.planned_sessions,
        };
        let me = TeamMember { staff: subject.staff, name: subject.name.clone(), role: CareRole::Therapist };
        let team = [me].into_iter().chain(new.with).enumerate();
        let team =
            team.map(|(index, member)| Entry::new(format!("{key}:team:{index}"), Event::TeamJoined(TeamJoined { member })));
        let entries = [Entry::new(format!("{key}:opened"), Event::UnitOpened(opened))].into_iter().chain(team).collect();
        let on = [(unit, entries)].into_iter().chain(on_members).collect();
        self.record_on_each(subject, on).await?;
        Ok(unit)
    }

    /// Somebody as a member. Who is of age decides alone about their share of the record; so does, to be safe, everybody
    /// whose day of birth is not known.
    pub(super) async fn member(
        &self,
        subject: &Subject,
        unit: ChartId,
        key: &str,
        new: NewMember,
    ) -> Result<Member, ActionError> {
        let open = self.open_chart(subject, new.chart, Purpose("member of a couple, family or group")).await?;
        let person = open.chart.registration.person.clone().ok_or(ActionError::NotFound)?;
        let of_age = age_of(&person, self.today()).is_none_or(|years| years >= i16::from(self.practice().minors.of_age));
        Ok(Member {
            chart: new.chart,
            name: format!("{} {}", person.given_name, person.family_name).trim().to_owned(),
            role: new.role,
            decides_alone: of_age,
            course: Some(CourseId(uuid::Uuid::new_v5(&unit.0, format!("{}/{key}", new.chart).as_bytes()))),
        })
    }

    /// What goes to a member's own record: that they belong to it, and the course that holds their sessions. Nobody else is
    /// named there.
    #[expect(clippy::too_many_arguments, reason = "the unit is not recorded yet, so its parts are handed over one by one")]
    pub(super) fn enters(
        &self,
        subject: &Subject,
        unit: ChartId,
        key: &str,
        kind: &UnitKind,
        public_name: &str,
        therapy: Option<&TherapyId>,
        planned_sessions: Option<u16>,
        member: &Member,
    ) -> Vec<Entry> {
        let entered = UnitEntered { unit, kind: *kind, name: public_name.trim().to_owned() };
        let known = therapy.and_then(|id| self.knowledge().therapy(id));
        let course = member.course.map(|course| therapy::Started {
            course,
            therapy: therapy.cloned(),
            name: known.map_or_else(|| course_name(*kind).to_owned(), |known| known.name.clone()),
            planned_sessions,
            every_days: None,
            therapist: subject.staff,
            therapist_name: subject.name.clone(),
            aim: String::new(),
        });
        let entered = Entry::new(format!("{key}:entered"), Event::UnitEntered(entered));
        let course = course.map(|started| Entry::new(format!("{key}:course"), Event::TherapyStarted(started)));
        [entered].into_iter().chain(course).collect()
    }
}

fn course_name(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Couple => "Couple therapy",
        UnitKind::Family => "Family therapy",
        UnitKind::Group | UnitKind::ConsultationTeam => "Group therapy",
    }
}
