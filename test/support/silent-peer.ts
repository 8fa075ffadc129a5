import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * A way to the database over which connections can fall silent, as when a cable is pulled: nothing is passed on any
 * more and nobody hangs up.
 */
export async function startSilentPeer(database: string) {
  const there = new URL(database);
  const ways: { silent: boolean; readonly near: Socket; readonly far: Socket }[] = [];
  let open = true;
  let deaf = false;
  let silentAt: string | null = null;
  const server = createServer((near) => {
    if (!open) return void near.destroy();
    const far = connect(Number(there.port), there.hostname);
    const way = { silent: deaf, near, far };
    ways.push(way);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes: Buffer) => {
        if (silentAt !== null && bytes.includes(silentAt)) {
          silentAt = null;
          way.silent = true;
        }
        if (!way.silent) to.write(bytes);
      });
      from.on('error', () => {});
      from.on('close', () => {
        if (!way.silent) to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const { near, far } of ways.splice(0)) for (const end of [near, far]) end.destroy();
  };
  onTestFinished(async () => {
    cut();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = new URL(database);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    /** All connections there are fall silent; new ones work. */
    fallSilent() {
      for (const way of ways) way.silent = true;
    },
    /** All connections there are fall silent, and so does each new one. */
    stayAndFallSilent() {
      deaf = true;
      for (const way of ways) way.silent = true;
    },
    /** The next connection over which these words go does. */
    fallSilentAt(words: string) {
      silentAt = words;
    },
    /** All connections there are break. */
    cut,
    /** All connections there are break, and new ones are refused, until it is back. */
    goAway() {
      open = false;
      cut();
    },
    comeBack() {
      open = true;
    },
  };
}
