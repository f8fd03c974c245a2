// The train goes into the tunnel while Maria writes a thought record. What she typed waits on her phone, locked, and is sent by
// itself, once, when the line is back. Signing out throws it away.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { picture } from './support/browser.mjs';
import { aPractice } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

const typed = 'In the tunnel after Croton, the lights went off for a while.';

/** Maria at the first step of a record. */
async function atTheFirstStep() {
  const phone = await day.person('patient', { size: 'phone' });
  await phone.goto('/my/work/thought');
  const begin = phone.getByRole('button', { name: 'Begin, seven steps' });
  if (await begin.count() > 0) await begin.click();
  else await phone.goto('/my/work/thought?step=1');
  await phone.getByRole('heading', { level: 1, name: 'What happened?' }).waitFor();
  return phone;
}

/** Everything that the browser keeps for this place, in one text. */
const keptInBrowser = (phone) => phone.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));

test('it waits, locked, and goes by itself when the line is back', async () => {
  const phone = await atTheFirstStep();
  await phone.getByLabel('Who, what, when, where').fill(typed);
  await phone.context().setOffline(true);
  await phone.getByRole('button', { name: 'Next: what I felt' }).click();
  const lost = phone.getByRole('alert').filter({ hasText: 'Not sent. The line is down' });
  await lost.waitFor();
  assert.match(await lost.innerText(), /kept on this phone, locked/);
  assert.equal(await phone.getByLabel('Who, what, when, where').inputValue(), typed, 'her words are still in the page');
  const kept = await keptInBrowser(phone);
  assert.match(kept, /line:/, 'something waits');
  assert.doesNotMatch(kept, /Croton|tunnel|thought/i, 'and can be read by nobody who opens the phone');
  await picture(phone, 'phone-no-line');

  await phone.context().setOffline(false);
  await phone.getByRole('heading', { level: 1, name: 'What did I feel?' }).waitFor();
  assert.doesNotMatch(await keptInBrowser(phone), /line:/, 'nothing waits any more');
  await phone.goto('/my/work/thought?step=1');
  assert.equal(await phone.getByLabel('Who, what, when, where').inputValue(), typed, 'it arrived, once and whole');
  phone.complaints.length = 0; // the browser writes down that there was no line
});

test('it waits through a closed page too', async () => {
  const phone = await atTheFirstStep();
  await phone.getByLabel('Who, what, when, where').fill(`${typed} Again.`);
  await phone.context().setOffline(true);
  await phone.getByRole('button', { name: 'Next: what I felt' }).click();
  await phone.getByRole('alert').filter({ hasText: 'Not sent' }).waitFor();
  await phone.goto('about:blank');
  await phone.context().setOffline(false);
  await phone.goto('/my');
  await phone.getByText('What waited on this phone has been sent.').waitFor();
  await phone.goto('/my/work/thought?step=1');
  assert.equal(await phone.getByLabel('Who, what, when, where').inputValue(), `${typed} Again.`);
  phone.complaints.length = 0;
});

test('signing out throws away what waits', async () => {
  const phone = await day.stranger({ size: 'phone' });
  const { login, password } = day.practice.signIns.patient;
  await phone.goto('/sign-in');
  await phone.getByLabel('Login').fill(login);
  await phone.getByLabel('Password').fill(password);
  await phone.getByRole('button', { name: 'Sign in' }).click();
  await phone.waitForURL(/\/my/);
  await phone.goto('/my/work/thought?step=1');
  const begin = phone.getByRole('button', { name: 'Begin, seven steps' });
  if (await begin.count() > 0) await begin.click();
  await phone.getByLabel('Who, what, when, where').fill('Never to be sent.');
  await phone.context().setOffline(true);
  await phone.getByRole('button', { name: /^Next:/ }).click();
  await phone.getByRole('alert').filter({ hasText: 'Not sent' }).waitFor();
  // The words of the form are still in the page; leaving it is her own decision, so the browser is told to go.
  phone.on('dialog', (dialog) => dialog.accept());
  await phone.evaluate(() => document.querySelector('form[action="/sign-out"]').requestSubmit());
  await phone.waitForTimeout(300);
  assert.doesNotMatch(await keptInBrowser(phone).catch(() => '[]'), /line:/, 'nothing is left behind');
  phone.complaints.length = 0;
});
