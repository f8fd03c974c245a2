//! The practice's own settings: its name, places, hours and the help it names.

use crate::{ActionError, Clinic};
use concord_access::{ProxyRight, Subject};
use concord_chart::{PlaceId, Refusal};
use concord_engines::escalation::Rules;
use concord_registry::ProxyRow;
use jiff::{
    civil::{Date, Weekday},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the practice set for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeSettings {
    /// Its name.
    pub name: String,
    /// Time zone, e.g. `America/New_York`.
    pub zone: String,
    /// Its places.
    pub places: Vec<Place>,
    /// Opening hours in words, e.g. `Monday to Friday, 8 to 5`.
    pub hours: String,
    /// First and last hour of a working day, 0–24.
    pub open_hours: (i8, i8),
    /// Who to call in a crisis, in the order in which they are shown.
    pub crisis_lines: Vec<CrisisLine>,
    /// The emergency number.
    pub emergency_number: String,
    /// True for an invented practice: every page says so.
    pub invented: bool,
    /// Which of several schedules of checks is used: `metabolic` → `apa_2020`. What is not chosen follows the default.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub schedules: BTreeMap<String, String>,
    /// What happens after a worrying answer: tiers, calls, who is on call.
    #[serde(default)]
    pub safety: Rules,
    /// What the place's law says about minors, as the practice wrote it down.
    #[serde(default)]
    pub minors: MinorRules,
}

/// Ages at which the place's law changes who decides. Law is settings, never code: the practice checks these with counsel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MinorRules {
    /// The birthday at which a patient is of age: from that day on a parent has no right of their own.
    pub of_age: u8,
    /// Services to which a minor may consent alone: in words → from which age, and under which rule.
    pub may_consent: Vec<ConsentRule>,
    /// Who checked these rules, and when; empty while nobody has.
    pub checked: String,
}

/// A service to which a minor may consent alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRule {
    /// The service, e.g. `outpatient psychotherapy`.
    pub service: String,
    /// From which age.
    pub from_age: u8,
    /// The rule, as the practice wrote it down.
    pub rule: String,
}

impl Default for MinorRules {
    /// Of age at 18; no service named: nothing is assumed about a place that nobody described.
    fn default() -> Self {
        Self { of_age: 18, may_consent: Vec::new(), checked: String::new() }
    }
}

/// One place of the practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its id.
    pub id: PlaceId,
    /// Its name.
    pub name: String,
    /// Its telephone.
    pub phone: String,
}

/// One line to call or text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrisisLine {
    /// What to press, e.g. `Call 988`.
    pub label: String,
    /// One sentence about it.
    pub about: String,
    /// `tel:988` or `sms:988`.
    pub address: String,
}

impl PracticeSettings {
    /// What somebody may do for a patient, and until when: the named day, or the day before the birthday at which the
    /// patient is of age, whichever comes first. Who holds a right by court order names its own last day.
    pub fn right_of(&self, proxy: &ProxyRow) -> ProxyRight {
        let of_age = proxy.born.and_then(|born| birthday(born, self.minors.of_age)).and_then(|day| day.yesterday().ok());
        // A right over an adult (a power of attorney) begins after that birthday and ends on its own day only.
        let of_age = of_age.filter(|last| proxy.since <= *last);
        let until = [proxy.until, of_age].into_iter().flatten().min();
        ProxyRight { proxy: proxy.proxy, may: proxy.may.clone(), until }
    }

    /// The place's name as people say it; its id where the practice has taken it off its list.
    pub fn place_name<'a>(&'a self, id: &'a PlaceId) -> &'a str {
        self.places.iter().find(|place| place.id == *id).map_or(id.as_str(), |place| place.name.as_str())
    }
}

impl Default for PracticeSettings {
    /// A practice before anybody set anything: the help that holds anywhere in the United States.
    fn default() -> Self {
        let line = |label: &str, about: &str, address: &str| CrisisLine {
            label: label.to_owned(),
            about: about.to_owned(),
            address: address.to_owned(),
        };
        Self {
            name: "Your practice".to_owned(),
            zone: "America/New_York".to_owned(),
            places: Vec::new(),
            hours: "Monday to Friday, 8 to 5".to_owned(),
            open_hours: (8, 17),
            crisis_lines: vec![
                line("Call 988", "Day and night. Press 2 for Spanish.", "tel:988"),
                line("Text 988", "When talking is too hard right now.", "sms:988"),
            ],
            emergency_number: "911".to_owned(),
            invented: false,
            schedules: BTreeMap::new(),
            safety: Rules::default(),
            minors: MinorRules::default(),
        }
    }
}

const SETTING: &str = "practice";

impl Clinic {
    /// Reads the practice's settings and its own wording from the store into memory; keeps the defaults where nothing was
    /// set.
    ///
    /// # Errors
    /// When the store cannot be read or the setting is damaged.
    pub async fn load_practice(&self) -> Result<(), ActionError> {
        if let Some(text) = self.store().setting(SETTING).await? {
            let practice =
                serde_json::from_str(&text).map_err(|error| ActionError::Inside(format!("practice settings: {error}")))?;
            self.set_practice(practice)?;
        }
        self.load_texts().await
    }

    /// Keeps the practice's settings: in the store first, so that what every page says is what a restart would say.
    ///
    /// # Errors
    /// A sentence when they will not do, or the store cannot be written.
    pub async fn save_practice(&self, practice: PracticeSettings) -> Result<(), ActionError> {
        practice.check()?;
        let text = serde_json::to_string(&practice).map_err(|error| ActionError::Inside(error.to_string()))?;
        self.store().put_setting(SETTING, &text).await?;
        self.set_practice(practice)
    }

