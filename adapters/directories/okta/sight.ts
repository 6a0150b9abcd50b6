// Whether the credentials see everybody: Okta answers 200 with the people in scope alone, and never says that it did.
import * as z from 'zod/mini';
import { CallFailure } from '../reading/call-failure.ts';
import { NextLinks } from '../http/next-link.ts';
import { optionalText, presentId } from '../reading/words.ts';
import type { OktaApi } from './api.ts';

/** Whose roles they are: those of the administrator who made the API token, or of the service app. */
export type RoleHolder = { readonly kind: 'administrator' } | { readonly kind: 'client'; readonly clientId: string };

/** @param by how the org is entered: a token made by an administrator, or a service app */
export function holderOf(
  by: { readonly kind: 'api-token' } | { readonly kind: 'service-app'; readonly clientId: string },
): RoleHolder {
  return by.kind === 'api-token' ? { kind: 'administrator' } : { kind: 'client', clientId: by.clientId };
}

export type Sight =
  /** `hides` names what the role does not show of people, of what a reading asks for: such as `employeeNumber`. */
  | { readonly kind: 'everybody'; readonly by: string; readonly hides: readonly string[] }
  | { readonly kind: 'part'; readonly why: string }
  /** `me` is the administrator who asks, as far as Okta says: somebody whom a list of everybody shows. */
  | { readonly kind: 'unproven'; readonly why: string; readonly me: string | null };

type SeesAll = Extract<Sight, { kind: 'everybody' }>;

export const roleNeeds = 'the scope okta.roles.read, and an administrator who may read roles';

/** What helps somebody whose role is narrowed. */
export const wideRole = 'a role that sees all users, such as Read-only Administrator, or a resource set with all users';

/** Okta help, "Standard administrator roles and permissions": these view all users, however their apps are narrowed. */
const seeEverybody: ReadonlySet<string> = new Set([
  'SUPER_ADMIN',
  'ORG_ADMIN',
  'READ_ONLY_ADMIN',
  'APP_ADMIN',
  'MOBILE_ADMIN',
  'REPORT_ADMIN',
  'API_ACCESS_MANAGEMENT_ADMIN',
]);

/** The same help: these may be given for some groups only. */
const byGroups: ReadonlySet<string> = new Set(['USER_ADMIN', 'HELP_DESK_ADMIN', 'GROUP_MEMBERSHIP_ADMIN']);

const roleSchema = z.object({
  id: presentId,
  type: optionalText,
  label: optionalText,
  status: optionalText,
  /** Of a custom role: which one it is, and where it holds. */
  role: optionalText,
  'resource-set': optionalText,
});
type Role = z.infer<typeof roleSchema>;

const linksSchema = z.optional(
  z.nullable(
    z.object({
      self: z.optional(z.nullable(z.object({ href: optionalText }))),
      next: z.optional(z.nullable(z.object({ href: optionalText }))),
    }),
  ),
);

const resourceSchema = z.object({
  orn: optionalText,
  conditions: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
  _links: linksSchema,
});
type Resource = z.infer<typeof resourceSchema>;

const resourcesSchema = z.object({ resources: z.array(resourceSchema), _links: linksSchema });

const profile = 'okta:ResourceAttribute/User/Profile';

const attributesSchema = z.optional(z.nullable(z.record(z.string(), z.unknown())));

const permissionSchema = z.object({
  label: optionalText,
  /** Which attributes of people it shows alone, or does not show. */
  conditions: z.optional(z.nullable(z.object({ include: attributesSchema, exclude: attributesSchema }))),
});
type Permission = z.infer<typeof permissionSchema>;

const permissionsSchema = z.object({ permissions: z.array(permissionSchema) });

/** @example hidesText({ by: 'the role Reviewers', hides: ['employeeNumber'] }) // 'Everybody is seen by the role Reviewers, which hides employeeNumber of people: …' */
export function hidesText({ by, hides }: Pick<SeesAll, 'by' | 'hides'>): string {
  return `Everybody is seen by ${by}, which hides ${hides.join(', ')} of people: unless another role shows it, the answers are as if nobody had one.`;
}

/** Asks for the roles, and for what narrows them where none of them sees everybody. */
export async function readSight(okta: OktaApi, holder: RoleHolder): Promise<Sight> {
  let me: string | null = null;
  try {
    if (holder.kind === 'administrator')
      ({ id: me } = await ask(okta, '/api/v1/users/me', z.object({ id: presentId })));
    const path = rolesPath(holder, me);
    const roles = (await ask(okta, path, z.array(roleSchema))).filter(
      ({ status }) => (status ?? 'ACTIVE') === 'ACTIVE',
    );
    const whole = roles.find(({ type }) => seeEverybody.has(type ?? ''));
    if (whole !== undefined) return { kind: 'everybody', by: nameOf(whole), hides: [] };
    const narrowed: string[] = [];
    for (const role of roles) {
      const shown = await shownBy(okta, path, role);
      if (typeof shown !== 'string') return { kind: 'everybody', by: nameOf(role), ...shown };
      narrowed.push(shown);
    }
    return { kind: 'part', why: narrowed.length === 0 ? 'no role is assigned to them' : narrowed.join('; ') };
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    return { kind: 'unproven', why: error.message, me };
  }
}

