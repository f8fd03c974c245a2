// Hanna takes lithium and wants to do yoga. The care manager plans the course with its dose; what speaks for care is found in her
// record, with its source, and has to be weighed before the course begins. The yoga teacher reads what to do and not why; a class
// that brought something unwanted is asked about the same day.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { picture } from './support/browser.mjs';
import { aPractice } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

const hanna = { listed: /^KOWALCZYK, Hanna$/, full: 'Hanna Kowalczyk' };

/** Opens Hanna's record as whoever of the care managers looks after her. */
async function herCareManager() {
  for (const login of ['ben.achebe', 'luz.santamaria']) {
    const page = await day.named(login);
    await page.goto('/find?q=Kowalczyk Hanna');
    const link = page.getByRole('link', { name: hanna.listed });
    if (await link.count() > 0) {
      await link.first().click();
      await page.waitForLoadState();
      if (await page.getByRole('link', { name: 'Complementary' }).count() > 0) return { page, chart: new URL(page.url()).pathname };
    }
    await day.leave(page);
  }
  assert.fail('no care manager opens her record');
}

test('what is found is weighed, the teacher reads only what to do, and something unwanted is answered for', async () => {
  const { page, chart } = await herCareManager();
  const desk = await day.named('declan.moriarty');
  await desk.goto(`/desk/person/${chart.split('/').at(-1)}`);
  await desk.getByText('Name somebody').click();
  await desk.getByLabel('Who', { exact: true }).selectOption({ label: 'Kei Tanaka, complementary practitioner' });
  await desk.getByRole('button', { name: 'Name them' }).click();
  await desk.getByText('They look after this person now.').waitFor();

  await page.goto(`${chart}/practices`);
  await page.getByRole('link', { name: 'Begin a course' }).first().click();
  await page.getByRole('link', { name: 'Yoga', exact: true }).click();
  await page.getByRole('heading', { name: /^Begin: Yoga/ }).waitFor();
  const beside = page.getByRole('complementary', { name: 'Beside the form' });
  const found = (await beside.innerText()).replace(/\s+/g, ' ');
  assert.match(found, /lithium/i, 'found in her record');
  assert.match(found, /Because: /, 'and why it is found');
  assert.match(await page.getByRole('heading', { name: 'Found for this person: weigh it' }).innerText(), /weigh/);
  await page.getByLabel('With whom').selectOption({ label: 'Kei Tanaka, complementary practitioner' });
  await page.getByLabel(/^What for, in Hanna/).fill('To sleep without lying in wait for it');
  await page.getByLabel('Classes or visits in all').fill('12');
  await page.getByRole('button', { name: 'Begin the course' }).click();
  await page.getByText('There is a problem').waitFor();
  await page.getByText('Say what was decided about this caution, and why.').first().waitFor();
  await picture(page, 'yoga-caution-to-weigh');
  for (const field of await page.getByLabel(/^What is decided, and why/).all()) await field.fill('Goes on: no heated room, drinks before and after, level in two weeks.');
  for (const field of await page.getByLabel(/^What the practitioner is to do or leave out/).all()) await field.fill('No heated room; water before and after.');
  await page.getByRole('button', { name: 'Begin the course' }).click();
  await page.getByText('The course is begun.').waitFor();
  assert.match(await page.locator('main').innerText(), /Weighed: Goes on: no heated room/);
  const course = new URL(page.url()).pathname;
  await picture(page, 'yoga-course');

  const kei = await day.named('kei.tanaka');
  await kei.goto(course);
  const read = (await kei.locator('body').innerText()).replace(/\s+/g, ' ');
  assert.match(read, /No heated room; water before and after/);
  assert.doesNotMatch(read.replace(/What this practice asks to look out for, in anybody.*?(?=What |$)/, ''), /lithium carbonate|bipolar|level in two weeks/i, 'what to do, and not why');
  await kei.getByLabel('What was done').fill('Standing row, slow; long rest.');
  await kei.getByLabel(/^Minutes/).fill('60');
  await kei.getByLabel(/^What was unwanted/).fill('Dizzy for a minute on getting up');
  await kei.getByLabel(/^How much of a burden/).selectOption({ label: '2' });
  await kei.getByRole('button', { name: 'Keep the class' }).click();
  await kei.getByText(/^The class is kept, and the prescriber is asked to answer/).waitFor();
  await picture(kei, 'yoga-for-the-teacher');

  const prescriber = await day.named('yusuf.imani');
  await prescriber.goto('/today');
  assert.ok(await prescriber.getByText(/Dizzy for a minute on getting up/).count() > 0, 'it waits for her prescriber');
});
