// What every check of independent packages needs: the program beside it, a folder of its own, and a tally.
'use strict';
const { spawn } = require('node:child_process');
const { createRequire } = require('node:module');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

const freePort = () => new Promise((done) => {
  const s = net.createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => done(port)); });
});

// `depeche ...` until stopped. Its complaints go to our stderr.
function start(binary, ...words) {
  const running = spawn(binary, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  return { stop: () => new Promise((done) => { running.once('exit', done); running.kill(); }) };
}

async function until(answers) {
  const end = Date.now() + 20000;
  for (;;) {
    try { return await answers(); } catch (e) { if (Date.now() > end) throw e; await new Promise((r) => setTimeout(r, 50)); }
  }
}

// The simulated platform in plain HTTP; `control` speaks its control API.
async function sandbox(binary, more = []) {
  const base = `http://127.0.0.1:${await freePort()}`;
  const program = start(binary, 'sandbox', '--no-tls', '--listen', base.slice(7), ...more);
  const control = async (where, body) => {
    const answer = await fetch(`${base}/sandbox/v1${where}`, { method: body ? 'POST' : 'GET', body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${where}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  await until(() => control('/clock'));
  return { base, control, stop: program.stop };
}

class Tally {
  constructor() { this.good = 0; this.failed = 0; }
  // Returns what was answered when it is as it should be, else nothing.
  async check(name, call, holds) {
    let said;
    try {
      said = await call();
      if (holds(said)) { this.good += 1; console.log(`ok      ${name}`); return said; }
    } catch (e) { said = e.stack; }
    this.failed += 1;
    console.log(`FAILED  ${name}: ${typeof said === 'string' ? said : JSON.stringify(said)}`);
    return undefined;
  }
}

function folder() {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'depeche-interop-'));
  return { path: made, remove: () => fs.rmSync(made, { recursive: true, force: true }) };
}

// The packages that scripts/interop put into a folder.
const packagesOf = (where) => createRequire(path.resolve(where, 'package.json'));

module.exports = { freePort, start, until, sandbox, Tally, folder, packagesOf };
