/** One labelled text in five is never trained on. */
const OF = 5;

/**
 * Whether the labels of a text are kept for measuring. Decided by what it says, and nothing else, so that it
 * never changes sides: all copies of it stand on one, whoever wrote them and whichever of them are still kept.
 * @param contentHash as `contentMark` gives it, whose digits are as good as drawn by lot; for a near copy that
 *   of its original, or almost the same text would stand on both sides
 */
export function isHeldOut(contentHash: number): boolean {
  return contentHash % OF === 0;
}
