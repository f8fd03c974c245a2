// What several journeys do on a regimen: draft a change, read its review, weigh what stops, record.

import assert from 'node:assert/strict';
import { openChart } from './visit.mjs';

/** Opens somebody's regimen by their name on the caseload. Gives the chart's address. */
export async function openRegimen(page, listed) {
  const chart = await openChart(page, listed);
  await page.goto(`${chart}/regimen`);
  await page.getByRole('heading', { name: 'Regimen', level: 2 }).waitFor();
  return chart;
}

/** The safety review beside the regimen. */
export const review = (page) => page.getByRole('complementary', { name: /Safety review/ });

/** Its words on one line. */
export async function reviewWords(page) {
  return (await review(page).innerText()).replace(/\s+/g, ' ');
}

/** Drafts the start of a medicine and waits until the review has read it back. Nothing is recorded. */
export async function draftStart(page, chart, { name, amount, often = 'once a day', unit = 'mg' }) {
  await page.goto(`${chart}/regimen`);
  await page.getByRole('link', { name: 'Start a medicine' }).first().click();
  await page.getByLabel(/^Medicine/).fill(name);
  await page.getByLabel(/^Unit/).selectOption(unit);
  await page.getByLabel(/^How often/).selectOption(often);
  await page.getByLabel(/^Amount each time/).fill(amount);
  await review(page).getByText(new RegExp(`Read as:.*${name}`, 'i')).waitFor();
}

/** The three counts: interact, checked and clear, not checked. */
export async function counts(page) {
  const [interact, clear, open] = await review(page).locator('dl.three dd').allInnerTexts();
  return { interact: Number(interact), clear: Number(clear), notChecked: Number(open) };
}

/** Weighs everything that stops, with a reason. */
export async function weighAll(page, reason, words) {
  const stops = review(page).getByRole('checkbox', { name: /I have weighed this/ });
  const many = await stops.count();
  assert.ok(many > 0, 'nothing stops here');
  for (let at = 0; at < many; at += 1) {
    await stops.nth(at).check();
    await review(page).getByLabel('Reason', { exact: true }).nth(at).selectOption({ label: reason });
    await review(page).getByLabel('In your words').nth(at).fill(words);
  }
  return many;
}

/** Presses the button that records the draft and waits for the page that says so. */
export async function record(page, button) {
  await review(page).getByRole('button', { name: button }).click();
}
