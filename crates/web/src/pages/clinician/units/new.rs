//! Open a couple, family, group or consultation team.

use super::super::forms::Values;
use crate::{
    app::Shared,
    components::{
        error_summary::error_summary,
        form::{self as controls, Field},
    },
    errors::Problem,
    guard::Who,
    layout,
};
use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_access::Role;
use concord_actions::{ActionError, Found, NewMember, NewUnit, SignedIn};
use concord_chart::{
    ChartId, Refusal, TherapyId,
    course_plan::ParticipantRole,
    registration::{CareRole, TeamMember},
    unit::UnitKind,
};
use concord_registry::{NameRow, search_words};
use maud::{Markup, html};

/// Of people who could be meant no more than this many are named.
const LISTED: usize = 5;

/// The form.
pub async fn show(State(app): State<Shared>, who: Who) -> Markup {
    page(&app, &who, &Values::default(), None)
}

/// Opens it.
pub async fn submit(State(app): State<Shared>, who: Who, Form(pairs): Form<Vec<(String, String)>>) -> Response {
    let typed = Values::new(pairs);
    let opened = match read(&app, &who, &typed).await {
        Ok(new) => app.clinic.open_new_unit(&who.subject, typed.get("key"), new).await,
        Err(error) => Err(error),
    };
    match opened {
        Ok(unit) => Redirect::to(&format!("/unit/{unit}?done=opened")).into_response(),
        Err(ActionError::Refused(refusal)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &who, &typed, Some(&refusal))).into_response()
        }
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

async fn read(app: &Shared, who: &SignedIn, typed: &Values) -> Result<NewUnit, ActionError> {
    let kind = kind_of(typed.get("kind"));
    let kind =
        kind.ok_or_else(|| Refusal::new("Say what it is: a couple, a family, a group or a consultation team.").about("kind"))?;
    let number = |name: &str| typed.get(name).trim().parse().ok();
    let therapy = typed.get("therapy");
    let (mut members, mut with) = (Vec::new(), Vec::new());
    for line in typed.get("people").lines().map(str::trim).filter(|line| !line.is_empty()) {
        if kind == UnitKind::ConsultationTeam {
            with.push(colleague(app, who, line).await?);
        } else {
            members.push(person(app, who, line, kind).await?);
        }
    }
    Ok(NewUnit {
        kind,
        name: typed.get("name").to_owned(),
        public_name: if kind == UnitKind::Group { typed.get("public_name").to_owned() } else { String::new() },
        therapy: (!therapy.is_empty()).then(|| TherapyId::from(therapy)),
        members,
        with,
        open: typed.sent("open"),
        places: number("places"),
        planned_sessions: typed.get("sessions").trim().parse().ok(),
    })
}

fn kind_of(word: &str) -> Option<UnitKind> {
    UnitKind::ALL.iter().copied().find(|kind| kind.words() == word)
}

/// One line of the form: a record number or a name, and for a family who they are in it, after a comma.
pub(super) async fn person(app: &Shared, who: &SignedIn, line: &str, kind: UnitKind) -> Result<NewMember, ActionError> {
    let (said, role) = line.rsplit_once(',').map_or((line, ""), |(said, role)| (said.trim(), role.trim()));
    let known = ParticipantRole::ALL.iter().copied().find(|known| known.words().eq_ignore_ascii_case(role));
    let (said, role) = match (known, kind) {
        (Some(known), _) => (said, known),
        (None, UnitKind::Couple) => (line, ParticipantRole::Partner),
        (None, UnitKind::Group) => (line, ParticipantRole::GroupMember),
        (None, _) => (line, ParticipantRole::Other),
    };
    Ok(NewMember { chart: found(app, who, said).await?, role })
}

/// The one person who is meant. The search finds beginnings of words, and that is enough to look somebody up and not to put
/// them into a room with others: here the record number is written, or the whole name, with the birth date where two have it.
async fn found(app: &Shared, who: &SignedIn, said: &str) -> Result<ChartId, ActionError> {
    let people = app.clinic.find_patient(&who.subject, said).await?;
    let own: Vec<Found> = people.into_iter().filter(|person| person.on_team).collect();
    let meant: Vec<&Found> = own.iter().filter(|found| is_meant(&found.person, said)).collect();
    let refusal = match (meant.as_slice(), own.as_slice()) {
        ([one], _) => return Ok(one.chart),
        (_, []) => format!(
            "Nobody on whose team you are is called “{said}”. Everybody who takes part needs a record, and you on its team."
        ),
        ([], some) => format!(
            "“{said}” is not enough to be sure who is meant. Write the record number or the whole name: {}.",
            listed(some.iter())
        ),
        (several, _) => format!(
            "Several of your patients are called “{said}”. Write the record number of the one who is meant: {}.",
            listed(several.iter().copied())
        ),
    };
    Err(Refusal::new(refusal).about("people").into())
}

/// Whether these words name this person and cannot be the beginning of another name: the record number, or a given name and
/// the whole family name, each word in full; a birth date may stand beside them.
fn is_meant(person: &NameRow, said: &str) -> bool {
    let number = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
    if number(said) == number(&person.record_number) {
        return true;
    }
    let (said, family, given) = (search_words(said), search_words(&person.family_name), search_words(&person.given_name));
    let born = person.birth.map(|birth| birth.to_string());
    let (mut family_left, mut given_said) = (family.clone(), false);
    for word in &said {
        family_left.retain(|known| known != word);
        given_said |= given.contains(word);
        if !family.contains(word) && !given.contains(word) && born.as_ref() != Some(word) {
            return false;
        }
    }
    given_said && family_left.is_empty()
}

