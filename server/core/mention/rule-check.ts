import { readTerm, type TermFault } from '../reading/rule-term.ts';
import { createFinder } from './rule-terms.ts';
import type { Rule } from './watch.ts';

export type RuleFaultCode =
  | TermFault
  | 'empty_rule'
  | 'only_none'
  | 'too_many_terms'
  | 'no_letters'
  | 'excludes_all';

/** One thing wrong with a rule: where, and in words. `index` is −1 where the whole group or rule is meant. */
export interface RuleFault {
  readonly code: RuleFaultCode;
  readonly group: 'any' | 'all' | 'none' | 'rule';
  readonly index: number;
  readonly term: string;
  readonly zh: string;
  readonly en: string;
}

export const MAX_TERMS = 40;
const GROUPS = ['any', 'all', 'none'] as const;

const WORDS: Readonly<Record<RuleFaultCode, { readonly zh: string; readonly en: string }>> = {
  empty_rule: { zh: '规则里没有任何词', en: 'the rule has no terms' },
  only_none: {
    zh: '只有排除词:请在“任一”或“全部”里至少写一个词',
    en: 'the rule only excludes: give at least one term in any or all',
  },
  too_many_terms: { zh: `一组最多 ${MAX_TERMS} 个词`, en: `a group holds at most ${MAX_TERMS} terms` },
  no_letters: { zh: '只有标点,没有字、数字或表情', en: 'only signs: no letter, digit or emoji in it' },
  excludes_all: {
    zh: '排除了它,规则就永远不会命中:要找的词里都含有它',
    en: 'with this excluded nothing can ever match: it is part of what is looked for',
  },
  empty_term: { zh: '空词', en: 'the term is empty' },
  too_short: { zh: '至少两个字,单字会命中太多无关内容', en: 'at least two characters: one matches too much' },
  too_long: { zh: '一个词最多 50 个字', en: 'a term holds at most 50 characters' },
  bad_near: { zh: '写作 NEAR/n(词一,词二),n 为 1–100', en: 'write NEAR/n(a,b) with n from 1 to 100' },
  unbalanced_quote: { zh: '引号不成对', en: 'the quotation marks do not pair up' },
};

/** Signs alone stand in every post. */
const SAYS_SOMETHING = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/** Whether whatever a rule finds holds an excluded word: it is part of a word of all, or of each word of any. */
function excludesAll({ any, all }: Rule, written: string): boolean {
  const none = readTerm(written);
  if (typeof none === 'string' || none.kind !== 'word') return false;
  const find = createFinder(new Map([[none.word, 0]]));
  const holdsIt = (each: string): boolean => {
    const term = readTerm(each);
    return typeof term !== 'string' && term.kind === 'word' && find(term.word).has(0);
  };
  return all.some(holdsIt) || (any.length > 0 && any.every(holdsIt));
}

/** Everything wrong with a rule at once; empty when it can be compiled. */
export function checkRule(rule: Rule): RuleFault[] {
  const faults: RuleFault[] = [];
  const fault = (code: RuleFaultCode, group: RuleFault['group'], index: number, term: string) => {
    faults.push({ code, group, index, term, ...WORDS[code] });
  };
  if (rule.any.length + rule.all.length === 0)
    fault(rule.none.length > 0 ? 'only_none' : 'empty_rule', 'rule', -1, '');
  for (const group of GROUPS) {
    const terms = rule[group];
    if (terms.length > MAX_TERMS) fault('too_many_terms', group, -1, '');
    for (const [index, written] of terms.entries()) {
      const term = readTerm(written);
      if (typeof term === 'string') fault(term, group, index, written);
      else if (term.kind === 'word' && !SAYS_SOMETHING.test(term.word))
        fault('no_letters', group, index, written);
    }
  }
  for (const [index, written] of rule.none.entries()) {
    if (excludesAll(rule, written)) fault('excludes_all', 'none', index, written);
  }
  return faults;
}
