//! The safety plan on paper: six steps in the person's words, and whom to call. Nothing on it says where it is from: it may
//! lie open somewhere.

use crate::{
    Paper, PaperError,
    pdf::{STRONG, TEXT, TITLE, bullets},
    sheet::Sheets,
    tree::Part,
};

/// A safety plan as it stands on paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanCard {
    /// The title, in the person's language.
    pub title: String,
    /// The first name; may be empty.
    pub name: String,
    /// On which day it was so, as a sentence.
    pub as_of: String,
    /// The steps in order: heading, then lines. A step without lines is left out.
    pub steps: Vec<(String, Vec<String>)>,
    /// What the person stays for; may be empty.
    pub stay_for: String,
    /// The heading above it.
    pub stay_heading: String,
    /// The heading above the numbers that always answer.
    pub help_heading: String,
    /// Those numbers, one line each.
    pub help: Vec<String>,
}

/// Writes the plan as a tagged PDF, on as few sheets as it needs.
///
/// # Errors
/// [`PaperError::Letters`] for a script that the font does not have: print the page of the browser instead.
/// [`PaperError::Document`] when the document would not be PDF/UA-1.
pub fn plan_pdf(card: &PlanCard, paper: Paper) -> Result<Vec<u8>, PaperError> {
    let mut sheets = Sheets::new(paper)?;
    sheets.landmark(&card.title);
    sheets.flow(Part::Heading(1, card.title.clone()), None, &card.title, TITLE, 0.0);
    sheets.y += 4.0;
    if !card.name.is_empty() {
        sheets.flow(Part::Paragraph, None, &card.name, STRONG, 0.0);
    }
    sheets.flow(Part::Paragraph, None, &card.as_of, TEXT, 0.0);
    let steps = card.steps.iter().enumerate().filter(|(_, (_, lines))| !lines.is_empty());
    for (place, (heading, lines)) in steps {
        bullets(&mut sheets, &format!("{}. {heading}", place + 1), lines);
    }
    if !card.stay_for.is_empty() {
        bullets(&mut sheets, &card.stay_heading, std::slice::from_ref(&card.stay_for));
    }
    bullets(&mut sheets, &card.help_heading, &card.help);
    sheets.finish(&card.title, &card.name, &card.as_of)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_plan_of_one_line_and_a_plan_of_many_sheets_are_both_tagged_documents() {
        let short = PlanCard {
            title: "My plan".to_owned(),
            as_of: "As of 10 August 2026".to_owned(),
            steps: vec![("My early signs".to_owned(), vec!["I stop answering.".to_owned()]), ("Alone".to_owned(), Vec::new())],
            help_heading: "Always there".to_owned(),
            help: vec!["Call 988".to_owned()],
            ..PlanCard::default()
        };
        let long = PlanCard {
            steps: vec![("My early signs".to_owned(), vec!["A long sentence that goes on for a while. ".repeat(6); 40])],
            ..short.clone()
        };
        let (short, long) = (plan_pdf(&short, Paper::A4).unwrap(), plan_pdf(&long, Paper::Letter).unwrap());
        assert!(short.starts_with(b"%PDF-") && long.len() > short.len());
    }

    #[test]
    fn words_that_the_font_cannot_write_are_an_answer_and_no_crash() {
        let card = PlanCard { title: "計画".to_owned(), help: vec!["988".to_owned()], ..PlanCard::default() };
        assert!(matches!(plan_pdf(&card, Paper::A4), Err(PaperError::Letters(_))));
    }
}
