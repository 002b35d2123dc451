import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Clock } from './clock.ts';
import type { Database } from './db/database.ts';
import type { Files } from './files/files.ts';
import type { TrustedProxies } from './http/address.ts';
import type { Pace } from './http/pace.ts';
import type { ReadyBytes } from './http/ready.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { Hub } from './live/hub.ts';
import type { Outbox } from './live/outbox.ts';
import type { Mailer } from './mail/mail.ts';
import type { Secrets } from './secrets.ts';

/** What a process is made of: opened once in main, handed to each feature's routes. */
export interface Services {
  readonly database: Database;
  readonly outbox: Outbox;
  readonly hub: Hub;
  readonly jobs: Jobs;
  readonly files: Files;
  /** Nothing where no mail server is set. */
  readonly mail: Mailer | undefined;
  readonly pace: Pace;
  readonly ready: ReadyBytes;
  readonly secrets: Secrets;
  readonly now: Clock;
  readonly log: Logger;
  readonly metrics: Registry;
  readonly trustedProxies: TrustedProxies;
  /** The service's own address, without a slash at its end. */
  readonly publicUrl: string;
}
