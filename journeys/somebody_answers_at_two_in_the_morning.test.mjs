// Two in the morning, and no message leaves the house: the program that sends them fails every time. Maria signs in and answers
// the ninth question of the PHQ-9. Help is on the very next page. Nobody answers the calls; after the last of them every page of
// the staff says so. Whoever is on call takes it, reaches her, assesses and closes it with a reason.

import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { answer } from './support/answers.mjs';
import { overflowing, picture } from './support/browser.mjs';
import { aPractice, maria } from './support/visit.mjs';

const folder = mkdtempSync(join(tmpdir(), 'concord-dead-line-'));
const tried = join(folder, 'tried');
const sends = join(folder, 'send');
writeFileSync(sends, `#!/bin/sh\necho "$1" >>${tried}\nexit 1\n`);
chmodSync(sends, 0o755);
after(() => rmSync(folder, { recursive: true, force: true }));

const [two, later] = ['2026-08-21T06:00:00Z', '2026-08-21T07:10:00Z'];
const day = aPractice({ starts: two, sends });
afterEach(() => day.leaveAll());

test('from the answer to the closed alert, with every message channel dead', async () => {
  const phone = await day.stranger({ size: 'phone' });
  const { login, password } = day.practice.signIns.patient;
  await phone.goto('/sign-in');
  await phone.getByLabel('Login').fill(login);
  await phone.getByLabel('Password').fill(password);
  await phone.getByRole('button', { name: 'Sign in' }).click();
  await phone.waitForURL(/\/my/);
  await phone.goto('/my/questions/phq-9');
  for (let item = 1; item <= 8; item += 1) await answer(phone, 'More than half the days');
  const began = Date.now();
  await answer(phone, 'Nearly every day');
  // The next page, whatever it is, has the lines first.
  await phone.locator('main').getByRole('link', { name: /988/ }).first().waitFor();
  const took = Date.now() - began;
  assert.ok(took < 2500, `help stood there after ${took} ms`);
  while (await phone.getByRole('radio').count() > 0) await answer(phone, /./);
  await phone.getByRole('heading', { name: 'Thank you for telling us.' }).waitFor();
  const told = (await phone.locator('main').innerText()).replace(/\s+/g, ' ');
  assert.match(told, /We began calling Tobias Hale at 2:0\d/, 'who is on call at this hour, by name');
  assert.match(told, /If nobody has read it by 2:\d\d am, we call .+/, 'and who is next');
  assert.doesNotMatch(told, /severe|risk|score|depress/i);
  assert.deepEqual(await overflowing(phone), []);
  await picture(phone, 'phone-help-at-two');

  await day.later(later);
  const admin = await day.person('administrator');
  // The program looks every ten seconds and goes through the calls that are due.
  for (let look = 0; look < 40; look += 1) {
    await admin.goto('/admin');
    if (await admin.getByRole('alert').count() > 0) break;
    await pause(2_000);
  }
  await admin.getByRole('alert').getByText('An alert waits and nobody has taken it.').waitFor();
  assert.match(await admin.getByRole('alert').innerText(), /Tell a clinician who is here/, 'who may not open it is told whom to tell');
  assert.doesNotMatch(await admin.getByRole('alert').innerText(), new RegExp(maria.given), 'and nobody is named');
  await admin.goto('/admin/on-call');
  assert.match(await admin.locator('main').innerText(), /Tobias Hale/, 'the message that did not go out is listed');
  const triedFor = () => (existsSync(tried) ? readFileSync(tried, 'utf8').trim().split('\n') : []);
  for (let look = 0; look < 30 && new Set(triedFor()).size < 3; look += 1) await pause(2_000);
  assert.ok(new Set(triedFor()).size >= 3, `the program was run for ${triedFor()}`);

  const onCall = await day.named('tobias.hale');
  await onCall.goto('/today');
  await onCall.getByRole('alert').getByRole('link', { name: 'Open alerts' }).click();
  const alert = onCall.getByRole('region', { name: 'Open alerts' });
  assert.match(await alert.innerText(), /Nobody has taken it yet/);
  await picture(onCall, 'alerts-at-two');
  await alert.getByRole('button', { name: 'Take it' }).first().click();
  await onCall.getByText('You have it in hand. The calls have stopped.').waitFor();
  assert.equal(await onCall.getByRole('alert').filter({ hasText: 'nobody has taken it' }).count(), 0, 'the line on top is gone');
  await picture(onCall, 'alert-in-hand');

  const patient = await day.person('patient', { size: 'phone' });
  await patient.goto('/my/help');
  await patient.getByText(/Tobias Hale has read it, at 3:1\d/).waitFor();

  const part = (name) => onCall.getByRole('region').or(onCall.locator('section')).filter({ has: onCall.getByRole('heading', { name, exact: true }) }).last();
  assert.equal(await onCall.getByRole('button', { name: 'Close it' }).count(), 0, 'nobody closes what nobody has assessed');
  const attempt = part('Tries to reach the person');
  await attempt.getByLabel('How', { exact: true }).selectOption({ label: 'by telephone' });
  await attempt.getByRole('radio', { name: 'Yes' }).check();
  await attempt.getByRole('button', { name: 'Write the try down' }).click();
  await onCall.getByText('Written down.').waitFor();
  await part('Assessment').getByLabel('How you assessed').fill('Conversation by telephone, C-SSRS questions');
  await part('Assessment').getByLabel('What you found').fill('Wish to be dead, no plan. Inés is with her.');
  await part('Assessment').getByLabel('What was decided').fill('Stays at home with Inés; Ruth sees her at nine.');
  await part('Assessment').getByRole('button', { name: 'Sign the assessment' }).click();
  await onCall.getByText('The assessment is on the record.').waitFor();
  await part('Close').getByRole('button', { name: 'Close it' }).click();
  await onCall.getByText('There is a problem').waitFor();
  await part('Close').getByLabel('Why it can be closed').fill('Reached and assessed; seen this morning.');
  await part('Close').getByRole('button', { name: 'Close it' }).click();
  await onCall.getByText('Closed, under your name and with your reason.').waitFor();
  const history = (await onCall.locator('main').innerText()).replace(/\s+/g, ' ');
  for (const said of [/called Tobias Hale/, /took it in hand/, /tried: telephone, reached/, /assessed \(Conversation by telephone/, /closed it: Reached and assessed/]) {
    assert.match(history, said);
  }
  await onCall.goto('/alerts');
  assert.doesNotMatch(await onCall.locator('main').innerText(), /DELGADO/, 'it waits no more');
});
