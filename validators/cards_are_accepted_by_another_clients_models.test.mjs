// CONCORD_CDS_ANSWERS names the folder of exchanges that `scripts/ask-cds-service` kept; `scripts/test` makes it from the
// demo practice. The broken answers below are the control. Resources inside suggestions are asked about as resources, too.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { complaintsAboutAnswers, installed } from './cds.mjs';
import { validators } from './validate.mjs';

const card = {
  summary: 'Lithium with ibuprofen',
  indicator: 'warning',
  source: { label: 'A label', topic: { code: 'drug_drug', system: 'urn:x' } },
  links: [{ label: 'The label', url: 'https://example.org/label', type: 'absolute' }],
  suggestions: [{ label: 'Do not', isRecommended: false, actions: [{ type: 'delete', description: 'Removes it.', resourceId: 'MedicationRequest/1' }] }],
  selectionBehavior: 'any',
};
const answer = (change) => ({ cards: [{ ...structuredClone(card), ...change }] });

const broken = {
  'a summary that is too long': answer({ summary: 'x'.repeat(141) }),
  'an indicator that is none': answer({ indicator: 'hard-stop' }),
  'a card without a source': answer({ source: undefined }),
  'suggestions without a selection behaviour': answer({ selectionBehavior: undefined }),
  'a deletion of nothing': answer({ suggestions: [{ label: 'x', isRecommended: false, actions: [{ type: 'delete', description: 'x' }] }] }),
  'a creation of nothing': answer({ suggestions: [{ label: 'x', isRecommended: false, actions: [{ type: 'create', description: 'x' }] }] }),
  'a link that leads nowhere': answer({ links: [{ label: 'x', url: 'label.html', type: 'absolute' }] }),
  'a service without a hook': { services: [{ id: 'x', description: 'x' }] },
  'no cards at all': {},
};

test('the models of another client are installed', () => assert.ok(installed, 'run scripts/install'));

test('a sound answer is accepted', () => assert.deepEqual(complaintsAboutAnswers([answer({})]), [[]]));

for (const [what, body] of Object.entries(broken)) {
  test(`refused: ${what}`, () => assert.notDeepEqual(complaintsAboutAnswers([JSON.parse(JSON.stringify(body))])[0], []));
}

const folder = process.env.CONCORD_CDS_ANSWERS;
if (folder) {
  const exchanges = readdirSync(folder).sort().map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')));
  const answers = exchanges.filter(({ what }) => what !== 'feedback').map(({ answer }) => answer);

  test(`every answer of the service is accepted (${answers.length})`, () => {
    const said = complaintsAboutAnswers(answers);
    assert.equal(said.length, answers.length);
    assert.deepEqual(said.flat(), []);
  });

  test('the answers hold cards of every loudness, suggestions of every kind, and what was not checked', () => {
    const cards = answers.flatMap((answer) => answer.cards ?? []);
    const loudness = new Set(cards.map(({ indicator }) => indicator));
    assert.deepEqual([...loudness].sort(), ['critical', 'info', 'warning']);
    const kinds = new Set(cards.flatMap(({ suggestions = [] }) => suggestions.flatMap(({ actions }) => actions.map(({ type }) => type))));
    assert.deepEqual([...kinds].sort(), ['create', 'delete', 'update']);
    assert.ok(cards.some(({ summary }) => summary.startsWith('Not checked: ')));
    for (const answer of answers) assert.ok((answer.cards ?? []).filter(({ indicator }) => indicator === 'critical').length <= 1);
  });

  test('every resource inside a suggestion is accepted by every FHIR validator', () => {
    const actions = answers.flatMap((answer) => answer.cards ?? []).flatMap(({ suggestions = [] }) => suggestions.flatMap((one) => one.actions));
    const resources = actions.map(({ resource }) => resource).filter(Boolean);
    assert.ok(resources.length > 0);
    for (const { name, complaints } of validators) assert.deepEqual(complaints(resources).flat(), [], name);
  });
}
