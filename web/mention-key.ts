/** Tells the mentions of a list apart: one post is one mention of each watch. */
export const mentionKey = ({
  postId,
  watchId,
}: {
  readonly postId: number;
  readonly watchId: number;
}): string => `${postId}-${watchId}`;
