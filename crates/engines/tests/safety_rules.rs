//! What rules mean: scopes, unknown facts, ladders, silence and precedence, on a small knowledge of its own.
#![allow(clippy::unwrap_used)]

use concord_engines::safety::{Circumstances, Item, Lab, PairOutcome, Regimen, Review, Sex, Status, review};
use concord_knowledge::Knowledge;
use concord_knowledge::vocabulary::{Kind, Severity};
use rust_decimal::Decimal;

const SOURCE: &str = "id = \"s\"\ntitle = \"S\"\ncitation = \"S, 2026\"\nverification = \"unverified\"\n";
const CITED: &str = "source = \"s\"\nverification = \"unverified\"\n";

fn substance(id: &str, more: &str) -> (String, String) {
    let text = format!(
        "id = \"{id}\"\nname = \"{id}\"\nclass = \"x\"\ngroup = \"other\"\n{}\n[plain]\npurpose = \"p\"\naction = \"a\"\n{CITED}\n{}",
        more.split("---").next().unwrap(),
        more.split("---").nth(1).unwrap_or_default().replace("CITED", CITED),
    );
    (format!("substances/{id}.toml"), text)
}

/// Five substances: two that lengthen QT, an inhibitor, a food, and one with a dose limit.
fn knowledge(rules: &str) -> Knowledge {
    let rule = rules.replace(
        "SAYS",
        &format!(
            "title = \"{{a}} and {{b}}\"\nconsequence = \"c\"\nmechanism = \"m\"\naction = \"a\"\nevidence = \"A\"\n{CITED}"
        ),
    );
    let mut files = [
        ("edition.toml".to_owned(), "edition = 2026-11-22\n".to_owned()),
        ("sources/s.toml".to_owned(), SOURCE.to_owned()),
        ("rules/r.toml".to_owned(), format!("id = \"r\"\nabout = \"x\"\n{rule}")),
        substance(
            "alpha",
            "tags = [\"beat\"]\n---[[facts]]\nvalues = { qt = 2 }\nCITED\n[[facts]]\nvalues = { bp_up = 2 }\nfrom_daily = 150\nCITED\n[[cleared_by]]\nenzyme = \"CYP2D6\"\nshare = \"sensitive\"\nCITED",
        ),
        substance("beta", "tags = [\"beat\"]\n---[[facts]]\nvalues = { qt = 1 }\nCITED"),
        substance(
            "gamma",
            "brands = [\"Gammax\"]\n---[[affects]]\nenzyme = \"CYP2D6\"\nhow = \"inhibits\"\nstrength = \"strong\"\noffset_days = 35\nCITED",
        ),
        substance("delta", "kind = \"food\"\n"),
        substance("epsilon", "---[[doses]]\nindication = \"x\"\nstart = 10\nmax = 100\nunit = \"mg/day\"\nCITED"),
    ];
    files.sort();
    Knowledge::load(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))).unwrap()
}

fn item(name: &str, daily: i64) -> Item {
    Item {
        name: name.to_owned(),
        dose: Some(daily.into()),
        unit: Some("mg".to_owned()),
        per_day: Some(Decimal::ONE),
        ..Item::default()
    }
}

fn stopped(name: &str, days: Option<u32>) -> Item {
    Item { status: Status::Stopped, days_since_stop: days, ..item(name, 10) }
}

fn woman() -> Circumstances {
    Circumstances { age: Some(70), sex: Some(Sex::Female), ..Circumstances::default() }
}

fn with_lab(key: &str, value: i64) -> Circumstances {
    let mut person = woman();
    person.labs.insert(key.to_owned(), Lab { value: value.into(), days_old: Some(12) });
    person
}

fn of(knowledge: &Knowledge, items: &[Item], person: &Circumstances) -> Review {
    review(knowledge, &Regimen { items: items.to_vec() }, person, None)
}

fn severity(review: &Review, id: &str) -> Option<Severity> {
    review.findings.iter().find(|found| found.id == id).map(|found| found.severity)
}

const QT: &str = "[[rules]]\nid = \"qt\"\nscope = \"one\"\nkind = \"drug_lab\"\nmatter = \"qt\"\na = \"qt >= 1\"\nladder = [{ if = \"lab(qtc_ms) >= 500\", severity = \"major\", personal = true }, { if = \"qt >= 2\", severity = \"minor\" }]\nSAYS";

