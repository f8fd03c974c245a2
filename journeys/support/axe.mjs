// What axe holds against a page. "Serious" and "critical" are refused everywhere; the lesser ones are listed for reading.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Asks axe about the page as it stands and returns its serious and critical findings as sentences. */
export async function seriousFindings(page) {
  // Evaluated through the debugger, so the page's own policy stays in force while it is examined.
  if (!await page.evaluate(() => Boolean(globalThis.axe))) await page.evaluate(source);
  const violations = await page.evaluate(async (options) => {
    const answer = await globalThis.axe.run(document, options);
    return answer.violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, nodes: nodes.slice(0, 3).map(({ target, failureSummary }) => ({ target, failureSummary })) }));
  }, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${help} at ${target.join(' ')} — ${failureSummary.replace(/\s+/g, ' ')}`));
}
