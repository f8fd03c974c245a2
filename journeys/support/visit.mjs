// People at their screens: who they are, on what, and whether their page complained.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { listenForComplaints, openBrowser, sizes } from './browser.mjs';
import { openPractice } from './practice.mjs';

/**
 * Opens a practice and a browser for the tests of one file and closes both after them.
 * The answer's `person(role, options)` signs somebody in and gives their page. `settings` are those of `openPractice`.
 */
export function aPractice(settings = {}) {
  const day = {};
  const open = [];
  const sessions = {};

  before(async () => {
    day.practice = await openPractice(settings);
    day.home = day.practice.url;
    day.chromium = await openBrowser();
  });
  after(async () => {
    await day.chromium?.close();
    await day.practice?.stop();
  });

  /** A page of somebody who is not signed in. */
  day.stranger = async (options = {}) => {
    const { size = 'desk', script = true, colours = 'light', storageState, ...more } = options;
    const context = await day.chromium.browser.newContext({
      ...sizes[size], javaScriptEnabled: script, colorScheme: colours, baseURL: day.home, storageState, locale: 'en-US', ...more,
    });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    page.complaints = listenForComplaints(context, day.home);
    page.hasScript = script;
    open.push(page);
    return page;
  };

  /** A page of somebody in a role, signed in; the sign-in itself is done once for each role and size. */
  day.person = async (role, options = {}) => {
    const known = day.practice.signIns[role];
    assert.ok(known, `the demo printed no sign-in for “${role}”, only for: ${Object.keys(day.practice.signIns).join(', ')}`);
    if (!sessions[role]) {
      const page = await day.stranger();
      await signIn(page, known);
      sessions[role] = await page.context().storageState();
      await day.leave(page);
    }
    return day.stranger({ storageState: sessions[role], ...options });
  };

  /** A page of somebody by login: everybody of the invented practice has the same password. */
  day.named = async (login, options = {}) => {
    const { password } = Object.values(day.practice.signIns)[0];
    if (!sessions[login]) {
      const page = await day.stranger();
      await signIn(page, { login, password });
      sessions[login] = await page.context().storageState();
      await day.leave(page);
    }
    return day.stranger({ storageState: sessions[login], ...options });
  };

  /** Closes a page; whatever it complained of fails the test. */
  day.leave = async (page) => {
    const { complaints } = page;
    open.splice(open.indexOf(page), 1);
    await page.context().close();
    assert.deepEqual(complaints, [], 'a page complained');
  };

  /** Time goes by: everybody's page is closed, and the practice goes on at another hour. Who comes back signs in again. */
  day.later = async (starts) => {
    await day.leaveAll();
    await day.practice.again({ starts });
    day.home = day.practice.url;
    for (const name of Object.keys(sessions)) delete sessions[name];
  };

  /** Closes every page that a test has left open. */
  day.leaveAll = async () => { for (const page of [...open]) await day.leave(page); };

  return day;
}

/**
 * Presses a button that sends a form and waits until the page that answers stands there. A sentence that the page before
 * had as well ("Kept.") would be found too early.
 */
export async function press(button) {
  const page = button.page();
  await page.evaluate(() => { document.body.dataset.before = ''; });
  await button.click();
  await page.locator('body:not([data-before])').waitFor({ state: 'attached' });
}

/** Types login and password as a person would. */
export async function signIn(page, { login, password }) {
  await page.goto('/sign-in');
  await page.getByLabel('Login').fill(login);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** The invented patient whose course the demo's own patient sign-in belongs to. */
export const maria = { listed: /^DELGADO, Maria$/, given: 'Maria' };

/** Opens a person's chart the way a clinician does: by name from the caseload, page after page. Gives its address. */
export async function openChart(page, listed = maria.listed) {
  await page.goto('/caseload');
  for (;;) {
    const name = page.getByRole('link', { name: listed });
    if (await name.count() > 0) {
      await name.first().click();
      await page.waitForURL(/\/chart\/[0-9a-f-]{36}/);
      return new URL(page.url()).pathname;
    }
    const next = page.getByRole('link', { name: /^Next \d/ });
    assert.ok(await next.count() > 0, `${listed} is nowhere on the caseload`);
    await next.click();
  }
}
