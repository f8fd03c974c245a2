//! What invented people say and write. Short, plain, and made up here.

use crate::staff::Skill;

/// Goals in patients' words.
pub(crate) const GOALS: &[&str] = &[
    "Cook for my kids again instead of ordering.",
    "Get through a work day without hiding in the bathroom.",
    "Walk to the river and back without counting the minutes.",
    "Call my sister on Sundays.",
    "Finish the evening course I began.",
    "Sleep through till six, four nights a week.",
    "Ride the bus to town on my own.",
    "Say what I want before I am angry.",
    "Look after the garden this year.",
    "Read a whole book.",
    "Be at my daughter's games and actually watch.",
    "Go back to part-time work by the autumn.",
    "Have friends over once a month.",
    "Answer my mail on the day it comes.",
    "Play in the band again.",
    "Drive over the bridge.",
    "Laugh at something every day.",
    "Keep my temper with my father.",
];

/// What is said when a goal gets nearer.
pub(crate) const GOAL_NEARER: &[&str] = &[
    "Twice this week.",
    "First time since last year.",
    "Most days now.",
    "It felt strange, then good.",
    "Half of it, without help.",
    "More often than not.",
];

/// Hard things that happen.
pub(crate) const HARD: &[&str] = &[
    "My father fell and broke his hip",
    "Argument at home",
    "The landlord gave notice",
    "Lost my job",
    "Our dog died",
    "My son moved out",
    "Car accident, nobody hurt",
    "Anniversary of my mother's death",
    "Big deadline at work",
    "Separated",
    "My best friend moved away",
    "Flooded kitchen",
    "Exam I did not pass",
    "My sister is ill",
    "Hours cut at work",
    "Night shifts again",
];

/// Good things that happen.
pub(crate) const GOOD: &[&str] = &[
    "Back at work, half days",
    "A week at the lake",
    "My niece was born",
    "Passed the test",
    "New flat, with light",
    "Old friend came to stay",
    "Adopted a cat",
    "First paid drawing",
    "Choir concert",
    "Reconciled with my brother",
    "Began to swim on Saturdays",
    "Last loan paid off",
];

/// Why a dose was left out.
pub(crate) const LEFT_OUT: &[&str] = &[
    "Forgot",
    "Came home late and fell asleep",
    "Ran out, pharmacy closed",
    "Felt too foggy",
    "Stomach upset",
    "Was travelling, left it at home",
    "Did not want it that day",
    "Had wine at a birthday",
];

/// What gets in the way of homework.
pub(crate) const COULD_NOT: &[&str] = &[
    "Too tired after work",
    "Foggy from the medicine",
    "The children were ill",
    "Forgot the sheet at the office",
    "It felt pointless that week",
    "Did not understand the second part",
    "No quiet place at home",
    "Overtime all week",
];

/// A word to a day's mood.
pub(crate) const MOOD_WORDS: &[&str] = &[
    "Slow start, better by noon.",
    "Good walk.",
    "Did not leave the house.",
    "Shouted, then was sorry.",
    "Saw my friend. Helped.",
    "Heavy.",
    "Woke at four.",
    "Finished what I planned!",
    "Quiet day.",
    "Crying, no reason.",
];

/// Why a questionnaire was declined.
pub(crate) const DECLINED: &[&str] =
    &["Not today.", "It is the same as last time.", "The questions make me sad.", "Will talk about it in person."];

/// What a prescriber answers to a side effect: words, and whether the time of taking moves to the night.
pub(crate) const ANSWERS: &[(&str, bool)] = &[
    ("This often fades in the first two weeks. Take it with food and tell us on Friday how it goes.", false),
    ("Please take it at night from today. If it is no better in a week we lower the dose.", true),
    ("Thank you for telling us. Keep the dose for now, drink enough, and we look at it at your next visit.", false),
    ("This can come from the medicine. Leave the dose where it is; I have moved your visit forward.", false),
    ("I talked with your therapist. We wait another week, then decide together.", false),
];

