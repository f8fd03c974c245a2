//! Reads a condition: words, then `or` over `and` over `not` over comparisons over facts.

use super::{Comparison, Expression, ItemFact, PersonFact, Subject};
use crate::formulary::{Share, Strength};
use crate::vocabulary::{Attribute, Enzyme};
use rust_decimal::Decimal;

/// One word or sign.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Number(Decimal),
    Sign(&'static str),
}

pub(super) fn parse(text: &str) -> Result<Expression, String> {
    let mut reader = Reader { tokens: tokens(text)?, at: 0 };
    let expression = reader.either()?;
    match reader.peek() {
        None => Ok(expression),
        Some(left_over) => Err(format!("nothing is expected after it, but there is {}.", left_over.words())),
    }
}

impl Token {
    fn words(&self) -> String {
        match self {
            Self::Word(word) => format!("“{word}”"),
            Self::Number(number) => format!("“{number}”"),
            Self::Sign(sign) => format!("“{sign}”"),
        }
    }
}

const SIGNS: &[&str] = &["<=", ">=", "!=", "<", ">", "=", "(", ")", ","];

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let taken = if let Some(sign) = SIGNS.iter().copied().find(|sign| rest.starts_with(sign)) {
            tokens.push(Token::Sign(sign));
            sign.len()
        } else if first == '"' {
            let end = rest[1..].find('"').ok_or("a quotation mark is not closed.")?;
            tokens.push(Token::Word(rest[1..=end].to_owned()));
            end + 2
        } else {
            let length = rest.find(|c: char| c.is_whitespace() || "()<>=!,\"".contains(c)).unwrap_or(rest.len());
            if length == 0 {
                return Err(format!("“{first}” means nothing here."));
            }
            let word = &rest[..length];
            tokens.push(word.parse().map_or_else(|_| Token::Word(word.to_owned()), Token::Number));
            length
        };
        rest = rest[taken..].trim_start();
    }
    Ok(tokens)
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let there = matches!(self.peek(), Some(Token::Word(next)) if next == word);
        self.at += usize::from(there);
        there
    }

    fn takes_sign(&mut self, sign: &str) -> bool {
        let there = matches!(self.peek(), Some(Token::Sign(next)) if *next == sign);
        self.at += usize::from(there);
        there
    }

    fn expect_sign(&mut self, sign: &str) -> Result<(), String> {
        if self.takes_sign(sign) { Ok(()) } else { Err(format!("“{sign}” is missing.")) }
    }

    fn either(&mut self) -> Result<Expression, String> {
        let mut parts = vec![self.both()?];
        while self.takes_word("or") {
            parts.push(self.both()?);
        }
        Ok(one_or(parts, Expression::Or))
    }

    fn both(&mut self) -> Result<Expression, String> {
        let mut parts = vec![self.negated()?];
        while self.takes_word("and") {
            parts.push(self.negated()?);
        }
        Ok(one_or(parts, Expression::And))
    }

    fn negated(&mut self) -> Result<Expression, String> {
        if self.takes_word("not") {
            return Ok(Expression::Not(Box::new(self.negated()?)));
        }
        let left = self.operand()?;
        let Some(comparison) = self.comparison() else {
            return Ok(left);
        };
        let right = self.operand()?;
        Ok(Expression::Compare(Box::new(left), comparison, Box::new(right)))
    }

    fn comparison(&mut self) -> Option<Comparison> {
        let comparison = match self.peek()? {
            Token::Sign("<") => Comparison::Less,
            Token::Sign("<=") => Comparison::AtMost,
            Token::Sign(">") => Comparison::More,
            Token::Sign(">=") => Comparison::AtLeast,
            Token::Sign("=") => Comparison::Equal,
            Token::Sign("!=") => Comparison::NotEqual,
            _ => return None,
        };
        self.at += 1;
        Some(comparison)
    }

    fn operand(&mut self) -> Result<Expression, String> {
        match self.next() {
            None => Err("something is missing at its end.".to_owned()),
            Some(Token::Number(number)) => Ok(Expression::Number(number)),
            Some(Token::Sign("(")) => {
                let inner = self.either()?;
                self.expect_sign(")")?;
                Ok(inner)
            }
            Some(Token::Sign(sign)) => Err(format!("“{sign}” stands where a fact is expected.")),
            Some(Token::Word(word)) => self.fact(&word),
        }
    }

    fn fact(&mut self, word: &str) -> Result<Expression, String> {
        match word {
            "taking" => self.inside().map(Expression::Taking),
            "count" => self.inside().map(Expression::Count),
            "known" => self.inside().map(Expression::Known),
            "sum" => self.arguments().and_then(|words| attribute(&words)).map(Expression::Sum),
            "max" => self.arguments().and_then(|words| attribute(&words)).map(Expression::Max),
            _ => {
                let (subject, name) = match word.split_once('.') {
                    Some(("a", name)) => (Subject::A, name),
                    Some(("b", name)) => (Subject::B, name),
                    _ => (Subject::This, word),
                };
                if let Some(fact) = self.item_fact(name)? {
                    return Ok(Expression::Item(subject, fact));
                }
                self.person_fact(name)?.map(Expression::Person).ok_or_else(|| format!("“{word}” is no fact that rules know."))
            }
        }
    }

    fn inside(&mut self) -> Result<Box<Expression>, String> {
        self.expect_sign("(")?;
        let inner = self.either()?;
        self.expect_sign(")")?;
        Ok(Box::new(inner))
    }

    fn item_fact(&mut self, name: &str) -> Result<Option<ItemFact>, String> {
        if let Some(attribute) = Attribute::from_word(name) {
            return Ok(Some(ItemFact::Property(attribute)));
        }
        Ok(Some(match name {
            "is" => ItemFact::Is(self.arguments()?),
            "daily" => ItemFact::Daily,
            "dose" => ItemFact::Dose,
            "route" => ItemFact::Route(self.arguments()?),
            "form" => ItemFact::Form(self.arguments()?),
            "status" => ItemFact::Status(self.arguments()?),
            "days_on" => ItemFact::DaysOn,
            "days_since_stop" => ItemFact::DaysSinceStop,
            "days_missed" => ItemFact::DaysMissed,
            "day_of_treatment" => ItemFact::DayOfTreatment,
            "prn" => ItemFact::AsNeeded,
            "inhibits" => self.enzyme_and(strength).map(|(enzyme, least)| ItemFact::Inhibits(enzyme, least))?,
            "induces" => self.enzyme_and(strength).map(|(enzyme, least)| ItemFact::Induces(enzyme, least))?,
            "cleared_by" => self.enzyme_and(share).map(|(enzyme, least)| ItemFact::ClearedBy(enzyme, least))?,
            _ => return Ok(None),
        }))
    }

    fn person_fact(&mut self, name: &str) -> Result<Option<PersonFact>, String> {
        Ok(Some(match name {
            "age" => PersonFact::Age,
            "male" => PersonFact::Male,
            "female" => PersonFact::Female,
            "pregnant" => PersonFact::Pregnant,
            "gestation_weeks" => PersonFact::GestationWeeks,
            "breastfeeding" => PersonFact::Breastfeeding,
            "childbearing" => PersonFact::Childbearing,
            "smoker" => PersonFact::Smoker,
            "smoking_stopped_days" => PersonFact::SmokingStoppedDays,
            "smoking_started_days" => PersonFact::SmokingStartedDays,
            "condition" => PersonFact::Condition(self.arguments()?),
            "lab" => PersonFact::Lab(only(self.arguments()?)?),
            "ancestry" => PersonFact::Ancestry(only(self.arguments()?)?),
            "contraception" => PersonFact::Contraception(only(self.arguments()?)?),
            "gene" => match <[String; 2]>::try_from(self.arguments()?) {
                Ok([gene, phenotype]) => PersonFact::Gene(gene, phenotype),
                Err(_) => return Err("a gene needs its name and a phenotype.".to_owned()),
            },
            _ => return Ok(None),
        }))
    }

    fn arguments(&mut self) -> Result<Vec<String>, String> {
        self.expect_sign("(")?;
        let mut words = Vec::new();
        loop {
            match self.next() {
                Some(Token::Word(word)) => words.push(word),
                Some(Token::Number(number)) => words.push(number.to_string()),
                _ => return Err("a word is missing between the brackets.".to_owned()),
            }
            if !self.takes_sign(",") {
                break;
            }
        }
        self.expect_sign(")")?;
        Ok(words)
    }

    fn enzyme_and<T>(&mut self, read: fn(&str) -> Result<T, String>) -> Result<(Enzyme, T), String> {
        let words = self.arguments()?;
        let [enzyme, least] = words.as_slice() else {
            return Err("an enzyme and a strength are expected, as in (CYP3A4, strong).".to_owned());
        };
        let enzyme = Enzyme::from_word(enzyme).ok_or_else(|| format!("“{enzyme}” is no enzyme that rules know."))?;
        Ok((enzyme, read(least)?))
    }
}

