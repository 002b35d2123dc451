import { z } from 'zod';
import type { S3Settings } from './base/files/s3.ts';
import { parseTrustedProxies } from './base/http/address.ts';

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'a port number')
  .transform(Number)
  .pipe(z.number().max(65535));
const address = z.string().refine((text) => {
  if (!URL.canParse(text)) return false;
  const { protocol, search, hash, username, password } = new URL(text);
  // Addresses are made by writing behind it.
  return /^https?:$/.test(protocol) && !search && !hash && !username && !password;
}, 'an http(s) address, without query and password');

const Environment = z.object({
  PORT: port.default(8787),
  HOST: z.string().min(1).default('0.0.0.0'),
  PUBLIC_URL: address.optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'postgres://...')
    .optional(),
  MASTER_KEY: z
    .string()
    .regex(/^([0-9a-f]{2}){32,}$/i, 'at least 64 hexadecimal digits, an even number')
    .optional(),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((list, context) => {
      try {
        return parseTrustedProxies(list);
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message });
        return z.NEVER;
      }
    }),
  /** The server that mail is handed to, with name and password where it wants them. */
  SMTP_URL: z
    .string()
    .refine((text) => {
      if (!URL.canParse(text)) return false;
      const { protocol, hostname } = new URL(text);
      return /^smtps?:$/.test(protocol) && hostname !== '';
    }, 'smtp://name:password@host:port or smtps://...')
    .optional(),
  MAIL_FROM: z.email('an address').max(200).optional(),
  /** A store that speaks S3, for the files: all of them or none. */
  S3_ENDPOINT: address.optional(),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket')
    .optional(),
  S3_REGION: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'the name of a region, or auto')
    .optional(),
  S3_ACCESS_KEY_ID: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'visible characters')
    .optional(),
  S3_SECRET_ACCESS_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'visible characters')
    .optional(),
  /** `host:port`s that key sets may be read from although private or plain http: for demos and tests. */
  OUTSIDE_ALLOW: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean),
    )
    .refine(
      (list) => list.every((one) => /^([^\s/:[\]]+|\[[0-9a-f:.]+\]):\d{1,5}$/i.test(one)),
      'host:port, comma separated',
    ),
  /** Memory for answers that are kept as bytes, in megabytes; 0: every answer is made anew. */
  READY_MB: z
    .string()
    .regex(/^\d{1,5}$/, 'whole megabytes')
    .transform(Number)
    .default(64),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  /** Multiplies every limit of pace: tests and load checks raise it. */
  PACE_SCALE: z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'a positive number')
    .transform(Number)
    .pipe(z.number().positive())
    .default(1),
});

/** Everything that is set from outside, read once. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  /** The address shoppers' browsers reach the service at, without a slash at its end. */
  readonly publicUrl: string;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly masterKey: string | undefined;
  readonly smtpUrl: string | undefined;
  /** The address that mail comes from. */
  readonly mailFrom: string | undefined;
  /** Where files lie instead of the data folder. */
  readonly s3: S3Settings | undefined;
  readonly trustedProxies: ReturnType<typeof parseTrustedProxies>;
  readonly outsideAllow: readonly string[];
  readonly readyBytes: number;
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  readonly paceScale: number;
}

/** Thrown at the start: names each variable that is wrong. */
export class WrongSettings extends Error {}

/**
 * Reads the environment into one frozen object.
 *
 * @throws WrongSettings, with one line a variable
 */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  // An empty variable is one that was not set.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success)
    throw new WrongSettings(
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'),
    );
  const env = parsed.data;
  if (env.DATABASE_URL && !env.MASTER_KEY)
    throw new WrongSettings(
      'MASTER_KEY: needed with DATABASE_URL, the same in every process (openssl rand -hex 32)',
    );
  if (env.SMTP_URL && !env.MAIL_FROM)
    throw new WrongSettings('MAIL_FROM: needed with SMTP_URL, the address that mail comes from');
  return Object.freeze({
    port: env.PORT,
    host: env.HOST,
    publicUrl: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
    dataDir: env.DATA_DIR,
    databaseUrl: env.DATABASE_URL,
    masterKey: env.MASTER_KEY,
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM,
    s3: s3Of(env),
    trustedProxies: env.TRUSTED_PROXIES,
    outsideAllow: env.OUTSIDE_ALLOW,
    readyBytes: env.READY_MB * 1024 * 1024,
    logLevel: env.LOG_LEVEL,
    paceScale: env.PACE_SCALE,
  });
}

/** @throws WrongSettings, with one line for each of the set that is missing */
function s3Of(env: z.infer<typeof Environment>): S3Settings | undefined {
  const {
    S3_ENDPOINT: endpoint,
    S3_BUCKET: bucket,
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
    S3_REGION: region,
  } = env;
  if (endpoint && bucket && accessKeyId && secretAccessKey)
    return { endpoint, bucket, accessKeyId, secretAccessKey, region: region ?? 'us-east-1' };
  const all = {
    S3_ENDPOINT: endpoint,
    S3_BUCKET: bucket,
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
  };
  if (!region && Object.values(all).every((value) => value === undefined)) return undefined;
  const missing = Object.entries(all).filter(([, value]) => value === undefined);
  throw new WrongSettings(
    missing.map(([name]) => `${name}: needed with the other S3_ variables, all or none of them`).join('\n'),
  );
}