#[test]
fn an_unknown_value_leaves_the_lower_step_and_is_said_to_be_missing() {
    let knowledge = knowledge(QT);
    let open = of(&knowledge, &[item("alpha", 10)], &woman());
    assert_eq!(severity(&open, "qt"), Some(Severity::Minor));
    assert_eq!(open.findings[0].context_missing, ["qtc ms"]);
    assert_eq!((open.not_checked[0].what.as_str(), open.not_checked[0].could_be), ("qtc ms", Some(Severity::Major)));
    let known = of(&knowledge, &[item("alpha", 10)], &with_lab("qtc_ms", 510));
    assert_eq!(severity(&known, "qt"), Some(Severity::Major));
    assert!(known.findings[0].interruptive, "it rests on this person");
    assert_eq!(known.findings[0].context_used, [("qtc ms".to_owned(), "510, 12 days old".to_owned())]);
    assert_eq!(known.not_checked, []);
}

#[test]
fn where_no_step_can_be_decided_nothing_is_found_and_it_is_said() {
    let knowledge = knowledge(QT);
    let open = of(&knowledge, &[item("beta", 10)], &woman());
    assert_eq!(severity(&open, "qt"), None);
    assert_eq!(open.not_checked.len(), 1);
    let known = of(&knowledge, &[item("beta", 10)], &with_lab("qtc_ms", 420));
    assert!(known.checked_clear, "{known:?}");
}

#[test]
fn a_property_from_a_dose_on_is_unknown_where_the_dose_is() {
    let rule = "[[rules]]\nid = \"bp\"\nscope = \"one\"\nkind = \"drug_age\"\nmatter = \"bp\"\na = \"bp_up >= 1 and age >= 65\"\nladder = [{ severity = \"moderate\" }]\nSAYS";
    let knowledge = knowledge(rule);
    assert_eq!(severity(&of(&knowledge, &[item("alpha", 150)], &woman()), "bp"), Some(Severity::Moderate));
    assert_eq!(severity(&of(&knowledge, &[item("alpha", 149)], &woman()), "bp"), None);
    let unknown = Item { dose: None, ..item("alpha", 1) };
    let open = of(&knowledge, std::slice::from_ref(&unknown), &woman());
    assert_eq!((severity(&open, "bp"), open.not_checked[0].what.as_str()), (None, "dose of alpha"));
    let young = Circumstances { age: Some(30), ..woman() };
    assert_eq!(of(&knowledge, &[unknown], &young).not_checked, [], "at thirty the dose does not matter");
}

#[test]
fn the_kind_of_a_pair_follows_from_what_the_two_are() {
    let rule = "[[rules]]\nid = \"p\"\nscope = \"pair\"\nmatter = \"x\"\na = \"is(alpha)\"\nb = \"is(delta, beta)\"\nladder = [{ severity = \"moderate\" }]\nSAYS";
    let knowledge = knowledge(rule);
    let kind = |other: &str| of(&knowledge, &[item("alpha", 1), item(other, 1)], &woman()).findings[0].kind;
    assert_eq!((kind("delta"), kind("beta")), (Kind::DrugFood, Kind::DrugDrug));
}

#[test]
fn a_pair_is_said_once_by_the_rule_that_is_cut_most_closely() {
    let rules = "[[rules]]\nid = \"class\"\nscope = \"pair\"\nmatter = \"x\"\na = \"qt >= 1\"\nb = \"qt >= 1\"\nladder = [{ severity = \"major\" }]\nSAYS\n[[rules]]\nid = \"closer\"\nscope = \"pair\"\nmatter = \"x\"\na = \"is(alpha)\"\nb = \"is(beta)\"\nladder = [{ severity = \"minor\" }]\nSAYS";
    let found = of(&knowledge(rules), &[item("alpha", 1), item("beta", 1)], &woman());
    let ids: Vec<&str> = found.findings.iter().map(|finding| finding.id.as_str()).collect();
    assert_eq!(ids, ["closer"]);
    assert_eq!(found.suppressed.len(), 1, "both directions of one rule are one");
    assert_eq!((found.suppressed[0].finding.id.as_str(), found.suppressed[0].by.as_str()), ("class", "closer"));
    assert_eq!(found.pairs[0].state, PairOutcome::Found(Severity::Minor));
}

