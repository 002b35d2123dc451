import { CannotListen, startService, stopOnSignals } from '../main.ts';
import { readSettings } from '../settings.ts';
import { type Command, CommandError } from './command.ts';

export const serve: Command = {
  about:
    'Starts the service and stays until SIGTERM or SIGINT, after which it finishes what it began. Its log goes to stdout, one\n' +
    'JSON document a line; that with the msg "listening" has the port.',
  places: [],
  options: {},
  logs: true,
  example: 'PUBLIC_URL=https://community.example PORT=8787 dangol serve',
  async run(_input, io) {
    const settings = readSettings(io.environment);
    const running = await startService(settings).catch((error: unknown) => {
      throw error instanceof CannotListen ? new CommandError(error.message) : error;
    });
    stopOnSignals(running);
    const database = settings.databaseUrl ? 'postgres' : 'sqlite';
    io.note(`Dangol listens on port ${running.port} (${settings.publicUrl}, ${database}). Ctrl-C stops it.`);
    return { text: [], json: null };
  },
};
