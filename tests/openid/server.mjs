// An OpenID Connect provider in memory on 127.0.0.1, for tests. Its only line on stdout is its issuer address.
//
//   node server.mjs [--port N] [--tls-certificate FILE --tls-key FILE] [--until-stdin-ends]
//
// One client, "cdshooks" with the secret "only-for-tests", whose callback is /sign-in on any port of this machine. Whoever types a
// name below is signed in, without a password; any other name is refused.
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { readFileSync } from 'node:fs';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Provider } from 'oidc-provider';

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'tls-certificate': { type: 'string' },
    'tls-key': { type: 'string' },
    'until-stdin-ends': { type: 'boolean', default: false },
  },
});

const people = {
  riley: { name: 'Riley Reader', roles: ['cds-readers', 'nurses'] },
  edda: { name: 'Edda Editor', roles: ['cds-rule-editors'] },
  nora: { name: 'Nora Nurse', roles: ['nurses'] },
};

const isTls = options['tls-certificate'] !== undefined;
const server = isTls
  ? createTlsServer({ cert: readFileSync(options['tls-certificate']), key: readFileSync(options['tls-key']) })
  : createServer();
server.keepAliveTimeout = 0;
server.listen(Number(options.port), '127.0.0.1', () => {
  const issuer = `${isTls ? 'https' : 'http'}://${isTls ? 'localhost' : '127.0.0.1'}:${server.address().port}`;
  server.on('request', answering(issuer));
  console.log(issuer);
});

if (options['until-stdin-ends']) {
  process.stdin.resume().on('end', () => process.exit(0));
}

function answering(issuer) {
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'cdshooks', client_secret: 'only-for-tests', redirect_uris: ['https://cds.example/sign-in'], response_types: ['code'], grant_types: ['authorization_code'] }],
    jwks: { keys: [{ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), kid: 'test', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    claims: { openid: ['sub'], profile: ['name'], roles: ['roles'] },
    scopes: ['openid', 'profile', 'roles'],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => Object.hasOwn(people, id) ? { accountId: id, claims: () => ({ sub: id, ...people[id] }) } : undefined,
    // Nobody is asked for consent: the hospital has given it.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid profile roles');
      await grant.save();
      return grant;
    },
  });

  // Tests start services on free ports.
  provider.Client.prototype.redirectUriAllowed = (uri) => /^https?:\/\/(127\.0\.0\.1|localhost):\d+\/sign-in$/.test(uri);
  const answer = provider.callback();
  return (request, response) => request.url.startsWith('/interaction/') ? interact(provider, request, response) : answer(request, response);
}

async function interact(provider, request, response) {
  try {
    if (request.method === 'GET') {
      await provider.interactionDetails(request, response);
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
      response.end('<!DOCTYPE html><html lang="en"><title>Sign in</title><main><h1>Hospital sign-in</h1><form method="post">'
        + '<label>Name <input name="login" autofocus></label> <button>Sign in</button> <button name="cancel" value="1">Cancel</button></form></main></html>');
      return;
    }

    let body = '';
    for await (const part of request) body += part;
    const form = new URLSearchParams(body);
    const name = form.get('login') ?? '';
    await provider.interactionFinished(request, response, form.has('cancel') || !Object.hasOwn(people, name)
      ? { error: 'access_denied', error_description: 'Nobody signed in.' }
      : { login: { accountId: name } });
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
}
