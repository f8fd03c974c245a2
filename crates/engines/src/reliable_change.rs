//! Change beyond the error of measurement, after Jacobson and Truax (1991). Spread and reliability belong to a sample:
//! they are arguments with a citation in `knowledge/outcomes/`, never constants here.

/// The two-sided 5 % point of the normal distribution, as the method states it.
pub const RELIABLE: f64 = 1.96;

/// The error of a difference between two scores of one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DifferenceError {
    /// Standard error of one score, in points.
    pub one_score: f64,
    /// Standard error of the difference of two scores, in points.
    pub difference: f64,
}

impl DifferenceError {
    /// From the standard deviation before treatment (points, above 0) and the reliability (between 0 and 1).
    /// `None` for values outside these ranges: then no index can be told.
    pub fn new(sd: f64, reliability: f64) -> Option<Self> {
        if !(sd.is_finite() && sd > 0.0 && reliability > 0.0 && reliability < 1.0) {
            return None;
        }
        let one_score = sd * (1.0 - reliability).sqrt();
        Some(Self { one_score, difference: std::f64::consts::SQRT_2 * one_score })
    }

    /// The reliable change index: the difference in units of its error. Keeps the sign of `after - before`.
    pub fn index(&self, before: f64, after: f64) -> f64 {
        (after - before) / self.difference
    }

    /// The smallest difference, in points, that is reliable.
    pub fn smallest_reliable(&self) -> f64 {
        RELIABLE * self.difference
    }
}

/// Mean and standard deviation of a population, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Population {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
}

/// Two standard deviations from the mean of people in treatment, towards health.
pub fn cut_off_a(clinical: Population, better: Better) -> f64 {
    clinical.mean + better.sign() * 2.0 * clinical.sd
}

/// Two standard deviations from the mean of people who are well, towards illness.
pub fn cut_off_b(functional: Population, better: Better) -> f64 {
    functional.mean - better.sign() * 2.0 * functional.sd
}

/// The point between both means where a score is as likely from either population, each mean weighed by the other's spread.
pub fn cut_off_c(clinical: Population, functional: Population) -> f64 {
    (functional.sd * clinical.mean + clinical.sd * functional.mean) / (clinical.sd + functional.sd)
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// A fall is an improvement.
    Lower,
    /// A rise is an improvement.
    Higher,
}

impl Better {
    fn sign(self) -> f64 {
        match self {
            Self::Lower => -1.0,
            Self::Higher => 1.0,
        }
    }
}

/// What a change amounts to, with or without a cut-off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeCategory {
    /// Reliably better, and from the clinical to the functional side of the cut-off.
    Recovered,
    /// Reliably better.
    Improved,
    /// Not more than the error of measurement.
    Unchanged,
    /// Reliably worse.
    Deteriorated,
    /// Reliably worse, and from the functional to the clinical side of the cut-off.
    Harmed,
}

/// Puts one person's change into a category. Without a cut-off there is neither recovery nor harm to tell.
pub fn categorise(error: DifferenceError, better: Better, cut_off: Option<f64>, before: f64, after: f64) -> ChangeCategory {
    let gain = error.index(before, after) * better.sign();
    let functional = |score: f64| cut_off.map(|cut| (score - cut) * better.sign() > 0.0);
    let (was, is) = (functional(before), functional(after));
    if gain > RELIABLE {
        if was == Some(false) && is == Some(true) { ChangeCategory::Recovered } else { ChangeCategory::Improved }
    } else if gain < -RELIABLE {
        if was == Some(true) && is == Some(false) { ChangeCategory::Harmed } else { ChangeCategory::Deteriorated }
    } else {
        ChangeCategory::Unchanged
    }
}
