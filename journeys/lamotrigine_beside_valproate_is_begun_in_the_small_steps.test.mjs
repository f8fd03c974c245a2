// Ayla takes valproate. Her prescriber begins lamotrigine beside it: the review names the pair, the proposed steps are those of
// the label for people on valproate, and the plan is kept.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { picture } from './support/browser.mjs';
import { draftStart, openRegimen, record, review, reviewWords, weighAll } from './support/regimen.mjs';
import { aPractice } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

test('the steps that are proposed are half of everybody else’s', async () => {
  const page = await day.person('prescriber');
  const chart = await openRegimen(page, /^DEMIRCI, Ayla$/);
  await draftStart(page, chart, { name: 'Lamotrigine', amount: '25', often: 'every second day' });
  const words = await reviewWords(page);
  assert.match(words, /valproate/i);
  assert.match(words, /rash|Stevens/i);
  await picture(page, 'regimen-ayla-draft');
  if (await review(page).getByRole('checkbox', { name: /I have weighed this/ }).count() > 0) {
    await weighAll(page, 'it is being monitored', 'The small steps; any rash: stop and call');
  }
  await record(page, /^Start it for Ayla/);
  await page.getByText(/^Recorded: start a medicine/i).waitFor();

  await page.goto(`${chart}/steps`);
  await page.getByLabel('Medicine', { exact: true }).selectOption({ label: 'Lamotrigine' });
  await page.getByRole('radio', { name: /Up, by the label.s steps/ }).check();
  await page.getByRole('button', { name: 'Propose steps' }).click();
  await page.getByRole('heading', { name: /Lamotrigine: proposed titration/i }).waitFor();
  const proposed = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
  assert.match(proposed, /with valproate/i);
  const amounts = await page.locator('input[name^="a-amount-"]').evaluateAll((fields) => fields.map((field) => field.value).filter(Boolean));
  assert.deepEqual(amounts.slice(0, 3), ['25', '50', '100'], 'the label’s steps beside valproate, after 12.5 mg a day');
  await picture(page, 'steps-ayla');
  await page.getByRole('button', { name: /^Record this plan for Ayla/ }).click();
  await page.getByText('The plan is recorded.').waitFor();
});
