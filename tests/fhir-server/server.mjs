// A FHIR R4 server in memory on 127.0.0.1, for tests. Its only line on stdout is its base address.
//
//   node server.mjs [--port N] [--token X] [--until-stdin-ends]
//
// Beside FHIR, under /fhir:
//   GET    /__requests   what was asked since the last DELETE: method, path, query, form, whether there was an Authorization
//   DELETE /__requests   forgets it
//   PUT    /__token      from now on the body is the bearer token that every FHIR request must carry; empty: none
//   DELETE /__resources  forgets every resource
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { FhirApi } from './fhir.mjs';

const { values: options } = parseArgs({
  options: { port: { type: 'string', default: '0' }, token: { type: 'string' }, 'until-stdin-ends': { type: 'boolean', default: false } },
});

const api = new FhirApi();
let requests = [];
let token = options.token ?? '';

const server = createServer(async (request, response) => {
  try {
    const { status, body, headers } = await answer(request, await text(request));
    const bytes = body === undefined ? '' : Buffer.from(JSON.stringify(body));
    response.writeHead(status, { 'Content-Type': 'application/fhir+json; charset=utf-8', 'Content-Length': bytes.length, ...headers });
    response.end(bytes);
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
});

// An idle connection is left to the client: closing it would race with its next request.
server.keepAliveTimeout = 0;
server.listen(Number(options.port), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/fhir`));

if (options['until-stdin-ends']) {
  process.stdin.resume().on('end', () => process.exit(0));
}

async function answer(request, body) {
  const base = `http://${request.headers.host}`;
  const url = new URL(request.url, base);
  const { method } = request;
  switch (`${method} ${url.pathname}`) {
    case 'GET /__requests':
      return { status: 200, body: requests, headers: { 'Content-Type': 'application/json' } };
    case 'DELETE /__requests':
      requests = [];
      return { status: 204 };
    case 'PUT /__token':
      token = body;
      return { status: 204 };
    case 'DELETE /__resources':
      api.clear();
      return { status: 204 };
  }

  const isForm = /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '');
  const { authorization } = request.headers;
  requests.push({ method, path: url.pathname, query: url.search.slice(1), form: isForm ? body : '', hasAuthorization: authorization !== undefined });

  if (!url.pathname.startsWith('/fhir/')) {
    return failure(404, 'not-found', 'Resources stand under /fhir');
  }

  if (token !== '' && authorization !== `Bearer ${token}`) {
    return { ...failure(401, 'login', 'A bearer token is needed'), headers: { 'WWW-Authenticate': 'Bearer' } };
  }

  let resource;
  try {
    resource = isForm || body === '' ? undefined : JSON.parse(body);
  } catch {
    return failure(400, 'structure', 'The body is not JSON');
  }

  const form = isForm ? new URLSearchParams(body) : undefined;
  return await api.answer({ method, path: url.pathname.slice('/fhir/'.length), query: url.searchParams, form, body: resource, base: `${base}/fhir` });
}

function failure(status, code, diagnostics) {
  return { status, body: { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, diagnostics }] } };
}

async function text(request) {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }

  return Buffer.concat(chunks).toString('utf8');
}
