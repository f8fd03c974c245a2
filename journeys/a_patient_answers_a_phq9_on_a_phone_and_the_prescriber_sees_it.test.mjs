// Maria answers on her phone: "several days" to every question, the ninth too. Her draft survives closing the phone, help
// is on the very next page, and her prescriber finds her first: the total, what it means, and item 9, on the caseload and
// on the chart.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { answer } from './support/answers.mjs';
import { overflowing, picture } from './support/browser.mjs';
import { aPractice, maria, openChart } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

/** Answers what is left with the first answer of each question. */
async function answerTheRest(phone) {
  while (await phone.getByRole('radio').count() > 0) {
    await answer(phone, await phone.locator('label.answer span').first().innerText());
  }
}

for (const script of [true, false]) {
  test(`she answers on her phone ${script ? 'with' : 'without'} script, and both see it`, async () => {
    let phone = await day.person('patient', { size: 'phone', script });
    await phone.goto('/my');
    await picture(phone, `phone-home${script ? '' : '-without-script'}`);
    assert.deepEqual(await overflowing(phone), []);

    await phone.goto('/my/questions/phq-9');
    const questions = [];
    for (let number = 1; number <= 4; number += 1) {
      questions.push(await phone.getByRole('heading', { level: 1 }).innerText());
      await answer(phone, 'Several days');
    }
    assert.equal(new Set(questions).size, 4, 'one question a page');

    // The phone is put away and picked up again: the same place, the same answers.
    await day.leave(phone);
    phone = await day.person('patient', { size: 'phone', script });
    await phone.goto('/my/questions/phq-9');
    assert.ok(!questions.includes(await phone.getByRole('heading', { level: 1 }).innerText()), 'it goes on where she stopped');
    await phone.getByRole('link', { name: 'Back' }).first().click();
    assert.equal(await phone.getByRole('heading', { level: 1 }).innerText(), questions[3]);
    assert.ok(await phone.getByRole('radio', { name: 'Several days', exact: true }).isChecked(), 'her answer is kept');
    await phone.getByRole('button', { name: 'Next' }).click();

    for (let number = 5; number <= 8; number += 1) await answer(phone, 'Several days');
    // The page that asks about thoughts of self-harm has help on it.
    await picture(phone, `phone-item-9${script ? '' : '-without-script'}`);
    assert.ok(await phone.locator('main').getByRole('link', { name: 'Help now' }).count() > 0, 'help stands where item 9 is asked');
    await answer(phone, 'Several days');
    await answerTheRest(phone);
    await phone.getByRole('heading', { name: 'Thank you for telling us.' }).waitFor();
    assert.ok(await phone.locator('main a[href="tel:988"]').count() > 0, 'the crisis line is on the page after answering');
    assert.deepEqual(await overflowing(phone), []);
    await picture(phone, `phone-after-answering${script ? '' : '-without-script'}`);
    const told = await phone.locator('body').innerText();
    assert.doesNotMatch(told, /\bPHQ-9 (?:total|score)|moderate|severe|depressi/i, 'no computed diagnosis or severity for her');

    const prescriber = await day.person('prescriber');
    await prescriber.goto('/caseload');
    const row = prescriber.getByRole('row').filter({ has: prescriber.getByRole('link', { name: maria.listed }) });
    const words = (await row.innerText()).replace(/\s+/g, ' ');
    assert.match(words, /18 → 9/, 'from 18 to 9');
    assert.match(words, /response/i);
    assert.match(words, /item 9: several days/i);
    const group = await row.evaluate((tr) => tr.closest('tbody').querySelector('tr.group, th[scope=rowgroup]').innerText);
    assert.match(group, /needs a person today/i, 'among those who need somebody today');
    await picture(prescriber, 'caseload-after-item-9');

    await openChart(prescriber);
    const chart = (await prescriber.locator('main').innerText()).replace(/\s+/g, ' ');
    assert.match(chart, /response/i);
    assert.match(chart, /self-harm|item 9/i);
    const finding = prescriber.locator('#findings');
    await finding.getByText(/self-harm|item 9|better off dead|hurting/i).first().waitFor();
    assert.match((await prescriber.locator('#facts').innerText()).replace(/\s+/g, ' '), /\b9\b/, 'the table beside the picture has today’s total');
    await picture(prescriber, 'chart-after-item-9');
  });
}

test('a question left out stays left out: no total, and nothing is made up', async () => {
  const phone = await day.person('patient', { size: 'phone' });
  await phone.goto('/my/questions/gad-7');
  await phone.getByRole('button', { name: 'Leave this one out' }).click();
  await answerTheRest(phone);
  const prescriber = await day.person('prescriber');
  const chart = await openChart(prescriber);
  await prescriber.goto(`${chart}/measures`);
  const words = (await prescriber.locator('main').innerText()).replace(/\s+/g, ' ');
  assert.match(words, /left out/i, 'the page says that an item was left out');
});
