//! A small set of drawings on a 16 × 16 grid. They stand beside words and are hidden from screen readers.

use maud::{Markup, PreEscaped, html};

/// Which drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Done, clear, working.
    Check,
    /// Attention: a triangle.
    Triangle,
    /// A person is needed: an octagon.
    Octagon,
    /// Not checked: a dotted circle with a question.
    Query,
    /// Time.
    Clock,
    /// Going up.
    Up,
    /// Going down.
    Down,
    /// Staying.
    Level,
    /// Back.
    Back,
    /// Search.
    Find,
    /// Safety plan, sharing: a shield.
    Shield,
    /// People.
    People,
    /// Private.
    Lock,
    /// Who looks.
    Eye,
    /// Telephone.
    Phone,
    /// Message.
    Message,
    /// Help, a person one chose.
    Heart,
    /// Home.
    Home,
    /// A plan, a list.
    List,
    /// Visits.
    Calendar,
    /// A pencil: a draft, something to sign.
    Pencil,
    /// A broken line: connection lost.
    Broken,
    /// Close.
    Cross,
    /// Key: opened with a reason.
    Key,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Check => r#"<path d="M3 8.5 6.5 12 13 4.5"/>"#,
            Self::Triangle => r#"<path d="M8 2.2 14.4 13.4H1.6Z"/><path d="M8 6.4v3.2M8 11.3v.4"/>"#,
            Self::Octagon => r#"<path d="M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4l-3.6-3.6V5.4Z"/><path d="M8 4.8v4M8 10.9v.4"/>"#,
            Self::Query => {
                r#"<circle cx="8" cy="8" r="6.3" stroke-dasharray="2.6 1.9"/><path d="M6.1 6.4c.1-2.4 3.8-2.3 3.8 0 0 1.5-1.9 1.6-1.9 3M8 11.3v.4"/>"#
            }
            Self::Clock => r#"<circle cx="8" cy="8" r="6.2"/><path d="M8 4.4V8l2.6 1.7"/>"#,
            Self::Up => r#"<path d="M8 13V3.4M4.2 7 8 3.2 11.8 7"/>"#,
            Self::Down => r#"<path d="M8 3v9.6M4.2 9 8 12.8 11.8 9"/>"#,
            Self::Level => r#"<path d="M3 8h10M9.6 4.6 13 8l-3.4 3.4"/>"#,
            Self::Back => r#"<path d="M13 8H3.4M7 4.2 3.2 8 7 11.8"/>"#,
            Self::Find => r#"<circle cx="7" cy="7" r="4.6"/><path d="m10.4 10.4 3.8 3.8"/>"#,
            Self::Shield => r#"<path d="M8 1.8 13.4 4v4c0 3.4-2.3 5.2-5.4 6.3C4.9 13.2 2.6 11.4 2.6 8V4Z"/>"#,
            Self::People => {
                r#"<circle cx="5.2" cy="5.3" r="2.3"/><circle cx="11.3" cy="5.8" r="1.9"/><path d="M1.4 13.400c.2-3 1.8-4.5 3.8-4.500S8.8 10.4 9 13.400M10.2 9.400c2.4-.6 4.2.8 4.4 3.5"/>"#
            }
            Self::Lock => r#"<rect x="3" y="7" width="10" height="7" rx="1.6"/><path d="M5.2 7V5a2.8 2.8 0 0 1 5.6 0v2"/>"#,
            Self::Eye => r#"<path d="M1.3 8C4 3.6 12 3.6 14.7 8 12 12.4 4 12.4 1.3 8Z"/><circle cx="8" cy="8" r="2"/>"#,
            Self::Phone => {
                r#"<path d="M3.2 2.400h2.500l1.2 3-1.6 1.300c.8 1.7 2 2.9 3.7 3.700l1.3-1.6 3 1.200v2.500c0 .6-.5 1.1-1.1 1.100C6.7 13.6 2.4 9.3 2.1 3.500c0-.6.5-1.1 1.1-1.100Z"/>"#
            }
            Self::Message => r#"<path d="M2 3h12v8.200H7.600L4.4 14v-2.800H2Z"/>"#,
            Self::Heart => {
                r#"<path d="M8 13.600C4 10.8 1.8 8.6 1.8 5.900c0-3.5 4.6-4.4 6.2-1.1 1.6-3.3 6.2-2.4 6.2 1.1 0 2.7-2.2 4.9-6.2 7.700Z"/>"#
            }
            Self::Home => r#"<path d="M2 7.6 8 2.300l6 5.300M3.6 6.600v7h3.100V9.800h2.600v3.800h3.100v-7"/>"#,
            Self::List => r#"<path d="M6 3.800h8M6 8h8M6 12.200h8M2.2 3.800h.6M2.2 8h.6M2.2 12.200h.6"/>"#,
            Self::Calendar => {
                r#"<rect x="2" y="3.2" width="12" height="11" rx="1.6"/><path d="M2 6.800h12M5.2 1.600v3M10.8 1.600v3"/>"#
            }
            Self::Pencil => r#"<path d="M2.4 13.6 3 10.800l7.8-7.8 2.2 2.2-7.8 7.800Z"/>"#,
            Self::Broken => {
                r#"<path d="M6.6 9.4 4.9 11.100a2.4 2.4 0 0 1-3.4-3.400L4 5.200M9.4 6.600l1.7-1.700a2.4 2.4 0 0 1 3.4 3.400L12 10.800M6 2v1.600M2.4 3.200l1.2 1M10 14v-1.600M13.6 12.800l-1.2-1"/>"#
            }
            Self::Cross => r#"<path d="m3.6 3.6 8.8 8.800M12.4 3.600l-8.8 8.8"/>"#,
            Self::Key => r#"<circle cx="5" cy="5" r="3.2"/><path d="m7.3 7.3 6.3 6.300M11 11l1.8-1.8"/>"#,
        }
    }
}

/// The drawing at 14 px, in the colour of the text around it.
pub fn icon(which: Icon) -> Markup {
    sized(which, 14)
}

/// The same at another size in pixels.
pub fn sized(which: Icon, size: u32) -> Markup {
    html! {
        svg.icon width=(size) height=(size) viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.7"
            stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" {
            (PreEscaped(which.path()))
        }
    }
}
