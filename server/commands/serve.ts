import { startService, stopOnSignals } from '../main.ts';
import { readSettings } from '../settings.ts';
import { type Command, CommandError } from './command.ts';

export const serve: Command = {
  about:
    'Starts the service and stays until SIGTERM or SIGINT, after which it finishes what it began. Its log goes to stdout, one\n' +
    'JSON document a line; with --json one more line there says where it listens.',
  places: [],
  options: {},
  example: 'PUBLIC_URL=https://community.example PORT=8787 dangol serve',
  async run(_input, io) {
    const settings = readSettings(io.environment);
    const running = await startService(settings).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') throw new CommandError(`PORT=${settings.port} is already in use.`);
      if (error.code === 'EACCES')
        throw new CommandError(`PORT=${settings.port} may not be used by this account.`);
      throw error;
    });
    stopOnSignals(running);
    const database = settings.databaseUrl ? 'postgres' : 'sqlite';
    io.note(`Dangol listens on port ${running.port} (${settings.publicUrl}, ${database}). Ctrl-C stops it.`);
    return {
      text: [],
      json: { listening: true, port: running.port, publicUrl: settings.publicUrl, database },
    };
  },
};
