// Checks the structure of FHIR R4 resources with the npm package "fhir", which is not ours, and that our profiles constrain elements
// that R4 has. One line per fault; exit code 0 without faults, 1 with some or with nothing to check.
//
//   node check.mjs [file or folder ...]     without arguments: the rules and the golden cases of this repository
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import fhir from 'fhir';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const shipped = ['fhir-profiles', 'tests/cases', 'tests/second-procedure'].map(folder => join(root, folder));

// Not resources: the package's own description, the discovery document, what a golden case expects, and what is said of all cases.
const notResources = new Set([
  'package.json', 'cds-services.json', 'expected.json', 'response.json', 'variants.json', 'coverage.json', 'mutations.json',
]);

// What the package says of resources that are right.
const excused = [
  {
    severity: 'warning',
    message: /^Code .* not found in value set$/,
    reason: 'Where a binding is required this is an error. Elsewhere other codes are allowed, and the package holds the codes of few sets.',
  },
  {
    severity: 'info',
    message: /^Value set ".*" could not be found\.$/,
    reason: "The package holds a part of HL7's value sets only.",
  },
];

const validator = new fhir.Fhir();
const types = validator.parser.parsedStructureDefinitions;

function* jsonFiles(path) {
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }

  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) {
      yield* jsonFiles(inner);
    } else if (entry.name.endsWith('.json') && !notResources.has(entry.name)) {
      yield inner;
    }
  }
}

/** The resources in a file: the file itself, or the orders and the sets of a CDS Hooks call. */
function* resources(file, json) {
  if (basename(file) !== 'request.json') {
    yield ['', json];
    return;
  }

  yield ['context.draftOrders: ', json.context?.draftOrders];
  for (const [key, set] of Object.entries(json.prefetch ?? {})) {
    if (set !== null) {
      yield [`prefetch.${key}: `, set];
    }
  }
}

function structureFaults(resource) {
  let messages;
  try {
    ({ messages } = validator.validate(resource, { errorOnUnexpected: true }));
  } catch {
    return [`${resource.resourceType}: An element has the wrong JSON kind, so that the package cannot go on.`];
  }

  return messages
    .filter(said => !excused.some(known => known.severity === said.severity && known.message.test(said.message)))
    .map(said => `${said.location || resource.resourceType}: ${said.message}`);
}

/** The elements of a profile that R4 does not have, or that are not named as FHIR names them. */
function profileFaults(profile) {
  const elements = profile.differential?.element ?? [];
  return elements
    .filter(element => element.id.replaceAll(/:[^.]+/g, '') !== element.path || !exists(profile.type, element, elements))
    .map(element => `${element.id}: ${profile.type} has no such element`);
}

function exists(type, element, elements) {
  const [first, ...steps] = element.id.split('.');
  let members = types[type]?._properties;
  for (const [index, step] of steps.entries()) {
    const [name, slice] = step.split(':');
    const isChoice = name.endsWith('[x]');
    const found = (members ?? []).filter(member => (isChoice ? member._choice === name.slice(0, -3) : member._name === name));
    if (first !== type || found.length === 0) {
      return false;
    }

    const taken = isChoice ? chosen(found, slice, elements, [type, ...steps.slice(0, index + 1)].join('.')) : found[0];
    members = taken?._properties ?? types[taken?._type]?._properties;
  }

  return true;
}

/** The type that a choice has come down to: by the slice's name, else the only one that the profile allows. */
function chosen(members, slice, elements, id) {
  const allowed = elements.find(element => element.id === id)?.type ?? [];
  return members.find(member => (slice ? member._name === slice : allowed.length === 1 && member._type === allowed[0].code));
}

let checked = 0;
let faults = 0;
const report = (file, fault) => {
  faults += 1;
  console.log(`${relative(root, file)}: ${fault}`);
};

const paths = process.argv.length > 2 ? process.argv.slice(2).map(path => resolve(path)) : shipped;
for (const file of paths.flatMap(path => [...jsonFiles(path)])) {
  let json;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    report(file, 'This is not JSON.');
    continue;
  }

  for (const [place, resource] of resources(file, json)) {
    checked += 1;
    if (typeof resource?.resourceType !== 'string') {
      report(file, `${place}A FHIR resource with a resourceType is expected.`);
      continue;
    }

    const found = structureFaults(resource);
    if (resource.resourceType === 'StructureDefinition') {
      found.push(...profileFaults(resource));
    }

    found.forEach(fault => report(file, place + fault));
  }
}

console.log(`${checked} resources and bundles checked, ${faults} faults`);
process.exitCode = checked > 0 && faults === 0 ? 0 : 1;
