//! The ways in which the law lets a psychotherapy note leave its author (45 CFR 164.508(a)(2)), and what each asks for.
//!
//! The custodian's command takes one of these and nothing else. It does not judge whether a subpoena is good; it asks that
//! somebody names the ground, and for the patient's authorisation it looks whether the paper is one.

use jiff::civil::Date;
use serde::Deserialize;

/// The grounds on which a custodian may open an author's notes. The author's own treatment of the patient needs none: the
/// author opens them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The patient's own authorisation.
    Authorization,
    /// Training under supervision in the author's own programme.
    Training,
    /// Defence in a legal action that the patient brought.
    Defence,
    /// Enforcement by the Secretary of Health and Human Services.
    Enforcement,
    /// Required by law.
    Law,
    /// Oversight of the author.
    Oversight,
    /// A coroner or medical examiner.
    Coroner,
    /// A serious and imminent threat.
    Threat,
}

impl Exit {
    /// Every ground.
    pub const ALL: &'static [Self] = &[
        Self::Authorization,
        Self::Training,
        Self::Defence,
        Self::Enforcement,
        Self::Law,
        Self::Oversight,
        Self::Coroner,
        Self::Threat,
    ];

    /// The word at the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Authorization => "authorization",
            Self::Training => "training",
            Self::Defence => "defence",
            Self::Enforcement => "enforcement",
            Self::Law => "law",
            Self::Oversight => "oversight",
            Self::Coroner => "coroner",
            Self::Threat => "threat",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|exit| exit.as_str() == word)
    }

    /// Where the law says so.
    pub fn law(self) -> &'static str {
        match self {
            Self::Authorization => "45 CFR 164.508(a)(2)",
            Self::Training => "45 CFR 164.508(a)(2)(i)(B)",
            Self::Defence => "45 CFR 164.508(a)(2)(i)(C)",
            Self::Enforcement => "45 CFR 164.502(a)(2)(ii)",
            Self::Law => "45 CFR 164.512(a)",
            Self::Oversight => "45 CFR 164.512(d)",
            Self::Coroner => "45 CFR 164.512(g)(1)",
            Self::Threat => "45 CFR 164.512(j)(1)(i)",
        }
    }
}

/// A patient's authorisation, as the custodian writes it down from the signed paper.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authorization {
    /// What it covers, in the paper's words. Psychotherapy notes, and nothing else.
    pub covers: Vec<String>,
    /// Whose notes: the author's login.
    pub author: String,
    /// The record.
    pub chart: String,
    /// Who may have them.
    pub recipient: String,
    /// What for.
    pub purpose: String,
    /// Who signed.
    pub signed_by: String,
    /// When it was signed.
    pub signed_on: Date,
    /// When it ends.
    pub expires_on: Date,
    /// When it was revoked, if it was.
    #[serde(default)]
    pub revoked_on: Option<Date>,
    /// True when treatment, payment or enrolment was made to depend on it.
    #[serde(default)]
    pub condition_of_treatment: bool,
}

impl Authorization {
    /// Whether it lets this author's notes on this record leave today.
    ///
    /// # Errors
    /// A sentence that says what is missing, and what would do.
    pub fn check(&self, author: &str, chart: &str, today: Date) -> Result<(), String> {
        let wrong = |sentence: &str| Err(sentence.to_owned());
        let named = |text: &String| text.trim().eq_ignore_ascii_case("psychotherapy notes");
        if !self.covers.iter().any(named) {
            return wrong("It does not name psychotherapy notes. A general release does not reach them: ask for one that does.");
        }
        if self.covers.len() > 1 {
            return wrong(
                "It is combined with another authorisation. One for psychotherapy notes stands alone: ask for a second paper.",
            );
        }
        if self.condition_of_treatment {
            return wrong("Treatment was made to depend on it, so it is not valid (164.508(b)(4)).");
        }
        if [&self.signed_by, &self.recipient, &self.purpose].iter().any(|text| text.trim().is_empty()) {
            return wrong("It needs a signature, a recipient and a purpose.");
        }
        if self.signed_on > today || self.expires_on < self.signed_on {
            return wrong("Its dates do not go together: it is signed before today and ends after it was signed.");
        }
        if self.expires_on < today {
            return wrong("It has expired. Ask for a new one.");
        }
        if self.revoked_on.is_some_and(|revoked| revoked <= today) {
            return wrong("It was revoked. Nothing leaves under it any more.");
        }
        if !self.author.trim().eq_ignore_ascii_case(author) {
            return wrong("It is about another author's notes.");
        }
        if self.chart.trim() != chart {
            return wrong("It is about another record.");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn valid() -> Authorization {
        Authorization {
            covers: vec!["Psychotherapy notes".to_owned()],
            author: "ruth.lindgren".to_owned(),
            chart: "c1".to_owned(),
            recipient: "Dr N. Ito".to_owned(),
            purpose: "Second opinion".to_owned(),
            signed_by: "Maria Delgado".to_owned(),
            signed_on: date(2026, 8, 1),
            expires_on: date(2026, 12, 1),
            revoked_on: None,
            condition_of_treatment: false,
        }
    }

    fn verdict(change: impl FnOnce(&mut Authorization)) -> Result<(), String> {
        let mut paper = valid();
        change(&mut paper);
        paper.check("ruth.lindgren", "c1", date(2026, 8, 20))
    }

    #[test]
    fn an_authorisation_that_names_the_notes_alone_is_accepted() {
        assert_eq!(verdict(|_| {}), Ok(()));
    }

    #[test]
    fn papers_that_are_none_for_these_notes_are_refused_with_what_would_do() {
        let refused: [(&str, Result<(), String>); 7] = [
            ("combined", verdict(|paper| paper.covers.push("Medical record".to_owned()))),
            ("does not name", verdict(|paper| paper.covers = vec!["All my records".to_owned()])),
            ("expired", verdict(|paper| paper.expires_on = date(2026, 8, 19))),
            ("revoked", verdict(|paper| paper.revoked_on = Some(date(2026, 8, 10)))),
            ("another author", verdict(|paper| paper.author = "tomas.hale".to_owned())),
            ("another record", verdict(|paper| paper.chart = "c2".to_owned())),
            ("depend on it", verdict(|paper| paper.condition_of_treatment = true)),
        ];
        for (word, verdict) in refused {
            assert!(verdict.as_ref().is_err_and(|sentence| sentence.contains(word)), "{word}: {verdict:?}");
        }
    }

    #[test]
    fn every_ground_has_a_word_and_its_place_in_the_law() {
        for exit in Exit::ALL {
            assert_eq!(Exit::parse(exit.as_str()), Some(*exit));
            assert!(exit.law().starts_with("45 CFR 164.5"));
        }
        assert_eq!(Exit::parse("curiosity"), None);
    }
}
