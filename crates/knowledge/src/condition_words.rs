//! A condition in a reader's words: what a card and the manual say a rule asks for.

use crate::expression::{Comparison, Expression, ItemFact, PersonFact, Subject};
use crate::formulary::{Share, Strength};
use crate::load::Knowledge;

impl Expression {
    /// The condition in words, with names from the vocabulary: `age above 60 and creatinine clearance below 30 mL/min`.
    pub fn words(&self, knowledge: &Knowledge) -> String {
        Writer { knowledge }.whole(self)
    }
}

struct Writer<'a> {
    knowledge: &'a Knowledge,
}

impl Writer<'_> {
    fn whole(&self, expression: &Expression) -> String {
        match expression {
            Expression::And(parts) => self.joined(parts, " and "),
            Expression::Or(parts) => self.joined(parts, " or "),
            Expression::Not(inner) => format!("not {}", self.part(inner)),
            Expression::Compare(left, comparison, right) => self.compared(left, *comparison, right),
            Expression::Number(number) => number.normalize().to_string(),
            Expression::Item(subject, fact) => self.item(*subject, fact),
            Expression::Person(fact) => self.person(fact),
            Expression::Taking(inner) => format!("something else taken {}", self.which(inner)),
            Expression::Count(inner) => format!("the number of items taken {}", self.which(inner)),
            Expression::Sum(attribute) => format!("the sum of “{}”", attribute.words()),
            Expression::Max(attribute) => format!("the highest “{}”", attribute.words()),
            Expression::Known(inner) => format!("{} is known", self.whole(inner)),
        }
    }

    /// In brackets where it would be misread without.
    fn part(&self, expression: &Expression) -> String {
        match expression {
            Expression::And(_) | Expression::Or(_) => format!("({})", self.whole(expression)),
            _ => self.whole(expression),
        }
    }

    fn joined(&self, parts: &[Expression], with: &str) -> String {
        parts.iter().map(|part| self.part(part)).collect::<Vec<_>>().join(with)
    }

    fn which(&self, selector: &Expression) -> String {
        format!("that {}", self.whole(selector))
    }

    fn compared(&self, left: &Expression, comparison: Comparison, right: &Expression) -> String {
        let unit = self.unit(left).map_or_else(String::new, |unit| format!(" {unit}"));
        if let (Expression::Item(subject, ItemFact::Property(attribute)), Expression::Number(number)) = (left, right) {
            return format!("{}{} ({} {})", of(*subject), attribute.words(), sign(comparison), number.normalize());
        }
        format!("{} {} {}{unit}", self.whole(left), sign(comparison), self.whole(right))
    }

    fn unit(&self, of: &Expression) -> Option<String> {
        Some(match of {
            Expression::Item(_, ItemFact::Daily) => "mg a day".to_owned(),
            Expression::Item(_, ItemFact::Dose) => "mg at a time".to_owned(),
            Expression::Person(PersonFact::Age) => "years".to_owned(),
            Expression::Person(PersonFact::Lab(key)) => self.knowledge.test_by_name(key)?.unit.clone()?,
            _ => return None,
        })
    }

    fn item(&self, subject: Subject, fact: &ItemFact) -> String {
        let of = of(subject);
        match fact {
            ItemFact::Is(names) => {
                format!("{of}is {}", names.iter().map(|name| self.name(name)).collect::<Vec<_>>().join(" or "))
            }
            ItemFact::Property(attribute) => format!("{of}{}", attribute.words()),
            ItemFact::Daily => format!("{of}daily amount"),
            ItemFact::Dose => format!("{of}single amount"),
            ItemFact::Route(routes) => format!("{of}is given {}", routes.join(" or ")),
            ItemFact::Form(forms) => format!("{of}comes as {}", forms.join(" or ")),
            ItemFact::Status(states) => {
                format!("{of}is {}", states.iter().map(|state| state_words(state)).collect::<Vec<_>>().join(" or "))
            }
            ItemFact::DaysOn => format!("{of}days of treatment"),
            ItemFact::DaysSinceStop => format!("{of}days since the last dose"),
            ItemFact::DaysMissed => format!("{of}days without it"),
            ItemFact::DayOfTreatment => format!("{of}day of treatment"),
            ItemFact::AsNeeded => format!("{of}is taken only when needed"),
            ItemFact::Inhibits(enzyme, least) => format!("{of}inhibits {}{}", enzyme.as_str(), at_least(*least)),
            ItemFact::Induces(enzyme, least) => format!("{of}induces {}{}", enzyme.as_str(), at_least(*least)),
            ItemFact::ClearedBy(enzyme, least) => format!("{of}is cleared by {}{}", enzyme.as_str(), share(*least)),
        }
    }

    /// A substance by its name, a class by its tag without underscores.
    fn name(&self, name: &str) -> String {
        self.knowledge.substance_by_name(name).map_or_else(|| name.replace('_', " "), |substance| substance.name.clone())
    }

    fn person(&self, fact: &PersonFact) -> String {
        match fact {
            PersonFact::Age => "age".to_owned(),
            PersonFact::Male => "male".to_owned(),
            PersonFact::Female => "female".to_owned(),
            PersonFact::Pregnant => "pregnant".to_owned(),
            PersonFact::GestationWeeks => "weeks of pregnancy".to_owned(),
            PersonFact::Breastfeeding => "breast-feeding".to_owned(),
            PersonFact::Childbearing => "can become pregnant".to_owned(),
            PersonFact::Condition(ids) => {
                let name =
                    |id: &String| self.knowledge.condition(id).map_or_else(|| id.replace('_', " "), |term| term.name.clone());
                ids.iter().map(name).collect::<Vec<_>>().join(" or ")
            }
            PersonFact::Lab(key) => self.knowledge.test_by_name(key).map_or_else(|| key.clone(), |test| test.name.clone()),
            PersonFact::Gene(gene, phenotype) => format!("{gene} {phenotype}"),
            PersonFact::Smoker => "smokes".to_owned(),
            PersonFact::SmokingStoppedDays => "days since smoking was stopped".to_owned(),
            PersonFact::SmokingStartedDays => "days since smoking was begun".to_owned(),
            PersonFact::Ancestry(words) => format!("{words} ancestry"),
            PersonFact::Contraception(words) => format!("contraception: {words}"),
        }
    }
}

