// Prescriber and therapist have Maria's plan open at the same time. Both rewrite the medicine; each changes one thing more.
// Who saves second sees both versions; nothing is mixed for the medicine until a person says so, what only one side touched is
// taken in, and a choice that is left open keeps the words.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { picture } from './support/browser.mjs';
import { aPractice, openChart } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

const texts = {
  hers: 'Sertraline 75 mg with the evening meal',
  herSecond: 'Same-day call, then the clinic',
  his: 'Sertraline stays at 50 mg until the tremor is gone',
  hisSecond: 'PHQ-9 every second week, by phone',
};

async function twoPlans() {
  const first = await day.person('prescriber');
  const chart = await openChart(first);
  const second = await day.person('therapist');
  for (const page of [first, second]) await page.goto(`${chart}/plan`);
  return { first, second, chart };
}

test('both versions stand side by side, and the choice is a person’s', async () => {
  const { first, second, chart } = await twoPlans();
  await first.getByLabel('Medicine', { exact: true }).fill(texts.hers);
  await first.getByLabel('If things start to slip').fill(texts.herSecond);
  await second.getByLabel('Medicine', { exact: true }).fill(texts.his);
  await second.getByLabel('Measures').fill(texts.hisSecond);
  await first.getByRole('button', { name: 'Keep the plan' }).click();
  await first.getByText('The plan is kept.').waitFor();

  await second.getByRole('button', { name: 'Keep the plan' }).click();
  await second.getByRole('heading', { name: /Two people changed/ }).waitFor();
  const rows = second.getByRole('row');
  const medicine = rows.filter({ has: second.getByRole('rowheader', { name: 'Medicine' }) });
  assert.match(await medicine.innerText(), new RegExp(texts.hers));
  assert.match(await medicine.innerText(), new RegExp(texts.his));
  for (const part of ['If things start to slip', 'Measures']) {
    assert.match(await rows.filter({ has: second.getByRole('rowheader', { name: part }) }).innerText(), /taken in/, `${part}: one side only`);
  }
  await picture(second, 'merge');

  // Without a choice nothing is saved and everything is still there.
  await second.getByRole('button', { name: 'Save what I chose' }).click();
  await second.getByText('There is a problem').waitFor();
  assert.match(await medicine.innerText(), new RegExp(texts.his));
  await medicine.getByRole('radio', { name: /neither yet/ }).check();
  await second.getByRole('button', { name: 'Save what I chose' }).click();
  await second.waitForURL(/\/plan\?done=/);

  const plan = second.locator('main');
  assert.equal(await second.getByLabel('Medicine', { exact: true }).inputValue(), texts.hers, 'what was saved first stands');
  assert.equal(await second.getByLabel('Measures').inputValue(), texts.hisSecond, 'what only the second touched is taken in');
  assert.equal(await second.getByLabel('If things start to slip').inputValue(), texts.herSecond, 'what only the first touched stays');
  assert.match(await plan.innerText(), new RegExp(texts.his), 'the words that were not kept wait for their author');
  await second.goto(`${chart}/entries`);
  assert.ok(await second.getByText(/plan/i).count() > 0);
});

test('changes of different parts are both kept without a question', async () => {
  const { first, second } = await twoPlans();
  await first.getByLabel('Who does what').fill('Care manager calls every second Tuesday');
  await second.getByLabel('Look again').fill('In four weeks, together');
  for (const page of [first, second]) {
    await page.getByRole('button', { name: 'Keep the plan' }).click();
    await page.getByText('The plan is kept.').waitFor();
  }
  assert.equal(await second.getByLabel('Who does what').inputValue(), 'Care manager calls every second Tuesday');
  assert.equal(await second.getByLabel('Look again').inputValue(), 'In four weeks, together');
});

test('a form sent twice is kept once', async () => {
  const { first, chart } = await twoPlans();
  await first.getByLabel('Talking therapy').fill('CBT weekly, sixteen sessions');
  const form = await first.locator('form[action$="/plan"]').evaluate((form) => new URLSearchParams(new FormData(form)).toString());
  const answers = [];
  for (let time = 0; time < 2; time += 1) {
    const answer = await first.request.post(`${chart}/plan`, { data: form, headers: { 'content-type': 'application/x-www-form-urlencoded' }, maxRedirects: 0 });
    answers.push(answer.status());
  }
  assert.deepEqual(answers, [303, 303]);
  await first.goto(`${chart}/entries`);
  assert.equal(await first.getByText(/^plan revised: Talking therapy$/i).count(), 1, 'one entry, however often the form arrives');
});
