// In the evening Maria notes her mood beside her usual, her sleep, and, because she wishes it, her cycle. It stands on her own
// picture; whoever looks over her shoulder reads nothing in the title, and one tap leaves the page with no way back to it.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { overflowing, picture } from './support/browser.mjs';
import { aPractice, maria, openChart, press } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

test('noted, found again, and seen by her team', async () => {
  const phone = await day.person('patient', { size: 'phone' });
  await phone.goto('/my/check-in');
  assert.equal(await phone.getByRole('group', { name: 'Bleeding today' }).count(), 0, 'nobody is asked who did not wish it');
  await press(phone.getByRole('button', { name: 'Ask me about my cycle as well' }));
  await phone.getByRole('radio', { name: 'a little below', exact: true }).check();
  await phone.getByLabel('hours', { exact: true }).fill('27');
  await press(phone.getByRole('button', { name: 'Keep it' }));
  await phone.getByText('There is a problem').waitFor();
  assert.ok(await phone.getByRole('radio', { name: 'a little below', exact: true }).isChecked(), 'what was right is still chosen');
  await phone.getByLabel('hours', { exact: true }).fill('6');
  await phone.getByLabel('and minutes').selectOption('30');
  await phone.getByRole('group', { name: 'Bleeding today' }).getByRole('radio', { name: 'light' }).check();
  await phone.getByLabel(/^A few words about the day/).fill('Slow morning, better by five');
  assert.deepEqual(await overflowing(phone), []);
  await picture(phone, 'phone-check-in');
  await press(phone.getByRole('button', { name: 'Keep it' }));
  await phone.waitForURL(/\/my(\?|$)/);
  await phone.goto('/my/check-in');
  assert.ok(await phone.getByRole('radio', { name: 'a little below', exact: true }).isChecked());
  assert.equal(await phone.getByLabel('hours', { exact: true }).inputValue(), '6');
  assert.ok(await phone.getByRole('group', { name: 'Bleeding today' }).getByRole('radio', { name: 'light' }).isChecked());

  const therapist = await day.person('therapist');
  const chart = await openChart(therapist, maria.listed);
  await therapist.goto(`${chart}/entries`);
  const entries = await therapist.locator('main').innerText();
  for (const noted of [/mood -1/, /slept 6 h 30 min/, /day of the cycle/]) assert.match(entries, noted);
});

test('the title gives nothing away, and one tap leaves with no way back', async () => {
  const phone = await day.person('patient', { size: 'phone' });
  for (const address of ['/my', '/my/check-in', '/my/work', '/my/work/card', '/my/work/minutes', '/my/safety-plan', '/my/course']) {
    await phone.goto(address);
    assert.doesNotMatch(await phone.title(), /mood|diary|therap|depress|safety|suicid|anxi|mindful|medic|symptom/i, `${address}: ${await phone.title()}`);
  }
  await phone.goto('/my/work');
  await phone.route('https://www.weather.gov/**', (route) => route.fulfill({ contentType: 'text/html', body: '<title>Weather</title>Sunny' }));
  await phone.goto('/my/work/card');
  await phone.locator('a[data-leave]').first().click();
  await phone.waitForURL(/weather\.gov/);
  await phone.goBack();
  assert.doesNotMatch(phone.url(), /\/my\/work\/card/, 'the way back does not lead to the card');
  phone.complaints.length = 0; // the neutral page is not the practice's: that is its point
});
