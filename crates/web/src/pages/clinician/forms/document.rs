//! Papers: letters and reports from elsewhere, and procedures that were done.

use super::field::{Field, Input};
use super::values::Values;
use super::{CLINICIANS, Form, Group, ToRecord};
use concord_chart::{
    Event,
    document::{DocumentFiled, ProcedureDone},
};

pub(super) const FORMS: &[Form] = &[
    Form {
        what: "document",
        title: "File a letter or report",
        about: "Its text, where you have it",
        button: "File it",
        group: Group::Around,
        roles: CLINICIANS,
        records: &["document.filed"],
        fields: |_| {
            vec![
                Field::needed("title", "Title", Input::Text),
                Field::optional(
                    "kind",
                    "Kind",
                    Input::Suggest(["Discharge letter", "Referral", "Report", "Consent"].map(str::to_owned).to_vec()),
                ),
                Field::optional("by", "Written by", Input::Text),
                Field::optional("text", "Its text", Input::Lines(8)),
                Field::occurred(),
            ]
        },
        read: |reading, _| {
            let title = reading.needed("title", "Give it a title.");
            let filed = DocumentFiled {
                title,
                document_kind: reading.text("kind"),
                text: reading.some_text("text"),
                written_by: reading.text("by"),
            };
            let at = reading.occurred();
            reading.unless_problems(())?;
            ToRecord::at(Event::DocumentFiled(filed), at)
        },
        fill: |event, _| match event {
            Event::DocumentFiled(filed) => Values::default()
                .with("title", &filed.title)
                .with("kind", &filed.document_kind)
                .with("by", &filed.written_by)
                .with_some("text", filed.text.as_ref()),
            _ => Values::default(),
        },
    },
    Form {
        what: "procedure",
        title: "A procedure was done",
        about: "",
        button: "Keep it",
        group: Group::Around,
        roles: CLINICIANS,
        records: &["document.procedure_done"],
        fields: |_| {
            vec![
                Field::needed("what", "What", Input::Text),
                Field::optional("reasons", "Why", Input::Lines(2)).hint("One reason a line."),
                Field::occurred(),
            ]
        },
        read: |reading, _| {
            let what = reading.needed("what", "Say what was done.");
            let reasons = reading.lines("reasons");
            let at = reading.occurred();
            reading.unless_problems(())?;
            ToRecord::at(Event::ProcedureDone(ProcedureDone { what, coding: Vec::new(), until: None, reasons }), at)
        },
        fill: |event, _| match event {
            Event::ProcedureDone(done) => Values::default().with("what", &done.what).with("reasons", done.reasons.join("\n")),
            _ => Values::default(),
        },
    },
];
