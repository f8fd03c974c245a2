//! Every sentence of the pages about a hard time that a patient reads, in one place, so that they can be translated and
//! read together. No severity, nothing computed; what is promised is what a named person and a clock stand behind.

/// The six steps and the reason to stay, as headings.
pub(crate) const STEPS: [&str; 6] =
    ["My early signs", "What I do first", "Where I go, who I am with", "Who I tell", "Who I call", "Making home safer"];
/// What the steps ask, for whoever writes.
pub(crate) const ABOUT_STEPS: [&str; 6] = [
    "What I notice when it begins: thoughts, moods, things I do or stop doing. One a line.",
    "What I can do alone to take my mind off it. One a line.",
    "People and places that take my mind off it.",
    "People whom I can ask for help.",
    "Professionals and services, with their numbers.",
    "How things that could hurt me are out of the way, and who keeps them. One a line.",
];
/// Above the reason to stay.
pub(crate) const STAY: &str = "What I stay for";
/// The title of the plan, which gives nothing away.
pub(crate) const TITLE: &str = "My plan for hard times";
/// The browser's title of these pages.
pub(crate) const QUIET_TITLE: &str = "My plan";
/// Where there is no plan.
pub(crate) const NO_PLAN: (&str, &str) = (
    "No plan written yet",
    "Six short steps in your own words: what you notice, what helps, whom you call. Many write it together with their therapist. It is then one tap away on every page, and on paper.",
);
/// Under the lines on the help page.
pub(crate) const NOT_WATCHED: &str =
    "Nobody reads along here while you write. These lines answer now; we answer when somebody of us has read it.";
/// Before a questionnaire that asks about suicide or self-harm.
pub(crate) const BEFORE: &str = "One of these questions is about thoughts of death or of hurting yourself.";
/// Where such questions are not sent.
pub(crate) const AT_THE_PRACTICE: &str = "These questions are asked when you are here with us. They ask about very hard moments, and we want somebody to be there when you answer.";
/// On the form that asks for a call.
pub(crate) const ASK_LEAD: &str = "Write a word, or only your number. We begin to call somebody of us as soon as you send it. If it cannot wait, use the lines on this page now.";
/// After it was sent.
pub(crate) const THANKS: &str = "Thank you for telling us.";
/// Under it.
pub(crate) const NOT_ALONE: &str = "You are not alone with this. You do not have to be in an emergency to use these.";
/// What the copy on the phone is.
pub(crate) const COPY_ABOUT: &str = "A copy stays in this browser, so that the plan opens without a signal and without signing in. Whoever can open your phone can open it too. You can take it away at any time.";

