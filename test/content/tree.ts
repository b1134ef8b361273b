import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The museum of broken content: `good` is a small sound tree, every other folder spoils it in one way. */
export const MUSEUM = join(import.meta.dirname, '../broken');

/** Runs `work` on a copy of the good tree, with the files of `overlays` laid over it; the copy is removed afterwards. */
export const withTree = <T>(overlays: readonly string[], work: (root: string) => T): T => {
  const root = mkdtempSync(join(tmpdir(), 'tidemark-content-'));
  try {
    for (const folder of [join(MUSEUM, 'good'), ...overlays]) {
      cpSync(folder, root, { recursive: true });
      const removed = join(folder, 'removed.txt');
      if (!existsSync(removed)) continue;
      for (const file of readFileSync(removed, 'utf8').trim().split('\n')) rmSync(join(root, file));
    }
    return work(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};