/// Who could be meant, each with what tells them apart.
fn listed<'a>(people: impl Iterator<Item = &'a Found>) -> String {
    let one = |found: &Found| {
        let person = &found.person;
        format!("{} {}, born {}, record {}", person.given_name, person.family_name, person.born_words(), person.record_number)
    };
    people.take(LISTED).map(one).collect::<Vec<_>>().join("; ")
}

async fn colleague(app: &Shared, who: &SignedIn, said: &str) -> Result<TeamMember, ActionError> {
    let accounts = app.clinic.store().accounts(app.clinic.organisation()).await?;
    let treats = |role: Role| matches!(role, Role::Therapist | Role::Prescriber);
    let wanted = said.to_lowercase();
    let mut known = accounts.into_iter().filter(|account| {
        account.open && treats(account.role) && account.id != who.subject.account && account.name.to_lowercase() == wanted
    });
    let account = known.next().ok_or_else(|| {
        Refusal::new(format!(
            "No other therapist or prescriber here is called “{said}”. Write the name as it stands in the practice’s list."
        ))
        .about("people")
    })?;
    if known.next().is_some() {
        let sentence =
            format!("Two colleagues here are called “{said}”. Ask the administrator to give one of them another name.");
        return Err(Refusal::new(sentence).about("people").into());
    }
    let role = if account.role == Role::Prescriber { CareRole::Prescriber } else { CareRole::Therapist };
    Ok(TeamMember { staff: account.staff, name: account.name, role })
}

fn page(app: &Shared, who: &SignedIn, typed: &Values, wrong: Option<&Refusal>) -> Markup {
    let field = wrong.and_then(|refusal| refusal.field).unwrap_or("name");
    let errors: Vec<_> = wrong.map(|refusal| (format!("#{field}"), refusal.sentence.clone())).into_iter().collect();
    let error = |name: &str| wrong.filter(|_| field == name).map_or("", |refusal| refusal.sentence.as_str());
    let key = if typed.get("key").is_empty() { app.clinic.fresh().to_string() } else { typed.get("key").to_owned() };
    let kinds: Vec<(&str, &str)> = UnitKind::ALL.iter().map(|kind| (kind.words(), kind.words())).collect();
    let therapies: Vec<(&str, &str)> = [("", "not named")]
        .into_iter()
        .chain(app.clinic.knowledge().therapies().map(|therapy| (therapy.id.as_str(), therapy.name.as_str())))
        .collect();
    let text = |name: &'static str, label: &'static str, hint: &'static str, kind: &str| {
        controls::text(&Field { name, label, hint, error: error(name), value: typed.get(name), required: false }, kind)
    };
    let people = Field {
        name: "people",
        label: "Who takes part, one a line",
        hint: "Record number, or the whole name. Where two have the same name, the birth date after it: Lia Marchetti 2012-05-03. In a family add who they are after a comma: Lia Marchetti, child. For a consultation team: the names of the colleagues beside you.",
        error: error("people"),
        value: typed.get("people"),
        required: false,
    };
    let body = html! {
        header.page-head { div { h1 { "Open a couple, family or group" } p.lead { "It gets a record of its own; everybody in it keeps theirs. Each member’s own record then says that they belong to it, and names nobody else." } } }
        (error_summary(&errors))
        form.card.stack method="post" action="/units/new" data-once data-guard {
            input type="hidden" name="key" value=(key);
            (controls::radios(&Field { name: "kind", label: "What it is", error: error("kind"), value: typed.get("kind"), required: true, ..Field::default() }, &kinds))
            (text("name", "Name for staff", "Marchetti couple; Skills group, Tuesdays.", "text"))
            (text("public_name", "What its members see as its name (groups)", "It gives nothing away: Tuesday group.", "text"))
            (controls::textarea(&people, 5))
            (controls::select(&Field { name: "therapy", label: "Therapy", value: typed.get("therapy"), ..Field::default() }, &therapies))
            div.columns {
                (text("sessions", "Sessions planned", "", "number"))
                (text("places", "Places, for a group", "Usual: 6 to 10.", "number"))
            }
            (controls::checkbox(&Field { name: "open", label: "An open group: new members may join after it has begun", ..Field::default() }, typed.sent("open")))
            p { button.button.primary type="submit" { "Open it" } }
        }
    };
    layout::page(app, Some(who), "Open a group", "/units", body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use concord_chart::When;
    use jiff::civil::date;

    #[test]
    fn a_beginning_of_a_name_or_half_of_it_names_nobody() {
        let person = NameRow {
            family_name: "Delgado Ruiz".into(),
            given_name: "Maria Inés".into(),
            birth: Some(When::Day(date(1988, 3, 14))),
            record_number: "204 517".into(),
            place: None,
            team: Vec::new(),
        };
        for said in [
            "Maria Delgado Ruiz",
            "delgado ruiz, maria",
            "Inés Delgado Ruiz",
            "Maria Delgado Ruiz 1988-03-14",
            "204 517",
            "204517",
        ] {
            assert!(is_meant(&person, said), "{said}");
        }
        for said in
            ["Maria", "Delgado", "Delgado Ruiz", "Mari Delgado Ruiz", "Maria Delgado", "Maria Delgado Ruiz 1990-01-01", "204", ""]
        {
            assert!(!is_meant(&person, said), "{said}");
        }
    }
}
