//! Numbered decisions, and the day on which the last of them is looked at again.

use super::Seen;
use concord_timeline::model::Decision;

/// Letters that fit on a flag; the whole of it stands in the list below the picture.
const FLAG: usize = 26;

/// Decisions made, then the next look that was agreed.
pub(super) fn all(seen: &Seen<'_>) -> Vec<Decision> {
    let made = &seen.chart.decisions;
    let mut drawn: Vec<Decision> = made
        .iter()
        .map(|decision| Decision {
            number: u32::from(decision.number),
            on: seen.day(decision.at),
            label: flag(&decision.what.what),
            what: decision.what.what.clone(),
            why: decision.what.why.clone(),
            who: decision.what.who.join(", "),
            planned: seen.day(decision.at) > seen.today,
        })
        .collect();
    let ahead = made
        .iter()
        .filter_map(|decision| Some((decision.what.look_again.filter(|day| *day >= seen.today)?, decision)))
        .min_by_key(|(day, _)| *day);
    if let Some((day, decision)) = ahead {
        drawn.push(Decision {
            number: u32::try_from(made.len()).unwrap_or(u32::MAX).saturating_add(1),
            on: day,
            label: "Look again".to_owned(),
            what: format!("Look again at: {}", decision.what.what),
            why: format!("Agreed with decision {}.", decision.number),
            who: decision.what.who.join(", "),
            planned: true,
        });
    }
    drawn
}

/// The first words that fit on a flag.
fn flag(what: &str) -> String {
    let mut label = String::new();
    for word in what.split_whitespace() {
        if !label.is_empty() && label.chars().count() + 1 + word.chars().count() > FLAG {
            break;
        }
        if !label.is_empty() {
            label.push(' ');
        }
        label.push_str(word);
    }
    label.trim_end_matches([',', ';', ':', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::flag;

    #[test]
    fn a_flag_ends_at_a_word() {
        assert_eq!(flag("Sertraline 100 to 75 mg, at night, because of the fog"), "Sertraline 100 to 75 mg");
        assert_eq!(flag("Stay"), "Stay");
        assert_eq!(flag(""), "");
    }
}
