// Without script, on a desk, a phone and the narrowest phone in use: every kind of page answers, has one heading that
// names it, says that the people are invented, and nothing sticks out past the edge.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { overflowing, picture } from './support/browser.mjs';
import { crawl, startsOf } from './support/crawl.mjs';
import { aPractice } from './support/visit.mjs';

const day = aPractice();

const widths = [320, 390, 1440];
const roles = ['prescriber', 'therapist', 'care manager', 'complementary practitioner', 'front desk', 'administrator', 'patient'];

// Two at a time: one page is looked at while another is on its way.
describe('every kind of page', { concurrency: 2 }, () => {
  for (const role of roles) {
    test(`the ${role}'s pages`, async () => {
      const page = await day.person(role, { script: false });
      const wrong = [];
      await crawl(page, day.home, startsOf(role), {
        limit: 250,
        look: async ({ kind, status }) => {
          if (status !== 200) wrong.push(`${kind} is linked and answers ${status}`);
          const text = await page.locator('body').innerText();
          if (!/invented/i.test(text)) wrong.push(`${kind} does not say that its people are invented`);
          if (await page.locator('h1').count() !== 1) wrong.push(`${kind} has ${await page.locator('h1').count()} first headings`);
          if (await page.locator('[style], script:not([src]), [onclick], [onchange], [onsubmit]').count() > 0) wrong.push(`${kind} has inline style or script`);
          for (const width of widths) {
            await page.setViewportSize({ width, height: 844 });
            for (const element of await overflowing(page)) wrong.push(`${kind} at ${width} px: ${element}`);
          }
          await picture(page, `${role.replaceAll(' ', '-')}${kind.replaceAll(/[/:?&=]+/g, '-')}`);
        },
      });
      await day.leave(page);
      assert.deepEqual(wrong, []);
    });
  }
});
