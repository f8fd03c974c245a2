//! What has to hold within therapies, practices, their word lists, scales and skills, and between them.

use crate::basis::Sourced;
use crate::caution::Caution;
use crate::check::{Cited, Report, cited, each, maybe};
use crate::load::Reading;
use crate::practice::Practice;
use crate::rating::RatingScale;
use crate::refusal::Refusal;
use crate::skill_set::SkillSet;
use crate::therapy::{Fidelity, Phase, Therapy};
use crate::word_list::WordList;
use std::collections::BTreeSet;

/// Runs every check over courses and their words.
pub(crate) fn all(reading: &Reading, found: &mut Vec<Refusal>) {
    let names = Names::of(reading);
    for (file, therapy) in reading.therapies.values() {
        cited(file, therapy_citations(therapy), &reading.sources, found);
        therapy_itself(&mut Report { file, found }, therapy, &names);
    }
    for (file, practice) in reading.practices.values() {
        cited(file, practice_citations(practice), &reading.sources, found);
        practice_itself(&mut Report { file, found }, practice, &names);
    }
    for (file, list) in reading.word_lists.values() {
        cited(file, vec![("list".to_owned(), list as &dyn Sourced)], &reading.sources, found);
        list_itself(&mut Report { file, found }, list, &names);
    }
    for (file, set) in reading.skill_sets.values() {
        cited(file, skill_set_citations(set), &reading.sources, found);
        skill_set_itself(&mut Report { file, found }, set, &names);
    }
    let scales = reading.scales.values().map(|scale| (format!("scale {}", scale.id), scale as &dyn Sourced));
    cited(SCALES, scales.collect(), &reading.sources, found);
    for scale in reading.scales.values() {
        scale_itself(&mut Report { file: SCALES, found }, scale);
    }
}

const SCALES: &str = "vocabulary/scales.toml";

pub(crate) fn therapy_citations(therapy: &Therapy) -> Cited<'_> {
    let mut all: Cited<'_> = vec![("expected".to_owned(), &therapy.expected), ("judge".to_owned(), &therapy.judge)];
    maybe(&mut all, "own_measure", therapy.own_measure.as_ref());
    phase_citations(&mut all, &therapy.phases);
    for protocol in &therapy.protocols {
        all.push((format!("protocol {}", protocol.id), protocol));
        phase_citations(&mut all, &protocol.phases);
    }
    if let Some(fidelity) = &therapy.fidelity {
        each(&mut all, &fidelity.scales, |scale| format!("fidelity scale {}", scale.id));
    }
    maybe(&mut all, "group", therapy.group.as_ref());
    each(&mut all, &therapy.agreements, |agreement| format!("agreement {}", agreement.id));
    each(&mut all, &therapy.cautions, |caution| format!("caution {}", caution.id));
    all
}

fn phase_citations<'a>(all: &mut Cited<'a>, phases: &'a [Phase]) {
    for phase in phases {
        maybe(all, format!("sessions of phase {}", phase.id), phase.sessions.as_ref());
    }
}

pub(crate) fn practice_citations(practice: &Practice) -> Cited<'_> {
    let mut all: Cited<'_> = vec![
        ("expected".to_owned(), &practice.expected),
        ("judge".to_owned(), &practice.judge),
        ("evidence".to_owned(), &practice.evidence),
    ];
    each(&mut all, &practice.claims, |claim| format!("claim for {}", claim.used_for));
    each(&mut all, &practice.protocols, |protocol| format!("protocol {}", protocol.id));
    each(&mut all, &practice.cautions, |caution| format!("caution {}", caution.id));
    all
}

pub(crate) fn skill_set_citations(set: &SkillSet) -> Cited<'_> {
    let mut all: Cited<'_> = vec![("skills".to_owned(), set)];
    for skill in set.skills() {
        each(&mut all, &skill.cautions, |caution| format!("caution {} of {}", caution.id, skill.code));
    }
    all
}

/// The names that courses can use.
struct Names<'a> {
    conditions: BTreeSet<&'a str>,
    items: BTreeSet<&'a str>,
    scales: BTreeSet<&'a str>,
    skill_sets: BTreeSet<&'a str>,
    lists: BTreeSet<&'a str>,
}

