/** The repository's content as an author leaves it after an edit, with what the store still brings of before. */
import type { Content } from '#content/content.ts';
import { bundlesOf } from '#content/revisions.ts';
import { flowSchema, type Flow, type FlowBundle, type Text } from '#content/schemas/flow.ts';
import { createLibrary, type Library } from '#core/engine/library.ts';
import { realContent } from './talking.ts';

export interface Edit {
  /** Flows by id: added, replaced, or removed where null. */
  readonly flows?: Readonly<Record<string, Flow | null>>;
  /** English texts by full key. */
  readonly texts?: Readonly<Record<string, Text>>;
  /** Revisions that are taken back. */
  readonly withdrawn?: readonly string[];
}

/** A flow as its file would hold it. */
export const flowOf = (flow: object): Flow => flowSchema.parse({ format: 1, title: 'A flow of the tests', ...flow });

/** `content` after an edit. */
export const editedContent = (edit: Edit, content: Content = realContent()): Content => {
  const flows = new Map([...content.flows].map(([id, { bundle }]) => [id, bundle.flow]));
  for (const [id, flow] of Object.entries(edit.flows ?? {})) {
    if (flow === null) flows.delete(id);
    else flows.set(id, flow);
  }
  const texts = new Map(content.texts);
  texts.set('en', new Map([...(texts.get('en') ?? []), ...Object.entries(edit.texts ?? {})]));
  return {
    ...content,
    texts,
    flows: bundlesOf(
      [...flows.values()].map((flow) => ({ flow })),
      texts,
    ),
    withdrawn: new Map((edit.withdrawn ?? []).map((revision) => [revision, 'It did harm.'])),
  };
};

/** The bodies of every flow's revision, as the store keeps them. */
export const bodiesOf = (content: Content): Readonly<Record<string, FlowBundle>> =>
  Object.fromEntries(
    [...content.flows.values()].map(({ revision, bundle }) => [
      revision,
      JSON.parse(JSON.stringify(bundle)) as FlowBundle,
    ]),
  );

/** The library after an edit of `before`; with `lost` the store has nothing of it any more. */
export const editedLibrary = (edit: Edit, before: Content = realContent(), lost = false): Library => {
  const library = createLibrary(editedContent(edit, before));
  return lost ? library : library.with(bodiesOf(before));
};
