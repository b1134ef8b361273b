import type { Server } from 'node:http';

/**
 * Lets every request that has begun end, and then closes what is left. Without it a stop waits for connections that
 * browsers open in advance and never use: to Node these are not idle, since no request on them has ended yet.
 */
export const createDrain = (server: Server): (() => Promise<void>) => {
  const ends = new Set<Promise<void>>();
  server.on('request', (_request, response) => {
    const end = new Promise<void>((resolve) => {
      response.once('close', resolve);
    });
    ends.add(end);
    void end.finally(() => ends.delete(end));
  });
  return async () => {
    while (ends.size > 0) await Promise.all(ends);
    server.closeAllConnections();
  };
};
