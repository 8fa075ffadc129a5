import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { heldServer, room, state } from '../../support/runes.ts';

interface Approval {
  readonly id: number;
  readonly template: string;
  readonly title: string;
  readonly body: string;
  readonly state: string;
  readonly needed: number;
  readonly decisions: readonly { readonly approves: boolean }[];
}
interface Screen {
  readonly alert: { readonly id: number; readonly level: string };
  readonly templates: readonly {
    readonly template: string;
    readonly values: object;
    readonly wording: null;
  }[];
  readonly approvals: readonly Approval[];
}
interface Exam {
  readonly faults: readonly { readonly kind: string; readonly words: string }[];
}
interface Desk {
  readonly current: { readonly template: { readonly id: string } } | undefined;
  readonly draft: {
    readonly text: { readonly title: string; readonly body: string };
    readonly dirty: boolean;
    write(name: string, value: string): void;
    reword(text: { title: string; body: string } | null): void;
  };
  readonly saving: { readonly fault: { readonly code: string } | undefined };
  choose(id: string): void;
  stay(): void;
  clear(): void;
  save(force?: boolean): void;
}
interface Standing {
  readonly gaps: readonly string[];
  readonly flagged: number;
  readonly changed: boolean;
  readonly approversLeft: number;
}
const { statementDesk, statementStanding } = await state<{
  statementDesk(props: () => object): Desk;
  statementStanding(desk: Desk, screen: () => Screen, exam: () => Exam | null): Standing;
}>('statement-desk');
const { me } = await state<{ me: { set(session: object): void } }>('me');
me.set({ role: 'admin', name: '王敏', accounts: true });
const { drafts } = await state<{ drafts: { drop(alertId: number, id: string): void } }>('drafts');

const template = (id: string) => ({
  template: { id, title: '通报', body: '{{time}}恢复', vars: [], stage: '', channel: '', approvers: [] },
  tooEarly: false,
});
const PAGE: Screen = { alert: { id: 3, level: 'II' }, templates: [], approvals: [] };

let server: ReturnType<typeof heldServer>;
let leave = (): void => undefined;
beforeEach(() => {
  server = heldServer();
});
afterEach(() => {
  for (const id of ['PB06-T1', 'PB06-T2']) drafts.drop(3, id);
  leave();
  server.close();
});

function open(first: Screen = PAGE) {
  const screen = room.held(first);
  const statements = room.held(['PB06-T1', 'PB06-T2'].map(template));
  const exam = room.held<Exam | null>(null);
  const { made, leave: end } = room.begin(() => {
    const desk = statementDesk(() => ({
      screen: screen.now,
      playbook: 'PB06',
      statements: statements.now,
      onchange: (next: Screen) => {
        screen.now = next;
      },
    }));
    const standing = statementStanding(
      desk,
      () => screen.now,
      () => exam.now,
    );
    return { desk, standing };
  });
  leave = end;
  return { ...made, screen, statements, exam };
}

describe('the statement that somebody writes', () => {
  test('is the fittest until another one is chosen, or it was begun', () => {
    const { desk, statements } = open();
    expect(desk.current?.template.id).toBe('PB06-T1');
    desk.stay();
    statements.now = statements.now.toReversed();
    expect(desk.current?.template.id).toBe('PB06-T1');
    desk.choose('PB06-T2');
    expect(desk.current?.template.id).toBe('PB06-T2');
    desk.choose('PB06-T1');
  });

  test('is saved as it was sent, on the sight of what was kept', async () => {
    const { desk } = open();
    desk.draft.write('time', '七时');
    desk.save();
    expect(server.asked[0]?.body).toMatchObject({ by: '王敏', values: { time: '七时' }, was: {} });
    const kept = { template: 'PB06-T1', values: { time: '七时' }, wording: null };
    await server.asked[0]?.answer({ ...PAGE, templates: [kept] });
    expect([desk.draft.dirty, desk.draft.text.body]).toEqual([false, '七时恢复']);
  });

  test('goes over what another one saved only when its writer wants that, having looked once more', async () => {
    const { desk } = open();
    desk.draft.write('time', '七时');
    desk.save();
    await server.asked[0]?.answer({ error: { code: 'overtaken', message: '' } }, 409);
    expect(desk.saving.fault?.code).toBe('overtaken');
    desk.save(true);
    const theirs = { template: 'PB06-T1', values: { time: '六时' }, wording: null };
    await server.asked[1]?.answer({ ...PAGE, templates: [theirs] });
    expect(server.asked[2]?.body).toMatchObject({ values: { time: '七时' }, was: { time: '六时' } });
  });

  test('is as it was once what was typed is thrown away', () => {
    const { desk } = open();
    desk.draft.write('time', '七时');
    expect(desk.draft.dirty).toBe(true);
    desk.clear();
    expect(desk.draft.dirty).toBe(false);
  });
});

describe('whether a statement could go out', () => {
  const handed: Approval = {
    id: 1,
    template: 'PB06-T1',
    title: '通报',
    body: '七时恢复',
    state: 'pending',
    needed: 2,
    decisions: [{ approves: true }],
  };

  test('says which gaps are open: those of its template, or of a text reworded what the server found', () => {
    const { desk, standing, exam } = open();
    expect(standing.gaps).toEqual(['time']);
    desk.draft.reword({ title: '通报', body: '【时间】恢复' });
    expect(standing.gaps).toEqual([]);
    exam.now = {
      faults: [
        { kind: 'unfilled', words: '【时间】' },
        { kind: 'banned', words: '绝对' },
      ],
    };
    expect([standing.gaps, standing.flagged]).toEqual([['【时间】'], 1]);
  });

  test('counts approvals only while the text is what was handed in', () => {
    const { desk, standing } = open({ ...PAGE, approvals: [handed] });
    desk.draft.write('time', '七时');
    expect([standing.changed, standing.approversLeft]).toEqual([false, 1]);
    desk.draft.write('time', '八时');
    expect([standing.changed, standing.approversLeft]).toEqual([true, 2]);
  });
});
