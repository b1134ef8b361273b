import { inFlow, type ContentCheck } from '#content/lint/context.ts';
import type { Problem } from '#content/problem.ts';
import type { LoadedFlow } from '#content/revisions.ts';

/** Commands that the engine itself deals with, besides those that start a flow. */
const BUILT_IN_COMMANDS: ReadonlySet<string> = new Set([
  'start',
  'stop',
  'skip',
  'back',
  'sos',
  'help',
  'ask',
  'menu',
  'progress',
]);

/** Those that a flow may not take: it would never be started by them. */
const TAKEN: ReadonlySet<string> = new Set([...BUILT_IN_COMMANDS].filter((command) => command !== 'start'));

/** Every command that means something; one that is written with a slash is reported where it stands. */
export const commandsOf = (flows: readonly LoadedFlow[]): ReadonlySet<string> =>
  new Set([...BUILT_IN_COMMANDS, ...flows.flatMap(({ flow }) => flow.command?.replace(/^\//u, '') ?? [])]);

/** Flows are named as their files, and every command starts one thing. */
export const checkFlowNames: ContentCheck = ({ flows }) => {
  const problems: Problem[] = [];
  const ids = new Map<string, string>();
  const commands = new Map<string, string>();
  for (const loaded of flows) {
    const { file, flow } = loaded;
    const name = file.slice(file.lastIndexOf('/') + 1).replace(/\.flow\.yaml$/u, '');
    if (name !== flow.id)
      problems.push(
        inFlow(loaded, ['id'], `the id is "${flow.id}" but the file is named "${name}"`, 'give both the same name'),
      );
    const twin = ids.get(flow.id);
    if (twin !== undefined)
      problems.push(inFlow(loaded, ['id'], `there is a flow "${flow.id}" in ${twin} too`, 'rename one of the two'));
    ids.set(flow.id, twin ?? file);
    const { command } = flow;
    if (command === undefined) continue;
    const other = commands.get(command);
    if (!/^[a-z][a-z_]{1,19}$/u.test(command)) {
      problems.push(
        inFlow(loaded, ['command'], `"${command}" cannot be a command`, 'use 2 to 20 small letters, without slash'),
      );
    } else if (TAKEN.has(command)) {
      problems.push(
        inFlow(
          loaded,
          ['command'],
          `the command "${command}" already means something everywhere`,
          'choose another word',
        ),
      );
    } else if (other !== undefined) {
      problems.push(
        inFlow(
          loaded,
          ['command'],
          `the command "${command}" starts "${other}" too`,
          'choose another word for one of the two',
        ),
      );
    }
    commands.set(command, other ?? flow.id);
  }
  return problems;
};
