import { z } from '@hono/zod-openapi';
import { PatchSettings } from '../mall/malls/contract.ts';
import { nearest } from './command.ts';

/** The part of a JSON Schema that settings use. */
interface Schema {
  type?: string;
  enum?: readonly string[];
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  anyOf?: readonly Schema[];
}

/** What a pattern or a check of its own asks for: the schema has no words for these. */
const WORDS: Readonly<Record<string, string>> = {
  timeZone: 'a time zone like Asia/Seoul or UTC',
  currency: 'three capital letters like KRW or USD',
  rewardDisclosure: 'one line of 1 to 200 characters, or null',
  attributes: 'a JSON list, or @FILE with one',
  'looks.accent': 'a colour like #9c4a26, or null',
  'pages.product': 'an address of at most 500 characters with {product} in it, or null',
  'reputation.levels': 'five, nineteen, a JSON list of levels that ask for more and more, or @FILE with one',
  keySet: 'null, or JSON like {"url":"https://shop.example/keys.json","algorithm":"RS256"}',
  'keySet.url': 'an address that begins with https:// or http://',
};

const root = z.toJSONSchema(PatchSettings, { io: 'input', unrepresentable: 'any' }) as Schema;

/** What is wrong with a setting, in words for whoever typed it: `locale: ko or en.` */
export function complaint(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0) {
    const [key = ''] = issue.keys;
    const near = nearest(key, Object.keys(root.properties ?? {}));
    return `"${key}" is no setting${near ? `; did you mean ${near}?` : '.'}`;
  }
  const where = issue.path.join('.');
  const schema = issue.path.reduce<Schema | undefined>(
    (at, part) => plain(at)?.properties?.[String(part)],
    root,
  );
  const words = WORDS[where] ?? (schema && describe(where, schema)) ?? deep(issue);
  return `${where}: ${words}.`;
}

/** Of a schema that allows null, the other one. */
const plain = (schema: Schema | undefined): Schema | undefined =>
  schema?.anyOf?.find((one) => one.type !== 'null') ?? schema;

function describe(where: string, schema: Schema): string | undefined {
  const { type, enum: names, minimum, maximum, properties } = plain(schema) ?? {};
  const orNull = schema.anyOf ? ', or null' : '';
  if (names) return `${new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(names)}${orNull}`;
  if (type === 'integer') return `a whole number from ${minimum} to ${maximum}${orNull}`;
  if (type === 'boolean') return 'true or false';
  if (properties)
    return `name its part: ${Object.keys(properties)
      .map((part) => `${where}.${part}`)
      .join(', ')}`;
  return undefined;
}

/** Deep in a list that came as JSON. */
function deep(issue: z.core.$ZodIssue): string {
  if (issue.path.at(-1) === 'key') return '1 to 32 small letters, digits, - and _';
  if (issue.code !== 'invalid_type') return issue.message;
  return `${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected} is expected`;
}
