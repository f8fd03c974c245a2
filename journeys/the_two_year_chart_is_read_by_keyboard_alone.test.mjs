// Nobody touches the mouse: sign in, find Maria on the caseload, open her chart, go to the years, read the picture's sentence,
// skip to the table and through it, hide a lane. Whatever has the focus is in sight, never under the banner, and visibly marked.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { picture } from './support/browser.mjs';
import { aPractice, maria } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

/** What has the focus: its words, whether it is in sight and on top, and whether it is marked. */
async function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    const { top, bottom, left, right, width, height } = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const marked = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
    const x = Math.min(Math.max((left + right) / 2, 0), innerWidth - 1);
    const y = Math.min(Math.max((top + bottom) / 2, 0), innerHeight - 1);
    const onTop = document.elementFromPoint(x, y);
    return {
      words: (element.getAttribute('aria-label') || element.innerText || element.labels?.[0]?.innerText || element.value || '').trim().replace(/\s+/g, ' '),
      tag: element.tagName,
      href: element.getAttribute('href') ?? '',
      inSight: width > 0 && height > 0 && bottom > 0 && top < innerHeight,
      covered: !(onTop && (element.contains(onTop) || onTop.contains(element) || onTop.closest('label')?.contains(element))),
      marked,
    };
  });
}

/** Presses Enter and waits until the next page stands still. */
async function enter(page, address) {
  await page.keyboard.press('Enter');
  await page.waitForURL(address);
  await page.waitForLoadState('networkidle');
}

/** Presses Tab until something fits; every stop on the way must be in sight, on top and marked. */
async function tabTo(page, wanted, { atMost = 200 } = {}) {
  const stops = [];
  for (let pressed = 0; pressed < atMost; pressed += 1) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    stops.push(stop.words);
    assert.ok(stop.inSight, `“${stop.words}” has the focus out of sight on ${page.url()}`);
    assert.ok(!stop.covered, `“${stop.words}” has the focus under something else on ${page.url()}`);
    assert.ok(stop.marked, `“${stop.words}” has the focus and is not marked on ${page.url()}`);
    if (wanted(stop)) return stop;
  }
  assert.fail(`no stop fits within ${atMost}: ${stops.slice(0, 60).join(' | ')}`);
}

test('from signing in to the table of two years and back', async () => {
  const page = await day.stranger();
  await page.goto('/sign-in');
  await tabTo(page, ({ tag, words }) => tag === 'INPUT' && /Login/.test(words));
  await page.keyboard.type(day.practice.signIns.prescriber.login);
  await page.keyboard.press('Tab');
  await page.keyboard.type(day.practice.signIns.prescriber.password);
  await enter(page, /\/today/);

  await tabTo(page, ({ words }) => words.startsWith('Caseload'));
  await enter(page, /\/caseload/);
  await page.keyboard.press('Tab');
  assert.match((await focused(page)).words, /^Skip/, 'the first stop skips the bar');
  await page.keyboard.press('Enter');
  await tabTo(page, ({ words }) => maria.listed.test(words), { atMost: 400 });
  await enter(page, /\/chart\//);

  await tabTo(page, ({ href }) => /window=5y/.test(href));
  await enter(page, /window=5y/);
  const drawing = page.locator('svg.ct:visible').first();
  const told = await drawing.evaluate((svg) => svg.querySelector('desc')?.textContent ?? svg.getAttribute('aria-label') ?? '');
  assert.ok(told.trim().length > 20, 'the picture says in a sentence what it shows');
  assert.equal(await drawing.locator('[tabindex]').count(), 0, 'nothing inside the picture traps the keyboard');
  await picture(page, 'chart-five-years');

  await tabTo(page, ({ href }) => href === '#facts');
  await enter(page, /#facts$/);
  const table = page.locator('#facts table');
  const { headings, rows, unlabelled, empty } = await table.evaluate((element) => ({
    headings: [...element.tHead.rows[0].cells].map((cell) => cell.innerText.trim()),
    rows: element.tBodies[0].rows.length,
    unlabelled: [...element.tBodies[0].rows].filter((row) => row.cells[0].tagName !== 'TH').length,
    empty: [...element.tBodies[0].rows].flatMap((row) => [...row.cells]).filter((cell) => cell.innerText.trim() === '').length,
  }));
  assert.ok(headings.some((words) => /PHQ-9/.test(words)) && headings.some((words) => /sertraline/i.test(words)), `lanes are columns: ${headings}`);
  assert.ok(rows >= 2, `${rows} rows`);
  assert.equal(unlabelled, 0, 'each row is named by its time');
  assert.equal(empty, 0, 'no cell is blank: what is missing is said');
});

test('a lane is hidden and shown again by keyboard, and stays so', async () => {
  const page = await day.person('prescriber');
  await page.goto('/caseload');
  await tabTo(page, ({ words }) => maria.listed.test(words), { atMost: 400 });
  await enter(page, /\/chart\//);
  const summary = page.locator('summary').filter({ hasText: /lane/i }).first();
  await tabTo(page, ({ tag, words }) => (tag === 'SUMMARY' || tag === 'INPUT') && /lane|show|sleep|mood/i.test(words), { atMost: 120 });
  if (await summary.count() > 0 && !(await summary.evaluate((element) => element.parentElement.open))) await page.keyboard.press('Enter');
  const lane = page.locator('form[action*="lanes"] input[type=checkbox]').last();
  const name = await lane.evaluate((element) => element.labels[0].innerText.trim());
  await lane.focus();
  await page.keyboard.press('Space');
  await tabTo(page, ({ tag }) => tag === 'BUTTON');
  await enter(page, /done=lanes|lanes/);
  const before = page.url();
  await page.reload();
  assert.equal(await page.locator('form[action*="lanes"] input[type=checkbox]').last().isChecked(), false, `“${name}” stays hidden after ${before}`);
});

test('every page that a prescriber reaches can be left by keyboard: no focus out of sight, none under the banner', async () => {
  const page = await day.person('prescriber');
  await page.goto('/caseload');
  const chart = await page.getByRole('link', { name: /^[A-Z' -]+, / }).first().getAttribute('href');
  for (const end of ['', '/plan', '/regimen', '/sessions', '/note', '/record']) {
    await page.goto(chart + end);
    for (let pressed = 0; pressed < 40; pressed += 1) {
      await page.keyboard.press('Tab');
      const stop = await focused(page);
      if (stop.tag === 'BODY') break;
      assert.ok(stop.inSight && !stop.covered && stop.marked, `“${stop.words}” on ${end || 'the chart'}: ${JSON.stringify(stop)}`);
    }
  }
});
