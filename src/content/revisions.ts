import { createHash } from 'node:crypto';
import type { Flow, FlowBundle, Text } from '#content/schemas/flow.ts';
import type { Locale } from '#shared/locales.ts';
import type { Locate } from '#content/yaml.ts';
import { typeOf } from '#core/steps/registry.ts';

/** A flow as it was read, with the places of its parts. */
export interface LoadedFlow {
  readonly file: string;
  readonly flow: Flow;
  readonly locate: Locate;
}

/** JSON with sorted keys: the same value gives the same text on any machine. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
};

/** The full key of a text as a flow names it: its own file unless the key names another. */
export const fullKey = (flow: Pick<Flow, 'id'>, key: string): string =>
  key.includes('.') ? key : `${flow.id.replaceAll('-', '_')}.${key}`;

/** Every text key that a flow says, in full. */
export const textKeys = (flow: Flow): readonly string[] => {
  const keys = flow.steps.flatMap((step) => typeOf(step).texts(step as never));
  if (flow.name !== undefined) keys.push(flow.name);
  return [...new Set(keys.map((key) => fullKey(flow, key)))].toSorted();
};

/** A flow with its revision. */
export interface Deployed {
  readonly revision: string;
  readonly bundle: FlowBundle;
}

const hash = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex').slice(0, 16);

/** What a flow says, in each of its languages. */
const textsOf = (flow: Flow, texts: ReadonlyMap<Locale, ReadonlyMap<string, Text>>): FlowBundle['texts'] => {
  const keys = textKeys(flow);
  return Object.fromEntries(
    flow.locales.map((locale) => {
      const own = texts.get(locale);
      const said = keys.flatMap((key): [string, Text][] => {
        const text = own?.get(key);
        return text === undefined ? [] : [[key, text]];
      });
      return [locale, Object.fromEntries(said)];
    }),
  );
};

/** Which flows each flow pins: those that it calls, safety flows aside, which always run as deployed. */
const pinnedBy = (flows: ReadonlyMap<string, Flow>): ReadonlyMap<string, readonly string[]> =>
  new Map(
    [...flows].map(([id, flow]) => {
      const called = flow.steps.flatMap((step) => (step.type === 'call' ? [step.flow] : []));
      return [id, [...new Set(called)].filter((one) => flows.has(one) && flows.get(one)?.kind !== 'safety').toSorted()];
    }),
  );

const reach = (pins: ReadonlyMap<string, readonly string[]>, from: string): ReadonlySet<string> => {
  const seen = new Set<string>();
  const open = [...(pins.get(from) ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(pins.get(id) ?? []));
  }
  return seen;
};

/**
 * The deployed flows with their revisions: 16 hex digits of SHA-256 over the flow, its texts in all its languages and
 * the revisions of the flows that it calls. Flows that call each other in a circle have one fate: each of their
 * revisions covers all of them. Safety flows always run as deployed, so calls to them pin nothing. The same content
 * gives the same revisions on any machine, in whatever order it comes.
 */
export const bundlesOf = (
  flows: readonly Pick<LoadedFlow, 'flow'>[],
  texts: ReadonlyMap<Locale, ReadonlyMap<string, Text>>,
): ReadonlyMap<string, Deployed> => {
  const byId = new Map(flows.map(({ flow }) => [flow.id, flow]));
  const pins = pinnedBy(byId);
  const reached = new Map([...byId.keys()].map((id) => [id, reach(pins, id)]));
  const done = new Map<string, Deployed>();

  const build = (id: string): void => {
    if (done.has(id)) return;
    // Whoever is reached from here and reaches back belongs to the same circle.
    const circle = new Set([id, ...[...(reached.get(id) ?? [])].filter((one) => reached.get(one)?.has(id) === true)]);
    const members = [...circle].toSorted().flatMap((one) => byId.get(one) ?? []);
    const parts = members.map((flow) => {
      const outside = (pins.get(flow.id) ?? []).filter((one) => !circle.has(one));
      for (const one of outside) build(one);
      return {
        flow,
        texts: textsOf(flow, texts),
        calls: Object.fromEntries(outside.map((one) => [one, done.get(one)?.revision ?? ''])),
      };
    });
    const [only] = parts;
    const turns = reached.get(id)?.has(id) === true;
    const whole = turns ? hash(parts) : '';
    const revisions = new Map(
      members.map((flow) => [flow.id, turns ? hash({ circle: whole, id: flow.id }) : hash(only)]),
    );
    for (const { flow, texts: said, calls } of parts) {
      const inside = (pins.get(flow.id) ?? []).filter((one) => circle.has(one) && turns);
      const bundle = {
        flow,
        texts: said,
        calls: { ...calls, ...Object.fromEntries(inside.map((one) => [one, revisions.get(one) ?? ''])) },
      };
      done.set(flow.id, { revision: revisions.get(flow.id) ?? '', bundle });
    }
  };

  for (const { flow } of flows) build(flow.id);
  return done;
};
