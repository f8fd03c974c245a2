//! Whether somebody went on past a finding before, with a reason, and whether that still holds: it does not where the finding
//! has become worse, where a new fact about the person was added, or where a dose was raised.

use concord_chart::acknowledgement::Acknowledged;
use concord_engines::{
    days::{day_of, day_words},
    safety::{Finding, Regimen, Status},
};
use concord_knowledge::vocabulary::Severity;
use jiff::{civil::Date, tz::TimeZone};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

/// How a finding stands to what was acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// Nobody has weighed it.
    New,
    /// It was weighed, and nothing is worse.
    Holds(&'a Acknowledged),
    /// It was weighed, and this has changed since.
    Worse(String),
}

/// What a finding rested on, as it is kept with its acknowledgement: facts that are no numbers, the step of the rule, and the
/// daily doses. A number that moves within its step is no news.
pub fn context_of(finding: &Finding, regimen: &Regimen) -> String {
    let mut parts: Vec<String> = facts(finding).map(|(name, value)| format!("fact:{name}={value}")).collect();
    parts.push(format!("step:{}", step(finding)));
    parts.extend(doses(finding, regimen).into_iter().map(|(name, daily, unit)| format!("dose:{name}={daily} {unit}")));
    parts.sort();
    parts.dedup();
    parts.join("\n")
}

/// How a finding stands on a day.
pub fn standing<'a>(
    finding: &Finding,
    regimen: &Regimen,
    known: &'a [Acknowledged],
    today: Date,
    zone: &TimeZone,
) -> Standing<'a> {
    let Some(earlier) = known.iter().find(|earlier| earlier.what.finding == finding.id && same(&earlier.about, &finding.ids))
    else {
        return Standing::New;
    };
    let who = format!("{} went on past it on {}", earlier.by, day_words(day_of(earlier.at, zone), today));
    match worse(finding, regimen, earlier, today) {
        Some(why) => Standing::Worse(format!("Shown again: {who}, and {why}.")),
        None => Standing::Holds(earlier),
    }
}

fn same(about: &[concord_chart::SubstanceId], ids: &[concord_chart::SubstanceId]) -> bool {
    about.len() == ids.len() && ids.iter().all(|id| about.contains(id))
}

fn worse(finding: &Finding, regimen: &Regimen, earlier: &Acknowledged, today: Date) -> Option<String> {
    if !earlier.holds_on(today) {
        return Some("that was for a time which is over".to_owned());
    }
    let then = Severity::ALL.iter().find(|severity| severity.as_str() == earlier.what.severity);
    if then.is_none_or(|then| finding.severity > *then) {
        return Some(format!("it was {} then and is {} now", earlier.what.severity, finding.severity.as_str()));
    }
    let kept: Vec<&str> = earlier.what.context.lines().collect();
    // Without what it rested on then, nothing can be compared: a less severe finding is no news, the same one holds.
    if kept.is_empty() {
        return None;
    }
    if let Some((name, value)) = facts(finding).find(|(name, value)| !kept.contains(&format!("fact:{name}={value}").as_str())) {
        return Some(format!("this is new since then: {name}, {value}"));
    }
    for (name, now, unit) in doses(finding, regimen) {
        let before = kept.iter().find_map(|line| line.strip_prefix(&format!("dose:{name}=")));
        let before = before.and_then(|before| before.strip_suffix(&format!(" {unit}"))?.parse::<Decimal>().ok());
        if before.is_some_and(|before| now > before) {
            return Some(format!("the dose of {name} is higher now: {now} {unit} a day"));
        }
    }
    let step_then = kept.iter().find_map(|line| line.strip_prefix("step:"));
    let lower = then.is_some_and(|then| finding.severity < *then);
    (!lower && step_then.is_some_and(|then| then != step(finding))).then(|| "another step of the rule holds now".to_owned())
}

/// Facts about the person that are words: a condition, a pregnancy, a gene.
fn facts(finding: &Finding) -> impl Iterator<Item = (&str, &str)> {
    let words = |value: &str| !value.chars().any(|letter| letter.is_ascii_digit());
    finding.context_used.iter().filter(move |(_, value)| words(value)).map(|(name, value)| (name.as_str(), value.as_str()))
}

/// The step of the rule, told by what it asks to be done.
fn step(finding: &Finding) -> String {
    hex::encode(&Sha256::digest(finding.action.as_bytes())[..4])
}

