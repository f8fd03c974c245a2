// Lucia and Tomas come together. Lucia tells their therapist something alone. Tomas's pages are, to the letter, what they were
// before: nothing, nowhere, no gap. The therapist finds it in Lucia's room. Only Lucia can bring it into the room of both, and
// she is asked twice with the exact words.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { overflowing, picture } from './support/browser.mjs';
import { newcomer } from './support/newcomers.mjs';
import { chooseRule, openUnit, signRule } from './support/units.mjs';
import { aPractice } from './support/visit.mjs';
import { everythingSeen, whereIs } from './support/words_seen.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

const rule = 'What one tells alone stays there until that one brings it in, unless somebody is in danger.';
const secret = 'I have kept a second set of keys since the winter';

/** Everything that somebody can come upon on the own phone; of the texts that anybody may read one is enough. */
const whole = (phone) => everythingSeen(phone, day.home, ['/my', '/my/us'], { limit: 80, skip: (address) => /\/reading\/[a-z]/.test(address) });
/** Its words by address, without the list of looks, which grows with every page that he opens himself. */
const wordsOf = (seen) => Object.fromEntries([...seen].filter(([address]) => address !== '/my/looked').map(([address, { words }]) => [address, words]));
/** Who else has looked at his record. */
async function lookedAtHim(phone) {
  await phone.goto('/my/looked');
  return (await phone.getByRole('listitem').allInnerTexts()).filter((line) => !line.startsWith('You'));
}

test('what one tells alone leaves no trace for the other, and moves only when it is asked for twice', async () => {
  const desk = await day.person('front desk');
  const family = 'Castellanos-Wray';
  const lucia = await newcomer(day, desk, { given: 'Lucia', family, born: '1985-02-11', therapist: 'Ruth Lindgren' });
  const tomas = await newcomer(day, desk, { given: 'Tomas', family, born: '1983-09-30', therapist: 'Ruth Lindgren' });
  const therapist = await day.person('therapist');
  const unit = await openUnit(therapist, {
    kind: 'couple', name: `${family} couple`, people: [`Lucia ${family}`, `Tomas ${family}`], therapy: 'Behavioural couple therapy',
  });
  await chooseRule(therapist, 'limited secrets', rule);
  for (const { phone } of [lucia, tomas]) await signRule(phone, rule);
  await therapist.goto(unit);
  assert.match(await therapist.locator('body').innerText(), /Rule signed by all/);
  assert.deepEqual(await overflowing(lucia.phone), []);

  const before = wordsOf(await whole(tomas.phone));
  const looks = await lookedAtHim(tomas.phone);

  await lucia.phone.goto('/my/us');
  await lucia.phone.getByText('Tell Ruth something, just me').click();
  await lucia.phone.getByLabel('In my words').fill(secret);
  await lucia.phone.getByRole('radio', { name: 'keep', exact: true }).check();
  await lucia.phone.getByRole('button', { name: 'Tell it, just me' }).click();
  await lucia.phone.getByText('Kept between the two of you.').waitFor();
  await picture(lucia.phone, 'phone-us-and-me');
  assert.deepEqual(await overflowing(lucia.phone), []);

  const seen = await whole(tomas.phone);
  assert.deepEqual(whereIs(seen, 'second set of keys'), [], 'he finds nothing of it');
  assert.deepEqual(wordsOf(seen), before, 'and nothing else has changed either');
  assert.deepEqual(await lookedAtHim(tomas.phone), looks, 'nor does who has looked tell of it');

  await therapist.goto(unit);
  const room = (name) => therapist.getByRole('region', { name: `${name}’s room` });
  assert.match(await room('Lucia').innerText(), /second set of keys/);
  assert.doesNotMatch(await room('Tomas').innerText(), /second set of keys/);
  assert.doesNotMatch(await therapist.getByRole('region', { name: 'Joint room' }).innerText(), /second set of keys/);
  await picture(therapist, 'unit-couple');

  // Asked once, she changes her mind.
  const bring = lucia.phone.getByRole('button', { name: 'Bring these words into “Ours”' });
  await lucia.phone.goto('/my/us');
  await bring.click();
  await lucia.phone.getByText(`“${secret}”`).waitFor();
  await lucia.phone.getByRole('link', { name: 'No, leave it where it is' }).click();
  await tomas.phone.goto('/my/us');
  assert.doesNotMatch(await tomas.phone.locator('main').innerText(), /second set of keys/);
  // Asked twice, she does it.
  await bring.click();
  await lucia.phone.getByRole('button', { name: 'Go on' }).click();
  await lucia.phone.getByText(/nobody can make that undone/).waitFor();
  await lucia.phone.getByRole('button', { name: 'Yes, bring exactly these words in' }).click();
  await lucia.phone.getByText('It stands in “Ours” now.').waitFor();
  await tomas.phone.goto('/my/us');
  const ours = await tomas.phone.getByRole('region', { name: 'Ours' }).innerText();
  assert.match(ours, /second set of keys/, 'now it is theirs');
  assert.match(ours, /Lucia/, 'with whose words they are');
  await picture(tomas.phone, 'phone-us-after-it-was-brought-in');
});

test('the address of the unit opens for nobody who does not belong to it', async () => {
  const therapist = await day.person('therapist');
  await therapist.goto('/units');
  const address = await therapist.getByRole('link', { name: /couple$/ }).first().getAttribute('href');
  for (const role of ['prescriber', 'care manager', 'front desk', 'administrator', 'patient']) {
    const page = await day.person(role);
    const answer = await page.goto(address);
    assert.ok([403, 404].includes(answer.status()), `${role} gets ${answer.status()}`);
    assert.doesNotMatch(await page.locator('main').innerText(), /Castellanos/);
  }
  const phone = await day.person('patient', { size: 'phone' });
  const answer = await phone.goto(address.replace('/unit/', '/my/us/'));
  assert.equal(answer.status(), 404, 'to another patient it is an address that does not exist');
});
