//! How wide a text will be, judged before any browser has seen it.
//!
//! Widths are the larger of Inter's and DejaVu Sans's for each character, in thousandths of the font size: labels that
//! are clear of one another with these are clear in every interface font a browser is likely to choose.

use crate::form::Form;

/// Characters 32 to 126 in regular weight.
const REGULAR: [u16; 95] = [
    318, 401, 460, 838, 646, 951, 780, 275, 391, 391, 522, 838, 318, 464, 318, 390, 655, 655, 655, 655, 655, 655, 655, 655, 655,
    655, 337, 337, 838, 838, 838, 531, 1000, 700, 687, 736, 771, 632, 586, 775, 752, 295, 552, 665, 565, 898, 749, 788, 640, 788,
    695, 644, 651, 738, 700, 989, 686, 685, 686, 391, 390, 391, 838, 500, 500, 613, 635, 568, 635, 616, 369, 635, 634, 278, 278,
    580, 278, 975, 634, 612, 635, 635, 412, 536, 393, 634, 592, 825, 592, 592, 552, 637, 343, 637, 838,
];

/// The same in bold.
const BOLD: [u16; 95] = [
    349, 457, 521, 838, 696, 1002, 873, 307, 458, 458, 565, 838, 380, 469, 380, 390, 696, 696, 696, 696, 696, 696, 696, 696, 696,
    696, 400, 400, 838, 838, 838, 581, 1031, 774, 763, 753, 831, 684, 684, 821, 837, 373, 570, 775, 638, 996, 837, 851, 733, 851,
    771, 721, 683, 813, 774, 1104, 771, 725, 726, 458, 390, 458, 838, 500, 500, 675, 716, 593, 716, 679, 436, 716, 712, 343, 343,
    666, 343, 1042, 712, 688, 716, 716, 494, 596, 479, 712, 652, 924, 646, 652, 583, 712, 374, 712, 838,
];

/// Width of `text` at `size` pixels, in pixels.
pub fn text_width(text: &str, size: f32, bold: bool) -> f32 {
    let thousandths: u32 = text.chars().map(|c| u32::from(char_width(c, bold))).sum();
    thousandths as f32 * size / 1000.0
}

fn char_width(c: char, bold: bool) -> u16 {
    let ascii = u32::from(c).checked_sub(32).and_then(|i| usize::try_from(i).ok());
    if let Some(width) = ascii.and_then(|i| if bold { BOLD.get(i) } else { REGULAR.get(i) }) {
        return *width;
    }
    match c {
        '\u{a0}' | '·' | '’' | '‘' | '¡' => 400,
        '–' => 520,
        '“' | '”' => 660,
        'í' | 'ì' | 'î' | 'ï' | 'ı' => 360,
        // Other letters with marks are as wide as the widest plain ones, other scripts a full square.
        '\u{c0}'..='\u{24f}' => 860,
        '\u{2000}'..='\u{206f}' => 1000,
        _ => 1050,
    }
}

/// What a piece of text is; decides class, size and weight. The stylesheet gives the same sizes to the same classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextStyle {
    /// Lane name.
    Name,
    /// Unit under it.
    Unit,
    /// Latest value in the right column.
    Now,
    /// Latest value where the large one would not fit.
    NowSmall,
    /// Context under it.
    Context,
    /// Axis and small neutral words.
    Axis,
    /// Month or year.
    Month,
    /// A value above its point.
    Value,
    /// A severity band's name; the number picks the halo.
    Band(u8),
    /// Name of a threshold.
    Threshold,
    /// A remark in ink.
    Note,
    /// A safety item's words.
    Safety,
    /// A dose.
    Dose,
    /// A remark in the colour of attention.
    Care,
    /// A measured level.
    Level,
    /// Name of a therapy course beside its block.
    Course,
    /// The same on the block.
    CourseOn,
    /// Name of a medicine on its bar.
    BarOn,
    /// Number on a decision flag.
    Flag,
    /// Number on a planned decision's flag.
    FlagOpen,
    /// A decision's words.
    Decision,
    /// The date on the today tab.
    Today,
    /// A neutral remark that needs a halo.
    Soft,
}

