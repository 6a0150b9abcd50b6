// The addresses of a snapshot that comes in, as people see them; those that directories answer are read so already.
import type { Identity } from '../../../core/inputs/snapshot.ts';
import { addressAsSeen } from '../../../core/values/addresses.ts';

export function withAddressesAsSeen(identity: Identity): Identity {
  const { logins, aliases, hints, manager } = identity;
  const isSeen = [...logins, ...aliases.map(({ login }) => login), ...hints, manager ?? ''].every(
    (address) => addressAsSeen(address) === address,
  );
  if (isSeen) return identity;
  return {
    ...identity,
    logins: logins.map(addressAsSeen),
    aliases: aliases.map((alias) => ({ ...alias, login: addressAsSeen(alias.login) })),
    hints: hints.map(addressAsSeen),
    manager: manager === null ? null : addressAsSeen(manager),
  };
}
