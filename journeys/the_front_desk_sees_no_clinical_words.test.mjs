// The front desk sees names, times, lengths and rooms. Every page it can reach is read for words that would tell what
// somebody is treated for; a clinician's page is read too, to show that the reader would find them.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { clinicalWordsIn } from './support/clinical_words.mjs';
import { crawl } from './support/crawl.mjs';
import { picture } from './support/browser.mjs';
import { aPractice } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

test('no page of the front desk, nor its source, has a clinical word', async () => {
  const page = await day.person('front desk');
  const found = [];
  const kinds = await crawl(page, day.home, ['/'], {
    look: async ({ kind }) => {
      const seen = await page.locator('main').innerText();
      const hidden = (await page.locator('main').innerHTML()).replace(/<[^>]*(?:title|alt|aria-label|data-\w+|value)="([^"]*)"[^>]*>/g, ' $1 ').replace(/<[^>]*>/g, ' ');
      for (const word of clinicalWordsIn(`${seen} ${hidden}`)) found.push(`${kind}: ${word}`);
    },
  });
  await page.goto('/');
  await picture(page, 'front-desk-today');
  assert.ok(kinds.size >= 3, `only ${[...kinds.keys()]} were reached`);
  assert.deepEqual(found, []);
});

test('a chart does not open for the front desk, and says so in a sentence', async () => {
  const clinician = await day.person('prescriber');
  await clinician.goto('/caseload');
  const chart = await clinician.locator('main a[href*="/chart/"], main a[href*="/patient/"]').first().getAttribute('href');
  const words = clinicalWordsIn(await clinician.locator('main').innerText());
  assert.ok(words.length > 3, `the reader of words finds only ${words} on a caseload`);
  const page = await day.person('front desk');
  const answer = await page.goto(chart);
  assert.ok([403, 404].includes(answer.status()), `answered ${answer.status()}`);
  assert.deepEqual(clinicalWordsIn(await page.locator('main').innerText()), []);
});