impl TextStyle {
    /// Classes of the `text` element.
    pub fn class(self) -> &'static str {
        match self {
            Self::Name => "t-name",
            Self::Unit => "t-unit",
            Self::Now => "t-now",
            Self::NowSmall => "t-nowm",
            Self::Context => "t-ctx",
            Self::Axis => "t-ax",
            Self::Month => "t-mo",
            Self::Value => "t-val",
            Self::Band(0) => "t-band h0",
            Self::Band(1) => "t-band h1",
            Self::Band(2) => "t-band h2",
            Self::Band(3) => "t-band h3",
            Self::Band(_) => "t-band h4",
            Self::Threshold => "t-thr",
            Self::Note => "t-note",
            Self::Safety => "t-safe",
            Self::Dose => "t-dose",
            Self::Care => "t-care",
            Self::Level => "t-lvl",
            Self::Course => "t-crs",
            Self::CourseOn => "t-crson",
            Self::BarOn => "t-bar",
            Self::Flag => "t-flag",
            Self::FlagOpen => "t-flago",
            Self::Decision => "t-dec",
            Self::Today => "t-today",
            Self::Soft => "t-soft",
        }
    }

    /// Whether it is set in a heavy weight.
    pub fn bold(self) -> bool {
        !matches!(self, Self::Unit | Self::Context | Self::Axis | Self::Band(_) | Self::Soft)
    }

    /// Size in pixels.
    pub fn size(self, form: Form) -> f32 {
        if form == Form::Print {
            return match self {
                Self::Now => 12.5,
                Self::Name => 11.5,
                Self::NowSmall | Self::Value => 11.0,
                Self::Month | Self::Decision | Self::BarOn | Self::Course | Self::CourseOn | Self::Today => 10.5,
                _ => 10.0,
            };
        }
        match self {
            Self::Now => 15.0,
            Self::Name => 13.0,
            Self::NowSmall | Self::Value => 12.5,
            Self::Month | Self::Dose | Self::Decision | Self::Today | Self::BarOn | Self::Course | Self::CourseOn => 12.0,
            _ => 11.5,
        }
    }

    /// Width of `text` in this style.
    pub fn width(self, text: &str, form: Form) -> f32 {
        text_width(text, self.size(form), self.bold())
    }
}

/// Breaks `text` into lines no wider than `room`, at spaces, at most `most` lines; what is left over ends in "…".
pub(crate) fn wrap(text: &str, style: TextStyle, form: Form, room: f32, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let grown = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if style.width(&grown, form) <= room {
            line = grown;
        } else if line.is_empty() {
            line = shorten(word, style, form, room);
        } else if lines.len() + 1 == most {
            let rest = words.fold(format!("{line} {word}"), |all, next| format!("{all} {next}"));
            line = shorten(&rest, style, form, room);
            break;
        } else {
            lines.push(std::mem::take(&mut line));
            line = shorten(word, style, form, room);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// `text`, cut to fit `room` with "…" at the end where it is too long.
pub(crate) fn shorten(text: &str, style: TextStyle, form: Form, room: f32) -> String {
    if style.width(text, form) <= room {
        return text.to_owned();
    }
    let mut cut = text.to_owned();
    while !cut.is_empty() && style.width(&cut, form) + style.width("…", form) > room {
        cut.pop();
    }
    format!("{}…", cut.trim_end_matches([' ', ',', ';', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_broken_and_its_rest_is_marked() {
        let lines = wrap("mg a day; shade: steady level, simulated", TextStyle::Unit, Form::Wide, 142.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| TextStyle::Unit.width(line, Form::Wide) <= 142.0));
        assert!(wrap(&"word ".repeat(40), TextStyle::Unit, Form::Wide, 100.0, 2)[1].ends_with('…'));
    }

    #[test]
    fn one_endless_word_is_cut_to_fit() {
        let lines = wrap(&"x".repeat(80), TextStyle::Name, Form::Print, 106.0, 2);
        assert_eq!(lines.len(), 1);
        assert!(TextStyle::Name.width(&lines[0], Form::Print) <= 106.0);
    }

    #[test]
    fn bold_is_never_taken_for_narrower_than_regular() {
        for c in ' '..='~' {
            let text = c.to_string();
            assert!(text_width(&text, 10.0, true) >= text_width(&text, 10.0, false), "{c}");
        }
    }
}
