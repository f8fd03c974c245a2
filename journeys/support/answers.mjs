// How a questionnaire is answered on a phone, one question a page.

/** Taps an answer and goes on. Most pages go on by themselves; where a slip would say something grave, or send, they wait. */
export async function answer(phone, words, go = /^(Next|Send my answers)$/) {
  const question = phone.getByRole('heading', { level: 1 });
  const asked = await question.innerText();
  const goesOn = phone.hasScript && await phone.locator('form[data-goes-on]').count() > 0;
  await phone.getByRole('radio', { name: words, exact: typeof words === 'string' }).first().click();
  if (!goesOn) await phone.getByRole('button', { name: go }).click();
  await phone.waitForFunction((before) => document.querySelector('h1')?.innerText !== before, asked);
}
