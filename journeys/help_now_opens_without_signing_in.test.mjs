// The worst moment must not meet a sign-in page: help opens for anybody, without script, on the narrowest phone.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { overflowing, picture } from './support/browser.mjs';
import { aPractice } from './support/visit.mjs';

const day = aPractice();
afterEach(() => day.leaveAll());

test('somebody who is not signed in, on a phone without script, finds a number to call', async () => {
  const page = await day.stranger({ size: 'narrow', script: false });
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Help now' }).first().click();
  await page.getByRole('heading', { name: 'Help now', level: 1 }).waitFor();
  const numbers = await page.locator('main a[href^="tel:"], main a[href^="sms:"]').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  assert.ok(numbers.includes('tel:988'), `the crisis line is among ${numbers}`);
  assert.ok(numbers.includes('tel:911'), `the emergency number is among ${numbers}`);
  assert.deepEqual(await overflowing(page), []);
  await picture(page, 'help-now-320');
});

test('a wrong password says the same whether the account exists or not, and keeps help in reach', async () => {
  const page = await day.stranger({ size: 'phone' });
  const sentences = [];
  for (const login of [day.practice.signIns.prescriber.login, 'nobody.of.that.name']) {
    await page.goto('/sign-in');
    await page.getByLabel('Login').fill(login);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    sentences.push((await page.getByRole('alert').innerText()).trim());
    await page.getByRole('link', { name: 'Help now' }).first().waitFor();
  }
  assert.equal(sentences[0], sentences[1]);
});

test('a patient who is signed in has help on every page they can reach from home', async () => {
  const page = await day.person('patient', { size: 'phone' });
  await page.goto('/');
  const links = await page.locator('a[href^="/my"]').evaluateAll((found) => [...new Set(found.map((link) => link.getAttribute('href')))]);
  assert.ok(links.length >= 3, `home leads to only ${links}`);
  for (const link of links) {
    await page.goto(link);
    assert.ok(await page.getByRole('link', { name: 'Help now' }).count() > 0, `${link} has no Help now`);
  }
});
