import { defineDetector, type Noticed, ruleFinding } from '../core/finding/finding.ts';
import type { Voice } from '../core/mention/post.ts';
import { isColdStart } from '../core/series/baseline/baseline.ts';
import type { Series, VoiceHeard } from '../core/series/series.ts';
import { isTroubled } from '../core/situation/trouble.ts';
import { DAY, HOUR, type Instant } from '../core/time.ts';

/** Whose word decides what others write next. */
const VOICES: readonly Voice[] = ['official', 'central_media', 'big_account'];
/** Amid trouble a voice starts to speak after a day without; otherwise after two weeks. */
const PAUSE_AMID_TROUBLE = DAY;
const PAUSE = 14 * DAY;

/**
 * A regulator, a central medium or a big account takes up the subject: amid trouble, or for the first time
 * in two weeks. Who writes of it every day anyway is no news. Needs no statistics; in cold start it speaks
 * amid trouble only, as nobody can know who spoke before.
 */
export default defineDetector({
  name: 'authority',
  lookback: 28 * 24,
  detect(series, now) {
    const troubled = isTroubled(series, now);
    return series.voices
      .filter(({ voice }) => VOICES.includes(voice))
      .sort((a, b) => VOICES.indexOf(a.voice) - VOICES.indexOf(b.voice))
      .filter((heard) => starts(heard, troubled, series, now))
      .map((heard) => toFinding(heard, troubled, now));
  },
});

function starts({ since, before }: VoiceHeard, troubled: boolean, series: Series, now: Instant): boolean {
  if (since === null) return false;
  if (troubled) return before === null || since - before >= PAUSE_AMID_TROUBLE;
  const knows = !isColdStart(series) && now - series.knownHours * HOUR <= since - PAUSE;
  return knows && (before === null || since - before >= PAUSE);
}

function toFinding(heard: VoiceHeard, troubled: boolean, now: Instant): Noticed {
  const { voice, posts24h, authors24h, before } = heard;
  const since = heard.since ?? now;
  return ruleFinding({
    key: `authority ${voice}`,
    windowMinutes: 24 * 60,
    observed: posts24h,
    facts: {
      voice,
      posts: posts24h,
      authors: authors24h,
      since,
      amid: troubled ? 'trouble' : 'calm',
      ...(before === null ? {} : { before, quietDays: Math.floor((since - before) / DAY) }),
    },
    examples: heard.examples.slice(0, 5),
  });
}
