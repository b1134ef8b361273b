import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { TidemarkError } from '#shared/errors.ts';
import type { LogFields, Logger } from '#shared/logger.ts';
import { silentLogger } from '#shared/logger.ts';
import type { Health } from '#web/routes/health-ready.ts';
import { createWebServer } from '#web/server.ts';
import { type House, type HouseOptions, openHouse } from './house.ts';
import { Visitor } from './visitor.ts';

const open: House[] = [];
const house = async (options: HouseOptions = {}): Promise<House> => {
  const opened = await openHouse(options);
  open.push(opened);
  return opened;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((opened) => opened.stop()));
});

/** `fetch` always sends the true Host; an attacker's browser does not. */
const statusWith = (
  port: number,
  headers: Record<string, string>,
  path = '/health/live',
  method = 'GET',
): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end();
  });

const allWell = (): Health => ({ ready: true, parts: { database: 'ok', telegram: 'off' } });

test('an operator sees that it serves, and whether it is ready, part by part', async () => {
  let state: () => Health = allWell;
  const { url } = await house({ health: async () => state() });

  const ready = await fetch(`${url}/health/ready`);
  expect([ready.status, await ready.json()]).toEqual([
    200,
    { ready: true, parts: { database: 'ok', telegram: 'off' } },
  ]);

  state = () => ({ ready: false, parts: { database: 'failing' } });
  const failing = await fetch(`${url}/health/ready`);
  expect([failing.status, await failing.json()]).toEqual([503, { ready: false, parts: { database: 'failing' } }]);

  // A check that breaks is no reason to call the process dead: it still serves.
  state = () => {
    throw new Error('secret detail');
  };
  const broken = await fetch(`${url}/health/ready`);
  expect([broken.status, await broken.text()]).toEqual([503, '{"ready":false,"parts":{}}']);
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
});

test('a taken port is named, with what to do about it', async () => {
  const first = await house();
  const second = await createWebServer({
    host: '127.0.0.1',
    port: first.port,
    playground: null,
    health: async () => ({ ready: true, parts: {} }),
    logger: silentLogger,
    publicUrl: null,
  });
  const fault = await second.start().catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(TidemarkError);
  expect(fault).toMatchObject({ code: 'PORT_IN_USE', message: expect.stringContaining(String(first.port)) });
  expect(fault).toMatchObject({ mend: expect.stringContaining('PORT=') });
  await second.stop();
});

test('without a playground there is no chat page, only the health routes', async () => {
  const web = await createWebServer({
    host: '127.0.0.1',
    port: 0,
    playground: null,
    health: async () => ({ ready: true, parts: {} }),
    logger: silentLogger,
    publicUrl: null,
  });
  const url = await web.start();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(`${url}/`)).status).toBe(404);
  expect((await fetch(`${url}/playground/events`)).status).toBe(404);
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  await web.stop();
});

test('a stop is not held up by a connection that a browser opened and never used', async () => {
  const opened = await openHouse();
  const socket = connect(opened.port, '127.0.0.1');
  await once(socket, 'connect');
  // A request on another connection makes sure that the server has accepted this one too.
  expect((await fetch(`${opened.url}/health/live`)).status).toBe(200);
  const ended = once(socket, 'close');
  socket.resume();
  await opened.stop();
  await ended;
});

test('an unknown address answers in plain words', async () => {
  const { url } = await house();
  const answer = await fetch(`${url}/wp-login.php`);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toBe('There is nothing at this address. The chat is on the front page.\n');
});

test('every answer forbids foreign scripts, framing, sniffing and referrers', async () => {
  const { url } = await house();
  for (const path of ['/', '/page.js', '/nothing-here', '/health/live', '/playground/messages']) {
    const { headers } = await fetch(`${url}${path}`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy, path).toContain("default-src 'none'");
    expect(policy, path).toContain("script-src 'self'");
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy, path).not.toContain('unsafe');
    expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    expect(headers.get('referrer-policy'), path).toBe('no-referrer');
  }
  // The event stream is written past the usual way of answering, so it is looked at by itself.
  const leave = new AbortController();
  const stream = await fetch(`${url}/playground/events`, { signal: leave.signal });
  expect(stream.headers.get('content-security-policy')).toContain("default-src 'none'");
  leave.abort();
});

test('the page names no script, style or picture from elsewhere', async () => {
  const { url } = await house();
  const page = await (await fetch(`${url}/`)).text();
  const sources = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source ?? '');
  const loaded = sources.filter((source) => !source.startsWith('https://findahelpline.com') && !source.startsWith('#'));
  expect(loaded.length).toBeGreaterThan(2);
  for (const source of loaded) {
    expect(source).not.toMatch(/^(?:[a-z]+:|\/\/)/i);
    expect((await fetch(`${url}/${source}`)).status, source).toBe(200);
  }
  expect(page).not.toMatch(/<style|style=|\son[a-z]+=|<script(?![^>]*src=)/i);
});

