// A chart goes to a meeting on paper: letter and A4, one patient, whose it is on the sheet, no buttons, nothing cut off, readable
// without colours.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { overflowing, pictures } from './support/browser.mjs';
import { aPractice, openChart } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

for (const format of ['Letter', 'A4']) {
  test(`on ${format}`, async () => {
    const page = await day.person('prescriber');
    await openChart(page);
    const pdf = await page.pdf({ format, path: `${pictures}chart-${format.toLowerCase()}.pdf` });
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize(format === 'A4' ? { width: 720, height: 1040 } : { width: 740, height: 980 });
    assert.deepEqual(await overflowing(page), []);
    const seen = (await page.locator('body').innerText()).replace(/\s+/g, ' ');
    assert.match(seen, /DELGADO, Maria/, 'whose chart it is');
    assert.match(seen, /invented/i, 'that she is invented');
    assert.equal(await page.getByRole('navigation').filter({ visible: true }).count(), 0, 'no way to somewhere else on paper');
    assert.equal(await page.getByRole('button').filter({ visible: true }).count(), 0, 'nothing to press on paper');
    assert.ok(await page.locator('svg[role="img"]:visible').count() >= 1, 'the picture');
  });
}
