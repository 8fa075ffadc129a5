import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeEvidence, segment, wordsOf } from '../../web/segments.ts';
import { fillIn, lostFrom, named, unfilledIn, variablesOf, written } from '../../web/template.ts';
import { realReader } from '../support/ingest.ts';

const shape = (text: string, terms: string[], marks: { start: number; end: number; weight: number }[]) =>
  segment(text, terms, marks).map(({ text: part, matched, weight }) => [part, matched, weight]);

describe('segments', () => {
  test('matched words and weighing words are marked apart, and together where they meet', () => {
    const marks = [{ start: 2, end: 6, weight: -1.5 }];
    expect(shape('小区停暖真冷', ['停暖'], marks)).toEqual([
      ['小区', false, null],
      ['停暖', true, -1.5],
      ['真冷', false, -1.5],
    ]);
  });

  test('case and width make no difference, and Latin words match whole', () => {
    expect(shape('ＭＡＣ machine mac', ['mac'], [])).toEqual([
      ['ＭＡＣ', true, null],
      [' machine ', false, null],
      ['mac', true, null],
    ]);
  });

  test('phrases lose their quotes, NEAR gives both its words', () => {
    expect(wordsOf(['"供热 公司"', 'NEAR/8(停暖,投诉)', '停暖'])).toEqual(['供热 公司', '停暖', '投诉']);
  });

  test('joined again they are the text, whatever spans are given', () => {
    const mark = fc.record({
      start: fc.integer({ min: -5, max: 60 }),
      end: fc.integer({ min: -5, max: 60 }),
      weight: fc.double({ noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 50 }),
        fc.array(fc.string({ maxLength: 4 })),
        fc.array(mark),
        (text, terms, marks) => {
          expect(
            segment(text, terms, marks)
              .map((part) => part.text)
              .join(''),
          ).toBe(text);
        },
      ),
    );
  });

  test('evidence is marked where it stands: in the title, or in the body, and nowhere else', () => {
    const evidence = [
      { span: [0, 0], text: '停暖', weight: -1 },
      { span: [0, 0], text: '停暖', weight: -2 },
      { span: [0, 0], text: '', weight: 0.5 },
      { span: [4, 6], text: '停暖', weight: -3 },
      { span: [9, 11], text: '不在', weight: -4 },
      { span: [0, 0], text: '哪也没有', weight: -5 },
    ] as const;
    const marks = placeEvidence('又停暖,还停暖', '停暖天冷停暖', evidence);
    expect(marks.title).toEqual([
      { start: 1, end: 3, weight: -1 },
      { start: 5, end: 7, weight: -2 },
    ]);
    expect(marks.body).toEqual([{ start: 4, end: 6, weight: -3 }]);
    expect(placeEvidence(null, '停暖了', evidence.slice(0, 1))).toEqual({ title: [], body: [] });
  });

  test('evidence that the reader finds is told apart in its title and in its body', () => {
    const [title, body] = ['服务态度太差劲了', '服务态度太差劲了吗?师傅上门很快,点赞'];
    const { evidence } = realReader().read(body, { title: `${title}!` });
    const marks = placeEvidence(`${title}!`, body, evidence);
    const words = (text: string, all: readonly { start: number; end: number }[]) =>
      all.map(({ start, end }) => text.slice(start, end));
    const quoted = (inTitle: boolean) =>
      evidence
        .filter(({ span, text }) => text !== '' && (span[0] === span[1]) === inTitle)
        .map(({ text }) => text);
    expect(quoted(true)).not.toEqual([]);
    expect(words(title, marks.title)).toEqual(quoted(true));
    expect(words(body, marks.body)).toEqual(quoted(false));
  });
});

describe('statements', () => {
  test('of a text that was reworded, the values that are no longer in it are named', () => {
    const values = { place: '河西区', cause: '换热站 故障', hotline: '' };
    const names = ['place', 'cause', 'hotline', 'brand'];
    expect(lostFrom(names, values, '河西区停暖，原因是换热站\n故障。')).toEqual([]);
    expect(lostFrom(names, values, '河东区停暖。')).toEqual(['place', 'cause']);
  });

  test('values take their places and what is missing stays visible', () => {
    const parts = fillIn('{{place}}于{{event_time}}停暖', { place: ' 城北区 ', event_time: ' ' });
    expect(parts.map((part) => part.text).join('')).toBe('城北区于{{event_time}}停暖');
    expect(parts.filter((part) => !part.filled).map((part) => part.variable)).toEqual(['event_time']);
    expect(unfilledIn(['place', 'event_time'], { place: '城北区' })).toEqual(['event_time']);
  });

  test('a variable is called by its name where there is nothing to fill in', () => {
    expect(named('截至{{event_time}}，', (name) => (name === 'event_time' ? '事件时间' : name))).toBe(
      '截至〔事件时间〕，',
    );
  });

  test('what is missing of a draft is called by its name where it would be copied', () => {
    const parts = fillIn('关于{{place}}事故，{{event_time}}', { place: '城北区' });
    expect(written(parts, (name) => (name === 'event_time' ? '事件时间' : name))).toBe(
      '关于城北区事故，〔事件时间〕',
    );
  });

  test('variables are asked for in the order a reader comes to them, each once', () => {
    expect(variablesOf('关于{{place}}', '{{event_time}}，{{place}}，请拨{{hotline}}')).toEqual([
      'place',
      'event_time',
      'hotline',
    ]);
  });

  test('a value that looks like a variable is only text', () => {
    expect(fillIn('{{a}}', { a: '{{b}}', b: 'x' }).map((part) => part.text)).toEqual(['{{b}}']);
  });
});
