// What every answer of the portal says to the browser, whoever hands it out: the app itself, or the network before it.

/**
 * Neither inline script nor style, and no text that becomes script: what a page shows is data of strangers.
 *
 * @param stores origins that a page exchanges files with beside its own
 * @example pageHeaders()['x-frame-options'] // 'DENY'
 */
export function pageHeaders(stores: readonly string[] = []): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    ["connect-src 'self'", ...stores].join(' '),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'referrer-policy': 'same-origin',
    'strict-transport-security': `max-age=${strictTransportSeconds}; includeSubDomains`,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}

/** Two years. */
export const strictTransportSeconds = 63_072_000;