function rolesPath(holder: RoleHolder, me: string | null): string {
  return holder.kind === 'client'
    ? `/oauth2/v1/clients/${encodeURIComponent(holder.clientId)}/roles`
    : `/api/v1/users/${encodeURIComponent(me ?? '')}/roles`;
}

/** @returns what narrows the role, or of one that sees everybody what it hides of them */
async function shownBy(okta: OktaApi, path: string, role: Role): Promise<string | Pick<SeesAll, 'hides'>> {
  const set = role['resource-set'] ?? null;
  if (set !== null) {
    if (!(await holdsAllUsers(okta, set))) return `${nameOf(role)} is narrowed to the resource set ${set}`;
    const reading = await readingOf(okta, role);
    if (reading.length === 0) return `${nameOf(role)} does not let them read users`;
    return { hides: concluding.filter((name) => !reading.some((permission) => shows(permission, name))) };
  }
  if (!byGroups.has(role.type ?? '')) return `${nameOf(role)} is not known to see all users`;
  const targets = `${path}/${encodeURIComponent(role.id)}/targets/groups?limit=200`;
  const groups = await ask(okta, targets, z.array(z.unknown()));
  return groups.length === 0 ? { hides: [] } : `${nameOf(role)} is narrowed to groups`;
}

/** Okta tells a set's next page in the body, and no more than 100 resources a page. */
async function holdsAllUsers(okta: OktaApi, set: string): Promise<boolean> {
  const first = `/api/v1/iam/resource-sets/${encodeURIComponent(set)}/resources`;
  const links = new NextLinks(okta.address(first), {
    call: `GET ${okta.address(first)}`,
    pages: okta.around.limits.pages,
  });
  let path = first;
  for (;;) {
    const { resources, _links } = await ask(okta, path, resourcesSchema);
    if (resources.some(isAllUsers)) return true;
    const next = _links?.next?.href ?? null;
    if (next === null) return false;
    path = `${first}${new URL(links.check(next)).search}`;
  }
}

/** A resource can be all users but some: a condition names who is left out. A preview org is in a partition of its own. */
function isAllUsers({ orn, _links, conditions }: Resource): boolean {
  const name = orn ?? _links?.self?.href ?? '';
  return !holdsAnything(conditions) && /^orn:[^:]+:directory:[^:]+:users$|\/api\/v1\/users$/.test(name);
}

/** A condition that leaves out nobody, such as `{ Exclude: { 'okta:ORN': [] } }`, is none. */
function holdsAnything(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value !== undefined && value !== null;
  return Object.values(value).some(holdsAnything);
}

const readUsers: ReadonlySet<string> = new Set(['okta.users.read', 'okta.users.manage']);

/** By which people are matched, and lines handed to managers: without them the answer looks as if nobody had any. */
const concluding = ['employeeNumber', 'manager', 'managerId'] as const;

/**
 * By which permissions a custom role reads users: one that only resets passwords shows no lists, beside a narrower one that
 * does. Conditions on attributes hide neither login nor primary email (Okta help, "Permission conditions"), so they narrow
 * no list.
 */
async function readingOf(okta: OktaApi, { role }: Role): Promise<readonly Permission[]> {
  if (typeof role !== 'string') return [{}];
  const path = `/api/v1/iam/roles/${encodeURIComponent(role)}/permissions`;
  const { permissions } = await ask(okta, path, permissionsSchema);
  return permissions.filter(({ label }) => readUsers.has(label ?? ''));
}

function shows({ conditions }: Permission, attribute: string): boolean {
  const isShown = namedIn(conditions?.include)?.includes(attribute) ?? true;
  return isShown && namedIn(conditions?.exclude)?.includes(attribute) !== true;
}

function namedIn(attributes: z.infer<typeof attributesSchema>): readonly unknown[] | null {
  const named = attributes?.[profile];
  return Array.isArray(named) ? named : null;
}

function nameOf({ label, type, id }: Role): string {
  return `the role ${label ?? type ?? id}`;
}

async function ask<T>(okta: OktaApi, path: string, schema: z.ZodMiniType<T>): Promise<T> {
  const entry = okta.begin(path, 'what the credentials may see', roleNeeds);
  const answer = await okta.object(entry, path, schema);
  entry.page(1);
  entry.ok = true;
  return answer;
}
