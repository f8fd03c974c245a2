//! Who the invented patients are: names, birthdays, places, what they are allergic to.

use crate::{
    calendar::{TODAY, plus},
    chance::Chance,
    names::{ANY_GENDER, HERITAGES, STREETS},
};
use concord_chart::{PlaceId, When, registration::Demographics};
use jiff::civil::Date;

/// The places of the practice.
pub(crate) const PLACES: &[(&str, &str)] = &[("riverside", "Riverside"), ("old-mill", "Old Mill"), ("north-hill", "North Hill")];

/// What was found out about allergies when the person came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Allergy {
    /// To what, and what happened.
    To(&'static str, &'static str),
    NoneKnown,
    NotAskedYet,
}

/// One invented person.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub given: String,
    pub family: String,
    pub born: Date,
    pub sex: &'static str,
    pub pronouns: &'static str,
    pub languages: Vec<String>,
    pub place: &'static str,
    pub street: String,
    pub phone: String,
    pub allergy: Allergy,
}

impl Person {
    /// The person with this number in the practice of this seed.
    pub fn invent(number: usize, seed: u64) -> Self {
        let mut chance = Chance::new(seed, &format!("person {number}"));
        let weights: Vec<(usize, u32)> = HERITAGES.iter().enumerate().map(|(index, heritage)| (index, heritage.weight)).collect();
        let heritage = &HERITAGES[chance.weighted(&weights)];
        // One family name in six came by marriage, or from the other side of the world.
        let families = if chance.happens(0.16) { HERITAGES[chance.weighted(&weights)].families } else { heritage.families };
        let gender = chance.weighted(&[("F", 62), ("M", 34), ("X", 4)]);
        let (sex, pronouns) = match gender {
            "F" => ("F", "she / her"),
            "M" => ("M", "he / him"),
            _ => (chance.weighted(&[("F", 6), ("M", 4)]), "they / them"),
        };
        let given = match gender {
            "F" => chance.pick(heritage.women),
            "M" => chance.pick(heritage.men),
            _ => chance.pick(ANY_GENDER),
        };
        let mut family = chance.pick(families).to_owned();
        if chance.happens(0.05) {
            let other = HERITAGES[chance.weighted(&weights)].families;
            family = format!("{family}-{}", chance.pick(other));
        }
        let languages = match heritage.language {
            "" => vec!["English".to_owned()],
            language if chance.happens(0.3) => vec![language.to_owned(), "English".to_owned()],
            language if chance.happens(0.4) => vec!["English".to_owned(), language.to_owned()],
            _ => vec!["English".to_owned()],
        };
        let years = chance.weighted(&[((18, 25), 18), ((26, 39), 34), ((40, 59), 30), ((60, 74), 13), ((75, 88), 5)]);
        let born = plus(TODAY, -chance.between(years.0 * 365 + 5, years.1 * 365 + 360));
        let place = chance.weighted(&[("riverside", 40), ("old-mill", 33), ("north-hill", 27)]);
        let street = format!("{} {}", chance.between(1, 240), chance.pick(STREETS));
        // 555-0100 to 555-0199 ring nowhere.
        let phone = format!("({}) 555-01{:02}", chance.pick(&[201, 315, 518, 607, 716, 845, 914]), chance.between(0, 99));
        let allergy = match chance.between(1, 100) {
            1..=9 => Allergy::To("Penicillin", "rash"),
            10..=12 => Allergy::To("Sulfonamides", "hives"),
            13..=14 => Allergy::To("Latex", "itching"),
            15..=17 => Allergy::To("Ibuprofen", "swollen lips"),
            18 => Allergy::To("Peanut", "anaphylaxis"),
            19..=90 => Allergy::NoneKnown,
            _ => Allergy::NotAskedYet,
        };
        Self { given: given.to_owned(), family, born, sex, pronouns, languages, place, street, phone, allergy }
    }

    /// Given and family name.
    pub fn name(&self) -> String {
        format!("{} {}", self.given, self.family)
    }

