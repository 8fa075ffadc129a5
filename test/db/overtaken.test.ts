import { expect, test } from 'vitest';
import { createAnnotation, updateAnnotation } from '../../server/db/reading/annotations.ts';
import { updateWatch } from '../../server/db/watch/watches.ts';
import { makeDatabase } from '../support/database.ts';
import { makeWatch } from '../support/make-watch.ts';

const NOW = 1_700_000_000_000;
/** What no page hands back, but a program may. */
const STRANGE = ['', 'nonsense', '-1', '1e400', '9'.repeat(40), '0x10'];

test('a mark that is none is a mark of something else, whatever it holds', async () => {
  const db = await makeDatabase();
  const watch = await makeWatch(db);
  const note = { watchId: null, kind: 'note', text: '停暖', at: NOW, until: null } as const;
  const { id } = await createAnnotation(db, note, { by: '王', now: NOW });
  for (const seen of STRANGE) {
    const overtaken = expect.objectContaining({ code: 'overtaken' });
    await expect(updateAnnotation(db, id, note, { by: '李', now: NOW, seen })).rejects.toEqual(overtaken);
    await expect(updateWatch(db, watch.id, watch, NOW, seen)).rejects.toEqual(overtaken);
  }
});