fn one_or(mut parts: Vec<Expression>, all: fn(Vec<Expression>) -> Expression) -> Expression {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            all(parts)
        }
        None => all(parts),
    }
}

fn only(mut words: Vec<String>) -> Result<String, String> {
    match (words.pop(), words.is_empty()) {
        (Some(word), true) => Ok(word),
        _ => Err("exactly one word is expected between the brackets.".to_owned()),
    }
}

fn attribute(words: &[String]) -> Result<Attribute, String> {
    match words {
        [word] => Attribute::from_word(word).ok_or_else(|| format!("“{word}” is no property that rules know.")),
        _ => Err("exactly one property is expected between the brackets.".to_owned()),
    }
}

fn strength(word: &str) -> Result<Strength, String> {
    match word {
        "weak" => Ok(Strength::Weak),
        "moderate" => Ok(Strength::Moderate),
        "strong" => Ok(Strength::Strong),
        _ => Err(format!("“{word}” is no strength; write weak, moderate or strong.")),
    }
}

fn share(word: &str) -> Result<Share, String> {
    match word {
        "sensitive" => Ok(Share::Sensitive),
        "moderate" => Ok(Share::Moderate),
        "minor" => Ok(Share::Minor),
        _ => Err(format!("“{word}” is no share; write sensitive, moderate or minor.")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn and_binds_closer_than_or_and_not_closer_than_both() {
        let read = parse("male or not pregnant and age >= 12").unwrap();
        let Expression::Or(parts) = read else { panic!("{read:?}") };
        assert!(matches!(&parts[1], Expression::And(both) if matches!(both[0], Expression::Not(_))), "{parts:?}");
    }

    #[test]
    fn a_fact_is_about_the_item_that_stands_before_the_point() {
        let read = parse("b.daily > 12.5").unwrap();
        let Expression::Compare(left, Comparison::More, right) = read else { panic!("{read:?}") };
        assert_eq!(*left, Expression::Item(Subject::B, ItemFact::Daily));
        assert_eq!(*right, Expression::Number("12.5".parse().unwrap()));
    }

    #[test]
    fn names_with_points_stars_and_spaces_can_be_written() {
        assert_eq!(
            parse("gene(HLA-B*15:02, positive)").unwrap(),
            Expression::Person(PersonFact::Gene("HLA-B*15:02".into(), "positive".into()))
        );
        assert_eq!(
            parse("is(\"st. john's wort\")").unwrap(),
            Expression::Item(Subject::This, ItemFact::Is(vec!["st. john's wort".into()]))
        );
    }

    #[test]
    fn what_cannot_be_read_is_said_in_a_sentence() {
        for (text, part) in [
            ("age >", "missing at its end"),
            ("agee > 3", "“agee” is no fact"),
            ("is(sertraline", "“)” is missing"),
            ("inhibits(CYP3A4, huge)", "no strength"),
            ("age > 3 4", "nothing is expected after it"),
        ] {
            let sentence = parse(text).unwrap_err();
            assert!(sentence.contains(part), "{text}: {sentence}");
        }
    }
}
