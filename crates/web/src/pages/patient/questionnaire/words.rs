//! Every sentence of the questionnaire pages that a patient reads, in each language in which questions can be shown. What a
//! questionnaire itself says comes from its own entry, never from here.

use crate::pages::patient::safety_words;

/// The words around questions in one language.
#[derive(Debug)]
pub(crate) struct Words {
    /// Language tag.
    pub language: &'static str,
    /// The language's own name, for the switch.
    pub own_name: &'static str,
    /// The browser's title, which gives nothing away.
    pub title: &'static str,
    /// The way back.
    pub back: &'static str,
    /// Home, below.
    pub home: &'static str,
    /// `Question`, `of` and what stands after the numbers.
    pub progress: (&'static str, &'static str, &'static str),
    /// How many there are, before all of them on one page.
    pub all_lead: &'static str,
    /// On to the next.
    pub next: &'static str,
    /// At the end.
    pub send: &'static str,
    /// Keeps what was answered and leaves.
    pub keep: &'static str,
    /// No answer to this one.
    pub leave_out: &'static str,
    /// One that was left out before.
    pub was_left_out: &'static str,
    /// Nothing was chosen.
    pub choose_one: &'static str,
    /// Nothing at all was answered.
    pub answer_one: &'static str,
    /// Another time.
    pub not_this_time: &'static str,
    /// Under the first question.
    pub stop_any_time: &'static str,
    /// The switch to one page.
    pub all_on_one: &'static str,
    /// The switch back.
    pub one_at_a_time: &'static str,
    /// Between a number and its meaning.
    pub means: &'static str,
    /// Before the number of the question on which another depends.
    pub depends_on: &'static str,
    /// Beside a question about hard things; the practice's hours follow.
    pub beside: &'static str,
    /// Before the link to help.
    pub need_someone: &'static str,
    /// Help now.
    pub help_now: &'static str,
    /// Before a form that asks about hard things.
    pub before: &'static str,
    /// Nobody watches.
    pub not_watched: &'static str,
    /// The practice's hours follow.
    pub team_reads: &'static str,
    /// Where such questions are not sent: heading and sentence.
    pub at_the_practice: (&'static str, &'static str),
    /// Above the lines to call.
    pub thank_you_for_telling: &'static str,
    /// Under them, where the answers so far are in the record.
    pub team_has_it: &'static str,
    /// Under them: the rest can wait.
    pub can_wait: &'static str,
    /// Sent, before the time.
    pub sent: &'static str,
    /// Thanks for a worrying answer.
    pub thank_you: &'static str,
    /// Thanks.
    pub thanks: &'static str,
    /// Under the thanks of a worrying answer.
    pub not_alone: &'static str,
    /// Before and after the name of the questionnaire.
    pub on_your_course: (&'static str, &'static str),
    /// Who has looked.
    pub who_looked: &'static str,
    /// The way to one's own picture.
    pub see_course: &'static str,
    /// Before the hours, and after them before the link.
    pub hours: (&'static str, &'static str, &'static str),
    /// A notice for those who earn no money with it.
    pub non_commercial: &'static str,
    /// Before whose licence it is.
    pub licensed_to: &'static str,
}

const ENGLISH: Words = Words {
    language: "en",
    own_name: "English",
    title: "Questions",
    back: "Back",
    home: "Home",
    progress: ("Question", "of", "Your answers so far are kept."),
    all_lead: "All questions on one page. What you choose is kept as you go.",
    next: "Next",
    send: "Send my answers",
    keep: "Stop here, keep it",
    leave_out: "Leave this one out",
    was_left_out: "You left this one out. You can still answer it.",
    choose_one: "Choose one answer, or leave this one out.",
    answer_one: "Answer at least one question, or choose “Not this time”.",
    not_this_time: "Not this time",
    stop_any_time: "You can stop at any page: what you answered waits for you.",
    all_on_one: "All on one page",
    one_at_a_time: "One at a time",
    means: "means",
    depends_on: "Depends on your answer to question",
    beside: "Many people have such thoughts when they are low. Saying so brings help; it takes no choice away from you. Your care team reads the answers:",
    need_someone: "Need someone now?",
    help_now: "Help now",
    before: safety_words::BEFORE,
    not_watched: safety_words::NOT_WATCHED,
    team_reads: "Your care team reads the answers:",
    at_the_practice: ("Asked when you are here", safety_words::AT_THE_PRACTICE),
    thank_you_for_telling: "Thank you for telling us. You are not alone with this; these answer now.",
    team_has_it: "Your answers so far are in your record, for your team to read.",
    can_wait: "The question below can wait, or be left out.",
    sent: "Sent",
    thank_you: safety_words::THANKS,
    thanks: "Thank you.",
    not_alone: safety_words::NOT_ALONE,
    on_your_course: ("Your answers to “", "” are on your course, and your team can read them."),
    who_looked: "See who has looked",
    see_course: "See my course",
    hours: ("We read answers:", ". Outside those hours the numbers under", "always answer."),
    non_commercial: "For use that earns no money.",
    licensed_to: "Licensed to",
};

const SPANISH: Words = Words {
    language: "es",
    own_name: "Español",
    title: "Preguntas",
    back: "Atrás",
    home: "Inicio",
    progress: ("Pregunta", "de", "Lo que ha respondido queda guardado."),
    all_lead: "Todas las preguntas en una página. Lo que elige se guarda al momento.",
    next: "Siguiente",
    send: "Enviar mis respuestas",
    keep: "Parar aquí y guardarlo",
    leave_out: "Dejar esta sin responder",
    was_left_out: "Dejó esta sin responder. Todavía puede responderla.",
    choose_one: "Elija una respuesta, o deje esta sin responder.",
    answer_one: "Responda al menos una pregunta, o elija «Esta vez no».",
    not_this_time: "Esta vez no",
    stop_any_time: "Puede parar en cualquier página: lo que respondió le espera.",
    all_on_one: "Todas en una página",
    one_at_a_time: "Una por una",
    means: "significa",
    depends_on: "Depende de su respuesta a la pregunta",
    beside: "Muchas personas tienen estos pensamientos cuando están mal. Decirlo trae ayuda y no le quita ninguna decisión. Su equipo lee las respuestas:",
    need_someone: "¿Necesita a alguien ahora?",
    help_now: "Ayuda ahora",
    before: "Una de estas preguntas trata de pensamientos de muerte o de hacerse daño.",
    not_watched: "Nadie lee mientras usted escribe. Las líneas de «Ayuda ahora» contestan enseguida; nosotros contestamos cuando alguien del equipo lo ha leído.",
    team_reads: "Su equipo lee las respuestas:",
    at_the_practice: (
        "Se pregunta cuando esté aquí",
        "Estas preguntas se hacen cuando está con nosotros. Tratan de momentos muy difíciles, y queremos que haya alguien con usted al responder.",
    ),
    thank_you_for_telling: "Gracias por decírnoslo. No está a solas con esto; aquí contestan ahora mismo.",
    team_has_it: "Sus respuestas hasta ahora están en su historia, y su equipo puede leerlas.",
    can_wait: "La pregunta de abajo puede esperar o quedar sin responder.",
    sent: "Enviado",
    thank_you: "Gracias por decírnoslo.",
    thanks: "Gracias.",
    not_alone: "No está a solas con esto. No hace falta que sea una emergencia para usar estos números.",
    on_your_course: ("Sus respuestas a «", "» están en su recorrido, y su equipo puede leerlas."),
    who_looked: "Ver quién ha mirado",
    see_course: "Ver mi recorrido",
    hours: ("Leemos las respuestas:", ". Fuera de esas horas, los números de", "contestan siempre."),
    non_commercial: "Para usos sin ánimo de lucro.",
    licensed_to: "Con licencia de",
};

/// The words of a language; English where there are none.
pub(crate) fn words(language: &str) -> &'static Words {
    match language.split('-').next() {
        Some("es") => &SPANISH,
        _ => &ENGLISH,
    }
}

/// What a language is called on its own switch.
pub(crate) fn own_name(language: &str) -> String {
    let known = words(language);
    if language.split('-').next() == Some(known.language) { known.own_name.to_owned() } else { language.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_of_a_country_has_the_words_of_the_language() {
        assert_eq!(words("es-MX").title, "Preguntas");
        assert_eq!(words("fr").title, "Questions");
        assert_eq!((own_name("es-US").as_str(), own_name("fr").as_str()), ("Español", "fr"));
    }

    #[test]
    fn no_sentence_was_left_in_english() {
        let (english, spanish) = (format!("{ENGLISH:?}"), format!("{SPANISH:?}"));
        let sentences = |text: &str| text.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
        let (english, spanish) = (sentences(&english), sentences(&spanish));
        assert_eq!(english.len(), spanish.len());
        for (one, other) in english.iter().zip(&spanish) {
            assert_ne!(one, other);
        }
    }
}
