// Every kind of page that each role can reach by links is shown to axe, in light and dark, on a desk and on a phone.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { seriousFindings } from './support/axe.mjs';
import { crawl, openToAnybody, startsOf } from './support/crawl.mjs';
import { aPractice } from './support/visit.mjs';

const day = aPractice();

const roles = {
  'prescriber': 10, 'therapist': 8, 'care manager': 8, 'complementary practitioner': 4, 'front desk': 3, 'administrator': 2, 'patient': 6,
};
const seenInDark = new Set();

// Two at a time: one page is examined while another is on its way.
describe('every kind of page', { concurrency: 2 }, () => {
  for (const [role, atLeast] of Object.entries(roles)) {
    test(`the ${role}'s pages`, async (t) => {
      const page = await day.person(role, { size: role === 'patient' ? 'phone' : 'desk' });
      const found = [];
      const kinds = await crawl(page, day.home, startsOf(role), {
        limit: 250,
        look: async ({ kind }) => {
          for (const finding of await seriousFindings(page)) found.push(`${kind} (light): ${finding}`);
          if (seenInDark.has(kind)) return;
          seenInDark.add(kind);
          await page.emulateMedia({ colorScheme: 'dark' });
          for (const finding of await seriousFindings(page)) found.push(`${kind} (dark): ${finding}`);
          await page.emulateMedia({ colorScheme: 'light' });
        },
      });
      await day.leave(page);
      t.diagnostic(`${kinds.size} kinds of page`);
      assert.ok(kinds.size >= atLeast, `only these kinds of page were reached: ${[...kinds.keys()].join(' ')}`);
      assert.deepEqual([...new Set(found)], []);
    });
  }

  test('the pages that anybody can open', async () => {
    const page = await day.stranger({ size: 'phone' });
    const found = [];
    await crawl(page, day.home, openToAnybody, {
      look: async ({ kind }) => { for (const finding of await seriousFindings(page)) found.push(`${kind}: ${finding}`); },
    });
    await day.leave(page);
    assert.deepEqual(found, []);
  });
});
