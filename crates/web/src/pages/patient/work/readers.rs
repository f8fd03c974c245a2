//! Who can read a piece of own work: chosen by the person, one by one. That it was done is known to the whole team.

use super::{
    own_work::{Own, Sent, key_field},
    words,
};
use crate::{app::Shared, errors::Problem, guard::Who, pages::patient::frame};
use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::Entry;
use concord_chart::{
    Event, EventId, StaffId,
    registration::TeamMember,
    work::{Readers, ReadersChosen},
};
use maud::{Markup, html};

/// Who of the team could be let in.
fn could_read(own: &Own) -> impl Iterator<Item = (StaffId, &TeamMember)> {
    own.chart().registration.team.iter().filter_map(|member| member.staff.map(|staff| (staff, member)))
}

/// The card, whose button ends the piece of work. `then` is where it leads.
pub(super) fn card(own: &Own, work: EventId, chosen: &Readers, then: &str) -> Markup {
    let known: Vec<_> = could_read(own).collect();
    let named = known.iter().filter(|(staff, _)| chosen.include(*staff)).map(|(_, member)| member.name.as_str());
    let others = known.iter().filter(|(staff, _)| !chosen.include(*staff)).map(|(_, member)| member.name.as_str());
    let said = words::who_reads(&named.collect::<Vec<_>>(), &others.collect::<Vec<_>>());
    html! {
        form method="post" action="/my/work/readers" {
            (key_field(&frame::fresh_key(&own.app)))
            input type="hidden" name="work" value=(work);
            input type="hidden" name="to" value=(then);
            section.card {
                fieldset.readers { legend { (words::WHO_CAN_READ) }
                    p.small { (said) }
                    @for (staff, member) in &known {
                        label.choice { input type="checkbox" name="reader" value=(staff) checked[chosen.include(*staff)]; span { (member.name) span.small.muted { " " (member.role.words()) } } }
                    }
                }
            }
            button.button.primary type="submit" { (words::DONE) }
        }
    }
}

/// Keeps the choice, where it is another than before.
pub async fn submit(State(app): State<Shared>, who: Who, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Problem> {
    let own = Own::open(app, who, "own work: who can read it").await?;
    let sent = Sent(fields);
    let work: Option<EventId> = sent.get("work").parse().ok();
    let Some(entry) = work.and_then(|id| own.chart().entry(id)) else { return Err(own.nothing()) };
    let Some(first) = entry.recorded.event().readers() else { return Err(own.nothing()) };
    let work = entry.recorded.id();
    let before = own.chart().work.readers.get(&work).unwrap_or(first);
    let chosen: Vec<StaffId> =
        could_read(&own).map(|(staff, _)| staff).filter(|staff| sent.all("reader").any(|id| id == staff.to_string())).collect();
    let same = could_read(&own).all(|(staff, _)| before.include(staff) == chosen.contains(&staff));
    if !same {
        let names: Vec<String> = chosen.iter().map(ToString::to_string).collect();
        // A page that is gone back to can be sent again with another choice: each choice of a form is one entry.
        let key = format!("{}:{}", own.key(&sent), names.join(","));
        if own.recorded_under(&key).is_some() {
            return Err(own.trouble(concord_chart::Refusal::new(words::CHOOSE_ANEW).into()));
        }
        let event = Event::ReadersChosen(ReadersChosen { work, readers: Readers::Only(chosen) });
        if let Err(sentence) = own.record(vec![Entry::new(key, event)]).await? {
            return Err(own.trouble(concord_chart::Refusal::new(sentence).into()));
        }
    }
    Ok(Redirect::to(own_address(sent.get("to"))).into_response())
}

/// A way back that a form carries leads to the own pages or nowhere.
pub(super) fn own_address(to: &str) -> &str {
    let own = to == "/my" || to.starts_with("/my/") || to.starts_with("/my?");
    if own && !to.contains("//") && !to.contains('\\') { to } else { "/my/work" }
}

#[cfg(test)]
mod tests {
    use super::own_address;

    #[test]
    fn a_way_back_stays_on_the_own_pages() {
        assert_eq!(own_address("/my?done=work"), "/my?done=work");
        assert_eq!(own_address("/my/work/thoughts?of=1"), "/my/work/thoughts?of=1");
        for elsewhere in ["https://example.org", "//example.org", "/my//example.org", "/mystery", "", "/chart/1"] {
            assert_eq!(own_address(elsewhere), "/my/work", "{elsewhere}");
        }
    }
}
