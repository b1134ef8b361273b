/** What an author reads about a step type is true: its example is loaded and played, and the guide names every field. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { Content } from '#content/content.ts';
import { loadContent } from '#content/load.ts';
import { formatProblem } from '#content/problem.ts';
import { textSchema } from '#content/schemas/flow.ts';
import { createLibrary } from '#core/engine/library.ts';
import type { Event } from '#core/engine/events.ts';
import type { Draft } from '#core/ports.ts';
import { STEP_TYPES, stepSchema, typeOf, type Step } from '#core/steps/registry.ts';
import { addDays, localTime } from '#shared/local-time.ts';
import { Person, START } from '../support/talking.ts';

const ROOT = join(import.meta.dirname, '../..');
const TYPES = Object.keys(STEP_TYPES) as (keyof typeof STEP_TYPES)[];

const steps = z.array(stepSchema);

/** One conversation over the example's flow. */
const talk = z.strictObject({
  /** Numbers kept before, by days ago. */
  history: z.record(z.string(), z.record(z.string(), z.number())).default({}),
  /** What they write, in turn; `[Label]` taps a button. */
  person: z.array(z.string()),
  /** Everything that is said, in turn; … stands for the rest of a text, or for one of the engine's own sentences. */
  bot: z.array(z.string()),
  kept: z.record(z.string(), z.array(z.unknown())).default({}),
  events: z.array(z.record(z.string(), z.unknown())).default([]),
  /** What comes along: the description of each file or picture. */
  attachments: z.array(z.string()).default([]),
});
type TalkFixture = z.infer<typeof talk>;

/** `steps/<type>.yaml`: what stands around the example, what the person does, and what comes of it. */
const fixtureSchema = talk.extend({
  before: steps.default([]),
  after: steps.default([]),
  /** Another flow that calls the example's, by a step with `flow: example-<type>`. */
  caller: steps.default([]),
  texts: z.record(z.string(), textSchema).default({}),
  /** A second conversation, where it goes another way. */
  otherwise: talk.optional(),
});

const pathOf = (type: string): string => join(import.meta.dirname, 'steps', `${type}.yaml`);
const fixtureOf = (type: string) => fixtureSchema.parse(parse(readFileSync(pathOf(type), 'utf8')));

/** The YAML after `@example` in the doc comment of a type's file. */
const exampleOf = (type: string): string => {
  const source = readFileSync(join(ROOT, `src/core/steps/${type}.ts`), 'utf8');
  const [, example = ''] = /@example\n([\s\S]*?)\n \*\//u.exec(source) ?? [];
  return example.replaceAll(/^ \* ?/gmu, '');
};

const isLead = (all: readonly Step[], key: string): boolean => all.some((step) => 'lead' in step && step.lead === key);
/** Words for a key that nobody wrote any for: a lead needs several. */
const madeUp = (all: readonly Step[], key: string): string | string[] =>
  isLead(all, key) ? [1, 2, 3, 4, 5].map((turn) => `The ${key}, way ${turn}.`) : `The ${key}.`;

/** Lays the flow of one example into a copy of `flows/`. */
const layOut = (root: string, type: string): void => {
  const { before, after, caller, texts } = fixtureOf(type);
  const id = `example_${type}`;
  const write = (name: string, all: readonly Step[], source: object): void => {
    const keys = new Set(all.flatMap((step) => typeOf(step).texts(step as never)).filter((key) => !key.includes('.')));
    const words = Object.fromEntries([...keys].map((key) => [key, texts[key] ?? madeUp(all, key)]));
    writeFileSync(join(root, `flows/${name.replaceAll('_', '-')}.flow.yaml`), stringify(source));
    if (keys.size > 0) writeFileSync(join(root, `flows/locales/en/${name}.yaml`), stringify(words));
  };
  const flow = (name: string, command: string | null, own: readonly unknown[]) => ({
    format: 1,
    id: name.replaceAll('_', '-'),
    title: name,
    ...(command === null ? {} : { command }),
    steps: own,
  });
  const written: unknown = parse(exampleOf(type));
  const own = [...before, ...(Array.isArray(written) ? (written as unknown[]) : []), ...after];
  const parsed = steps.parse(own);
  write(id, parsed, flow(id, caller.length === 0 ? id : null, own));
  if (caller.length > 0) write(`caller_${type}`, caller, flow(`caller_${type}`, id, caller));
};

