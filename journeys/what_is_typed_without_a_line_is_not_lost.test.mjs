// The train goes into the tunnel while Maria writes a thought record. What she typed waits on her phone, locked, and is sent by
// itself, once, when the line is back. What the practice does not take stays, with its reason, until she has seen it. Signing
// out throws away what waits; what an earlier sign-in left behind can be read by nobody.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { picture } from './support/browser.mjs';
import { aPractice, press, signIn } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

const typed = 'In the tunnel after Croton, the lights went off for a while.';
const field = 'Who, what, when, where';

/** Maria at the first step of a record. */
async function atTheFirstStep(phone) {
  await phone.goto('/my/work/thought');
  const begin = phone.getByRole('button', { name: 'Begin, seven steps' });
  if (await begin.count() > 0) await begin.click();
  else await phone.goto('/my/work/thought?step=1');
  await phone.getByRole('heading', { level: 1, name: 'What happened?' }).waitFor();
  return phone;
}
const herPhone = async () => atTheFirstStep(await day.person('patient', { size: 'phone' }));

/** Writes a sentence and presses, with the line down. Gives what the page says. */
async function writesInTheTunnel(phone, words) {
  await phone.getByLabel(field).fill(words);
  await phone.context().setOffline(true);
  await phone.getByRole('button', { name: 'Next: what I felt' }).click();
  const lost = phone.getByRole('alert').filter({ hasText: 'Not sent. The line is down' });
  await lost.waitFor();
  return lost.innerText();
}

/** The forms that wait in the browser's own database, as they lie there. */
const waiting = (phone) => phone.evaluate(() => new Promise((done) => {
  const opening = indexedDB.open('concord-line', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('forms');
  opening.onsuccess = () => {
    const all = opening.result.transaction('forms').objectStore('forms').getAll();
    all.onsuccess = () => (opening.result.close(), done(all.result));
  };
}));
/** Everything else that the browser keeps for this place, in one text. */
const keptBeside = (phone) => phone.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));

test('it waits, locked, and goes by itself when the line is back', async () => {
  const phone = await herPhone();
  assert.match(await writesInTheTunnel(phone, typed), /kept on this phone, locked/);
  assert.equal(await phone.getByLabel(field).inputValue(), typed, 'her words are still in the page');
  const kept = await waiting(phone);
  assert.equal(kept.length, 1, 'one form waits');
  assert.doesNotMatch(JSON.stringify(kept) + await keptBeside(phone), /Croton|tunnel|thought/i, 'and can be read by nobody who opens the phone');
  await picture(phone, 'phone-no-line');

  await phone.context().setOffline(false);
  await phone.getByRole('heading', { level: 1, name: 'What did I feel?' }).waitFor();
  assert.deepEqual(await waiting(phone), [], 'nothing waits any more');
  await phone.goto('/my/work/thought?step=1');
  assert.equal(await phone.getByLabel(field).inputValue(), typed, 'it arrived, once and whole');
  phone.complaints.length = 0; // the browser writes down that there was no line
});

test('it waits through a page that is closed in the same moment', async () => {
  const phone = await herPhone();
  await writesInTheTunnel(phone, `${typed} Again.`);
  await phone.goto('about:blank');
  await phone.context().setOffline(false);
  await phone.goto('/my');
  await phone.getByText('What waited on this phone has been sent.').waitFor();
  await phone.goto('/my/work/thought?step=1');
  assert.equal(await phone.getByLabel(field).inputValue(), `${typed} Again.`);
  phone.complaints.length = 0;
});

test('what is not taken stays on the phone with its reason, and she opens it or throws it away', async () => {
  const phone = await herPhone();
  await writesInTheTunnel(phone, `${typed} Refused.`);
  await phone.goto('about:blank');
  await phone.context().setOffline(false);
  const refusing = (route) => (route.request().method() !== 'POST' ? route.fallback()
    : route.fulfill({ status: 422, contentType: 'text/html', body: '<main id="main"><section class="problem"><h1>No</h1><p>That day is not yet over.</p></section></main>' }));
  await phone.route('**/my/work/thought', refusing);
  await phone.goto('/my');
  const note = phone.getByRole('status').filter({ hasText: 'Something that waited on this phone was not taken: That day is not yet over.' });
  await note.waitFor();
  assert.equal(await phone.getByText('has been sent').count(), 0, 'nothing is said to be sent that was not taken');
  assert.equal((await waiting(phone)).length, 1, 'and her words are still there');
  await phone.unroute('**/my/work/thought', refusing);
  await phone.reload();
  await press(note.getByRole('button', { name: 'Open it' }));
  await phone.getByRole('heading', { level: 1, name: 'What did I feel?' }).waitFor();
  assert.deepEqual(await waiting(phone), []);
  await phone.goto('/my/work/thought?step=1');
  assert.equal(await phone.getByLabel(field).inputValue(), `${typed} Refused.`);
  phone.complaints.length = 0;
});

