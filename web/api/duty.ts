import type { DutySwap, Person } from '../../server/core/alert/duty.ts';
import type { EscalationPolicy } from '../../server/core/alert/escalation.ts';
import type { Brief } from '../../server/core/notices/brief.ts';
import type { BriefPreview, DutyScreen } from '../../server/core/screens/duty.ts';
import type { Seen } from '../seen.ts';
import { client, param, take, within } from './client.ts';

export type { Turn, WorkingHours } from '../../server/core/alert/duty.ts';
export type { DutyScreen } from '../../server/core/screens/duty.ts';
export type BriefDraft = Omit<Brief, 'id'> & { readonly id: number | null };
export type PersonDraft = Omit<Person, 'id'> & { readonly briefs: readonly BriefDraft[] };
export type DutyPerson = DutyScreen['people'][number];
export type DutyChainRow = DutyScreen['chains'][number];
export type DutyStepRow = DutyChainRow['steps'][number];

export type StepDraft = Omit<DutyStepRow, 'id' | 'shift'> & { readonly id: number | null };
export interface ChainDraft {
  readonly id: number | null | undefined;
  readonly name: string;
  readonly watchIds: readonly number[];
  readonly steps: readonly StepDraft[];
  /** The mark of what the writer saw; undefined: a new chain. */
  readonly seen: string | undefined;
}

/** Arrays as the client wants them. */
const loose = <T extends PersonDraft>({ channelIds, briefs, ...person }: T) => ({
  ...person,
  channelIds: [...channelIds],
  briefs: briefs.map(({ watchIds, ...brief }) => ({ ...brief, watchIds: [...watchIds] })),
});

/** Every request about who is rung. */
export const dutyApi = {
  read: (signal?: AbortSignal): Promise<DutyScreen> => take<DutyScreen>(client.duty.$get({}, within(signal))),
  addPerson: (person: PersonDraft): Promise<DutyScreen> =>
    take<DutyScreen>(client.duty.people.$post({ json: loose(person) })),
  changePerson: (id: number, person: Seen<PersonDraft>): Promise<DutyScreen> =>
    take<DutyScreen>(client.duty.people[':id'].$put({ param: param(id), json: loose(person) })),
  removePerson: (id: number): Promise<DutyScreen> =>
    take<DutyScreen>(client.duty.people[':id'].$delete({ param: param(id) })),
  previewBrief: ({ kind, minute, weekday, watchIds }: BriefDraft, zone: string): Promise<BriefPreview> =>
    take<BriefPreview>(
      client.duty.briefs.preview.$post({
        json: { kind, minute, weekday, zone, watchIds: [...watchIds] },
      }),
    ),
  deviceKey: (): Promise<{ publicKey: string }> => take<{ publicKey: string }>(client.devices.key.$get()),
  /** Whether the server tells the device that push services know under this address. */
  knowsDevice: (endpoint: string): Promise<{ known: boolean }> =>
    take<{ known: boolean }>(client.devices.known.$post({ json: { endpoint } })),
  /** Asks the server to stop notifying this device. */
  leaveDevice: (endpoint: string): Promise<{ known: boolean }> =>
    take<{ known: boolean }>(client.devices.leave.$post({ json: { endpoint } })),
  joinDevice: (json: {
    name: string;
    minLevel: 'IV' | 'III' | 'II' | 'I';
    personId: number | null;
    subscription: { endpoint: string; keys: { p256dh: string; auth: string } };
  }): Promise<{ active: boolean }> => take<{ active: boolean }>(client.devices.$post({ json })),
  /** `id` undefined: a new chain; null: that of all watches that name none. */
  saveChain: ({ id, name, watchIds, steps, seen }: ChainDraft): Promise<DutyScreen> => {
    const json = {
      name,
      watchIds: [...watchIds],
      ...(seen === undefined ? {} : { seen }),
      steps: steps.map(({ people, ...step }) => ({ ...step, people: [...people] })),
    };
    if (id === null) return take<DutyScreen>(client.duty.chain.$put({ json }));
    if (id === undefined) return take<DutyScreen>(client.duty.chains.$post({ json }));
    return take<DutyScreen>(client.duty.chains[':id'].$put({ param: param(id), json }));
  },
  removeChain: (id: number): Promise<DutyScreen> =>
    take<DutyScreen>(client.duty.chains[':id'].$delete({ param: param(id) })),
  savePolicy: (json: Seen<EscalationPolicy>): Promise<DutyScreen> =>
    take<DutyScreen>(client.duty.policy.$put({ json })),
  standIn: (json: DutySwap & { by: string }): Promise<DutyScreen> =>
    take<DutyScreen>(client.duty.swaps.$post({ json })),
  removeSwap: (id: number): Promise<DutyScreen> =>
    take<DutyScreen>(client.duty.swaps[':id'].$delete({ param: param(id) })),
};
