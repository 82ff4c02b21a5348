// WireMock on a free port of 127.0.0.1. The only line on stdout is its address, printed once it is healthy.
//
//   node start.mjs [--until-stdin-ends] [WireMock's own options ...]
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const patience = 60_000;

const build = join(dirname(fileURLToPath(import.meta.url)), 'node_modules', 'wiremock', 'build');
const jar = join(build, readdirSync(build).find(name => name.endsWith('.jar')));
const own = process.argv.slice(2).filter(argument => argument !== '--until-stdin-ends');

// WireMock makes two folders in its root; nothing of it shall stay.
const root = mkdtempSync(join(tmpdir(), 'cdshooks-wiremock-'));

// It serves a few dozen requests, so the start counts and the speed after it does not. Eleven answers of many megabytes at once take memory.
const quickStart = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx2g'];

// --logged-response-body-size-limit (kB): the journal would keep every answer, those of many megabytes too, and nobody asks for them.
// --preserve-host-header: a server behind a proxy stub makes its links from the address that the client called.
const options = ['--port', '0', '--bind-address', '127.0.0.1', '--disable-banner', '--container-threads', '128', '--preserve-host-header', 'true', '--logged-response-body-size-limit', '64', '--root-dir', root];
const java = spawn('java', [...quickStart, '-jar', jar, ...options, ...own], { stdio: ['ignore', 'pipe', 'inherit'] });

const startLines = [];
let isStarted = false;

java.on('error', error => leave(`java did not start: ${error.message}`));
java.on('close', () => leave(isStarted ? '' : `WireMock did not start:\n${startLines.join('\n')}`));

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => java.kill());
}

if (process.argv.includes('--until-stdin-ends')) {
  process.stdin.resume().on('end', () => java.kill());
}

for await (const line of createInterface({ input: java.stdout })) {
  if (isStarted) {
    continue;
  }

  startLines.push(line);
  const port = /^port:\s+(\d+)$/.exec(line)?.[1];
  if (port !== undefined) {
    isStarted = true;
    const address = `http://127.0.0.1:${port}`;
    await healthy(`${address}/__admin/health`);
    console.log(address);
  }
}

function leave(problem) {
  rmSync(root, { recursive: true, force: true });
  if (problem !== '') {
    console.error(problem);
  }

  process.exit(problem === '' ? 0 : 1);
}

async function healthy(url) {
  const end = Date.now() + patience;
  while (!(await fetch(url).catch(() => undefined))?.ok) {
    if (Date.now() > end) {
      java.kill();
      leave('WireMock did not become healthy');
    }

    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
