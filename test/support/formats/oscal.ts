// The rules of OSCAL assessment results, in words of our own. Source: NIST's JSON schema of the model
// (oscal_assessment-results_schema.json in usnistgov/OSCAL, 1.0.4 and later): which members an object may and must have,
// that no list is empty, and the forms of its data types; and that a reference inside the document leads somewhere.

type Check = (value: unknown, place: string) => readonly string[];

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function matching(name: string, pattern: RegExp): Check {
  return (value, place) =>
    typeof value === 'string' && pattern.test(value) ? [] : [`${place} is no ${name}: ${JSON.stringify(value)}`];
}

const anyString = matching('string', /^[^]+$/);
const line = matching('text on one line', /^\S(.*\S)?$/);
const token = matching('NCName', /^[\p{L}_][\p{L}\p{N}.\-_]*$/u);
const uuid = matching(
  'UUID of version 4 or 5',
  /^[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i,
);
const uri = matching('URI', /^[a-zA-Z][a-zA-Z0-9+\-.]+:.+$/);
const reference = matching('URI reference', /^[\w./#:-]+$/);
const mail = matching('mail address', /^\S+@\S+$/);
const dateTime: Check = (value, place) =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
  !Number.isNaN(Date.parse(value))
    ? []
    : [`${place} is no time with a zone: ${JSON.stringify(value)}`];

function oneOf(...words: readonly string[]): Check {
  return (value, place) => (words.some((word) => word === value) ? [] : [`${place} is none of ${words.join(', ')}`]);
}

function list(check: Check): Check {
  return (value, place) => {
    if (!Array.isArray(value)) return [`${place} is no list`];
    const items: readonly unknown[] = value;
    if (items.length === 0) return [`${place} is an empty list`];
    return items.flatMap((item, index) => check(item, `${place}[${index}]`));
  };
}

function object(required: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>> = {}): Check {
  return (value, place) => {
    if (!isObject(value)) return [`${place} is no object`];
    const missing = Object.keys(required).filter((name) => !Object.hasOwn(value, name));
    return [
      ...missing.map((name) => `${place} has no ${name}`),
      ...Object.entries(value).flatMap(([name, member]) => {
        const check = required[name] ?? optional[name];
        return check === undefined ? [`${place} may not have ${name}`] : check(member, `${place}.${name}`);
      }),
    ];
  };
}

const props = list(object({ name: token, value: line }, { ns: uri, uuid, class: token, remarks: anyString }));
const parties = list(object({ 'role-id': token, 'party-uuids': list(uuid) }, { props }));

const metadata = object(
  { title: anyString, 'last-modified': dateTime, version: line, 'oscal-version': line },
  {
    published: dateTime,
    props,
    roles: list(object({ id: token, title: anyString })),
    parties: list(
      object({ uuid, type: oneOf('person', 'organization') }, { name: line, 'email-addresses': list(mail), props }),
    ),
    'responsible-parties': parties,
  },
);

const evidence = list(object({ description: anyString }, { href: reference, props }));

const observation = object(
  {
    uuid,
    description: anyString,
    methods: list(oneOf('EXAMINE', 'INTERVIEW', 'TEST', 'UNKNOWN')),
    collected: dateTime,
  },
  {
    title: anyString,
    props,
    types: list(token),
    subjects: list(
      object(
        { 'subject-uuid': uuid, type: oneOf('component', 'inventory-item', 'location', 'party', 'user', 'resource') },
        { title: anyString, props },
      ),
    ),
    'relevant-evidence': evidence,
    expires: dateTime,
    remarks: anyString,
  },
);

const finding = object(
  {
    uuid,
    title: anyString,
    description: anyString,
    target: object(
      {
        type: oneOf('statement-id', 'objective-id'),
        'target-id': token,
        status: object({ state: oneOf('satisfied', 'not-satisfied') }, { reason: token, remarks: anyString }),
      },
      { title: anyString, description: anyString, props },
    ),
  },
  { props, 'related-observations': list(object({ 'observation-uuid': uuid })), remarks: anyString },
);

const result = object(
  {
    uuid,
    title: anyString,
    description: anyString,
    start: dateTime,
    'reviewed-controls': object({
      'control-selections': list(
        object(
          { 'include-controls': list(object({ 'control-id': token }, { 'statement-ids': list(token) })) },
          { description: anyString, props },
        ),
      ),
    }),
  },
  {
    end: dateTime,
    props,
    'local-definitions': object({}, { users: list(object({ uuid }, { title: anyString, props })) }),
    attestations: list(
      object(
        { parts: list(object({ name: token }, { title: anyString, props, prose: anyString })) },
        { 'responsible-parties': parties },
      ),
    ),
    observations: list(observation),
    findings: list(finding),
    remarks: anyString,
  },
);

const hash = object({ algorithm: oneOf('SHA-256'), value: matching('SHA-256', /^[0-9a-f]{64}$/) });
const resource = object(
  { uuid },
  {
    title: anyString,
    description: anyString,
    props,
    rlinks: list(object({ href: reference }, { 'media-type': line, hashes: list(hash) })),
  },
);

const document = object({
  'assessment-results': object(
    { uuid, metadata, 'import-ap': object({ href: reference }, { remarks: anyString }), results: list(result) },
    { 'back-matter': object({}, { resources: list(resource) }) },
  ),
});

/** Every value that stands under one of these names, wherever. */
function valuesOf(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => valuesOf(item, name));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    ...(key === name ? [member] : []),
    ...valuesOf(member, name),
  ]);
}

/** What a document does against the rules of the schema, and references in it that lead nowhere. */
export function oscalFaults(value: unknown): readonly string[] {
  const ids = valuesOf(value, 'uuid');
  const known = new Set(ids);
  const asked = ['observation-uuid', 'subject-uuid', 'party-uuids'].flatMap((name) => valuesOf(value, name).flat());
  const inside = valuesOf(value, 'href').flatMap((href) =>
    typeof href === 'string' && href.startsWith('#') ? href.slice(1) : [],
  );
  return [
    ...document(value, ''),
    ...(known.size === ids.length ? [] : ['a UUID stands for two things']),
    ...[...asked, ...inside].flatMap((id) => (known.has(id) ? [] : [`nothing is called ${String(id)}`])),
  ];
}
