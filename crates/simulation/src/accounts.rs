//! Sign-ins of the invented practice: everybody has one, and all have the same password, printed when the demo starts.

use crate::{
    SimulationError,
    chance::Chance,
    people::login_from,
    play::account_of,
    staff::{Member, STAFF},
};
use concord_access::Role;
use concord_actions::hash_with_salt;
use concord_chart::{ChartId, OrganisationId, PlaceId};
use concord_store::Account;
use std::collections::HashSet;

/// The password of everybody in the demo. It protects nothing: nobody in it exists.
pub const DEMO_PASSWORD: &str = "nobody-here-is-real";

/// One sign-in that the demo prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// In which role.
    pub role: Role,
    /// What to type first.
    pub login: String,
    /// What to type then.
    pub password: String,
    /// Who that is.
    pub name: String,
}

/// Somebody whose chart was made.
pub(crate) struct Patient {
    pub chart: ChartId,
    pub name: String,
}

/// Everybody's accounts: the staff's, then the patients', in order.
pub(crate) fn accounts(seed: u64, organisation: OrganisationId, patients: &[Patient]) -> Result<Vec<Account>, SimulationError> {
    let mut chance = Chance::new(seed, "salt");
    let mut salt = [0_u8; 16];
    salt[..8].copy_from_slice(&chance.bits().to_be_bytes());
    salt[8..].copy_from_slice(&chance.bits().to_be_bytes());
    // One hash for all: three hundred would take half a minute, and the password is no secret.
    let password = hash_with_salt(DEMO_PASSWORD, &salt).map_err(|error| SimulationError::Password(error.to_string()))?;
    let mut logins: HashSet<String> = HashSet::new();
    let mut accounts: Vec<Account> = STAFF.iter().map(|member| of_staff(member, organisation, &password)).collect();
    logins.extend(accounts.iter().map(|account| account.login.clone()));
    for patient in patients {
        let plain = login_from(&patient.name);
        let mut login = plain.clone();
        let mut next = 2;
        while !logins.insert(login.clone()) {
            login = format!("{plain}{next}");
            next += 1;
        }
        accounts.push(of_patient(patient, login, organisation, &password));
    }
    Ok(accounts)
}

fn of_staff(member: &Member, organisation: OrganisationId, password: &str) -> Account {
    Account {
        id: member.account(),
        organisation,
        login: member.login.to_owned(),
        name: member.name.to_owned(),
        role: member.role,
        staff: Some(member.id()),
        chart: None,
        places: member.places.iter().map(|place| PlaceId::from(*place)).collect(),
        password: password.to_owned(),
        open: true,
        settings: "{}".to_owned(),
    }
}

fn of_patient(patient: &Patient, login: String, organisation: OrganisationId, password: &str) -> Account {
    Account {
        id: account_of(patient.chart),
        organisation,
        login,
        name: patient.name.clone(),
        role: Role::Patient,
        staff: None,
        chart: Some(patient.chart),
        places: Vec::new(),
        password: password.to_owned(),
        open: true,
        settings: "{}".to_owned(),
    }
}

/// One for each role: the first member of staff, and Maria.
pub fn sign_ins() -> Vec<SignIn> {
    let sign_in = |role: Role, login: &str, name: &str| SignIn {
        role,
        login: login.to_owned(),
        password: DEMO_PASSWORD.to_owned(),
        name: name.to_owned(),
    };
    let staff = |role: &Role| {
        let member = STAFF.iter().find(|member| member.role == *role)?;
        Some(sign_in(*role, member.login, member.name))
    };
    let mut all: Vec<SignIn> = Role::ALL.iter().filter_map(staff).collect();
    all.push(sign_in(Role::Patient, "maria.delgado", "Maria Delgado"));
    all
}
