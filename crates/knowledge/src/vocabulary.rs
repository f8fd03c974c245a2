//! The words that a medication finding is made of: kinds, severities, grades of evidence.

use serde::{Deserialize, Serialize};

/// How bad it would be, from least to worst. Mapped to ORCA (Hansten 2001) by [`Severity::orca`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// No special precautions; shown on demand.
    Info,
    /// Be aware; shown folded.
    Minor,
    /// Minimise the risk: adjust or monitor.
    Moderate,
    /// Usually avoid; act before the next dose.
    Major,
    /// Avoid: a label or a guideline of that rank forbids it.
    Contraindicated,
}

impl Severity {
    /// All, from least to worst.
    pub const ALL: &'static [Self] = &[Self::Info, Self::Minor, Self::Moderate, Self::Major, Self::Contraindicated];

    /// The word in files and in output: `contraindicated`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Minor => "minor",
            Self::Moderate => "moderate",
            Self::Major => "major",
            Self::Contraindicated => "contraindicated",
        }
    }

    /// The operational class of ORCA that it stands for.
    pub fn orca(self) -> &'static str {
        match self {
            Self::Info => "no special precautions",
            Self::Minor => "be aware; monitor where it is easy",
            Self::Moderate => "minimise the risk",
            Self::Major => "usually avoid",
            Self::Contraindicated => "avoid",
        }
    }
}

/// How well it is known, kept apart from how bad it would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Evidence {
    /// A label's contraindication or boxed warning, or a guideline of that rank.
    A,
    /// Controlled human kinetic or clinical data.
    B,
    /// Observation, case series, consistent case reports.
    C,
    /// Mechanism only. May never interrupt anybody.
    D,
}

impl Evidence {
    /// The letter.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }

    /// The grade in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::A => "label or guideline",
            Self::B => "controlled studies in people",
            Self::C => "observations and case reports",
            Self::D => "mechanism only",
        }
    }
}

/// What a finding is about. The words are part of the command line's contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Two medicines.
    DrugDrug,
    /// A medicine and a supplement.
    DrugSupplement,
    /// A medicine and something eaten or drunk.
    DrugFood,
    /// A medicine and tobacco smoke.
    DrugTobacco,
    /// A medicine and a condition.
    DrugCondition,
    /// A medicine and a laboratory value, an ECG or a vital sign.
    DrugLab,
    /// A medicine and an age.
    DrugAge,
    /// Pregnancy, breast-feeding and the possibility of either.
    PregnancyLactation,
    /// A medicine and an inherited trait.
    Pharmacogene,
    /// The same thing twice.
    DuplicateTherapy,
    /// Too much, too little, or in an unknown unit.
    Dose,
    /// Begun or raised too fast, or begun again too high.
    Titration,
    /// A check that is due.
    Monitoring,
    /// What the label puts into a box.
    BoxedWarning,
    /// A drug-free interval that is not over.
    Washout,
    /// Stopping it.
    Discontinuation,
    /// Serotonin, added up.
    BurdenSerotonergic,
    /// QT, added up.
    BurdenQt,
    /// Sedation and breathing, added up.
    BurdenCns,
    /// Anticholinergic load, added up.
    BurdenAnticholinergic,
    /// A known allergy or intolerance.
    Allergy,
    /// Which medicine may have caused a complaint.
    SideEffectAttribution,
}

impl Kind {
    /// The word in files and in output: `drug_drug`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DrugDrug => "drug_drug",
            Self::DrugSupplement => "drug_supplement",
            Self::DrugFood => "drug_food",
            Self::DrugTobacco => "drug_tobacco",
            Self::DrugCondition => "drug_condition",
            Self::DrugLab => "drug_lab",
            Self::DrugAge => "drug_age",
            Self::PregnancyLactation => "pregnancy_lactation",
            Self::Pharmacogene => "pharmacogene",
            Self::DuplicateTherapy => "duplicate_therapy",
            Self::Dose => "dose",
            Self::Titration => "titration",
            Self::Monitoring => "monitoring",
            Self::BoxedWarning => "boxed_warning",
            Self::Washout => "washout",
            Self::Discontinuation => "discontinuation",
            Self::BurdenSerotonergic => "burden_serotonergic",
            Self::BurdenQt => "burden_qt",
            Self::BurdenCns => "burden_cns",
            Self::BurdenAnticholinergic => "burden_anticholinergic",
            Self::Allergy => "allergy",
            Self::SideEffectAttribution => "side_effect_attribution",
        }
    }
}

