// Daniel tells on his phone what he would not say aloud. His prescriber sees who is to be suspected and why, and answers; his
// therapist reads the answer, and so does he.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { overflowing, picture } from './support/browser.mjs';
import { aPractice, openChart } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

const told = 'No interest in sex any more: low libido, as the leaflet has it';
const answered = 'That is the medicine in most people, not you. Let us talk on Thursday about less of it, or another one.';

test('from the phone to the prescriber and back to everybody it concerns', async () => {
  const phone = await day.named('daniel.okafor', { size: 'phone' });
  await phone.goto('/my/medicines');
  await picture(phone, 'phone-medicines-daniel');
  assert.deepEqual(await overflowing(phone), []);
  await phone.getByRole('link', { name: /^Tell about a side effect.*escitalopram/i }).click();
  await phone.getByLabel('What is it like?').fill(told);
  await phone.getByRole('radio', { name: 'a lot', exact: true }).check();
  await phone.getByRole('button', { name: 'Tell my prescriber' }).click();
  await phone.waitForURL(/\/my\?done=side-effect/);
  const home = await phone.locator('body').innerText();
  assert.doesNotMatch(home, /major|moderate|severity|contraindicated/i, 'no grading for him');

  const prescriber = await day.person('prescriber');
  await prescriber.goto('/today');
  const mine = prescriber.locator('.waiting').filter({ hasText: 'No interest in sex' });
  assert.equal(await mine.count(), 1, 'it waits for the prescriber');
  await mine.getByRole('link', { name: 'Answer' }).click();
  const page = (await prescriber.locator('main').innerText()).replace(/\s+/g, ' ');
  assert.match(page, /Possible causes of/, 'who is to be suspected');
  assert.match(page, /escitalopram/i);
  await picture(prescriber, 'side-effect-with-suspects');
  await prescriber.getByLabel('Your answer').fill(answered);
  await prescriber.getByRole('button', { name: 'Send the answer' }).click();
  await prescriber.getByText(/^Recorded:/).waitFor();

  const therapist = await day.person('therapist');
  const chart = await openChart(therapist, /^OKAFOR, Daniel$/);
  await therapist.goto(`${chart}/regimen`);
  await therapist.getByText(answered).first().waitFor();
  await phone.goto('/my/side-effect');
  await phone.getByText(answered).waitFor();
  await picture(phone, 'phone-answered-daniel');
});
