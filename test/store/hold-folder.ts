/** A process of its own that opens a data folder, says so, and holds it until it is killed. */
import { noCheckpoint } from '#shared/checkpoint.ts';
import { randomIds } from '#shared/ids.ts';
import { silentLogger } from '#shared/logger.ts';
import { openStore } from '#store/open.ts';

const [, , dataDir = ''] = process.argv;
await openStore({
  databaseUrl: null,
  dataDir,
  keys: { encryption: null, lookup: null },
  ids: randomIds(() => 0),
  logger: silentLogger,
  checkpoint: noCheckpoint,
});
process.stdout.write('open\n');
setInterval(() => {}, 60_000);