/// The properties that rules are made of, each from 0 (absent) to 3 (strongest) unless its line says otherwise. A
/// substance that does not name one has 0 of it.
macro_rules! attributes {
    ($($(#[$doc:meta])* $variant:ident = $word:literal: $words:literal),+ $(,)?) => {
        /// One property of a substance.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Attribute {
            $($(#[$doc])* $variant,)+
        }

        impl Attribute {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in files and rules: `sri`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// The property in a reader's words.
            pub fn words(self) -> &'static str {
                match self {
                    $(Self::$variant => $words,)+
                }
            }

            /// The property that a word names.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|attribute| attribute.as_str() == word)
            }
        }
    };
}

attributes! {
    /// Blocks serotonin reuptake: 3 an antidepressant that lives by it, 2 clearly, 1 weakly.
    Sri = "sri": "blocks serotonin reuptake",
    /// Releases serotonin.
    SerotoninRelease = "serotonin_release": "releases serotonin",
    /// Is made into serotonin.
    SerotoninPrecursor = "serotonin_precursor": "is made into serotonin",
    /// Acts on serotonin receptors.
    SerotoninAgonist = "serotonin_agonist": "acts on serotonin receptors",
    /// Weight in the serotonin sum: what rules add up.
    Serotonergic = "serotonergic": "adds to serotonin",
    /// Inhibits monoamine oxidase A: 3 irreversibly, 2 reversibly or at high dose.
    MaoiA = "maoi_a": "inhibits monoamine oxidase A",
    /// Inhibits monoamine oxidase B.
    MaoiB = "maoi_b": "inhibits monoamine oxidase B",
    /// Inhibits it reversibly.
    MaoiReversible = "maoi_reversible": "inhibits monoamine oxidase reversibly",
    /// Blocks noradrenaline reuptake.
    Nri = "nri": "blocks noradrenaline reuptake",
    /// Drives the sympathetic system.
    Sympathomimetic = "sympathomimetic": "drives the sympathetic system",
    /// Contains tyramine.
    Tyramine = "tyramine": "contains tyramine",
    /// Blocks D2 receptors.
    D2Block = "d2_block": "blocks dopamine receptors",
    /// Partial agonist at D2 receptors.
    D2Partial = "d2_partial": "partly activates dopamine receptors",
    /// Raises dopamine.
    Dopaminergic = "dopaminergic": "raises dopamine",
    /// Full opioid agonist.
    OpioidAgonist = "opioid_agonist": "opioid agonist",
    /// Partial opioid agonist.
    OpioidPartial = "opioid_partial": "partial opioid agonist",
    /// Opioid antagonist.
    OpioidAntagonist = "opioid_antagonist": "opioid antagonist",
    /// Acts at GABA-A.
    GabaA = "gaba_a": "acts at GABA-A receptors",
    /// Sedates.
    CnsDepressant = "cns_depressant": "sedates",
    /// Slows breathing (0 to 2).
    RespDepressant = "resp_depressant": "slows breathing",
    /// Counted among centrally active medicines in older people.
    FallsRisk = "falls_risk": "adds to falls in older people",
    /// Lengthens QT: 3 boxed or forbidden with others, 2 warning with dose effect, 1 conditional.
    Qt = "qt": "lengthens QT",
    /// Slows conduction by blocking sodium channels.
    Conduction = "conduction": "slows conduction in the heart",
    /// Slows the heart.
    Bradycardia = "bradycardia": "slows the heart",
    /// Lowers potassium.
    PotassiumLoss = "potassium_loss": "lowers potassium",
    /// Points on the Anticholinergic Cognitive Burden scale.
    Acb = "acb": "anticholinergic",
    /// Raises acetylcholine.
    Cholinomimetic = "cholinomimetic": "raises acetylcholine",
    /// Blocks alpha-1 receptors.
    Alpha1 = "alpha1": "blocks alpha-1 receptors",
    /// Raises blood pressure.
    BpUp = "bp_up": "raises blood pressure",
    /// Lowers blood pressure.
    BpDown = "bp_down": "lowers blood pressure",
    /// Blood pressure shoots up when it is stopped.
    ReboundBp = "rebound_bp": "blood pressure rebounds when it is stopped",
    /// Lowers the seizure threshold.
    SeizureThreshold = "seizure_threshold": "lowers the seizure threshold",
    /// Adds to bleeding (0 to 2): 1 impairs platelets, 2 anticoagulant or antiplatelet.
    Bleeding = "bleeding": "adds to bleeding",
    /// Lowers sodium (0 to 2).
    Hyponatraemia = "hyponatraemia": "lowers sodium",
    /// Changes lithium clearance: positive lowers clearance and raises the level, negative the other way (-2 to 2).
    LithiumClearance = "lithium_clearance": "changes how fast lithium leaves",
    /// Raises weight.
    Weight = "weight": "raises weight",
    /// Raises glucose and lipids.
    GlucoseLipid = "glucose_lipid": "raises glucose and lipids",
    /// Raises prolactin.
    Prolactin = "prolactin": "raises prolactin",
    /// Lowers blood counts.
    Myelosuppressive = "myelosuppressive": "lowers blood counts",
    /// Harms the liver.
    Hepatotoxic = "hepatotoxic": "can harm the liver",
    /// Raises ammonia.
    Hyperammonaemia = "hyperammonaemia": "raises ammonia",
    /// Causes severe skin reactions.
    RashSjs = "rash_sjs": "can cause severe skin reactions",
    /// Harms the unborn.
    Teratogen = "teratogen": "can harm an unborn child",
    /// Causes symptoms when it is stopped.
    Withdrawal = "withdrawal": "causes symptoms when stopped",
    /// Can be misused.
    Abuse = "abuse": "can be misused",
    /// Lowers folate.
    Folate = "folate": "lowers folate",
    /// Makes skin sensitive to light.
    Photosensitivity = "photosensitivity": "makes skin sensitive to light",
    /// Small margin between enough and too much (0 or 1).
    NarrowIndex = "narrow_index": "small margin between enough and too much",
    /// Lowers heat tolerance and sweating.
    HeatIntolerance = "heat_intolerance": "lowers tolerance of heat",
    /// Slows the gut.
    GutSlowing = "gut_slowing": "slows the gut",
    /// Protects from pregnancy by hormones that enzymes can clear (0 or 1).
    HormonalContraceptive = "hormonal_contraceptive": "hormonal contraceptive",
}

/// What breaks a substance down or carries it. Spelt as in every label and paper.
#[allow(clippy::upper_case_acronyms)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Enzyme {
    /// CYP1A2.
    CYP1A2,
    /// CYP2A6.
    CYP2A6,
    /// CYP2B6.
    CYP2B6,
    /// CYP2C8.
    CYP2C8,
    /// CYP2C9.
    CYP2C9,
    /// CYP2C19.
    CYP2C19,
    /// CYP2D6.
    CYP2D6,
    /// CYP2E1.
    CYP2E1,
    /// CYP3A4 and CYP3A5.
    CYP3A4,
    /// UGT1A4.
    UGT1A4,
    /// UGT2B15.
    UGT2B15,
    /// Glucuronidation, the form not known.
    UGT,
    /// Epoxide hydrolase.
    EPHX1,
    /// P-glycoprotein.
    #[serde(rename = "P-gp")]
    Pgp,
}

