import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import packageJson from '../package.json' with { type: 'json' };
import { settings } from '../src/config.ts';

const root = new URL('..', import.meta.url).pathname;
const read = (path: string): string => readFileSync(root + path, 'utf8');

const SETTINGS = Object.keys(settings.shape);

/** What holds when a setting is left out, as a person would write it; null where nothing does. */
const defaultOf = (setting: z.ZodType): string | null => {
  const { data } = setting.safeParse(undefined);
  return typeof data === 'string' || typeof data === 'number' ? String(data) : null;
};

const lockPackage = z.object({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().default(false),
  devOptional: z.boolean().default(false),
  optional: z.boolean().default(false),
  os: z.array(z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});
const lock = z
  .object({ packages: z.record(z.string(), lockPackage) })
  .parse(JSON.parse(read('package-lock.json'))).packages;
const locked = Object.entries(lock).filter(([path]) => path !== '');

describe('whoever installs this gets what was tested', () => {
  it('every dependency of package.json is one exact version', () => {
    const asked = { ...packageJson.dependencies, ...packageJson.devDependencies };
    expect(Object.entries(asked).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/u.test(version))).toEqual([]);
  });

  it('the lockfile names no address, so that it works with any registry', () => {
    expect(locked.filter(([, one]) => one.resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  it('every locked package has its version and its checksum', () => {
    expect(locked.filter(([, one]) => one.version === undefined).map(([path]) => path)).toEqual([]);
    // Packages for other systems are never installed here, and a registry may not hold them.
    expect(
      locked.filter(([, one]) => one.integrity === undefined && one.os === undefined).map(([path]) => path),
    ).toEqual([]);
  });

  // Else `npm ci` refuses the lockfile ("Missing: … from lock file"), and nobody can install at all.
  it('the lockfile holds the optional packages of every system', () => {
    const isLocked = (from: string, name: string): boolean => {
      const at = from === '' ? '' : `${from}/`;
      return (
        `${at}node_modules/${name}` in lock ||
        (from !== '' && isLocked(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name))
      );
    };
    const missing = locked.flatMap(([path, { optionalDependencies }]) =>
      Object.keys(optionalDependencies).filter((name) => !isLocked(path, name)),
    );
    expect(missing).toEqual([]);
  });
});

describe('whoever passes this on may do so', () => {
  const FREE = new Set([
    'MIT',
    'ISC',
    'Apache-2.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    '0BSD',
    'BlueOak-1.0.0',
    'CC0-1.0',
    'OFL-1.1',
    'Python-2.0',
    'Unlicense',
  ]);

  it('every package that runs in production has a licence that asks for no more than its notice', () => {
    const production = locked.filter(([, { dev, devOptional }]) => !dev && !devOptional);
    expect(production.length).toBeGreaterThan(Object.keys(packageJson.dependencies).length);
    expect(
      production
        // Where several hold at once (a font in a package), each of them must be free.
        .filter(([, { license }]) => !(license ?? 'none').split(' AND ').every((one) => FREE.has(one)))
        .map(([path, { license }]) => `${path}: ${license}`),
    ).toEqual([]);
  });

  it('the project says its own', () => {
    expect(packageJson.license).toBe('MIT');
    expect(read('LICENSE')).toMatch(/^MIT License\n\nCopyright \(c\) 2026 Tidemark contributors\n/u);
  });
});

describe('the README is true', () => {
  const readme = read('README.md');

  it('its table of settings is what the program reads, with the same defaults and meanings', () => {
    const expected = Object.entries(settings.shape).map(
      ([name, setting]) =>
        `| \`${name}\` | ${defaultOf(setting) === null ? '–' : `\`${defaultOf(setting)}\``} | ${setting.description} |`,
    );
    expect(readme.split('\n').filter((line) => /^\| `[A-Z][A-Z_]+` \|/u.test(line))).toEqual(expected);
  });

  it.each([
    'README.md',
    '.github/CONTRIBUTING.md',
    'src/README.md',
    'adapters/README.md',
    'test/README.md',
    'prisma/README.md',
  ])('every file that %s names is there', (path) => {
    const text = read(path);
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
    const linked = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#]+)/gu)].map(
      ([, link]) => new URL(link ?? '', `file://${root}${folder}`).pathname,
    );
    const named = [...text.matchAll(/`((?:src|adapters|flows|prisma|test|\.ci|\.github)\/[\w./-]*)`/gu)].map(
      ([, name]) => root + name,
    );
    expect([...linked, ...named].filter((file) => !existsSync(file))).toEqual([]);
  });

  it.each(['README.md', '.github/CONTRIBUTING.md', 'test/README.md', 'prisma/README.md'])(
    'every command that %s gives exists',
    (path) => {
      const commands = [...read(path).matchAll(/npm run (?:-s )?([\w:]+)/gu)].map(([, name]) => name ?? '');
      expect(commands.filter((name) => !(name in packageJson.scripts))).toEqual([]);
    },
  );

  it('it counts the topics that can be answered', () => {
    const articles = readdirSync(`${root}flows/articles/en`).filter((name) => name.endsWith('.md'));
    expect(readme).toContain(`${articles.length} topics`);
  });

  it('its tree shows every room, and no room that is gone', () => {
    const rooms = readdirSync(`${root}src`, { withFileTypes: true })
      .filter(({ name }) => name !== 'README.md')
      .map((entry) => `src/${entry.name}${entry.isDirectory() ? '/' : ''}`);
    const tree = /```\nsrc\/\n([\s\S]*?)```/u.exec(readme)?.[1] ?? '';
    const shown = [...tree.matchAll(/^ {2}([\w.-]+\/?)\s/gmu)].map(([, name]) => `src/${name}`);
    expect(shown.toSorted()).toEqual(rooms.toSorted());
  });
});

describe('whoever edits what is said is helped by their editor', () => {
  const schemaOf = (path: string): string => {
    if (path.endsWith('.flow.yaml')) return 'flow';
    if (path.endsWith('/words.yaml')) return 'words';
    if (path.startsWith('locales/')) return 'texts';
    if (path === 'withdrawn.yaml') return 'withdrawn';
    return path.startsWith('safety/lexicon/') ? 'lexicon' : 'lines';
  };
  const files = readdirSync(`${root}flows`, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.yaml'),
  );

  it('every YAML file under flows/ names its own schema in its first line', () => {
    expect(files.length).toBeGreaterThan(80);
    const wrong = files.flatMap((path) => {
      const wanted = `# yaml-language-server: $schema=${'../'.repeat(path.split('/').length - 1)}schema/${schemaOf(path)}.schema.json`;
      const [first] = read(`flows/${path}`).split('\n', 1);
      return first === wanted ? [] : [`flows/${path} begins with "${first}", not "${wanted}"`];
    });
    expect(wrong).toEqual([]);
  });
});

describe('an operator can set everything, and nothing that does not exist', () => {
  const example = [...read('.env.example').matchAll(/^#?([A-Z][A-Z_]+)=(.*)$/gmu)].map(([, name = '', value = '']) => ({
    name,
    value,
  }));
  /** Read by compose.yaml alone. */
  const COMPOSE_ONLY = ['POSTGRES_PASSWORD'];

  it('.env.example names exactly the settings, once each, with their defaults', () => {
    expect(example.map(({ name }) => name).toSorted()).toEqual([...SETTINGS, ...COMPOSE_ONLY].toSorted());
    for (const [name, setting] of Object.entries(settings.shape)) {
      expect(example.find((one) => one.name === name)).toEqual({ name, value: defaultOf(setting) ?? '' });
    }
  });

  const text = read('compose.yaml');
  const compose = z
    .object({
      services: z.record(
        z.string(),
        z.object({ image: z.string(), environment: z.record(z.string(), z.string()).default({}) }),
      ),
    })
    .parse(parse(text, { merge: true }));
  const asked = [...text.replaceAll(/^\s*#.*$/gmu, '').matchAll(/\$\{(\w+)(:[-?][^}]*)?\}/gu)];

  it('compose.yaml gives our processes settings that they read, and takes from .env what .env.example names', () => {
    const own = Object.entries(compose.services).filter(([, { image }]) => image === 'tidemark');
    expect(own.map(([name]) => name)).toEqual(['web', 'telegram', 'worker']);
    expect(
      own.flatMap(([, { environment }]) => Object.keys(environment)).filter((name) => !SETTINGS.includes(name)),
    ).toEqual([]);
    const names = example.map(({ name }) => name);
    expect(asked.map(([, name]) => name).filter((name) => !names.includes(name ?? ''))).toEqual([]);
  });

  it('compose.yaml holds no secret: each must be set, or nothing starts', () => {
    const secrets = asked.filter(([, name]) => /PASSWORD|KEY|TOKEN/u.test(name ?? ''));
    expect(new Set(secrets.map(([, name]) => name))).toEqual(
      new Set(['POSTGRES_PASSWORD', 'ENCRYPTION_KEY', 'LOOKUP_KEY', 'TELEGRAM_BOT_TOKEN']),
    );
    expect(secrets.filter(([, , rule]) => rule?.startsWith(':?') !== true)).toEqual([]);
    const values = Object.values(compose.services).flatMap(({ environment }) => Object.entries(environment));
    expect(values.filter(([name, value]) => /PASSWORD|KEY|TOKEN/u.test(name) && !value.startsWith('${'))).toEqual([]);
  });

  it('every foreign image is one exact version', () => {
    const images = Object.values(compose.services)
      .map(({ image }) => image)
      .filter((image) => image !== 'tidemark');
    expect(images.filter((image) => !/:\d+\.\d+/u.test(image))).toEqual([]);
  });

  it('the image runs the Node that the tests ran on, with settings that exist', () => {
    const dockerfile = read('Dockerfile');
    expect(dockerfile).toContain(`FROM node:${packageJson.devDependencies.node}-bookworm-slim AS base`);
    const set =
      /^ENV (HOST=.*)$/mu
        .exec(dockerfile)?.[1]
        ?.split(' ')
        .map((pair) => pair.split('=')[0] ?? '') ?? [];
    expect(set).toContain('HOST');
    expect(set.filter((name) => !SETTINGS.includes(name))).toEqual([]);
  });
});
