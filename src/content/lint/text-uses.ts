import { textKeysIn } from '#content/lint/walk.ts';
import { fullKey, type LoadedFlow } from '#content/revisions.ts';
import type { Step } from '#core/steps/registry.ts';

/** What a text is for: the question itself, the sentence before it, a button, words that mean an option, … */
export type TextRole = 'text' | 'lead' | 'again' | 'label' | 'like' | 'name' | 'alt';

/** One place where a flow names a text. */
export interface TextUse {
  /** The full key, `file.key`. */
  readonly key: string;
  /** In the flow's file. */
  readonly path: readonly PropertyKey[];
  /** Null for the name of the flow. */
  readonly step: Step | null;
  readonly role: TextRole;
}

const ROLES: ReadonlyMap<PropertyKey | undefined, TextRole> = new Map<PropertyKey | undefined, TextRole>([
  ['text', 'text'],
  ['lead', 'lead'],
  ['again', 'again'],
  ['like', 'like'],
  ['alt', 'alt'],
  ['empty', 'text'],
]);

/** Every place where a flow names a text. Whatever is no sentence of its own is a label. */
export const textUses = ({ flow }: LoadedFlow): readonly TextUse[] => {
  const uses = flow.steps.flatMap((step, index) =>
    textKeysIn(step).map(({ path, value }): TextUse => ({
      key: fullKey(flow, value),
      path: ['steps', index, ...path],
      step,
      // A reminder may vary: it is no question.
      role: path.includes('remind') ? 'again' : (ROLES.get(path.at(-1)) ?? 'label'),
    })),
  );
  const name: TextUse[] =
    flow.name === undefined ? [] : [{ key: fullKey(flow, flow.name), path: ['name'], step: null, role: 'name' }];
  return [...name, ...uses];
};
