// The words that tell what somebody is treated for: every medicine, therapy, practice and questionnaire that the
// program knows, under each of its names, and the plain words of the field.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const knowledge = fileURLToPath(new URL('../../knowledge/', import.meta.url));

function namesIn(folder) {
  return readdirSync(knowledge + folder).filter((name) => name.endsWith('.toml')).flatMap((file) => {
    const head = readFileSync(`${knowledge}${folder}/${file}`, 'utf8').split(/^\[/m)[0];
    const one = (field) => [...head.matchAll(new RegExp(`^${field} = "(.+)"`, 'gm'))].map(([, name]) => name);
    const many = [...head.matchAll(/^(?:brands|aliases) = \[(.*)\]/gm)].flatMap(([, list]) => [...list.matchAll(/"(.+?)"/g)].map(([, name]) => name));
    return [...one('name'), ...one('short_name'), ...many];
  });
}

const plain = [
  'depress', 'anxi', 'bipolar', 'psychosis', 'schizo', 'suicid', 'self-harm', 'diagnos', 'symptom', 'medicine', 'medication', 'dose',
  'side effect', 'remission', 'relapse', 'homework', 'severity', 'score', 'talking therapy', 'couple', 'safety plan', 'mg',
];

const names = ['substances', 'therapies', 'practices', 'instruments'].flatMap(namesIn);
// Words that the desk's own work needs: a family name, a class that is booked as one; and a therapy's short name that is also
// the initials of one who works there.
const everyday = new Set(['exercise', 'family', 'ba']);

/** Those clinical words that stand in a text, as whole words or as the beginning of one. */
export function clinicalWordsIn(text) {
  const escaped = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const found = [...names, ...plain].filter((word) => !everyday.has(word.toLowerCase()) && word.length > 1).filter((word) => {
    const whole = word === 'mg' || word.length < 4 ? `\\b${escaped(word)}\\b` : `\\b${escaped(word)}`;
    return new RegExp(whole, word === word.toUpperCase() ? '' : 'i').test(text);
  });
  return [...new Set(found)];
}