impl<'a> Names<'a> {
    fn of(reading: &'a Reading) -> Self {
        let mut items: BTreeSet<&str> = reading.outside.iter().map(String::as_str).collect();
        for (_, substance) in reading.substances.values() {
            items.insert(substance.id.as_str());
            items.extend(substance.tags.iter().map(String::as_str));
        }
        Self {
            conditions: reading.conditions.keys().map(String::as_str).collect(),
            items,
            scales: reading.scales.keys().map(String::as_str).collect(),
            skill_sets: reading.skill_sets.keys().map(String::as_str).collect(),
            lists: reading.word_lists.keys().map(|name| name.as_str()).collect(),
        }
    }
}

fn therapy_itself(report: &mut Report<'_>, therapy: &Therapy, names: &Names<'_>) {
    report.expect(!therapy.session_parts.is_empty(), "session_parts", "there are none.");
    phases(report, "phases", &therapy.phases);
    report.expect(!therapy.phases.is_empty(), "phases", "there are none.");
    report.expect_order("expected", therapy.expected.sessions_from, therapy.expected.sessions_to);
    report.expect(therapy.expected.days_between > 0, "expected", "sessions cannot be zero days apart.");
    report.expect_order("judge", therapy.judge.weeks_from, therapy.judge.weeks_to);
    let reachable = therapy.judge.min_sessions <= therapy.expected.sessions_to;
    report.expect(reachable, "judge", "it asks for more sessions than a usual course has.");
    for protocol in &therapy.protocols {
        let name = format!("protocol {}", protocol.id);
        report.expect_order(&name, protocol.sessions_from, protocol.sessions_to);
        report.expect(protocol.sessions_from > 0, &name, "a course of no sessions is none.");
        phases(report, &name, &protocol.phases);
    }
    once(report, "protocols", therapy.protocols.iter().map(|one| one.id.as_str()));
    once(report, "techniques", therapy.techniques.iter().map(|one| one.id.as_str()));
    once(report, "homework", therapy.homework.iter().map(|one| one.id.as_str()));
    once(report, "agreements", therapy.agreements.iter().map(|one| one.id.as_str()));
    therapy.fidelity.iter().for_each(|fidelity| fidelity_itself(report, fidelity));
    if let Some(group) = &therapy.group {
        report.expect_order("group", group.size_from, group.size_to);
        report.expect(group.size_from > 1, "group", "a group has more than one member.");
    }
    therapy_names(report, therapy, names);
    cautions(report, &therapy.cautions, names);
}

fn therapy_names(report: &mut Report<'_>, therapy: &Therapy, names: &Names<'_>) {
    for list in &therapy.word_lists {
        known(report, "word_lists", &names.lists, "list in words/", list.as_str());
    }
    for scale in &therapy.scales {
        known(report, "scales", &names.scales, "scale", scale);
    }
    if let Some(set) = &therapy.skill_set {
        known(report, "skill_set", &names.skill_sets, "set in skills/", set);
    }
}

fn phases(report: &mut Report<'_>, entry: &str, phases: &[Phase]) {
    once(report, entry, phases.iter().map(|phase| phase.id.as_str()));
    let mut last = 1;
    for range in phases.iter().filter_map(|phase| phase.sessions.as_ref()) {
        report.expect_order(entry, range.from, range.to);
        report.expect(range.from >= last, entry, format!("a phase begins at session {}, before an earlier one.", range.from));
        last = range.from;
    }
}

fn fidelity_itself(report: &mut Report<'_>, fidelity: &Fidelity) {
    report.expect(!fidelity.elements.is_empty(), "fidelity", "there are no elements.");
    once(report, "fidelity", fidelity.elements.iter().map(|one| one.id.as_str()));
    once(report, "fidelity", fidelity.scales.iter().map(|one| one.id.as_str()));
    for scale in &fidelity.scales {
        let name = format!("fidelity scale {}", scale.id);
        report.expect_order(&name, scale.from, scale.to);
        let within = scale.competent_from.is_none_or(|cut| (scale.from..=scale.to).contains(&cut));
        report.expect(within, &name, "its cut lies outside its range.");
    }
}

