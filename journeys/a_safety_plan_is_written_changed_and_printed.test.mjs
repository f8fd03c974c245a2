// Somebody writes a safety plan in six steps, in the own words, on the phone. It is one tap away on every page; it is changed, the
// earlier version stays; it goes on a card of paper; and a copy on the phone opens without a signal.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { overflowing, picture } from './support/browser.mjs';
import { newcomer } from './support/newcomers.mjs';
import { aPractice } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

const sign = 'I stop opening the curtains';

test('written, changed, printed, and there without a signal', async () => {
  const desk = await day.person('front desk');
  const { record, phone } = await newcomer(day, desk, { given: 'Anselm', family: 'Quarrington', therapist: 'Ruth Lindgren' });
  await phone.goto('/my/safety-plan');
  await phone.getByText('No plan written yet').waitFor();
  await phone.getByRole('link', { name: 'Write my plan' }).click();
  await phone.getByLabel(/^1\. My early signs/).fill(sign);
  await phone.getByLabel(/^2\. What I do first/).fill('Shower\nWalk to the lock and back');
  const person = phone.getByRole('group', { name: /^4\. Who I tell/ });
  await person.getByLabel('Who or where').first().fill('Berit');
  await person.getByLabel('Telephone').first().fill('845 555 0177');
  await phone.getByLabel(/^6\. Making home safer/).fill('Berit keeps the tablets');
  await phone.getByLabel('What I stay for').fill('The dog');
  await picture(phone, 'phone-safety-plan-writing');
  assert.deepEqual(await overflowing(phone), []);
  await phone.getByRole('button', { name: 'Keep my plan' }).click();
  await phone.getByText(/^Kept\. Older versions stay readable/).waitFor();
  assert.ok(await phone.locator('main a[href="tel:8455550177"]').count() > 0, 'a tap calls Berit');
  assert.ok(await phone.locator('main a[href="tel:988"]').count() > 0, 'and the line stands under it');
  assert.doesNotMatch(await phone.title(), /safety|plan for|suicid|crisis/i, 'the title gives nothing away');
  await picture(phone, 'phone-safety-plan');

  await phone.getByRole('link', { name: 'Change it' }).click();
  await phone.getByLabel(/^1\. My early signs/).fill(`${sign}\nI answer nobody before noon`);
  await phone.getByLabel(/^6\. Making home safer/).fill('Berit keeps the tablets, in her flat');
  await phone.getByRole('button', { name: 'Keep my plan' }).click();
  await phone.getByText('I answer nobody before noon').first().waitFor();

  const address = await phone.getByRole('link', { name: 'Print a card (PDF)' }).getAttribute('href');
  const answer = await phone.request.get(address);
  assert.equal(answer.headers()['content-type'], 'application/pdf');
  const bytes = (await answer.body()).toString('latin1');
  assert.match(bytes.slice(0, 8), /^%PDF-1\.\d/);
  assert.match(bytes, /\/StructTreeRoot|\/ObjStm/, 'it is tagged, or its tags are packed');
  await phone.emulateMedia({ media: 'print' });
  assert.equal(await phone.getByRole('button').filter({ visible: true }).count(), 0, 'nothing to press on paper');
  await phone.emulateMedia({ media: 'screen' });

  const therapist = await day.person('therapist');
  await therapist.goto(`/chart/${record}/safety`);
  const versions = therapist.locator('section').filter({ has: therapist.getByRole('heading', { name: 'Versions', exact: true }) }).locator('details');
  assert.equal(await versions.count(), 2, 'the earlier version stays');
  const [newest, first] = [versions.first(), versions.last()];
  assert.match(await newest.innerText(), /Anselm Quarrington[^]*added “I answer nobody before noon”[^]*taken out “Berit keeps the tablets”/, 'what changed is said step by step');
  await first.locator('summary').click();
  assert.match(await first.innerText(), /Anselm Quarrington[^]*First written\./, 'who wrote the first one');
  assert.doesNotMatch(await first.innerText(), /added|taken out/);
  await picture(therapist, 'safety-plan');

  // A copy for when there is no signal.
  await phone.goto('/my/safety-plan');
  await phone.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await phone.getByRole('button', { name: 'Keep a copy here' }).click();
  await phone.getByText('The copy is on this phone.').waitFor();
  await phone.context().setOffline(true);
  await phone.goto('/my/safety-plan');
  assert.match(await phone.locator('main').innerText(), /I answer nobody before noon/, 'the plan opens without a signal');
  assert.match(await phone.locator('main').innerText(), /The numbers and hours are those of 20 August 2026/, 'and says from when its numbers are');
  await phone.goto('/my');
  await phone.locator('main a[href="tel:988"]').waitFor(); // any other page leads to help
  await phone.goto('/help-now');
  await phone.locator('main a[href="tel:988"]').waitFor();
  for (const address of ['/my', '/help-now', '/my/safety-plan']) {
    await phone.goto(address);
    assert.doesNotMatch(await phone.locator('main').innerText(), /Now: /, `${address} without a signal does not say whether somebody is there now`);
  }
  await phone.context().setOffline(false);
  phone.complaints.length = 0; // the browser writes down that there was no line
});
