// Every page that a person can reach by following links, one or two of each kind.

/** The kind of a page: its path with ids, days and numbers left out, and the names of its parameters. */
export function kindOf(address) {
  const { pathname, searchParams } = new URL(address);
  const path = pathname
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, ':id')
    .replace(/\/\d{4}-\d{2}-\d{2}(?=\/|$)/g, '/:day')
    .replace(/\/[0-9a-f]{16,}(?=\/|$)/gi, '/:id')
    .replace(/\/\d+(?=\/|$)/g, '/:number');
  return path + [...new Set(searchParams.keys())].sort().map((name, at) => (at ? '&' : '?') + name).join('');
}

/** Where a role's crawl begins: its home, and pages that are not on the way from there on every day. */
export const startsOf = (role) => ['/', ...({
  'prescriber': ['/alerts'],
  'therapist': ['/units', '/units/new', '/alerts'],
  'care manager': ['/alerts'],
  'administrator': ['/admin/on-call', '/admin/minors', '/admin/instruments', '/admin/sealed'],
  'patient': ['/my/work', '/my/work/thought', '/my/work/thoughts', '/my/work/card', '/my/work/card/week', '/my/work/doing', '/my/work/facing', '/my/work/minutes',
    '/my/work/sheet', '/my/work/chain', '/my/us', '/my/help', '/my/safety-plan', '/my/safety-plan/change', '/my/answers', '/my/reading'],
}[role] ?? [])];

/** Pages that open without signing in. */
export const openToAnybody = ['/sign-in', '/help-now', '/offline', '/reading', '/there-is-no-such-page'];

const isFile = /\.(?:csv|json|ndjson|pdf|svg|css|m?js|png|ico|txt|webmanifest|woff2)$/;

/**
 * Follows links from `starts`, breadth first, and returns one address for each kind of page.
 * `look` is called with every page while it is open; forms are not sent, so nothing is changed.
 */
export async function crawl(page, home, starts, { limit = 150, look = async () => {}, skip = () => false } = {}) {
  const seen = new Map();
  const waiting = starts.map((path) => new URL(path, home).href);
  while (waiting.length > 0 && seen.size < limit) {
    const address = waiting.shift();
    const kind = kindOf(address);
    if (seen.has(kind) || skip(address)) continue;
    seen.set(kind, address);
    const answer = await page.goto(address, { waitUntil: 'load' });
    const type = answer?.headers()['content-type'] ?? '';
    if (!type.startsWith('text/html')) continue;
    await look({ kind, address, status: answer.status() });
    const links = await page.evaluate(() => [...document.querySelectorAll('a[href]')].map((link) => link.href.split('#')[0]));
    for (const link of links) {
      // Two choices at once are the same page as each alone.
      if ([...new URL(link).searchParams.keys()].length > 1) continue;
      if (link.startsWith(home) && !isFile.test(new URL(link).pathname) && !seen.has(kindOf(link))) waiting.push(link);
    }
  }
  return seen;
}
