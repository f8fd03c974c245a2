//! The way out of a page that somebody else should not see: a plain link to a page that says nothing about its reader.

use super::icon::{Icon, sized};
use maud::{Markup, html};

/// Where it leads: the weather, which anybody may have open.
const NEUTRAL: &str = "https://www.weather.gov/";

/// The link. The script takes the page out of the browser's history on the way.
pub fn quick_exit() -> Markup {
    html! { p.leave.noprint { a href=(NEUTRAL) rel="noreferrer" data-leave { (sized(Icon::Cross, 16)) "Leave" span.vh { " this page quickly" } } } }
}