/// The daily doses of what the finding is about, where they are known.
fn doses(finding: &Finding, regimen: &Regimen) -> Vec<(String, Decimal, String)> {
    let named = |item: &concord_engines::safety::Item| {
        let by_id = finding.ids.iter().position(|id| item.substance.as_ref() == Some(id));
        let by_name = || finding.substances.iter().position(|name| name.eq_ignore_ascii_case(&item.name));
        by_id.or_else(by_name).and_then(|place| finding.substances.get(place))
    };
    let taken = regimen.items.iter().filter(|item| item.status != Status::Stopped);
    taken
        .filter_map(|item| {
            let daily = item.dose?.checked_mul(item.per_day?)?;
            Some((named(item)?.clone(), daily.normalize(), item.unit.clone()?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use concord_chart::{
        EventId,
        acknowledgement::{AcknowledgeReason, FindingAcknowledged},
    };
    use concord_engines::safety::{Circumstances, Item, KnownAllergy, review};
    use concord_knowledge::shipped;
    use jiff::civil::date;

    fn regimen(daily: i64) -> Regimen {
        let item = |name: &str, dose: i64| Item {
            name: name.to_owned(),
            substance: Some(name.into()),
            dose: Some(dose.into()),
            unit: Some("mg".to_owned()),
            per_day: Some(1.into()),
            days_on: Some(60),
            ..Item::default()
        };
        Regimen { items: vec![item("sertraline", daily), item("ibuprofen", 400)] }
    }

    /// The finding about both, as the review makes it.
    fn found(regimen: &Regimen, given: &Circumstances) -> Finding {
        let review = review(shipped(), regimen, given, None);
        review.findings.into_iter().find(|finding| finding.ids.len() == 2).unwrap()
    }

    fn kept(finding: &Finding, regimen: &Regimen, until: Option<Date>) -> Vec<Acknowledged> {
        let what = FindingAcknowledged {
            finding: finding.id.clone(),
            substances: finding.ids.clone(),
            severity: finding.severity.as_str().to_owned(),
            context: context_of(finding, regimen),
            reason: AcknowledgeReason::Monitored,
            words: String::new(),
            until,
        };
        let id = EventId(uuid::Uuid::from_u128(1));
        vec![Acknowledged { id, at: date(2026, 8, 1).into(), by: "Dr Osei".into(), about: what.about(), what }]
    }

    const TODAY: Date = date(2026, 8, 20);

    fn now<'a>(finding: &Finding, regimen: &Regimen, known: &'a [Acknowledged]) -> Standing<'a> {
        standing(finding, regimen, known, TODAY, &TimeZone::UTC)
    }

    #[test]
    fn what_was_weighed_stays_quiet_while_nothing_is_worse() {
        let (taken, given) = (regimen(50), Circumstances::default());
        let finding = found(&taken, &given);
        let known = kept(&finding, &taken, None);
        assert_eq!(now(&finding, &taken, &[]), Standing::New);
        assert!(matches!(now(&finding, &taken, &known), Standing::Holds(_)));
        let less = regimen(25);
        assert!(matches!(now(&found(&less, &given), &less, &known), Standing::Holds(_)), "a lower dose is no news");
    }

    #[test]
    fn a_raised_dose_shows_it_again_and_says_so() {
        let given = Circumstances {
            allergies: vec![KnownAllergy { to: "penicillin".into(), intolerance: false, reaction: None }],
            ..Circumstances::default()
        };
        let (then, more) = (regimen(50), regimen(100));
        let known = kept(&found(&then, &given), &then, None);
        let Standing::Worse(why) = now(&found(&more, &given), &more, &known) else { panic!("it stayed quiet") };
        assert!(why.contains("the dose of sertraline is higher now: 100 mg a day") && why.contains("Dr Osei"), "{why}");
    }

    #[test]
    fn a_worse_severity_or_a_new_fact_shows_it_again() {
        let (taken, given) = (regimen(50), Circumstances::default());
        let mut finding = found(&taken, &given);
        let known = kept(&finding, &taken, None);
        finding.context_used.push(("condition".into(), "peptic ulcer".into()));
        let Standing::Worse(why) = now(&finding, &taken, &known) else { panic!("it stayed quiet") };
        assert!(why.contains("new since then: condition, peptic ulcer"), "{why}");
        finding.severity = Severity::Contraindicated;
        let Standing::Worse(why) = now(&finding, &taken, &known) else { panic!("it stayed quiet") };
        assert!(why.contains("is contraindicated now"), "{why}");
    }

    #[test]
    fn what_was_weighed_for_a_time_is_shown_again_after_it() {
        let (taken, given) = (regimen(50), Circumstances::default());
        let finding = found(&taken, &given);
        let known = kept(&finding, &taken, Some(date(2026, 8, 10)));
        assert!(matches!(now(&finding, &taken, &known), Standing::Worse(_)));
    }
}
