// Psychodynamic work: what is told of other people becomes episodes, the episodes propose a theme, the therapist takes it as a
// formulation, and writes it anew when she understands more. The version before stays, marked where it reads otherwise now.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { picture } from './support/browser.mjs';
import { register } from './support/newcomers.mjs';
import { aPractice, press } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

const wish = 'to be missed when I am away';
const episodes = [
  { other: 'father', wish, theirs: 'does not notice', mine: 'I make myself small' },
  { other: 'a colleague', wish, theirs: 'does not notice', mine: 'I make myself small' },
  { other: 'my sister', wish, theirs: 'asks where I was', mine: 'I am glad and hide it', well: true },
];

test('episodes, the theme that they propose, and two versions of how it is understood', async () => {
  const desk = await day.person('front desk');
  const record = await register(desk, { given: 'Leontine', family: 'Vasary', prescriber: 'Dr Amara Osei', therapist: 'Ruth Lindgren' });
  const chart = `/chart/${record}`;
  const therapist = await day.person('therapist');
  await therapist.goto(`${chart}/record/therapy-start?therapy=psychodynamic&sessions=24&every_days=7`);
  await press(therapist.getByRole('button', { name: /^Begin the course/ }));
  await therapist.getByText(/^Recorded:/).waitFor();
  await therapist.goto(`${chart}/sessions`);
  await therapist.getByRole('link', { name: 'The work' }).first().click();
  await therapist.getByRole('heading', { name: 'The theme that comes back' }).waitFor();
  const work = new URL(therapist.url()).pathname;

  for (const told of episodes) {
    await therapist.goto(work);
    await therapist.getByRole('link', { name: 'Add an episode' }).click();
    await therapist.getByLabel('With whom').fill(told.other);
    await therapist.getByLabel('The wish').fill(told.wish);
    await therapist.getByLabel('How the other responded').fill(told.theirs);
    await therapist.getByLabel('How the self responded').fill(told.mine);
    if (told.well) await therapist.getByLabel('It ended well').check();
    await press(therapist.getByRole('button', { name: /^Keep the episode/ }));
    await therapist.getByText(/^Recorded:/).waitFor();
  }
  await therapist.goto(work);
  const theme = therapist.getByRole('region', { name: 'The theme that comes back' });
  const proposed = (await theme.innerText()).replace(/\s+/g, ' ');
  assert.match(proposed, /A proposal from 3 episodes; 1 ended well/);
  assert.match(proposed, /fewer than 10 episodes/, 'and says that it is early');
  assert.match(proposed, new RegExp(`${wish} in 3 of 3.*does not notice in 2 of 3.*I make myself small in 2 of 3`), 'what came most often, with its count');
  assert.equal(await therapist.getByRole('table', { name: /^Episodes/ }).getByRole('row').count(), 4);
  await picture(therapist, 'theme-of-three-episodes');

  await theme.getByRole('button', { name: 'Take it as a formulation' }).click();
  await therapist.getByLabel('Which', { exact: true }).waitFor();
  assert.equal(await therapist.getByLabel('Which', { exact: true }).inputValue(), 'ccrt');
  assert.equal(await therapist.locator('[name=text_0]').inputValue(), wish, 'the proposal stands in the form, and she may change it');
  await press(therapist.getByRole('button', { name: /^Keep the version/ }));
  await therapist.getByText(/^Recorded:/).waitFor();

  await therapist.goto(work);
  await therapist.getByRole('link', { name: 'Write a version' }).click();
  await therapist.getByLabel('Which', { exact: true }).selectOption('ccrt');
  await therapist.locator('[name=heading_0]').fill('Wish');
  await therapist.locator('[name=text_0]').fill('to be missed, and to be asked where I was');
  await therapist.getByLabel(/^What changed since/).fill('Her sister asked, and it mattered');
  await press(therapist.getByRole('button', { name: /^Keep the version/ }));
  await therapist.getByText(/^Recorded:/).waitFor();

  await therapist.goto(work);
  const formulation = therapist.getByRole('region', { name: 'Formulation' });
  assert.match((await formulation.innerText()).replace(/\s+/g, ' '), /Core relationship theme.*What changed: Her sister asked, and it mattered.*to be missed, and to be asked where I was/);
  await formulation.getByText('Earlier versions (1)').click();
  const earlier = await formulation.getByRole('article').innerText();
  assert.match(earlier, new RegExp(wish), 'the version before stays as it was');
  assert.match(earlier, /reads otherwise now/);
  await picture(therapist, 'formulation-in-two-versions');

  const stranger = await day.person('front desk');
  const answer = await stranger.goto(work);
  assert.ok([403, 404].includes(answer.status()), 'and it is nobody’s but the team’s');
});
