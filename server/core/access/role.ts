/** What people may do, the least first. */
export const ROLES = ['viewer', 'member', 'admin'] as const;
/** `viewer` reads everything and changes nothing; `member` works; `admin` also sets up what all work with. */
export type Role = (typeof ROLES)[number];

/** Whether who has a role may do what takes another: each role may do what the lesser ones may. */
export function mayAs(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}
