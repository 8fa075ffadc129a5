import type { Drill, DrillEvent } from '../../../server/core/drill/drill.ts';
import { defineScenario } from '../../../server/core/drill/scenario.ts';
import { MINUTE } from '../../../server/core/time.ts';

/** Half an hour: yellow at once, red at ten minutes; a question, a claim that turns out true, and one that stays open. */
export const scenario = defineScenario({
  id: 'small',
  title: '小演练',
  playbook: 'PB00',
  company: '某公司',
  about: '',
  rehearses: [],
  minutes: 30,
  levels: [
    { at: 0, level: 'III', why: '' },
    { at: 10, level: 'I', why: '' },
  ],
  injects: [
    {
      id: 'first',
      at: 0,
      kind: 'post',
      from: '甲',
      text: '水管爆了',
      ask: {
        text: '先做什么？',
        role: 'pr',
        within: 5,
        ability: 'team',
        weight: 2,
        options: [
          { text: '去看', right: true, why: '' },
          { text: '去问', right: true, why: '' },
          { text: '去删', right: false, why: '' },
        ],
      },
    },
    { id: 'known', at: 12, kind: 'fact', from: '乙', text: '确实爆了' },
  ],
  claims: [
    { id: 'burst', text: '爆管', raisedBy: 'first', settledBy: 'known', truth: 'verified', words: ['爆管'] },
    { id: 'dead', text: '有人死亡', raisedBy: 'first', settledBy: null, truth: null, words: ['死亡'] },
  ],
  statement: { template: 'PB00-T1', by: 20, needs: [{ what: '热线', any: ['热线'] }] },
});

const step = { backup: 'pr', deliverable: '', doneWhen: '', mandatory: true, role: 'pr', action: '' };

/** With events at drill minutes; two steps are due in it, one long after. */
export function makeDrill(acts: readonly (readonly [number, DrillEvent['act'], string?])[] = []): Drill {
  return {
    id: 1,
    speed: 1,
    startedAt: 0,
    startedBy: '王',
    plan: {
      scenario,
      playbook: {
        id: 'PB00',
        name: '某预案',
        steps: [
          { ...step, no: 1, phase: '上报', deadlineMinutes: { I: 5, II: 10, III: 20, IV: 40 } },
          { ...step, no: 2, phase: '处置', deadlineMinutes: { I: 15, II: 60, III: 60, IV: 60 } },
          { ...step, no: 3, phase: '回应', deadlineMinutes: { I: 600, II: 600, III: 600, IV: 600 } },
        ],
      },
    },
    events: acts.map(([minute, act, by = '王'], id) => ({
      id,
      at: minute * MINUTE,
      drillAt: minute * MINUTE,
      by,
      act,
    })),
  };
}
