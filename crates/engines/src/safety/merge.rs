//! Which findings are shown: one for each set of substances and matter, the one cut most closely to the case. What is not
//! shown stays, with the reason.

use super::draft::{Draft, Scope};
use super::finding::{Citation, Finding, Suppressed};
use super::rules::Silencer;
use concord_knowledge::vocabulary::Kind;
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

/// Why a finding is silent and by which rule.
struct Silence {
    why: String,
    by: String,
}

/// Of one rule that says the same twice about the same substances (a pair from both sides, two items of one substance) the
/// worse is left.
fn once_each(mut drafts: Vec<Draft<'_>>) -> Vec<Draft<'_>> {
    drafts.sort_by(|a, b| {
        let same = (&a.finding.id, &a.drugs, &a.finding.matter).cmp(&(&b.finding.id, &b.drugs, &b.finding.matter));
        same.then_with(|| a.silent.is_some().cmp(&b.silent.is_some()))
            .then_with(|| b.finding.severity.cmp(&a.finding.severity))
            .then_with(|| a.finding.title.cmp(&b.finding.title))
    });
    drafts.dedup_by(|next, kept| {
        next.finding.id == kept.finding.id && next.drugs == kept.drugs && next.finding.matter == kept.finding.matter
    });
    drafts
}

/// Divides drafts into what is shown, in order of weight, and what is not.
pub(crate) fn decide(drafts: Vec<Draft<'_>>, silencers: &[Silencer<'_>]) -> (Vec<Finding>, Vec<Suppressed>) {
    let mut drafts = once_each(drafts);
    drafts.sort_by(|a, b| closeness(a).cmp(&closeness(b)));
    let mut silences: Vec<Option<Silence>> = drafts.iter().map(|draft| own_silence(draft)).collect();
    by_silencers(&drafts, silencers, &mut silences);
    by_each_other(&drafts, &mut silences);
    by_washouts(&drafts, &mut silences);
    computed_genes(&drafts, &mut silences);
    let citations = one_for_each_matter(&drafts, &mut silences);
    let mut shown = Vec::new();
    let mut hidden = Vec::new();
    for ((draft, silence), more) in drafts.into_iter().zip(silences).zip(citations) {
        let mut finding = draft.finding;
        match silence {
            None => {
                for citation in more {
                    if !finding.citations.contains(&citation) {
                        finding.citations.push(citation);
                    }
                }
                shown.push(finding);
            }
            Some(Silence { why, by }) => hidden.push(Suppressed { finding: *finding, why, by }),
        }
    }
    shown.sort_by(|a, b| weight(a, b));
    hidden.sort_by(|a, b| weight(&a.finding, &b.finding).then_with(|| a.by.cmp(&b.by)));
    hidden.dedup_by(|a, b| a.finding.id == b.finding.id && a.finding.ids == b.finding.ids && a.by == b.by);
    (shown.into_iter().map(|finding| *finding).collect(), hidden)
}

/// From the most to the least closely cut; ties by severity and names, so that order of input means nothing.
fn closeness<'d>(
    draft: &'d Draft<'_>,
) -> (bool, Reverse<u8>, Reverse<concord_knowledge::vocabulary::Severity>, &'d str, &'d [String], &'d str) {
    let finding = &draft.finding;
    (
        draft.scope != Scope::Washout,
        Reverse(draft.specificity),
        Reverse(finding.severity),
        finding.id.as_str(),
        finding.substances.as_slice(),
        finding.title.as_str(),
    )
}

fn own_silence(draft: &Draft<'_>) -> Option<Silence> {
    draft.silent.as_ref().map(|why| Silence { why: why.clone(), by: draft.finding.id.clone() })
}

/// Whether a rule about these substances speaks for a finding: the same ones or some of them; a rule about one substance
/// also speaks for what partners do to it.
fn covers(scope: Scope, drugs: &[usize], about: Option<usize>, target: &Draft<'_>) -> bool {
    let contains = target.drugs.iter().all(|drug| drugs.contains(drug));
    let of_one = || scope == Scope::One && about.is_some() && target.about == about;
    contains || of_one()
}

fn by_silencers(drafts: &[Draft<'_>], silencers: &[Silencer<'_>], silences: &mut [Option<Silence>]) {
    for silencer in silencers {
        for (draft, silence) in drafts.iter().zip(silences.iter_mut()) {
            let named = silencer.instead_of.contains(&draft.finding.id);
            if silence.is_none() && named && covers(silencer.scope, &silencer.drugs, silencer.about, draft) {
                *silence = Some(Silence { why: silencer.why.to_owned(), by: silencer.id.to_owned() });
            }
        }
    }
}

