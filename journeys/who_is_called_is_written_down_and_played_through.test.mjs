// The administrator sends somebody on leave and names who stands in. The drill shows who would be called now, and writes nothing.
// A clinician asks the screening questions aloud: only those that follow from the answers, and a person is called.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { afterEach, test } from 'node:test';
import { picture } from './support/browser.mjs';
import { register } from './support/newcomers.mjs';
import { program } from './support/practice.mjs';
import { aPractice, press } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

const night = '2026-08-22T02:00';
/** What the drill says about a ninth answer at two in the morning. */
function drill() {
  const ran = spawnSync(program, ['drill', '--database', day.practice.database, '--at', night, '--answer', 'phq-9:9=2'], { encoding: 'utf8' });
  assert.equal(ran.status, 0, ran.stderr);
  return ran.stdout;
}

test('somebody is away, another stands in, and the drill calls the other', async () => {
  const before = drill();
  assert.match(before, /If nobody takes it in hand:/);
  assert.match(before, /Nothing was written\./);
  const first = before.split('If nobody takes it in hand:')[1].split('\n')[1];
  const admin = await day.person('administrator');
  await admin.goto('/admin/on-call');
  const staff = await admin.locator('select[name=away_staff]').first().locator('option').allInnerTexts();
  const called = staff.find((name) => first.includes(name));
  assert.ok(called, `${first} names somebody of ${staff}`);
  const standIn = staff.find((name) => name !== called && name !== 'nobody' && !before.includes(name)) ?? staff.at(-1);
  const empty = (await admin.locator('select[name=away_staff]').evaluateAll((rows) => rows.map((row) => row.value))).indexOf('');
  await admin.locator('select[name=away_staff]').nth(empty).selectOption({ label: called });
  await admin.locator('input[name=away_from]').nth(empty).fill('2026-08-21');
  await admin.locator('input[name=away_until]').nth(empty).fill('2026-08-30');
  await admin.locator('select[name=away_stand_in]').nth(empty).selectOption({ label: standIn });
  await press(admin.getByRole('button', { name: 'Keep the settings' }));
  await admin.getByText('Kept. The next call follows it.').waitFor();
  await picture(admin, 'on-call-with-somebody-away');
  const after = drill();
  const now = after.split('If nobody takes it in hand:')[1].split('\n')[1];
  assert.ok(now.includes(standIn), `${now} calls ${standIn} in place of ${called}`);
});

test('the screening questions, one after the other, and a person is called', async () => {
  const desk = await day.person('front desk');
  const record = await register(desk, { given: 'Rosalind', family: 'Teague', prescriber: 'Dr Amara Osei', therapist: 'Ruth Lindgren' });
  const therapist = await day.person('therapist');
  await therapist.goto(`/chart/${record}/screener`);
  const question = (number) => therapist.getByRole('group', { name: new RegExp(`^${number}\\.`) });
  assert.equal(await question(3).count(), 0, 'what hangs on an answer is not asked before it');
  await question(1).getByRole('radio', { name: 'Yes' }).check();
  await question(2).getByRole('radio', { name: 'Yes' }).check();
  await press(therapist.getByRole('button', { name: 'Next questions' }));
  for (const number of [3, 4, 5]) await question(number).getByRole('radio', { name: number === 3 ? 'Yes' : 'No' }).check();
  await question(6).getByRole('radio', { name: 'No' }).check();
  await press(therapist.getByRole('button', { name: 'Next questions' }));
  assert.equal(await question(7).count(), 0, 'nothing was ever done, so nobody is asked when');
  assert.match(await therapist.locator('main').innerText(), /By these answers: moderate: thoughts of how.*decided by people/);
  await picture(therapist, 'screening-questions');
  await press(therapist.getByRole('button', { name: /^Record for Rosalind/ }));
  await therapist.waitForURL(/\/alert\//);
  await therapist.goto('/alerts');
  await therapist.getByText(/TEAGUE, Rosalind/).first().waitFor();
});
