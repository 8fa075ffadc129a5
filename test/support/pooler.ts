import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import pg from 'pg';

/** Cuts a stream of the PostgreSQL protocol into its messages. */
function cutter(onMessage: (message: Buffer) => void, greeted = true) {
  let rest = Buffer.alloc(0);
  let plain = greeted;
  return (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      // The first message of a client has no letter.
      const at = plain ? 1 : 0;
      if (rest.length < at + 4) return;
      const length = at + rest.readUInt32BE(at);
      if (rest.length < length) return;
      const message = rest.subarray(0, length);
      rest = rest.subarray(length);
      plain = true;
      onMessage(message);
    }
  };
}

function message(letter: string, ...parts: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  const head = Buffer.alloc(5);
  head.write(letter);
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const int = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

interface Lent {
  readonly stream: Socket;
  readonly pid: number;
  client: Guest | null;
}

interface Guest {
  readonly socket: Socket;
  lent: Lent | null;
  /** Answers that are still to come. */
  open: number;
  readonly waiting: Buffer[];
}

/** A connection that is greeted and let in, and from there on only carries messages. */
async function connect(url: string): Promise<Lent> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const inside = client as unknown as { connection: { stream: Socket }; processID: number };
  const { stream } = inside.connection;
  stream.removeAllListeners();
  stream.on('error', () => {});
  return { stream, pid: inside.processID, client: null };
}

/**
 * A pooler before a PostgreSQL server that lends its connections for a transaction each, as PgBouncer does in
 * transaction mode, the one that has waited longest first.
 * @param asServer its clients are told the number of one of the processes of the server, not one of its own
 */
export async function startPooler(url: string, connections: number, { asServer = false } = {}) {
  const lents = await Promise.all(Array.from({ length: connections }, () => connect(url)));
  const free = [...lents];
  const queue: Guest[] = [];
  const serve = () => {
    while (free.length > 0 && queue.length > 0) {
      const [lent, guest] = [free.shift() as Lent, queue.shift() as Guest];
      [lent.client, guest.lent] = [guest, lent];
      for (const each of guest.waiting.splice(0)) lent.stream.write(each);
    }
  };
  for (const lent of lents) {
    lent.stream.on(
      'data',
      cutter((answer) => {
        const guest = lent.client;
        if (guest === null) return;
        guest.socket.write(answer);
        if (answer[0] !== 0x5a /* Z */) return;
        guest.open -= 1;
        if (guest.open > 0 || answer[5] !== 0x49 /* I */) return;
        [lent.client, guest.lent] = [null, null];
        free.push(lent);
        serve();
      }),
    );
  }
  const onAsk = (guest: Guest, ask: Buffer) => {
    const letter = String.fromCharCode(ask[0] ?? 0);
    if (letter === 'X') return void guest.socket.end();
    if (letter === 'S' || letter === 'Q') guest.open += 1;
    if (guest.lent !== null) return void guest.lent.stream.write(ask);
    if (guest.waiting.push(ask) === 1) queue.push(guest);
    serve();
  };
  const server = createServer((socket) => {
    const guest: Guest = { socket, lent: null, open: 0, waiting: [] };
    let isIn = false;
    socket.on('error', () => {});
    const letIn = () => {
      isIn = true;
      const pid = asServer ? (lents[0]?.pid ?? 0) : 4_242_424;
      socket.write(message('R', int(0)));
      socket.write(message('K', int(pid), int(1)));
      socket.write(message('Z', 'I'));
    };
    socket.on(
      'data',
      cutter((ask) => (isIn ? onAsk(guest, ask) : letIn()), false),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = new URL(url);
  address.port = String((server.address() as { port: number }).port);
  return {
    url: address.href,
    stop() {
      for (const { stream } of lents) stream.destroy();
      server.close();
    },
  };
}
