import type { Trx } from '../base/db/database.ts';
import type { Services } from '../base/services.ts';
import { mergeSettings, OLD_SECRET_MS } from '../mall/malls/rules.ts';
import {
  insertOrigin,
  listKeys,
  listMalls,
  removeOrigin,
  rotateSecret,
  updateMall,
} from '../mall/malls/store.ts';
import { mallSecret } from '../mall/shoppers/tokens.ts';
import { type Command, CommandError, UsageError } from './command.ts';
import { hereNote, onlyHere, snippet } from './guide.ts';
import { keyLine } from './key.ts';
import { mallOrStop, withServices } from './open.ts';
import { readName, readOrigins, readPatch } from './settings-input.ts';

/** Tells running processes and open pages that the mall is another. */
const told = (services: Services, trx: Trx, mallId: string) =>
  services.outbox.append(trx, { mallId, kind: 'mall.changed', topic: 'mall', ids: {} });

export const list: Command = {
  about: 'Lists the malls.',
  places: [],
  options: {},
  example: 'dangol mall list --json',
  run: (_input, io) =>
    withServices(io, { create: false }, async ({ services }) => {
      const malls = await listMalls(services.database.db);
      const line = (mall: (typeof malls)[number]) =>
        `${mall.id}  ${mall.name}  ${new Date(mall.createdAt).toISOString().slice(0, 10)}${mall.seeded ? '  (demo)' : ''}`;
      return { text: malls.length > 0 ? malls.map(line) : ['There is no mall yet.'], json: { malls } };
    }),
};

export const show: Command = {
  about:
    'Shows a mall: its origins, settings and keys (never the keys themselves), and what to paste into its pages.',
  places: ['MALL'],
  options: {},
  example: 'dangol mall show shop1',
  run: (input, io) =>
    withServices(io, { create: false }, async ({ services, settings: { publicUrl } }) => {
      const mall = await mallOrStop(services.database.db, input.place(0));
      const keys = await listKeys(services.database.db, mall.id);
      const oldUntil = mall.secretOldUntil > services.now() ? mall.secretOldUntil : null;
      const pasted = snippet(publicUrl, mall.id);
      const isHere = onlyHere(io.environment, mall.origins);
      return {
        text: [
          `${mall.name} (${mall.id})${mall.seeded ? ', a demo mall' : ''}`,
          '',
          'Origins:',
          ...mall.origins.map((origin) => `  ${origin}`),
          '',
          'Settings:',
          ...Object.entries(mall.settings).map(([name, value]) => `  ${name} = ${JSON.stringify(value)}`),
          '',
          `Signing secret: number ${mall.secretVersion}${oldUntil ? `; the one before is good until ${new Date(oldUntil).toISOString()}` : ''}`,
          '',
          'Keys:',
          ...keys.map((key) => `  ${keyLine(key)}`),
          '',
          'Paste into its pages:',
          ...pasted.split('\n').map((line) => `  ${line}`),
          ...(isHere ? ['', ...hereNote(mall.id, mall.settings.locale, publicUrl)] : []),
        ],
        json: {
          mall: mall.id,
          name: mall.name,
          origins: mall.origins,
          settings: mall.settings,
          seeded: mall.seeded,
          secret: { version: mall.secretVersion, oldUntil },
          keys,
          snippet: pasted,
        },
      };
    }),
};

export const set: Command = {
  about:
    'Changes settings of a mall; those not named stay. Parts are named with a dot, lists are replaced. A value is JSON where\n' +
    'it can be, else text; @FILE is what that file holds. "dangol mall show" lists the settings.',
  places: ['MALL', '[KEY=VALUE...]'],
  options: { name: { type: 'string', value: 'NAME', help: 'Another name for the mall' } },
  example:
    'dangol mall set shop1 write=everyone limits.reviewTextMin=10 looks.accent=#336699 attributes=@attributes.json',
  async run(input, io) {
    const patch = readPatch(input.places.slice(1));
    const given = input.text('name');
    const name = given === undefined ? undefined : readName(given);
    if (name === undefined && Object.keys(patch).length === 0)
      throw new UsageError('KEY=VALUE or --name is missing.');
    return withServices(io, { create: false }, async ({ services }) => {
      const mallId = input.place(0);
      const settings = await services.database.write(async (trx) => {
        const mall = await mallOrStop(trx, mallId);
        const merged = mergeSettings(mall.settings, patch);
        await updateMall(trx, mall.id, { name, settings: merged });
        await told(services, trx, mall.id);
        return merged;
      });
      const changed = Object.keys(patch) as (keyof typeof settings)[];
      return {
        text: [
          `Changed ${mallId}:`,
          ...(name === undefined ? [] : [`  name = ${JSON.stringify(name)}`]),
          ...changed.map((key) => `  ${key} = ${JSON.stringify(settings[key])}`),
        ],
        json: { mall: mallId, ...(name !== undefined && { name }), settings },
      };
    });
  },
};

export const origin: Command = {
  about: 'Registers origins whose pages may embed the mall, or removes them.',
  places: ['MALL'],
  options: {
    origin: {
      type: 'string',
      value: 'URL',
      multiple: true,
      required: true,
      help: 'An origin: https://shop.example',
    },
    remove: { type: 'boolean', help: 'Remove instead of registering' },
  },
  example: 'dangol mall origin shop1 --origin https://m.shop.example',
  async run(input, io) {
    const origins = readOrigins(input.list('origin'), io);
    const remove = input.flag('remove');
    return withServices(io, { create: false }, async ({ services }) => {
      const mallId = input.place(0);
      const now = await services.database.write(async (trx) => {
        const mall = await mallOrStop(trx, mallId);
        for (const one of origins) {
          if (!remove) await insertOrigin(trx, mall.id, one);
          else if (!(await removeOrigin(trx, mall.id, one)))
            throw new CommandError(
              `${mall.id} has no origin ${one}; it has ${mall.origins.join(', ') || 'none'}.`,
            );
        }
        await told(services, trx, mall.id);
        return (await mallOrStop(trx, mall.id)).origins;
      });
      return {
        text: [
          `${remove ? 'Removed' : 'Registered'} ${origins.join(', ')}. ${mallId} now has ${now.join(', ') || 'no origin'}.`,
        ],
        json: { mall: mallId, origins: now },
      };
    });
  },
};

export const rotateKey: Command = {
  about:
    'Gives a mall its next signing secret. The one before stays good for two days, so that the backend can be changed in peace;\n' +
    'one older than that is refused at once.',
  places: ['MALL'],
  options: {},
  example: 'dangol mall rotate-key shop1',
  run: (input, io) =>
    withServices(io, { create: false }, async ({ services }) => {
      const now = services.now();
      const mallId = input.place(0);
      const { before, version } = await services.database.write(async (trx) => {
        const mall = await mallOrStop(trx, mallId);
        const next = await rotateSecret(trx, mall.id, now);
        await told(services, trx, mall.id);
        return { before: mall, version: next };
      });
      const secret = mallSecret(services.secrets, mallId, version);
      const oldUntil = now + OLD_SECRET_MS;
      const cut = before.secretVersion > 1 && before.secretOldUntil > now;
      return {
        text: [
          `Signing secret number ${version} of ${mallId}, shown this once:`,
          '',
          `  ${secret}`,
          '',
          `The one before stays good until ${new Date(oldUntil).toISOString()}.`,
          ...(cut
            ? [
                `Number ${version - 2}, which was still good from the rotation before, is refused from now on.`,
              ]
            : []),
        ],
        json: { mall: mallId, version, secret, oldUntil },
      };
    }),
};
