//! Every sentence of the pages for reading that is not the article's own.

/// The words beside an article in one language.
pub(super) struct Words {
    pub read_this: &'static str,
    pub helped: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub keep_read: &'static str,
    pub was_read: &'static str,
    pub own_words: &'static str,
    pub no_test: &'static str,
    pub tell: &'static str,
    pub told_before: &'static str,
    pub not_looked: &'static str,
    pub kept: &'static str,
    pub family: &'static str,
    pub question_first: &'static str,
    pub empty: &'static str,
}

const ENGLISH: Words = Words {
    read_this: "Have you read this?",
    helped: "Did it help?",
    yes: "Yes",
    no: "Not really",
    keep_read: "I have read this",
    was_read: "You read this on",
    own_words: "In your own words",
    no_test: "This is no test of you. It shows us whether we explained it well.",
    tell: "Tell your team",
    told_before: "What you told us",
    not_looked: "Your team has not looked at it yet.",
    kept: "Kept. Thank you.",
    family: "Family and friends can read the same page without signing in:",
    question_first: "A question that stays with you? Write it here too.",
    empty: "Write a line in your own words.",
};

const SPANISH: Words = Words {
    read_this: "¿Ya leyó esto?",
    helped: "¿Le ayudó?",
    yes: "Sí",
    no: "No mucho",
    keep_read: "Ya lo leí",
    was_read: "Lo leyó el",
    own_words: "Con sus propias palabras",
    no_test: "No es un examen. Nos muestra si lo explicamos bien.",
    tell: "Decirlo a mi equipo",
    told_before: "Lo que nos contó",
    not_looked: "Su equipo todavía no lo ha visto.",
    kept: "Guardado. Gracias.",
    family: "La familia y los amigos pueden leer la misma página sin entrar con clave:",
    question_first: "¿Le queda una pregunta? Escríbala también aquí.",
    empty: "Escriba una línea con sus propias palabras.",
};

/// The words in a language; English where there is no other.
pub(super) fn of(language: &str) -> &'static Words {
    if language == "es" { &SPANISH } else { &ENGLISH }
}

/// The page's title and heading.
pub(super) const TITLE: &str = "To read";
/// Over what is offered.
pub(super) const FOR_YOU: &str = "For you now";
/// Where nothing is offered.
pub(super) const NOTHING_NOW: &str = "Nothing new is waiting. Everything there is stands below.";
/// On the card of the home page.
pub(super) const CARD: &str = "Something to read";
/// How long it takes, on that card.
pub(super) const MINUTES: &str = "minutes";
