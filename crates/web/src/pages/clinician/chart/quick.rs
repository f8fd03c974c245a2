//! What this role records most often, one step away.

use super::Seen;
use concord_access::Role;
use maud::{Markup, html};

/// Links above the chart; everything else is under Record.
pub(super) fn bar(seen: &Seen<'_>) -> Markup {
    let base = seen.base();
    let links: &[(&str, &str)] = match seen.who.subject.role {
        Role::Prescriber => &[
            ("/record/dose-change", "Change a dose"),
            ("/record/medicine-start", "Start a medicine"),
            ("/record/questionnaire", "Enter answers"),
            ("/note", "Write a note"),
        ],
        Role::Therapist => &[
            ("/record/session-held", "A session took place"),
            ("/record/homework-reported", "Homework"),
            ("/record/side-effect", "Tell the prescriber"),
            ("/note", "Write a note"),
        ],
        Role::CareManager => &[
            ("/record/questionnaire", "Enter answers"),
            ("/record/side-effect", "Tell the prescriber"),
            ("/record/visit-happened", "A call or visit"),
            ("/note", "Write a note"),
        ],
        Role::ComplementaryPractitioner => &[
            ("/record/class-attended", "A class was attended"),
            ("/record/practised", "Own practice"),
            ("/record/side-effect", "Tell the prescriber"),
            ("/note", "Write a note"),
        ],
        _ => &[],
    };
    html! {
        nav.row.noprint aria-label="Record" {
            @for (end, words) in links { a.button.secondary href=(format!("{base}{end}")) { (words) } }
            a.button.quiet href=(format!("{base}/record")) { "Record something else" }
        }
    }
}
