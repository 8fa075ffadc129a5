import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach } from 'vitest';

export interface Seen {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** As it came, for what is no text. */
  readonly raw: Buffer;
}

export type Answer = (response: ServerResponse) => void;

/** An answer in JSON with a status; what services say with 200 is in the body. */
export const json =
  (value: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));

/** Takes the message and says nothing. */
export const stall: Answer = () => {};

/** Breaks the connection. */
export const reset: Answer = (response) => response.socket?.destroy();

/**
 * A server on loopback in the place of a service: keeps what it was sent, and gives the answers in turn, then
 * `usual`. What `aside` answers, such as the request for a token, is kept apart and takes no turn. Call it once in a
 * file; it is closed when the file is done.
 */
export async function openLoopback(usual: Answer, aside: (request: Seen) => Answer | null = () => null) {
  const seen: Seen[] = [];
  const seenAside: Seen[] = [];
  const answers: Answer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      const body = raw.toString('utf8');
      const { method = '', url = '', headers } = request;
      const one: Seen = { method, path: url, headers, body, raw };
      const apart = aside(one);
      (apart === null ? seen : seenAside).push(one);
      (apart ?? answers.shift() ?? usual)(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  beforeEach(() => {
    seen.length = 0;
    seenAside.length = 0;
    answers.length = 0;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, seenAside, answers };
}
