// Elias takes venlafaxine and it is not enough. His prescriber plans a switch to phenelzine: the plan ends the first, counts the
// days without either, and names the first day of the other. Beginning it today instead is stopped.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { picture } from './support/browser.mjs';
import { draftStart, openRegimen, review, reviewWords } from './support/regimen.mjs';
import { aPractice } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

const elias = /^BRANDT, Elias$/;

test('the plan of a switch has the earliest day on which the other may begin', async () => {
  const page = await day.person('prescriber');
  const chart = await openRegimen(page, elias);
  await page.goto(`${chart}/steps`);
  await page.getByLabel('Medicine', { exact: true }).selectOption({ label: /venlafaxine/i.exec(await page.getByLabel('Medicine', { exact: true }).innerText())[0] });
  await page.getByRole('radio', { name: /To an end, a pause where one is needed, then another/ }).check();
  await page.getByLabel(/^The other medicine/).fill('phenelzine');
  await page.getByRole('button', { name: 'Propose steps' }).click();
  await page.getByRole('heading', { name: /proposed switch/ }).waitFor();
  const words = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
  const said = /(\d+) whole days without either: phenelzine not before ([^.]+)\./i.exec(words);
  assert.ok(said, 'the days without either, and the first day after them');
  assert.ok(Number(said[1]) >= 7, `${said[1]} days`);
  const ends = await page.locator('input[name^="a-from-"]').evaluateAll((fields) => fields.map((field) => field.value).filter(Boolean).at(-1));
  const begins = await page.locator('input[name="b-from-1"]').inputValue();
  const between = (Date.parse(begins) - Date.parse(ends)) / 86_400_000;
  assert.equal(between, Number(said[1]), `from ${ends} to ${begins}`);
  await picture(page, 'steps-elias-switch');

  await page.getByRole('button', { name: /^Record this plan for Elias/ }).click();
  await page.getByText('The plan is recorded.').waitFor();
  await page.getByRole('heading', { name: /venlafaxine: switch/i }).waitFor();
  await picture(page, 'steps-elias-recorded');
});

test('the MAOI on top of it today is stopped as contraindicated', async () => {
  const page = await day.person('prescriber');
  const chart = await openRegimen(page, elias);
  await draftStart(page, chart, { name: 'Phenelzine', amount: '15', often: 'three times a day' });
  await review(page).getByRole('region', { name: /^Stop/ }).waitFor();
  const words = await reviewWords(page);
  assert.match(words, /contraindicated/i);
  assert.match(words, /serotonin/i);
  await picture(page, 'regimen-elias-maoi-is-stopped');
});
