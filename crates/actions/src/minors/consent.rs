//! A minor consents alone, under a rule that the practice wrote down.

use crate::{ActionError, Clinic, ConsentRule, Entry, Receipt};
use concord_access::{Purpose, Subject};
use concord_chart::{
    Chart, ChartId, CourseId, Event, Refusal, Sensitivity, When, proxy::MinorConsented, registration::Demographics,
};
use jiff::civil::Date;

impl Clinic {
    /// The rules under which this patient may consent alone today; empty where the practice wrote none down, where the day
    /// of birth is not known, and for adults.
    pub fn may_consent_alone(&self, chart: &Chart) -> Vec<ConsentRule> {
        let practice = self.practice();
        let Some(age) = chart.registration.person.as_ref().and_then(|person| age_of(person, self.today())) else {
            return Vec::new();
        };
        if age >= i16::from(practice.minors.of_age) {
            return Vec::new();
        }
        practice.minors.may_consent.iter().filter(|rule| age >= i16::from(rule.from_age)).cloned().collect()
    }

    /// Records that the minor consented alone to a service, under the practice's own rule for it. What is recorded about
    /// the course from now on carries the label.
    ///
    /// # Errors
    /// Not allowed, no such rule for this patient today, no such course, or the store could not.
    pub async fn consent_as_minor(
        &self,
        subject: &Subject,
        chart: ChartId,
        key: &str,
        service: &str,
        course: Option<CourseId>,
        words: &str,
    ) -> Result<Receipt, ActionError> {
        let open = self.open_chart(subject, chart, Purpose("a minor’s own consent")).await?;
        let rule = self.may_consent_alone(&open.chart).into_iter().find(|rule| rule.service == service).ok_or_else(|| {
            Refusal::new(
                "The practice’s table of minors names no such service for this age today. The practice admin keeps the table.",
            )
            .about("service")
        })?;
        if course.is_some_and(|course| open.chart.therapy(course).is_none() && open.chart.practice(course).is_none()) {
            return Err(Refusal::new("That course is not on this record. Open the page again and choose it there.")
                .about("course")
                .into());
        }
        let event = MinorConsented { service: rule.service, rule: rule.rule, words: words.trim().to_owned(), course };
        let entry = Entry::new(key, Event::MinorConsented(event)).labelled(Sensitivity::MinorConsented);
        self.record(subject, chart, None, vec![entry]).await
    }
}

/// Whole years on a day, where the day of birth is known.
pub(crate) fn age_of(person: &Demographics, today: Date) -> Option<i16> {
    let Some(When::Day(born)) = person.birth_date else { return None };
    let before_birthday = (today.month(), today.day()) < (born.month(), born.day());
    (born <= today).then(|| today.year() - born.year() - i16::from(before_birthday))
}
