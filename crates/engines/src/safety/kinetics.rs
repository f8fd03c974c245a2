//! Exposure: how much more or less of a medicine is there because of what is taken with it, of smoking and of genes.
//!
//! One formula for all: the exposure of a medicine in relation to what it is alone is 1 / (Σ fm·a + 1 − Σ fm), where fm is
//! the share cleared by an enzyme and a what is left of that enzyme's activity. A label's advice always goes before it.

use super::case::Case;
use super::condition::Phenotype;
use super::draft::{Draft, Says};
use super::finding::Numbers;
use super::not_checked::{Missing, Unjudged};
use super::present::{Present, offset_days};
use super::regimen::Status;
use super::rules::kind_of;
use super::truth::Truth;
use super::words;
use concord_knowledge::Sourced;
use concord_knowledge::formulary::{Effect, How, Route, Share, Strength};
use concord_knowledge::vocabulary::{Attribute, Enzyme, Evidence, Kind, Severity};
use rust_decimal::{Decimal, prelude::FromPrimitive, prelude::ToPrimitive};

/// The id by which rules silence these findings.
pub(crate) const ID: &str = "kinetics";

/// One way out of the body with its share.
struct Way<'c> {
    route: &'c Route,
    fraction: f64,
}

/// What happens to one medicine.
pub(crate) struct Victim<'c> {
    item: usize,
    ways: Vec<Way<'c>>,
    /// It works through a product of the enzyme.
    prodrug: bool,
}

/// An effect on one of a victim's ways out.
struct Touch<'c> {
    way: usize,
    effect: &'c Effect,
}

/// Everything that enzymes have to say.
pub(crate) fn drafts<'c>(case: &Case<'c>, unjudged: &mut Unjudged) -> Vec<Draft<'c>> {
    let mut all = Vec::new();
    let perpetrators: Vec<usize> = (0..case.items.len()).filter(|item| perpetrates(case, *item)).collect();
    for item in (0..case.items.len()).filter(|item| case.items[*item].taken) {
        let Some(victim) = Victim::of(case, item) else { continue };
        let others: Vec<usize> =
            perpetrators.iter().copied().filter(|other| case.items[*other].place != case.items[item].place).collect();
        for other in &others {
            all.extend(one_perpetrator(case, &victim, *other, unjudged));
        }
        all.extend(several(case, &victim, &others));
        all.extend(gene_alone(case, &victim));
    }
    all
}

fn perpetrates(case: &Case<'_>, item: usize) -> bool {
    let present = &case.items[item];
    present.acts_on_enzymes() || fades(present)
}

/// Whether enzymes are changing because it was stopped lately, or will be.
fn fades(present: &Present<'_>) -> bool {
    !present.taken || present.item.status == Status::StopPlannedAbrupt
}

impl<'c> Victim<'c> {
    fn of(case: &Case<'c>, item: usize) -> Option<Self> {
        let substance = case.book.drugs[case.items[item].place].substance;
        let mut ways: Vec<Way<'c>> = substance.cleared_by.iter().map(|route| Way { route, fraction: fraction(route) }).collect();
        let total: f64 = ways.iter().map(|way| way.fraction).sum();
        if total > 1.0 {
            ways.iter_mut().for_each(|way| way.fraction /= total);
        }
        let prodrug = ways.iter().any(|way| way.route.activates);
        (!ways.is_empty()).then_some(Self { item, ways, prodrug })
    }

    /// Exposure (of the active product, for a prodrug) at these activities, in relation to full activity of everything.
    fn exposure(&self, activity: impl Fn(usize) -> f64) -> f64 {
        let cleared: f64 = self.ways.iter().enumerate().map(|(place, way)| way.fraction * activity(place)).sum();
        let rest = 1.0 - self.ways.iter().map(|way| way.fraction).sum::<f64>();
        let all = cleared + rest.max(0.0);
        if !self.prodrug {
            return 1.0 / all.max(0.02);
        }
        let activating = self.ways.iter().enumerate().filter(|(_, way)| way.route.activates);
        let (now, alone) = activating
            .fold((0.0, 0.0), |(now, alone), (place, way)| (now + way.fraction * activity(place), alone + way.fraction));
        if alone > 0.0 { (now / all.max(0.02)) / alone } else { 1.0 }
    }

