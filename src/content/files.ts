import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContentFile } from '#content/articles.ts';
import type { Problem } from '#content/problem.ts';

/** Every file under `<root>/<folder>` whose name ends so, in the order of their paths, each with its text. */
export const filesUnder = (root: string, folder: string, ending: string): readonly ContentFile[] => {
  const walk = (path: string): string[] => {
    try {
      return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? walk(`${path}/${entry.name}`) : [`${path}/${entry.name}`],
      );
    } catch {
      // A folder that is not there holds no files; what is missing is said by the checks that need it.
      return [];
    }
  };
  return walk(folder)
    .filter((file) => file.endsWith(ending))
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((file) => ({ file, source: readFileSync(join(root, file), 'utf8') }));
};

/** A mistake of a whole file, told at its start. */
export const atStart = (file: string, message: string, mend: string): Problem => ({
  file,
  line: 1,
  column: 1,
  message,
  mend,
});