/// First lines of a prescriber's note, by how the score moved: better, the same, worse.
pub(crate) const NOTE_BETTER: &[&str] = &[
    "More energy, eats regularly. Work goes better.",
    "Mood lighter most days, laughs in the room.",
    "Sleeps seven hours. Family notices the change.",
    "Less worry in the evenings. Has taken up walking.",
];
pub(crate) const NOTE_SAME: &[&str] = &[
    "Little change since last time. Gets up, gets through the day.",
    "Some days better, some not. No pattern so far.",
    "Mood flat, thinking clear. Appetite the same.",
    "Still wakes at four. Concentration a little better.",
];
pub(crate) const NOTE_WORSE: &[&str] = &[
    "Harder weeks. Withdrawn, sleeps badly.",
    "More worry since the last visit, tired by noon.",
    "Low, tearful at times; no wish to be dead when asked.",
    "Stopped going out again.",
];

/// Second lines of a prescriber's note.
pub(crate) const NOTE_PLAN: &[&str] = &[
    "Medicine gone through together, questions answered.",
    "Talked about how long the medicine should go on.",
    "Alcohol: a glass at weekends. Advised.",
    "Will watch sleep for two weeks.",
    "Agreed what would make us meet earlier.",
    "Told what therapy is working on, so that both say the same.",
];

/// What the team may read of a session.
pub(crate) fn summaries(skill: Skill) -> &'static [&'static str] {
    match skill {
        Skill::Cbt => &[
            "Looked at last week's record; practised weighing the evidence.",
            "Planned two activities a day, small ones.",
            "First step towards what is avoided, done together.",
            "Went through a bad morning minute by minute.",
            "Gathered what helps for the weeks to come.",
        ],
        Skill::Act => &[
            "Practised noticing thoughts without arguing with them.",
            "Values sorted: what would matter on a good day.",
            "One small step chosen, in the direction of family.",
        ],
        Skill::Ipt => &[
            "Talked through the quarrel and what was not said.",
            "Role change: what is lost, what is new.",
            "Practised asking for help.",
        ],
        Skill::Dbt => &[
            "Diary card gone through; chain of Thursday's crisis.",
            "Practised opposite action.",
            "Radical acceptance, tried on something small.",
            "Agreed how coaching calls work.",
        ],
        Skill::Psychodynamic => &[
            "A pattern with authority came up again.",
            "Silences were easier today.",
            "Endings talked about.",
            "Anger, and where it goes.",
        ],
        Skill::Couple => &[
            "Both kept to the listening exercise.",
            "Caring acts counted: five and six.",
            "One standing quarrel solved in steps.",
            "Took a pause when it grew loud, came back.",
        ],
        Skill::Family => &[
            "Everybody said what they fear and what they hope.",
            "Early signs written down by each.",
            "Who does what at home, agreed anew.",
        ],
        _ => &[],
    }
}

/// Homework.
pub(crate) fn tasks(skill: Skill) -> &'static [&'static str] {
    match skill {
        Skill::Cbt => &[
            "Thought record, one on each of three days",
            "Two planned activities a day, rate both",
            "Take the lift to the third floor, twice",
            "Say no once, write down what happens",
            "Worry time, fifteen minutes at five",
            "Read the two pages on avoidance",
        ],
        Skill::Act => {
            &["Noticing exercise, five minutes a day", "One committed step towards family", "Carry the card, read it when stuck"]
        }
        Skill::Ipt => {
            &["Ask Jo for help with one thing", "Call somebody you have not called", "Write down one quarrel, word for word"]
        }
        Skill::Dbt => &[
            "Diary card, every evening",
            "Use STOP once, note what came of it",
            "Opposite action for one urge",
            "Practise the half smile",
        ],
        Skill::Couple => &[
            "One caring act each, each day",
            "Listening exercise, ten minutes, twice",
            "Solve the question of Saturdays in steps",
        ],
        Skill::Family => &["One meal together without phones", "Each writes three early signs"],
        _ => &[],
    }
}

