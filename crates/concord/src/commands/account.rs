//! `concord account add`: the first account of a new practice, made at the machine itself.

use anyhow::{Context, Result};
use concord_access::Role;
use concord_actions::Clinic;

/// Opens an account and prints its first password once.
///
/// # Errors
/// An unknown role, a login that is taken, or a store that cannot be written.
pub async fn add(clinic: &Clinic, name: &str, login: &str, role: &str, places: &[String]) -> Result<()> {
    let known = || Role::ALL.iter().filter(|role| role.is_staff()).map(Role::as_str).collect::<Vec<_>>().join(", ");
    let role = Role::parse(role).with_context(|| format!("“{role}” is not a role; the roles are {}", known()))?;
    let places = places.iter().map(|place| place.as_str().into()).collect();
    let password = clinic.add_staff_at_the_machine(name, login, role, places).await?;
    println!("{login}  {password}");
    eprintln!("Shown once. Sign in with it, then choose a password of your own.");
    Ok(())
}