fn practice_itself(report: &mut Report<'_>, practice: &Practice, names: &Names<'_>) {
    report.expect_order("judge", practice.judge.weeks_from, practice.judge.weeks_to);
    let expected = &practice.expected;
    if let (Some(from), Some(to)) = (expected.sessions_from, expected.sessions_to) {
        report.expect_order("expected", from, to);
    }
    let counted = expected.sessions_per_week.or(expected.home_per_week).is_some();
    report.expect(counted, "expected", "it says neither how many sessions nor how many sittings a week.");
    once(report, "protocols", practice.protocols.iter().map(|one| one.id.as_str()));
    for protocol in &practice.protocols {
        let name = format!("protocol {}", protocol.id);
        if let (Some(from), Some(to)) = (protocol.sessions_from, protocol.sessions_to) {
            report.expect_order(&name, from, to);
        }
        let counted = protocol.sessions_from.or(protocol.home_per_week).is_some();
        report.expect(counted, &name, "it says neither how many sessions nor how many sittings a week.");
    }
    for claim in &practice.claims {
        let name = format!("claim for {}", claim.used_for);
        report.expect(claim.level.is_none_or(|level| (1..=4).contains(&level)), &name, "a level of evidence goes from 1 to 4.");
        report.expect((1950..=2100).contains(&claim.year), &name, "its year is not the year of a statement.");
    }
    known(report, "own_measure", &names.scales, "scale", &practice.own_measure.scale);
    cautions(report, &practice.cautions, names);
}

fn list_itself(report: &mut Report<'_>, list: &WordList, names: &Names<'_>) {
    report.expect(!list.words.is_empty(), "words", "there are none.");
    once(report, "words", list.words.iter().map(|word| word.code.as_str()));
    if let Some(scale) = &list.scale {
        known(report, "scale", &names.scales, "scale", scale);
    }
}

fn skill_set_itself(report: &mut Report<'_>, set: &SkillSet, names: &Names<'_>) {
    known(report, "scale", &names.scales, "scale", &set.scale);
    once(report, "modules", set.modules.iter().map(|module| module.id.as_str()));
    once(report, "skills", set.skills().map(|skill| skill.code.as_str()));
    report.expect(set.modules.iter().all(|module| !module.skills.is_empty()), "modules", "a module has no skills.");
    for skill in set.skills() {
        cautions(report, &skill.cautions, names);
    }
}

fn scale_itself(report: &mut Report<'_>, scale: &RatingScale) {
    let name = format!("scale {}", scale.id);
    report.expect(scale.from < scale.to, &name, "it does not rise.");
    report.expect(scale.step > 0 && scale.step <= scale.to - scale.from.min(scale.to), &name, "its step does not fit in it.");
    let rising = scale.points.windows(2).all(|pair| pair[0].value < pair[1].value);
    let within = scale.points.iter().all(|point| scale.admits(point.value));
    report.expect(rising && within, &name, "its points do not rise within it.");
}

/// A caution says for whom in names that are there, and what to do wherever it is about somebody.
fn cautions(report: &mut Report<'_>, cautions: &[Caution], names: &Names<'_>) {
    once(report, "cautions", cautions.iter().map(|caution| caution.id.as_str()));
    for caution in cautions {
        let name = format!("caution {}", caution.id);
        let Some(when) = &caution.when else {
            continue;
        };
        report.expect(!when.is_empty(), &name, "its `when` names nobody; take it out to speak of everybody.");
        report.expect(caution.action.is_some(), &name, "it says for whom, but not in `action` what to do.");
        when.conditions.iter().for_each(|id| known(report, &name, &names.conditions, "condition", id));
        when.taking.iter().for_each(|id| known(report, &name, &names.items, "substance or class", id));
    }
}

fn known(report: &mut Report<'_>, entry: &str, names: &BTreeSet<&str>, sort: &str, name: &str) {
    report.expect(names.contains(name), entry, format!("there is no {sort} `{name}`; correct it or add it."));
}

fn once<'a>(report: &mut Report<'_>, entry: &str, ids: impl Iterator<Item = &'a str>) {
    let mut seen = BTreeSet::new();
    for id in ids {
        report.expect(seen.insert(id), entry, format!("`{id}` stands there twice."));
    }
}
