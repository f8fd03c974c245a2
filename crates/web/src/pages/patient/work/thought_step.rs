//! The steps of a thought record: what each asks, how it is read, and its page.

use super::{
    own_work::{Own, Sent, Wrong, about, key_field, trouble},
    thought::Begun,
    words,
};
use crate::components::{
    form::{self, Field},
    progress_segments::segments,
};
use concord_chart::work::{Balanced, Mood, RecordForm, Thought, ThoughtRecorded};
use concord_knowledge::{Knowledge, ListName};
use maud::{Markup, html};

/// Feelings and thoughts that fit on a page.
const FEELINGS: usize = 4;
const THOUGHTS: usize = 3;

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Situation,
    Feelings,
    Thoughts,
    For,
    Against,
    Fairer,
    Now,
}

/// The steps of a form, in order. The shorter forms are parts of the longest.
pub(super) fn steps(form: RecordForm) -> &'static [Step] {
    use Step::{Against, Fairer, Feelings, For, Now, Situation, Thoughts};
    match form {
        RecordForm::Three => &[Situation, Feelings, Thoughts],
        RecordForm::Five => &[Situation, Feelings, Thoughts, Fairer, Now],
        RecordForm::Seven => &[Situation, Feelings, Thoughts, For, Against, Fairer, Now],
    }
}

/// The field at which a step begins.
pub(super) fn first_field(step: Step) -> &'static str {
    match step {
        Step::Situation => "situation",
        Step::Feelings => "m1",
        Step::Thoughts => "t1",
        Step::For => "for",
        Step::Against => "against",
        Step::Fairer => "fairer",
        Step::Now => "outcome",
    }
}

/// What stands in the fields of a step.
pub(super) fn written(record: &ThoughtRecorded, step: Step) -> Sent {
    let mut sent = Sent::default();
    match step {
        Step::Situation => sent.put("situation", &record.situation),
        Step::Feelings => {
            for (mood, place) in record.moods.iter().zip(1..) {
                sent.put(format!("m{place}"), &mood.name);
                sent.put_some(format!("s{place}"), mood.before);
            }
        }
        Step::Thoughts => {
            for (thought, place) in record.thoughts.iter().zip(1..) {
                sent.put(format!("t{place}"), &thought.text);
                sent.put_some(format!("b{place}"), thought.before);
                if thought.hot {
                    sent.put("hot", place);
                }
            }
            record.distortions.iter().for_each(|code| sent.put("distortion", code));
        }
        Step::For => sent.put("for", &record.evidence_for),
        Step::Against => sent.put("against", &record.evidence_against),
        Step::Fairer => {
            if let Some(fairer) = &record.balanced {
                sent.put("fairer", &fairer.text);
                sent.put_some("belief", fairer.belief);
            }
        }
        Step::Now => {
            record.thoughts.iter().zip(1..).for_each(|(thought, place)| sent.put_some(format!("ta{place}"), thought.after));
            record.moods.iter().zip(1..).for_each(|(mood, place)| sent.put_some(format!("ma{place}"), mood.after));
            sent.put("outcome", &record.outcome);
        }
    }
    sent
}

/// True when a step has something in it.
pub(super) fn is_filled(record: &ThoughtRecorded, step: Step) -> bool {
    written(record, step).0.iter().any(|(_, value)| !value.trim().is_empty())
}

/// Takes what was sent for a step into the record, all of it or nothing.
pub(super) fn take(record: &mut ThoughtRecorded, step: Step, sent: &Sent) -> Result<(), Wrong> {
    match step {
        Step::Situation => sent.get("situation").clone_into(&mut record.situation),
        Step::Feelings => record.moods = moods(record, sent)?,
        Step::Thoughts => {
            record.thoughts = thoughts(record, sent)?;
            record.distortions = sent.all("distortion").map(str::to_owned).collect();
        }
        Step::For => sent.get("for").clone_into(&mut record.evidence_for),
        Step::Against => sent.get("against").clone_into(&mut record.evidence_against),
        Step::Fairer => {
            let (text, belief) = (sent.get("fairer").to_owned(), sent.number("belief", 100)?);
            if text.is_empty() && belief.is_some() {
                return Err(Wrong::new("fairer", words::NUMBER_WITHOUT_WORDS));
            }
            record.balanced = (!text.is_empty()).then_some(Balanced { text, belief });
        }
        Step::Now => now(record, sent)?,
    }
    Ok(())
}

