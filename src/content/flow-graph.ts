import { END, graphOf, waits } from '#content/lint/graph.ts';
import type { Flow } from '#content/schemas/flow.ts';
import type { Step } from '#core/steps/registry.ts';
import type { WaitingStep } from '#core/steps/step-type.ts';

/** Mermaid keeps some words (`end`) and signs for itself. */
const node = (id: string): string => `s_${id}`;
const quoted = (text: string): string =>
  `"${text.replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;').replaceAll('\n', ' ')}"`;

const shape = (step: Step): string => {
  const label = quoted(`${step.id}: ${step.type === 'call' ? `call ${step.flow}` : step.type}`);
  if (waits(step)) return `([${label}])`;
  if (step.type === 'branch') return `{${label}}`;
  return step.type === 'call' ? `[[${label}]]` : `[${label}]`;
};

/** Why the flow goes this way, where the step says so; nothing for the ordinary way on. */
const reasons = (step: Step, to: string): readonly string[] => {
  const found: string[] = [];
  if (step.type === 'branch') {
    found.push(...step.cases.filter((one) => one.to === to).map((one) => one.if));
    if (step.else === to) found.push('else');
  }
  if (step.type === 'choose')
    found.push(...step.options.filter((option) => option.to === to).map(({ value }) => value));
  if (step.type === 'rate')
    found.push(...(step.also ?? []).filter((other) => other.to === to).map(({ value }) => value));
  if ('timeout' in step && step.timeout?.to === to) found.push(`no answer for ${step.timeout.after}`);
  for (const field of ['danger', 'safe', 'easier'] as const)
    if (field in step && (step as WaitingStep)[field] === to) found.push(field);
  return found;
};

/** A flow as Mermaid flowchart text: questions round, branches as diamonds, calls with double sides. */
export const flowGraph = (flow: Flow): string => {
  const steps = new Map(flow.steps.map((step) => [step.id, step]));
  const edges = [...graphOf(flow)].flatMap(([from, targets]) => {
    const step = steps.get(from);
    return [...targets].map((to) => {
      const why = step === undefined ? [] : reasons(step, to);
      return `  ${node(from)} -->${why.length === 0 ? '' : `|${quoted(why.join(' / '))}|`} ${node(to)}`;
    });
  });
  const stop = flow.on_stop === undefined ? [] : [`  x_stop>${quoted('stop')}] -.-> ${node(flow.on_stop)}`];
  const nodes = flow.steps.map((step) => `  ${node(step.id)}${shape(step)}`);
  return ['flowchart TD', ...nodes, `  ${node(END)}((${quoted(END)}))`, ...edges, ...stop].join('\n');
};