    fn gene_activity(&self, case: &Case<'_>, way: usize) -> f64 {
        case.person.gene(self.ways[way].route.enzyme.as_str()).map_or(1.0, activity_of_gene)
    }

    /// What perpetrators touch. Effects that perhaps act are told apart.
    fn touches(&self, case: &Case<'c>, perpetrator: usize, stopped_too: bool) -> (Vec<Touch<'c>>, bool) {
        let present = &case.items[perpetrator];
        let drug = &case.book.drugs[present.place];
        let mut touches = Vec::new();
        let mut unknown = false;
        for (way, out) in self.ways.iter().enumerate() {
            for effect in drug.substance.affects.iter().filter(|effect| reaches(effect.enzyme, out.route.enzyme)) {
                let acts = if stopped_too { Truth::True } else { present.effect_acts(effect) };
                match acts {
                    Truth::True => touches.push(Touch { way, effect }),
                    Truth::Unknown => unknown = true,
                    Truth::False => {}
                }
            }
        }
        (touches, unknown)
    }

    /// Exposure under these effects, in relation to exposure with the same genes and without them.
    fn ratio(&self, case: &Case<'_>, touches: &[Touch<'_>]) -> f64 {
        let without = self.exposure(|way| self.gene_activity(case, way));
        let with = self.exposure(|way| self.gene_activity(case, way) * touched(touches, way));
        with / without
    }

    fn name<'n>(&self, case: &'n Case<'_>) -> &'n str {
        &case.items[self.item].name
    }

    fn narrow(&self, case: &Case<'_>) -> bool {
        case.items[self.item].property(Attribute::NarrowIndex).low > 0
    }
}