fn moods(record: &ThoughtRecorded, sent: &Sent) -> Result<Vec<Mood>, Wrong> {
    let mut moods = Vec::new();
    for place in 1..=FEELINGS {
        let (name, before) = (sent.get(&format!("m{place}")).to_owned(), sent.number(&format!("s{place}"), 100)?);
        if name.is_empty() && before.is_some() {
            return Err(Wrong::new(format!("m{place}"), words::NUMBER_WITHOUT_WORDS));
        }
        if !name.is_empty() {
            let after = record.moods.iter().find(|mood| mood.name == name).and_then(|mood| mood.after);
            moods.push(Mood { name, before, after });
        }
    }
    Ok(moods)
}

fn thoughts(record: &ThoughtRecorded, sent: &Sent) -> Result<Vec<Thought>, Wrong> {
    let mut thoughts = Vec::new();
    for place in 1..=THOUGHTS {
        let (text, before) = (sent.get(&format!("t{place}")).to_owned(), sent.number(&format!("b{place}"), 100)?);
        if text.is_empty() && before.is_some() {
            return Err(Wrong::new(format!("t{place}"), words::NUMBER_WITHOUT_WORDS));
        }
        if !text.is_empty() {
            let after = record.thoughts.iter().find(|thought| thought.text == text).and_then(|thought| thought.after);
            thoughts.push(Thought { text, before, after, hot: sent.get("hot") == place.to_string() });
        }
    }
    Ok(thoughts)
}

fn now(record: &mut ThoughtRecorded, sent: &Sent) -> Result<(), Wrong> {
    let after = |kind: &str, count: usize| -> Result<Vec<Option<u8>>, Wrong> {
        (1..=count).map(|place| sent.number(&format!("{kind}{place}"), 100)).collect()
    };
    let (of_thoughts, of_moods) = (after("ta", record.thoughts.len())?, after("ma", record.moods.len())?);
    record.thoughts.iter_mut().zip(of_thoughts).for_each(|(thought, after)| thought.after = after);
    record.moods.iter_mut().zip(of_moods).for_each(|(mood, after)| mood.after = after);
    sent.get("outcome").clone_into(&mut record.outcome);
    Ok(())
}

/// The page of step `number`, counted from 1.
pub(super) fn page(own: &Own, begun: &Begun, number: usize, sent: &Sent, wrong: Option<&Wrong>) -> Markup {
    let all = steps(begun.record.form);
    let step = all[number.clamp(1, all.len()) - 1];
    let (title, lead) = words::thought_step(step);
    let next = all.get(number).map_or(words::SEE_WHAT_SHIFTED, |next| words::next_step(*next));
    let (at, of) = (u32::try_from(number).unwrap_or(1), u32::try_from(all.len()).unwrap_or(1));
    let back = if number > 1 {
        (format!("/my/work/thought?step={}", number - 1), words::step_back(number - 1))
    } else {
        ("/my/work".to_owned(), words::MY_WORK.to_owned())
    };
    let body = html! {
        (segments(at, of, &words::saved_as_you_go(number, all.len())))
        (so_far(&begun.record, &all[..number - 1]))
        header { h1 { (title) } p.lead { (lead) } }
        (trouble(wrong))
        form.stack method="post" action="/my/work/thought" data-draft=(format!("{}-{number}", begun.id)) {
            (key_field(&begun.key))
            input type="hidden" name="step" value=(number);
            (fields(own.app.clinic.knowledge(), &begun.record, step, sent, wrong))
            @if let Some(hint) = words::stuck(step) { p.note.small { b { (words::STUCK) } " " (hint) } }
            button.button.primary type="submit" name="go" value="next" { (next) }
            div.row.between {
                button.link type="submit" name="go" value="stop" { (words::STOP_HERE) }
                @if let Some(task) = begun.record.homework { a href=(format!("/my/work/could-not?homework={task}")) { (words::COULD_NOT) } }
            }
        }
        @if number == 1 { form method="post" action="/my/work/thought/drop" { button.link type="submit" { (words::THROW_AWAY) } } }
    };
    own.page((&back.0, &back.1), body)
}

