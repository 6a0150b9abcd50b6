// Who is signed in, for every page below the shell.
import { createContext, useContext } from 'react';
import type { RouteName } from '../../api/routes.ts';
import { routes } from '../../api/routes.ts';
import { isWithin } from '../../api/access.ts';
import type { Route } from '../../api/route.ts';
import type { AnswerOf } from './client.ts';

export type Person = AnswerOf<'me'>;

export const SignedIn = createContext<Person | null>(null);

export function usePerson(): Person {
  const person = useContext(SignedIn);
  if (person === null) throw new Error('a page stands outside of the shell');
  return person;
}

/** Whether a role of the person may call a route at all; the server decides about each thing. */
export function mayCall(person: Person, name: RouteName): boolean {
  const route: Route = routes[name];
  const { access } = route;
  if (!isWithin(route, person)) return false;
  return typeof access === 'string' || person.roles.some((role) => access[role] !== undefined);
}
