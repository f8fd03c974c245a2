//! The caseload as a spreadsheet: every column of the registry, with its sentence in the second row.

use super::caseload::{Asked, choose};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::{
    extract::{Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use concord_registry::columns;

/// The download: what the page shows, all pages of it.
pub async fn show(State(app): State<Shared>, who: Who, Query(asked): Query<Asked>) -> Response {
    let listed = match app.clinic.caseload(&who.subject).await {
        Ok(listed) => listed,
        Err(error) => return Problem::of(&app, Some(&who), error).into_response(),
    };
    let today = app.clinic.today();
    let chosen = choose(&listed, &asked, today);
    let mut text = String::new();
    line(&mut text, columns().iter().map(|column| column.heading.clone()));
    line(&mut text, columns().iter().map(|column| column.meaning.clone()));
    for (_, one) in &chosen.rows {
        line(&mut text, columns().iter().map(|column| one.row.cell(&column.id, today).unwrap_or_default()));
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"caseload-{today}.csv\"")),
    ];
    (headers, text).into_response()
}

fn line(text: &mut String, cells: impl Iterator<Item = String>) {
    let cells: Vec<String> = cells.map(|cell| quoted(&cell)).collect();
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}

/// One cell. A spreadsheet reads a cell that begins with `=`, `+`, `-`, `@`, a tab or a line break as a formula, and runs
/// it; somebody's own words must not. Plain numbers stay numbers.
fn quoted(cell: &str) -> String {
    let dangerous = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && cell.parse::<f64>().is_err();
    let guard = if dangerous { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_that_a_spreadsheet_would_run_are_kept_as_words() {
        assert_eq!(quoted("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(quoted("@SUM(A1)"), "\"'@SUM(A1)\"");
        assert_eq!(quoted("-2+3"), "\"'-2+3\"");
        assert_eq!(quoted("-9"), "\"-9\"");
        assert_eq!(quoted("Delgado, Maria"), "\"Delgado, Maria\"");
    }
}
