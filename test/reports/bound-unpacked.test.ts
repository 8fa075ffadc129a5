import { Duplex, PassThrough, Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { boundUnpacked } from '../../server/reports/bound-unpacked.ts';

/** Like the unpacker within exceljs: it tells its end when all is taken in, and hands out its last part after that. */
class HastyUnpacker extends Duplex {
  readonly #ends: boolean;

  constructor(ends: boolean) {
    super({ objectMode: true });
    this.#ends = ends;
    this.on('finish', () => {
      this.emit('end');
      setImmediate(() => this.#handOut());
    });
  }

  #handOut(): void {
    this.push(Object.assign(new PassThrough(), { path: 'xl/workbook.xml' }));
    if (this.#ends) this.push(null);
  }

  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done();
  }

  override _read(): void {}
}

/** The parts of which whoever listens hears before the end. */
async function partsHeard(ends: boolean): Promise<readonly string[]> {
  const source = Readable.from([Buffer.from('PK')]);
  boundUnpacked(source);
  const zip = new HastyUnpacker(ends);
  const heard: string[] = [];
  const over = new Promise((resolve) => zip.on('end', resolve));
  zip.on('data', ({ path }: { path: string }) => heard.push(path));
  source.pipe(zip);
  await over;
  return heard;
}

test('the end is heard after the last part, whatever the unpacker is in a hurry to say', async () => {
  expect(await partsHeard(true)).toEqual(['xl/workbook.xml']);
});

test('a file that never ends is over all the same', async () => {
  expect(await partsHeard(false)).toEqual(['xl/workbook.xml']);
});
