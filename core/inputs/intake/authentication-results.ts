// Reads Authentication-Results (RFC 8601), the header in which a mail receiver says what it found out about a message.
export interface AuthenticationResult {
  /** In lower case: `dmarc`. */
  readonly method: string;
  /** In lower case: `pass`. */
  readonly result: string;
  /** By name in lower case: `header.from`. */
  readonly properties: ReadonlyMap<string, string>;
}

export interface AuthenticationResults {
  /**
   * Who says it, in lower case. `null` where it is left out, as by Exchange Online, although RFC 8601, 2.2 asks for it.
   */
  readonly authservId: string | null;
  readonly results: readonly AuthenticationResult[];
}

/**
 * @example readAuthenticationResults('mx.acme.com; dmarc=pass (p=none) header.from=acme.com').results[0]?.result // 'pass'
 */
export function readAuthenticationResults(value: string): AuthenticationResults {
  const [id = '', ...parts] = statementsOf(value);
  const [first = '', version = '1'] = id.split(/\s+/);
  // Where the id is missing, the first thing is a statement, which has an equals sign.
  const named = first !== '' && !first.includes('=');
  return {
    // A header of another version than 1 is to be ignored (RFC 8601, 2.2), because the meaning of its words is not
    // known.
    authservId: named && version === '1' ? first.toLowerCase() : null,
    results: (named ? parts : [id, ...parts]).flatMap((part) => resultOf(part) ?? []),
  };
}

/** Splits at semicolons outside quotes, and leaves out comments, which may hold anything. */
function statementsOf(value: string): readonly string[] {
  const parts = [''];
  let [depth, quoted, escaped] = [0, false, false];
  for (const character of value) {
    if (escaped) escaped = false;
    else if (character === '\\' && (quoted || depth > 0)) {
      escaped = true;
      continue;
    } else if (character === '"' && depth === 0) {
      quoted = !quoted;
      continue;
    } else if (!quoted && character === '(') depth += 1;
    else if (!quoted && character === ')' && depth > 0) {
      depth -= 1;
      continue;
    } else if (!quoted && depth === 0 && character === ';') {
      parts.push('');
      continue;
    }
    if (depth === 0) parts[parts.length - 1] += quoted && /\s/.test(character) ? '_' : character;
  }
  return parts.map((part) => part.trim());
}

function resultOf(part: string): AuthenticationResult | null {
  const [head = '', ...rest] = part.replaceAll(/\s*=\s*/g, '=').split(/\s+/);
  const [, method, result] = /^([\w-]+)(?:\/\d+)?=([\w-]+)$/.exec(head) ?? [];
  if (method === undefined || result === undefined) return null;
  const properties = new Map<string, string>();
  for (const one of rest) {
    const at = one.indexOf('=');
    const name = one.slice(0, Math.max(at, 0)).toLowerCase();
    // A property that is told twice says nothing.
    if (name !== '') properties.set(name, properties.has(name) ? '' : one.slice(at + 1));
  }
  return { method: method.toLowerCase(), result: result.toLowerCase(), properties };
}
