// Maria writes down a hard moment on her phone, one step a page. Half way she puts the phone away; later it goes on where she
// stopped. At the end she says who may read it: her therapist reads the words, her prescriber knows only that it was done.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { overflowing, picture } from './support/browser.mjs';
import { aPractice, openChart } from './support/visit.mjs';
import { everythingSeen, whereIs } from './support/words_seen.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

const words = {
  situation: 'Half past seven, the stairs. The lamp fell and nobody said a word.',
  thought: 'They are waiting for me to break the next thing.',
  for: 'My brother looked at the lamp for a while.',
  against: 'Inés laughed and fetched the broom.',
  fairer: 'A lamp fell, and two of us swept it up together.',
};

/** The step that the page shows. */
const step = (phone, question) => phone.getByRole('heading', { level: 1, name: question }).waitFor();
const next = (phone, name) => phone.getByRole('button', { name }).click();

/** The first three steps. */
async function halfWay(phone) {
  await phone.goto('/my/work');
  await phone.getByRole('link', { name: 'Thought record', exact: true }).click();
  await phone.getByRole('button', { name: 'Begin, seven steps' }).click();
  await step(phone, 'What happened?');
  await phone.getByLabel('Who, what, when, where').fill(words.situation);
  await next(phone, 'Next: what I felt');
  await step(phone, 'What did I feel?');
  await phone.getByLabel('Feeling 1').fill('shame');
  await phone.getByLabel('How strong').first().fill('70');
  await next(phone, 'Next: what I thought');
  await step(phone, 'What went through my mind?');
  await phone.getByLabel('Thought 1').fill(words.thought);
  await phone.getByLabel('How much I believed it').first().fill('85');
  await phone.getByLabel('This one hurt most').first().check();
  await next(phone, 'Next: what speaks for it');
  await step(phone, 'What speaks for the thought?');
}

for (const script of [true, false]) {
  test(`she stops half way, comes back, and chooses who reads it, ${script ? 'with' : 'without'} script`, async () => {
    let phone = await day.person('patient', { size: 'phone', script });
    await halfWay(phone);
    assert.deepEqual(await overflowing(phone), []);
    await day.leave(phone);

    phone = await day.person('patient', { size: 'phone', script });
    await phone.goto('/my/work/thought');
    await step(phone, 'What speaks for the thought?');
    await phone.getByText('Written so far').click();
    assert.match(await phone.locator('main').innerText(), /The lamp fell/, 'what she wrote before is at hand');
    await phone.getByLabel('Facts for the thought').fill(words.for);
    await next(phone, 'Next: what speaks against it');
    await phone.getByLabel('Facts against the thought').fill(words.against);
    await next(phone, 'Next: a fairer sentence');
    await phone.getByLabel('A fairer sentence').fill(words.fairer);
    await phone.getByLabel('How much I believe it').fill('60');
    await next(phone, 'Next: look again');
    await phone.getByLabel(/how much I believe it now$/).fill('30');
    await phone.getByLabel('Shame: how strong it is now').fill('35');
    await picture(phone, `phone-thought-step-7${script ? '' : '-without-script'}`);
    await next(phone, 'See what shifted');

    await phone.getByText('All 7 steps.').waitFor();
    const shifted = await phone.locator('main').innerText();
    for (const said of Object.values(words)) assert.ok(shifted.includes(said), `her words are all there: ${said}`);
    assert.ok(await phone.getByRole('img', { name: /85.*30|before 85/ }).count() > 0, 'the picture says its numbers');
    assert.doesNotMatch(shifted, /depress|disorder|risk|severe|score/i, 'nothing is worked out about her');
    assert.deepEqual(await overflowing(phone), []);
    await picture(phone, `phone-thought-result${script ? '' : '-without-script'}`);

    const readers = phone.getByRole('group', { name: 'Who can read this' });
    for (const box of await readers.getByRole('checkbox').all()) await box.setChecked(false);
    await readers.getByRole('checkbox', { name: /Ruth Lindgren/ }).check();
    await phone.getByRole('button', { name: 'Done' }).click();
    await phone.waitForURL(/\/my(\?|$)/);

    const therapist = await day.person('therapist');
    const chart = await openChart(therapist);
    await therapist.goto(`${chart}/sessions`);
    await therapist.getByRole('link', { name: 'The work' }).first().click();
    await therapist.getByText('The lamp fell').first().waitFor();

    const prescriber = await day.person('prescriber');
    const only = (address) => !new URL(address).pathname.startsWith(chart);
    const seen = await everythingSeen(prescriber, day.home, [chart, `${chart}/sessions`, `${chart}/entries`], { skip: only });
    assert.ok(seen.size > 10, `only ${seen.size} pages were looked at`);
    for (const said of Object.values(words)) assert.deepEqual(whereIs(seen, said), [], 'the prescriber reads none of it');
  });
}

test('she stops for good after four steps: it is kept so, and a step can be changed later', async () => {
  const phone = await day.person('patient', { size: 'phone' });
  await halfWay(phone);
  await phone.getByLabel('Facts for the thought').fill(words.for);
  await phone.getByRole('button', { name: 'Stop here and keep it' }).click();
  await phone.getByText('Stopped after step 4 of 7, and kept.').waitFor();
  assert.match(await phone.locator('main').innerText(), /not reached/, 'what was not reached is said, not left blank');
  await phone.getByRole('button', { name: 'Change a step' }).click();
  await step(phone, 'What happened?');
  await phone.getByLabel('Who, what, when, where').fill('A quarter to eight, the stairs.');
  await phone.getByRole('button', { name: 'Stop here and keep it' }).click();
  await phone.getByText('A quarter to eight, the stairs.').first().waitFor();
  await phone.goto('/my/work/thoughts');
  const list = phone.getByRole('listitem');
  assert.equal(await list.filter({ hasText: 'A quarter to eight' }).count(), 1, 'the change takes the place of what was before');
  assert.equal(await list.filter({ hasText: 'Half past seven, the stairs' }).filter({ hasText: 'Stopped after step 4' }).count(), 0);
});

test('a number over a hundred is asked about and nothing typed is lost', async () => {
  const phone = await day.person('patient', { size: 'phone' });
  await phone.goto('/my/work/thought');
  await phone.getByRole('button', { name: 'Begin, seven steps' }).click();
  await phone.getByLabel('Who, what, when, where').fill('The kitchen.');
  await next(phone, 'Next: what I felt');
  await phone.getByLabel('Feeling 1').fill('guilt');
  await phone.getByLabel('How strong').first().fill('700');
  await next(phone, 'Next: what I thought');
  await phone.getByText(/from 0 to 100/).first().waitFor();
  assert.equal(await phone.getByLabel('Feeling 1').inputValue(), 'guilt');
});
