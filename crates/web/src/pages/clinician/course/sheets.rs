//! Other sheets that a school works with: problem area, rulers, processes, steps of a trauma protocol. Their rows come
//! from the therapy's lists of words and scales.

use super::{Desk, lines, short};
use crate::{
    components::{empty_state::empty_state, status_tag::tag},
    pages::clinician::forms::{sentence_case, sheets_of},
};
use maud::{Markup, html};

/// The sheets that were filled in, and the ones that this therapy offers; nothing where it has neither.
pub(super) fn section(desk: &Desk<'_>) -> Markup {
    let offered = desk.entry.map(|entry| sheets_of(desk.app.clinic.knowledge(), entry)).unwrap_or_default();
    let own = |course: &Option<concord_chart::CourseId>| course.is_none_or(|course| course == desk.course.id);
    let filled: Vec<_> = desk.chart().work.sheets.iter().filter(|piece| own(&piece.what.course)).collect();
    if offered.is_empty() && filled.is_empty() {
        return html! {};
    }
    let name = |id: &str| {
        offered
            .iter()
            .find(|sheet| sheet.id == id)
            .map_or_else(|| sentence_case(&id.replace(['-', '_'], " ")), |sheet| sentence_case(&sheet.name))
    };
    html! {
        section.card aria-labelledby="sheets" {
            h2 #sheets { "Sheets" }
            @if desk.may_write() { p.row { @for sheet in &offered { a.button.secondary href=(desk.form(sheet.form)) { (sentence_case(&sheet.name)) } } } }
            @if filled.is_empty() { (empty_state("None filled in yet", "What you work out together stands here, each time with its day, so that change can be seen.", None)) }
            @for piece in filled.iter().rev().take(12) {
                article.work-piece {
                    p { b { (name(&piece.what.sheet)) } span.small.muted { " " (short(piece.at, desk)) ", " (piece.by) } }
                    @if piece.what.fields.is_empty() { p.small { (tag("line", None, "not shared with you")) } }
                    dl.pairs.wide-pairs { @for field in &piece.what.fields { div { dt { (field.label) } dd { @if let Some(value) = field.value { (value) " " } (field.text) } } } }
                    (lines::about(desk, piece.id))
                }
            }
        }
    }
}
