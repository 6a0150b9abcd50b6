// A browser at the local issuer: takes its cookies along, follows it, and chooses a name.
import * as z from 'zod/mini';

/** Where nobody listens: what the issuer sends there is read from its address. */
export const programAddress = 'http://localhost:9/callback';

const located = z.string();

/** @returns the address that the issuer sends the browser back to, with its code */
export async function chosenAt(authorization: URL, person: string): Promise<URL> {
  const jar = new Map<string, string>();
  const visit = async (start: URL, body: string | null = null): Promise<URL> => {
    let [address, sent] = [start, body];
    for (;;) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      const asking = sent === null ? { method: 'GET' } : { method: 'POST', body: sent };
      const headers = { cookie, ...(sent === null ? {} : form) };
      const answer = await fetch(address, { ...asking, headers, redirect: 'manual' });
      for (const one of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
        jar.set(name, value);
      }
      if (answer.status < 300 || answer.status > 399) return address;
      [address, sent] = [new URL(z.parse(located, answer.headers.get('location')), address), null];
      if (address.href.startsWith(programAddress)) return address;
    }
  };
  const choosing = await visit(authorization);
  return visit(choosing, new URLSearchParams({ person }).toString());
}
