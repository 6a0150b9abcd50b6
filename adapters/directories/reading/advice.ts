// What to do about a failure whose own words name its cause: better than the permission that the call would need.

interface Advice {
  /** In the words of the failure: status, code of the service, fault of the network. */
  readonly says: RegExp;
  readonly remedy: string;
}

/** Codes: learn.microsoft.com, "Microsoft Entra authentication and authorization error codes"; developer.okta.com, "Error codes". */
const advices: readonly Advice[] = [
  {
    says: /AADSTS(?:90002|900023|50059)\b/,
    remedy: 'Check tenantId: no such tenant in this cloud. For a national cloud set loginUrl and graphUrl too.',
  },
  {
    says: /AADSTS(?:700016|7000229)\b/,
    remedy:
      'The client id is no app of this tenant: check ENTRA_CLIENT_ID and tenantId, and that the app has consent there.',
  },
  {
    says: /AADSTS7000215\b/,
    remedy: 'The client secret is wrong: take its value, not its id, as it was shown when it was made.',
  },
  { says: /AADSTS7000222\b/, remedy: 'The client secret has expired: make a new one, and set its value.' },
  {
    says: /AADSTS700027\b/,
    remedy: 'The certificate is not registered with the app: upload its public part under Certificates & secrets.',
  },
  {
    says: /AADSTS700030\b/,
    remedy: 'The certificate is not valid, or not yet, or no more: make a new one, and upload its public part.',
  },
  {
    says: /AADSTS7000218\b/,
    remedy: 'No secret and no certificate reached Entra: ENTRA_CLIENT_SECRET or ENTRA_CERTIFICATE_FILE is empty.',
  },
  {
    says: /AADSTS7000112\b/,
    remedy:
      'The app that reads is switched off in this tenant: in the Entra admin center, Enterprise applications, the app, Properties, enable sign-in.',
  },
  {
    says: /AADSTS(?:65001|650051|650052)\b/,
    remedy: 'Nobody consented to the app in this tenant: under API permissions, grant admin consent.',
  },
  {
    says: /AADSTS(?:500133|700024)\b/,
    remedy: 'The clock of this machine is wrong: set it by a time server.',
  },
  {
    says: /AADSTS(?:53003|530034|53000|530035)\b/,
    remedy:
      'Conditional Access blocks the app: in the Entra admin center, Protection, Conditional Access, let this workload identity in from the address it runs at.',
  },
  {
    says: /AADSTS(?:500011|900439|900382|900432)\b/,
    remedy: 'The tenant is in another cloud than the addresses: check loginUrl and graphUrl.',
  },
  {
    says: /AADSTS70021\b|AADSTS700211\b|AADSTS700212\b|AADSTS700213\b/,
    remedy: 'No federated credential of the app fits: compare its issuer, subject and audience with what AWS states.',
  },
  {
    says: /Authentication_RequestFromNonPremiumTenantOrB2CTenant/,
    remedy:
      'No permission helps: sign-ins are only read in a tenant with a Microsoft Entra ID P1 or P2 licence. Get one, or set signIns to false.',
  },
  {
    says: /insufficient_claims/,
    remedy:
      'Conditional Access asks for more than an app can bring: in the Entra admin center, Protection, Conditional Access, let this workload identity in from the address it runs at.',
  },
  {
    says: /\/oauth2\/v1\/token: .*\((?:consent_required|invalid_scope)\)/,
    remedy:
      'In the Okta admin console, Applications, the service app of this review, Okta API Scopes: grant okta.apps.read and okta.users.read, and okta.logs.read where signIns is on.',
  },
  {
    says: /\/oauth2\/v1\/token: .*\(access_denied\)/,
    remedy:
      'A rule of the org keeps the service app out: in the Okta admin console, Applications, the app, General, let it in from the address it runs at; then look at its Okta API Scopes.',
  },
  {
    says: /\/oauth2\/v1\/token: .*\(invalid_client\)/,
    remedy:
      'Okta takes neither client id nor key: the app has to be active in this org, with the public part of this key among its own (its id, where there are several, is OKTA_KEY_ID). The clock of this machine has to be right, and orgUrl the address to which the key is to prove itself.',
  },
  {
    says: /\/oauth2\/v1\/token: .*\((?:unauthorized_client|unsupported_grant_type)\)/,
    remedy: 'The client id is of no service app: make one of the type API Services, and set its client id and key.',
  },
  {
    says: /invalid_dpop_proof/,
    remedy:
      'Okta does not take the proof that each call brings: the clock of this machine is wrong, set it by a time server.',
  },
  {
    says: /E0000011\b/,
    remedy:
      'The API token is not valid: it was revoked, not used for 30 days, made by somebody who is deactivated, or is of another org, or may not be used from the address of this machine (Security, API, Tokens). Make a new one, and set it. With a service app: it has to be active, and let in from that address.',
  },
  {
    says: /E0000005\b/,
    remedy: 'Okta lost the session that belongs to the credentials: no permission helps, ask again later.',
  },
  {
    says: /the proxy answered 407\b/,
    remedy: 'The proxy asks who calls: name somebody in HTTPS_PROXY, as http://USER:PASSWORD@HOST:PORT.',
  },
  { says: /the proxy answered/, remedy: 'Ask whoever runs the proxy in HTTPS_PROXY to let this call pass.' },
  {
    says: /: (?:424|429|5\d\d)\b|of a batch are missing or put off|the batch held no answer/,
    remedy: 'The directory does not serve this now: nothing is to be granted, ask again later.',
  },
  {
    says: /Directory_ExpiredPageToken|: 410\b/,
    remedy: 'The directory let go of a list that was being read, each time it was begun anew: ask again later.',
  },
  {
    says: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|no full answer within/,
    remedy:
      'The host cannot be reached from here: check the address (orgUrl, or loginUrl and graphUrl), and that the network and its firewall let this machine call it. Behind a proxy, set NODE_USE_ENV_PROXY=1 beside HTTPS_PROXY.',
  },
  {
    says: /CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/,
    remedy:
      'The certificate that is shown has expired, or is not valid yet: set the clock of this machine by a time server; where it is right, whoever runs the host, or the inspection of TLS before it, has to renew the certificate.',
  },
  {
    says: /CERT_|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/,
    remedy:
      'Somebody between here and the host shows another certificate: let this call pass the inspection of TLS, or name the authority behind it in NODE_EXTRA_CA_CERTS.',
  },
  {
    says: /the connection failed/,
    remedy:
      'No permission helps: somebody between here and the directory breaks the call off. Ask whoever runs the proxy or firewall, or ask again later.',
  },
  {
    says: /: 30[12378]\b|leads to another (?:host|path)/,
    remedy:
      'The address leads to another host: check orgUrl (or graphUrl), it must be the one at which the directory itself answers.',
  },
  {
    says: /: 2\d\d, but (?:the body|its Link header|the answer) |: 20[1-9]\b|refused the next link|an answer of more than/,
    remedy:
      'No permission helps: somebody between here and the directory may answer for it, as a page to sign in does. Check the address (orgUrl, or loginUrl and graphUrl), and what a proxy does with the call.',
  },
  {
    says: /: 404\b/,
    remedy:
      'What the address names is not there, or not shown to these credentials: check the id in it (appId, leaveGroupId), that the address itself (orgUrl or graphUrl) ends with the host, and then that the permission is granted.',
  },
  {
    says: /: 401\b/,
    remedy:
      'No permission helps: the credentials are not taken for this call, by the directory or by somebody before it. Check them, the address (orgUrl or graphUrl), and what a proxy does with the header Authorization.',
  },
  {
    // Graph and Okta both name their reason.
    says: /: 403 Forbidden(?! \()/,
    remedy:
      'Whoever refuses this names no reason, as the directory itself would: somebody between here and it, such as a firewall, may do so. Have the call let pass; only then look at permissions.',
  },
  {
    says: /: 4(?!03)\d\d\b/,
    remedy:
      'No permission helps: the directory, or somebody before it, does not take the call as it is made. Check the address (orgUrl, or loginUrl and graphUrl), and what a proxy does with the call.',
  },
];

/** @example adviceFor('POST https://login.example/token: 401 Unauthorized (invalid_client, AADSTS7000222)') */
export function adviceFor(failure: string): string | null {
  return advices.find(({ says }) => says.test(failure))?.remedy ?? null;
}
