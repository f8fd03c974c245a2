//! The proofs. Their fields are private, so that no other crate can make one.

use crate::{Relation, Role, Subject, View, policies};
use concord_chart::{
    AccountId, Author, AuthorKind, ChartId, Draft, Event, OrganisationId, StaffId,
    unit::{Shared, Unit, UnitKind},
};
use jiff::{Zoned, civil::Date};

/// Why somebody may not. The sentence does not tell whether the thing exists.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// A clinician who is not on the team: may open the glass with a reason.
    #[error("You are not on this person's care team. You can open the record with a reason; it will be seen.")]
    NotOnTeam,
    /// Not for this role at all.
    #[error("This page is not part of your role. Ask a member of the care team.")]
    NotForRole,
}

/// What a read is for; it is written into the access log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purpose(pub &'static str);

/// Permission to read one chart in one view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MayRead {
    organisation: OrganisationId,
    chart: ChartId,
    view: View,
    reader: Reader,
    purpose: &'static str,
    reason: String,
}

/// Who reads or writes, as the access log keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reader {
    account: Option<AccountId>,
    name: String,
    role: String,
}

impl Reader {
    fn of(subject: &Subject) -> Self {
        Self { account: Some(subject.account), name: subject.name.clone(), role: subject.role.words().to_owned() }
    }
}

impl MayRead {
    /// Asks whether the subject may read this chart now.
    ///
    /// # Errors
    /// [`Denied`] when no policy allows it.
    ///
    /// `now` is the practice's moment in its own zone: rights that end with a day end where the practice is.
    pub fn ask(subject: &Subject, chart: ChartId, relation: &Relation, now: &Zoned, purpose: Purpose) -> Result<Self, Denied> {
        let (moment, today) = (now.timestamp(), now.date());
        let glass = subject.glass.as_ref().filter(|glass| glass.chart == chart && glass.until > moment);
        let view = policies::reading::view(subject, chart, relation, glass.is_some(), today)?;
        let reason = glass.map(|glass| glass.reason.clone()).unwrap_or_default();
        Ok(Self { organisation: subject.organisation, chart, view, reader: Reader::of(subject), purpose: purpose.0, reason })
    }

    /// Asks whether a member of a couple or family may see what another shares of their own record. The proof opens that
    /// much and nothing beside it, and only as long as it is shared: the unit is asked each time.
    ///
    /// # Errors
    /// [`Denied`] for anybody but a present member, for a group, after the unit ended, and where it is not shared.
    pub fn shared(subject: &Subject, unit: &Unit, of: ChartId, what: Shared) -> Result<Self, Denied> {
        let present = |chart: ChartId| unit.members.iter().any(|member| member.chart == chart);
        let together = matches!(unit.what.kind, UnitKind::Couple | UnitKind::Family) && unit.is_open();
        let asks = subject.role == Role::Patient && subject.chart.is_some_and(|own| own != of && present(own));
        if !(together && asks && present(of) && unit.sharing.contains(&(of, what))) {
            return Err(Denied::NotForRole);
        }
        let purpose = match what {
            Shared::Scores => "the scores that you share",
            Shared::Medicines => "the medicines that you share",
        };
        let reader = Reader::of(subject);
        let organisation = subject.organisation;
        Ok(Self { organisation, chart: of, view: View::Shared(what), reader, purpose, reason: String::new() })
    }

    /// The operator at the machine's own command line (export, verify, replay). The access log says so.
    pub fn operator(organisation: OrganisationId, chart: ChartId, purpose: &'static str) -> Self {
        let reader = Reader { account: None, name: "operator at the command line".to_owned(), role: "Operator".to_owned() };
        Self { organisation, chart, view: View::Everything, reader, purpose, reason: String::new() }
    }

    /// The practice.
    pub fn organisation(&self) -> OrganisationId {
        self.organisation
    }

    /// The chart.
    pub fn chart(&self) -> ChartId {
        self.chart
    }

    /// How it may be looked at.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// The sign-in, for the access log; `None` for the operator.
    pub fn account(&self) -> Option<AccountId> {
        self.reader.account
    }

    /// The name, for the access log.
    pub fn name(&self) -> &str {
        &self.reader.name
    }

    /// The role, for the access log.
    pub fn role(&self) -> &str {
        &self.reader.role
    }

    /// What for, for the access log.
    pub fn purpose(&self) -> &'static str {
        self.purpose
    }

    /// The reason given when the glass was opened; empty otherwise.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// Permission to append these drafts to one chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MayWrite {
    organisation: OrganisationId,
    chart: ChartId,
    author: Author,
}

