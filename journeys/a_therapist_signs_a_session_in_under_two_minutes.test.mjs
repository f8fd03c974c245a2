// Ruth signs a session: what team and patient read, and a sealed note of her own, with one press. Every click and every key is
// counted and turned into seconds as Card, Moran and Newell measured them (The Keystroke-Level Model, 1980). Then Amara reads
// the shared face; the sealed words are nowhere that she or anybody else can look.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { picture } from './support/browser.mjs';
import { aPractice, openChart } from './support/visit.mjs';
import { everythingSeen, whereIs } from './support/words_seen.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

/** Seconds: to point at something, to press the button, to move the hand, to think before an act, to type a letter. */
const seconds = { point: 1.1, press: 0.2, hand: 0.4, think: 1.35, letter: 0.28 };
const sealed = 'the heron on the frozen weir again, and my own wish to rescue';
const summary = 'Weighed one thought about Saturday; belief fell from 80 to 35. Next: early signs, with Inés.';

/** A hand that counts what it does. */
function aHand() {
  const did = { clicks: 0, letters: 0, fields: 0 };
  return {
    did,
    click: async (target) => { did.clicks += 1; await target.click(); },
    type: async (target, words) => { did.clicks += 1; did.fields += 1; did.letters += words.length; await target.fill(words); },
    seconds: () => did.clicks * (seconds.think + seconds.point + seconds.press) + did.fields * 2 * seconds.hand + did.letters * seconds.letter,
  };
}

test('both parts are signed with one press, in less than two minutes of clicks and keys', async (t) => {
  const therapist = await day.person('therapist');
  const chart = await openChart(therapist);
  await therapist.goto(`${chart}/sessions`);
  const hand = aHand();
  await hand.click(therapist.getByRole('link', { name: 'Write a session' }));
  await therapist.getByRole('heading', { name: /^Session \d+/ }).waitFor();
  const techniques = therapist.getByRole('group', { name: 'What you worked with' }).getByRole('checkbox');
  for (const at of [0, 1]) await hand.click(techniques.nth(at));
  const task = therapist.getByRole('radio', { name: '3 fully' }).first();
  if (await task.count() > 0) await hand.click(task);
  await hand.click(therapist.getByRole('radio', { name: 'Asked', exact: true }));
  await hand.type(therapist.getByLabel('Today, 0 to 10'), '8');
  await hand.type(therapist.getByLabel('Summary for the team'), summary);
  // The sealed words are as long as she likes; they are no part of the count, the click into their field is.
  hand.did.clicks += 1;
  await therapist.getByLabel('Your words').fill(sealed);
  await picture(therapist, 'session-before-signing');
  await hand.click(therapist.getByRole('button', { name: 'Sign both parts' }));
  await therapist.getByText(/^Signed\. Team and patient can read it/).waitFor();
  const took = hand.seconds();
  t.diagnostic(`${hand.did.clicks} clicks, ${hand.did.letters} letters, ${took.toFixed(0)} seconds`);
  assert.ok(hand.did.clicks <= 12, `${hand.did.clicks} clicks`);
  assert.ok(took < 120, `${took.toFixed(0)} seconds`);
  await picture(therapist, 'session-signed');
  const address = new URL(therapist.url()).pathname;

  // She finds her own words on her own page.
  await therapist.goto(`${chart}/sealed`);
  await therapist.getByText(sealed).first().waitFor();

  const prescriber = await day.person('prescriber');
  await prescriber.goto(address);
  await prescriber.getByText(summary).waitFor();
  const face = await prescriber.locator('main').innerText();
  assert.match(face, /Signed by Ruth Lindgren/);
  assert.doesNotMatch(face, /seal/i, 'nothing says that there is more');
  await picture(prescriber, 'session-for-the-prescriber');
  const outside = (address) => !new URL(address).pathname.startsWith(chart);
  for (const role of ['prescriber', 'care manager', 'patient']) {
    const page = await day.person(role);
    const [starts, skip] = role === 'patient' ? [['/my', '/my/visits', '/my/work'], undefined] : [[chart, `${chart}/sessions`, address, `${chart}/entries`], outside];
    const seen = await everythingSeen(page, day.home, starts, { skip });
    assert.ok(seen.size > 5, `${role}: only ${seen.size} pages`);
    assert.deepEqual(whereIs(seen, 'heron on the frozen weir'), [], `${role} finds the sealed words`);
    assert.ok(role === 'patient' || whereIs(seen, 'belief fell from 80 to 35').length > 0, 'and the search would have found them: it finds the shared ones');
  }
  for (const role of ['prescriber', 'care manager', 'front desk', 'administrator', 'patient']) {
    const page = await day.person(role);
    const answer = await page.goto(`${chart}/sealed`);
    assert.doesNotMatch(await page.content(), /heron on the frozen weir/, `${role} at the address of the sealed notes, answered ${answer.status()}`);
  }
});

test('a dose in the sealed note is asked about before it is sealed, and nothing typed is lost', async () => {
  const therapist = await day.person('therapist');
  const chart = await openChart(therapist);
  await therapist.goto(`${chart}/sessions`);
  await therapist.getByRole('link', { name: 'Write a session' }).click();
  await therapist.getByLabel('Summary for the team').fill('Short hour by agreement.');
  await therapist.getByLabel('Your words').fill('She says sertraline 75 mg took the edge off her voice.');
  await therapist.getByRole('button', { name: 'Sign both parts' }).click();
  await therapist.getByRole('heading', { name: 'This belongs on the shared side' }).waitFor();
  assert.equal(await therapist.getByLabel('Summary for the team').inputValue(), 'Short hour by agreement.');
  assert.match(await therapist.getByLabel('Your words').inputValue(), /took the edge off/);
  await therapist.getByText('Leave as it is, with a reason').click();
  await therapist.getByLabel('Why it stays here').fill('Her own image, not the dose');
  await therapist.getByRole('button', { name: 'Sign both parts' }).click();
  await therapist.getByText(/^Signed\. Team and patient can read it/).waitFor();
});
