// Maria fills in the day's card on her phone in a few taps. Her therapist opens a session: the week stands there as a table, and
// the agenda begins with what threatens life, whatever came first in the week. It is looked at together and signed.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { overflowing, picture } from './support/browser.mjs';
import { aPractice, maria, openChart } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

/** Taps a box of a row of the card. */
const rate = (phone, row, value) => phone.getByRole('group', { name: row, exact: true }).getByRole('radio', { name: new RegExp(`^${value}\\b`) }).check();

/** What the therapist writes on the session's agenda: level and words. */
async function agendaOf(page) {
  const points = [];
  for (const item of await page.getByRole('listitem').filter({ has: page.getByRole('textbox', { name: /^Point \d+ of the agenda$/ }) }).all()) {
    const words = await item.getByRole('textbox').inputValue();
    const level = await item.getByTitle('Level in the order of targets').allInnerTexts();
    if (words) points.push({ words, level: level.length ? Number(level[0]) : null });
  }
  return points;
}

test('the card of a day is a few taps, and what was left out stays left out', async () => {
  const phone = await day.person('patient', { size: 'phone' });
  await phone.goto('/my');
  await phone.getByRole('region', { name: 'Diary card' }).getByRole('link', { name: 'Fill it in' }).click();
  await phone.getByRole('heading', { level: 1, name: /^Thursday 20/ }).waitFor();
  assert.equal(await phone.getByRole('radio', { checked: true, name: /^\d/ }).count(), 0, 'nothing is chosen for her');
  await rate(phone, 'To hurt myself', 2);
  await rate(phone, 'To cancel or hide', 3);
  await rate(phone, 'Shame', 4);
  await picture(phone, 'phone-diary-card');
  assert.deepEqual(await overflowing(phone), []);
  await phone.getByRole('button', { name: /Keep this day/ }).click();
  await phone.getByText('Your card is kept.').waitFor();
  await phone.goto('/my/work/card/week');
  const row = (name) => phone.getByRole('row').filter({ has: phone.getByRole('rowheader', { name, exact: true }) });
  assert.match((await row('To hurt myself').innerText()).replace(/\s+/g, ' '), /2$/);
  assert.match((await row('Sadness').innerText()).replace(/\s+/g, ' '), /not answered$/, 'sadness was left out and is no nought');
});

test('the session begins with the week in the order of targets, and is signed', async () => {
  const therapist = await day.person('therapist');
  const chart = await openChart(therapist);
  await therapist.goto(`${chart}/sessions`);
  await therapist.getByRole('link', { name: 'Write a session' }).click();
  await therapist.getByRole('heading', { name: /^Session \d+, Thursday 20 August/ }).waitFor();
  const week = therapist.getByRole('table', { name: /^Diary card, 14 to 20 August/ });
  assert.equal(await week.getByRole('columnheader').count(), 8, 'seven days and what they say');
  const urge = week.getByRole('row').filter({ has: therapist.getByRole('rowheader', { name: 'To hurt myself' }) });
  assert.match((await urge.innerText()).replace(/\s+/g, ' '), /0 3 strongest of the week 1 0 0 0 2$/, 'Friday to Thursday, the strongest said in words too');
  const agenda = await agendaOf(therapist);
  const levels = agenda.map(({ level }) => level).filter((level) => level !== null);
  assert.ok(levels.length >= 2, `the card makes an agenda: ${JSON.stringify(agenda)}`);
  assert.deepEqual(levels, [...levels].sort((one, other) => one - other), 'what threatens life stands first');
  assert.match(agenda[0].words, /hurt myself/i);
  await picture(therapist, 'session-with-the-week');

  await therapist.getByRole('checkbox', { name: 'Looked at together' }).check();
  await therapist.getByRole('checkbox', { name: /To hurt myself, 3 of 5.*asked about today/ }).check();
  await therapist.getByLabel('Summary for the team').fill('Looked at Saturday link by link. Cold water helped; the next hard evening is planned.');
  await therapist.getByRole('button', { name: /^Sign (both parts|the session)$/ }).click();
  await therapist.getByText(/^Signed\. Team and patient can read it/).waitFor();
  const read = (await therapist.locator('main').innerText()).replace(/\s+/g, ' ');
  assert.match(read, /Diary card of 14 to 20 August looked at together/);
  assert.match(read, /Asked about: To hurt myself, 3 of 5/);
  assert.match(read, /Signed by Ruth Lindgren/);
});

test('a strong urge brings help on the next page, and a person is called', async () => {
  const phone = await day.person('patient', { size: 'phone' });
  await phone.goto('/my/work/card');
  await rate(phone, 'To hurt myself', 5);
  await phone.getByRole('button', { name: /Keep this day/ }).click();
  await phone.getByRole('heading', { name: 'Thank you for telling us.' }).waitFor();
  assert.ok(await phone.locator('main a[href="tel:988"]').count() > 0, 'the line is on the very page');
  assert.deepEqual(await overflowing(phone), []);
  const staff = await day.person('therapist');
  await staff.goto('/alerts');
  assert.ok(await staff.getByText(new RegExp(`DELGADO, ${maria.given}`)).count() > 0, 'her therapist finds it among the alerts');
});
