// The therapist sees the medicines, the prescriber sees attendance and homework, the administrator sees no clinical word, nobody
// opens a chart by its address who has no right to it, and Maria sees who has looked.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { clinicalWordsIn } from './support/clinical_words.mjs';
import { crawl } from './support/crawl.mjs';
import { picture } from './support/browser.mjs';
import { aPractice, openChart } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

test('each sees the other’s arm', async () => {
  const therapist = await day.person('therapist');
  const chart = await openChart(therapist);
  await therapist.goto(`${chart}/regimen`);
  assert.match(await therapist.locator('main').innerText(), /sertraline/i, 'the therapist sees the medicine');
  const prescriber = await day.person('prescriber');
  await prescriber.goto(`${chart}/sessions`);
  const sessions = await prescriber.locator('main').innerText();
  assert.match(sessions, /attended|took place|did not attend/i, 'the prescriber sees attendance');
  assert.match(sessions, /homework/i, 'and homework');
  await picture(prescriber, 'sessions-for-the-prescriber');
});

test('the administrator’s pages have no clinical word of anybody', async () => {
  const page = await day.person('administrator');
  const found = [];
  await crawl(page, day.home, ['/'], {
    look: async ({ kind }) => {
      // What medicine says, and who read it where, concerns nobody in particular; nor does the choice among schedules of
      // checks, nor how often a rule was overridden, nor which answers of which questionnaire call whom how soon. Everything
      // else on those pages is read.
      if (kind.startsWith('/admin/knowledge') || kind.startsWith('/admin/instruments')) return;
      const text = await page.locator('main').evaluate((main) => {
        const choices = [...main.querySelectorAll('#schedules, #answers')].map((choice) => choice.innerText);
        return choices.reduce((text, choice) => text.replace(choice, ''), main.innerText);
      });
      const allowed = kind.startsWith('/admin/checks') ? ['medicine'] : [];
      for (const word of clinicalWordsIn(text)) if (!allowed.includes(word)) found.push(`${kind}: ${word}`);
    },
  });
  assert.deepEqual(found, []);
});

test('an address is not a right: chart pages are closed to whom they do not concern', async () => {
  const clinician = await day.person('prescriber');
  const chart = await openChart(clinician);
  for (const role of ['front desk', 'administrator', 'patient']) {
    const page = await day.person(role);
    for (const end of ['', '/plan', '/regimen', '/note', '/measures']) {
      const answer = await page.goto(chart + end);
      assert.ok([403, 404].includes(answer.status()), `${role} gets ${answer.status()} from …${end}`);
    }
  }
  const stranger = await day.stranger();
  await stranger.goto(chart);
  assert.match(stranger.url(), /\/sign-in/);
});

test('Maria sees who has looked, and when', async () => {
  const clinician = await day.person('prescriber');
  await openChart(clinician);
  const name = day.practice.signIns.prescriber.login.split('.').at(-1);
  const phone = await day.person('patient', { size: 'phone' });
  await phone.goto('/my/looked');
  assert.match(await phone.locator('main').innerText(), new RegExp(name, 'i'));
  await picture(phone, 'phone-who-has-looked');
});
