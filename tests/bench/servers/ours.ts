/** The service, started as `dangol serve` starts it. */
import { startService } from '../../../server/main.ts';
import { readSettings } from '../../../server/settings.ts';
import { reportTo } from '../support/child.ts';

reportTo((await startService(readSettings(process.env))).port);
