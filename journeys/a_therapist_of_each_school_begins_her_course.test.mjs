// Interpersonal therapy, acceptance and commitment therapy, motivational interviewing, prolonged exposure: each is begun with the
// dose that is usual for it, stands in its own phases, and its session speaks its own words. The prescriber sees what is worked
// on, how often and how it goes, and cannot write it.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { picture } from './support/browser.mjs';
import { register } from './support/newcomers.mjs';
import { aPractice, press } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

const schools = [
  { id: 'ipt', name: 'Interpersonal psychotherapy', short: 'IPT', phases: ['Opening', 'Middle', 'Ending'], technique: 'Communication analysis', sheet: 'Problem areas', measure: /PHQ-9/ },
  { id: 'act', name: 'Acceptance and commitment therapy', short: 'ACT' },
  { id: 'mi', name: 'Motivational interviewing', short: 'MI', unnumbered: true },
  { id: 'pe', name: 'Prolonged exposure', short: 'PE' },
];
const aim = 'To sit at the table with my brother again';

test('begun with the usual dose, gone on to the next phase, read by the prescriber', async () => {
  const desk = await day.person('front desk');
  const record = await register(desk, { given: 'Tamsin', family: 'Okonjo', prescriber: 'Dr Amara Osei', therapist: 'Ruth Lindgren' });
  const chart = `/chart/${record}`;
  const therapist = await day.person('therapist');
  const words = new Set();
  const courses = [];
  for (const school of schools) {
    await therapist.goto(`${chart}/course/begin`);
    await therapist.getByRole('link', { name: school.name, exact: true }).click();
    await therapist.getByRole('heading', { level: 2, name: school.name, exact: true }).waitFor();
    const about = (await therapist.locator('main').innerText()).replace(/\s+/g, ' ');
    const usual = about.match(/(\d+) to (\d+) sessions of (\d+) minutes, every (\d+) days/);
    assert.ok(usual, `${school.name}: how much is usual`);
    await therapist.getByRole('link', { name: 'Begin with these numbers' }).click();
    assert.equal(await therapist.getByLabel('Which therapy').inputValue(), school.id);
    assert.equal(await therapist.getByLabel(/^Sessions planned/).inputValue(), usual[2], 'the usual number stands in the form');
    assert.equal(await therapist.getByLabel(/^Days between sessions/).inputValue(), usual[4]);
    await therapist.getByLabel(/^What for, in Tamsin/).fill(aim);
    await press(therapist.getByRole('button', { name: /^Begin the course/ }));
    await therapist.getByText(/^Recorded:/).waitFor();

    await therapist.goto(`${chart}/sessions`);
    await therapist.getByRole('heading', { name: new RegExp(`^${school.short}\\b.*with Ruth Lindgren`) }).first().waitFor();
    const links = await therapist.locator('main a[href*="/course/"]').evaluateAll((found) => found.map((link) => link.getAttribute('href')));
    const course = links.find((link) => /\/course\/[0-9a-f-]{36}$/.test(link) && !courses.includes(link));
    courses.push(course);
    await therapist.goto(course);
    const phases = therapist.locator('ol.phases');
    const [first, second] = await phases.locator('b').allInnerTexts();
    const here = phases.locator('[aria-current=step] b');
    // Where no session numbers belong to the phases, the program does not guess one.
    assert.deepEqual(await here.allInnerTexts(), school.unnumbered ? [] : [first]);
    await press(therapist.getByRole('button', { name: /^Go on to: / }));
    await therapist.getByText('The course is in its next phase.').waitFor();
    assert.deepEqual(await here.allInnerTexts(), [school.unnumbered ? first : second]);

    await therapist.goto(`${chart}/session/new?course=${course.split('/').at(-1)}`);
    const techniques = therapist.getByRole('group', { name: 'What you worked with' }).getByRole('checkbox');
    const own = await techniques.evaluateAll((boxes) => boxes.map((box) => box.labels[0].innerText.trim()));
    assert.ok(own.length >= 5, `${school.name}: her own words, not ${own}`);
    for (const word of own) words.add(word);
    if (school.technique) assert.ok(own.includes(school.technique), `${own}`);
    if (school.measure) assert.match(await therapist.locator('main').innerText(), school.measure);
    if (school.sheet) {
      await therapist.goto(`${course}/work`);
      await therapist.getByRole('link', { name: school.sheet }).waitFor();
    }
  }
  assert.ok(words.size > 30, `four schools have words of their own: ${words.size}`);
  await therapist.goto(courses[0]);
  await picture(therapist, 'course-of-interpersonal-therapy');

  const prescriber = await day.person('prescriber');
  const answer = await prescriber.goto(courses[0]);
  assert.equal(answer.status(), 200);
  const read = (await prescriber.locator('main').innerText()).replace(/\s+/g, ' ');
  assert.match(read, new RegExp(`IPT with Ruth Lindgren.*“${aim}”`), 'what is worked on');
  assert.match(read, /16 sessions, every week/, 'how often');
  assert.match(read, /0 of 16/, 'how it goes');
  assert.equal(await prescriber.getByRole('button', { name: /^Go on to/ }).count(), 0, 'and it is not the prescriber’s to change');
  assert.equal(await prescriber.getByRole('link', { name: /Change what is agreed|Write a session|End the course/ }).count(), 0);
});
