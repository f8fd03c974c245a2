//! Dates and times as FHIR writes them, and which of them cannot be.

use crate::refused::Wrong;
use concord_chart::When;
use jiff::civil::Date;
use serde_json::Value;

/// Reads a FHIR date, dateTime or instant: year, month, day, or a moment with its time zone.
pub(crate) fn read(text: &str) -> Option<When> {
    let with_time = text.len() > 10;
    let allowed = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b':' | b'.' | b'+' | b'T' | b'Z'));
    if !allowed || (with_time && text.as_bytes()[10] != b'T') {
        return None;
    }
    text.parse().ok().filter(|when: &When| matches!(when, When::Instant(_)) == with_time)
}

/// As [`read`], with the sentence for a text that is none.
pub(crate) fn read_at(path: &str, text: &str) -> Result<When, Wrong> {
    read(text).ok_or_else(|| Wrong::at(path, sentence(text)))
}

fn sentence(text: &str) -> String {
    let shown: String = text.chars().take(40).collect();
    let has_time = text.len() > 10 && text.as_bytes().get(10) == Some(&b'T');
    if has_time && !text[11..].contains(['Z', '+', '-']) {
        return format!(
            "“{shown}” has a time but no time zone, so nobody knows which moment it is. Ask the sender to add the zone."
        );
    }
    format!("“{shown}” is no date that exists. Ask the sender to put it right.")
}

/// The moment as FHIR writes it; `None` for a span that no single FHIR date can say.
pub(crate) fn write(when: When) -> Option<String> {
    match when {
        When::Between(from, to) if from == to => Some(from.to_string()),
        When::Between(from, to) if (from.year(), from.month()) == (to.year(), to.month()) => {
            Some(When::Month(from.year(), from.month()).to_string())
        }
        When::Between(from, to) if from.year() == to.year() => Some(When::Year(from.year()).to_string()),
        When::Between(..) => None,
        other => Some(other.to_string()),
    }
}

/// A FHIR Period for a moment: the span itself, or the moment as both ends.
pub(crate) fn write_period(when: When) -> Value {
    match when {
        When::Between(from, to) => serde_json::json!({"start": from.to_string(), "end": to.to_string()}),
        other => serde_json::json!({"start": other.to_string(), "end": other.to_string()}),
    }
}

/// Minutes between two instants, where both are known to the minute and a sitting may last so long.
pub(crate) fn minutes_between(start: When, end: Option<When>) -> Option<u16> {
    let (When::Instant(start), Some(When::Instant(end))) = (start, end) else { return None };
    let minutes = (end.as_second() - start.as_second()) / 60;
    u16::try_from(minutes).ok().filter(|minutes| (1..=720).contains(minutes))
}

/// Keys whose text is a date wherever they stand in FHIR.
const DATE_KEYS: &[&str] = &[
    "abatementDateTime",
    "asserted",
    "assertedDate",
    "authored",
    "authoredOn",
    "birthDate",
    "bornDate",
    "created",
    "date",
    "dateAsserted",
    "dateRecorded",
    "deceasedDate",
    "deceasedDateTime",
    "diagnosed",
    "dueDate",
    "effectiveDateTime",
    "effectiveInstant",
    "end",
    "expirationDate",
    "indexed",
    "issued",
    "lastModified",
    "lastOccurrence",
    "lastUpdated",
    "occurrenceDateTime",
    "occurredDateTime",
    "onset",
    "onsetDateTime",
    "performedDateTime",
    "received",
    "recorded",
    "recordedDate",
    "sent",
    "servicedDate",
    "start",
    "startDate",
    "started",
    "statusDate",
    "timestamp",
    "valueDate",
    "valueDateTime",
    "valueInstant",
    "whenHandedOver",
    "whenPrepared",
];

/// Looks through a whole resource, known or not, for dates that cannot be and spans that end before they begin.
pub(crate) fn check_all(resource: &Value) -> Result<(), Wrong> {
    let mut path = Vec::new();
    check(resource, &mut path)
}

fn check<'a>(value: &'a Value, path: &mut Vec<&'a str>) -> Result<(), Wrong> {
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields {
                path.push(key);
                if let (true, Value::String(text)) = (DATE_KEYS.contains(&key.as_str()) && looks_like_a_date(inner), inner) {
                    read_at(&path.join("."), text)?;
                }
                check(inner, path)?;
                path.pop();
            }
            let end = |key| fields.get(key).and_then(Value::as_str).and_then(read);
            match (end("start"), end("end")) {
                (Some(start), Some(end)) if end.last_day() < start.first_day() => Err(Wrong::at(
                    path.join("."),
                    format!("It ends ({end}) before it begins ({start}). Ask the sender to put it right."),
                )),
                _ => Ok(()),
            }
        }
        Value::Array(items) => items.iter().try_for_each(|item| check(item, path)),
        _ => Ok(()),
    }
}

/// Under `start` and `end` an extension may keep something else (`start: 3`), and `date` may be free text somewhere.
fn looks_like_a_date(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.len() >= 4 && text.as_bytes()[..4].iter().all(u8::is_ascii_digit))
}

/// The day of a moment, for plans and due dates that are kept to the day.
pub(crate) fn day(when: When) -> Option<Date> {
    when.is_exact().then(|| when.first_day())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_precision_of_a_date_is_kept() {
        assert_eq!(read("2026"), Some(When::Year(2026)));
        assert_eq!(read("2026-03"), Some(When::Month(2026, 3)));
        assert_eq!(read("2012-02-08T02:43:19+01:00").unwrap().to_string(), "2012-02-08T01:43:19Z");
        assert_eq!(read("2012-02-08T02:43:19.205Z").unwrap().to_string(), "2012-02-08T02:43:19.205Z");
    }

    #[test]
    fn what_is_no_moment_is_not_read() {
        for text in
            ["2026-02-30", "2026-13", "2026-03-02T25:00:00Z", "2026-03-02T10:00:00", "2018-03/2018-09", "03/02/1988", "", "soon"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        assert!(sentence("2026-03-02T10:00:00").contains("no time zone"));
    }

    #[test]
    fn impossible_dates_are_found_anywhere() {
        let wrong = check_all(&serde_json::json!({"a": [{"period": {"start": "2026-02-30"}}]})).unwrap_err();
        assert_eq!(wrong.path, "a.period.start");
        let wrong = check_all(&serde_json::json!({"period": {"start": "2026-02-03", "end": "2026-02-02"}})).unwrap_err();
        assert!(wrong.sentence.contains("before it begins"), "{}", wrong.sentence);
        assert!(check_all(&serde_json::json!({"date": "sometime", "period": {"start": "2026", "end": "2026-03"}})).is_ok());
    }

    #[test]
    fn a_moment_survives_being_written_and_read() {
        for text in ["2026", "2026-03", "2026-03-02", "2026-03-02T10:00:00Z"] {
            assert_eq!(write(read(text).unwrap()).unwrap(), text);
        }
        assert_eq!(write("2018-03/2019-01".parse().unwrap()), None);
    }
}
