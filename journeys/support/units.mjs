// What several journeys do with a couple or a group: open it, choose its rule, work in its boxes.

/** Opens a couple or group. `people` are names or record numbers, one a line. Gives the address of its page. */
export async function openUnit(page, { kind, name, seenAs, people, therapy, places }) {
  await page.goto('/units');
  await page.getByRole('link', { name: 'Open a new one' }).click();
  await page.getByRole('radio', { name: kind, exact: true }).check();
  await page.getByLabel('Name for staff').fill(name);
  if (seenAs) await page.getByLabel(/^What its members see/).fill(seenAs);
  await page.getByLabel(/^Who takes part/).fill(people.join('\n'));
  if (therapy) await page.getByLabel('Therapy', { exact: true }).selectOption({ label: therapy });
  if (places) await page.getByLabel('Places, for a group').fill(String(places));
  await page.getByRole('button', { name: 'Open it' }).click();
  await page.waitForURL(/\/unit\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname;
}

/** Opens one of the boxes by its title, in a part of the page if one is named. Gives its form. */
export async function box(page, title, within = page) {
  const drawer = within.getByRole('group').filter({ has: page.locator('summary', { hasText: title }) }).last();
  await drawer.locator('summary').click();
  return drawer;
}

/** Chooses the rule on secrets, in words that everybody signs. */
export async function chooseRule(page, rule, words) {
  const form = await box(page, 'Choose the rule');
  await form.getByLabel('Rule', { exact: true }).selectOption({ label: rule });
  await form.getByLabel(/^The rule in the words/).fill(words);
  await form.getByRole('button', { name: 'Choose it; all sign anew' }).click();
  await page.getByText(words).first().waitFor();
}

/** A member signs the rule on their own phone. */
export async function signRule(phone, words) {
  await phone.goto('/my/us');
  await phone.getByText(words).waitFor();
  await phone.getByRole('button', { name: 'I sign this rule' }).click();
  await phone.getByText('Signed.', { exact: true }).waitFor();
}
