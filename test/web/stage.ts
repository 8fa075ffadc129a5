import { afterAll, beforeAll, expect } from 'vitest';
import { type Desk, startDesk } from './desk.ts';
import { openWindows, type Windows } from './windows.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A desk and a browser before it. Each file that has one of its own pays for it: they are slow to start. */
export interface Stage extends Pick<Windows, 'visit' | 'pass' | 'visitApart'> {
  desk(): Desk;
  /** Asks the server as a program would, where no page is to be tried; fails with what it refused. */
  ask<T = { readonly id: number }>(method: Method, path: string, body?: object): Promise<T>;
}

/** For all tests of the file that calls it. */
export function stageUntilEnd(): Stage {
  let desk: Desk;
  let windows: Windows;
  beforeAll(async () => {
    desk = await startDesk();
    windows = await openWindows(desk.url);
  }, 300_000);
  afterAll(async () => {
    await windows?.close();
    await desk?.close();
  });
  return {
    desk: () => desk,
    visit: (address, run, refused) => windows.visit(address, run, refused),
    pass: (address, run) => windows.pass(address, run),
    visitApart: (address, run, refused) => windows.visitApart(address, run, refused),
    async ask(method, path, body) {
      const sent = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      const answer = await fetch(`${desk.url}/api/${path}`, { method, ...sent });
      const said = await answer.text();
      expect(answer.ok, said).toBe(true);
      return said === '' ? null : JSON.parse(said);
    },
  };
}
