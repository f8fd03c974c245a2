//! What somebody comes for, and what they are offered.

use crate::{chance::Chance, staff::Skill};

/// The kinds of treatment that the practice gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Track {
    DepressionBoth,
    DepressionMedicine,
    AnxietyBoth,
    TalkingOnly,
    Dbt,
    Bipolar,
    Couple,
    Family,
    Adhd,
    Trauma,
}

impl Track {
    pub fn draw(chance: &mut Chance) -> Self {
        chance.weighted(&[
            (Self::DepressionBoth, 31),
            (Self::DepressionMedicine, 14),
            (Self::AnxietyBoth, 16),
            (Self::TalkingOnly, 12),
            (Self::Dbt, 8),
            (Self::Bipolar, 7),
            (Self::Couple, 3),
            (Self::Family, 2),
            (Self::Adhd, 4),
            (Self::Trauma, 3),
        ])
    }

    /// Whether a prescriber belongs to it.
    pub fn takes_medicine(self, chance: &mut Chance) -> bool {
        match self {
            Self::TalkingOnly => false,
            Self::Couple | Self::Family => chance.happens(0.35),
            Self::Dbt => chance.happens(0.75),
            _ => true,
        }
    }

    /// Which talking therapy belongs to it, if any.
    pub fn talks(self, chance: &mut Chance) -> Option<Skill> {
        use Skill::{Act, Cbt, Couple, Dbt, Family, Ipt, Psychodynamic};
        let from: &[(Option<Skill>, u32)] = match self {
            Self::DepressionBoth => &[(Some(Cbt), 50), (Some(Psychodynamic), 20), (Some(Ipt), 16), (Some(Act), 14)],
            Self::DepressionMedicine => &[(None, 1)],
            Self::AnxietyBoth => &[(Some(Cbt), 55), (Some(Act), 32), (Some(Psychodynamic), 13)],
            Self::TalkingOnly => &[(Some(Psychodynamic), 34), (Some(Cbt), 28), (Some(Ipt), 20), (Some(Act), 18)],
            Self::Dbt => &[(Some(Dbt), 1)],
            Self::Bipolar => &[(None, 55), (Some(Family), 25), (Some(Cbt), 20)],
            Self::Couple => &[(Some(Couple), 1)],
            Self::Family => &[(Some(Family), 1)],
            Self::Adhd => &[(None, 60), (Some(Cbt), 40)],
            Self::Trauma => &[(Some(Cbt), 80), (Some(Act), 20)],
        };
        chance.weighted(from)
    }

    /// Which complementary practice is added, if any.
    pub fn practises(self, chance: &mut Chance) -> Option<Skill> {
        let share = match self {
            Self::DepressionMedicine | Self::Bipolar | Self::Adhd => 0.24,
            Self::AnxietyBoth | Self::Trauma => 0.46,
            Self::Couple | Self::Family => 0.15,
            _ => 0.36,
        };
        let kinds = [(Skill::Mindfulness, 25), (Skill::Yoga, 12), (Skill::ArtTherapy, 31), (Skill::Acupuncture, 32)];
        chance.happens(share).then(|| chance.weighted(&kinds))
    }

    /// What brings people, as it is written when they come.
    pub fn reason(self, chance: &mut Chance) -> &'static str {
        let from: &[&str] = match self {
            Self::DepressionBoth | Self::DepressionMedicine => &[
                "Low mood for months, hardly getting out of bed.",
                "Low again after two good years.",
                "Nothing feels worth doing since the spring.",
                "Sent by the family doctor: low mood, poor sleep.",
                "Tired, tearful, off work for three weeks.",
            ],
            Self::AnxietyBoth => &[
                "Worry that does not stop, day or night.",
                "Panic on the bus; has stopped taking it.",
                "Cannot switch off, heart races, sleeps badly.",
                "Avoids meetings and the telephone.",
            ],
            Self::TalkingOnly => &[
                "Wants to talk something through; no medicine for now.",
                "The same quarrels with everyone, wants to understand why.",
                "Grieving for a parent, stuck in it.",
                "Lost after a divorce.",
            ],
            Self::Dbt => &[
                "Feelings that go from nought to a hundred in a minute.",
                "Storms of feeling, friendships that break.",
                "Sent after a crisis visit: wants to learn skills.",
            ],
            Self::Bipolar => &[
                "Bipolar disorder, comes to stay well.",
                "Moved here; needs somebody for lithium and its checks.",
                "Highs and lows for years, the last high in winter.",
            ],
            Self::Couple => &[
                "Arguments that circle; both want to stay.",
                "Hardly talking since the second child.",
                "After an affair: whether and how to go on.",
            ],
            Self::Family => &[
                "Conflict with a grown-up child at home.",
                "The whole family worn out by one illness.",
                "Family wants to learn the early signs.",
            ],
            Self::Adhd => {
                &["Cannot finish anything; tested as a child, untreated since.", "Forgets, loses, starts ten things at once."]
            }
            Self::Trauma => &["Nightmares since an accident.", "Startles, avoids the street where it happened."],
        };
        chance.pick(from)
    }

    /// The condition that is noted: words and ICD-10-CM code.
    pub fn condition(self, chance: &mut Chance) -> (&'static str, &'static str) {
        let from: &[(&str, &str)] = match self {
            Self::DepressionBoth | Self::DepressionMedicine => &[
                ("Major depressive disorder, single episode, moderate", "F32.1"),
                ("Major depressive disorder, recurrent, moderate", "F33.1"),
                ("Major depressive disorder, single episode, severe", "F32.2"),
            ],
            Self::AnxietyBoth => {
                &[("Generalized anxiety disorder", "F41.1"), ("Panic disorder", "F41.0"), ("Social anxiety disorder", "F40.10")]
            }
            Self::TalkingOnly => {
                &[("Persistent depressive disorder", "F34.1"), ("Adjustment disorder with depressed mood", "F43.21")]
            }
            Self::Dbt => &[("Borderline personality disorder", "F60.3")],
            Self::Bipolar => &[("Bipolar disorder", "F31.9"), ("Bipolar II disorder", "F31.81")],
            Self::Couple => &[("Problems in relationship with partner", "Z63.0")],
            Self::Family => &[("Adjustment disorder with mixed anxiety and depressed mood", "F43.23")],
            Self::Adhd => &[("Attention-deficit hyperactivity disorder", "F90.9")],
            Self::Trauma => &[("Post-traumatic stress disorder", "F43.10")],
        };
        chance.pick(from)
    }

    /// How heavy it usually is untreated: low mood on the scale of the PHQ-9, worry on that of the GAD-7, each as middle
    /// and spread.
    pub fn weight(self) -> ((f64, f64), (f64, f64)) {
        match self {
            Self::DepressionBoth | Self::DepressionMedicine => ((17.0, 3.4), (11.0, 3.4)),
            Self::AnxietyBoth => ((11.5, 3.2), (15.5, 2.6)),
            Self::TalkingOnly => ((12.5, 3.0), (9.5, 3.0)),
            Self::Dbt => ((17.5, 3.2), (13.0, 3.0)),
            Self::Bipolar => ((11.0, 3.5), (7.5, 2.8)),
            Self::Couple | Self::Family => ((9.0, 2.8), (8.0, 2.6)),
            Self::Adhd => ((8.5, 2.6), (8.5, 2.6)),
            Self::Trauma => ((15.0, 3.0), (14.5, 2.6)),
        }
    }
}