fn of(subject: Subject) -> &'static str {
    match subject {
        Subject::This => "",
        Subject::A => "the first: ",
        Subject::B => "the second: ",
    }
}

fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => "below",
        Comparison::AtMost => "at most",
        Comparison::More => "above",
        Comparison::AtLeast => "at least",
        Comparison::Equal => "exactly",
        Comparison::NotEqual => "other than",
    }
}

fn state_words(state: &str) -> &str {
    match state {
        "active" => "taken",
        "proposed" => "about to be begun",
        "stopped" => "stopped",
        "restart" => "begun again",
        "stop_planned_abrupt" => "to be stopped from one day to the next",
        other => other,
    }
}

fn at_least(least: Strength) -> &'static str {
    match least {
        Strength::Weak => "",
        Strength::Moderate => " at least moderately",
        Strength::Strong => " strongly",
    }
}

fn share(least: Share) -> &'static str {
    match least {
        Share::Sensitive => " for the most part",
        Share::Moderate => " to a large part",
        Share::Minor => "",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::{Expression, shipped};

    fn words(text: &str) -> String {
        Expression::parse(text).unwrap().words(shipped())
    }

    #[test]
    fn a_condition_reads_like_a_sentence() {
        assert_eq!(words("age > 60 and a.daily >= 40"), "age above 60 years and the first: daily amount at least 40 mg a day");
        assert_eq!(
            words("not taking(inhibits(CYP2D6, strong)) or b.is(sertraline, maoi)"),
            "not something else taken that inhibits CYP2D6 strongly or the second: is sertraline or maoi"
        );
        assert_eq!(words("qt >= 2 and not (pregnant or female)"), "lengthens QT (at least 2) and not (pregnant or female)");
    }
}
