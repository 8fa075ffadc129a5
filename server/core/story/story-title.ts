import type { Voice } from '../mention/post.ts';
import type { Analysis } from '../reading/analysis.ts';
import { AMPLIFIERS, SEVERITY_WEIGHT } from '../risk/severity-weight.ts';

const MAX_STORY_TITLE_LENGTH = 40;
const END = /[。！？!?\n;；]/;

/** What a story is called whose title was taken from a post that was deleted on request, until it is named anew. */
export const ERASED_TITLE = '（原文已按请求删除）';

/** What a story is called after a post: its title, or else the beginning of its text, at most 40 characters. */
export function storyTitle(post: { readonly title: string | null; readonly text: string }): string {
  const title = post.title?.trim();
  const words = (title || firstSentence(post.text)).replaceAll(/\s+/g, ' ');
  return shortened(words, MAX_STORY_TITLE_LENGTH);
}

/** `cut`: it ends in the middle already. */
function shortened(words: string, most: number, cut = false): string {
  const letters = [...words];
  if (letters.length <= most && !cut) return words;
  return `${letters.slice(0, most - 1).join('')}…`;
}

/** Sentences of a greeting's length say nothing: they take the next one along. */
const MIN_SENTENCE_LENGTH = 8;

function firstSentence(text: string): string {
  const whole = text.trim();
  const end = whole.slice(MIN_SENTENCE_LENGTH).search(END);
  return end < 0 ? whole : whole.slice(0, MIN_SENTENCE_LENGTH + end);
}

/** What is known of a post that a story may be called after; null where nobody read it. */
export interface Titling {
  readonly title: string | null;
  readonly text: string;
  readonly voice: Voice;
  readonly analysis: Partial<Pick<Analysis, 'severity' | 'intents'>> | null;
}

/** Who states a thing as a fact answers for it. */
export const ANSWERING: readonly Voice[] = ['official', 'central_media', 'provincial_media', 'media'];
/** An outage is felt by everybody; what is graver is claimed until somebody has looked. */
const GRAVE = 0.6;
/** Readings below this are too unsure to go by. */
const SURE = 0.5;

/** Whether a post claims something grave, or hands on hearsay, for which no authority answers. */
export function isClaim({ voice, analysis }: Titling): boolean {
  if (analysis === null || voice === 'own' || ANSWERING.includes(voice)) return false;
  const grave = analysis.severity?.some(
    ({ category, confidence }) =>
      confidence >= SURE && !AMPLIFIERS.has(category) && SEVERITY_WEIGHT[category] >= GRAVE,
  );
  return grave === true || analysis.intents?.some(({ name, p }) => name === 'rumour' && p >= SURE) === true;
}

/** As alerts say it of a claim. */
const MARK = '（未核实）';
/** Words that say as much by themselves. */
const HEDGED =
  /网传|听说|据说|听人[说讲]|疑似|传闻|传言|谣|有人说|未核实|未证实|真的假的|是真的吗|真的吗|求证|不实/;

/** What a story is called after a post; a claim that is stated as a fact is marked, so that no list overstates it. */
export function cautiousTitle(post: Titling): string {
  const title = storyTitle(post);
  if (!isClaim(post) || HEDGED.test(title)) return title;
  return `${shortened(title.replace(/…$/, ''), MAX_STORY_TITLE_LENGTH - MARK.length, title.endsWith('…'))}${MARK}`;
}
