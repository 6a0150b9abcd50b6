// Which web addresses a configuration may name: tokens go there.

/** Without credentials: they would be printed with the address. */
export function isHttps(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && url.protocol === 'https:' && url.username === '' && url.password === '';
}

/** Plain http is only for a stand-in on this machine: a token must never cross a network in the clear. */
export function isHttpsOrLoopback(value: string): boolean {
  if (isHttps(value)) return true;
  const url = URL.parse(value);
  if (url === null || url.protocol !== 'http:' || url.username !== '' || url.password !== '') return false;
  return ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}
