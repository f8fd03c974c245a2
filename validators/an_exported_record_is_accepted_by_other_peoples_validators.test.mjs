// CONCORD_EXPORTS names the exported bundles (separated by spaces); `scripts/test` makes them from the demo practice.
// The broken resources below are the control: a validator that accepts everything would prove nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complaintsAbout, contentsOf, danglingReferences, readBundle, validators } from './validate.mjs';

const observation = {
  resourceType: 'Observation',
  id: 'score',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '44261-6' }] },
  subject: { reference: 'Patient/p' },
  effectiveDateTime: '2026-02-16T09:50:00Z',
  valueInteger: 9,
};
const patient = { resourceType: 'Patient', id: 'p', gender: 'female', birthDate: '1988-02-03' };
const bundleOf = (...resources) => ({ resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) });

test('at least two validators written by others are asked', () => {
  assert.ok(validators.length >= 2, `only ${validators.length} could be loaded`);
});

test('a sound bundle is accepted by every validator', () => {
  assert.deepEqual(complaintsAbout(bundleOf(patient, observation)), []);
});

const broken = {
  'a patient whose gender is no code of the standard': bundleOf({ ...patient, gender: 'lady' }, observation),
  'an observation without a status': bundleOf(patient, { ...observation, status: undefined }),
  'an observation about nothing in particular': bundleOf(patient, { ...observation, code: undefined }),
  'a field that the standard does not know': bundleOf(patient, { ...observation, mood: 'low' }),
  'a contact with neither name nor number (pat-1)': bundleOf({ ...patient, contact: [{ gender: 'female' }] }, observation),
};
// Only the third validator sees these, so they are asked about only where it was installed.
if (validators.length > 2) {
  broken['a value in two types at once'] = bundleOf(patient, { ...observation, valueString: 'nine' });
  broken['a birthday written the other way round'] = bundleOf({ ...patient, birthDate: '03/02/1988' }, observation);
}
for (const [what, bundle] of Object.entries(broken)) {
  test(`refused by somebody: ${what}`, () => {
    assert.notDeepEqual(complaintsAbout(JSON.parse(JSON.stringify(bundle))), []);
  });
}

test('every validator refuses something, so none of them is asleep', () => {
  const everything = Object.values(broken).flatMap((bundle) => complaintsAbout(JSON.parse(JSON.stringify(bundle))));
  const awake = new Set(everything.map(({ validator }) => validator));
  assert.deepEqual([...awake].sort(), validators.map(({ name }) => name).sort());
});

test('a reference to somebody who is not in the bundle is noticed', () => {
  assert.deepEqual(danglingReferences(bundleOf(observation)), ['Observation/score → Patient/p']);
});

for (const path of (process.env.CONCORD_EXPORTS ?? '').split(' ').filter(Boolean)) {
  test(`${path.split('/').at(-1)} is accepted by every validator`, () => {
    const bundle = readBundle(path);
    const contents = contentsOf(bundle);
    assert.equal(contents.Patient, 1, `one patient, not ${JSON.stringify(contents)}`);
    assert.ok(Object.keys(contents).length >= 3, `a record holds more than ${JSON.stringify(contents)}`);
    assert.deepEqual(complaintsAbout(bundle), []);
    assert.deepEqual(danglingReferences(bundle), []);
  });
}
