//! The frame around every page: which places a role has, how the page looks, what is said on top.

use crate::{
    app::Shared,
    assets,
    components::{
        foot_bar::{self, foot_bar},
        icon::Icon,
        page_shell::{self, Shell, page_shell},
        top_bar::{Place, TopBar, brand, top_bar},
    },
};
use concord_access::Role;
use concord_actions::{STAFF_IDLE_MINUTES, SignedIn, Theme};
use maud::{Markup, html};
use sha2::{Digest, Sha256};

/// What is said over every page of an invented practice.
const INVENTED: &str = "An invented practice: everybody in it is made up.";

/// A page: title (without the product's name), the current place in the bar (an address, or empty), and its content.
pub fn page(app: &Shared, who: Option<&SignedIn>, title: &str, current: &str, body: Markup) -> Markup {
    match who {
        Some(who) if who.subject.role == Role::Patient => patient_page(app, Some(who), title, current, body),
        Some(who) => staff_page(app, who, title, current, Around::default(), body),
        None => plain_page(app, title, body),
    }
}

/// What stands around the content of a page on one record.
#[derive(Default)]
pub struct Around {
    /// Patient banner and tabs.
    pub record: Option<Markup>,
    /// The foot.
    pub foot: Option<Markup>,
}

/// A page of the staff.
pub fn staff_page(app: &Shared, who: &SignedIn, title: &str, current: &str, around: Around, body: Markup) -> Markup {
    let places = places(who.subject.role);
    let find = match who.subject.role {
        Role::Prescriber | Role::Therapist | Role::CareManager | Role::ComplementaryPractitioner => {
            Some(("/find", "Find a patient"))
        }
        Role::FrontDesk => Some(("/find", "Find a person")),
        Role::Administrator | Role::Patient | Role::Proxy => None,
    };
    let role = role_words(app, who);
    let top = top_bar(&TopBar {
        home: "/",
        places: &places,
        current,
        find,
        name: &who.subject.name,
        role: &role,
        sign_out: "/sign-out",
    });
    let shell = Shell {
        top: Some(html! { (alarm_line(app, who.subject.role)) (top) }),
        record: around.record,
        foot: Some(around.foot.unwrap_or_else(|| foot(app))),
        theme: theme(who),
        account: who.subject.account.to_string(),
        idle_seconds: u32::try_from(STAFF_IDLE_MINUTES * 60).ok(),
        ..shell(app, title)
    };
    page_shell(&shell, body)
}

/// A page of the patient, whose browser's title is the same everywhere and tells nothing: one column, the places at the foot.
pub fn patient_page(app: &Shared, who: Option<&SignedIn>, title: &str, current: &str, body: Markup) -> Markup {
    patient_page_in(app, who, "en", title, current, body)
}

/// The same in a language: the page says which, and its places are named in it.
pub fn patient_page_in(
    app: &Shared,
    who: Option<&SignedIn>,
    language: &'static str,
    title: &str,
    current: &str,
    body: Markup,
) -> Markup {
    let [home, plan, visits, help] = match language {
        "es" => ["Inicio", "Mi plan", "Visitas", "Ayuda ya"],
        _ => ["Home", "My plan", "Visits", "Help now"],
    };
    let places = [
        foot_bar::Place { address: "/my", words: home, icon: Icon::Home },
        foot_bar::Place { address: "/my/plan", words: plan, icon: Icon::List },
        foot_bar::Place { address: "/my/visits", words: visits, icon: Icon::Calendar },
        foot_bar::Place { address: "/help-now", words: help, icon: Icon::Heart },
    ];
    let shell = Shell {
        language,
        audience: page_shell::Audience::Patient,
        offline_script: assets::offline_script(),
        top: Some(html! { header.patient-top { (brand("/")) @if who.is_some() { a href="/account" { "My account" } } } }),
        foot: who.map(patient_foot),
        foot_bar: Some(foot_bar(&places, current)),
        theme: who.map_or(page_shell::Theme::System, theme),
        account: who.map(|who| who.subject.account.to_string()).unwrap_or_default(),
        about: title,
        line_key: who.map(line_key).unwrap_or_default(),
        ..shell(app, if language == "es" { "Mis páginas" } else { "My pages" })
    };
    page_shell(&shell, body)
}

