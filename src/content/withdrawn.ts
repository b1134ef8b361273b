import type { ContentFile } from '#content/articles.ts';
import type { Problem } from '#content/problem.ts';
import { withdrawnSchema } from '#content/schemas/withdrawn.ts';
import { readYaml, type Locate } from '#content/yaml.ts';

/** The revisions that were taken back, with reason, and the places of their entries. */
export interface Withdrawn {
  readonly reasons: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
  readonly file: string;
  readonly locate: Locate;
}

/** Reads `flows/withdrawn.yaml`; without the file nothing was taken back. Never throws: mistakes come with their place. */
export const loadWithdrawn = (found: ContentFile | undefined): Withdrawn => {
  const file = found?.file ?? 'flows/withdrawn.yaml';
  if (found === undefined) return { reasons: new Map(), problems: [], file, locate: () => ({ line: 1, column: 1 }) };
  const { value, problems, locate } = readYaml(file, found.source, withdrawnSchema);
  return { reasons: new Map((value ?? []).map(({ revision, reason }) => [revision, reason])), problems, file, locate };
};

/** A revision cannot be taken back while its flow is deployed: everybody would be led from it to itself. */
export const deployedYetWithdrawn = (
  { reasons, file, locate }: Withdrawn,
  flows: ReadonlyMap<string, { readonly revision: string }>,
): readonly Problem[] =>
  [...reasons.keys()].flatMap((revision, index) =>
    [...flows]
      .filter(([, deployed]) => deployed.revision === revision)
      .map(([id]) => ({
        file,
        ...locate([index, 'revision']),
        message: `the flow "${id}" is still what this revision was`,
        mend: 'change the flow or its texts, so that it gets another revision',
      })),
  );
