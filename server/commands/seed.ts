import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { databaseFile } from '../open.ts';
import { readSettings, type Settings } from '../settings.ts';
import { type Command, type Input, type Io, type Told, UsageError } from './command.ts';
import { type Canary, seedCanary } from './seed/canary.ts';
import { englishMall, koreanMall } from './seed/data.ts';
import { type Seeded, seedDemo } from './seed/demo.ts';
import { openSeeding } from './seed/session.ts';

/** Where the demo malls' pages are, by the environment. */
export function demoOrigins(environment: Record<string, string | undefined>): {
  origin: string;
  origins: string[];
} {
  const text = environment.DEMO_PORT || '8788';
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new UsageError(`DEMO_PORT: "${text}" is no port number.`);
  return {
    origin: `http://localhost:${port}`,
    origins: [`http://localhost:${port}`, `http://127.0.0.1:${port}`],
  };
}

/**
 * Where seeds are sown: with `npm start`'s demo when there is one, so that its service shows them; else in the folder that
 * was named; else in `./data/demo`, apart from an owner's own data.
 */
export function seedSettings(environment: Record<string, string | undefined>): Settings {
  const demo = join(environment.DATA_DIR || './data', 'demo');
  const named = environment.DATABASE_URL || (environment.DATA_DIR && !existsSync(databaseFile(demo)));
  return readSettings(named ? environment : { ...environment, DATA_DIR: demo });
}

/** A whole number of an option, or undefined. */
function whole(input: Input, name: string, min: number, max: number): number | undefined {
  const text = input.text(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max)
    throw new UsageError(`--${name} is a number from ${min} to ${max}.`);
  return value;
}

export const seed: Command = {
  about:
    'Fills the demo malls: a Korean select shop (byeot) and an English food shop (pantry). With --canary, two small\n' +
    'malls instead whose every text says which of the two it belongs to, for checking from outside that nothing crosses.\n' +
    'A mall that seed did not make is left alone; a seed that was interrupted is begun again. They lie where the demo of\n' +
    'npm start lies when there is one, else in DATA_DIR, else in ./data/demo, apart from an own mall. Their photos lie where\n' +
    'the service keeps its own: there, or in the store of S3_ENDPOINT where one is set.',
  places: [],
  options: {
    malls: { type: 'string', value: '1|2', help: 'Only the first mall, or both (the default)' },
    reviews: { type: 'string', value: 'N', help: 'Only so many reviews a mall' },
    canary: {
      type: 'string',
      value: 'TEXT',
      help: 'Fill canary-a and canary-b, and mark their texts TEXT-A and TEXT-B',
    },
  },
  example: 'dangol seed --malls 2 --canary K7',
  async run(input, io) {
    const malls = whole(input, 'malls', 1, 2) ?? 2;
    const reviews = whole(input, 'reviews', 1, 10_000);
    const mark = input.text('canary');
    if (mark !== undefined && !/^[A-Za-z0-9]{1,12}$/.test(mark))
      throw new UsageError('--canary is one to twelve letters and digits.');
    if (mark !== undefined && reviews !== undefined)
      throw new UsageError('--canary and --reviews do not go together.');
    const settings = seedSettings(io.environment);
    const where = settings.databaseUrl ? 'DATABASE_URL' : settings.dataDir;
    const seeding = await openSeeding(settings);
    try {
      if (mark !== undefined) {
        const filled: Canary[] = [];
        for (const letter of ['A', 'B'].slice(0, malls))
          filled.push(await seedCanary(seeding, mark, letter, Date.now()));
        return tellCanary(filled, where);
      }
      return await demo(seeding, io, where, malls, reviews);
    } finally {
      await seeding.close();
    }
  },
};

async function demo(
  seeding: Parameters<typeof seedDemo>[0],
  io: Io,
  where: string,
  malls: number,
  reviews: number | undefined,
): Promise<Told> {
  const { origin, origins } = demoOrigins(io.environment);
  const now = Date.now();
  const start = performance.now();
  const wanted = [
    () => koreanMall(origin, now, { reviews }),
    () => englishMall(origin, { reviews, now }),
  ].slice(0, malls);
  const seeded: Seeded[] = [];
  for (const read of wanted)
    seeded.push(await seedDemo(seeding, read(), { origin, origins, now, progress: io.progress }));
  const seconds = Number(((performance.now() - start) / 1000).toFixed(1));
  return {
    text: [
      ...seeded.flatMap((one) => [
        `${one.name} (${one.mall})`,
        one.before
          ? '  was filled before; here are new keys, those handed out before are revoked'
          : `  ${Object.entries(one.counts)
              .map(([what, count]) => `${count} ${what}`)
              .join(', ')}`,
        `  key     ${one.key}`,
        `  points  ${one.pointsKey}`,
        `  till    ${one.tillKey}`,
        `  secret  ${one.secret}`,
      ]),
      `Done in ${seconds} s, in ${where}. Keys are shown once.`,
    ],
    json: { malls: seeded, origins, seconds, where },
  };
}

function tellCanary(filled: readonly Canary[], where: string): Told {
  return {
    text: [
      ...filled.flatMap((one) => [
        `${one.mall}`,
        `  origin   ${one.origin}`,
        `  key      ${one.key}`,
        `  secret   ${one.secret}`,
        `  member   ${one.member.token}`,
        `  guest    ${one.guest.token}`,
        `  review   ${one.ids.review}`,
        `  comment  ${one.ids.comment}`,
        `  photo    ${one.ids.photo}`,
      ]),
      `They are in ${where}. Keys are shown once; the tokens are good for 24 hours.`,
    ],
    json: { malls: filled, where },
  };
}