    /// Age in years today.
    pub fn age(&self) -> i16 {
        let had_birthday = (TODAY.month(), TODAY.day()) >= (self.born.month(), self.born.day());
        TODAY.year() - self.born.year() - i16::from(!had_birthday)
    }

    /// What is written down about them.
    pub fn demographics(&self) -> Demographics {
        let town = PLACES.iter().find(|(id, _)| *id == self.place).map_or("Riverside", |(_, name)| name);
        Demographics {
            family_name: self.family.clone(),
            given_name: self.given.clone(),
            birth_date: Some(When::Day(self.born)),
            sex: Some(self.sex.to_owned()),
            pronouns: Some(self.pronouns.to_owned()),
            languages: self.languages.clone(),
            phone: Some(self.phone.clone()),
            email: Some(format!("{}@example.org", login_from(&self.name()))),
            address: Some(format!("{}, {town}", self.street)),
            place: Some(PlaceId::from(self.place)),
            died: None,
        }
    }
}

/// The practice's number for the record: six digits, different for every patient; Maria's is the first.
pub(crate) fn record_number(number: usize) -> String {
    // 7,919 shares no factor with 900,000, so no number comes twice.
    let digits = 100_000 + (104_517 + number as u64 * 7_919) % 900_000;
    format!("{:03} {:03}", digits / 1_000, digits % 1_000)
}

/// A name as it is typed to sign in: small letters without accents, words joined by points.
pub(crate) fn login_from(name: &str) -> String {
    let plain = |letter: char| -> &'static str {
        match letter {
            'á' | 'à' | 'ả' | 'ã' | 'ặ' | 'ă' | 'â' | 'ą' | 'å' => "a",
            'ä' | 'æ' => "ae",
            'é' | 'è' | 'ê' | 'ę' | 'ě' | 'ë' => "e",
            'í' | 'ì' | 'ï' => "i",
            'ó' | 'ò' | 'ô' | 'ọ' | 'ơ' => "o",
            'ö' | 'ø' => "oe",
            'ú' | 'ù' | 'û' | 'ứ' | 'ư' => "u",
            'ü' => "ue",
            'ý' => "y",
            'ç' | 'č' | 'ć' => "c",
            'đ' => "d",
            'ł' => "l",
            'ñ' | 'ň' | 'ń' => "n",
            'ř' => "r",
            'ś' | 'š' => "s",
            'ß' => "ss",
            'ż' | 'ź' | 'ž' => "z",
            ' ' => ".",
            _ => "",
        }
    };
    let mut login = String::new();
    for letter in name.to_lowercase().chars() {
        if letter.is_ascii_alphanumeric() {
            login.push(letter);
        } else {
            login.push_str(plain(letter));
        }
    }
    login
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_same_number_and_seed_are_the_same_person() {
        let (once, again, other) = (Person::invent(17, 1), Person::invent(17, 1), Person::invent(17, 2));
        assert_eq!(once.name(), again.name());
        assert_eq!(once.born, again.born);
        assert!(once.name() != other.name() || once.born != other.born);
    }

    #[test]
    fn everybody_is_an_adult_with_a_record_number_of_their_own() {
        let numbers: HashSet<_> = (0..10_000).map(record_number).collect();
        assert_eq!(numbers.len(), 10_000);
        assert_eq!(record_number(0), "204 517");
        assert!((0..2_000).all(|number| (18..=90).contains(&Person::invent(number, 5).age())));
    }

    #[test]
    fn logins_are_plain_letters() {
        assert_eq!(login_from("Bożena O'Shaughnessy"), "bozena.oshaughnessy");
        assert_eq!(login_from("Søren Größmann"), "soeren.groessmann");
        for number in 0..2_000 {
            let name = Person::invent(number, 9).name();
            let login = login_from(&name);
            assert!(login.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '.'), "{name} became {login}");
            assert!(login.len() >= 5, "{name} became {login}");
        }
    }
}
