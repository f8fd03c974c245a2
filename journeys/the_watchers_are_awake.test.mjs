// The journeys lean on watchers: for complaints of the page, for what sticks out, for what axe minds. Here each of them
// is shown a page that is wrong in its own way, for a watcher that never barks proves nothing.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { seriousFindings } from './support/axe.mjs';
import { listenForComplaints, openBrowser, overflowing, sizes } from './support/browser.mjs';

const pages = {
  '/sound': '<main><h1>Sound</h1><p>Nothing wrong here.</p></main>',
  '/inline-script': '<main><h1>Inline</h1></main><script>document.title = "ran"</script>',
  '/inline-style': '<main><h1 style="color: red">Inline</h1></main>',
  '/elsewhere': '<main><h1>Elsewhere</h1><img alt="" src="http://127.0.0.1:9/x.png"></main>',
  '/wide': '<main><h1>Wide</h1><svg width="2000" height="20" role="img" aria-label="too wide"></svg></main>',
  '/unlabelled': '<main><h1>Unlabelled</h1><form><input name="dose"></form></main>',
};
let server, home, chromium;

before(async () => {
  server = createServer((request, response) => {
    const body = pages[request.url];
    response.writeHead(body ? 200 : 500, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'",
    });
    response.end(`<!doctype html><html lang="en"><head><title>${request.url}</title><meta name="viewport" content="width=device-width"></head><body>${body ?? ''}</body></html>`);
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  home = `http://127.0.0.1:${server.address().port}`;
  chromium = await openBrowser();
});
after(async () => { await chromium?.close(); server?.close(); });

async function visit(path) {
  const context = await chromium.browser.newContext(sizes.phone);
  const complaints = listenForComplaints(context, home);
  const page = await context.newPage();
  await page.goto(home + path);
  const seen = { complaints, overflow: await overflowing(page), axe: await seriousFindings(page) };
  await context.close();
  return seen;
}

test('a sound page draws no complaint from anybody', async () => {
  assert.deepEqual(await visit('/sound'), { complaints: [], overflow: [], axe: [] });
});
test('an inline script is noticed', async () => {
  assert.match((await visit('/inline-script')).complaints.join('\n'), /Content Security Policy/);
});
test('an inline style is noticed', async () => {
  assert.match((await visit('/inline-style')).complaints.join('\n'), /Content Security Policy/);
});
test('a picture from elsewhere is noticed', async () => {
  assert.match((await visit('/elsewhere')).complaints.join('\n'), /not the practice|Content Security Policy/);
});
test('an answer of 500 is noticed', async () => {
  assert.match((await visit('/broken')).complaints.join('\n'), /500 from/);
});
test('a drawing wider than the phone is noticed', async () => {
  assert.match((await visit('/wide')).overflow.join('\n'), /svg.* ends at 2000|svg/);
});
test('a field without a label is noticed by axe', async () => {
  assert.match((await visit('/unlabelled')).axe.join('\n'), /label/);
});