#[test]
fn a_rule_that_only_silences_keeps_what_it_silenced_with_its_reason() {
    let rules = "[[rules]]\nid = \"class\"\nscope = \"pair\"\nmatter = \"x\"\na = \"qt >= 1\"\nb = \"qt >= 1\"\nladder = [{ severity = \"major\" }]\nSAYS\n[[rules]]\nid = \"quiet\"\nscope = \"pair\"\nmatter = \"x\"\na = \"is(alpha) and daily <= 50\"\nb = \"is(beta)\"\nladder = []\ninstead_of = [\"class\"]\nsilent_why = \"a small dose\"\nSAYS";
    let knowledge = knowledge(rules);
    let quiet = of(&knowledge, &[item("alpha", 50), item("beta", 1)], &woman());
    assert_eq!(quiet.findings, []);
    assert_eq!((quiet.suppressed[0].why.as_str(), quiet.suppressed[0].by.as_str()), ("a small dose", "quiet"));
    let loud = of(&knowledge, &[item("alpha", 51), item("beta", 1)], &woman());
    assert_eq!(severity(&loud, "class"), Some(Severity::Major));
}

#[test]
fn a_sum_counts_everything_that_is_taken_and_lists_it() {
    let rule = "[[rules]]\nid = \"sum\"\nscope = \"all\"\nkind = \"burden_qt\"\nmatter = \"qt_sum\"\na = \"qt >= 1\"\nwhen = \"count(qt >= 1) >= 2\"\nladder = [{ if = \"sum(qt) >= 3\", severity = \"moderate\" }]\ntitle = \"QT: {all}\"\nconsequence = \"c\"\nmechanism = \"m\"\naction = \"a\"\nevidence = \"A\"\nsource = \"s\"\nverification = \"unverified\"\n";
    let knowledge = knowledge(rule);
    let found = of(&knowledge, &[item("beta", 1), item("gamma", 1), item("alpha", 1)], &woman());
    let sum = found.findings.iter().find(|finding| finding.id == "sum").unwrap();
    assert_eq!((sum.title.as_str(), sum.substances.len()), ("QT: alpha and beta", 2));
    assert_eq!(severity(&of(&knowledge, &[item("alpha", 1)], &woman()), "sum"), None);
}

#[test]
fn a_cap_speaks_only_above_it() {
    let rule = "[[rules]]\nid = \"cap\"\nscope = \"one\"\nkind = \"drug_age\"\nmatter = \"dose\"\na = \"is(epsilon)\"\nwhen = \"age >= 65\"\nmax_daily = 50\nladder = [{ severity = \"moderate\" }]\nSAYS";
    let knowledge = knowledge(rule);
    assert_eq!(severity(&of(&knowledge, &[item("epsilon", 50)], &woman()), "cap"), None);
    let above = of(&knowledge, &[item("epsilon", 51)], &woman());
    assert_eq!(above.findings[0].numbers.max_daily_mg, Some(50.into()));
    let twice = of(&knowledge, &[item("epsilon", 30), item("epsilon", 30)], &woman());
    assert_eq!(severity(&twice, "cap"), Some(Severity::Moderate), "two lines of one substance are one dose");
    let unknown = of(&knowledge, &[Item { dose: None, ..item("epsilon", 1) }], &woman());
    assert_eq!((severity(&unknown, "cap"), unknown.not_checked[0].what.as_str()), (None, "dose of epsilon"));
}

#[test]
fn days_that_have_to_pass_are_counted_from_the_last_dose() {
    let rule = "[[rules]]\nid = \"wash\"\nscope = \"washout\"\nkind = \"washout\"\nmatter = \"x\"\na = \"is(alpha)\"\nb = \"is(beta)\"\nmin_days = 14\nladder = [{ severity = \"major\" }]\nSAYS";
    let knowledge = knowledge(rule);
    let after = |days: Option<u32>| of(&knowledge, &[stopped("alpha", days), item("beta", 1)], &woman());
    assert_eq!(severity(&after(Some(13)), "wash"), Some(Severity::Major));
    assert_eq!(severity(&after(Some(14)), "wash"), None);
    let unknown = after(None);
    assert_eq!((severity(&unknown, "wash"), unknown.not_checked[0].what.as_str()), (None, "when alpha was stopped"));
    assert_eq!(unknown.pairs[0].state, PairOutcome::NotChecked);
}

