import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { flowGraph } from '#content/flow-graph.ts';
import { jsonSchemas } from '#content/json-schema.ts';
import { loadContent, type Loaded } from '#content/load.ts';
import { didYouMean } from '#content/nearest.ts';
import { formatProblem } from '#content/problem.ts';
import type { Io } from '#cli/io.ts';

const USAGE = 'Usage: flows check | list | graph ID | schema';

const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`;

const check = ({ problems, files }: Loaded, io: Io): number => {
  for (const problem of problems) io.out(formatProblem(problem));
  io.out(`${count(files, 'file')}, ${count(problems.length, 'problem')}`);
  return problems.length === 0 ? 0 : 1;
};

const refuse = (problems: Loaded['problems'], io: Io): number => {
  io.err(`The content has ${count(problems.length, 'problem')}; "flows check" names them.`);
  return 1;
};

const list = ({ content, problems }: Loaded, io: Io): number => {
  if (content === null) return refuse(problems, io);
  for (const [id, { revision, bundle }] of [...content.flows].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const { command, steps, locales } = bundle.flow;
    io.out(
      [id, command === undefined ? '-' : `/${command}`, count(steps.length, 'step'), locales.join(','), revision].join(
        '\t',
      ),
    );
  }
  return 0;
};

/** A graph helps to find what is wrong, so it is drawn for any flow that can be read, whatever else has problems. */
const graph = (loaded: Loaded, id: string | undefined, io: Io): number => {
  const flow = loaded.flows.find((one) => one.id === id);
  if (flow === undefined) {
    const ids = loaded.flows.map((one) => one.id);
    io.err(id === undefined ? USAGE : `There is no flow "${id}" that can be read${didYouMean(id, ids)}`);
    return 1;
  }
  io.out(flowGraph(flow));
  return 0;
};

const schema = (io: Io): number => {
  for (const { file, source } of jsonSchemas()) {
    const path = join(io.root, 'flows', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, source);
    io.out(`flows/${file}`);
  }
  return 0;
};

/**
 * `npm run -s flows -- …`: `check` prints every mistake as compilers do and a last line with the totals; `list` prints
 * a line a flow (id, command, steps, languages, revision; tabs between); `graph ID` prints Mermaid text; `schema` writes
 * the JSON Schemas. Answers the exit code: 1 where there are problems or the command is not understood.
 */
export const flowsCommand = (args: readonly string[], io: Io): number => {
  const [command, id] = args;
  switch (command) {
    case 'check':
      return check(loadContent(io.root), io);
    case 'list':
      return list(loadContent(io.root), io);
    case 'graph':
      return graph(loadContent(io.root), id, io);
    case 'schema':
      return schema(io);
    default:
      io.err(USAGE);
      return 1;
  }
};
