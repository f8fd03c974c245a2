//! The box on top of a form that was not taken: what to put right, with a link to each field.

use maud::{Markup, html};

/// The box. `errors` are (address of the field, e.g. `#start`, and the sentence); empty means no box, and a sentence without a
/// field is no link. The script moves the focus
/// here; without script it is the first thing on the page.
pub fn error_summary(errors: &[(String, String)]) -> Markup {
    html! {
        @if !errors.is_empty() {
            div.error-summary role="alert" tabindex="-1" aria-labelledby="error-summary-title" {
                h2 #error-summary-title { "There is a problem" }
                ul { @for (field, sentence) in errors { li { @if field.len() > 1 { a href=(field) { (sentence) } } @else { (sentence) } } } }
            }
        }
    }
}
