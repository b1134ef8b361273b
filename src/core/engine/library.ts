import type { Content } from '#content/content.ts';
import type { FlowBundle, Text } from '#content/schemas/flow.ts';
import type { Locale } from '#shared/locales.ts';
import { LOCALES } from '#shared/locales.ts';
import type { Words } from '#content/schemas/words.ts';
import type { SystemKey } from '#content/system-keys.ts';
import { compileFlow, type CompiledFlow } from '#core/engine/compiled-flow.ts';

/** The content as the engine reads it: flows compiled once, by id and by revision. */
export interface Library {
  readonly content: Content;
  /** The deployed flow of this id. */
  flow(id: string): CompiledFlow | null;
  /** The flow of a revision, deployed or brought along from the store. */
  revision(revision: string): CompiledFlow | null;
  /** Whether a revision was taken back by its authors: no run goes on on it. */
  withdrawn(revision: string): boolean;
  /** The flow that a command starts. */
  byCommand(command: string): CompiledFlow | null;
  /** Revisions that need not be loaded. */
  readonly known: ReadonlySet<string>;
  words(locale: string): Words;
  system(key: SystemKey, locale: string): Text;
  /** This library with the bodies of older revisions added. */
  with(bodies: Readonly<Record<string, unknown>>): Library;
}

const asLocale = (locale: string): Locale => LOCALES.find((one) => one === locale) ?? 'en';

/** Older revisions compiled lately: a revision never changes, so they may be kept by its hash. */
const MOST_OLD = 200;

/** Compiles the deployed flows. */
export const createLibrary = (content: Content): Library => {
  const byId = new Map([...content.flows].map(([id, { revision, bundle }]) => [id, compileFlow(revision, bundle)]));
  const byRevision = new Map([...byId.values()].map((flow) => [flow.revision, flow]));
  const old = new Map<string, CompiledFlow>();
  const words = (locale: string): Words => {
    const found = content.words.get(asLocale(locale)) ?? content.words.get('en');
    if (found === undefined) throw new Error('flows/locales/en/words.yaml is missing');
    return found;
  };
  const system = (key: SystemKey, locale: string): Text =>
    content.texts.get(asLocale(locale))?.get(`system.${key}`) ?? content.texts.get('en')?.get(`system.${key}`) ?? '';

  const library = (extra: ReadonlyMap<string, CompiledFlow>): Library => ({
    content,
    flow: (id) => byId.get(id) ?? null,
    revision: (revision) => byRevision.get(revision) ?? extra.get(revision) ?? old.get(revision) ?? null,
    withdrawn: (revision) => content.withdrawn.has(revision),
    byCommand: (command) => [...byId.values()].find(({ flow }) => flow.command === command) ?? null,
    known: new Set(byRevision.keys()),
    words,
    system,
    with: (bodies) => {
      const added = new Map<string, CompiledFlow>();
      for (const [revision, body] of Object.entries(bodies)) {
        const flow = old.get(revision) ?? compileFlow(revision, body as FlowBundle);
        if (old.size >= MOST_OLD) old.clear();
        old.set(revision, flow);
        added.set(revision, flow);
      }
      return added.size === 0 ? library(extra) : library(added);
    },
  });
  return library(new Map());
};