/// The therapy's id and the name it is shown under.
pub(crate) fn therapy_of(skill: Skill) -> (&'static str, &'static str) {
    match skill {
        Skill::Act => ("act", "ACT"),
        Skill::Ipt => ("ipt", "Interpersonal therapy"),
        Skill::Dbt => ("dbt", "DBT"),
        Skill::Psychodynamic => ("psychodynamic", "Psychodynamic therapy"),
        Skill::Couple => ("couple", "Couple therapy"),
        Skill::Family => ("family", "Family therapy"),
        _ => ("cbt", "CBT"),
    }
}

/// The practice's id and the name it is shown under.
pub(crate) fn practice_of(skill: Skill) -> (&'static str, &'static str) {
    match skill {
        Skill::Yoga => ("yoga", "Yoga"),
        Skill::ArtTherapy => ("art-therapy", "Art therapy"),
        Skill::Acupuncture => ("acupuncture", "Acupuncture"),
        _ => ("mindfulness", "Mindfulness"),
    }
}

/// What a talking therapy is for.
pub(crate) const THERAPY_AIMS: &[&str] = &[
    "to stop avoiding, and to catch the thoughts that pull me down",
    "to understand what I keep repeating",
    "to have words before I explode",
    "to find a way back to people",
    "to talk about my father at last",
];

/// What a practice is for.
pub(crate) const PRACTICE_AIMS: &[&str] =
    &["sleep, and getting calm before bed", "something that is mine", "to feel my body again", "tension in neck and jaw"];

/// What is written when a crisis question was talked through.
pub(crate) const TALKED_THROUGH: &[&str] = &[
    "Called. Passing thoughts, no plan, no intent, safe at home. Read the safety plan together. Asking again at the next questionnaire.",
    "Spoke for twenty minutes. Thoughts that it would be easier to be gone, no plan. Partner is at home and knows. Team told.",
    "Reached on the second try. It was about an evening last week and is over. Safety plan at hand. Prescriber told.",
    "Seen the same day. No plan, no means at home. Agreed who to call at night. Visit moved forward.",
];

/// What is written on taking it on.
pub(crate) const TAKING_ON: &[&str] = &[
    "Calling now.",
    "Will call before noon.",
    "Calling, and telling the prescriber.",
    "We know each other well, calling.",
    "Calling this morning.",
];

/// What the plan says to do when things slip.
pub(crate) const IF_SLIPPING: &[&str] = &[
    "My signs: I stop answering messages, I sleep past ten. First: tell Jo. Then: call the clinic. At night: 988.",
    "My signs: no appetite, no music. First: a walk, then my sister. Then: the clinic, weekdays 8 to 5. Any time: 988.",
    "My signs: I cancel things. First: one thing off the list I made. Then: my neighbour. Then: the clinic; at night 988.",
    "My signs: quick thoughts, short nights. First: phone off at nine. Then: tell my partner. Then: the clinic the same day.",
];

/// What a member of staff says when somebody leaves.
pub(crate) const FINISHED: &[&str] = &[
    "Reached what was agreed; knows the way back.",
    "Well for half a year, on own wish.",
    "Goals reached, family doctor takes over.",
];

/// What is done in a class or at an appointment.
pub(crate) fn done_in_class(skill: Skill) -> &'static [&'static str] {
    match skill {
        Skill::Yoga => &["Standing postures and rest", "Breathing with slow movement", "Seated postures, eyes open"],
        Skill::ArtTherapy => &["Charcoal, free theme", "Clay, something that holds", "Collage from old papers"],
        Skill::Acupuncture => {
            &["Five ear points, half an hour", "Body points at hands and feet", "Ear points, seeds left in place"]
        }
        _ => &["Body scan", "Sitting with the breath", "Walking slowly", "Three minutes, three times"],
    }
}
