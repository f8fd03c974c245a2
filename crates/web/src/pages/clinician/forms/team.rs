//! Who looks after the person, and when care begins and ends.

use super::about::{About, word_choices};
use super::field::{Choice, Field, Input};
use super::reading::{Reading, word_of};
use super::values::Values;
use super::{CLINICIANS, Form, Group, ToRecord};
use concord_chart::{
    Event, StaffId,
    registration::{CareRole, EpisodeClosed, EpisodeEnd, EpisodeOpened, TeamJoined, TeamLeft, TeamMember},
};

pub(super) const FORMS: &[Form] = &[
    Form {
        what: "team-join",
        title: "Somebody joins the care team",
        about: "They can open the record from then on",
        button: "Add to the team",
        group: Group::Around,
        roles: CLINICIANS,
        records: &["registration.team_joined"],
        fields: join_fields,
        read: read_join,
        fill: |event, _| match event {
            Event::TeamJoined(joined) => {
                let outside = if joined.member.staff.is_none() { joined.member.name.as_str() } else { "" };
                Values::default()
                    .with_some("staff", joined.member.staff)
                    .with("outside", outside)
                    .with("role", word_of(&joined.member.role))
            }
            _ => Values::default(),
        },
    },
    Form {
        what: "team-leave",
        title: "Somebody leaves the care team",
        about: "",
        button: "Take off the team",
        group: Group::Around,
        roles: CLINICIANS,
        records: &["registration.team_left"],
        fields: |about| {
            let team = about.chart.registration.team.iter();
            let team = team
                .filter_map(|member| {
                    Some(Choice::new(member.staff?.to_string(), format!("{}, {}", member.name, member.role.words())))
                })
                .collect();
            vec![
                Field::needed("staff", "Who", Input::Select(team)),
                Field::optional("reason", "Why", Input::Text),
                Field::occurred(),
            ]
        },
        read: |reading, _| {
            let staff = reading.chosen::<StaffId>("staff", "Choose who leaves.");
            let (reason, at) = (reading.text("reason"), reading.occurred());
            let event = Event::TeamLeft(TeamLeft { staff: staff?, reason });
            reading.unless_problems(())?;
            ToRecord::at(event, at)
        },
        fill: |event, _| match event {
            Event::TeamLeft(left) => Values::default().with("staff", left.staff).with("reason", &left.reason),
            _ => Values::default(),
        },
    },
    Form {
        what: "care-begins",
        title: "Care begins",
        about: "An episode of care opens",
        button: "Begin care",
        group: Group::Around,
        roles: CLINICIANS,
        records: &["registration.episode_opened"],
        fields: |_| vec![Field::needed("reason", "What brings the person", Input::Text), Field::occurred()],
        read: |reading, _| {
            let reason = reading.needed("reason", "Say what brings the person.");
            let at = reading.occurred();
            reading.unless_problems(())?;
            ToRecord::at(Event::EpisodeOpened(EpisodeOpened { reason }), at)
        },
        fill: |event, _| match event {
            Event::EpisodeOpened(opened) => Values::default().with("reason", &opened.reason),
            _ => Values::default(),
        },
    },
    Form {
        what: "care-ends",
        title: "Care ends",
        about: "An episode of care closes",
        button: "End care",
        group: Group::Around,
        roles: CLINICIANS,
        records: &["registration.episode_closed"],
        fields: |_| {
            let ways = [
                (EpisodeEnd::Completed, "Treatment was finished as agreed"),
                (EpisodeEnd::DroppedOut, "The person stopped coming"),
                (EpisodeEnd::Moved, "The person went elsewhere"),
                (EpisodeEnd::Died, "The person died"),
            ];
            vec![
                Field::needed(
                    "how",
                    "How it ended",
                    Input::Radio(ways.map(|(way, label)| Choice::new(word_of(&way), label)).to_vec()),
                ),
                Field::optional("words", "In words", Input::Text),
                Field::occurred(),
            ]
        },
        read: |reading, _| {
            let how = reading.word::<EpisodeEnd>("how", "Choose how it ended.");
            let (words, at) = (reading.text("words"), reading.occurred());
            let event = Event::EpisodeClosed(EpisodeClosed { how: how?, words });
            reading.unless_problems(())?;
            ToRecord::at(event, at)
        },
        fill: |event, _| match event {
            Event::EpisodeClosed(closed) => Values::default().with("how", word_of(&closed.how)).with("words", &closed.words),
            _ => Values::default(),
        },
    },
];

const ROLES: &[CareRole] = &[
    CareRole::Prescriber,
    CareRole::Therapist,
    CareRole::CareManager,
    CareRole::ComplementaryPractitioner,
    CareRole::PsychiatricConsultant,
    CareRole::Outside,
];

fn join_fields(about: &About<'_>) -> Vec<Field> {
    let staff = about.colleagues(|_| true);
    let choices = std::iter::once(Choice::new("", "Somebody outside the practice, named below")).chain(staff).collect();
    vec![
        Field::optional("staff", "Who", Input::Select(choices)),
        Field::optional("outside", "Name, where outside the practice", Input::Text),
        Field::needed("role", "What they do for the person", Input::Select(word_choices(ROLES, CareRole::words))),
        Field::occurred(),
    ]
}

fn read_join(reading: &mut Reading<'_>, about: &About<'_>) -> Option<Vec<ToRecord>> {
    let staff = reading.text("staff").parse::<StaffId>().ok().and_then(|staff| about.colleague(staff));
    let name = staff.map_or_else(|| reading.text("outside"), |colleague| colleague.name.clone());
    if name.is_empty() {
        reading.problem("staff", "Choose somebody of the practice, or write the name of somebody outside it.");
    }
    let role = reading.word::<CareRole>("role", "Say what they do for the person.");
    let at = reading.occurred();
    reading.unless_problems(())?;
    let member = TeamMember { staff: staff.and_then(|colleague| colleague.staff), name, role: role? };
    ToRecord::at(Event::TeamJoined(TeamJoined { member }), at)
}
