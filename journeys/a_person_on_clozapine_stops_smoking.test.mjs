// Ivo takes clozapine and smokes. His prescriber drafts that the cigarettes are stopped: the review says what that does to the
// level before anything is recorded, and goes on saying it in the days after.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { picture } from './support/browser.mjs';
import { openRegimen, record, review, reviewWords, weighAll } from './support/regimen.mjs';
import { aPractice } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

const ivo = /^MARCHBANKS, Ivo$/;

test('the end of smoking is a change of the regimen like any other', async () => {
  const page = await day.person('prescriber');
  const chart = await openRegimen(page, ivo);
  const row = page.getByRole('row').filter({ hasText: /cigarettes|tobacco/i }).first();
  assert.match((await row.innerText()).toLowerCase(), /tobacco/, 'tobacco is a row of its own kind');
  await row.getByRole('link', { name: /^Stop/ }).click();
  await page.getByRole('radio', { name: /patient.s choice/i }).check();
  await review(page).getByText(/Read as:.*stop/i).waitFor();
  const stop = review(page).getByRole('region', { name: /^Stop/ });
  await stop.waitFor();
  const finding = stop.getByRole('article').filter({ hasText: /smoking/i }).first();
  await finding.getByText('What it rests on, how sure it is, and the rule').click();
  const basis = (await finding.innerText()).replace(/\s+/g, ' ');
  assert.match(basis, /clozapine/i);
  assert.match(basis, /level/i);
  assert.match(basis, /CYP1A2/);
  await picture(page, 'regimen-ivo-drafts-to-stop');
  await weighAll(page, 'it is being monitored', 'Level on Thursday, a third less if it rises');
  await record(page, /^Stop it for Ivo/);
  await page.getByText(/^Recorded: stop a medicine/i).waitFor();
  await page.goto(`${chart}/regimen`);
  await review(page).getByText(/What was found and is not shown/).click();
  assert.match(await reviewWords(page), /Level on Thursday, a third less/, 'what was weighed stands there with its reason');
  await picture(page, 'regimen-ivo-after');
});

test('six days after the last cigarette it stands on the regimen of somebody else', async () => {
  const page = await day.person('prescriber');
  await openRegimen(page, /^VARGA, Anton$/);
  const words = await reviewWords(page);
  assert.match(words, /smok/i);
  assert.match(words, /clozapine/i);
  await picture(page, 'regimen-anton');
});
