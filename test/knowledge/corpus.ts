import { readdirSync, readFileSync } from 'node:fs';
import { loadArticles } from '#content/articles.ts';
import { loadPhrasings } from '#content/phrasings.ts';

const read = (folder: string, ending: string) =>
  readdirSync(folder, { recursive: true })
    .map((name) => String(name).replaceAll('\\', '/'))
    .filter((name) => name.endsWith(ending))
    .toSorted()
    .map((name) => ({ file: folder + name, source: readFileSync(folder + name, 'utf8') }));

/** The articles and phrasings that are delivered. */
export const { articles } = loadArticles(read('flows/articles/en/', '.md'));
export const { phrasings, problems: phrasingProblems } = loadPhrasings(read('flows/phrasings/en/', '.txt'));