/// Earlier steps, folded.
fn so_far(record: &ThoughtRecorded, before: &[Step]) -> Markup {
    let rows: Vec<(&str, String)> =
        before.iter().map(|step| (words::short(*step), said(record, *step))).filter(|(_, said)| !said.is_empty()).collect();
    html! {
        @if !rows.is_empty() {
            details.so-far { summary { (words::SO_FAR) } dl { @for (name, said) in &rows { dt { (name) } dd { (said) } } } }
        }
    }
}

/// A step in one line; empty where nothing was written.
pub(super) fn said(record: &ThoughtRecorded, step: Step) -> String {
    let with = |words: &str, number: Option<u8>| number.map_or_else(|| words.to_owned(), |number| format!("{words} {number}"));
    match step {
        Step::Situation => record.situation.clone(),
        Step::Feelings => record.moods.iter().map(|mood| with(&mood.name, mood.before)).collect::<Vec<_>>().join(" · "),
        Step::Thoughts => {
            let thought = |thought: &Thought| words::believed(&thought.text, thought.before);
            record.thoughts.iter().map(thought).collect::<Vec<_>>().join(" ")
        }
        Step::For => record.evidence_for.clone(),
        Step::Against => record.evidence_against.clone(),
        Step::Fairer => record.balanced.as_ref().map(|fairer| words::believed(&fairer.text, fairer.belief)).unwrap_or_default(),
        Step::Now => {
            let old = record.hot().and_then(|hot| hot.after).map(|after| with(words::OLD_THOUGHT_SHORT, Some(after)));
            let moods = record.moods.iter().filter(|mood| mood.after.is_some()).map(|mood| with(&mood.name, mood.after));
            let outcome = (!record.outcome.is_empty()).then(|| record.outcome.clone());
            old.into_iter().chain(moods).chain(outcome).collect::<Vec<_>>().join(" · ")
        }
    }
}

fn fields(know: &Knowledge, record: &ThoughtRecorded, step: Step, sent: &Sent, wrong: Option<&Wrong>) -> Markup {
    let area = |name: &str, label: &str, rows: u32| {
        form::textarea(&Field { name, label, error: about(wrong, name), value: sent.get(name), ..Field::default() }, rows)
    };
    match step {
        Step::Situation => area("situation", words::SITUATION_LABEL, 5),
        Step::For => area("for", words::FOR_LABEL, 5),
        Step::Against => area("against", words::AGAINST_LABEL, 5),
        Step::Fairer => html! {
            (area("fairer", words::FAIRER_LABEL, 4))
            (percent("belief", words::BELIEVED_NOW, sent, wrong))
        },
        Step::Feelings => feelings(know, sent, wrong),
        Step::Thoughts => thought_fields(know, sent, wrong),
        Step::Now => html! {
            @for (thought, place) in record.thoughts.iter().zip(1..) { (percent(&format!("ta{place}"), &words::believe_now(&thought.text), sent, wrong)) }
            @for (mood, place) in record.moods.iter().zip(1..) { (percent(&format!("ma{place}"), &words::how_strong_now(&mood.name), sent, wrong)) }
            (area("outcome", words::OUTCOME_LABEL, 2))
        },
    }
}

/// A number from 0 to 100. Nothing stands in it before the person wrote it.
fn percent(name: &str, label: &str, sent: &Sent, wrong: Option<&Wrong>) -> Markup {
    let error = about(wrong, name);
    let described = (!error.is_empty()).then(|| format!("{name}-error"));
    html! {
        div.field.percent.wrong[!error.is_empty()] {
            label for=(name) { (label) }
            @if !error.is_empty() { p.error id=(format!("{name}-error")) { (error) } }
            input id=(name) name=(name) type="text" inputmode="numeric" maxlength="3" autocomplete="off" value=(sent.get(name)) aria-describedby=[described]
                aria-invalid=[(!error.is_empty()).then_some("true")];
            span.small.muted { (words::OF_HUNDRED) }
        }
    }
}

