import { describe, expect, test } from 'vitest';
import { state } from '../../support/runes.ts';

interface Text {
  readonly title: string;
  readonly body: string;
}
type Kept = Text & { readonly seen: string };
type Written = Text & { readonly at: number };
interface Screen {
  readonly forAll: Written | null;
  readonly channels: readonly { readonly id: number; readonly own: Written | null }[];
}
interface Drafts {
  readonly hasUnsaved: boolean;
  of(owner: number | null): Kept | null;
  keep(owner: number | null, draft: Kept | null): void;
  settle(owner: number | null, sent: Text | null, answer: Screen): void;
}
const { templateDrafts, templateMark } = await state<{
  templateDrafts(): Drafts;
  templateMark(screen: Screen, owner: number | null): string;
}>('template-drafts');

const text = (body: string): Text => ({ title: '预警', body });
const screen: Screen = {
  forAll: { ...text('统一'), at: 7 },
  channels: [
    { id: 1, own: { ...text('群里'), at: 9 } },
    { id: 2, own: null },
  ],
};

describe('templates that are written and not saved', () => {
  test('stay with the channel they are for', () => {
    const drafts = templateDrafts();
    drafts.keep(1, { ...text('改一'), seen: '9' });
    drafts.keep(null, { ...text('改全'), seen: '7' });
    expect([drafts.of(1)?.body, drafts.of(2), drafts.of(null)?.body]).toEqual(['改一', null, '改全']);
    drafts.keep(1, null);
    drafts.keep(null, null);
    expect(drafts.hasUnsaved).toBe(false);
  });

  test('are gone once they are saved as they were sent', () => {
    const drafts = templateDrafts();
    drafts.keep(1, { ...text('改一'), seen: '8' });
    drafts.settle(1, text('改一'), screen);
    expect(drafts.of(1)).toBeNull();
  });

  test.each([
    [1, text('改'), '9'],
    [2, null, '0'],
    [null, text('改'), '7'],
  ] as const)(
    'of %s keep what was typed meanwhile, which goes on from what is stored',
    (owner, sent, mark) => {
      const drafts = templateDrafts();
      drafts.keep(owner, { ...text('改了又改'), seen: '1' });
      drafts.settle(owner, sent, screen);
      expect(drafts.of(owner)).toEqual({ ...text('改了又改'), seen: mark });
      expect(templateMark(screen, owner)).toBe(mark);
    },
  );
});
