import { describe, expect, it } from 'vitest';
import { flowGraph } from '#content/flow-graph.ts';
import { END } from '#content/lint/graph.ts';
import { targetsIn } from '#content/lint/walk.ts';
import { realContent } from '../support/talking.ts';

// Mermaid's own words: a name, a shape round a quoted label; an arrow with a quoted label, full or dotted.
const LABEL = String.raw`"[^"]*"`;
const NODE = new RegExp(
  String.raw`^  (\w+)(?:\(\[${LABEL}\]\)|\{${LABEL}\}|\[\[${LABEL}\]\]|\[${LABEL}\]|\(\(${LABEL}\)\))$`,
  'u',
);
const EDGE = new RegExp(String.raw`^  (\w+)(?:>${LABEL}\])? (?:-->|-\.->)(?:\|(${LABEL})\|)? (\w+)$`, 'u');

const drawn = (lines: readonly string[]) => {
  const nodes = lines.flatMap((line) => NODE.exec(line)?.[1] ?? []);
  const edges = lines.flatMap((line) => {
    const [, from, label, to] = EDGE.exec(line) ?? [];
    return from === undefined || to === undefined ? [] : [{ from, to, label: label ?? '' }];
  });
  return { nodes, edges };
};

// An author finds a lost step or a wrong turn in the picture: what is not drawn can't be found.
describe('the picture of a flow', () => {
  it.each([...realContent().flows.keys()])('%s shows every step and every way', (id) => {
    const flow = realContent().flows.get(id)?.bundle.flow;
    if (flow === undefined) throw new Error('no such flow');
    const [head, ...lines] = flowGraph(flow).split('\n');
    expect(head).toBe('flowchart TD');
    expect(lines.filter((line) => !NODE.test(line) && !EDGE.test(line))).toEqual([]);
    const { nodes, edges } = drawn(lines);
    expect(nodes).toEqual([...flow.steps.map((step) => `s_${step.id}`), `s_${END}`]);
    // Every arrow stands between two things that are drawn.
    for (const { from, to } of edges) {
      expect([...nodes, 'x_stop']).toContain(from);
      expect(nodes).toContain(to);
    }
    for (const [index, step] of flow.steps.entries()) {
      const from = edges.filter((edge) => edge.from === `s_${step.id}`);
      for (const { value } of targetsIn(step)) expect(from.map(({ to }) => to)).toContain(`s_${value}`);
      const next = step.next ?? flow.steps[index + 1]?.id ?? END;
      const goesOn = step.type !== 'end' && (step.type !== 'branch' || step.else === undefined);
      if (goesOn) expect(from.map(({ to }) => to)).toContain(`s_${next}`);
      // Why it goes there is written on the arrow.
      if (step.type === 'choose')
        for (const { value, to } of step.options)
          if (to !== undefined) expect(from.find((edge) => edge.to === `s_${to}`)?.label).toContain(value);
    }
    if (flow.on_stop !== undefined)
      expect(edges.some(({ from, to }) => from === 'x_stop' && to === `s_${flow.on_stop}`)).toBe(true);
  });
});