fn by_each_other(drafts: &[Draft<'_>], silences: &mut [Option<Silence>]) {
    for (place, draft) in drafts.iter().enumerate() {
        if draft.silent.is_some() || draft.instead_of.is_empty() {
            continue;
        }
        for (other, target) in drafts.iter().enumerate().filter(|(other, _)| *other != place) {
            let named = draft.instead_of.contains(&target.finding.id);
            let mutual = silences[place].as_ref().is_some_and(|silence| silence.by == target.finding.id);
            if named && !mutual && silences[other].is_none() && covers(draft.scope, &draft.drugs, draft.about, target) {
                silences[other] =
                    Some(Silence { why: format!("said instead by: {}", draft.finding.title), by: draft.finding.id.clone() });
            }
        }
    }
}

/// Where the drug-free interval itself is the finding, the pair need not be named again.
fn by_washouts(drafts: &[Draft<'_>], silences: &mut [Option<Silence>]) {
    let washouts: Vec<(usize, &Draft<'_>)> =
        drafts.iter().enumerate().filter(|(place, draft)| draft.scope == Scope::Washout && silences[*place].is_none()).collect();
    for (place, draft) in drafts.iter().enumerate() {
        let lingering =
            draft.scope == Scope::Pair && draft.finding.matter != "level" && draft.finding.kind != Kind::DuplicateTherapy;
        let washout = washouts.iter().find(|(_, washout)| washout.drugs == draft.drugs);
        if let Some((_, washout)) = washout.filter(|_| lingering && silences[place].is_none()) {
            silences[place] = Some(Silence {
                why: format!("one of the two was stopped; said instead by: {}", washout.finding.title),
                by: washout.finding.id.clone(),
            });
        }
    }
}

/// A rule about a gene and a substance goes before what is only computed.
fn computed_genes(drafts: &[Draft<'_>], silences: &mut [Option<Silence>]) {
    for place in 0..drafts.len() {
        if drafts[place].finding.id != "kinetics.gene" || silences[place].is_some() {
            continue;
        }
        let rule = drafts.iter().find(|other| {
            other.specificity > 0 && other.drugs == drafts[place].drugs && other.finding.kind == Kind::Pharmacogene
        });
        silences[place] =
            rule.map(|rule| Silence { why: format!("said instead by: {}", rule.finding.title), by: rule.finding.id.clone() });
    }
}

/// Substances, matter and, about one substance, kind.
type Matter<'d> = (&'d [usize], &'d str, Option<Kind>);

/// Of several findings about the same substances and the same matter one is left; it takes over the others' citations.
fn one_for_each_matter(drafts: &[Draft<'_>], silences: &mut [Option<Silence>]) -> Vec<Vec<Citation>> {
    let mut groups: BTreeMap<Matter<'_>, Vec<usize>> = BTreeMap::new();
    for (place, draft) in drafts.iter().enumerate().filter(|(place, _)| silences[*place].is_none()) {
        // About one substance a contraindication and a dose limit are two things even where the matter is one.
        let kind = (draft.drugs.len() < 2).then_some(draft.finding.kind);
        groups.entry((&draft.drugs, &draft.finding.matter, kind)).or_default().push(place);
    }
    let mut citations: Vec<Vec<Citation>> = drafts.iter().map(|_| Vec::new()).collect();
    for group in groups.values().filter(|group| group.len() > 1) {
        let Some(best) = group.iter().copied().reduce(|best, next| if beats(&drafts[next], &drafts[best]) { next } else { best })
        else {
            continue;
        };
        for loser in group.iter().copied().filter(|loser| *loser != best) {
            citations[best].extend(drafts[loser].finding.citations.iter().cloned());
            silences[loser] = Some(Silence {
                why: format!("the same matter is said more closely by: {}", drafts[best].finding.title),
                by: drafts[best].finding.id.clone(),
            });
        }
    }
    citations
}

/// Whether a draft that stands later in closeness is to be shown instead of an earlier one: what adds everything up knows
/// more about the person than a pair, so it wins where it is worse; of two equally close ones the worse wins.
fn beats(next: &Draft<'_>, best: &Draft<'_>) -> bool {
    let worse = next.finding.severity > best.finding.severity;
    let sum_and_pair = (next.scope == Scope::All) != (best.scope == Scope::All);
    if sum_and_pair {
        let pair_wins_ties = next.finding.severity == best.finding.severity && best.scope == Scope::All;
        return worse || pair_wins_ties;
    }
    worse && next.specificity == best.specificity
}

/// The order in which findings are shown: worst first, what stops, what rests on the person, what is serious, what is
/// best known.
pub(crate) fn weight(a: &Finding, b: &Finding) -> Ordering {
    let key = |finding: &Finding| {
        (
            Reverse(finding.severity),
            Reverse(finding.interruptive),
            Reverse(finding.personal),
            Reverse(finding.serious),
            finding.evidence,
            finding.kind,
        )
    };
    key(a).cmp(&key(b)).then_with(|| (&a.id, &a.substances, &a.title).cmp(&(&b.id, &b.substances, &b.title)))
}
