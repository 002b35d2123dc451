import { type Loose, resolve } from './schema.ts';

/** Numbers that come again with the same seed (mulberry32), so that a finding can be looked at. */
export function dice(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (most: number) => Math.floor(next() * most);
  return {
    below,
    chance: (share: number) => next() < share,
    pick: <T>(list: readonly T[]): T => list[below(list.length)] as T,
  };
}
export type Dice = ReturnType<typeof dice>;

const WORDS = ['좋아요', 'good', 'soft 부드러워요', '🧡', 'é', 'a-b_c', '가나다라마바사'];

/** Texts for the patterns that occur in the document; a new pattern asks for a new line here. */
const LIKE: [RegExp, (roll: Dice) => string][] = [
  [/^[0-9a-v]{25}$/, (roll) => Array.from({ length: 25 }, () => 'abcdefg0123'[roll.below(11)]).join('')],
  [/^[a-z0-9][a-z0-9-]{1,39}$/, (roll) => `m${roll.below(1000)}`],
  [/^[a-z0-9][a-z0-9_-]{0,31}$/, (roll) => `k${roll.below(1000)}`],
  [/^\d{4}-\d{2}-\d{2}$/, (roll) => `2027-05-${10 + roll.below(20)}`],
  [/^[A-Z]{3}$/, (roll) => roll.pick(['KRW', 'USD', 'EUR'])],
  [/^#[0-9a-fA-F]{6}$/, () => '#12ab3f'],
  [/^[\x21-\x7e]+$/, (roll) => `key-${roll.below(2 ** 31)}-${roll.below(2 ** 31)}`],
  [/^[A-Za-z0-9_-]+$/, () => 'WzEsMl0'],
  [/^[a-z]+:[^\p{Cc}\p{Cs}]+$/u, () => 'product:p-1'],
  [/^[^\p{Cc}\p{Cs}:]+:[^\p{Cc}\p{Cs}]+$/u, () => 'fit:true'],
  [/^[^\p{Cc}\p{Cs}]+$/u, (roll) => `o-${roll.below(1000)} ${roll.pick(WORDS)}`],
];

function text(schema: Loose, roll: Dice): string {
  if (schema.enum) return roll.pick(schema.enum);
  if (schema.format === 'uri') return `https://mall.example/p/${roll.below(100)}`;
  if (schema.pattern) {
    const like = LIKE.find(([pattern]) => pattern.source === schema.pattern);
    if (!like) throw new Error(`No text is known for the pattern ${schema.pattern}`);
    return like[1](roll);
  }
  const least = schema.minLength ?? 0;
  const most = Math.min(schema.maxLength ?? 40, least + 40);
  let made = '';
  while ([...made].length < least || (roll.chance(0.6) && [...made].length < most - 12))
    made += `${roll.pick(WORDS)}${roll.below(100)} `;
  return [...made].slice(0, most).join('').trimEnd().padEnd(least, 'x');
}

/** A value that fits the schema, with known values (by the name of the field) in their places. */
export function valid(
  document: Loose,
  given: Loose,
  roll: Dice,
  known: Record<string, unknown> = {},
): unknown {
  const schema = resolve(document, given);
  if (schema.allOf)
    return Object.assign({}, ...schema.allOf.map((one: Loose) => valid(document, one, roll, known)));
  const any = schema.anyOf ?? schema.oneOf;
  if (any) return valid(document, roll.pick(any), roll, known);
  const type = roll.pick([schema.type].flat());
  if (schema.enum) return roll.pick(schema.enum);
  if (type === 'null') return null;
  if (type === 'boolean') return roll.chance(0.5);
  if (type === 'integer' || type === 'number') {
    const least = schema.minimum ?? 0;
    const most = schema.maximum ?? least + 1000;
    return roll.chance(0.2)
      ? roll.pick([least, most])
      : least + roll.below(Math.min(most - least + 1, 2 ** 31));
  }
  if (type === 'string') return text(schema, roll);
  if (type === 'array') {
    const least = schema.minItems ?? 0;
    const length = Math.min(schema.maxItems ?? 3, least + roll.below(3));
    return Array.from({ length }, () => valid(document, schema.items, roll, known));
  }
  const made: Record<string, unknown> = {};
  for (const [name, own] of Object.entries(schema.properties ?? {})) {
    if (Object.hasOwn(known, name)) made[name] = known[name];
    else if (schema.required?.includes(name) || roll.chance(0.5))
      made[name] = valid(document, own, roll, known);
  }
  if (typeof schema.additionalProperties === 'object')
    for (let left = roll.below(3); left > 0; left--)
      made[`n${roll.below(100)}`] = valid(document, schema.additionalProperties, roll, known);
  return made;
}

const deep = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown;

/** Values that have broken programs before. */
export const NASTY: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, -0.0001, 1e308, 2 ** 53, -(2 ** 63), 5e-324, [], {}, [[]], [null]],
  ...['', ' ', '\t\n', '0', '-1', 'null', 'undefined', 'NaN', 'true', '1e309', '0x10', '٣', '１'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length', 'then'],
  ...[
    '\u0000',
    'a\u0000b',
    '\ud800',
    'x\udfff',
    '\ufeff',
    '\u202egpj.exe',
    '\u200b',
    '\u3164',
    'e\u0301'.repeat(50),
  ],
  ...[
    "' OR 1=1 --",
    '"; drop table reviews; --',
    '%',
    '_',
    '\\',
    '$(7*7)',
    '{{7*7}}',
    '../../etc/passwd',
    '%00',
    '%ff',
  ],
  ...[
    '<script>alert(1)</script>',
    'javascript:alert(1)',
    'https:evil',
    'https://a:b@c/',
    'http://[::1',
    'data:,x',
  ],
  ...[
    '👩‍👩‍👧‍👦'.repeat(100),
    'Z̷̢̛'.repeat(500),
    'ﷺ'.repeat(300),
    'a'.repeat(129),
    '가'.repeat(5001),
    'x'.repeat(100_000),
  ],
  ...[
    deep(500),
    Array(2000).fill(0),
    Array(101).fill('p'),
    { length: 1e9 },
    JSON.parse('{"__proto__":{"a":1}}'),
  ],
  JSON.parse('{"constructor":{"prototype":{"a":1}}}'),
  Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`k${n}`, `${n}`])),
];

