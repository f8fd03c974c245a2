//! Before something that was told alone is brought into the joint room: the exact words, asked twice.

use super::super::frame;
use super::{Room, Typed, told_of, words};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::response::{IntoResponse, Response};
use concord_actions::ActionError;
use concord_chart::ChartId;
use maud::html;

/// The first page, and after it the second.
pub(super) async fn ask(app: &Shared, who: &Who, unit: ChartId, typed: &Typed) -> Response {
    let asked = async {
        let told = told_of(typed)?;
        let room = Room::load(app, who, unit).await?;
        let exact = app.clinic.words_to_bring(&who.subject, unit, told).await?;
        Ok::<_, ActionError>((room, exact, told))
    };
    let (room, exact, told) = match asked.await {
        Ok(asked) => asked,
        Err(ActionError::Denied(_)) => return Problem::not_found(app, Some(who)).into_response(),
        Err(error) => return Problem::of(app, Some(who), error).into_response(),
    };
    let second = typed.step == "two";
    let address = format!("/my/us/{unit}");
    let body = html! {
        (frame::back(&address, words::TITLE))
        header { h1 { "Bring it in" } p.lead { @if second { (words::BRING_TWO) } @else { (words::BRING_ONE) } } }
        section.card.joint-room { p.quote { "“" (exact) "”" } p.small { (room.others()) " and " (room.therapist()) " would read this." } }
        form.stack method="post" action=(address) {
            input type="hidden" name="key" value=(frame::key_of(app, &typed.key));
            input type="hidden" name="act" value="bring";
            input type="hidden" name="told" value=(told);
            input type="hidden" name="words" value=(exact);
            input type="hidden" name="step" value=(if second { "yes" } else { "two" });
            button.button.primary type="submit" { @if second { "Yes, bring exactly these words in" } @else { "Go on" } }
        }
        p { a.button.secondary href=(address) { "No, leave it where it is" } }
    };
    frame::page(app, who, words::QUIET_TITLE, frame::HOME, body).into_response()
}
