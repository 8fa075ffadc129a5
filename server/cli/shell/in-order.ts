import { createAdmission } from '../../text/pool/admission.ts';

/**
 * Works on many pieces at once and hands the answers on in the order of the pieces, each as soon as it and all before
 * it are there. At most `most` pieces are on their way or wait to be handed on. Takes no more pieces once `signal` is
 * aborted, nor waits for one. A fault of the work is raised at once, not when the next piece comes.
 */
export async function inOrder<Piece, Answer>(
  pieces: AsyncIterable<Piece>,
  most: number,
  work: (piece: Piece) => Promise<Answer>,
  handOn: (answer: Answer) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const room = createAdmission(most);
  const source = pieces[Symbol.asyncIterator]();
  // One for each piece: a promise that outlives them, raced with each, would keep them all in memory.
  let pull = Promise.withResolvers<IteratorResult<Piece>>();
  let before = Promise.resolve();
  const follow = async (earlier: Promise<void>, answer: Promise<Answer>): Promise<void> => {
    try {
      const [ready] = await Promise.all([answer, earlier]);
      await handOn(ready);
      room.leave();
    } catch (error) {
      room.fail(error instanceof Error ? error : new Error(String(error)));
      pull.reject(error);
      throw error;
    }
  };
  signal.addEventListener('abort', () => pull.resolve({ done: true, value: undefined }), { once: true });
  while (!signal.aborted) {
    await room.enter();
    pull = Promise.withResolvers();
    source.next().then(pull.resolve, pull.reject);
    const piece = await pull.promise;
    if (piece.done) break;
    before = follow(before, work(piece.value));
    // Wakes whoever waits for room or for the next piece.
    before.catch(() => {});
  }
  await before;
}
