//! The generated manual says what the code says. After a change: `CONCORD_WRITE_MANUAL=1 cargo test -p concord manual`.

use concord_access::{Role, policies::recording};
use concord_chart::Event;
use concord_knowledge::{Verification, shipped};
use concord_registry::columns;
use std::{fmt::Write, fs, path::PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Compares a page with what it should be, or writes it when asked to.
pub fn check(page: &str, content: &str) {
    let path = root().join("docs/manual").join(page);
    if std::env::var_os("CONCORD_WRITE_MANUAL").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == content, "docs/manual/{page} is stale: CONCORD_WRITE_MANUAL=1 cargo test -p concord manual");
}

pub fn begin(title: &str, about: &str) -> String {
    format!("# {title}\n\n{about}\n\nThis page is generated from the code; a test fails when it is stale.\n")
}

/// The comment at the head of a finding's file, without the comment marks.
fn head_comment(text: &str) -> String {
    text.lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_manual_of_findings_is_what_the_findings_say() {
    let folder = root().join("crates/engines/src/findings");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut page = begin(
        "Findings",
        "What Concord notices by itself, and what each finding rests on. A finding proposes; a person decides.",
    );
    let mut findings = 0;
    for file in files {
        let comment = head_comment(&fs::read_to_string(&file).unwrap());
        if let Some(rest) = comment.strip_prefix("# ") {
            let _ = write!(page, "\n## {}\n", rest.trim_end());
            findings += 1;
        }
    }
    assert!(findings >= 3, "only {findings} findings have a head comment that begins with a title");
    check("findings.md", &page);
}

#[test]
fn the_dictionary_of_columns_is_what_the_columns_say() {
    let mut page = begin(
        "Columns of the caseload",
        "The same sentence is the tooltip of the heading and the dictionary of the spreadsheet.",
    );
    page.push_str("\n| Column | Name in the export | Meaning |\n|---|---|---|\n");
    for column in columns() {
        let _ = writeln!(page, "| {} | `{}` | {} |", column.heading, column.id, column.meaning);
    }
    check("columns.md", &page);
}

#[test]
fn the_list_of_events_is_what_the_chart_knows() {
    let mut page =
        begin("Events", "Everything that can be on a chart, with an example of how it is stored. Kinds are added, never edited.");
    for (kind, version) in Event::KINDS {
        let example = fs::read_to_string(root().join(format!("crates/chart/golden/{kind}.v{version}.json"))).unwrap();
        let _ = write!(page, "\n## `{kind}`, version {version}\n\n```json\n{}\n```\n", example.trim_end());
    }
    check("events.md", &page);
}

#[test]
fn the_list_of_knowledge_is_what_ships() {
    let know = shipped();
    let mut page = begin(
        "Knowledge",
        "Every entry that ships, and how many of its numbers were read in their source. The others are shown as unverified.",
    );
    page.push_str("\n## Questionnaires\n\n| Id | Name | Items | Wording ships |\n|---|---|---|---|\n");
    for instrument in know.instruments() {
        let ships = if instrument.licence.ships_wording { "yes" } else { "no" };
        let _ = writeln!(page, "| `{}` | {} | {} | {ships} |", instrument.id, instrument.name, instrument.items.len());
    }
    page.push_str("\n## Substances\n\n| Id | Class | Doses | Adequate trial known |\n|---|---|---|---|\n");
    for substance in know.substances() {
        let read = substance.doses.iter().filter(|dose| dose.verification == Verification::Read).count();
        let trial = substance
            .adequate_trial()
            .map_or("no", |trial| if trial.verification == Verification::Read { "read" } else { "unverified" });
        let _ =
            writeln!(page, "| `{}` | {} | {} of {} read | {trial} |", substance.id, substance.class, read, substance.doses.len());
    }
    page.push_str("\n## Therapies and practices\n\n| Id | Name | Judged after | Mark |\n|---|---|---|---|\n");
    for therapy in know.therapies() {
        let judge = &therapy.judge;
        let _ = writeln!(
            page,
            "| `{}` | {} | {}–{} weeks, {} sessions | {} |",
            therapy.id,
            therapy.name,
            judge.weeks_from,
            judge.weeks_to,
            judge.min_sessions,
            judge.verification.as_str()
        );
    }
    for practice in know.practices() {
        let judge = &practice.judge;
        let _ = writeln!(
            page,
            "| `{}` | {} | {}–{} weeks, {} sessions | {} |",
            practice.id,
            practice.name,
            judge.weeks_from,
            judge.weeks_to,
            judge.min_sessions,
            judge.verification.as_str()
        );
    }
    check("knowledge.md", &page);
}

#[test]
fn the_table_of_who_may_record_what_is_what_the_policy_says() {
    let mut page =
        begin("Who may record what", "On charts of the own team (patients: on the own chart). Everything not marked is refused.");
    let roles: Vec<_> = Role::ALL.iter().filter(|role| **role != Role::Administrator).collect();
    let _ = writeln!(page, "\n| Event | {} |", roles.iter().map(|role| role.words()).collect::<Vec<_>>().join(" | "));
    let _ = writeln!(page, "|---|{}", "---|".repeat(roles.len()));
    for (kind, version) in Event::KINDS {
        let body = fs::read_to_string(root().join(format!("crates/chart/golden/{kind}.v{version}.json"))).unwrap();
        let event = Event::read(kind, *version, &body).unwrap();
        assert!(!recording::allowed(Role::Administrator, &event), "the administrator may record {kind}");
        let marks: Vec<_> = roles.iter().map(|role| if recording::allowed(**role, &event) { "yes" } else { "" }).collect();
        let _ = writeln!(page, "| `{kind}` | {} |", marks.join(" | "));
    }
    check("who-may-record.md", &page);
}
