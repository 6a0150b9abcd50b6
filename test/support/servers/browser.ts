// A browser at an issuer: for tests that sign somebody in.

/** A browser: keeps cookies, and follows where it is sent until the address is not the issuer's any more. */
export function aBrowser() {
  const cookies = new Map<string, string>();
  return async (address: string, form?: Readonly<Record<string, string>>) => {
    let [at, body] = [address, form];
    for (;;) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const sent = body === undefined ? {} : { method: 'POST', body: new URLSearchParams(body) };
      const response = await fetch(at, { ...sent, redirect: 'manual', headers: { cookie } });
      for (const set of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
        cookies.set(name, value);
      }
      const [page, next] = [await response.text(), response.headers.get('location')];
      if (next === null) return { at, page, status: response.status, headers: response.headers };
      [at, body] = [new URL(next, at).href, undefined];
      if (new URL(at).pathname === '/auth/callback')
        return { at, page, status: response.status, headers: response.headers };
    }
  };
}
