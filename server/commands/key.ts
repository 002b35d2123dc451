import { KeyScope } from '../mall/malls/contract.ts';
import { insertKey, listKeys, type MallKey, revokeKey } from '../mall/malls/store.ts';
import { CALL, type Command, CommandError, UsageError } from './command.ts';
import { mallOrStop, withServices } from './open.ts';

/** One line about a key. The key itself is known to nobody here. */
export const keyLine = (key: MallKey): string =>
  [
    key.id,
    key.name,
    key.scopes.join('+'),
    key.revokedAt === null ? 'live' : `revoked ${new Date(key.revokedAt).toISOString()}`,
  ].join('  ');

export const add: Command = {
  about: "Makes a key for a mall's backend. It is shown once: only its hash is kept.",
  places: ['MALL'],
  options: {
    name: {
      type: 'string',
      value: 'NAME',
      required: true,
      help: 'What it is for, to tell it from the others',
    },
    scope: {
      type: 'string',
      value: 'SCOPE',
      multiple: true,
      required: true,
      help: `What it may do: ${KeyScope.options.join(', ')}`,
    },
  },
  example: 'dangol key add shop1 --name "order sync" --scope orders --scope products',
  async run(input, io) {
    const name = (input.text('name') ?? '').trim();
    if (name.length === 0 || name.length > 60) throw new UsageError('--name: 1 to 60 characters.');
    const scopes = [...new Set(input.list('scope'))].map((text) => {
      const scope = KeyScope.safeParse(text);
      if (!scope.success)
        throw new UsageError(`--scope: "${text}" is none of ${KeyScope.options.join(', ')}.`);
      return scope.data;
    });
    return withServices(io, { create: false }, async ({ services }) => {
      const { database } = services;
      const mall = await mallOrStop(database.db, input.place(0));
      const made = await database.write((trx) => insertKey(trx, mall.id, name, scopes, services.now()));
      return {
        text: [
          `Made the key "${name}" (${scopes.join(', ')}) of ${mall.id}. It is shown this once:`,
          '',
          `  ${made.key}`,
          '',
          `Revoke it with: ${CALL} key revoke ${mall.id} ${made.id}`,
        ],
        json: { mall: mall.id, id: made.id, name, scopes, key: made.key },
      };
    });
  },
};

export const list: Command = {
  about: 'Lists the keys of a mall, revoked ones included. The keys themselves are not kept anywhere.',
  places: ['MALL'],
  options: {},
  example: 'dangol key list shop1 --json',
  run: (input, io) =>
    withServices(io, { create: false }, async ({ services }) => {
      const mall = await mallOrStop(services.database.db, input.place(0));
      const keys = await listKeys(services.database.db, mall.id);
      return {
        text: keys.length > 0 ? keys.map(keyLine) : [`${mall.id} has no key.`],
        json: { mall: mall.id, keys },
      };
    }),
};

export const revoke: Command = {
  about: 'Revokes a key from the next request on. The others stay good.',
  places: ['MALL', 'KEY-ID'],
  options: {},
  example: 'dangol key revoke shop1 0a1b2c3d4e5f6g7h8i9jkalmn',
  run: (input, io) =>
    withServices(io, { create: false }, async ({ services }) => {
      const { database } = services;
      const mall = await mallOrStop(database.db, input.place(0));
      const id = input.place(1);
      const done = await database.write((trx) => revokeKey(trx, mall.id, id, services.now()));
      if (!done)
        throw new CommandError(
          `${mall.id} has no live key "${id}"; "${CALL} key list ${mall.id}" lists them.`,
        );
      return { text: [`Revoked ${id} of ${mall.id}.`], json: { mall: mall.id, id, revoked: true } };
    }),
};
