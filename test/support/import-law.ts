/**
 * The laws of the source tree that a parser can check: which room may import which, which room owns which library, and
 * what only `src/main.ts` and `src/shared` may touch. `src/README.md` gives them in words.
 */
import { builtinModules } from 'node:module';
import { dirname, posix } from 'node:path';
import { parseAst } from 'vitest/node';

export interface Fault {
  readonly file: string;
  readonly line: number;
  readonly law: string;
}

interface Import {
  readonly at: number;
  /** The specifier as written; null where it is worked out at run time. */
  readonly name: string | null;
  readonly typeOnly: boolean;
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string; readonly start: number };

/** A room, or a part of one by its path's beginning; `types` allows `import type` only. */
type Door = { readonly to: string; readonly types?: true };

const to = (...paths: string[]): Door[] => paths.map((path) => ({ to: path }));
const typesOf = (...paths: string[]): Door[] => paths.map((path) => ({ to: path, types: true }));

/** What each room may import of ours, beside itself. A path that ends in `/` stands for everything under it. */
const DOORS: Readonly<Record<string, readonly Door[]>> = {
  'src/shared': [],
  // What core knows of steps, expressions, answers and patterns is what lint judges an author's files by.
  'src/content': [
    ...to('src/shared/', 'src/core/steps/', 'src/core/engine/expressions.ts', 'src/core/understanding/'),
    ...to('src/core/safety/', 'src/core/ports.ts'),
  ],
  'src/insights': [...to('src/shared/'), ...typesOf('src/content/')],
  'src/knowledge': [...to('src/shared/'), ...typesOf('src/content/', 'src/core/ports.ts')],
  'src/core': [...to('src/shared/', 'src/insights/measures.ts'), ...typesOf('src/content/')],
  'src/store': to('src/shared/', 'src/core/ports.ts', 'src/insights/'),
  'src/jobs': to('src/shared/', 'src/core/ports.ts', 'src/insights/'),
  'src/web': to('src/shared/', 'src/core/ports.ts', 'src/insights/'),
  adapters: to('src/shared/', 'src/core/ports.ts', 'src/insights/'),
  // The bench holds the store against plain statements over the same driver.
  'src/cli': [
    ...to('src/shared/', 'src/app.ts', 'src/config.ts', 'src/content/', 'src/core/', 'src/knowledge/'),
    ...to('src/store/baseline.ts'),
  ],
  'src/config.ts': to('src/shared/'),
  'src/app.ts': to('src/', 'adapters/'),
  'src/main.ts': to('src/shared/', 'src/app.ts', 'src/config.ts', 'src/cli/'),
};

/** Which rooms own which library. One that is not named here has no room yet. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  '@electric-sql/pglite': ['src/store'],
  '@expo-google-fonts/noto-sans': ['src/insights'],
  '@fastify/static': ['src/web'],
  '@marcbachmann/cel-js': ['src/core'],
  '@napi-rs/canvas': ['src/insights'],
  '@prisma/adapter-pg': ['src/store'],
  '@prisma/client': ['src/store'],
  '@prisma/schema-engine-wasm': ['src/store'],
  bullmq: ['src/jobs'],
  'chrono-node': ['src/core'],
  'countries-and-timezones': ['src/core'],
  echarts: ['src/insights'],
  fastify: ['src/web'],
  grammy: ['adapters/telegram'],
  'intl-messageformat': ['src/core', 'src/content'],
  ioredis: ['src/jobs'],
  marked: ['src/web', 'adapters/telegram'],
  pg: ['src/store'],
  'pglite-prisma-adapter': ['src/store'],
  pino: ['src/shared'],
  stemmer: ['src/knowledge'],
  'temporal-polyfill': ['src/shared', 'src/content', 'src/core', 'src/store'],
  yaml: ['src/content'],
  zod: ['src/config.ts', 'src/content', 'src/core', 'src/jobs', 'src/web'],
};

/** Rooms that do no I/O at all. */
const PURE: ReadonlySet<string> = new Set(['src/core', 'src/insights']);

const BROWSER = 'src/web/public/';
const LONGEST = 400;

/** `src/core`, `adapters/telegram`, `src/app.ts`: the room that a file is in. */
const roomOf = (path: string): string => path.split('/').slice(0, 2).join('/');

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

function* nodesIn(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const one of value) yield* nodesIn(one);
  } else if (isNode(value)) {
    yield value;
    for (const [key, child] of Object.entries(value)) if (key !== 'type') yield* nodesIn(child);
  }
}

const nameOf = (value: unknown): string | null => {
  if (!isNode(value)) return null;
  if (value.type === 'Identifier') return String(value['name']);
  return value.type === 'Literal' && typeof value['value'] === 'string' ? value['value'] : null;
};

const typeOnly = (node: Node): boolean => {
  if (node['importKind'] === 'type' || node['exportKind'] === 'type' || node.type === 'TSImportType') return true;
  const names: unknown = node['specifiers'];
  return (
    Array.isArray(names) &&
    names.length > 0 &&
    names.every((one: Node) => one['importKind'] === 'type' || one['exportKind'] === 'type')
  );
};

const IMPORTS = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);

