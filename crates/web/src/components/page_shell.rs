//! The frame of every page: head, skip link, what is said on top, bar, content, foot.

use maud::{DOCTYPE, Markup, html};

/// Light, dark, or as the system wishes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system wishes.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// For whom the page is; decides sizes and frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// Staff at a desk: 15 px, full width.
    #[default]
    Clinic,
    /// A patient on a phone: 17 px, one column.
    Patient,
    /// Nobody yet: sign-in, help, errors.
    Plain,
}

/// Everything around the content.
#[derive(Debug, Default)]
pub struct Shell<'a> {
    /// The browser's title, without the product's name. In a record it begins with name and birth date.
    pub title: &'a str,
    /// What the page is about, where its title must not say it: the name of its main part for a screen reader.
    pub about: &'a str,
    /// Language of the page, e.g. "en".
    pub language: &'a str,
    /// Theme.
    pub theme: Theme,
    /// Audience.
    pub audience: Audience,
    /// Address of the stylesheet, with its hash.
    pub stylesheet: &'a str,
    /// Address of the stylesheet for what is about medicines.
    pub medication_stylesheet: &'a str,
    /// Address of the stylesheet for what is about therapy.
    pub therapy_stylesheet: &'a str,
    /// Address of the script.
    pub script: &'a str,
    /// Address of the script that keeps help on the phone; empty where the page needs none.
    pub offline_script: &'a str,
    /// Address of the icon.
    pub icon: &'a str,
    /// A line over everything, e.g. that everybody here is invented.
    pub banner: Option<&'a str>,
    /// Bar on top, or nothing.
    pub top: Option<Markup>,
    /// Patient banner and tabs, or nothing.
    pub record: Option<Markup>,
    /// Bar at the foot, or nothing.
    pub foot_bar: Option<Markup>,
    /// Foot of the page.
    pub foot: Option<Markup>,
    /// Id of the account signed in; drafts in the browser's tab are kept for it alone. Empty: none are kept.
    pub account: String,
    /// A key of this session for forms that wait on the phone for a line; never the session's own secret. Empty: nothing waits.
    pub line_key: String,
    /// Seconds without a key or a click after which the screen is locked; `None`: never.
    pub idle_seconds: Option<u32>,
}

/// The whole document around `main`.
pub fn page_shell(shell: &Shell<'_>, main: Markup) -> Markup {
    let theme = match shell.theme {
        Theme::System => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    };
    let class = match shell.audience {
        Audience::Clinic => "clinic",
        Audience::Patient => "patient",
        Audience::Plain => "plain",
    };
    let language = if shell.language.is_empty() { "en" } else { shell.language };
    html! {
        (DOCTYPE)
        html lang=(language) data-theme=[theme] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { (shell.title) @if shell.audience != Audience::Patient { " | Concord" } }
                link rel="stylesheet" href=(shell.stylesheet);
                link rel="stylesheet" href=(shell.medication_stylesheet);
                link rel="stylesheet" href=(shell.therapy_stylesheet);
                link rel="icon" href=(shell.icon);
                script type="module" src=(shell.script) {}
                @if !shell.offline_script.is_empty() { script type="module" src=(shell.offline_script) {} }
            }
            body class=(class) data-account=[(!shell.account.is_empty()).then_some(&shell.account)] data-idle=[shell.idle_seconds] data-line-key=[(!shell.line_key.is_empty()).then_some(&shell.line_key)] {
                a.skip href="#main" { "Skip to the content" }
                @if let Some(words) = shell.banner { aside.invented aria-label="About this practice" { (words) } }
                @if let Some(top) = &shell.top { (top) }
                @if let Some(record) = &shell.record { (record) }
                div #live.vh aria-live="polite" {}
                main #main tabindex="-1" aria-label=[(!shell.about.is_empty()).then_some(shell.about)] { (main) }
                @if let Some(foot) = &shell.foot { footer.foot { (foot) } }
                @if let Some(bar) = &shell.foot_bar { (bar) }
            }
        }
    }
}
