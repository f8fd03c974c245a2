// Her therapist agrees with Maria that the GAD-7 comes round every week. It is due on her phone; she answers it in Spanish, by
// fingertips; the score stands with her team in numbers, in the wording in which she answered.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { answer } from './support/answers.mjs';
import { overflowing, picture } from './support/browser.mjs';
import { aPractice, openChart } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

test('agreed, due, answered in Spanish, scored', async () => {
  const therapist = await day.person('therapist');
  const chart = await openChart(therapist);
  await therapist.goto(`${chart}/measures/schedule`);
  await therapist.getByLabel('What is measured').selectOption({ value: 'gad-7' });
  await therapist.getByRole('radio', { name: 'the patient, on the phone' }).check();
  await therapist.getByRole('radio', { name: 'every so many days' }).check();
  await therapist.getByLabel(/^Every … days/).fill('400');
  await therapist.getByRole('button', { name: 'Agree for Maria' }).click();
  await therapist.getByText('Write every how many days, from 1 to 366.').first().waitFor();
  await therapist.getByLabel(/^Every … days/).fill('7');
  await therapist.getByLabel('First day', { exact: true }).fill('2026-08-20');
  await therapist.getByRole('button', { name: 'Agree for Maria' }).click();
  await therapist.getByText('Agreed. It decides from now on what is due.').waitFor();
  const row = therapist.getByRole('row').filter({ hasText: 'GAD-7' });
  assert.match((await row.innerText()).replace(/\s+/g, ' '), /every week/i);
  await picture(therapist, 'rhythm-agreed');

  const phone = await day.person('patient', { size: 'phone' });
  await phone.goto('/my');
  assert.ok(await phone.locator('main a[href="/my/questions/gad-7"]').count() > 0, 'it is due on her phone');
  await phone.goto('/my/questions/gad-7');
  await phone.getByRole('button', { name: 'Español' }).click();
  await phone.getByText(/^Pregunta 1 de/).waitFor();
  assert.equal(await phone.locator('html').getAttribute('lang'), 'es', 'the page says which language it speaks');
  assert.deepEqual(await overflowing(phone), []);
  await picture(phone, 'phone-gad-7-es');
  await answer(phone, /^Varios días/);
  for (let item = 2; item <= 7; item += 1) await answer(phone, /^Varios días/, /^(Siguiente|Enviar mis respuestas)$/);
  while (await phone.getByRole('radio').count() > 0) await answer(phone, /./, /^(Siguiente|Enviar mis respuestas)$/);
  await phone.getByText(/^Enviado/).waitFor();
  assert.doesNotMatch(await phone.locator('main').innerText(), /Thank you|ansiedad (leve|moderada|grave)/, 'in Spanish, and nothing is worked out about her');

  await therapist.goto(`${chart}/measures`);
  const words = (await therapist.locator('main').innerText()).replace(/\s+/g, ' ');
  assert.match(words, /GAD-7/);
  assert.match(words, /\b7\b/, 'seven times one');
  await therapist.goto(`${chart}/measures/schedule`);
  assert.match((await therapist.getByRole('row').filter({ hasText: 'GAD-7' }).innerText()).replace(/\s+/g, ' '), /next 27 Aug/, 'and it comes round in a week');
});

test('all on one page: what is chosen is kept as she goes', async () => {
  let phone = await day.person('patient', { size: 'narrow' });
  await phone.goto('/my/questions/phq-9');
  const all = phone.getByRole('button', { name: /^(All on one page|Todas en una página)$/ });
  await all.click();
  const first = phone.getByRole('group').filter({ has: phone.getByRole('heading', { name: /^1\./ }) });
  await first.getByRole('radio').nth(1).check();
  await phone.waitForTimeout(600); // it is kept in the background
  await day.leave(phone);
  phone = await day.person('patient', { size: 'narrow' });
  await phone.goto('/my/questions/phq-9');
  assert.ok(await phone.getByRole('group').filter({ has: phone.getByRole('heading', { name: /^1\./ }) }).getByRole('radio').nth(1).isChecked());
  assert.deepEqual(await overflowing(phone), []);
});