/// What several effects leave of an enzyme: the strongest inhibitor times the strongest inducer.
fn touched(touches: &[Touch<'_>], way: usize) -> f64 {
    let on_it = || touches.iter().filter(|touch| touch.way == way).map(|touch| activity(touch.effect));
    on_it().fold(1.0, f64::min) * on_it().fold(1.0, f64::max)
}

/// Whether an effect on one enzyme is an effect on another: on glucuronidation as a whole, also on each form of it.
fn reaches(affected: Enzyme, enzyme: Enzyme) -> bool {
    affected == enzyme || (affected == Enzyme::UGT && matches!(enzyme, Enzyme::UGT1A4 | Enzyme::UGT2B15))
}

/// The share cleared by one enzyme: as given, else what the substrate's class comes to in the formula (fivefold under a
/// strong inhibitor for a sensitive one, a little over twofold for a moderate one).
fn fraction(route: &Route) -> f64 {
    route.fraction.and_then(|fraction| fraction.to_f64()).unwrap_or(match route.share {
        Share::Sensitive => 0.85,
        Share::Moderate => 0.6,
        Share::Minor => 0.2,
    })
}

/// What an effect leaves of an enzyme's activity, by the FDA's classes of strength.
fn activity(effect: &Effect) -> f64 {
    match (effect.how, effect.strength) {
        (How::Inhibits, Strength::Strong) => 0.06,
        (How::Inhibits, Strength::Moderate) => 0.35,
        (How::Inhibits, Strength::Weak) => 0.7,
        (How::Induces, Strength::Strong) => 4.0,
        (How::Induces, Strength::Moderate) => 2.0,
        (How::Induces, Strength::Weak) => 1.3,
    }
}

fn activity_of_gene(phenotype: &Phenotype) -> f64 {
    match phenotype {
        Phenotype::Poor => 0.0,
        Phenotype::Intermediate => 0.5,
        Phenotype::Rapid => 1.5,
        Phenotype::Ultrarapid => 2.0,
        Phenotype::Normal | Phenotype::Positive | Phenotype::Negative | Phenotype::Other(_) => 1.0,
    }
}

/// How bad a change of exposure is: worse where the margin is narrow.
fn severity(ratio: f64, narrow: bool) -> Option<Severity> {
    match ratio {
        r if (r >= 2.0 || r <= 0.5) && narrow => Some(Severity::Major),
        r if r >= 2.0 || r <= 0.5 => Some(Severity::Moderate),
        r if r >= 1.25 || r <= 0.8 => Some(Severity::Minor),
        _ => None,
    }
}

fn one_perpetrator<'c>(case: &Case<'c>, victim: &Victim<'c>, other: usize, unjudged: &mut Unjudged) -> Option<Draft<'c>> {
    let present = &case.items[other];
    if fades(present) {
        return fading(case, victim, other);
    }
    let (touches, unknown) = victim.touches(case, other, false);
    if unknown {
        let judged = format!("whether {} changes the level of {}", present.name, victim.name(case));
        unjudged.fact(Missing::Daily(other), &judged, Some(Severity::Moderate));
    }
    if touches.is_empty() {
        return None;
    }
    let ratio = victim.ratio(case, &touches);
    let severity = severity(ratio, victim.narrow(case))?;
    Some(change(case, victim, &[other], &touches, ratio, severity))
}

/// The finding that several perpetrators make together, where it is worse than that of each.
fn several<'c>(case: &Case<'c>, victim: &Victim<'c>, others: &[usize]) -> Option<Draft<'c>> {
    let mut all = Vec::new();
    let mut acting = Vec::new();
    let mut worst = None;
    for other in others.iter().filter(|other| !fades(&case.items[**other])) {
        let (touches, _) = victim.touches(case, *other, false);
        if !touches.is_empty() {
            worst = worst.max(severity(victim.ratio(case, &touches), victim.narrow(case)));
            acting.push(*other);
            all.extend(touches);
        }
    }
    if acting.len() < 2 {
        return None;
    }
    let ratio = victim.ratio(case, &all);
    let together = severity(ratio, victim.narrow(case))?;
    (Some(together) > worst).then(|| change(case, victim, &acting, &all, ratio, together))
}

fn change<'c>(
    case: &Case<'c>,
    victim: &Victim<'c>,
    others: &[usize],
    touches: &[Touch<'c>],
    ratio: f64,
    severity: Severity,
) -> Draft<'c> {
    let v = victim.name(case);
    let by = words::list(&others.iter().map(|other| case.items[*other].name.clone()).collect::<Vec<_>>());
    let verb = |one: &'static str, many: &'static str| if others.len() == 1 { one } else { many };
    let size = size(ratio);
    let what = if victim.prodrug { format!("the active product of {v}") } else { v.to_owned() };
    let (title, consequence, action) = if ratio > 1.0 {
        (
            format!("{by} {} the level of {what}: exposure {size}", verb("raises", "raise")),
            format!(
                "Level and exposure rise, to about {size} of what the dose gives alone: dose-dependent unwanted effects and \
                 toxicity of {v} become likelier."
            ),
            format!(
                "Start {v} lower or lower its dose, watch for signs of too much, measure the level where there is a range; or \
                 choose a partner without this effect. When {by} {} stopped, the level falls again.",
                verb("is", "are")
            ),
        )
    } else {
        (
            format!("{by} {} the level of {what}: exposure {size}", verb("lowers", "lower")),
            format!("Level and exposure fall, to about {size} of what the dose gives alone: {v} may lose its effect."),
            format!(
                "Look for loss of effect, measure the level where there is a range, and choose a partner without this effect; a \
                 higher dose of {v} only for as long as {by} {} taken, because the level rises when {} stopped.",
                verb("is", "are"),
                verb("it is", "they are")
            ),
        )
    };
    let mut items = vec![victim.item];
    items.extend(others);
    let says = Says {
        id: ID,
        kind: kind_of(case, &items),
        matter: "level",
        severity,
        personal: false,
        serious: false,
        title,
        consequence,
        mechanism: mechanism(case, victim, others, touches),
        action,
        evidence: Evidence::C,
        sources: sources(victim, touches),
        numbers: Numbers { ratio: Decimal::from_f64(ratio).map(|ratio| ratio.round_dp(2).normalize()), ..Numbers::default() },
    };
    phenotypes(case, victim, touches, Draft::of(says, &items, case))
}

