// A person who signed in at the portal of `serve` by choosing their name, and asks it what its pages ask.

export interface Visitor {
  /** @throws Error unless the answer is one of success */
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
}

export async function visitor(origin: string, login: string): Promise<Visitor> {
  const cookies = new Map<string, string>();
  const asked = async (address: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, { redirect: 'manual', ...init, headers: { ...init.headers, cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    return response;
  };
  const followed = async (from: string, init: RequestInit = {}): Promise<string> => {
    let [address, sent] = [from, init];
    for (;;) {
      const response = await asked(address, sent);
      const next = response.headers.get('location');
      await response.arrayBuffer();
      if (next === null) return address;
      [address, sent] = [new URL(next, address).href, {}];
    }
  };
  const choosing = await followed(`${origin}/auth/sign-in`);
  await followed(choosing, { method: 'POST', body: new URLSearchParams({ person: login }) });

  const answered = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const response = await asked(`${origin}${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 300)}`);
    return JSON.parse(text);
  };
  return {
    get: (path) => answered(path),
    post: (path, body) =>
      answered(path, {
        method: 'POST',
        headers: { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  };
}
