import type { LabelDraft, PostLabels } from './api/client.ts';

/** What whoever agrees says: that what is shown holds, be it the machine's or a colleague's who put it right. */
export function agreedWith({
  machine,
  override,
}: Pick<PostLabels, 'machine' | 'override'>): Pick<LabelDraft, 'verdict' | 'sentiment'> {
  const held = override?.sentiment ?? null;
  return held === null || held === machine.sentiment
    ? { verdict: 'agree' }
    : { verdict: 'correct', sentiment: held };
}

/** What a person wants there, or not there; of all other names nothing is said. */
export type Wishes<Name extends string> = ReadonlyMap<Name, boolean>;

/** The list as it is wished: whatever is not wished otherwise stays as it is now, whoever changed it meanwhile. */
export function asWished<Name extends string>(
  names: readonly Name[],
  now: readonly Name[],
  wishes: Wishes<Name>,
): Name[] {
  return names.filter((name) => wishes.get(name) ?? now.includes(name));
}

/** The wishes once a name is turned over. */
export function turnOver<Name extends string>(
  now: readonly Name[],
  wishes: Wishes<Name>,
  name: Name,
): Wishes<Name> {
  return new Map([...wishes, [name, !(wishes.get(name) ?? now.includes(name))]]);
}

/** The list to send; undefined where nothing is wished otherwise than it is. */
export function changedList<Name extends string>(
  names: readonly Name[],
  now: readonly Name[],
  wishes: Wishes<Name>,
): Name[] | undefined {
  const wished = asWished(names, now, wishes);
  return wished.length === now.length && wished.every((name) => now.includes(name)) ? undefined : wished;
}

/** The wishes that are left once those of `sent` were taken. */
export function wishesLeft<Name extends string>(wishes: Wishes<Name>, sent: Wishes<Name>): Wishes<Name> {
  return new Map([...wishes].filter(([name, wish]) => sent.get(name) !== wish));
}