/// What is said about genes of the enzymes that are touched.
fn phenotypes<'c>(case: &Case<'c>, victim: &Victim<'c>, touches: &[Touch<'c>], mut draft: Draft<'c>) -> Draft<'c> {
    for touch in touches {
        let enzyme = victim.ways[touch.way].route.enzyme;
        if let Some(known) = case.person.gene(enzyme.as_str()) {
            draft = draft.context(enzyme.as_str(), format!("{known:?}").to_lowercase());
            let strong = touch.effect.how == How::Inhibits && touch.effect.strength == Strength::Strong;
            if strong && !matches!(known, Phenotype::Poor) {
                draft.finding.mechanism.push_str(&format!(
                    " By genes the person is no poor metabolizer of {}, but under a strong inhibitor behaves like one \
                     (phenoconversion).",
                    enzyme.as_str()
                ));
            }
        }
    }
    draft
}

fn mechanism(case: &Case<'_>, victim: &Victim<'_>, others: &[usize], touches: &[Touch<'_>]) -> String {
    let v = victim.name(case);
    let mut sentences = Vec::new();
    for other in others {
        let present = &case.items[*other];
        let affects = &case.book.drugs[present.place].substance.affects;
        let mut acts: Vec<String> = touches
            .iter()
            .filter(|touch| affects.iter().any(|effect| std::ptr::eq(effect, touch.effect)))
            .map(|touch| {
                let verb = if touch.effect.how == How::Inhibits { "inhibits" } else { "induces" };
                format!("{verb} {} {}", touch.effect.enzyme.as_str(), adverb(touch.effect.strength))
            })
            .collect();
        acts.dedup();
        sentences.push(format!("{} {}", present.name, words::list(&acts)));
    }
    let mut enzymes: Vec<String> = touches.iter().map(|touch| victim.ways[touch.way].route.enzyme.as_str().to_owned()).collect();
    enzymes.sort();
    enzymes.dedup();
    let role = if victim.prodrug { "turns it into what works or clears it" } else { "clears it" };
    let mut text = format!(
        "{}. Of {v}, {} {role}, so its clearance changes. The size is computed from the enzyme's share.",
        words::sentence(words::list(&sentences)),
        words::list(&enzymes),
    );
    if touches.iter().any(|touch| victim.ways[touch.way].route.fraction.is_none()) {
        text.push_str(" That share is not a measured number here but stands for its class.");
    }
    text
}

fn adverb(strength: Strength) -> &'static str {
    match strength {
        Strength::Weak => "weakly",
        Strength::Moderate => "moderately",
        Strength::Strong => "strongly",
    }
}

