// Her therapist sets a step with her. On her phone Ottilie says what she expects, does it, and says what came of it: the fear was
// there, the feared thing was not. The therapist reads how far the expectation fell.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { overflowing, picture } from './support/browser.mjs';
import { newcomer } from './support/newcomers.mjs';
import { aPractice, press } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

const situation = 'Ride the 14 to the end and back';

test('what she expects before, the doing, and what came of it', async () => {
  const desk = await day.person('front desk');
  const { record, phone } = await newcomer(day, desk, { given: 'Ottilie', family: 'Brannagh', therapist: 'Ruth Lindgren' });
  const chart = `/chart/${record}`;
  const therapist = await day.person('therapist');
  await therapist.goto(`${chart}/record/therapy-start?therapy=erp&sessions=16&every_days=7`);
  await press(therapist.getByRole('button', { name: /^Begin the course/ }));
  await therapist.getByText(/^Recorded:/).waitFor();
  await therapist.goto(`${chart}/sessions`);
  await therapist.getByRole('link', { name: 'The work' }).first().click();
  await therapist.getByRole('heading', { name: 'Steps towards what is feared' }).waitFor();
  const work = new URL(therapist.url()).pathname;
  await therapist.getByRole('link', { name: 'Add a step' }).click();
  await therapist.getByLabel('What is faced').fill(situation);
  await therapist.getByLabel(/^Fear expected/).fill('60');
  await therapist.getByLabel(/^What is feared to happen/).fill('I faint and nobody helps');
  await therapist.getByLabel(/^Anything else that is left out/).fill('Sitting beside the door');
  await press(therapist.getByRole('button', { name: /^Keep the step/ }));
  await therapist.getByText(/^Recorded:/).waitFor();

  await phone.goto('/my/work/facing');
  await phone.getByRole('link', { name: /^Try this one.*Ride the 14/ }).click();
  await phone.getByRole('heading', { level: 1, name: 'Before I begin' }).waitFor();
  assert.match(await phone.locator('main').innerText(), /Sitting beside the door/, 'what she wanted to leave out is in front of her');
  await phone.getByLabel(/^How likely it seems/).fill('180');
  await press(phone.getByRole('button', { name: 'Begin now' }));
  assert.ok(await phone.getByText(/0 to 100/).count() > 0, 'a number that cannot be is asked again');
  await phone.getByLabel(/^How likely it seems/).fill('80');
  await phone.getByLabel(/^How hard it is right now/).fill('55');
  assert.deepEqual(await overflowing(phone), []);
  await picture(phone, 'phone-facing-before');
  await press(phone.getByRole('button', { name: 'Begin now' }));
  await phone.getByText(/^Begun at /).waitFor();

  // The phone is put away; whoever opens the page again finds the step still being done.
  await phone.goto('/my/work/facing');
  await phone.getByText(/^Begun at /).waitFor();
  await phone.getByRole('group', { name: 'Did what I feared happen?' }).getByRole('radio', { name: 'No' }).check();
  await phone.getByLabel(/^How likely it seems now/).fill('30');
  await phone.getByLabel(/^How hard it was at its hardest/).fill('70');
  await phone.getByLabel(/^How hard it is now/).fill('40');
  await phone.getByRole('group', { name: /^Did I leave out/ }).getByRole('radio', { name: 'Yes' }).check();
  await phone.getByLabel('What I learnt').fill('My knees shook and I did not faint');
  await press(phone.getByRole('button', { name: 'Finish and keep it' }));
  await phone.getByText('What I feared did not happen.').waitFor();
  assert.match(await phone.locator('main').innerText(), /My knees shook and I did not faint/);
  assert.doesNotMatch(await phone.locator('main').innerText(), /severe|score|diagnos|disorder/i);
  assert.deepEqual(await overflowing(phone), []);
  await picture(phone, 'phone-facing-kept');

  await therapist.goto(work);
  const ladder = (await therapist.getByRole('region', { name: 'Steps towards what is feared' }).innerText()).replace(/\s+/g, ' ');
  assert.match(ladder, /1 trials?, 1 not as feared/);
  assert.match(ladder, /80 % → 30 %|Expected 80 %/, 'how far the expectation fell');
  assert.match(ladder, /“My knees shook and I did not faint”/);
});
