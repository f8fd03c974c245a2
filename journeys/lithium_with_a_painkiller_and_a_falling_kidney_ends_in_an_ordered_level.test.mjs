// Walter bought ibuprofen beside lithium, and his kidney slows. The review says so with the values and their days; the level is
// ordered with one press, and the task with its owner and its day stands on Today.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { picture } from './support/browser.mjs';
import { openRegimen, review, reviewWords } from './support/regimen.mjs';
import { aPractice } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

test('the finding leads to an order with an owner', async () => {
  const page = await day.person('prescriber');
  const chart = await openRegimen(page, /^NOVOTNY, Walter$/);
  const words = await reviewWords(page);
  assert.match(words, /ibuprofen/i);
  assert.match(words, /lithium/i);
  assert.match(words, /clearance|level/i);
  await picture(page, 'regimen-walter');
  const finding = review(page).getByRole('article').filter({ hasText: /ibuprofen/i }).filter({ hasText: /lithium/i }).first();
  await finding.getByText('What it rests on, how sure it is, and the rule').click();
  const basis = (await finding.innerText()).replace(/\s+/g, ' ');
  assert.match(basis, /Where it stands/);
  assert.match(basis, /read|not verified/);
  assert.match(basis, /knowledge of \d+ \w+ \d{4}/i);

  await finding.getByRole('button', { name: /^Order: lithium level/i }).first().click();
  await page.getByText(/Kept as a task/).waitFor();
  await review(page).getByText(/Ordered: lithium level/i).first().waitFor();
  assert.equal(await review(page).getByRole('button', { name: /^Order: lithium level/i }).count(), 0, 'ordered once is not offered again');

  await page.goto('/today');
  const task = page.locator('.waiting').filter({ hasText: 'NOVOTNY' }).filter({ hasText: /lithium level/i });
  assert.equal(await task.count(), 1, 'the task stands on Today');
  assert.match((await task.innerText()).replace(/\s+/g, ' '), /It is yours/);
  await picture(page, 'today-with-the-order');

  await page.goto(`${chart}/checks`);
  const row = page.getByRole('row').filter({ hasText: /lithium level/i }).first();
  assert.match((await row.innerText()).replace(/\s+/g, ' '), /ordered/i, 'and among the checks');
  await picture(page, 'checks-walter');
});