fn sources<'c>(victim: &Victim<'c>, touches: &[Touch<'c>]) -> Vec<&'c dyn Sourced> {
    let mut all: Vec<&'c dyn Sourced> = Vec::new();
    for touch in touches {
        all.push(touch.effect);
        all.push(victim.ways[touch.way].route);
    }
    all
}

/// A change of exposure in words: `about 2.7 times`, `about 40 %`.
fn size(ratio: f64) -> String {
    if ratio >= 1.0 { format!("about {ratio:.1} times") } else { format!("about {:.0} %", ratio * 100.0) }
}

/// Days beyond recovery in which a dose may still stand at what the partner had asked for.
const READJUST_DAYS: u32 = 7;

/// The partner was stopped, or is about to be: what it did to the level goes away.
fn fading<'c>(case: &Case<'c>, victim: &Victim<'c>, other: usize) -> Option<Draft<'c>> {
    let present = &case.items[other];
    let (touches, _) = victim.touches(case, other, true);
    let offset = touches.iter().map(|touch| offset_days(touch.effect)).max()?;
    let planned = present.taken;
    let since = if planned { 0 } else { present.item.days_since_stop? };
    if since > offset + READJUST_DAYS {
        return None;
    }
    let ratio = 1.0 / victim.ratio(case, &touches);
    let severity = severity(ratio, victim.narrow(case))?;
    let (v, p) = (victim.name(case), present.name.as_str());
    let raises = ratio > 1.0;
    let undone = if raises { "induction" } else { "inhibition" };
    let when = match (planned, since) {
        (true, _) => "is to be stopped".to_owned(),
        (_, 1) => "was stopped 1 day ago".to_owned(),
        (_, days) => format!("was stopped {days} days ago"),
    };
    let (goes, danger, act) = if raises {
        ("rises", format!("toxicity of {v} if its dose stays"), format!("Plan to lower {v} step by step"))
    } else {
        ("falls", format!("loss of effect of {v} if its dose stays"), format!("Look whether {v} still works"))
    };
    let says = Says {
        id: ID,
        kind: kind_of(case, &[victim.item, other]),
        matter: "level",
        severity,
        personal: false,
        serious: false,
        title: format!("{p} {when}: the level of {v} {goes} as the {undone} fades"),
        consequence: format!("Exposure to {v} {goes} towards {} of what it was under {p}: {danger}.", size(ratio)),
        mechanism: format!(
            "{} The {undone} is gone about {offset} days after the last of {p}.",
            mechanism(case, victim, &[other], &touches)
        ),
        action: format!("{act} over {offset} days, and measure its level where there is a range."),
        evidence: Evidence::C,
        sources: sources(victim, &touches),
        numbers: Numbers { ratio: Decimal::from_f64(ratio).map(|ratio| ratio.round_dp(2).normalize()), ..Numbers::default() },
    };
    Some(Draft::of(says, &[victim.item, other], case).context(format!("days since {p} was stopped"), since.to_string()))
}

/// What genes alone do to a medicine.
fn gene_alone<'c>(case: &Case<'c>, victim: &Victim<'c>) -> Option<Draft<'c>> {
    let ratio = victim.exposure(|way| victim.gene_activity(case, way)) / victim.exposure(|_| 1.0);
    let severity = severity(ratio, victim.narrow(case))?;
    let changed: Vec<&Way<'c>> = victim
        .ways
        .iter()
        .filter(|way| case.person.gene(way.route.enzyme.as_str()).is_some_and(|known| activity_of_gene(known) != 1.0))
        .collect();
    let v = victim.name(case);
    let shown = changed.iter().filter_map(|way| {
        let known = case.person.gene(way.route.enzyme.as_str())?;
        Some(format!("{} metabolizer of {}", format!("{known:?}").to_lowercase(), way.route.enzyme.as_str()))
    });
    let shown = words::list(&shown.collect::<Vec<_>>());
    let (goes, danger) = if ratio > 1.0 { ("higher", "toxicity") } else { ("lower", "loss of effect") };
    let says = Says {
        id: "kinetics.gene",
        kind: Kind::Pharmacogene,
        matter: "gene",
        severity,
        personal: true,
        serious: false,
        title: format!("{v} in a {shown}: exposure {}", size(ratio)),
        consequence: format!("Level and exposure of {v} are {goes} than the dose leads one to expect: {danger}."),
        mechanism: format!(
            "{} takes part in the clearance of {v} to a known extent.",
            words::list(&changed.iter().map(|way| way.route.enzyme.as_str().to_owned()).collect::<Vec<_>>())
        ),
        action: format!(
            "Adjust the dose of {v} to effect and tolerance, with its level where there is a range, or choose a medicine on another way out."
        ),
        evidence: Evidence::C,
        sources: changed.iter().map(|way| way.route as &dyn Sourced).collect(),
        numbers: Numbers { ratio: Decimal::from_f64(ratio).map(|ratio| ratio.round_dp(2).normalize()), ..Numbers::default() },
    };
    // Computed only, so it never stops anybody.
    let mut draft = Draft::of(says, &[victim.item], case).context("genes", shown);
    draft.finding.interruptive = false;
    Some(draft)
}

/// The highest factor by which anything now taken raises a medicine, for attribution.
pub(crate) fn raised(case: &Case<'_>, item: usize) -> Option<f64> {
    let victim = Victim::of(case, item)?;
    let mut all = Vec::new();
    for other in (0..case.items.len()).filter(|other| case.items[*other].place != case.items[item].place) {
        all.extend(victim.touches(case, other, false).0);
    }
    let with = victim.exposure(|way| victim.gene_activity(case, way) * touched(&all, way));
    (!victim.prodrug).then(|| with / victim.exposure(|_| 1.0))
}
