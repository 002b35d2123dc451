import { randomBytes } from 'node:crypto';
import type { Reader } from '../base/db/database.ts';
import { MallId, MallSettings } from '../mall/malls/contract.ts';
import { mergeSettings } from '../mall/malls/rules.ts';
import { findMall, insertKey, insertMall } from '../mall/malls/store.ts';
import { mallSecret } from '../mall/shoppers/tokens.ts';
import { type Command, CommandError, type Input, UsageError } from './command.ts';
import { beginning, onlyHere, snippet } from './guide.ts';
import { withServices } from './open.ts';
import { checkPatch, readName, readOrigins, readPatch, type SettingsPatch } from './settings-input.ts';

/** Option -> setting. */
const SETTINGS = {
  locale: 'locale',
  read: 'read',
  write: 'write',
  currency: 'currency',
  'time-zone': 'timeZone',
} as const;

/** What an English mall begins with: won and Seoul are nobody's guess there. */
const ENGLISH = { currency: 'USD', timeZone: 'UTC' };

export const add: Command = {
  about:
    'Adds a mall with a key named "backend" that may do everything. Prints what to paste into its pages, the key and the\n' +
    "signing secret, and how to sign a shopper's token in PHP and Node.",
  places: [],
  options: {
    name: { type: 'string', value: 'NAME', required: true, help: 'The name of the mall' },
    origin: {
      type: 'string',
      value: 'URL',
      multiple: true,
      required: true,
      help: 'Where its pages are: https://shop.example; www and mobile pages are origins of their own',
    },
    id: { type: 'string', value: 'ID', help: 'Its id in addresses; made from the name when not given' },
    locale: { type: 'string', value: 'ko|en', help: 'The language of the mall; ko when not given' },
    read: { type: 'string', value: 'everyone|members', help: 'Who may read; everyone when not given' },
    write: { type: 'string', value: 'everyone|members', help: 'Who may write; members when not given' },
    currency: { type: 'string', value: 'KRW', help: 'KRW when not given, USD when the locale is en' },
    'time-zone': {
      type: 'string',
      value: 'ZONE',
      help: 'Asia/Seoul when not given, UTC when the locale is en',
    },
    set: {
      type: 'string',
      value: 'KEY=VALUE',
      multiple: true,
      help: 'Any other setting, as in "dangol mall set"',
    },
  },
  example:
    'dangol mall add --name "초록상회" --id green --origin https://green.example --origin https://m.green.example',
  async run(input, io) {
    const name = readName(input.text('name') ?? '');
    const origins = readOrigins(input.list('origin'), io);
    const patch = { ...readPatch(input.list('set')), ...named(input) };
    const settings = mergeSettings(MallSettings.parse({}), {
      ...(patch.locale === 'en' && ENGLISH),
      ...patch,
    });
    const wanted = input.text('id');
    if (wanted !== undefined && !MallId.safeParse(wanted).success)
      throw new UsageError(`--id: "${wanted}" is no id; 2 to 40 small letters, digits and hyphens.`);
    return withServices(io, { create: true }, async ({ services, settings: { publicUrl } }) => {
      const { database, secrets } = services;
      const now = services.now();
      const made = await database.write(async (trx) => {
        const id = wanted ?? (await freeId(trx, name));
        if (await findMall(trx, id))
          throw new CommandError(`There is a mall "${id}" already; choose another --id.`);
        await insertMall(trx, { id, name, origins, settings, seeded: false }, now);
        return { id, key: await insertKey(trx, id, 'backend', ['all'], now) };
      });
      const { id } = made;
      const secret = mallSecret(secrets, id, 1);
      const isHere = onlyHere(io.environment, origins);
      const head =
        settings.locale === 'ko'
          ? `쇼핑몰 "${name}"(${id})을 추가했습니다. 등록한 주소: ${origins.join(', ')}`
          : `Added the mall "${name}" (${id}) for ${origins.join(', ')}`;
      return {
        text: [
          head,
          '',
          ...beginning({ id, locale: settings.locale, key: made.key.key, secret }, publicUrl, isHere),
        ],
        json: {
          mall: id,
          name,
          origins,
          settings,
          key: { id: made.key.id, name: 'backend', scopes: ['all'], key: made.key.key },
          secret,
          snippet: snippet(publicUrl, id),
        },
      };
    });
  },
};

/** The settings that have an option of their own. */
function named(input: Input): SettingsPatch {
  const patch: Record<string, unknown> = {};
  for (const [option, setting] of Object.entries(SETTINGS)) {
    const text = input.text(option);
    if (text === undefined) continue;
    try {
      checkPatch({ [setting]: text });
    } catch (error) {
      throw error instanceof UsageError
        ? new UsageError(error.message.replace(/^[^:]*/, `--${option}`))
        : error;
    }
    patch[setting] = text;
  }
  return patch as SettingsPatch;
}

/** `Green Shop` -> `green-shop`; a name without Latin letters, or one that is taken, gets letters of chance. */
async function freeId(db: Reader, name: string): Promise<string> {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mn}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 30)
    .replace(/-+$/, '');
  const isName = slug.length >= 2;
  if (isName && !(await findMall(db, slug))) return slug;
  return `${isName ? slug : 'mall'}-${randomBytes(3).toString('hex').slice(0, 4)}`;
}
