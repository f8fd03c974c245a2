// A demo practice for one test file: its own copy of an invented database, its own port, its own end.

import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** The program under test. `scripts/test` names the one it built; by hand, the last build there is. */
export const program =
  process.env.CONCORD_BIN ??
  ['release', 'debug'].map((profile) => join(process.env.CARGO_TARGET_DIR ?? join(repository, 'target'), profile, 'concord')).find(existsSync);

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/**
 * Starts the demo on a database file and waits until it answers: `starts` sets its clock to an hour, `sends` is the program
 * that is to send its messages.
 */
async function start(database, { starts, sends } = {}) {
  if (!program) throw new Error('No program to test: build it (cargo build --release -p concord) or name it in CONCORD_BIN.');
  const port = await freePort();
  const more = [...(starts ? ['--starts', starts] : []), ...(sends ? ['--message-command', sends] : [])];
  const child = spawn(program, ['demo', '--port', String(port), '--database', database, ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (bytes) => { said += bytes; });
  child.stderr.on('data', (bytes) => { said += bytes; });
  const ended = new Promise((done) => child.once('exit', done));
  let alive = true;
  ended.then(() => { alive = false; });
  const url = `http://127.0.0.1:${port}`;
  for (const deadline = Date.now() + 180_000; ; await pause(50)) {
    if (!alive) throw new Error(`The demo ended before it answered. It said:\n${said}`);
    if (Date.now() > deadline) { child.kill('SIGKILL'); throw new Error(`The demo did not answer in three minutes. It said:\n${said}`); }
    const answer = await fetch(`${url}/healthz`).catch(() => null);
    // It answers a moment before what it printed has come through the pipe.
    if (answer?.ok && Object.keys(signInsIn(said)).length > 0) break;
  }
  const stop = async () => { child.kill('SIGTERM'); const forced = setTimeout(() => child.kill('SIGKILL'), 10_000); await ended; clearTimeout(forced); };
  return { url, said: () => said, stop, child };
}

/** The sign-ins that the demo prints, one line for each role: `role  name  password`, two or more spaces between. */
export function signInsIn(said) {
  const found = {};
  for (const line of said.split('\n')) {
    const parts = line.trim().split(/\s{2,}/);
    if (parts.length >= 3 && /@|^[a-z0-9._-]+$/i.test(parts[1])) found[parts[0].toLowerCase().replaceAll('_', ' ')] ??= { login: parts[1], password: parts[2] };
  }
  return found;
}

/** Copies a closed SQLite database with whatever stands beside it. */
function copyDatabase(from, to) {
  for (const name of readdirSync(dirname(from))) {
    if (name.startsWith(basename(from))) copyFileSync(join(dirname(from), name), to + name.slice(basename(from).length));
  }
}

/** An invented practice is made once for a build and copied for each file, so no journey sees another's traces. */
async function template() {
  const given = process.env.CONCORD_DEMO_DATABASE;
  if (given) return given;
  const folder = join(repository, 'journeys', 'output', `demo-${Math.round(statSync(program).mtimeMs)}`);
  const path = join(folder, 'demo.db');
  if (existsSync(path)) return path;
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  const demo = await start(join(fresh, 'demo.db'));
  await demo.stop();
  try { renameSync(fresh, folder); } catch { rmSync(fresh, { recursive: true, force: true }); } // another file was first
  return path;
}

/**
 * Opens a practice of one's own. `again` ends the program and starts it on the same records, at another hour if one is
 * named; `stop` closes it and leaves nothing behind.
 */
export async function openPractice(options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'concord-practice-'));
  const database = join(folder, 'practice.db');
  copyDatabase(await template(), database);
  let demo = await start(database, options);
  return {
    get url() { return demo.url; },
    database,
    signIns: signInsIn(demo.said()),
    again: async (changed = {}) => { await demo.stop(); demo = await start(database, { ...options, ...changed }); },
    stop: async () => { await demo.stop(); rmSync(folder, { recursive: true, force: true }); },
  };
}