/// The sentences around help at once, in a language in which questions are answered. What the practice wrote itself about its
/// lines stays in its own words.
#[derive(Debug)]
pub(crate) struct HelpWords {
    /// Language tag.
    pub language: &'static str,
    /// Before a name that can be pressed.
    pub call: &'static str,
    /// Before the name of a place of the practice.
    pub call_us: &'static str,
    /// The practice is open now.
    pub open: &'static str,
    /// It is not.
    pub closed: &'static str,
    /// Before and after the emergency number.
    pub danger: (&'static str, &'static str),
    /// Heading over what was done and comes next.
    pub what_happens: &'static str,
    /// Before a time: known here.
    pub known_since: &'static str,
    /// Before a name, and between it and a time.
    pub we_called: (&'static str, &'static str),
    /// Between a name and a time, and after: somebody has it in hand.
    pub has_read_it: (&'static str, &'static str),
    /// Before a time, and before the name of whoever is called next.
    pub if_nobody: (&'static str, &'static str),
    /// Before a time by which somebody has read it.
    pub read_by: &'static str,
    /// The lines do not depend on any of it.
    pub lines_answer: &'static str,
    /// Before a time, where nobody is called anew.
    pub in_record: &'static str,
    /// Before the hours.
    pub team_reads: &'static str,
    /// Who can read it, and the link to who did.
    pub who_reads: (&'static str, &'static str),
    /// Heading of the form.
    pub where_now: &'static str,
    /// Its fields.
    pub fields: [&'static str; 3],
    /// Its button.
    pub send: &'static str,
    /// Under it.
    pub not_watched: &'static str,
    /// Where it could not be kept: the title, the heading, what to do instead of waiting, and how to send it again.
    pub not_kept: [&'static str; 4],
}

const ENGLISH: HelpWords = HelpWords {
    language: "en",
    call: "Call",
    call_us: "Call us,",
    open: "Now: open.",
    closed: "Now: closed.",
    danger: ("In danger right now? Call", "or go to the nearest emergency room."),
    what_happens: "What happens next",
    known_since: "We have it since",
    we_called: ("We began calling", "at"),
    has_read_it: ("has read it, at", "and will be in touch with you."),
    if_nobody: ("If nobody has read it by", "we call"),
    read_by: "Somebody is to have read it by",
    lines_answer: "Until then, and also later, the lines on this page always answer.",
    in_record: "Your answers stand in your record since",
    team_reads: "Your team reads answers:",
    who_reads: ("Everybody on your team can read your answers.", "See who has looked"),
    where_now: "Where can we reach you now?",
    fields: ["Your number, if it is another one than usual", "Where you are, if you like", "In your words"],
    send: "Send it to us",
    not_watched: NOT_WATCHED,
    not_kept: [
        "Not sent yet",
        "Thank you for telling us.",
        "You are not alone with this. We could not make sure that your team has it: our record does not answer just now. Please use these instead of waiting for us.",
        "To send it to your team, go back and press the button again in a minute. Sent twice, it counts once.",
    ],
};

const SPANISH: HelpWords = HelpWords {
    language: "es",
    call: "Llamar a",
    call_us: "Llámenos,",
    open: "Ahora: abierto.",
    closed: "Ahora: cerrado.",
    danger: ("¿Está en peligro ahora mismo? Llame al", "o vaya a las urgencias más cercanas."),
    what_happens: "Qué pasa ahora",
    known_since: "Lo tenemos desde las",
    we_called: ("Empezamos a llamar a", "a las"),
    has_read_it: ("lo ha leído a las", "y se pondrá en contacto con usted."),
    if_nobody: ("Si nadie lo ha leído a las", "llamamos a"),
    read_by: "Alguien lo habrá leído a más tardar a las",
    lines_answer: "Hasta entonces, y también después, los números de esta página contestan siempre.",
    in_record: "Sus respuestas están en su historia desde las",
    team_reads: "Su equipo lee las respuestas:",
    who_reads: ("Todo su equipo puede leer sus respuestas.", "Ver quién ha mirado"),
    where_now: "¿Dónde podemos encontrarle ahora?",
    fields: ["Su número, si no es el de siempre", "Dónde está, si quiere decirlo", "Con sus palabras"],
    send: "Enviárnoslo",
    not_watched: "Nadie lee mientras usted escribe. Estas líneas contestan ahora; nosotros contestamos cuando alguien del equipo lo ha leído.",
    not_kept: [
        "Todavía no enviado",
        "Gracias por decírnoslo.",
        "No está a solas con esto. No pudimos asegurarnos de que su equipo lo tenga: nuestro registro no contesta en este momento. Por favor, use estos números en lugar de esperarnos.",
        "Para enviarlo a su equipo, vuelva atrás y pulse el botón otra vez dentro de un minuto. Enviado dos veces, cuenta una.",
    ],
};

/// The words of a language; English where there are none.
pub(crate) fn help_words(language: &str) -> &'static HelpWords {
    match language.split('-').next() {
        Some("es") => &SPANISH,
        _ => &ENGLISH,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sentence_about_help_was_left_in_english() {
        let (english, spanish) = (format!("{ENGLISH:?}"), format!("{SPANISH:?}"));
        let sentences = |text: &str| text.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
        let (english, spanish) = (sentences(&english), sentences(&spanish));
        assert_eq!(english.len(), spanish.len());
        for (one, other) in english.iter().zip(&spanish) {
            assert_ne!(one, other);
        }
        assert_eq!(help_words("es-MX").language, "es");
    }
}
