//! Every sentence of “Us, and me” in one place. Nothing here may hint at what stands in somebody else's room.

/// The browser's title, which gives nothing away.
pub(super) const QUIET_TITLE: &str = "Us";
/// The page of a couple or family.
pub(super) const TITLE: &str = "Us, and me";
/// The joint room.
pub(super) const OURS: &str = "Ours";
/// Where no session is planned.
pub(super) const NO_DATE: &str = "No time together is planned yet.";
/// Where nothing was set.
pub(super) const NO_TASK: &str = "Nothing is set.";
/// Over the rule that has to be signed.
pub(super) const SIGN: &str = "Read this rule. When it is right for you, sign it.";
/// The button.
pub(super) const I_SIGN: &str = "I sign this rule";
/// Where nothing was told alone.
pub(super) const NOTHING_TOLD: &str = "Nothing yet.";
/// What the three choices mean.
pub(super) const WAYS: &str = "Keep: it stays between the two of you. Ask first: you are asked before it is brought in. May bring: it may be talked about together. You can change it at any time.";
/// About questions that are asked alone. It says the same to everybody, whether or not anything was ever asked.
pub(super) const ASKED: &str = "Each of us is sometimes asked alone whether we feel safe.";
/// About help.
pub(super) const HELP: &str = "opens quietly, and leaves no line in “who has looked”.";
/// About sharing.
pub(super) const SHARING: &str = "What I let the others see. Off means nothing is shown, and nothing says that it ever was.";
/// About the notes of time together.
pub(super) const NOTES: &str = "Notes of our time together are given to us only when everybody who takes part, and took part, allows it. I can take it back.";
/// First question before something is brought in.
pub(super) const BRING_ONE: &str = "These words would stand in “Ours”, exactly so:";
/// Second question.
pub(super) const BRING_TWO: &str = "Once somebody has read them, nobody can make that undone. Bring exactly these words in?";
/// Where the unit has ended.
pub(super) const ENDED: &str = "This has ended. What stands in “Ours” stays readable.";
/// For somebody who has left.
pub(super) const LEFT: &str = "You take no part any more, so nothing of it is shown here. What is yours is in your own pages.";
/// In a group.
pub(super) const GROUP: &str = "You see nobody else here, and nobody sees you: no name, no number.";

/// The only sentences that an address can make the page say.
pub(super) fn done(word: &str) -> Option<&'static str> {
    Some(match word {
        "kept" => "Kept.",
        "told" => "Kept between the two of you.",
        "signed" => "Signed.",
        "brought" => "It stands in “Ours” now.",
        _ => return None,
    })
}
