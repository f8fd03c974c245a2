// Maria begins her minutes of mindfulness, puts the phone away and finishes: the server counts. It stirred things up; the page
// says at once what to do now and who hears of it. A day on which she could not says why.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { overflowing, picture } from './support/browser.mjs';
import { aPractice, press } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

for (const script of [true, false]) {
  test(`begun, put away, finished, ${script ? 'with' : 'without'} script`, async () => {
    let phone = await day.person('patient', { size: 'phone', script });
    await phone.goto('/my/work/minutes');
    const send = async (name) => {
      const button = phone.getByRole('button', { name });
      if (script) return press(button);
      await button.click();
      return phone.waitForLoadState();
    };
    await phone.getByRole('radio', { name: '10 min' }).check();
    await send('Begin now');
    await phone.getByRole('button', { name: 'Finish now' }).waitFor();
    assert.match(await phone.locator('main').innerText(), /Done at about \d+:\d\d/, 'when it is over, in words');
    await picture(phone, `phone-minutes-running${script ? '' : '-plain'}`);
    await day.leave(phone);

    phone = await day.person('patient', { size: 'phone', script });
    await phone.goto('/my/work/minutes');
    await phone.getByRole('button', { name: 'Finish now' }).waitFor(); // it went on with the page closed
    await send('Finish now');
    await phone.getByRole('status').filter({ hasText: 'Kept.' }).waitFor();
    await send('It stirred things up');
    const now = phone.getByRole('status').filter({ hasText: 'For this moment' });
    await now.waitFor();
    assert.match(await now.innerText(), /Put both feet on the floor/);
    assert.match(await now.innerText(), /Kei Tanaka/, 'and who hears of it, by name');
    assert.ok(await now.getByRole('link', { name: /Help/ }).count() > 0);
    assert.deepEqual(await overflowing(phone), []);
    await picture(phone, `phone-minutes-stirred-up${script ? '' : '-plain'}`);
  });
}

test('a day on which she could not says why, and who will hear of it stands beside the reason', async () => {
  const phone = await day.person('patient', { size: 'phone' });
  await phone.goto('/my/work/minutes');
  await phone.getByRole('link', { name: /^Could not, because/ }).click();
  await phone.getByRole('heading', { level: 1, name: /^Could not/ }).waitFor();
  await press(phone.getByRole('button', { name: 'Send', exact: false }).first());
  await phone.getByText('There is a problem').waitFor();
  const reasons = phone.locator('#obstacle').getByRole('radio');
  assert.ok(await reasons.count() >= 5, 'reasons to choose from');
  await reasons.first().check();
  await phone.getByLabel(/^In my words/).fill('Leo was ill all night');
  await press(phone.getByRole('button', { name: 'Send', exact: false }).first());
  await phone.waitForURL(/\/my(\?|$)/);
  await phone.goto('/my/work/minutes');
  assert.deepEqual(await overflowing(phone), []);
});
