//! A longer note in the format that its author likes. Every format is a view of the same content: changing it keeps
//! every word.

use super::Room;
use crate::{
    components::form as controls,
    pages::clinician::forms::{Reading, Values},
};
use concord_chart::session::Content;
use concord_engines::therapy::note_view::{Part, VIEWS, View, view};
use maud::{Markup, html};

fn name(part: Part) -> String {
    format!("note-{}", part.word())
}

/// What was typed.
pub(super) fn read(reading: &Reading<'_>) -> Content {
    let mut content = Content::default();
    for part in Part::ALL {
        *part.of_mut(&mut content) = reading.text(&name(*part));
    }
    content
}

/// The same fields with another format chosen.
pub(super) fn in_view(values: Values, word: &str) -> Values {
    let kept = values.pairs().filter(|(name, _)| !matches!(*name, "view" | "act"));
    let kept = kept.map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    Values::new(kept).with("view", view(word).word).with("note-open", "yes")
}

/// The note.
pub(super) fn section(room: &Room<'_>, values: &Values) -> Markup {
    let chosen = view(values.get("view"));
    let written = Part::ALL.iter().any(|part| !values.get(&name(*part)).is_empty());
    html! {
        section.card {
            details open[written || values.has("note-open", "yes")] {
                summary { h2 { "A longer note" } span.muted { " where a payer or you want one; " (room.given_name()) " reads it too" } }
                input type="hidden" name="view" value=(chosen.word);
                div.chips role="group" aria-label="Format" {
                    @for one in VIEWS {
                        button.button.(if one.word == chosen.word { "secondary chosen" } else { "quiet" }) type="submit" name="act" value=(format!("view:{}", one.word)) aria-pressed=(if one.word == chosen.word { "true" } else { "false" }) { (one.name) }
                    }
                }
                (parts(chosen, values))
            }
        }
    }
}

fn parts(view: &View, values: &Values) -> Markup {
    let own = |part: &Part| view.headings.iter().any(|heading| heading.parts.contains(part));
    let field = |part: Part, label: &str| {
        let name = name(part);
        controls::textarea(&controls::Field { name: &name, label, value: values.get(&name), ..Default::default() }, 3)
    };
    let rest = || Part::ALL.iter().filter(|part| !own(part));
    let (filled, empty): (Vec<&Part>, Vec<&Part>) = rest().partition(|part| !values.get(&name(**part)).is_empty());
    html! {
        @for heading in view.headings {
            @for part in heading.parts {
                (field(*part, &if heading.parts.len() > 1 { format!("{}: {}", heading.label, part.about().to_lowercase()) } else { heading.label.to_owned() }))
            }
        }
        @if !filled.is_empty() {
            h3 { "Also written" }
            @for part in filled { (field(*part, part.about())) }
        }
        @for part in empty { input type="hidden" name=(name(*part)) value=""; }
    }
}

/// A signed note as it is read, in the format in which it was written or another.
pub(super) fn read_only(content: &Content, word: &str) -> Markup {
    let parts = view(word).read(content);
    html! {
        @if !parts.is_empty() {
            h3 { "Note" @if !word.is_empty() && word != "plain" { span.small.muted { " " (view(word).name) } } }
            @for (heading, text) in parts { h4 { (heading) } p.prose { (text) } }
        }
    }
}
