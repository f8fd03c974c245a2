// Imogen is fifteen. Her mother may see dates of visits and things to read, and nothing else. Imogen consents alone to a therapy,
// under a rule that the practice wrote down: from then on nothing of it is on her mother's page, and nothing says why.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { overflowing, picture } from './support/browser.mjs';
import { firstSignIn, handedOver, newcomer } from './support/newcomers.mjs';
import { aPractice, press } from './support/visit.mjs';
import { everythingSeen, whereIs } from './support/words_seen.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

const reason = 'Panic on the school bus';

/** The administrator writes the place's law down. */
async function writeTheLaw() {
  const admin = await day.person('administrator');
  await admin.goto('/admin/minors');
  await admin.getByLabel('From which birthday a patient is of age').fill('18');
  const row = admin.getByRole('group', { name: 'new service' }).first();
  await row.getByLabel('Service').fill('outpatient talking therapy');
  await row.getByLabel('From age').fill('14');
  await row.getByLabel('Rule').fill('Section 9 of the invented code');
  await admin.getByLabel('Checked by whom, and when').fill('Counsel, 3 August 2026');
  await admin.getByRole('button', { name: 'Keep the table' }).click();
  await admin.getByText('Kept.', { exact: true }).waitFor();
}

/** The desk books a visit; where the other has somebody at that hour, it says so, and the desk books all the same. */
async function book(desk, record, { on, at, person }) {
  await desk.goto(`/desk/person/${record}`);
  await desk.getByLabel('Day', { exact: true }).fill(on);
  await desk.getByLabel('Time', { exact: true }).fill(at);
  await desk.getByLabel('With', { exact: true }).selectOption({ label: person });
  const put = desk.getByRole('button', { name: 'Put it in the diary' });
  await press(put);
  const taken = desk.getByLabel('Book it all the same');
  if (await taken.count() > 0) {
    await taken.check();
    await press(put);
  }
  await desk.getByText('It is in the diary.').waitFor();
}

test('the mother sees what her right names, and nothing of what Imogen consented to alone', async () => {
  await writeTheLaw();
  const desk = await day.person('front desk');
  const noor = await newcomer(day, desk, { given: 'Imogen', family: 'Tarrant', born: '2011-03-02', prescriber: 'Dr Amara Osei', therapist: 'Ruth Lindgren' });
  await book(desk, noor.record, { on: '2026-09-03', at: '09:20', person: 'Dr Amara Osei' });

  const therapist = await day.person('therapist');
  const chart = `/chart/${noor.record}`;
  await therapist.goto(`${chart}/record/therapy-start`);
  await therapist.getByLabel(/^Which therapy/).selectOption({ label: 'Cognitive behavioural therapy' });
  await therapist.getByLabel(/^What for, in Imogen/).fill(reason);
  await therapist.getByRole('button', { name: 'Begin the course' }).click();
  await therapist.getByText(/^Recorded:/).waitFor();

  await therapist.goto(`${chart}/proxies`);
  await therapist.getByLabel('Name', { exact: true }).fill('Sybil Tarrant');
  await therapist.getByLabel('Who they are to the patient').fill('mother');
  for (const right of ['dates and places of visits', 'things to read']) await therapist.getByRole('checkbox', { name: right }).check();
  await therapist.getByLabel('Rests on').fill('Custody, seen at registration');
  await therapist.getByLabel('Their own e-mail').fill('sybil@example.org');
  await therapist.getByRole('button', { name: 'Name them' }).click();
  await therapist.getByRole('heading', { name: /Sybil Tarrant, mother/ }).waitFor();
  assert.match(await therapist.locator('main').innerText(), /last day 1 Mar 2029/, 'the right ends by itself the day before she is of age');

  await therapist.getByLabel('To what').selectOption({ label: 'outpatient talking therapy' });
  await therapist.getByLabel('The course that it covers').selectOption({ label: 'CBT' });
  await therapist.getByLabel(/^Who judged/).fill('Talked it through twice; she says it back in her own words.');
  await therapist.getByRole('button', { name: 'Keep the consent' }).click();
  await therapist.getByText(/^Kept\. What is recorded about that course/).waitFor();
  await book(desk, noor.record, { on: '2026-09-08', at: '15:40', person: 'Ruth Lindgren' });

  await therapist.goto(`${chart}/proxies`);
  await therapist.getByRole('button', { name: 'Give a sign-in' }).click();
  const given = await handedOver(therapist);
  await picture(therapist, 'people-who-act');
  const mother = await day.stranger({ size: 'phone' });
  await firstSignIn(mother, given);
  await mother.goto('/');
  await mother.getByRole('heading', { level: 1, name: 'For Imogen' }).waitFor();
  const home = (await mother.locator('main').innerText()).replace(/\s+/g, ' ');
  assert.match(home, /Thursday 3 September, 9:20 am/, 'the visit that her right names');
  assert.doesNotMatch(home, /8 September|3:40/, 'not the one of what Imogen consented to');
  for (const closed of ['Medicines', 'Plan and goals', 'Plan for hard times', 'Questions for you']) {
    assert.equal(await mother.getByRole('heading', { name: closed }).count(), 0, `${closed} is not hers to see`);
  }
  assert.deepEqual(await overflowing(mother), []);
  await picture(mother, 'phone-somebody-who-acts');
  const seen = await everythingSeen(mother, day.home, ['/'], { limit: 60 });
  for (const word of [reason, 'Ruth Lindgren', 'CBT with', 'consented']) assert.deepEqual(whereIs(seen, word), [], `“${word}” is nowhere on her pages`);
  for (const address of [chart, `${chart}/sessions`, `${chart}/proxies`, '/my', '/my/plan', '/my/medicines', `/desk/person/${noor.record}`]) {
    const answer = await mother.goto(address);
    assert.ok([403, 404].includes(answer.status()), `${address} answers ${answer.status()}`);
  }

  // Imogen reads all of it, on her own phone.
  await noor.phone.goto('/my/visits');
  assert.match(await noor.phone.locator('main').innerText(), /Ruth Lindgren/);

  // The right ends: the same page as for one that never was.
  await therapist.goto(`${chart}/proxies`);
  await therapist.getByText('End this right').click();
  await therapist.getByRole('button', { name: 'End it quietly' }).click();
  await therapist.getByText(/^Ended\. Their sign-in shows nothing any more/).waitFor();
  const answer = await mother.goto('/for');
  assert.ok([403, 404].includes(answer.status()), `answered ${answer.status()}`);
  assert.doesNotMatch(await mother.locator('main').innerText(), /Imogen|ended/i, 'no name, no reason');
});
