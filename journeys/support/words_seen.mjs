// Everything that somebody can come upon, in words: to look for what must not be there, and to compare two moments.

import { crawl } from './crawl.mjs';

/** The words of every kind of page that can be reached from `starts`, source and all, by address. */
export async function everythingSeen(page, home, starts, { limit = 60, skip } = {}) {
  const seen = new Map();
  await crawl(page, home, starts, {
    limit,
    skip,
    look: async ({ address }) => {
      const main = page.locator('body');
      seen.set(new URL(address).pathname + new URL(address).search, { words: (await main.innerText()).replace(/\s+/g, ' '), source: await page.content() });
    },
  });
  return seen;
}

/** The addresses on which a sentence stands, in the words or in the source. */
export function whereIs(seen, sentence) {
  return [...seen].filter(([, { words, source }]) => words.includes(sentence) || source.includes(sentence)).map(([address]) => address);
}