test('an answer that the record cannot take brings help, and leaves the words in the page', async () => {
  const phone = await herPhone();
  await phone.getByLabel(field).fill(`${typed} Later.`);
  const away = (route) => (route.request().method() !== 'POST' ? route.fallback() : route.fulfill({
    status: 503,
    contentType: 'text/html',
    body: '<main id="main"><h1>The record cannot be reached just now</h1><ul class="help-lines"><li><a href="tel:988">Call 988</a></li></ul></main>',
  }));
  await phone.route('**/my/work/thought', away);
  await phone.getByRole('button', { name: 'Next: what I felt' }).click();
  const said = phone.getByRole('alert').filter({ hasText: 'The record cannot be reached just now' });
  await said.getByRole('link', { name: 'Call 988' }).waitFor();
  assert.match(await said.innerText(), /Your words are still in this page, and kept on this phone, locked/);
  assert.equal(await phone.getByLabel(field).inputValue(), `${typed} Later.`);
  await phone.unroute('**/my/work/thought', away);
  await press(phone.getByRole('button', { name: 'Next: what I felt' }));
  await phone.getByRole('heading', { level: 1, name: 'What did I feel?' }).waitFor();
  assert.deepEqual(await waiting(phone), [], 'pressed again, it went through, and nothing waits');
  phone.complaints.length = 0;
});

test('a page that is not the form again does not take her words with it', async () => {
  const phone = await herPhone();
  await phone.getByLabel(field).fill(`${typed} Slowly.`);
  const tooMany = (route) => (route.request().method() !== 'POST' ? route.fallback() : route.fulfill({
    status: 429,
    contentType: 'text/html',
    body: '<main id="main"><section class="problem"><h1>Please wait a moment</h1><p>Nothing was changed.</p></section></main>',
  }));
  await phone.route('**/my/work/thought', tooMany);
  await phone.getByRole('button', { name: 'Next: what I felt' }).click();
  await phone.getByRole('alert').filter({ hasText: 'Please wait a moment' }).waitFor();
  assert.equal(await phone.getByLabel(field).inputValue(), `${typed} Slowly.`);
  await phone.unroute('**/my/work/thought', tooMany);
  await press(phone.getByRole('button', { name: 'Next: what I felt' }));
  await phone.getByRole('heading', { level: 1, name: 'What did I feel?' }).waitFor();
  phone.complaints.length = 0;
});

test('all questions on one page: help stands there although the answer cannot be kept', async () => {
  const phone = await day.person('patient', { size: 'phone' });
  await phone.goto('/my/questions/phq-9');
  const all = phone.getByRole('button', { name: /^All on one page/ });
  if (await all.count() > 0) await press(all);
  await phone.route('**/my/questions/phq-9/all', (route) => route.fulfill({
    status: 503,
    contentType: 'text/html',
    body: '<main id="main"><h1>Thank you for telling us.</h1><ul class="help-lines"><li><a href="tel:988">Call 988</a></li></ul></main>',
  }));
  const ninth = phone.getByRole('group').filter({ has: phone.getByRole('heading', { name: /^9\./ }) });
  await ninth.getByRole('radio').nth(3).check();
  await phone.getByRole('alert').getByRole('link', { name: 'Call 988' }).waitFor();
  assert.ok(await ninth.getByRole('radio').nth(3).isChecked(), 'and what she chose is still chosen');
  phone.complaints.length = 0;
});

test('what hangs on the moment does not wait: it would be counted from the wrong one', async () => {
  const phone = await day.person('patient', { size: 'phone' });
  await phone.goto('/my/work/minutes');
  await phone.context().setOffline(true);
  await phone.getByRole('button', { name: 'Begin' }).first().click();
  const lost = phone.getByRole('alert').filter({ hasText: 'Not sent. The line is down' });
  await lost.waitFor();
  assert.doesNotMatch(await lost.innerText(), /kept on this phone/);
  assert.deepEqual(await waiting(phone), []);
  phone.complaints.length = 0;
});

test('signing out throws away what waits', async () => {
  const phone = await day.stranger({ size: 'phone' });
  await signIn(phone, day.practice.signIns.patient);
  await atTheFirstStep(phone);
  await writesInTheTunnel(phone, 'Never to be sent.');
  assert.equal((await waiting(phone)).length, 1);
  await phone.context().setOffline(false);
  await phone.route('**/my/work/thought', (route) => (route.request().method() === 'POST' ? route.abort() : route.fallback()));
  await phone.getByRole('button', { name: 'Sign out' }).click();
  await phone.waitForURL(/\/sign-in/);
  assert.deepEqual(await waiting(phone), [], 'nothing is left behind');
  assert.doesNotMatch(await keptBeside(phone), /draft:/);
  phone.complaints.length = 0;
});

test('what an ended sign-in left behind is thrown away, and said', async () => {
  const phone = await day.stranger({ size: 'phone' });
  await signIn(phone, day.practice.signIns.patient);
  await atTheFirstStep(phone);
  await writesInTheTunnel(phone, 'From before.');
  await phone.goto('about:blank');
  await phone.context().clearCookies();
  await phone.context().setOffline(false);
  const sent = [];
  phone.on('request', (request) => { if (request.method() === 'POST' && !request.url().endsWith('/sign-in')) sent.push(request.url()); });
  await signIn(phone, day.practice.signIns.patient);
  await phone.getByText(/^Something from an earlier sign-in waited on this phone/).waitFor();
  assert.deepEqual(await waiting(phone), []);
  await phone.goto('/my/work/thought?step=1');
  await phone.waitForLoadState('networkidle');
  assert.deepEqual(sent, [], 'and nothing of it is sent under the new sign-in');
  phone.complaints.length = 0;
});
