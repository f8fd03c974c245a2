//! DocumentReference ↔ documents from elsewhere, and our signed notes. Only plain text is shown; a narrative in HTML is
//! somebody else's program and is kept, never rendered.

use crate::{
    context::{Context, NewEvent, Taken},
    datatypes::{list, text, words},
    dates,
    refused::Wrong,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use concord_chart::{
    Event, When,
    document::DocumentFiled,
    note::{Note, NoteSigned},
};
use serde_json::{Value, json};

const STATUSES: &[&str] = &["current", "superseded", "entered-in-error"];

pub(crate) fn take_up(context: &Context<'_>) -> Result<Taken, Wrong> {
    match context.code("status", STATUSES)? {
        "entered-in-error" => return Taken::kept("the sender says that it was entered in error"),
        "superseded" => return Taken::kept("a later document took its place"),
        _ => {}
    }
    let value = context.value();
    if text(value, "docStatus") == Some("entered-in-error") {
        return Taken::kept("the sender says that it was entered in error");
    }
    let contents = list(value, "content");
    let Some(first) = contents.first().and_then(|content| content.get("attachment")) else {
        return Err(Wrong::missing("content.attachment"));
    };
    let kind = words(value.get("type")).or_else(|| words(list(value, "category").first()));
    let title = text(value, "description").or_else(|| text(first, "title")).map(str::to_owned).or_else(|| kind.clone());
    let start = value.pointer("/context/period/start").and_then(Value::as_str);
    let start = start.map(|start| dates::read_at("context.period.start", start)).transpose()?;
    let created = text(first, "creation").map(|at| dates::read_at("content.attachment.creation", at)).transpose()?;
    let occurred = context.occurred(&[
        ("date", context.date("date")?),
        ("context.period.start", start),
        ("content.attachment.creation", created),
    ])?;
    let authors: Vec<String> = list(value, "author").iter().filter_map(|author| context.name_of(author)).collect();
    let document = DocumentFiled {
        title: title.unwrap_or_else(|| "Document".to_owned()),
        document_kind: kind.unwrap_or_default(),
        text: plain_text(context, contents)?,
        written_by: authors.join(", "),
    };
    Taken::one(NewEvent::new(occurred, Event::DocumentFiled(document)).by(authors.into_iter().next()))
}

/// The plain text of a document: inline, or in a Binary of the file.
fn plain_text(context: &Context<'_>, contents: &[Value]) -> Result<Option<String>, Wrong> {
    let mut parts = Vec::new();
    for attachment in contents.iter().filter_map(|content| content.get("attachment")) {
        let binary = text(attachment, "url").and_then(|url| context.index.find(url)).map(|at| &context.found[at]);
        let binary = binary.filter(|found| found.kind == "Binary").map(|found| &found.value);
        let kind = text(attachment, "contentType").or_else(|| binary.and_then(|binary| text(binary, "contentType")));
        let kind = kind.unwrap_or_default().to_lowercase();
        if kind.split(';').next().map(str::trim) != Some("text/plain") {
            continue;
        }
        let Some(data) = text(attachment, "data").or_else(|| binary.and_then(|binary| text(binary, "data"))) else { continue };
        let packed: String = data.split_whitespace().collect();
        let bytes = STANDARD.decode(packed).map_err(|_| {
            Wrong::at("content.attachment.data", "The text of the document is damaged (it is no base64). Fetch it again.")
        })?;
        // Another encoding than UTF-8 is kept, and not guessed at.
        if let Ok(part) = String::from_utf8(bytes)
            && !part.contains('\0')
        {
            parts.push(part);
        }
    }
    Ok(if parts.is_empty() { None } else { Some(parts.join("\n\n")) })
}

/// A document that was filed here.
pub(crate) fn give_back(known: &DocumentFiled, at: When, status: &str, patient: &Value) -> Value {
    let text = known.text.as_deref().unwrap_or(&known.title);
    let mut document = shell(&known.document_kind, text, at, status, patient);
    document["description"] = json!(known.title);
    if !known.written_by.is_empty() {
        document["author"] = json!([{"display": known.written_by}]);
    }
    document
}

/// A signed progress note. Psychotherapy notes never come here.
pub(crate) fn give_back_note(note: &Note, status: &str, patient: &Value) -> Value {
    let mut document = shell(note_kind(&note.what), &note_text(&note.what), note.at, status, patient);
    document["docStatus"] = json!(if status == "entered-in-error" { "entered-in-error" } else { "final" });
    document["author"] =
        json!([{"display": if note.role.is_empty() { note.by.clone() } else { format!("{}, {}", note.by, note.role) }}]);
    document
}

fn note_kind(note: &NoteSigned) -> &'static str {
    match note.format.as_str() {
        "soap" => "Progress note (SOAP)",
        "dap" => "Progress note (DAP)",
        "birp" => "Progress note (BIRP)",
        _ => "Progress note",
    }
}

fn note_text(note: &NoteSigned) -> String {
    let one = |section: &concord_chart::note::Section| match section.heading.trim() {
        "" => section.text.clone(),
        heading => format!("{heading}\n{}", section.text),
    };
    note.sections.iter().map(one).collect::<Vec<_>>().join("\n\n")
}

fn shell(kind: &str, text: &str, at: When, status: &str, patient: &Value) -> Value {
    let mut document = json!({
        "resourceType": "DocumentReference",
        "status": status,
        "subject": patient,
        "content": [{"attachment": {"contentType": "text/plain; charset=utf-8", "data": STANDARD.encode(text)}}],
    });
    if !kind.is_empty() {
        document["type"] = json!({"text": kind});
    }
    // `date` is an instant: where only a day is known, the day stands in the context.
    match at {
        When::Instant(at) => document["date"] = json!(at.to_string()),
        other => match dates::write(other) {
            Some(start) => document["context"] = json!({"period": {"start": start}}),
            None => document["context"] = json!({"period": dates::write_period(other)}),
        },
    }
    document
}
