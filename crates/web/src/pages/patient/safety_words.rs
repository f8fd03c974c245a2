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
pub(crate) const ASK_LEAD: &str = "Write a word, or only your number. Somebody of us is told as soon as you send it. If it cannot wait, use the lines on this page now.";
/// After it was sent.
pub(crate) const THANKS: &str = "Thank you for telling us.";
/// Under it.
pub(crate) const NOT_ALONE: &str = "You are not alone with this. You do not have to be in an emergency to use these.";
/// What the copy on the phone is.
pub(crate) const COPY_ABOUT: &str = "A copy stays in this browser, so that the plan opens without a signal and without signing in. Whoever can open your phone can open it too. You can take it away at any time.";