#[test]
fn an_inhibitor_acts_until_the_enzyme_has_recovered() {
    let rule = "[[rules]]\nid = \"inh\"\nscope = \"pair\"\nmatter = \"level\"\na = \"inhibits(CYP2D6, strong)\"\nb = \"cleared_by(CYP2D6, sensitive)\"\ninstead_of = [\"kinetics\"]\nladder = [{ severity = \"major\" }]\nSAYS";
    let knowledge = knowledge(rule);
    let with = |gamma: Item| of(&knowledge, &[gamma, item("alpha", 1)], &woman());
    assert_eq!(severity(&with(item("Gammax", 1)), "inh"), Some(Severity::Major));
    assert_eq!(severity(&with(stopped("gamma", Some(34))), "inh"), Some(Severity::Major));
    assert_eq!(severity(&with(stopped("gamma", Some(35))), "inh"), None);
    assert!(with(item("gamma", 1)).suppressed.iter().any(|hidden| hidden.finding.id == "kinetics"));
}

#[test]
fn exposure_is_computed_where_no_rule_says_it() {
    let knowledge = knowledge("");
    let found = of(&knowledge, &[item("gamma", 1), item("alpha", 1)], &woman());
    let exposure = &found.findings[0];
    assert_eq!((exposure.id.as_str(), exposure.severity), ("kinetics", Severity::Moderate));
    // 1 / (0.85 · 0.06 + 0.15): a sensitive substrate under a strong inhibitor.
    assert_eq!(exposure.numbers.ratio, Some("4.98".parse().unwrap()));
    assert!(exposure.mechanism.contains("inhibits CYP2D6 strongly"), "{}", exposure.mechanism);
    let poor = Circumstances { pharmacogenes: [("CYP2D6".to_owned(), "PM".to_owned())].into(), ..woman() };
    let found = of(&knowledge, &[item("gamma", 1), item("alpha", 1)], &poor);
    let ids: Vec<&str> = found.findings.iter().map(|finding| finding.id.as_str()).collect();
    assert_eq!(ids, ["kinetics.gene"], "where nothing is left to inhibit, the gene is the finding");
}

#[test]
fn a_dose_far_above_the_maximum_is_worse() {
    let knowledge = knowledge("");
    let of_dose = |daily: i64| severity(&of(&knowledge, &[item("epsilon", daily)], &woman()), "dose.max");
    assert_eq!((of_dose(100), of_dose(101), of_dose(200)), (None, Some(Severity::Moderate), Some(Severity::Major)));
}

#[test]
fn what_an_open_step_would_say_as_well_is_not_asked() {
    let rule = "[[rules]]\nid = \"same\"\nscope = \"one\"\nkind = \"drug_lab\"\nmatter = \"x\"\na = \"is(alpha)\"\nladder = [{ if = \"lab(qtc_ms) >= 500\", severity = \"minor\" }, { severity = \"minor\" }]\nSAYS";
    let found = of(&knowledge(rule), &[item("alpha", 10)], &woman());
    assert_eq!(severity(&found, "same"), Some(Severity::Minor));
    assert_eq!(found.not_checked, [], "whatever the value is, the same is said");
    assert_eq!(found.findings[0].context_missing, Vec::<String>::new());
}

#[test]
fn how_bad_an_open_question_could_be_is_told_by_the_steps_that_can_still_hold() {
    let rule = "[[rules]]\nid = \"r\"\nscope = \"one\"\nkind = \"drug_lab\"\nmatter = \"x\"\na = \"is(alpha)\"\nladder = [{ if = \"age >= 80 and lab(qtc_ms) >= 450\", severity = \"major\" }, { if = \"lab(qtc_ms) >= 450\", severity = \"minor\" }]\nSAYS";
    let open = of(&knowledge(rule), &[item("alpha", 10)], &woman());
    assert_eq!(open.not_checked[0].could_be, Some(Severity::Minor), "at seventy the first step cannot hold");
}