let loaded: Content | null = null;
/** The real content with the flow of every example in it. */
const content = (): Content => {
  if (loaded !== null) return loaded;
  const root = mkdtempSync(join(tmpdir(), 'tidemark-steps-'));
  try {
    cpSync(join(ROOT, 'flows'), join(root, 'flows'), { recursive: true });
    // A type without a fixture fails by itself, and not the others with it.
    for (const type of TYPES.filter((one) => existsSync(pathOf(one)))) layOut(root, type);
    const read = loadContent(root);
    if (read.content === null) throw new Error(read.problems.map(formatProblem).join('\n'));
    loaded = read.content;
    return loaded;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

/** Plays a conversation of a fixture. */
const play = (
  type: string,
  { history, person: lines }: TalkFixture,
): { person: Person; said: Draft[]; events: Event[] } => {
  const person = new Person(createLibrary(content()));
  const today = localTime(START, person.member.zone).date;
  for (const [item, days] of Object.entries(history)) {
    for (const [ago, value] of Object.entries(days))
      person.history.push({ item, value, date: addDays(today, -Number(ago)), at: START - Number(ago) * 86_400_000 });
  }
  const said: Draft[] = [];
  const events: Event[] = [];
  const note = (drafts: readonly Draft[]): void => {
    said.push(...drafts);
    events.push(...person.events);
  };
  note(person.types(`/example_${type}`));
  for (const line of lines) {
    const label = /^\[(.*)\]$/u.exec(line)?.[1];
    const choice = said.flatMap(({ choices }) => choices).findLast((one) => one.label === label);
    note(label === undefined ? person.types(line) : person.taps(choice?.token ?? ''));
  }
  return { person, said, events };
};

describe.each(TYPES)('the step type %s', (type) => {
  it('is documented with one example, which is of this type', () => {
    const example: unknown = parse(exampleOf(type));
    expect(example).toHaveLength(1);
    expect(steps.parse(example)[0]?.type).toBe(type);
  });

  it('does in a conversation what its fixture tells', () => {
    expect(existsSync(pathOf(type)), `test/core/steps/${type}.yaml is missing`).toBe(true);
    const { otherwise, ...first } = fixtureOf(type);
    for (const fixture of otherwise === undefined ? [first] : [first, otherwise]) {
      const { person, said, events } = play(type, fixture);
      const told = said.map(({ text }, index) => {
        const wanted = fixture.bot[index];
        return wanted?.endsWith('…') === true && text.startsWith(wanted.slice(0, -1)) ? wanted : text;
      });
      expect(told).toEqual(fixture.bot);
      for (const [item, values] of Object.entries(fixture.kept)) expect(person.kept(item)).toEqual(values);
      for (const event of fixture.events) expect(events).toContainEqual(expect.objectContaining(event));
      expect(said.flatMap(({ attachments }) => attachments.map(({ alt }) => alt))).toEqual(fixture.attachments);
    }
  });
});

/** Every field that a schema knows, at any depth. */
const fieldsIn = (schema: unknown): string[] => {
  if (Array.isArray(schema)) return schema.flatMap(fieldsIn);
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, inner]: [string, unknown]) =>
    key === 'properties' && typeof inner === 'object' && inner !== null
      ? [...Object.keys(inner), ...Object.values(inner).flatMap(fieldsIn)]
      : fieldsIn(inner),
  );
};

describe('the guide for authors', () => {
  const guide = readFileSync(join(ROOT, 'flows/README.md'), 'utf8');
  const part = guide.slice(guide.indexOf('### Steps that say or do something'), guide.indexOf('### Conditions'));

  it.each(TYPES)('shows the step type %s with every field that it has', (type) => {
    expect(part).toContain(`type: ${type}`);
    const fields = new Set(fieldsIn(z.toJSONSchema(STEP_TYPES[type].schema, { io: 'input' })));
    // What may be recorded are names of their own, which lint tells.
    const named = [...fields].filter((field) => !field.includes('.'));
    expect(named.filter((field) => !new RegExp(`\\b${field}:|\`${field}:?\``, 'u').test(guide))).toEqual([]);
  });
});
