// Rosa takes St John's wort and a root that no list knows. Her prescriber drafts sertraline: one interruption, which cannot be
// passed without a reason; with the reason the medicine and the reason are recorded together, and it is not shown again.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { picture } from './support/browser.mjs';
import { counts, draftStart, openRegimen, record, review, reviewWords, weighAll } from './support/regimen.mjs';
import { aPractice } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

const rosa = /^LINDENBAUM, Rosa$/;
const why = 'Stops the wort today; two days apart, she calls at once if she shivers';

test('the draft is stopped, goes on with a reason, and is not asked about again', async () => {
  const page = await day.person('prescriber');
  const chart = await openRegimen(page, rosa);
  const before = await counts(page);
  assert.ok(before.notChecked > 0, 'what no list knows is not checked');
  assert.match(await reviewWords(page), /Not checked: Lion.s mane/i, 'and it is said by name');
  await picture(page, 'regimen-rosa-before');

  await draftStart(page, chart, { name: 'Sertraline', amount: '50' });
  const stop = review(page).getByRole('region', { name: /Stop: \d+ findings? ha(s|ve) to be weighed/ });
  await stop.waitFor();
  assert.equal(await review(page).getByRole('region', { name: /^Stop/ }).count(), 1, 'one interruption, whatever it lists');
  const words = (await stop.innerText()).replace(/\s+/g, ' ');
  assert.match(words, /St\.? John.s wort/i);
  assert.match(words, /serotonin/i);
  await picture(page, 'regimen-rosa-draft-is-stopped');

  await record(page, /^Start it for Rosa/);
  await page.getByText(/Not recorded: weigh/).first().waitFor();
  assert.equal(await page.getByLabel(/^Amount each time/).inputValue(), '50', 'nothing typed is lost');

  await weighAll(page, 'taken together for a short time only', why);
  await record(page, /^Start it for Rosa/);
  await page.getByText(/^Recorded: start a medicine/i).waitFor();
  await page.goto(`${chart}/regimen`);
  const taken = page.getByRole('row').filter({ hasText: 'Sertraline' });
  assert.ok(await taken.count() > 0, 'it stands in the regimen');
  assert.equal(await review(page).getByRole('region', { name: /^Stop/ }).count(), 0, 'it does not stop again');
  const hidden = review(page).getByText(/What was found and is not shown/);
  await hidden.click();
  assert.match(await reviewWords(page), new RegExp(why.slice(0, 24)), 'the reason stands beside what is not shown');
  await page.goto(`${chart}/entries`);
  assert.match(await page.locator('main').innerText(), /Stops the wort today/, 'and in the log');
  await picture(page, 'regimen-rosa-weighed');
});
