// Maria reads what her plan offers on her phone and tells it back in her own words. Her therapist says whether we explained it
// well; Maria reads that too. It is no test of her.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { overflowing, picture } from './support/browser.mjs';
import { aPractice, openChart } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

const back = 'It takes some weeks, and I do not stop it from one day to the next';

test('from the offer to what the team says about the answer', async () => {
  const therapist = await day.person('therapist');
  const chart = await openChart(therapist);
  await therapist.goto(`${chart}/reading`);
  // One that is not translated: Maria reads Spanish where there is Spanish.
  await therapist.getByLabel('Which').selectOption('early-signs');
  const title = await therapist.getByLabel('Which').evaluate((select) => select.selectedOptions[0].textContent);
  await therapist.getByLabel(/^Why now/).fill('You asked on Wednesday');
  await therapist.getByRole('button', { name: 'Offer it' }).click();
  await therapist.getByText(/^Offered\. It stands first on their list/).waitFor();

  const phone = await day.person('patient', { size: 'phone' });
  await phone.goto('/my');
  await phone.getByRole('link', { name: 'To read' }).click();
  const now = phone.getByRole('region', { name: 'For you now' });
  assert.match((await now.getByRole('listitem').first().innerText()).replace(/\s+/g, ' '), /Ruth Lindgren: You asked on Wednesday/, 'who thought of it, and why');
  await now.getByRole('link', { name: title }).click();
  await phone.getByRole('heading', { level: 1, name: title }).waitFor();
  assert.ok((await phone.locator('main').innerText()).length > 800, 'there is something to read');
  assert.deepEqual(await overflowing(phone), []);
  await picture(phone, 'phone-article');
  await phone.getByRole('radio', { name: 'Yes', exact: true }).check();
  await phone.getByRole('button', { name: 'I have read this' }).click();
  await phone.getByText('Kept. Thank you.').waitFor();
  await phone.getByRole('button', { name: 'Tell your team' }).click();
  await phone.getByText('Write a line in your own words.').first().waitFor();
  await phone.getByLabel('In your own words').fill(back);
  await phone.getByRole('button', { name: 'Tell your team' }).click();
  await phone.getByText('Your team has not looked at it yet.').waitFor();

  await therapist.goto(`${chart}/reading`);
  const entry = therapist.getByRole('listitem').filter({ hasText: back });
  assert.match(await entry.innerText(), /It helped\./);
  assert.match(await entry.innerText(), /A good answer mentions:/, 'the therapist sees what a good answer says');
  await picture(therapist, 'reading-told-back');
  await entry.getByRole('button', { name: /^[12]:/ }).last().click();
  await therapist.getByText('Kept under your name.').waitFor();
  await phone.reload();
  assert.equal(await phone.getByText('Your team has not looked at it yet.').count(), 0, 'Maria reads that it was looked at');
});

test('somebody of her family reads the same page without signing in', async () => {
  const page = await day.stranger({ size: 'narrow', script: false });
  await page.goto('/reading');
  await page.locator('main a[href^="/reading/"]:visible').first().click();
  await page.waitForURL(/\/reading\/[a-z-]+$/);
  assert.ok((await page.locator('main').innerText()).length > 800, 'there is something to read');
  assert.deepEqual(await overflowing(page), []);
  assert.equal(await page.getByRole('button', { name: /read this|Tell your team/ }).count(), 0, 'nothing is asked of a stranger');
});
