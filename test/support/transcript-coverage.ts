import { targetsIn } from '#content/lint/walk.ts';
import type { Flow } from '#content/schemas/flow.ts';
import { END, flowVariables, type CompiledFlow } from '#core/engine/compiled-flow.ts';
import { Expressions, type CelType, type Compiled } from '#core/engine/expressions.ts';
import type { Library } from '#core/engine/library.ts';
import type { Step } from '#core/steps/registry.ts';

/** What of a flow can be walked through: its steps, and the ways on which it can fork. */
interface Reach {
  readonly steps: ReadonlySet<string>;
  readonly ways: ReadonlySet<string>;
}

/** A flow with what of it there is and what was seen of it. */
interface Seen {
  readonly flow: string;
  readonly all: Reach;
  readonly steps: Set<string>;
  readonly ways: Set<string>;
}

/** Conditions of our own begin with this; no CEL expression does. */
const MARK = '@';
/** Between the way and the step, where a mark stands for both. */
const AND = ' and ';

/** Conditions that tell what was passed; all others are left as they are. */
class Watched extends Expressions {
  readonly #note: (mark: string, held: boolean) => void;

  constructor(variables: Readonly<Record<string, CelType>>, note: (mark: string, held: boolean) => void) {
    super(variables);
    this.#note = note;
  }

  override compile(cel: string): Compiled {
    if (!cel.startsWith(MARK)) return super.compile(cel);
    const [mark = '', condition = ''] = cel.slice(MARK.length).split('\n');
    const inner = condition === '' ? null : super.compile(condition);
    const evaluate = (scope: Parameters<Extract<Compiled, { expression: unknown }>['expression']['evaluate']>[0]) => {
      const holds = inner === null || ('expression' in inner && inner.expression.evaluate(scope) === true);
      const held = holds && !mark.startsWith('way ');
      this.#note(mark, held);
      return held;
    };
    return { expression: { evaluate }, type: 'bool' };
  }
}

const followingOf = (flow: Flow, step: Step): string =>
  step.next ?? flow.steps[flow.steps.indexOf(step) + 1]?.id ?? END;

/** The name of a way that a step can take, as it is reported: `mood: option two_taps`, `which: case 3`. */
const wayName = (step: Step, path: readonly PropertyKey[]): string => {
  const [list, index] = path;
  if (list === 'options' && step.type === 'choose') return `${step.id}: option ${step.options[Number(index)]?.value}`;
  if (list === 'also' && step.type === 'rate') return `${step.id}: option ${step.also?.[Number(index)]?.value}`;
  if (list === 'cases') return `${step.id}: case ${Number(index) + 1}`;
  return `${step.id}: ${path.filter((part) => part !== 'to').join(' ')}`;
};

type Editable = Record<PropertyKey, unknown>;

/**
 * The same flow, which says and keeps the same, with a step of ours on every way: it is passed over like any step whose
 * condition does not hold, and that its condition was asked is what is noted.
 */
const watch = (compiled: CompiledFlow, seen: Seen): CompiledFlow => {
  const steps = new Set<string>();
  const ways = new Set<string>();
  const marks: Step[] = [];
  const { flow } = compiled;
  const detour = (name: string, to: string): string => {
    ways.add(name);
    const id = `watched_${marks.length}`;
    const target = flow.steps.find((step) => step.id === to);
    // The engine looks where a way leads before it takes it: to a call there stays a call, which is the step itself.
    marks.push(
      target?.type === 'call'
        ? {
            ...target,
            id,
            when: `${MARK}call ${name}${AND}${to}\n${target.when ?? ''}`,
            next: followingOf(flow, target),
          }
        : { id, type: 'branch', cases: [], when: `${MARK}way ${name}`, next: to },
    );
    return id;
  };
  const watched = flow.steps.map((step) => {
    const copy = structuredClone(step) as unknown as Editable;
    const following = followingOf(flow, step);
    if (step.type !== 'end') copy['next'] = following;
    // An option or a branch that names no step goes on with the following one: that is a way, too.
    if (step.type === 'choose')
      for (const option of copy['options'] as Editable[]) option['to'] = option['to'] ?? following;
    if (step.type === 'branch') copy['else'] = step.else ?? following;
    for (const { path, value } of targetsIn(copy as unknown as Step)) {
      const field = path.at(-1);
      if (field === undefined || (path.length === 1 && field === 'next')) continue;
      let holder = copy;
      for (const part of path.slice(0, -1)) holder = holder[part] as Editable;
      holder[field] = detour(wayName(step, path), value);
    }
    steps.add(step.id);
    if (step.when !== undefined) ways.add(`${step.id}: passed over`);
    copy['when'] = `${MARK}step ${step.id}\n${step.when ?? ''}`;
    return copy as unknown as Step;
  });
  const stop = flow.on_stop === undefined ? {} : { on_stop: detour('on stop', flow.on_stop) };
  const copy: Flow = { ...flow, ...stop, steps: [...watched, ...marks] };
  Object.assign(seen, { all: { steps, ways } });
  const note = (mark: string, held: boolean): void => {
    const [kind, name] = [mark.slice(0, mark.indexOf(' ')), mark.slice(mark.indexOf(' ') + 1)];
    const [way, called] = name.split(AND);
    if (kind !== 'step' && way !== undefined) seen.ways.add(way);
    const step = kind === 'call' ? called : kind === 'step' ? name : undefined;
    if (step !== undefined && held) seen.steps.add(step);
    else if (step !== undefined) seen.ways.add(`${step}: passed over`);
  };
  return {
    ...compiled,
    flow: copy,
    steps: new Map(copy.steps.map((step) => [step.id, step])),
    expressions: new Watched(flowVariables(flow), note),
  };
};

/** A line of the table: how much of a flow was walked through, and what was not. */
export interface Coverage {
  readonly flow: string;
  readonly steps: string;
  readonly ways: string;
  readonly missing: readonly string[];
}

/** Watches which steps and ways of the deployed flows are taken. Play with `library` as with the one given. */
export const watchLibrary = (
  library: Library,
): { readonly library: Library; readonly coverage: () => readonly Coverage[] } => {
  const all: Seen[] = [];
  const watched = new Map<string, CompiledFlow>();
  for (const flow of library.content.flows.keys()) {
    const compiled = library.flow(flow);
    if (compiled === null) continue;
    const seen: Seen = { flow, all: { steps: new Set(), ways: new Set() }, steps: new Set(), ways: new Set() };
    all.push(seen);
    watched.set(flow, watch(compiled, seen));
  }
  const of = (compiled: CompiledFlow | null): CompiledFlow | null =>
    compiled === null ? null : (watched.get(compiled.id) ?? compiled);
  return {
    library: {
      ...library,
      flow: (id) => of(library.flow(id)),
      revision: (revision) => of(library.revision(revision)),
      byCommand: (command) => of(library.byCommand(command)),
    },
    coverage: () =>
      all.map(({ flow, all: { steps, ways }, ...seen }) => ({
        flow,
        steps: `${seen.steps.size}/${steps.size}`,
        ways: `${seen.ways.size}/${ways.size}`,
        missing: [
          ...[...steps].filter((step) => !seen.steps.has(step)),
          ...[...ways].filter((way) => !seen.ways.has(way)),
        ],
      })),
  };
};