/// The key under which a form waits on the phone while there is no line. It follows from the session and ends with it; the
/// session cannot be worked out from it.
fn line_key(who: &SignedIn) -> String {
    let mut hasher = Sha256::new();
    hasher.update(b"forms that wait for a line: ");
    hasher.update(who.id_hash.as_bytes());
    hex::encode(hasher.finalize())
}

/// What every page of a patient ends with: who looks at the record, and the way out.
fn patient_foot(_: &SignedIn) -> Markup {
    html! {
        a href="/my/looked" { "Who has looked" }
        form method="post" action="/sign-out" { button.link type="submit" { "Sign out" } }
    }
}

/// A page for somebody of whom nothing is known yet: sign-in, help, errors.
fn plain_page(app: &Shared, title: &str, body: Markup) -> Markup {
    let top = html! { header.plain-top { (brand("/")) } };
    let offline_script = assets::offline_script();
    page_shell(&Shell { audience: page_shell::Audience::Plain, top: Some(top), offline_script, ..shell(app, title) }, body)
}

fn shell<'a>(app: &Shared, title: &'a str) -> Shell<'a> {
    Shell {
        title,
        stylesheet: assets::style(),
        medication_stylesheet: assets::medication_style(),
        therapy_stylesheet: assets::therapy_style(),
        script: assets::script(),
        icon: assets::icon(),
        banner: app.clinic.practice().invented.then_some(INVENTED),
        ..Shell::default()
    }
}

/// What every page of the staff says while an alert waits although everybody who could be called was called. From memory;
/// nobody's name, nothing about what it is.
fn alarm_line(app: &Shared, role: Role) -> Markup {
    let waiting = app.clinic.alerts_past_the_chain();
    html! {
        @if waiting > 0 {
            aside.alarm role="alert" {
                b { @if waiting == 1 { "An alert waits and nobody has taken it." } @else { (waiting) " alerts wait and nobody has taken them." } } " "
                @if role.is_clinician() { a href="/alerts" { "Open alerts" } } @else { "Tell a clinician who is here." }
            }
        }
    }
}

fn foot(app: &Shared) -> Markup {
    html! { span { (app.clinic.practice().name) } a href="/account" { "My account" } a href="/help-now" { "Help now" } }
}

fn theme(who: &SignedIn) -> page_shell::Theme {
    match who.theme() {
        Theme::System => page_shell::Theme::System,
        Theme::Light => page_shell::Theme::Light,
        Theme::Dark => page_shell::Theme::Dark,
    }
}

/// Where each role can go, left to right; only what exists.
fn places(role: Role) -> Vec<Place<'static>> {
    let place = |address, words| Place { address, words, waiting: 0 };
    match role {
        Role::Therapist => {
            vec![place("/today", "Today"), place("/caseload", "Caseload"), place("/units", "Groups"), place("/alerts", "Alerts")]
        }
        Role::Prescriber | Role::CareManager => {
            vec![place("/today", "Today"), place("/caseload", "Caseload"), place("/alerts", "Alerts")]
        }
        Role::ComplementaryPractitioner => vec![place("/today", "Today"), place("/find", "Find")],
        Role::FrontDesk => vec![place("/desk", "Today"), place("/desk/register", "Register"), place("/find", "Find")],
        Role::Administrator => vec![
            place("/admin", "People"),
            place("/admin/practice", "Practice"),
            place("/admin/minors", "Minors"),
            place("/admin/on-call", "On call"),
            place("/admin/knowledge", "Knowledge"),
            place("/admin/instruments", "Instruments"),
            place("/admin/checks", "Checks"),
            place("/admin/sealed", "Keys"),
            place("/admin/log", "Access log"),
        ],
        Role::Proxy => vec![place("/for", "Home")],
        Role::Patient => Vec::new(),
    }
}

/// "Prescriber · Riverside"; "all places" for somebody who is at none in particular.
fn role_words(app: &Shared, who: &SignedIn) -> String {
    let role = who.subject.role;
    if role == Role::Administrator {
        return role.words().to_owned();
    }
    let practice = app.clinic.practice();
    let names: Vec<&str> =
        practice.places.iter().filter(|place| who.subject.places.contains(&place.id)).map(|place| place.name.as_str()).collect();
    match names.as_slice() {
        [] => format!("{} · all places", role.words()),
        [one] => format!("{} · {one}", role.words()),
        many => format!("{} · {} places", role.words(), many.len()),
    }
}
