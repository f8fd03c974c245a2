// A note is begun for Maria; another chart is opened in a second tab; then the note is signed. The program stops and shows both
// people side by side. Nothing is signed until somebody says which is right.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { picture } from './support/browser.mjs';
import { aPractice, maria, openChart } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

const words = 'Tremor of both hands since Monday, coffee left out, no change of dose today';

async function anotherChart(page) {
  await page.goto('/caseload');
  const others = await page.locator('table a[href^="/chart/"]').evaluateAll((links) => links.map((link) => [link.textContent.trim(), link.getAttribute('href')]));
  return others.find(([name]) => !maria.listed.test(name))[1];
}

test('the note waits, both people are shown, and it is signed for the right one only', async () => {
  const page = await day.person('prescriber');
  const chart = await openChart(page);
  await page.goto(`${chart}/note`);
  assert.match(await page.title(), /^DELGADO Maria/, 'the tab begins with the name');
  await page.getByLabel('Note', { exact: true }).fill(words);

  const secondTab = await page.context().newPage();
  const other = await anotherChart(secondTab);
  await secondTab.goto(other);

  await page.getByRole('button', { name: /^Sign for Maria/ }).click();
  await page.getByRole('heading', { name: /Which is right/ }).waitFor();
  assert.equal(await page.locator('.candidate').count(), 2);
  assert.match(await page.locator('main').innerText(), new RegExp(words.slice(0, 40)), 'the first words of the note');
  await picture(page, 'wrong-patient-guard');
  for (const address of [chart, other]) {
    await secondTab.goto(`${address}/note`);
    assert.equal(await secondTab.locator('article').getByText(words).count(), 0, 'nothing is signed yet');
  }
  await page.getByRole('button', { name: /It is Maria.s\. Sign/ }).click();
  await page.getByText(/^Signed\./).waitFor();
  assert.equal(await page.locator('article').getByText(words).count(), 1, 'signed once, for Maria');
  await secondTab.goto(`${other}/note`);
  assert.equal(await secondTab.locator('article').getByText(words).count(), 0, 'and not for the other');
});

test('a note that belongs to the other person is moved as a draft and read again before it is signed', async () => {
  const page = await day.person('prescriber');
  const chart = await openChart(page);
  await page.goto(`${chart}/note`);
  await page.getByLabel('Note', { exact: true }).fill('This was about somebody else');
  const secondTab = await page.context().newPage();
  const other = await anotherChart(secondTab);
  await secondTab.goto(other);
  await page.getByRole('button', { name: /^Sign for Maria/ }).click();
  await page.getByRole('button', { name: /Move it, then read it again/ }).click();
  await page.waitForURL((url) => url.pathname === `${other}/note`);
  assert.equal(await page.getByLabel('Note', { exact: true }).inputValue(), 'This was about somebody else');
  assert.equal(await page.locator('article').getByText('This was about somebody else').count(), 0);
});
