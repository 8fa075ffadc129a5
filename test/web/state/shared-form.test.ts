import { describe, expect, test } from 'vitest';
import { passed, room, state } from '../../support/runes.ts';

interface Wait {
  readonly seconds: number;
}
interface Screen {
  readonly wait: Wait;
  readonly mark: string;
}
interface Form {
  readonly value: Wait;
  readonly saved: boolean;
  readonly busy: boolean;
  readonly fault: unknown;
  type(next: Wait): void;
  save(over?: string): void;
  load(): void;
}
interface Source {
  shown(): { readonly value: Wait; readonly mark: string };
  save(sent: Wait & { readonly seen: string }): Promise<Screen>;
  read(): Promise<Screen>;
  markIn(screen: Screen): string;
  onchange(screen: Screen): void;
}
const { sharedForm } = await state<{ sharedForm(source: Source): Form }>('shared-form');

/** A form whose server keeps what it is sent; `answer` lets the request under way come back. */
function open() {
  const shown = room.held<Screen>({ wait: { seconds: 30 }, mark: 'a' });
  const sent: (Wait & { readonly seen: string })[] = [];
  let answer: (screen: Screen) => void = () => undefined;
  let refuse: (fault: unknown) => void = () => undefined;
  const later = () =>
    new Promise<Screen>((resolve, reject) => {
      [answer, refuse] = [resolve, reject];
    });
  const form = sharedForm({
    shown: () => ({ value: shown.now.wait, mark: shown.now.mark }),
    save(each) {
      sent.push(each);
      return later();
    },
    read: later,
    markIn: ({ mark }) => mark,
    onchange: (screen) => {
      shown.now = screen;
    },
  });
  return {
    form,
    sent,
    shown,
    answer: async (seconds: number, mark: string) => {
      answer({ wait: { seconds }, mark });
      await passed();
    },
    refuse: async () => {
      refuse(new Error('away'));
      await passed();
    },
  };
}

describe('a form for what other people may change as well', () => {
  test('shows what the server has until somebody types', () => {
    const { form, shown } = open();
    expect(form.value).toEqual({ seconds: 30 });
    shown.now = { wait: { seconds: 45 }, mark: 'b' };
    expect(form.value).toEqual({ seconds: 45 });
    form.type({ seconds: 60 });
    shown.now = { wait: { seconds: 50 }, mark: 'c' };
    expect(form.value).toEqual({ seconds: 60 });
  });

  test('is saved on the sight of what was there at the first key', async () => {
    const { form, sent, shown, answer } = open();
    form.type({ seconds: 6 });
    shown.now = { wait: { seconds: 45 }, mark: 'b' };
    form.type({ seconds: 60 });
    form.save();
    expect([form.busy, sent]).toEqual([true, [{ seconds: 60, seen: 'a' }]]);
    await answer(60, 'c');
    expect(form).toMatchObject({ busy: false, saved: true, value: { seconds: 60 } });
  });

  test('keeps what was typed while it was being saved, and goes on from what was saved', async () => {
    const { form, sent, answer } = open();
    form.type({ seconds: 60 });
    form.save();
    form.type({ seconds: 90 });
    await answer(60, 'b');
    expect(form).toMatchObject({ saved: false, value: { seconds: 90 } });
    form.save();
    expect(sent.at(-1)).toEqual({ seconds: 90, seen: 'b' });
  });

  test('keeps what was typed where saving fails, and writes over what others saved when told to', async () => {
    const { form, sent, refuse } = open();
    form.type({ seconds: 60 });
    form.save();
    await refuse();
    expect(form).toMatchObject({ saved: false, value: { seconds: 60 } });
    expect(form.fault).toBeDefined();
    form.save('theirs');
    expect(sent.at(-1)).toEqual({ seconds: 60, seen: 'theirs' });
  });

  test('shows what others saved in place of what was typed, when told to', async () => {
    const { form, answer } = open();
    form.type({ seconds: 60 });
    form.load();
    await answer(45, 'b');
    expect(form.value).toEqual({ seconds: 45 });
  });
});
