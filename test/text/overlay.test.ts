import { describe, expect, test } from 'vitest';
import type { Sentiment, SentimentLabel } from '../../server/core/reading/analysis.ts';
import { scoreLabels } from '../../server/core/reading/label-score.ts';
import { applyOverlay, packOverlay, unpackOverlay } from '../../server/text/overlay.ts';
import { trainOverlayApart } from '../../server/text/overlay-apart.ts';
import { type LabelledText, trainOverlay, WORDS_FROM } from '../../server/text/overlay-train.ts';
import { createReader } from '../../server/text/reader.ts';

const IDENTITY = Float32Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]);

function readAs(label: SentimentLabel, p = 0.5): Sentiment {
  const rest = (1 - p) / 2;
  const share = (of: SentimentLabel) => (of === label ? p : rest);
  const [negative, neutral, positive] = [share(-1), share(0), share(1)];
  return { label, negative, neutral, positive, score: positive - negative };
}

/** A reader that calls everything neutral; people call what has 停暖 negative and the rest positive. */
function lessons(n: number, from = 0): LabelledText[] {
  return Array.from({ length: n }, (_, i) => {
    const cold = i % 2 === 0;
    const text = cold ? `第${i + from}户停暖了没人管` : `师傅第${i + from}次上门真利索`;
    return { text, read: readAs(0), said: cold ? -1 : 1 };
  });
}

const accuracy = (bytes: Uint8Array, cases: readonly LabelledText[]) => {
  const overlay = unpackOverlay(bytes);
  return scoreLabels(cases.map((c) => [c.said, applyOverlay(overlay, c.text, c.read).label])).accuracy;
};

describe('an overlay', () => {
  test('of the identity changes nothing', () => {
    const overlay = unpackOverlay(packOverlay(IDENTITY, null));
    const read = readAs(-1, 0.7);
    const after = applyOverlay(overlay, '随便什么', read);
    expect(after.label).toBe(-1);
    expect(after.negative).toBeCloseTo(read.negative, 6);
    expect(after.negative + after.neutral + after.positive).toBeCloseTo(1, 12);
    expect(after.score).toBe(after.positive - after.negative);
  });

  test('with few labels moves the calibration alone, with many learns words that hold elsewhere', () => {
    const few = trainOverlay(lessons(WORDS_FROM - 2));
    expect(unpackOverlay(few).words).toBe(null);
    const many = trainOverlay(lessons(200));
    expect(accuracy(many, lessons(100, 1_000))).toBeGreaterThan(0.95);
    expect(many.length).toBeLessThan(13_000);
  });

  test('is the same bytes every time', () => {
    expect(trainOverlay(lessons(120))).toEqual(trainOverlay(lessons(120)));
  });

  describe('learned in a thread of its own', () => {
    test('is the same bytes, and everybody else has their turn meanwhile', async () => {
      let turns = 0;
      const count = setInterval(() => turns++, 0);
      const bytes = await trainOverlayApart(lessons(120));
      clearInterval(count);
      expect(bytes).toEqual(trainOverlay(lessons(120)));
      expect(turns).toBeGreaterThan(0);
    });

    test('is given up once nobody waits for it, or with what went wrong', async () => {
      const gone = AbortSignal.abort(new Error('the worker stops'));
      await expect(trainOverlayApart(lessons(80), gone)).rejects.toThrow('the worker stops');
      const stopping = new AbortController();
      const training = trainOverlayApart(lessons(80), stopping.signal);
      stopping.abort(new Error('the worker stops'));
      await expect(training).rejects.toThrow('the worker stops');
      await expect(trainOverlayApart([{ text: '', said: 0 } as LabelledText])).rejects.toThrow(TypeError);
    });
  });

  test('mends a reader that leans to one side', () => {
    const leaning = lessons(50).map((each) => ({
      ...each,
      read: each.said === 1 ? readAs(0, 0.55) : readAs(-1, 0.55),
    }));
    expect(accuracy(packOverlay(IDENTITY, null), leaning)).toBe(0.5);
    expect(accuracy(trainOverlay(leaning), leaning)).toBe(1);
  });

  test('damaged, cut or of another version is refused by name', () => {
    const bytes = trainOverlay(lessons(80));
    const spoilt = (at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
    for (const bad of [spoilt(0), spoilt(4), spoilt(8), spoilt(40), spoilt(5_000), bytes.slice(0, 50)]) {
      expect(() => unpackOverlay(bad)).toThrow(expect.objectContaining({ code: 'bad_file' }));
    }
  });

  test('is applied inside the reader, which says so in its version', () => {
    const plain = createReader();
    const bytes = trainOverlay(lessons(200));
    const taught = createReader({ overlay: bytes });
    expect(taught.version).toBe(`${plain.version}+team-${unpackOverlay(bytes).mark}`);
    const text = '师傅第9次上门真利索';
    const before = plain.read(text).sentiment;
    expect(taught.read(text).sentiment).toEqual(applyOverlay(unpackOverlay(bytes), text, before));
  });
});
