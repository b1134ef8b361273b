import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Listens on a free port of this machine and answers which. */
export const listenAnywhere = async (server: Server, port = 0): Promise<number> => {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not a network address');
  return address.port;
};

/** A way to a server that can be cut and mended: what a restart of the server or of the network looks like. */
export interface Proxy {
  /** The given address, leading through the proxy. */
  readonly url: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/** Opens a way to the server of `url` on a free port. `rewrite` may change what the server says, keeping its length. */
export const openProxy = async (url: string, rewrite = (said: Buffer): Buffer => said): Promise<Proxy> => {
  const target = new URL(url);
  const [host, door] = [target.hostname, Number(target.port)];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A cut connection may end in an error on either side; that is the point of it.
    socket.on('error', () => socket.destroy());
  };
  const server = createServer((near) => {
    const far = connect(door, host);
    keep(near);
    keep(far);
    near.pipe(far);
    far.on('data', (said: Buffer) => near.write(rewrite(said)));
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  const port = await listenAnywhere(server);
  target.hostname = '127.0.0.1';
  target.port = String(port);
  return {
    url: target.href,
    cut: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    mend: async () => void (await listenAnywhere(server, port)),
  };
};