    /// The same by the practice's administrator; the access log says so.
    ///
    /// # Errors
    /// Not the administrator, and as [`Clinic::save_practice`].
    pub async fn change_practice(&self, subject: &Subject, practice: PracticeSettings) -> Result<(), ActionError> {
        self.only_administrator(subject)?;
        practice.check()?;
        self.log_admin(subject, "changed the practice’s settings".to_owned()).await?;
        self.save_practice(practice).await
    }

    /// True on a weekday within the opening hours.
    pub fn is_open_now(&self) -> bool {
        self.is_open_at(self.now())
    }

    /// True when a moment lies on a weekday within the opening hours.
    pub fn is_open_at(&self, at: jiff::Timestamp) -> bool {
        let now = at.to_zoned(self.zone());
        let (opens, closes) = self.practice().open_hours;
        !matches!(now.weekday(), Weekday::Saturday | Weekday::Sunday) && (opens..closes).contains(&now.hour())
    }
}

impl PracticeSettings {
    /// What is wrong with the settings, as a sentence about the first field that has to be changed.
    fn check(&self) -> Result<(), Refusal> {
        let wrong = |field: &'static str, sentence: &str| Err(Refusal::new(sentence).about(field));
        if self.name.trim().is_empty() {
            return wrong("name", "Write the name of the practice.");
        }
        if TimeZone::get(&self.zone).is_err() {
            return Err(
                Refusal::new(format!("“{}” is not a time zone. Write one such as America/New_York.", self.zone)).about("zone")
            );
        }
        let (opens, closes) = self.open_hours;
        if !(0..=23).contains(&opens) || !(1..=24).contains(&closes) || opens >= closes {
            return wrong("opens", "Opening hours go from an earlier to a later hour, for example 8 to 17.");
        }
        if self.hours.trim().is_empty() {
            return wrong("hours", "Write the opening hours in words, as patients read them.");
        }
        if self.places.iter().any(|place| place.name.trim().is_empty() || place.id.as_str().is_empty()) {
            return wrong("places", "Every place needs a name.");
        }
        if self.places.iter().any(|place| !is_number(&place.phone)) {
            return wrong("places", "Every place needs a telephone number: patients are told to call it.");
        }
        if !is_number(&self.emergency_number) {
            return wrong("emergency", "Write the emergency number, for example 911.");
        }
        if let Some((field, sentence)) = self.safety.wrong() {
            return wrong(field, sentence);
        }
        self.check_schedules()?;
        self.check_crisis_lines()
    }

    /// A chosen schedule has to be one of those that the choice is between.
    fn check_schedules(&self) -> Result<(), Refusal> {
        let known = |choice: &str, id: &str| {
            concord_knowledge::shipped().schedules().any(|one| one.id == id && one.choice.as_deref() == Some(choice))
        };
        match self.schedules.iter().find(|(choice, id)| !known(choice, id)) {
            Some((_, id)) => Err(Refusal::new(format!("There is no schedule of checks “{id}” to choose.")).about("schedules")),
            None => Ok(()),
        }
    }

    fn check_crisis_lines(&self) -> Result<(), Refusal> {
        let wrong = |sentence: &str| Err(Refusal::new(sentence).about("lines"));
        if self.crisis_lines.is_empty() {
            return wrong("Keep at least one line that answers day and night.");
        }
        for line in &self.crisis_lines {
            let number = line.address.strip_prefix("tel:").or_else(|| line.address.strip_prefix("sms:"));
            if line.label.trim().is_empty() || !number.is_some_and(is_number) {
                return wrong("Each line needs what to press, such as “Call 988”, and a number to call or text.");
            }
        }
        Ok(())
    }
}

/// A telephone number as people write it: digits, with spaces and signs between.
fn is_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 2 && text.chars().all(|letter| letter.is_ascii_digit() || " +-().".contains(letter))
}

/// The birthday at this age. Who was born on 29 February is a year older on 1 March in a year without that day.
fn birthday(born: Date, age: u8) -> Option<Date> {
    let year = born.year().checked_add(i16::from(age))?;
    Date::new(year, born.month(), born.day()).or_else(|_| Date::new(year, 3, 1)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(change: impl FnOnce(&mut PracticeSettings)) -> Option<&'static str> {
        let mut practice = PracticeSettings::default();
        change(&mut practice);
        practice.check().err().and_then(|refusal| refusal.field)
    }

    #[test]
    fn settings_that_would_leave_somebody_without_help_are_refused() {
        assert_eq!(refused(|_| {}), None);
        assert_eq!(refused(|practice| practice.crisis_lines.clear()), Some("lines"));
        assert_eq!(refused(|practice| practice.crisis_lines[0].address = "javascript:alert(1)".to_owned()), Some("lines"));
        assert_eq!(refused(|practice| practice.emergency_number.clear()), Some("emergency"));
        let place = Place { id: "riverside".into(), name: "Riverside".to_owned(), phone: "soon".to_owned() };
        assert_eq!(refused(|practice| practice.places.push(place)), Some("places"));
    }

    #[test]
    fn settings_that_no_clock_can_follow_are_refused() {
        assert_eq!(refused(|practice| practice.zone = "Mars/Olympus".to_owned()), Some("zone"));
        assert_eq!(refused(|practice| practice.open_hours = (17, 8)), Some("opens"));
        assert_eq!(refused(|practice| practice.open_hours = (0, 25)), Some("opens"));
        assert_eq!(refused(|practice| practice.open_hours = (0, 24)), None);
        assert_eq!(refused(|practice| practice.name = " ".to_owned()), Some("name"));
    }
}
