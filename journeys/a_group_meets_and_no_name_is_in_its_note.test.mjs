// Three people who do not know of each other come to a skills group. Who came stands in the roster and on each own record; the
// group's note refuses a member's name; a line about one goes to that one's own record. On the phone nobody sees anybody.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { overflowing, picture } from './support/browser.mjs';
import { newcomer, register } from './support/newcomers.mjs';
import { box, chooseRule, openUnit, signRule } from './support/units.mjs';
import { aPractice, press } from './support/visit.mjs';
import { everythingSeen, whereIs } from './support/words_seen.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

const rule = 'What others say here stays here. Nobody tells outside who was here.';
const people = [{ given: 'Orsolya', family: 'Benczur' }, { given: 'Wendell', family: 'Achterberg' }, { given: 'Ffion', family: 'Maddocks' }];

test('a session of a group, from the roster to the line on one own record', async () => {
  const desk = await day.person('front desk');
  const [first, ...others] = people.map((person) => ({ ...person, therapist: 'Ruth Lindgren' }));
  const orsolya = await newcomer(day, desk, first);
  const records = [orsolya.record];
  for (const person of others) records.push(await register(desk, person));

  const therapist = await day.person('therapist');
  const unit = await openUnit(therapist, {
    kind: 'group', name: 'Skills group, Thursdays', seenAs: 'Thursday group', places: 8,
    people: people.map(({ given, family }) => `${given} ${family}`), therapy: 'Dialectical behaviour therapy',
  });
  await chooseRule(therapist, 'limited secrets', rule);
  await signRule(orsolya.phone, rule);
  await therapist.goto(unit);
  for (const { given, family } of others) {
    const paper = await box(therapist, 'Somebody signed on paper');
    await paper.getByLabel('Who').selectOption({ label: `${given} ${family}` });
    await press(paper.getByRole('button', { name: 'I have seen it' }));
    await therapist.getByText('Signed.', { exact: true }).waitFor();
  }

  const plan = await box(therapist, 'Plan a session');
  await plan.getByLabel('Begins at').fill('2026-08-20T11:00');
  await plan.getByLabel('Minutes').fill('90');
  await plan.getByLabel(/^Topic/).fill('Distress tolerance: cold water');
  await press(plan.getByRole('button', { name: 'Plan it for all' }));
  await therapist.getByText('Kept.', { exact: true }).waitFor();

  const held = await box(therapist, 'A session took place');
  const came = ['came', 'came', 'did not come'];
  for (const [at, { given, family }] of people.entries()) {
    await held.getByRole('group', { name: `${given} ${family}` }).getByRole('radio', { name: came[at], exact: true }).check();
  }
  await held.getByLabel('Minutes').fill('90');
  await held.getByLabel(/^Topic/).fill('Distress tolerance: cold water');
  await press(held.getByRole('button', { name: 'Keep it on each record' }));
  await therapist.getByText('Kept.', { exact: true }).waitFor();
  const roster = therapist.getByRole('region', { name: 'Who came' });
  const row = async (name) => (await roster.getByRole('row').filter({ hasText: name }).innerText()).replace(/\s+/g, ' ');
  assert.match(await row('Benczur'), /signed.*came.*1 of 1/);
  assert.match(await row('Maddocks'), /did not come.*0 of 1/);
  await picture(therapist, 'unit-group');

  // A name in the group's note is refused; the words stay, and without the name they are signed.
  let note = await box(therapist, 'The group’s note of a session');
  await note.getByLabel(/^About the group/).fill('Lively hour; Wendell brought the ice.');
  await press(note.getByRole('button', { name: 'Sign the group’s note' }));
  await therapist.getByText(/“Wendell” is the name of a member/).first().waitFor();
  assert.equal(await therapist.getByLabel(/^About the group/).inputValue(), 'Lively hour; Wendell brought the ice.', 'nothing typed is lost');
  await therapist.getByLabel(/^About the group/).fill('Lively hour; somebody brought the ice.');
  await press(therapist.getByRole('button', { name: 'Sign the group’s note' }));
  await therapist.getByText('Signed.', { exact: true }).waitFor();

  const line = await box(therapist, 'Wendell Achterberg');
  await line.getByLabel(/^The line/).fill('Led the exercise with the ice, for the first time.');
  await press(line.getByRole('button', { name: 'Sign it on their own record' }));
  await therapist.getByText(/Kept in their own room/).waitFor();

  const has = async (record) => {
    const seen = await everythingSeen(therapist, day.home, [`/chart/${record}/entries`, `/chart/${record}/sessions`], { skip: (address) => !address.includes(record) });
    return { line: whereIs(seen, 'exercise with the ice').length > 0, others: people.map(({ family }) => family).filter((family) => whereIs(seen, family).length > 0) };
  };
  assert.deepEqual(await has(records[1]), { line: true, others: ['Achterberg'] }, 'his line and nobody else’s name');
  assert.deepEqual(await has(records[2]), { line: false, others: ['Maddocks'] });

  const seen = await everythingSeen(orsolya.phone, day.home, ['/my', '/my/us'], { limit: 80 });
  for (const { given, family } of others) {
    assert.deepEqual([...whereIs(seen, given), ...whereIs(seen, family)], [], `${given} is nowhere on another's phone`);
  }
  await orsolya.phone.goto('/my/us');
  await orsolya.phone.getByRole('heading', { level: 1, name: 'Thursday group' }).waitFor();
  assert.match(await orsolya.phone.locator('main').innerText(), /I came 1 of 1 times/);
  assert.deepEqual(await overflowing(orsolya.phone), []);
  await picture(orsolya.phone, 'phone-group');
});
