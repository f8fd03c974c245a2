//! Note formats as views of one content. A view puts the parts under its own letters; what it has no letter for is kept
//! and shown under the rest, so that changing the view loses nothing.

use concord_chart::session::Content;

/// A part of the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What the patient reports.
    Subjective,
    /// What is seen and measured.
    Objective,
    /// What the patient did.
    Behaviour,
    /// What the therapist did.
    Intervention,
    /// How the patient responded.
    Response,
    /// What the therapist makes of it.
    Assessment,
    /// What comes next.
    Plan,
    /// The goal it served.
    Goal,
    /// The problem it was about.
    Problem,
}

impl Part {
    /// Every part.
    pub const ALL: &'static [Self] = &[
        Self::Problem,
        Self::Goal,
        Self::Subjective,
        Self::Objective,
        Self::Behaviour,
        Self::Intervention,
        Self::Response,
        Self::Assessment,
        Self::Plan,
    ];

    /// The word under which a form sends it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Subjective => "subjective",
            Self::Objective => "objective",
            Self::Behaviour => "behaviour",
            Self::Intervention => "intervention",
            Self::Response => "response",
            Self::Assessment => "assessment",
            Self::Plan => "plan",
            Self::Goal => "goal",
            Self::Problem => "problem",
        }
    }

    /// What goes there, in plain words.
    pub fn about(self) -> &'static str {
        match self {
            Self::Subjective => "What was reported",
            Self::Objective => "What was seen and measured",
            Self::Behaviour => "What the person did",
            Self::Intervention => "What you did",
            Self::Response => "How it was taken up",
            Self::Assessment => "What you make of it",
            Self::Plan => "What comes next",
            Self::Goal => "The goal it served",
            Self::Problem => "The problem it was about",
        }
    }

    /// Its text.
    pub fn of(self, content: &Content) -> &str {
        match self {
            Self::Subjective => &content.subjective,
            Self::Objective => &content.objective,
            Self::Behaviour => &content.behaviour,
            Self::Intervention => &content.intervention,
            Self::Response => &content.response,
            Self::Assessment => &content.assessment,
            Self::Plan => &content.plan,
            Self::Goal => &content.goal,
            Self::Problem => &content.problem,
        }
    }

    /// The same, to be written.
    pub fn of_mut(self, content: &mut Content) -> &mut String {
        match self {
            Self::Subjective => &mut content.subjective,
            Self::Objective => &mut content.objective,
            Self::Behaviour => &mut content.behaviour,
            Self::Intervention => &mut content.intervention,
            Self::Response => &mut content.response,
            Self::Assessment => &mut content.assessment,
            Self::Plan => &mut content.plan,
            Self::Goal => &mut content.goal,
            Self::Problem => &mut content.problem,
        }
    }
}

/// A letter of a format with the parts that stand under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its heading.
    pub label: &'static str,
    /// Its parts, in order.
    pub parts: &'static [Part],
}

/// A note format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// Stored word: `soap`.
    pub word: &'static str,
    /// Name: `SOAP`.
    pub name: &'static str,
    /// Its headings, in order.
    pub headings: &'static [Heading],
}

const fn heading(label: &'static str, parts: &'static [Part]) -> Heading {
    Heading { label, parts }
}

/// Every format.
pub const VIEWS: &[View] = &[
    View { word: "plain", name: "Plain", headings: &[heading("Note", &[Part::Subjective]), heading("Next", &[Part::Plan])] },
    View {
        word: "soap",
        name: "SOAP",
        headings: &[
            heading("Subjective", &[Part::Subjective]),
            heading("Objective", &[Part::Objective]),
            heading("Assessment", &[Part::Assessment]),
            heading("Plan", &[Part::Plan]),
        ],
    },
    View {
        word: "dap",
        name: "DAP",
        headings: &[
            heading("Data", &[Part::Subjective, Part::Objective]),
            heading("Assessment", &[Part::Assessment]),
            heading("Plan", &[Part::Plan]),
        ],
    },
    View {
        word: "birp",
        name: "BIRP",
        headings: &[
            heading("Behaviour", &[Part::Behaviour]),
            heading("Intervention", &[Part::Intervention]),
            heading("Response", &[Part::Response]),
            heading("Plan", &[Part::Plan]),
        ],
    },
    View {
        word: "girp",
        name: "GIRP",
        headings: &[
            heading("Goal", &[Part::Goal]),
            heading("Intervention", &[Part::Intervention]),
            heading("Response", &[Part::Response]),
            heading("Plan", &[Part::Plan]),
        ],
    },
    View {
        word: "pie",
        name: "PIE",
        headings: &[
            heading("Problem", &[Part::Problem]),
            heading("Intervention", &[Part::Intervention]),
            heading("Evaluation", &[Part::Response, Part::Assessment]),
        ],
    },
];

/// The format with this word; the plain one where it is not known.
pub fn view(word: &str) -> &'static View {
    VIEWS.iter().find(|view| view.word == word).unwrap_or(&VIEWS[0])
}

impl View {
    /// Parts that have a text and no letter in this format.
    pub fn rest<'c>(&self, content: &'c Content) -> Vec<(Part, &'c str)> {
        let own = |part: &Part| self.headings.iter().any(|heading| heading.parts.contains(part));
        let texts = Part::ALL.iter().filter(|part| !own(part)).map(|part| (*part, part.of(content)));
        texts.filter(|(_, text)| !text.trim().is_empty()).collect()
    }

    /// The note as it is read: heading and text, without empty ones, the rest at the end.
    pub fn read(&self, content: &Content) -> Vec<(&'static str, String)> {
        let joined = |heading: &Heading| {
            let texts: Vec<&str> =
                heading.parts.iter().map(|part| part.of(content).trim()).filter(|text| !text.is_empty()).collect();
            (heading.label, texts.join("\n"))
        };
        let own = self.headings.iter().map(joined).filter(|(_, text)| !text.is_empty());
        own.chain(self.rest(content).into_iter().map(|(part, text)| (part.about(), text.to_owned()))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Content {
        let mut content = Content::default();
        for part in Part::ALL {
            *part.of_mut(&mut content) = format!("the words of {}", part.word());
        }
        content
    }

    #[test]
    fn whichever_view_is_taken_every_word_is_still_read() {
        for view in VIEWS {
            let read: String = view.read(&full()).into_iter().map(|(_, text)| text + "\n").collect();
            for part in Part::ALL {
                let once = read.matches(&format!("the words of {}", part.word())).count();
                assert_eq!(once, 1, "{} in {}", part.word(), view.name);
            }
        }
    }

    #[test]
    fn an_empty_part_makes_no_heading() {
        let content = Content { plan: "A walk".into(), ..Content::default() };
        assert_eq!(view("soap").read(&content), [("Plan", "A walk".to_owned())]);
        assert_eq!(view("a format nobody knows").word, "plain");
    }
}