impl MayWrite {
    /// Asks whether the subject may record these drafts on this chart.
    ///
    /// # Errors
    /// [`Denied`] when one of them is not theirs to record.
    pub fn ask(subject: &Subject, chart: ChartId, relation: &Relation, today: Date, drafts: &[Draft]) -> Result<Self, Denied> {
        // A unit's log begins with who it is for and who looks after it: nobody is on its team before that.
        let nobody = relation.team.is_empty() && relation.unit.is_none();
        let begins = nobody && drafts.iter().any(|draft| matches!(draft.event, Event::UnitOpened(_)));
        for draft in drafts {
            if begins {
                policies::recording::may_open_unit(subject, draft)?;
            } else {
                policies::recording::may_record(subject, chart, relation, today, draft)?;
            }
        }
        Ok(Self { organisation: subject.organisation, chart, author: subject.author() })
    }

    /// An import at the machine's own command line; `system` names the other record system.
    pub fn import(organisation: OrganisationId, chart: ChartId, system: &str) -> Self {
        let author = Author { kind: AuthorKind::Import, staff: None, name: system.to_owned(), role: "Import".to_owned() };
        Self { organisation, chart, author }
    }

    /// The program itself, which calls one person after another until somebody answers an alert: it may say whom it
    /// called, and nothing else.
    ///
    /// # Errors
    /// [`Denied`] when a draft says anything else, or says it under the name of a person.
    pub fn calls(organisation: OrganisationId, chart: ChartId, drafts: &[Draft]) -> Result<Self, Denied> {
        let author = Self::caller();
        let is_call = |draft: &Draft| matches!(draft.event, Event::AlertNotified(_)) && draft.author == author;
        if drafts.iter().all(is_call) { Ok(Self { organisation, chart, author }) } else { Err(Denied::NotForRole) }
    }

    /// The author of what the program records when it calls somebody.
    pub fn caller() -> Author {
        Author { kind: AuthorKind::Staff, staff: None, name: "Concord".to_owned(), role: "Program".to_owned() }
    }

    /// The practice.
    pub fn organisation(&self) -> OrganisationId {
        self.organisation
    }

    /// The chart.
    pub fn chart(&self) -> ChartId {
        self.chart
    }

    /// Who writes.
    pub fn author(&self) -> &Author {
        &self.author
    }
}

/// Permission to read lists that run over several charts: caseload, diary of the day, search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MayList {
    organisation: OrganisationId,
    role: Role,
    staff: Option<StaffId>,
    account: Option<AccountId>,
    name: String,
}

impl MayList {
    /// Asks for the caseload: clinicians, and only rows of patients on whose team they are.
    ///
    /// # Errors
    /// [`Denied`] for every other role.
    pub fn caseload(subject: &Subject) -> Result<Self, Denied> {
        if subject.role.is_clinician() { Ok(Self::of(subject)) } else { Err(Denied::NotForRole) }
    }

    /// Asks for names, birth dates and record numbers: everybody who books or treats.
    ///
    /// # Errors
    /// [`Denied`] for patients and administrators.
    pub fn search(subject: &Subject) -> Result<Self, Denied> {
        match subject.role {
            Role::Patient | Role::Proxy | Role::Administrator => Err(Denied::NotForRole),
            _ => Ok(Self::of(subject)),
        }
    }

    /// Asks for the diary of the day: times, names, rooms.
    ///
    /// # Errors
    /// [`Denied`] for patients and administrators.
    pub fn diary(subject: &Subject) -> Result<Self, Denied> {
        Self::search(subject)
    }

    /// Asks for the alerts that wait for somebody: clinicians. Which of them one sees, [`MayList::includes_alert`] says.
    ///
    /// # Errors
    /// [`Denied`] for every other role.
    pub fn alerts(subject: &Subject) -> Result<Self, Denied> {
        Self::caseload(subject)
    }

    /// True when an alert may be in the list: of one's own patients; for which one was called; and any when the calls went
    /// past the last of the chain, because then everybody has to help.
    pub fn includes_alert(&self, team: &[StaffId], called: &[StaffId], everybody: bool) -> bool {
        self.includes(team)
            || (self.role.is_clinician() && (everybody || self.staff.is_some_and(|staff| called.contains(&staff))))
    }

    /// The operator at the machine's own command line.
    pub fn operator(organisation: OrganisationId) -> Self {
        Self {
            organisation,
            role: Role::Administrator,
            staff: None,
            account: None,
            name: "operator at the command line".to_owned(),
        }
    }

    fn of(subject: &Subject) -> Self {
        Self {
            organisation: subject.organisation,
            role: subject.role,
            staff: subject.staff,
            account: Some(subject.account),
            name: subject.name.clone(),
        }
    }

    /// The practice.
    pub fn organisation(&self) -> OrganisationId {
        self.organisation
    }

    /// True when a row of a patient with this team may be in the list: own patients; front desk sees every name.
    pub fn includes(&self, team: &[StaffId]) -> bool {
        match self.role {
            Role::FrontDesk => true,
            Role::Administrator => self.account.is_none(),
            Role::Patient | Role::Proxy => false,
            _ => self.staff.is_some_and(|staff| team.contains(&staff)),
        }
    }

    /// The sign-in, for the access log.
    pub fn account(&self) -> Option<AccountId> {
        self.account
    }

    /// The name, for the access log.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The role, for the access log.
    pub fn role(&self) -> Role {
        self.role
    }
}
