import { join } from 'node:path';
import { Client } from 'pg';
import { openPGlite } from '#store/embedded.ts';
import type { Home } from '../support/running-app.ts';

type Row = Readonly<Record<string, unknown>>;

/** Runs statements on a database that nobody else has open, and answers each one's rows. */
export const rowsOf = async (home: Home, statements: readonly string[]): Promise<readonly (readonly Row[])[]> => {
  const answers: Row[][] = [];
  if (home.dataDir !== undefined && (home.databaseUrl ?? null) === null) {
    const pglite = await openPGlite(join(home.dataDir, 'database'));
    for (const text of statements) answers.push((await pglite.query<Row>(text)).rows);
    await pglite.close();
    return answers;
  }
  const client = new Client({ connectionString: home.databaseUrl ?? '' });
  await client.connect();
  for (const text of statements) answers.push((await client.query<Row>(text)).rows);
  await client.end();
  return answers;
};