test('a name that someone else points at this machine is refused (DNS rebinding)', async () => {
  const { port } = await house();
  expect(await statusWith(port, { host: `evil.example:${port}` })).toBe(403);
  expect(await statusWith(port, { host: `127.0.0.1.evil.example:${port}` })).toBe(403);
  // Without a public address there is no public name.
  expect(await statusWith(port, { host: 'tidemark.example' })).toBe(403);
  for (const name of ['localhost', '127.0.0.1', '[::1]'])
    expect(await statusWith(port, { host: `${name}:${port}` })).toBe(200);
});

// The usual way: a proxy on the same machine takes the world's requests and hands them on with the name they came for.
test('behind a reverse proxy on the same machine it answers to its public name, and to its page alone', async () => {
  const { port } = await house({ publicUrl: 'https://tidemark.example' });
  const home = { host: 'tidemark.example', origin: 'https://tidemark.example' };
  expect(await statusWith(port, { host: 'tidemark.example' }, '/')).toBe(200);
  expect(await statusWith(port, home, '/')).toBe(200);
  expect(await statusWith(port, home, '/playground/ack', 'POST')).toBe(400);
  // Some proxies ask under the inner name, and leave the page's own origin as it is.
  expect(await statusWith(port, { ...home, host: `127.0.0.1:${port}` }, '/')).toBe(200);
  expect(await statusWith(port, { host: `localhost:${port}` }, '/')).toBe(200);

  expect(await statusWith(port, { host: 'evil.example' }, '/')).toBe(403);
  expect(await statusWith(port, { host: 'tidemark.example.evil.example' }, '/')).toBe(403);
  expect(await statusWith(port, { ...home, origin: 'https://evil.example' }, '/playground/ack', 'POST')).toBe(403);
  expect(await statusWith(port, { ...home, origin: 'null' }, '/playground/ack', 'POST')).toBe(403);
  // A cluster's probes by a bare address are for servers that listen to the world.
  expect(await statusWith(port, { host: `10.1.2.3:${port}` }, '/health/ready')).toBe(403);
});

test('nothing that is answered to one person is kept by a cache, and an update of the page arrives at once', async () => {
  const { url, port } = await house({ clockControl: { now: () => 0, moveTo: async () => {} } });
  for (const path of ['/health/ready', '/playground/clock', '/playground/files/none', '/nothing-here'])
    expect((await fetch(`${url}${path}`)).headers.get('cache-control'), path).toBe('no-store');
  for (const path of ['/', '/page.js', '/talk.css']) {
    const first = await fetch(`${url}${path}`);
    expect(first.headers.get('cache-control'), path).toBe('no-cache');
    // Asked for anew each time, and sent anew only where it has changed.
    const tag = first.headers.get('etag') ?? '';
    expect(await statusWith(port, { host: `127.0.0.1:${port}`, 'if-none-match': tag }, path), path).toBe(304);
  }
});

test('a server that listens to the world also answers to its public name, and to probes', async () => {
  const { port } = await house({ host: '0.0.0.0', publicUrl: 'https://tidemark.example' });
  expect(await statusWith(port, { host: 'tidemark.example' }, '/')).toBe(200);
  expect(await statusWith(port, { host: 'tidemark.example', origin: 'https://tidemark.example' }, '/')).toBe(200);
  expect(await statusWith(port, { host: `localhost:${port}` }, '/')).toBe(200);
  expect(await statusWith(port, { host: 'evil.example' }, '/')).toBe(403);
  expect(await statusWith(port, { host: `10.1.2.3:${port}` }, '/health/ready')).toBe(200);
  expect(await statusWith(port, { host: `10.1.2.3:${port}` }, '/playground/clock')).toBe(403);
});

test("another site's page can't speak for the person (CSRF)", async () => {
  const opened = await house();
  const visitor = new Visitor(opened.url);
  const write = (headers: Record<string, string>) =>
    visitor.post('/playground/messages', { id: 'a', text: 'hi' }, headers);
  expect((await write({ origin: 'https://evil.example' })).status).toBe(403);
  expect((await write({ origin: 'null' })).status).toBe(403);
  // Another program on this machine is another origin too.
  expect((await write({ origin: `http://127.0.0.1:${opened.port + 1}` })).status).toBe(403);
  expect((await write({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect(opened.heard).toEqual([]);
  expect((await write({ origin: opened.url, 'sec-fetch-site': 'same-origin' })).status).toBe(202);
  expect(opened.heard).toHaveLength(1);
});

test('the log tells what was served, and nothing of who said what', async () => {
  const lines: string[] = [];
  const write = (fields: LogFields, message: string): void => void lines.push(JSON.stringify([fields, message]));
  const logger: Logger = { error: write, warn: write, info: write, debug: write };
  const opened = await house({
    logger,
    receive: async (heard) => {
      if (heard.text.includes('break')) throw new Error(`could not read: ${heard.text}`);
    },
  });
  const visitor = new Visitor(opened.url);
  await visitor.say('m1', 'a secret sentence');
  await visitor.say('m2', 'please break on this secret');
  await visitor.ask('/playground/files/secret-token');
  await visitor.ask('/secret?secret=1');
  const log = lines.join('\n');
  expect(log).toContain('"route":"/playground/messages","status":202');
  expect(log).toContain('"status":503');
  expect(log).not.toContain('secret');
  const [first] = opened.heard;
  expect(log).not.toContain(first?.from.accountId);
});
