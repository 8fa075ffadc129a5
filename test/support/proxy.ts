import { createServer, request as forward } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A forwarding proxy as offices have them, which alone knows how to reach `far.test`. */
export async function startProxy(port: number, login?: string) {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (login !== undefined && request.headers['proxy-authorization'] !== login)
      return void response.writeHead(407).end();
    const { pathname, search } = new URL(request.url ?? '');
    const onward = forward(
      {
        host: '127.0.0.1',
        port,
        path: `${pathname}${search}`,
        method: request.method,
        headers: request.headers,
      },
      (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)),
    );
    request.pipe(onward);
  });
  server.on('connect', (request, socket: Socket) => {
    asked.push(`CONNECT ${request.url}`);
    sockets.add(socket.on('error', () => undefined));
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { asked, close, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
