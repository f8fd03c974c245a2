//! A chart as a table: one row an entry, in order of recording.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a formula and runs it.
//! Such a cell gets an apostrophe in front, and so does one that begins with an apostrophe already: taking one away from
//! the front gives back what was there.

use concord_chart::{Chart, EntryStatus, Sensitivity};

const COLUMNS: &[&str] = &[
    "position",
    "occurred",
    "recorded_at",
    "kind",
    "what",
    "author",
    "role",
    "on_behalf_of",
    "sensitivity",
    "status",
    "source",
    "event",
    "body",
];

/// The table, with a line of column names. Psychotherapy notes are not in it.
pub fn csv(chart: &Chart) -> String {
    let mut out = row(COLUMNS.iter().map(|column| (*column).to_owned()));
    for entry in chart.entries.iter().filter(|entry| entry.recorded.draft.sensitivity != Sensitivity::PsychotherapyNote) {
        let recorded = &entry.recorded;
        let author = recorded.author();
        out.push_str(&row([
            recorded.seq.to_string(),
            recorded.occurred().to_string(),
            recorded.recorded_at.to_string(),
            recorded.event().kind().to_owned(),
            recorded.event().words(),
            author.name.clone(),
            author.role.clone(),
            recorded.draft.on_behalf_of.as_ref().map(|whom| whom.name.clone()).unwrap_or_default(),
            recorded.draft.sensitivity.as_str().to_owned(),
            status(entry.status),
            recorded.draft.source.as_ref().map(|source| source.resource.clone()).unwrap_or_default(),
            recorded.id().to_string(),
            recorded.event().to_body().unwrap_or_default(),
        ]));
    }
    out
}

fn status(status: EntryStatus) -> String {
    match status {
        EntryStatus::Counts => "counts".to_owned(),
        EntryStatus::Amended { by } => format!("amended by {by}"),
        EntryStatus::Retracted { by } => format!("retracted by {by}"),
    }
}

fn row(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|text| cell(&text)).collect();
    format!("{}\r\n", cells.join(","))
}

fn cell(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']);
    let safe = if runs { format!("'{text}") } else { text.to_owned() };
    if safe.contains([',', '"', '\n', '\r']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_can_run_as_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"] {
            let written = cell(text);
            assert!(written.trim_start_matches('"').starts_with('\''), "{written}");
        }
        assert_eq!(cell("=HYPERLINK(\"x\",\"y\")"), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
        assert_eq!(cell("plain"), "plain");
    }

    #[test]
    fn what_was_there_can_be_had_back() {
        for text in ["=1", "'quoted'", "plain, with \"marks\"", "two\nlines"] {
            let written = cell(text);
            let unquoted =
                written.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).map(|inner| inner.replace("\"\"", "\""));
            let unquoted = unquoted.unwrap_or(written);
            assert_eq!(unquoted.strip_prefix('\'').unwrap_or(&unquoted), text);
        }
    }
}
