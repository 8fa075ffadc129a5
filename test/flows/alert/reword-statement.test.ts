import { describe, expect, test } from 'vitest';
import { listStatements } from '../../../server/db/alert/statements.ts';
import { listTemplates } from '../../../server/db/channel/alert-templates.ts';
import { readAlertScreen } from '../../../server/db/views/alert/alert.ts';
import { submitStatement } from '../../../server/flows/alert/approve-statement.ts';
import { fillTemplate } from '../../../server/flows/alert/fill-template.ts';
import { lookAtStatement } from '../../../server/flows/alert/look-at-statement.ts';
import { recordFacts } from '../../../server/flows/alert/record-facts.ts';
import { makeRungStage } from './alert-stage.ts';

const OWN = { title: '停暖情况通报', body: '停暖影响3200户，正在抢修，18时前恢复。咨询96778。' };
const THEIRS = { title: '停暖情况通报（二）', body: '停暖影响3300户。咨询96778。' };

async function desk() {
  const { stage, db, alertId, deps } = await makeRungStage();
  const template = deps.playbooks[0]!.templates[0]!;
  const about = { alertId, template: template.id };
  const [name = ''] = template.vars;
  const fill = (
    parts: Partial<Parameters<typeof fillTemplate>[1]>,
    values: Readonly<Record<string, string>> = { [name]: '七时' },
  ) => fillTemplate(deps, { ...about, by: '王敏', values, ...parts });
  const draft = async () => (await listTemplates(db, alertId))[0];
  const submit = (parts: Partial<Parameters<typeof submitStatement>[1]> = {}) =>
    submitStatement(deps, { ...about, by: '王敏', waiver: null, ...parts });
  const record = (records: Readonly<Record<string, number>>) =>
    recordFacts(deps, { alertId, by: '王敏', records });
  const figures = async () =>
    (await readAlertScreen(db, alertId, deps.playbooks, stage.at))?.approvals[0]?.figures.map(
      ({ fact, recorded, holds }) => [fact, recorded, holds],
    );
  return { db, deps, alertId, template, about, name, fill, draft, submit, record, figures };
}

describe('a statement that is reworded', () => {
  test('is kept beside the values of its gaps, until it is put back', async () => {
    const { name, fill, draft } = await desk();
    await fill({ wording: OWN });
    expect(await draft()).toMatchObject({ values: { [name]: '七时' }, wording: OWN });
    // Who does not speak of the wording leaves it alone.
    await fill({}, { [name]: '八时' });
    expect(await draft()).toMatchObject({ values: { [name]: '八时' }, wording: OWN });
    await fill({ wording: null });
    expect(await draft()).toMatchObject({ values: { [name]: '七时' }, wording: null });
  });

  test('is written over by nobody who saw another one', async () => {
    const { fill, draft } = await desk();
    await fill({ wording: OWN, wasWording: null });
    await expect(fill({ wording: THEIRS, wasWording: null })).rejects.toMatchObject({ code: 'overtaken' });
    expect(await draft()).toMatchObject({ wording: OWN });
    // Who changed nothing of it takes nothing away, who saw it may.
    await fill({ wording: null, wasWording: null });
    expect(await draft()).toMatchObject({ wording: OWN });
    await fill({ wording: THEIRS, wasWording: OWN });
    expect(await draft()).toMatchObject({ wording: THEIRS });
    await fill({ wording: THEIRS, wasWording: null });
    expect(await draft()).toMatchObject({ wording: THEIRS });
  });

  test('is handed in with exactly the words that were seen, whatever the draft says', async () => {
    const { db, alertId, fill, submit } = await desk();
    await fill({ wording: THEIRS });
    await submit({ text: OWN });
    expect(await listStatements(db, alertId)).toMatchObject([{ ...OWN, state: 'in_review' }]);
  });

  test('needs no draft where the words are said, and is the draft where they are not', async () => {
    const { db, alertId, fill, submit } = await desk();
    await submit({ text: OWN });
    await fill({ wording: THEIRS });
    await submit();
    expect((await listStatements(db, alertId)).map(({ title, state }) => [title, state])).toEqual([
      [THEIRS.title, 'in_review'],
      [OWN.title, 'withdrawn'],
    ]);
  });

  test('is not handed in with a gap, named, whatever the reason; nor against what is recorded without one', async () => {
    const { db, alertId, submit, record } = await desk();
    const gap = { ...OWN, body: `${OWN.body}下次通报〔下次通报时间〕，【待填】` };
    await expect(submit({ text: gap, waiver: '来不及' })).rejects.toMatchObject({
      code: 'statement_not_ready',
      details: {
        faults: [
          { kind: 'unfilled', words: 'next_update' },
          { kind: 'unfilled', words: '【待填】' },
        ],
      },
    });
    await record({ affected_users: 5000 });
    await expect(submit({ text: OWN })).rejects.toMatchObject({
      details: { faults: [{ kind: 'figure', words: '3200户' }] },
    });
    expect(await listStatements(db, alertId)).toEqual([]);
    await submit({ text: OWN, waiver: '五千户含已恢复的' });
    expect(await listStatements(db, alertId)).toMatchObject([{ waiver: '五千户含已恢复的' }]);
  });

  test('is held against the facts as they are recorded by then', async () => {
    const { submit, record, figures } = await desk();
    await submit({ text: OWN });
    expect(await figures()).toEqual([['affected_users', null, 'unrecorded']]);
    await record({ affected_users: 3200 });
    expect(await figures()).toEqual([['affected_users', 3200, 'agrees']]);
    await record({ affected_users: 4100 });
    expect(await figures()).toEqual([['affected_users', 4100, 'differs']]);
  });

  test('is looked at without being handed in', async () => {
    const { db, deps, about, alertId } = await desk();
    const own = deps.playbooks[0]!.scct.wordings[0]!;
    const found = await lookAtStatement(deps, { ...about, text: { title: '通报', body: '正在抢修。' } });
    expect(own.because).toBe('只说“正在抢修”无时间');
    expect(found).toEqual({
      faults: [{ kind: 'forbidden', words: '正在抢修', why: own.because }],
      figures: [],
    });
    expect(await listStatements(db, alertId)).toEqual([]);
    await expect(lookAtStatement(deps, { ...about, alertId: 99, text: OWN })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(lookAtStatement(deps, { ...about, template: 'none', text: OWN })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