const importsIn = (nodes: readonly Node[]): Import[] => {
  // A name worked out at run time may still be a constant of the same file.
  const constants = new Map<string, string>();
  for (const { type, ...node } of nodes) {
    if (type !== 'VariableDeclarator' || !isNode(node['init']) || node['init'].type !== 'Literal') continue;
    const [name, value] = [nameOf(node['id']), nameOf(node['init'])];
    if (name !== null && value !== null) constants.set(name, value);
  }
  return nodes.flatMap((node) => {
    const source = node['source'];
    if (!IMPORTS.has(node.type) || !isNode(source)) return [];
    const name = source.type === 'Identifier' ? (constants.get(String(source['name'])) ?? null) : nameOf(source);
    return [{ at: node.start, name, typeOnly: typeOnly(node) }];
  });
};

/** Where a specifier of ours leads, as a path from the root; null for a library. */
const target = (file: string, name: string): string | null => {
  if (name.startsWith('.')) return posix.join(dirname(file), name);
  if (name.startsWith('#adapters/')) return name.slice(1);
  return name.startsWith('#') ? `src/${name.slice(1)}` : null;
};

const importFault = (file: string, one: Import): string | null => {
  if (one.name === null) return 'an import must name what it imports';
  const room = roomOf(file);
  const path = target(file, one.name);
  if (file.startsWith(BROWSER)) {
    return path?.startsWith(BROWSER) === true
      ? null
      : `a page's script imports only what lies beside it, not ${one.name}`;
  }
  if (path !== null) {
    if (roomOf(path) === room) return null;
    const doors = DOORS[room] ?? DOORS[room.split('/')[0] ?? ''] ?? [];
    const open = doors.filter((door) => (door.to.endsWith('/') ? path.startsWith(door.to) : path === door.to));
    if (open.some((door) => door.types !== true || one.typeOnly)) return null;
    return open.length > 0 ? `${room} may import only types from ${path}` : `${room} may not import ${path}`;
  }
  if (one.name.startsWith('node:')) {
    if (one.name === 'node:process') return 'only src/main.ts reads the process';
    return PURE.has(room) ? `${room} is pure: it may not import ${one.name}` : null;
  }
  if (builtinModules.includes(one.name)) return `write node:${one.name}`;
  const [scope = '', rest = ''] = one.name.split('/');
  const library = scope.startsWith('@') ? `${scope}/${rest}` : scope;
  const owners = OWNERS[library];
  if (owners === undefined)
    return `${library} has no room yet: name the room that owns it in test/support/import-law.ts`;
  return owners.includes(room) ? null : `${library} belongs to ${owners.join(', ')}, not to ${room}`;
};

const memberOf = (node: Node): string => {
  if (node.type !== 'MemberExpression') return '';
  return `${nameOf(node['object']) ?? ''}.${nameOf(node['property']) ?? ''}`;
};

const picks = (node: Node, from: string, name: string): boolean => {
  const pattern = node['id'];
  if (node.type !== 'VariableDeclarator' || nameOf(node['init']) !== from || !isNode(pattern)) return false;
  return [...nodesIn(pattern['properties'])].some((one) => one.type === 'Property' && nameOf(one['key']) === name);
};

/** What this node reaches for that belongs to another place. */
const reachFault = (file: string, node: Node): string | null => {
  const member = memberOf(node);
  if (member === 'process.env' || picks(node, 'process', 'env')) return 'only src/main.ts reads process.env';
  if (member.startsWith('console.')) return 'nothing writes to the console: log, or print through what was handed in';
  if (file.startsWith('src/shared/') || file.startsWith(BROWSER)) return null;
  const bare = Array.isArray(node['arguments']) && node['arguments'].length === 0 && nameOf(node['callee']) === 'Date';
  if (member === 'Date.now' || picks(node, 'Date', 'now') || bare)
    return 'the time comes from the injected clock (src/shared/clock.ts)';
  if (member === 'Math.random' || picks(node, 'Math', 'random')) return 'chance is injected (src/shared/random.ts)';
  const imported = node.type === 'ImportSpecifier' && nameOf(node['imported']) === 'randomUUID';
  if (imported || member.endsWith('.randomUUID')) return 'ids are injected (src/shared/ids.ts)';
  return null;
};

/** Every fault of one file. `file` is its path from the root, with `/`. */
export const faultsOf = (file: string, text: string): Fault[] => {
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const faults: Fault[] = [];
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (lines > LONGEST)
    faults.push({ file, line: lines, law: `no file is longer than ${LONGEST} lines: this one has ${lines}` });
  const nodes = [...nodesIn(parseAst(text, { lang: file.endsWith('.ts') ? 'ts' : 'js' }).body)];
  for (const one of importsIn(nodes)) {
    const law = importFault(file, one);
    if (law !== null) faults.push({ file, line: lineAt(one.at), law });
  }
  if (file !== 'src/main.ts') {
    for (const node of nodes) {
      const law = reachFault(file, node);
      if (law !== null) faults.push({ file, line: lineAt(node.start), law });
    }
  }
  return faults;
};

/** The libraries of the table, so that a test can hold it against package.json. */
export const ownedLibraries: readonly string[] = Object.keys(OWNERS);
