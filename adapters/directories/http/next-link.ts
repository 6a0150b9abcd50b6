// Which next links are followed: one that leaves the list or turns in circles would read as fewer people.
import { addressText, CallFailure } from '../reading/call-failure.ts';

export class NextLinks {
  readonly #call: string;
  readonly #first: URL;
  readonly #mostPages: number;
  readonly #seen = new Set<string>();

  constructor(first: string, bounds: { readonly call: string; readonly pages: number }) {
    this.#first = new URL(first);
    this.#call = bounds.call;
    this.#mostPages = bounds.pages;
    this.#seen.add(this.#first.href);
  }

  /**
   * Checks a next link before a token is sent to it.
   *
   * @returns the absolute address
   * @throws CallFailure when the link has another origin or path, carries credentials, was followed before, or when
   * the list has more pages than allowed
   * @example new NextLinks('https://graph.microsoft.com/v1.0/users?$top=999', bounds).check('https://evil.example/v1.0/users')
   * // throws: refused the next link to https://evil.example/v1.0/users: it leads to another host
   */
  check(link: string): string {
    const url = URL.parse(link, this.#first.href);
    if (url === null) throw this.#refusal('no address', 'it is none');
    const fault = this.#faultOf(url);
    if (fault !== null) throw this.#refusal(addressText(url.href), fault);
    this.#seen.add(url.href);
    return url.href;
  }

  #refusal(address: string, fault: string): CallFailure {
    return new CallFailure({ call: this.#call, detail: `refused the next link to ${address}: ${fault}` });
  }

  #faultOf(url: URL): string | null {
    if (url.username !== '' || url.password !== '') return 'it carries credentials';
    if (url.origin !== this.#first.origin) return 'it leads to another host';
    if (url.pathname !== this.#first.pathname) return 'it leads to another path';
    if (this.#seen.has(url.href)) return 'it was followed before, so the list would never end';
    if (this.#seen.size >= this.#mostPages) return `the list has more than ${this.#mostPages} pages`;
    return null;
  }
}
