//! What a selector says about a substance alone, with no regimen and no person around it: enough for washouts and for the
//! choice among titration variants.

use concord_knowledge::expression::{Comparison, Expression, ItemFact};
use concord_knowledge::formulary::How;
use concord_knowledge::substance::Substance;
use rust_decimal::Decimal;

/// Whether the selector holds; `None` where it asks for what a bare substance does not say.
pub(crate) fn holds(selector: &Expression, substance: &Substance, beside: &[&Substance]) -> Option<bool> {
    match selector {
        Expression::And(parts) => {
            let each: Vec<_> = parts.iter().map(|part| holds(part, substance, beside)).collect();
            if each.contains(&Some(false)) {
                Some(false)
            } else {
                each.into_iter().try_fold(true, |all, part| Some(all && part?))
            }
        }
        Expression::Or(parts) => {
            let each: Vec<_> = parts.iter().map(|part| holds(part, substance, beside)).collect();
            if each.contains(&Some(true)) { Some(true) } else { each.into_iter().try_fold(false, |any, part| Some(any || part?)) }
        }
        Expression::Not(inner) => holds(inner, substance, beside).map(|holds| !holds),
        Expression::Compare(left, comparison, right) => compared(left, *comparison, right, substance),
        Expression::Item(_, ItemFact::Is(names)) => Some(is_one_of(substance, names)),
        Expression::Item(_, ItemFact::Property(_)) => number(selector, substance).map(|number| number > Decimal::ZERO),
        Expression::Item(_, ItemFact::Inhibits(enzyme, least)) => Some(
            substance.affects.iter().any(|does| does.how == How::Inhibits && does.enzyme == *enzyme && does.strength >= *least),
        ),
        Expression::Item(_, ItemFact::Induces(enzyme, least)) => Some(
            substance.affects.iter().any(|does| does.how == How::Induces && does.enzyme == *enzyme && does.strength >= *least),
        ),
        // A washout is about the last dose, whatever the item was called before it.
        Expression::Item(_, ItemFact::Status(_)) => Some(true),
        Expression::Taking(inner) => {
            let each: Vec<_> = beside.iter().map(|other| holds(inner, other, &[])).collect();
            if each.contains(&Some(true)) { Some(true) } else { each.into_iter().try_fold(false, |any, one| Some(any || one?)) }
        }
        _ => None,
    }
}

fn compared(left: &Expression, comparison: Comparison, right: &Expression, substance: &Substance) -> Option<bool> {
    Some(comparison.holds(number(left, substance)?, number(right, substance)?))
}

fn number(expression: &Expression, substance: &Substance) -> Option<Decimal> {
    match expression {
        Expression::Number(number) => Some(*number),
        Expression::Item(_, ItemFact::Property(attribute)) => {
            let general = substance.facts.iter().filter(|facts| facts.routes.is_empty() && facts.from_daily.is_none());
            let values = general.filter_map(|facts| facts.values.get(attribute));
            Some(values.max().map_or(Decimal::ZERO, |value| Decimal::from(*value)))
        }
        _ => None,
    }
}

/// Whether the substance is called so: by id, name or tag.
pub(super) fn is_one_of(substance: &Substance, names: &[String]) -> bool {
    let called = |name: &String| substance.id.as_str() == name || substance.name == *name || substance.tags.contains(name);
    names.iter().any(called)
}
