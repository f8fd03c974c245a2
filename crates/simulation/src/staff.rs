//! Who works at the invented practice. The people are fixed: the same faces for every seed.

use concord_access::{Role, Subject};
use concord_chart::{AccountId, OrganisationId, PlaceId, StaffId};
use uuid::Uuid;

/// A member of staff, by their place in [`STAFF`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct StaffNumber(pub usize);

/// What somebody can do for a patient beyond their role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Skill {
    Cbt,
    Act,
    Ipt,
    Dbt,
    Psychodynamic,
    Couple,
    Family,
    Mindfulness,
    Yoga,
    ArtTherapy,
    Acupuncture,
}

/// One member of staff.
pub(crate) struct Member {
    pub login: &'static str,
    pub name: &'static str,
    pub role: Role,
    /// Where they work, mostly the first.
    pub places: &'static [&'static str],
    pub skills: &'static [Skill],
    /// Their room.
    pub room: &'static str,
}

impl Member {
    pub fn home(&self) -> &'static str {
        self.places.first().copied().unwrap_or("riverside")
    }

    pub fn id(&self) -> StaffId {
        StaffId(Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("concord:demo:staff:{}", self.login).as_bytes()))
    }

    /// The sign-in has the same id as the member of staff: messages to staff are addressed by it.
    pub fn account(&self) -> AccountId {
        AccountId(self.id().0)
    }

    /// The member as somebody who acts.
    pub fn subject(&self, organisation: OrganisationId) -> Subject {
        Subject {
            account: self.account(),
            organisation,
            role: self.role,
            staff: Some(self.id()),
            chart: None,
            name: self.name.to_owned(),
            places: self.places.iter().map(|place| PlaceId::from(*place)).collect(),
            glass: None,
        }
    }
}

impl StaffNumber {
    pub fn member(self) -> &'static Member {
        &STAFF[self.0]
    }
}

/// The one with this login. Logins in this crate are written by hand; an unknown one is the first member.
pub(crate) fn by_login(login: &str) -> StaffNumber {
    StaffNumber(STAFF.iter().position(|member| member.login == login).unwrap_or(0))
}

/// Everybody with this role, in order.
pub(crate) fn with_role(role: Role) -> impl Iterator<Item = StaffNumber> {
    STAFF.iter().enumerate().filter(move |(_, member)| member.role == role).map(|(number, _)| StaffNumber(number))
}

/// Who registers and books at a place.
pub(crate) fn desk_of(place: &str) -> StaffNumber {
    with_role(Role::FrontDesk).find(|desk| desk.member().places.contains(&place)).unwrap_or(StaffNumber(0))
}

const fn member(
    login: &'static str,
    name: &'static str,
    role: Role,
    places: &'static [&'static str],
    skills: &'static [Skill],
    room: &'static str,
) -> Member {
    Member { login, name, role, places, skills, room }
}

/// Everybody who works there.
pub(crate) static STAFF: &[Member] = &[
    member("amara.osei", "Dr Amara Osei", Role::Prescriber, &["riverside"], &[], "room 1"),
    member("yusuf.imani", "Dr Yusuf Imani", Role::Prescriber, &["old-mill"], &[], "room 1"),
    member("helena.brandvold", "Dr Helena Brandvold", Role::Prescriber, &["north-hill"], &[], "room 1"),
    member("rafael.quintero", "Dr Rafael Quintero", Role::Prescriber, &["riverside"], &[], "room 2"),
    member("meiling.zhao", "Dr Mei-Ling Zhao", Role::Prescriber, &["old-mill"], &[], "room 2"),
    member("joan.abernethy", "Joan Abernethy, NP", Role::Prescriber, &["north-hill"], &[], "room 2"),
    member("ruth.lindgren", "Ruth Lindgren", Role::Therapist, &["riverside"], &[Skill::Cbt, Skill::Couple], "room 3"),
    member("tobias.hale", "Tobias Hale", Role::Therapist, &["old-mill"], &[Skill::Dbt, Skill::Cbt], "room 3"),
    member("simone.duval", "Simone Duval", Role::Therapist, &["riverside"], &[Skill::Psychodynamic, Skill::Ipt], "room 4"),
    member("farid.rahmani", "Farid Rahmani", Role::Therapist, &["north-hill"], &[Skill::Cbt, Skill::Act], "room 3"),
    member("bronwyn.pryce", "Bronwyn Pryce", Role::Therapist, &["old-mill"], &[Skill::Cbt, Skill::Act], "room 4"),
    member("ngozi.eze", "Ngozi Eze", Role::Therapist, &["north-hill"], &[Skill::Dbt, Skill::Cbt], "room 4"),
    member(
        "gabriel.santangelo",
        "Gabriel Santangelo",
        Role::Therapist,
        &["old-mill"],
        &[Skill::Couple, Skill::Family, Skill::Cbt, Skill::Ipt],
        "room 5",
    ),
    member(
        "anneke.dewit",
        "Anneke de Wit",
        Role::Therapist,
        &["north-hill"],
        &[Skill::Psychodynamic, Skill::Ipt, Skill::Family],
        "room 5",
    ),
    member("ben.achebe", "Ben Achebe", Role::CareManager, &["riverside", "old-mill", "north-hill"], &[], "room 6"),
    member("luz.santamaria", "Luz Santamaría", Role::CareManager, &["old-mill", "riverside", "north-hill"], &[], "room 6"),
    member(
        "kei.tanaka",
        "Kei Tanaka",
        Role::ComplementaryPractitioner,
        &["riverside"],
        &[Skill::Mindfulness, Skill::Yoga],
        "garden room",
    ),
    member("odalys.ferrer", "Odalys Ferrer", Role::ComplementaryPractitioner, &["old-mill"], &[Skill::ArtTherapy], "studio"),
    member("wen.huang", "Wen Huang", Role::ComplementaryPractitioner, &["north-hill"], &[Skill::Acupuncture], "room 7"),
    member("priya.nair", "Priya Nair", Role::FrontDesk, &["riverside"], &[], ""),
    member("declan.moriarty", "Declan Moriarty", Role::FrontDesk, &["old-mill", "north-hill"], &[], ""),
    member("ingrid.solheim", "Ingrid Solheim", Role::Administrator, &["riverside", "old-mill", "north-hill"], &[], ""),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_practice_is_staffed_as_a_real_one() {
        let count = |role| with_role(role).count();
        assert!(count(Role::Prescriber) >= 4);
        assert_eq!(count(Role::Therapist), 8);
        assert_eq!(count(Role::CareManager), 2);
        assert_eq!(count(Role::ComplementaryPractitioner), 3);
        assert_eq!(count(Role::FrontDesk), 2);
        assert_eq!(count(Role::Administrator), 1);
        let ids: HashSet<_> = STAFF.iter().map(Member::id).collect();
        assert_eq!(ids.len(), STAFF.len());
    }

    #[test]
    fn every_place_has_a_front_desk() {
        for place in ["riverside", "old-mill", "north-hill"] {
            assert!(desk_of(place).member().places.contains(&place));
        }
    }
}
