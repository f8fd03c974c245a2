// Maria puts valerian on her list, and something that no list knows; both are said for what they are. She asks to stop
// sertraline: nothing changes, it waits for her prescriber with a promised time, and the answer comes back to her.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { overflowing, picture } from './support/browser.mjs';
import { aPractice, openChart } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

const answered = 'I understand. Let us plan it together on Thursday, in steps; please go on until then.';

async function add(phone, name, kind) {
  await phone.goto('/my/medicines');
  await phone.getByRole('link', { name: 'I take something else as well' }).click();
  await phone.getByRole('radio', { name: kind }).check();
  await phone.getByLabel('What it is called').fill(name);
  await phone.getByLabel('How often').selectOption('once a day');
  await phone.getByRole('button', { name: 'Put it on my list' }).click();
  await phone.waitForURL(/\/my\/medicines\?done=/);
}

for (const script of [true, false]) {
  test(`she adds and asks ${script ? 'with' : 'without'} script`, async () => {
    const phone = await day.person('patient', { size: 'phone', script });
    await add(phone, script ? 'Valerian' : 'Melatonin', 'A supplement, a herb or a tea');
    await phone.getByText('It stands on your list now. Your prescriber sees it.').waitFor();
    await add(phone, script ? 'Aunt Sofía’s drops' : 'Night tea of the market', 'A supplement, a herb or a tea');
    await phone.getByText(/does not know it, so it is not checked/).first().waitFor();
    assert.deepEqual(await overflowing(phone), []);
    await picture(phone, `phone-medicines${script ? '' : '-without-script'}`);
    assert.doesNotMatch(await phone.locator('main').innerText(), /contraindicated|major|moderate|severity/i);

    await phone.getByRole('link', { name: /^Ask to change or stop it.*sertraline/i }).click();
    await phone.getByRole('radio', { name: 'I want to stop it' }).check();
    await phone.getByLabel(/^Why, in your words/).fill(script ? 'I feel well again' : 'Still foggy at noon');
    await phone.getByRole('button', { name: 'Ask my prescriber' }).click();
    await phone.getByText('Asked. The answer will stand on this page.').waitFor();
    await picture(phone, `phone-asked-to-stop${script ? '' : '-without-script'}`);
  });
}

test('the wish waits on Today with its time, and the answer comes back', async () => {
  const prescriber = await day.person('prescriber');
  await prescriber.goto('/today');
  const wish = prescriber.locator('.waiting').filter({ hasText: 'DELGADO, Maria' }).filter({ hasText: /stop/i }).first();
  assert.match((await wish.innerText()).replace(/\s+/g, ' '), /\d\d:\d\d|today|tomorrow/i);
  await wish.getByRole('link', { name: 'Answer' }).click();
  await prescriber.getByLabel('Your answer').fill(answered);
  await prescriber.getByRole('button', { name: 'Send the answer' }).click();
  await prescriber.getByText(/^Recorded:/).waitFor();
  const chart = await openChart(prescriber);
  await prescriber.goto(`${chart}/regimen`);
  assert.ok(await prescriber.getByRole('row').filter({ hasText: /valerian/i }).count() > 0, 'what she added stands in the regimen');
  const phone = await day.person('patient', { size: 'phone' });
  await phone.goto('/my/medicines');
  await phone.getByText(answered).waitFor();
});
