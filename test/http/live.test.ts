import { expect, onTestFinished, test, vi } from 'vitest';
import { serveHttp } from './serve.ts';

test('a page is told where events may have been missed, and not what only roles tell each other', async () => {
  const { url, bus } = await serveHttp();
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const answer = await fetch(`${url}/api/live`, { signal: stop.signal });
  let heard = '';
  for await (const part of (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    // The first words of the line: from now on it hears.
    if (heard === '') for (const kind of ['wake', 'resync', 'stories'] as const) bus.publish({ kind, at: 1 });
    heard += part;
    if (/^event: stories$/m.test(heard)) break;
  }
  expect([...heard.matchAll(/^event: (.*)$/gm)].map(([, kind]) => kind)).toEqual(['resync', 'stories']);
});

test('a line on which nothing happens says by name that it is alive', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const { url } = await serveHttp();
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const answer = await fetch(`${url}/api/live`, { signal: stop.signal });
  let heard = '';
  for await (const part of (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    if (heard === '') vi.advanceTimersByTime(16_000);
    heard += part;
    if (/^event: ping$/m.test(heard)) break;
  }
  // Browsers tell of an event only where it has data.
  expect(heard).toMatch(/^event: ping\ndata:/m);
});
