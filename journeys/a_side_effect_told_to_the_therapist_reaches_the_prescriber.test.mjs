// Maria tells her therapist, in session, that her hands tremble. The therapist records it once, in her words; it waits for
// the prescriber with a promised time; the prescriber answers; the therapist and Maria read the answer.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { picture } from './support/browser.mjs';
import { aPractice, maria, openChart } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

const told = 'My hands shake so that I spill my coffee, since the last step';
const answered = 'Please stay at the present dose until Thursday; I will call you at noon';

test('what the therapist heard is answered by the prescriber and read by everybody it concerns', async () => {
  const therapist = await day.person('therapist');
  const chart = await openChart(therapist);
  await therapist.getByRole('link', { name: 'Tell the prescriber' }).first().click();
  await therapist.getByLabel(/What is it like/).fill(told);
  await therapist.getByRole('radio', { name: /quite a bit/ }).check();
  await therapist.getByLabel(/does to daily life/).fill('She could not write her thought record');
  await picture(therapist, 'therapist-tells-the-prescriber');
  await therapist.getByRole('button', { name: 'Tell the prescriber' }).click();
  await therapist.getByText(/^Recorded:/).waitFor();

  const prescriber = await day.person('prescriber');
  await prescriber.goto('/today');
  const waiting = prescriber.getByRole('region', { name: 'A person is waiting for you' }).or(prescriber.locator('section[aria-labelledby=waiting]')).first();
  const mine = waiting.locator('.waiting').filter({ hasText: 'spill my coffee' });
  assert.equal(await mine.count(), 1, 'her words wait for the prescriber');
  const words = (await mine.innerText()).replace(/\s+/g, ' ');
  assert.match(words, /DELGADO, Maria/);
  assert.match(words, /\d\d:\d\d|today|tomorrow|by /i, 'with a promised time');
  await picture(prescriber, 'today-a-person-is-waiting');
  await mine.getByRole('link', { name: 'Answer' }).click();
  await prescriber.getByLabel('Your answer').fill(answered);
  await prescriber.getByRole('button', { name: 'Send the answer' }).click();
  await prescriber.getByText(/^Recorded:/).waitFor();
  await prescriber.goto('/today');
  assert.equal(await prescriber.locator('.waiting').filter({ hasText: 'spill my coffee' }).count(), 0, 'an answered question waits no more');

  await therapist.goto(`${chart}/entries`);
  assert.ok(await therapist.getByText(answered).count() > 0, 'the therapist reads the answer');
  const phone = await day.person('patient', { size: 'phone' });
  await phone.goto('/my/side-effect');
  await phone.getByText(answered).waitFor();
  assert.ok(await phone.getByText('spill my coffee').count() > 0, `${maria.given} finds her own words beside it`);
  await picture(phone, 'phone-side-effect-answered');
});

test('a report without the words or the burden is not sent, and nothing typed is lost', async () => {
  const therapist = await day.person('therapist');
  const chart = await openChart(therapist);
  await therapist.goto(`${chart}/record/side-effect`);
  await therapist.getByLabel(/does to daily life/).fill('She left the session early');
  await therapist.getByRole('button', { name: 'Tell the prescriber' }).click();
  await therapist.getByText('There is a problem').waitFor();
  assert.equal(await therapist.getByLabel(/does to daily life/).inputValue(), 'She left the session early');
});
