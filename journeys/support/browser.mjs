// One Chromium for a test file, and pages that tell on themselves.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/** Where pictures of a run are left; git does not see it. */
export const pictures = fileURLToPath(new URL('../output/', import.meta.url));

/** The sizes that a page is looked at in: a clinician's desk, a patient's phone, and the narrowest phone in use. */
export const sizes = {
  desk: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  narrow: { viewport: { width: 320, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
};

/**
 * Starts the browser. Without the networking flags Chromium asks its maker's hosts at every start, which a closed
 * network refuses again and again; the sandbox cannot be had as root, and the pages are our own.
 */
export async function openBrowser() {
  const profile = mkdtempSync(join(tmpdir(), 'concord-journey-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--force-color-profile=srgb'],
  });
  const browser = context.browser();
  return { browser, close: async () => { await context.close(); rmSync(profile, { recursive: true, force: true }); } };
}

/**
 * Notes everything that a page complains of: script errors, console errors, refusals by the content security policy,
 * answers of 500 and above, and requests to anywhere but the practice itself.
 */
export function listenForComplaints(context, home) {
  const complaints = [];
  const listen = (page) => {
    page.on('pageerror', (error) => complaints.push(`script error on ${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      // Chromium writes an error for every 4xx answer; those pages are looked at by the journeys that provoke them.
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) {
        complaints.push(`console error on ${page.url()}: ${message.text()}`);
      }
    });
    page.on('response', (response) => {
      if (response.status() >= 500) complaints.push(`${response.status()} from ${response.url()}`);
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(home) && !/^(data|blob|about|chrome-error):/.test(request.url())) {
        complaints.push(`${page.url()} asked for ${request.url()}, which is not the practice`);
      }
    });
  };
  context.on('page', listen);
  context.pages().forEach(listen);
  return complaints;
}

/** Takes a picture of the page, whole, under a name that says what it shows. */
export async function picture(page, name, options = {}) {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true, animations: 'disabled', ...options });
}

/** The elements that stick out past the right edge of the page, outermost first; none is the only good answer. */
export async function overflowing(page) {
  return page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= edge + 1) return [];
    const scrolls = (element) => {
      for (let node = element.parentElement; node; node = node.parentElement) {
        if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(node).overflowX)) return true;
      }
      return false;
    };
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > edge + 1 && !scrolls(element))
      .slice(0, 5)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className?.baseVal ?? element.className} ends at ${Math.round(element.getBoundingClientRect().right)} of ${edge}`);
  });
}