fn line(name: &str, label: &str, sent: &Sent, wrong: Option<&Wrong>, list: Option<&str>) -> Markup {
    let error = about(wrong, name);
    let described = (!error.is_empty()).then(|| format!("{name}-error"));
    html! {
        div.field.wrong[!error.is_empty()] {
            label for=(name) { (label) }
            @if !error.is_empty() { p.error id=(format!("{name}-error")) { (error) } }
            input id=(name) name=(name) type="text" list=[list] autocomplete="off" value=(sent.get(name)) aria-describedby=[described];
        }
    }
}

fn feelings(know: &Knowledge, sent: &Sent, wrong: Option<&Wrong>) -> Markup {
    html! {
        datalist #feelings { @for word in know.words(ListName::Emotions) { option value=(word.label) {} } }
        @for place in 1..=FEELINGS {
            @let name = format!("m{place}");
            div.pair-row {
                (line(&name, &words::numbered(words::FEELING, place), sent, wrong, Some("feelings")))
                (percent(&format!("s{place}"), words::HOW_STRONG, sent, wrong))
            }
        }
    }
}

fn thought_fields(know: &Knowledge, sent: &Sent, wrong: Option<&Wrong>) -> Markup {
    html! {
        @for place in 1..=THOUGHTS {
            @let name = format!("t{place}");
            div.thought-row {
                (line(&name, &words::numbered(words::THOUGHT_LABEL, place), sent, wrong, None))
                div.row.between {
                    (percent(&format!("b{place}"), words::HOW_BELIEVED, sent, wrong))
                    label.choice { input type="radio" name="hot" value=(place) checked[sent.get("hot") == place.to_string()]; span { (words::HOTTEST) } }
                }
            }
        }
        details.habits open[sent.all("distortion").next().is_some()] {
            summary { (words::HABITS) }
            p.hint { (words::HABITS_HINT) }
            div.chips-list { @for word in know.words(ListName::Distortions) {
                label.chip-box {
                    input type="checkbox" name="distortion" value=(word.code) checked[sent.all("distortion").any(|code| code == word.code)];
                    span { b { (word.label) } @if let Some(plain) = &word.plain { span.small.muted { " " (plain) } } }
                }
            } }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sent(fields: &[(&str, &str)]) -> Sent {
        Sent(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn what_was_taken_stands_in_the_fields_again() {
        let mut record = ThoughtRecorded::default();
        let typed = sent(&[("t1", "I let them down"), ("b1", "80"), ("hot", "1"), ("distortion", "labelling")]);
        take(&mut record, Step::Thoughts, &typed).unwrap();
        assert_eq!(written(&record, Step::Thoughts), typed);
        assert!(is_filled(&record, Step::Thoughts) && !is_filled(&record, Step::For));
    }

    #[test]
    fn a_number_over_a_hundred_changes_nothing() {
        let mut record = ThoughtRecorded::default();
        take(&mut record, Step::Feelings, &sent(&[("m1", "guilt"), ("s1", "80")])).unwrap();
        let kept = record.clone();
        let wrong = take(&mut record, Step::Feelings, &sent(&[("m1", "guilt"), ("s1", "180")])).unwrap_err();
        assert_eq!((wrong.field.as_str(), record), ("s1", kept));
    }

    #[test]
    fn changing_the_strength_before_keeps_the_strength_after() {
        let mut record = ThoughtRecorded::default();
        take(&mut record, Step::Feelings, &sent(&[("m1", "guilt"), ("s1", "80")])).unwrap();
        take(&mut record, Step::Now, &sent(&[("ma1", "40")])).unwrap();
        take(&mut record, Step::Feelings, &sent(&[("m1", "guilt"), ("s1", "70")])).unwrap();
        assert_eq!((record.moods[0].before, record.moods[0].after), (Some(70), Some(40)));
    }
}
