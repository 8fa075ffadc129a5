import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { heldServer, passed, room, state } from '../../support/runes.ts';

interface Text {
  readonly title: string;
  readonly body: string;
}
type Kept = Text & { readonly seen: string };
interface Channel {
  readonly id: number;
  readonly own: (Text & { readonly at: number }) | null;
  readonly standard: Text;
}
interface Props {
  readonly screen: object;
  readonly channel: Channel | null;
  readonly draft: Kept | null;
  ondraft(draft: Kept | null): void;
  onchange(screen: object): void;
  onsaved(owner: number | null, sent: Text | null, screen: object): void;
}
interface Desk {
  readonly text: Text;
  readonly written: Text | null;
  readonly isChanged: boolean;
  readonly saved: boolean;
  write(next: Text): void;
  save(over?: string): void;
  reset(): void;
}
interface Preview {
  readonly message: { readonly text: string } | null;
  readonly faults: readonly unknown[];
  readonly looking: boolean;
}
const { templateDesk, templatePreview } = await state<{
  templateDesk(props: () => Props): Desk;
  templatePreview(trial: () => Text): Preview;
}>('template-desk');
const { me } = await state<{ me: { set(session: object): void } }>('me');
me.set({ role: 'admin', name: '王敏', accounts: true });

let server: ReturnType<typeof heldServer>;
let leave = (): void => undefined;
beforeEach(() => {
  server = heldServer();
});
afterEach(() => {
  vi.useRealTimers();
  leave();
  server.close();
});

const standard = { title: '预警', body: '标准' };
const ours = { title: '预警', body: '自有', at: 9 };

/** The desk of a channel, whose page keeps the draft that it is handed. */
function open(own: Channel['own']) {
  const channel = { id: 1, own, standard };
  const draft = room.held<Kept | null>(null);
  const saved: unknown[] = [];
  const { made, leave: end } = room.begin(() =>
    templateDesk(() => ({
      screen: { forAll: null, standard, channels: [channel], samples: [] },
      channel,
      draft: draft.now,
      ondraft: (next) => {
        draft.now = next;
      },
      onchange: () => undefined,
      onsaved: (owner, sent) => saved.push([owner, sent]),
    })),
  );
  leave = end;
  return { desk: made, draft, saved };
}

describe('the template of a channel while somebody writes it', () => {
  test('begins with what is standard where the channel has none', () => {
    expect(open(null).desk).toMatchObject({ text: standard, written: null, isChanged: false });
  });

  test('is no change where it was typed back to what is stored', () => {
    const { desk, draft } = open(ours);
    desk.write({ title: '预警', body: '改' });
    expect([desk.isChanged, draft.now]).toEqual([true, { title: '预警', body: '改', seen: '9' }]);
    desk.write({ title: '预警', body: '自有' });
    expect([desk.isChanged, draft.now]).toEqual([false, null]);
  });

  test('is saved in the name of whoever writes, on the sight of what was there', async () => {
    const { desk, saved } = open(ours);
    desk.write({ title: '预警', body: '改' });
    desk.save();
    expect(server.asked[0]).toMatchObject({ method: 'PUT', body: { body: '改', seen: '9', by: '王敏' } });
    await server.asked[0]?.answer({});
    expect([desk.saved, saved]).toEqual([true, [[1, { title: '预警', body: '改' }]]]);
  });
});

describe('the preview of a template', () => {
  test('follows a moment after the last key, and keeps the last message that had no fault', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const text = room.held<Text>({ title: '预', body: '{level}' });
    const { made: look, leave: end } = room.begin(() => templatePreview(() => text.now));
    leave = end;
    text.now = { title: '预警', body: '{level}' };
    room.settle();
    await vi.advanceTimersByTimeAsync(250);
    vi.useRealTimers();
    expect(server.asked.map(({ body }) => body)).toEqual([{ title: '预警', body: '{level}' }]);
    await server.asked[0]?.answer({ message: { text: '三级' }, faults: [] });
    expect(look).toMatchObject({ message: { text: '三级' }, faults: [], looking: false });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    text.now = { title: '预警', body: '{level' };
    room.settle();
    await vi.advanceTimersByTimeAsync(250);
    vi.useRealTimers();
    await server.asked[1]?.answer({ message: null, faults: [{ code: 'open' }] });
    await passed();
    expect(look).toMatchObject({ message: { text: '三级' }, faults: [{ code: 'open' }] });
  });
});
