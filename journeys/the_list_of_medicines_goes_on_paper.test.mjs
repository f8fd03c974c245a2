// The list of medicines as a page to print and as a tagged PDF: for Maria herself, and for the one who hands it out.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { overflowing, picture } from './support/browser.mjs';
import { aPractice, openChart } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

/** Follows a link to a PDF as the browser would and gives its bytes. */
async function pdf(page, name) {
  const address = await page.getByRole('link', { name }).getAttribute('href');
  const answer = await page.request.get(address);
  assert.equal(answer.status(), 200);
  assert.equal(answer.headers()['content-type'], 'application/pdf');
  const bytes = (await answer.body()).toString('latin1');
  assert.match(bytes.slice(0, 8), /^%PDF-1\.\d/);
  assert.match(bytes, /\/StructTreeRoot|\/ObjStm/, 'it is tagged, or its tags are packed');
  return bytes;
}

test('Maria prints her list', async () => {
  const phone = await day.person('patient', { size: 'phone' });
  await phone.goto('/my/medicines');
  await phone.getByRole('link', { name: /My list to print/ }).click();
  await phone.getByRole('heading', { name: /^Medicines of/ }).waitFor();
  const words = await phone.locator('main').innerText();
  assert.match(words, /Sertraline/i);
  assert.match(words, /Penicillin/);
  assert.doesNotMatch(words, /\d\.0 mg|[^\d]\.\d+ mg/, 'no trailing zero and no naked point');
  assert.deepEqual(await overflowing(phone), []);
  await picture(phone, 'phone-list-to-print');
  const letter = await pdf(phone, 'PDF, Letter');
  const a4 = await pdf(phone, 'PDF, A4');
  assert.notEqual(letter.length, 0);
  assert.notEqual(letter, a4);
});

test('her prescriber prints the same list from the record', async () => {
  const page = await day.person('prescriber');
  const chart = await openChart(page);
  await page.goto(`${chart}/medicines`);
  await page.getByRole('heading', { name: /^Medicines of/ }).waitFor();
  await pdf(page, 'PDF, Letter');
  await page.emulateMedia({ media: 'print' });
  await picture(page, 'list-on-paper');
});
