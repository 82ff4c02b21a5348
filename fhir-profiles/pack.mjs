// Makes the FHIR package of this folder: a .tgz that FHIR tools install. They look for resources directly in `package` and for
// examples in `package/examples`, each with an index, and in no other folder: so the folders here are laid flat.
//
//   node fhir-profiles/pack.mjs [folder for the .tgz]
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const about = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
const target = resolve(process.argv[2] ?? '.', `${about.name}-${about.version}.tgz`);
const stage = mkdtempSync(join(tmpdir(), 'fhir-package-'));
const index = { package: [], 'package/examples': [] };

try {
  mkdirSync(join(stage, 'package', 'examples'), { recursive: true });
  cpSync(join(here, 'package.json'), join(stage, 'package', 'package.json'));
  cpSync(join(here, 'README.md'), join(stage, 'package', 'README.md'));
  const files = readdirSync(here, { recursive: true }).filter(file => file.endsWith('.json') && file !== 'package.json');
  for (const file of files.sort()) {
    const folder = dirname(file) === 'examples' ? 'package/examples' : 'package';
    const copy = join(stage, folder, basename(file));
    if (existsSync(copy)) {
      throw new Error(`${file}: another file of the package has this name.`);
    }

    cpSync(join(here, file), copy);
    const { resourceType, id, url, version, kind, type } = JSON.parse(readFileSync(copy, 'utf8'));
    index[folder].push({ filename: basename(file), resourceType, id, url, version, kind, type: typeof type === 'string' ? type : undefined });
  }

  for (const [folder, entries] of Object.entries(index)) {
    writeFileSync(join(stage, folder, '.index.json'), JSON.stringify({ 'index-version': 1, files: entries }, null, 2) + '\n');
  }

  execFileSync('tar', ['-czf', target, '-C', stage, 'package']);
  console.log(`${target}: ${index.package.length} resources, ${index['package/examples'].length} examples`);
} finally {
  rmSync(stage, { recursive: true });
}
