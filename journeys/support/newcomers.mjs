// People whom the invented practice does not know yet: registered at the desk, given a sign-in, and at their own phone.

import assert from 'node:assert/strict';
import { signIn } from './visit.mjs';

/** The password that a newcomer chooses. */
const own = 'four words that stay together';

/** The number by which the desk knows somebody, and the address of their record. */
export const recordOf = (desk) => new URL(desk.url()).pathname.split('/').at(-1);

/** Registers somebody at the desk, looked after by these people. Gives the record's id. */
export async function register(desk, { given, family, born = '1990-05-17', phone = '', email = '', prescriber, therapist, careManager }) {
  await desk.goto('/desk/register');
  await desk.getByLabel('Family name').fill(family);
  await desk.getByLabel('Given names').fill(given);
  await desk.getByLabel(/^Born/).fill(born);
  if (phone) await desk.getByLabel('Telephone').fill(phone);
  if (email) await desk.getByLabel('E-mail').fill(email);
  const team = { Prescriber: prescriber, Therapist: therapist, 'Care manager': careManager };
  for (const [part, name] of Object.entries(team)) if (name) await desk.getByLabel(part, { exact: true }).selectOption({ label: name });
  await desk.getByRole('button', { name: 'Register', exact: true }).click();
  await desk.waitForURL(/\/desk\/person\//);
  return recordOf(desk);
}

/** Reads the login and the first password off the sheet that is handed over. */
export async function handedOver(page) {
  await page.getByText('First password', { exact: true }).waitFor();
  return { login: await page.locator('#first-login').innerText(), password: await page.locator('#first-password').innerText() };
}

/** The desk gives a sign-in; it stands on this one page. */
export async function giveSignIn(desk, record) {
  await desk.goto(`/access/${record}`);
  await desk.getByRole('button', { name: 'Give a first password' }).click();
  return handedOver(desk);
}

/** Signs in with what was handed over and chooses an own password, as somebody does the first time. */
export async function firstSignIn(page, given) {
  await signIn(page, given);
  await page.waitForURL(/\/account/);
  await page.getByLabel('The password you were given').fill(given.password);
  await page.getByLabel('New password', { exact: true }).fill(own);
  await page.getByLabel('New password once more').fill(own);
  await page.getByRole('button', { name: 'Change my password' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/account'));
  assert.doesNotMatch(page.url(), /sign-in/);
}

/** Somebody new, registered, with a sign-in, at their phone. */
export async function newcomer(day, desk, person) {
  const record = await register(desk, person);
  const given = await giveSignIn(desk, record);
  const phone = await day.stranger({ size: 'phone' });
  await firstSignIn(phone, given);
  return { record, phone, given: { ...given, password: own } };
}