/** The value with one thing in it made wrong: replaced, left out, doubled or added. */
export function broken(value: unknown, roll: Dice): unknown {
  const copy = structuredClone(value);
  const places: [Loose, string | number][] = [];
  const walk = (node: Loose) => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Array.isArray(node) ? node.keys() : Object.keys(node)) {
      places.push([node, key]);
      walk(node[key]);
    }
  };
  walk(copy);
  if (places.length === 0 || roll.chance(0.1)) return roll.pick(NASTY);
  const [holder, key] = roll.pick(places);
  const how = roll.below(10);
  if (how === 0 && !Array.isArray(holder)) delete holder[key];
  else if (how === 1 && Array.isArray(holder)) holder.push(...holder, ...holder);
  else if (how === 2) holder[key] = { [key]: holder[key] };
  else if (how === 3 && !Array.isArray(holder)) {
    const strange = roll.pick([
      '__proto__',
      'mall_id',
      'shopper_id',
      'id',
      'state',
      'bought',
      'weight',
      'author',
    ]);
    Object.defineProperty(holder, strange, { value: roll.pick(NASTY), enumerable: true, configurable: true });
  } else Object.defineProperty(holder, key, { value: roll.pick(NASTY), enumerable: true });
  return copy;
}

/** Bodies that are no JSON, or no body at all, with what they call themselves. */
export const RAW_BODIES: readonly { body?: string | Uint8Array; type?: string }[] = [
  { body: '{', type: 'application/json' },
  { body: '', type: 'application/json' },
  { body: 'null', type: 'application/json' },
  { body: '"text"', type: 'application/json' },
  { body: '{"a":1}{"b":2}', type: 'application/json' },
  { body: '\ufeff{}', type: 'application/json' },
  { body: '['.repeat(50_000), type: 'application/json' },
  { body: `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, type: 'application/json' },
  { body: new Uint8Array([0x7b, 0xff, 0xfe, 0x00, 0x7d]), type: 'application/json' },
  { body: `{"text":"${'a'.repeat(300_000)}"}`, type: 'application/json' },
  { body: '{}', type: 'application/json; charset=utf-16' },
  { body: '{}', type: 'application/jsonp' },
  { body: '{}', type: 'text/plain' },
  { body: '<a/>', type: 'application/xml' },
  { body: 'a=1&b=2', type: 'application/x-www-form-urlencoded' },
  { body: '--x\r\n\r\n--x--', type: 'multipart/form-data; boundary=x' },
  { body: '{}' },
  {},
];

/** What a path's parameter, or a piece of a query, may be turned into: as it is sent, not yet encoded. */
export const RAW_PARTS: readonly string[] = [
  ...[
    '%00',
    '%ff',
    '%E0%A4%A',
    '%',
    '%zz',
    '%2e%2e',
    '%2F',
    '%5c',
    '..%2f..%2fetc',
    '%u0041',
    '%C0%80',
    '%ED%A0%80',
  ],
  ...[
    '__proto__',
    'constructor',
    'current',
    'undefined',
    '*',
    ':id',
    '{id}',
    '~',
    '!',
    '@',
    ';a=b',
    '한글',
    '%F0%9F%98%80',
  ],
  ...['a'.repeat(5000), '0'.repeat(25), 'v'.repeat(26), '-1', '1e9', '%0d%0aSet-Cookie:%20a=b', '%20', '+'],
];