impl Enzyme {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::CYP1A2,
        Self::CYP2A6,
        Self::CYP2B6,
        Self::CYP2C8,
        Self::CYP2C9,
        Self::CYP2C19,
        Self::CYP2D6,
        Self::CYP2E1,
        Self::CYP3A4,
        Self::UGT1A4,
        Self::UGT2B15,
        Self::UGT,
        Self::EPHX1,
        Self::Pgp,
    ];

    /// The name as it is written: `CYP2D6`, `P-gp`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CYP1A2 => "CYP1A2",
            Self::CYP2A6 => "CYP2A6",
            Self::CYP2B6 => "CYP2B6",
            Self::CYP2C8 => "CYP2C8",
            Self::CYP2C9 => "CYP2C9",
            Self::CYP2C19 => "CYP2C19",
            Self::CYP2D6 => "CYP2D6",
            Self::CYP2E1 => "CYP2E1",
            Self::CYP3A4 => "CYP3A4",
            Self::UGT1A4 => "UGT1A4",
            Self::UGT2B15 => "UGT2B15",
            Self::UGT => "UGT",
            Self::EPHX1 => "EPHX1",
            Self::Pgp => "P-gp",
        }
    }

    /// The enzyme that a word names, in any case: `2d6`, `CYP2D6`, `P-gp`.
    pub fn from_word(word: &str) -> Option<Self> {
        let bare = |text: &str| text.to_ascii_lowercase().replace(['-', '_', ' '], "").replace("cyp", "");
        let wanted = bare(word);
        Self::ALL.iter().copied().find(|enzyme| bare(enzyme.as_str()) == wanted)
    }
}
